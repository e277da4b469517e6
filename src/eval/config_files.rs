//! Configuration from files: Python (`from_pyfile`), and data of any format (`from_file`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::documents::{self, Content, Format, Node};
use super::frame::Frame;
use super::hazards::Hazard;
use super::machine::{DEEPEST_CALL, Machine};
use super::native::text_of_path;
use super::object::{Module, ObjectKind};
use super::open_arguments::entry_of;
use super::store::{Key, ObjectId};
use crate::flask::GapKind;
use crate::source::{FileId, Span};
use crate::value::{Data, ExternalKind, HandleKind, Step, Value, override_with};

/// How often code of a file may be running while the file is loaded as configuration.
const MOST_RUNS: usize = 4;

#[expect(clippy::wrong_self_convention, reason = "named after the methods of Flask's configuration")]
impl Machine<'_> {
    /// `config.from_pyfile(name, silent)`: the file runs as Python and its upper-case names are loaded.
    pub(super) fn from_pyfile(&mut self, app: u32, arguments: &Arguments, span: Span) -> Value {
        let Some((path, shown)) = self.config_path(app, arguments, span) else {
            self.gap(app, span, GapKind::Required, "a configuration file whose name is not known is loaded".into());
            return Value::unknown("whether the file was loaded");
        };
        self.unless_another(app, arguments, span, &mut |machine| {
            machine.load_pyfile(app, &path, &shown, arguments, span)
        })
    }

    /// Something outside may name another file, which then is loaded instead of this one. Where the files that it
    /// may be are variants, each is one's own.
    fn unless_another(
        &mut self,
        app: u32,
        arguments: &Arguments,
        span: Span,
        load: &mut dyn FnMut(&mut Self) -> Value,
    ) -> Value {
        let name = arguments.get(0, "filename").map(|name| self.plain_path(name));
        let Some(Value { data: Data::Overridable(both), .. }) = &name else { return load(self) };
        if self.selects_variant(&both.by, span) {
            return load(self);
        }
        let mut loaded = Value::of(Data::Bool(true));
        // Neither side can raise or leave.
        let _ = self.branch(
            &Decision::ByDefault(true, Arc::clone(&both.by)),
            &mut |machine| {
                loaded = load(machine);
                Ok(Flow::Next)
            },
            &mut |machine| {
                let message = "another file may be loaded, which is not in the project".to_string();
                machine.gap(app, span, GapKind::Required, message);
                Ok(Flow::Next)
            },
        );
        override_with(&loaded, &Value::unknown("whether another file was loaded"), &both.by)
    }

    fn load_pyfile(&mut self, app: u32, path: &Path, shown: &str, arguments: &Arguments, span: Span) -> Value {
        let Some(file) = self.program.sources.load(path) else {
            return self.file_is_missing(app, shown, arguments, span);
        };
        if self.frames.len() >= DEEPEST_CALL || self.runs_again_and_again(file) {
            const WHY: &str = "a configuration file that loads itself is not followed";
            self.limit(span, WHY);
            self.gap(app, span, GapKind::Required, WHY.into());
            return Value::unknown(WHY);
        }
        let (module, scope) = self.run_config_file(file, path);
        if self.load_by(app, "from_object", &Value::handle(HandleKind::Module, module), span).is_err() {
            self.gap(app, span, GapKind::Required, format!("{shown} could not be loaded"));
        }
        self.note_classes(app, scope);
        Value::of(Data::Bool(true))
    }

    /// Whether a file that is about to be run is being run already, more often than by a function of its own.
    fn runs_again_and_again(&self, file: FileId) -> bool {
        self.frames.iter().filter(|frame| frame.file == file).count() > MOST_RUNS
    }

    /// The path that a loader means: absolute, or relative to the app's root or instance folder.
    pub(super) fn config_path(&mut self, app: u32, arguments: &Arguments, span: Span) -> Option<(PathBuf, String)> {
        let given = self.plain_path(arguments.get(0, "filename")?);
        let name = text_of_path(given.by_default())?.to_string();
        let app = &self.apps[app as usize];
        let folder = if app.instance_relative { app.instance_path.as_ref() } else { app.root_path.as_ref() };
        let path = folder
            .filter(|_| !name.starts_with("~/"))
            .map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        let path = self.full_path(&path.to_string_lossy());
        let path = self.where_it_is_served(self.where_it_may_run(path, app));
        let path = self.chosen_file(&given, path, span);
        let shown = self.program.sources.name_of(&path);
        Some((path, shown))
    }

    fn file_is_missing(&mut self, app: u32, shown: &str, arguments: &Arguments, span: Span) -> Value {
        let silent =
            arguments.keyword("silent").or_else(|| arguments.positional.get(1)).and_then(Value::truth) == Some(true);
        let kind = if silent { GapKind::Optional } else { GapKind::Required };
        self.gap(app, span, kind, format!("{shown} is loaded over it and is not in the project"));
        if silent {
            self.override_written(app, shown, span);
            return override_with(&Value::of(Data::Bool(false)), &Value::of(Data::Bool(true)), &[shown.into()]);
        }
        self.met(Hazard::File, Some(shown.into()));
        Value::of(Data::Bool(true))
    }

    /// What is written so far holds unless a file that is not here says otherwise.
    pub(super) fn override_written(&mut self, app: u32, by: &str, span: Span) {
        let config = self.apps[app as usize].config;
        let by: Arc<str> = by.into();
        self.apps[app as usize].sources.push(Arc::clone(&by));
        let stored = super::native_stored(&by, span);
        let written: Vec<(Key, Value)> = self
            .store
            .object(config)
            .fields
            .iter()
            .filter(|(_, value)| !value.trail.is_empty())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in written {
            self.store.set(config, key, override_with(&value, &stored, &[Arc::clone(&by)]));
        }
    }

    /// A file of variables may give any setting, also one that is not written: it is where a deployment has what is its own.
    pub(super) fn override_all(&mut self, app: u32, file: &Arc<str>, span: Span) {
        let config = self.apps[app as usize].config;
        let stored = super::native_stored(file, span);
        for (key, value) in self.store.object(config).fields.clone() {
            if let Some(by) = key.text_value().map(|name| entry_of(file, &name)) {
                self.store.set(config, key, override_with(&value, &stored, &[by]));
            }
        }
        self.apps[app as usize].sources.push(Arc::clone(file));
    }

    /// Runs a configuration file in a fresh module called `config`, as Flask does.
    fn run_config_file(&mut self, file: FileId, path: &Path) -> (u32, ObjectId) {
        let scope = self.store.add(ObjectKind::Scope);
        let module = u32::try_from(self.modules.len()).unwrap_or(u32::MAX);
        self.store.set(scope, Key::text("__name__"), Value::text("config"));
        self.store.set(scope, Key::text("__file__"), Value::text(&path.to_string_lossy()));
        self.modules.push(Module { name: "config".into(), path: path.join("(config)"), scope, file: Some(file) });
        let program = self.program;
        let body = &program.tree(file).body;
        self.frames.push(Frame::of_module(module, scope, file));
        if let Err(raise) = self.block(body) {
            self.stopped(module, raise);
        }
        self.frames.pop();
        (module, scope)
    }

    /// `config.from_file(name, load)`, `config.from_json(name)`: what the loader makes of the file.
    pub(super) fn from_file(&mut self, app: u32, method: &str, arguments: &Arguments, span: Span) -> Value {
        let Some((path, shown)) = self.config_path(app, arguments, span) else {
            self.gap(app, span, GapKind::Required, "a configuration file whose name is not known is loaded".into());
            return Value::unknown("whether the file was loaded");
        };
        let load = match method {
            "from_json" => Some(self.native("json.load")),
            _ => arguments.get(1, "load").cloned(),
        };
        self.unless_another(app, arguments, span, &mut |machine| {
            machine.load_file(app, &path, &shown, load.clone(), arguments, span)
        })
    }

    fn load_file(
        &mut self,
        app: u32,
        path: &Path,
        shown: &str,
        load: Option<Value>,
        arguments: &Arguments,
        span: Span,
    ) -> Value {
        if !self.program.sources.is_file(path) {
            return self.file_is_missing(app, shown, arguments, span);
        }
        let name = self.program.sources.name_of(path);
        let file = super::native_stored(&name.as_str().into(), span);
        let loaded = load.and_then(|load| self.call(&load, &Arguments::of(vec![file]), span).ok());
        let Some(loaded) = loaded.filter(|loaded| !matches!(loaded.data, Data::External(_) | Data::Unknown(_))) else {
            self.gap(app, span, GapKind::Required, format!("{shown} could not be read"));
            return Value::unknown("whether the file was loaded");
        };
        if self.load_by(app, "from_mapping", &loaded, span).is_err() {
            self.gap(app, span, GapKind::Required, format!("{shown} could not be loaded"));
        }
        Value::of(Data::Bool(true))
    }

    /// What a data file of the project holds, given what reading it yields.
    pub(super) fn data_of_file(&mut self, contents: &Value, format: Format) -> Option<Value> {
        let Data::External(external) = &contents.data else { return None };
        if external.kind != ExternalKind::Store {
            return None;
        }
        let path = self.program.sources.working_folder().join(&*external.name);
        if !self.program.sources.is_file(&path) {
            return None;
        }
        let file = self.program.sources.load_data(&path)?;
        let node = documents::parse(&self.program.sources.file(file).text, format)?;
        Some(self.value_of_node(&node, &Value::of(Data::None), Some(file)))
    }

    /// The Python value of a document's node. Each value has its place in `file`, or the trail of `origin`.
    pub(super) fn value_of_node(&mut self, node: &Node, origin: &Value, file: Option<FileId>) -> Value {
        let origin = match (node.place, file) {
            (Some((start, end)), Some(file)) => {
                Value::at(Data::None, Step::new(Span::new(file, start, end), "written here"))
            }
            _ => origin.clone(),
        };
        match &node.content {
            Content::Scalar(data) => origin.with(data.clone()),
            Content::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.value_of_node(item, &origin, file)).collect();
                let list = self.new_list(items);
                Value { trail: origin.trail, ..list }
            }
            Content::Map(entries) => {
                let (id, value) = self.new_object(ObjectKind::Dict);
                for (key, entry) in entries {
                    let entry = self.value_of_node(entry, &origin, file);
                    match Key::of(&Value::of(key.clone())) {
                        Some(key) => self.store.set(id, key, entry),
                        None => self.blur(id, "a key that is not known"),
                    }
                }
                Value { trail: origin.trail, ..value }
            }
        }
    }
}
