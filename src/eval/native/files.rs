//! Files that a program opens: what it reads of one that the project has.
//!
//! Only small plain text is known; of everything else, and of what the program writes itself, the file is the source
//! and its contents are not. An opened file is a native instance with what remains to be read in the field `rest`.

use std::path::Path;
use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::hazards::Hazard;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::{Key, ObjectId};
use super::super::text_methods::outside_method;
use super::paths::text_of_path;
use crate::source::{FileId, Span};
use crate::value::{Data, Step, Value, override_with};

/// The class of opened files.
const OPENED: &str = "io.IOBase";

/// How many bytes a file may have that is kept as a value: more is no setting.
const LONGEST_FILE: usize = 1 << 16;

/// What reading a file yields.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Kind {
    Text,
    Bytes,
}

impl Machine<'_> {
    /// `open(path, mode)`, and `path.open(mode)`, where the mode comes `at` that position.
    pub(super) fn open_file(&mut self, path: &Value, arguments: &Arguments, at: usize, span: Span) -> Value {
        let source = self.read_file(path, span);
        let mode = arguments.get(at, "mode").map(|mode| mode.by_default().data.clone());
        let kind = match mode {
            None => Some(Kind::Text),
            Some(Data::Str(mode)) => match &*mode {
                "r" | "rt" | "tr" | "U" | "rU" => Some(Kind::Text),
                "rb" | "br" => Some(Kind::Bytes),
                _ => None,
            },
            Some(_) => None,
        };
        let Some(kind) = kind else {
            self.note_written(path);
            return source;
        };
        match self.contents(path, kind, arguments, &source) {
            Some(contents) => {
                let (id, opened) = self.new_object(ObjectKind::Native(OPENED.into()));
                self.store.set(id, Key::text("source"), source);
                self.store.set(id, Key::text("rest"), contents);
                opened
            }
            None => source,
        }
    }

    /// `path.read_text()` and `path.read_bytes()`.
    pub(super) fn read_whole(&mut self, path: &Value, method: &str, arguments: &Arguments, span: Span) -> Value {
        let source = self.read_file(path, span);
        let kind = if method == "read_bytes" { Kind::Bytes } else { Kind::Text };
        self.contents(path, kind, arguments, &source).unwrap_or(source)
    }

    /// Something outside the program's text, by the name of the file that it is read from.
    pub(super) fn read_file(&mut self, path: &Value, span: Span) -> Value {
        let plain = self.plain_path(path);
        let name: Arc<str> = text_of_path(plain.by_default()).unwrap_or("a file").into();
        let full = self.full_path(&name);
        let exists = self.program.sources.is_file(&full);
        let name: Arc<str> = self.program.sources.name_of(&full).into();
        self.met(Hazard::File, (!exists).then(|| Arc::clone(&name)));
        super::data::stored(&name, span)
    }

    /// What a loader of data gets that is given an opened file: the file.
    pub(super) fn opened_source(&self, file: &Value) -> Value {
        match self.opened_file(file) {
            Some(id) => self.store.get(id, "source").cloned().unwrap_or_else(|| file.clone()),
            None => file.clone(),
        }
    }

    fn opened_file(&self, file: &Value) -> Option<ObjectId> {
        match self.kind_of(file)? {
            (id, ObjectKind::Native(class)) if &**class == OPENED => Some(id),
            _ => None,
        }
    }

    /// A method of an opened file; `None` if it is none.
    pub(super) fn opened_method(&mut self, file: &Value, method: &str, arguments: &Arguments) -> Option<Value> {
        let id = self.opened_file(file)?;
        let rest = self.store.get(id, "rest").cloned()?;
        let reads_all = arguments.positional.is_empty() && arguments.named.is_empty() && !arguments.is_open;
        match method {
            "read" | "readline" | "readlines" if reads_all => {}
            "__enter__" => return Some(file.clone()),
            "close" | "__exit__" | "flush" => return Some(Value::of(Data::None)),
            _ => {
                // What is read next is not known any more.
                let source = self.opened_source(file);
                self.store.set(id, Key::text("rest"), source.clone());
                return Some(source);
            }
        }
        let remains = |text: &str| if method == "readline" { first_line(text) } else { text.len() };
        let read = self.lift(&rest, &mut |_, rest| rest.with(part(&rest.data, &remains, Side::Before)));
        let after = self.lift(&rest, &mut |_, rest| rest.with(part(&rest.data, &remains, Side::After)));
        self.store.set(id, Key::text("rest"), after);
        Some(if method == "readlines" { self.lines_of(&read) } else { read })
    }

    /// What a loop over an opened file goes through.
    pub(in super::super) fn lines_of_file(&mut self, file: &Value) -> Option<Value> {
        self.opened_method(file, "readlines", &Arguments::default())
    }

    fn lines_of(&mut self, text: &Value) -> Value {
        self.lift(text, &mut |machine, text| {
            let Data::Str(whole) = &text.data else { return text.with(outside_method(&text.data, "partition")) };
            let starts = machine.starts_in_file(text, whole);
            let lines = whole.split_inclusive('\n').enumerate().map(|(at, line)| {
                let data = Data::Str(line.into());
                match &starts {
                    Some((file, starts)) => Value::at(data, machine.line_in_file(*file, starts[at], line)),
                    None => text.with(data),
                }
            });
            let lines: Vec<Value> = lines.collect();
            machine.new_list(lines)
        })
    }

    /// Where the lines of a text that is the rest of a file begin in it. A line may end there as it does on Windows.
    fn starts_in_file(&self, text: &Value, rest: &str) -> Option<(FileId, Vec<usize>)> {
        let [origin] = text.trail.steps()[..] else { return None };
        let source = self.program.sources.file(origin.span.file);
        let mut end = source.text.as_str();
        let mut starts = Vec::new();
        for line in rest.split_inclusive('\n').rev() {
            let (line, is_ended) = line.strip_suffix('\n').map_or((line, false), |line| (line, true));
            if is_ended {
                end = end.strip_suffix('\n').map(|end| end.strip_suffix('\r').unwrap_or(end))?;
            }
            end = end.strip_suffix(line)?;
            starts.push(end.len());
        }
        starts.reverse();
        Some((origin.span.file, starts))
    }

    /// The step at which a line is written.
    fn line_in_file(&self, file: FileId, start: usize, line: &str) -> Step {
        let before = start + line.len() - line.trim_start().len();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(file, place(before), place(before + line.trim().len()));
        let path = &self.program.sources.file(file).path;
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".env"));
        let is_environment = is_hidden || path.extension().is_some_and(|ending| ending == "env");
        if is_environment { Step::in_environment_file(span) } else { Step::new(span, "written here") }
    }

    /// What the program has written itself is not what stands in the project.
    pub(super) fn note_written(&mut self, path: &Value) {
        let plain = self.plain_path(path);
        if let Some(text) = plain.by_default().as_str() {
            let full = self.full_path(text);
            self.written_files.insert(full);
        }
    }

    /// What the file at `path` holds. Where something outside may name another one, that is its `source` then.
    fn contents(&mut self, path: &Value, kind: Kind, arguments: &Arguments, source: &Value) -> Option<Value> {
        let plain = self.plain_path(path);
        let full = self.full_path(plain.by_default().as_str()?);
        if self.written_files.contains(&full) {
            return None;
        }
        let (file, text) = self.small_text(&full)?;
        let data = match kind {
            Kind::Bytes => Data::Bytes(text.as_bytes().into()),
            Kind::Text if !text.is_ascii() && !reads_utf8(arguments) => return None,
            Kind::Text => Data::Str(text.replace("\r\n", "\n").replace('\r', "\n").into()),
        };
        let known = Value::at(data, Step::new(place_in(file, &text), "written here"));
        match &plain.data {
            Data::Overridable(both) => Some(override_with(&known, source, &both.by)),
            Data::Str(_) => Some(known),
            _ => None,
        }
    }

    /// A file of the project whose bytes are its text. Python is not read as data: the program may import it too.
    fn small_text(&self, path: &Path) -> Option<(FileId, String)> {
        let sources = self.program.sources;
        if !sources.is_file(path) || path.extension().is_some_and(|ending| ending == "py") {
            return None;
        }
        let file = sources.load_data(path)?;
        let text = sources.file(file).text.clone();
        let is_plain = text.len() <= LONGEST_FILE && !text.contains(['\0', char::REPLACEMENT_CHARACTER]);
        (is_plain && sources.read_as_utf8(file) == text).then_some((file, text))
    }
}

/// Which part of a text.
#[derive(Copy, Clone)]
enum Side {
    Before,
    After,
}

/// What stands on one side of the place that `end` finds. What is not known stays the whole.
fn part(data: &Data, end: &dyn Fn(&str) -> usize, side: Side) -> Data {
    let split = |text: &str| {
        let (before, after) = text.split_at_checked(end(text)).unwrap_or((text, ""));
        match side {
            Side::Before => before.to_owned(),
            Side::After => after.to_owned(),
        }
    };
    match data {
        Data::Str(text) => Data::Str(split(text).into()),
        Data::Bytes(bytes) => std::str::from_utf8(bytes).map_or_else(
            |_| Data::Unknown("bytes of a file".into()),
            |text| Data::Bytes(split(text).into_bytes().into()),
        ),
        other => other.clone(),
    }
}

/// How long the first line is, with its end.
fn first_line(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Where the text stands in its file, without the blanks around it.
fn place_in(file: FileId, text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(file, place(start), place(end))
}

/// Whether the arguments of `open` leave the encoding what it is today wherever servers run.
fn reads_utf8(arguments: &Arguments) -> bool {
    match arguments.keyword("encoding").map(|encoding| &encoding.by_default().data) {
        None | Some(Data::None) => true,
        Some(Data::Str(name)) => matches!(name.to_lowercase().replace('_', "-").as_str(), "utf-8" | "utf8"),
        Some(_) => false,
    }
}
