//! `os.path` and `pathlib` on known texts, and whether a file exists in the project.
//!
//! A path object is a native instance with its text in the field `path`.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::Key;
use crate::source::Span;
use crate::value::{Data, External, ExternalKind, Value, override_with};

/// How many folders above a path are told apart.
const MOST_PARENTS: usize = 64;

impl Machine<'_> {
    pub(super) fn path_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        let first = arguments.first().cloned();
        Some(match name {
            "pathlib.Path" | "pathlib.PurePath" | "pathlib.PosixPath" => {
                let mut whole = first.unwrap_or_else(|| Value::text("."));
                whole = self.plain_path(&whole);
                for part in arguments.positional.iter().skip(1) {
                    whole = self.join_texts_as_path(&whole, part);
                }
                self.new_path(whole)
            }
            "pathlib.Path.home" => self.new_path(Value::of(in_home("~"))),
            "pathlib.Path.cwd" => {
                let root = self.program.sources.root().to_string_lossy().into_owned();
                self.new_path(Value::text(&root))
            }
            "os.path.join" => {
                let mut whole = self.plain_path(&first?);
                for part in arguments.positional.iter().skip(1) {
                    whole = self.join_texts_as_path(&whole, part);
                }
                whole
            }
            "os.path.exists" | "os.path.isfile" | "os.path.isdir" => self.exists(&first?, span),
            "os.path.expanduser" => {
                let plain = self.plain_path(&first?);
                self.lift(&plain, &mut |_, path| below_home(path))
            }
            "os.path.dirname" | "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.path.basename"
            | "os.path.expandvars" => {
                let plain = self.plain_path(&first?);
                let function = name.to_string();
                self.lift(&plain, &mut |machine, path| machine.path_function(&function, path))
            }
            _ => return None,
        })
    }

    fn path_function(&self, function: &str, value: &Value) -> Value {
        let is_whole = matches!(function, "os.path.abspath" | "os.path.realpath" | "os.path.normpath");
        let text = match &value.data {
            Data::Str(text) => text,
            Data::External(path) if is_whole => return value.with(Data::External(path.below_any_folder())),
            Data::External(path) => return value.with(Data::External(path.reshaped())),
            _ => return value.clone(),
        };
        let path = Path::new(&**text);
        let result = match function {
            "os.path.dirname" => path.parent().map(Path::to_path_buf).unwrap_or_default(),
            "os.path.basename" => path.file_name().map(PathBuf::from).unwrap_or_default(),
            "os.path.abspath" | "os.path.realpath" => normal(&self.program.sources.root().join(path)),
            _ => normal(path),
        };
        value.with(Data::Str(result.to_string_lossy().into()))
    }

    fn new_path(&mut self, text: Value) -> Value {
        let (id, value) = self.new_object(ObjectKind::Native("pathlib.Path".into()));
        self.store.set(id, Key::text("path"), text);
        value
    }

    /// The text of a path object.
    pub(in super::super) fn path_text(&self, value: &Value) -> Option<Value> {
        match self.kind_of(value)? {
            (id, ObjectKind::Native(class)) if class.starts_with("pathlib.") => self.store.get(id, "path").cloned(),
            _ => None,
        }
    }

    /// The text of a path, whether it is a text or a path object.
    pub(in super::super) fn plain_path(&self, value: &Value) -> Value {
        self.path_text(value).unwrap_or_else(|| value.clone())
    }

    pub(in super::super) fn join_path(&mut self, left: &Value, right: &Value) -> Value {
        let left = self.plain_path(left);
        let joined = self.join_texts_as_path(&left, right);
        self.new_path(joined)
    }

    fn join_texts_as_path(&mut self, left: &Value, right: &Value) -> Value {
        let right = self.plain_path(right);
        self.lift2(left, &right, &mut |_, left, right| match (text_of_path(left), right.as_str()) {
            (Some(left_text), Some(right)) => {
                let whole = Path::new(left_text).join(right).to_string_lossy().into_owned();
                let is_known = left.as_str().is_some() || !whole.starts_with('~');
                left.with(if is_known { Data::Str(whole.into()) } else { in_home(&whole) })
            }
            _ => left.with(match External::joined_as_path(&left.data, &right.data) {
                Some(path) => Data::External(path),
                None => super::super::operators::outcome(&left.data, &right.data),
            }),
        })
    }

    pub(super) fn path_attribute(&mut self, object: &Value, name: &str) -> Value {
        let Some(text) = self.path_text(object) else { return Value::unknown("a path that is not known") };
        if matches!(text.data, Data::Overridable(_) | Data::OneOf(_)) {
            return self.lift(&text, &mut |machine, text| {
                let path = machine.new_path(text.clone());
                machine.path_attribute(&path, name)
            });
        }
        let Some(path) = text.as_str().map(Path::new) else { return self.part_outside(&text, name) };
        let part = match name {
            "parent" => {
                let parent = path.parent().unwrap_or(path).to_string_lossy().into_owned();
                return self.new_path(text.with(Data::Str(parent.into())));
            }
            "parents" => {
                let parents: Vec<String> = path
                    .ancestors()
                    .skip(1)
                    .take(MOST_PARENTS)
                    .map(|path| path.to_string_lossy().into_owned())
                    .collect();
                let paths: Vec<Value> = parents.iter().map(|path| self.new_path(Value::text(path))).collect();
                return Value::of(Data::Tuple(paths.into()));
            }
            "name" => path.file_name(),
            "stem" => path.file_stem(),
            _ => return self.method(object, name),
        };
        text.with(Data::Str(part.map(|part| part.to_string_lossy()).unwrap_or_default().into()))
    }

    /// A part of a path that is not known.
    fn part_outside(&mut self, text: &Value, name: &str) -> Value {
        let Data::External(external) = &text.data else { return text.clone() };
        let part = text.with(Data::External(external.reshaped()));
        if name == "parent" { self.new_path(part) } else { part }
    }

    pub(super) fn path_method(&mut self, receiver: &Value, name: &str, arguments: &Arguments, span: Span) -> Value {
        let Some(text) = self.path_text(receiver) else { return Value::unknown("a path that is not known") };
        match name {
            "expanduser" => {
                let whole = self.lift(&text, &mut |_, path| below_home(path));
                self.new_path(whole)
            }
            "resolve" | "absolute" => {
                let whole = self.lift(&text, &mut |machine, text| machine.path_function("os.path.abspath", text));
                self.new_path(whole)
            }
            "joinpath" => {
                let mut whole = text;
                for part in &arguments.positional {
                    whole = self.join_texts_as_path(&whole, part);
                }
                self.new_path(whole)
            }
            "with_name" | "with_suffix" => {
                let Some(part) = Self::text_of(arguments, 0, "name") else { return Value::unknown("a path") };
                let path = Path::new(text.as_str().unwrap_or_default());
                let changed = if name == "with_name" {
                    path.with_file_name(&*part)
                } else {
                    path.with_extension(part.trim_start_matches('.'))
                };
                self.new_path(text.with(Data::Str(changed.to_string_lossy().into())))
            }
            "exists" | "is_file" | "is_dir" => self.exists(&text, span),
            "read_text" | "read_bytes" => self.read_whole(&text, name, arguments, span),
            "open" => self.open_file(&text, arguments, 0, span),
            "write_text" | "write_bytes" => {
                self.note_written(&text);
                Value::unknown("how much was written")
            }
            "as_posix" | "__str__" | "__fspath__" => text,
            "mkdir" | "touch" => Value::of(Data::None),
            _ => Value::unknown("a method of a path that is not modelled"),
        }
    }

    /// Whether a path exists: true if the project has it; otherwise false by default, and someone may
    /// put it there.
    fn exists(&mut self, path: &Value, _span: Span) -> Value {
        let plain = self.plain_path(path);
        let default = plain.by_default().clone();
        let Some(text) = text_of_path(&default) else { return Value::unknown("whether a file exists") };
        let full = self.full_path(text);
        let sources = self.program.sources;
        if sources.is_file(&full) || sources.is_folder(&full) {
            return Value::of(Data::Bool(true));
        }
        let name: Arc<str> = sources.name_of(&full).into();
        override_with(&Value::of(Data::Bool(false)), &Value::of(Data::Bool(true)), &[name])
    }

    /// A path as the program sees it when it is started in the project's root, or in the folder of the running file or
    /// one above it that has such a file.
    pub(in super::super) fn full_path(&self, text: &str) -> PathBuf {
        if text.starts_with("~/") {
            return PathBuf::from(text);
        }
        let path = normal(&self.start_folder().join(text));
        if text.is_empty() || Path::new(text).is_absolute() || self.program.sources.is_file(&path) {
            return path;
        }
        self.find_upwards(text).map_or(path, |found| normal(&found))
    }

    /// The folder that relative paths start from.
    pub(in super::super) fn start_folder(&self) -> &std::path::Path {
        let (root, working) = (self.program.sources.root(), self.program.sources.working_folder());
        if working.starts_with(root) { working } else { root }
    }
}

/// The path without `.` and `..`, as far as that is possible without looking at links.
fn normal(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

/// What a path in a home is: its text is not known, but how it is called.
fn in_home(path: &str) -> Data {
    Data::External(External::new(ExternalKind::Store, path.into(), true))
}

/// How a path is called: its text, or how it begins in a home.
pub(in super::super) fn text_of_path(path: &Value) -> Option<&str> {
    match &path.data {
        Data::External(External { kind: ExternalKind::Store, name, .. }) if name.starts_with('~') => Some(name),
        _ => path.as_str(),
    }
}

/// `~/.shop` lies in the home of whoever runs the program.
fn below_home(path: &Value) -> Value {
    match path.as_str() {
        Some(text) if text.starts_with('~') => path.with(in_home(text)),
        Some(_) => path.clone(),
        None => match &path.data {
            Data::External(external) => path.with(Data::External(external.reshaped())),
            _ => path.clone(),
        },
    }
}
