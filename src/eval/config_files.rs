//! Configuration from files: Python (`from_pyfile`), JSON and TOML (`from_file`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Frame, Machine};
use super::object::{Module, ObjectKind};
use super::store::{Key, ObjectId};
use crate::flask::{self, GapKind};
use crate::source::{FileId, Span};
use crate::value::{Data, Handle, HandleKind, Step, Value, override_with};

#[expect(clippy::wrong_self_convention, reason = "named after the methods of Flask's configuration")]
impl Machine<'_> {
    /// `config.from_pyfile(name, silent)`: the file runs as Python and its upper-case names are loaded.
    pub(super) fn from_pyfile(&mut self, app: u32, arguments: &Arguments, span: Span) -> Value {
        let Some((path, shown)) = self.config_path(app, arguments) else {
            self.gap(app, span, GapKind::Required, "a configuration file whose name is not known is loaded".into());
            return Value::unknown("whether the file was loaded");
        };
        let Some(file) = self.program.sources.load(&path) else {
            return self.file_is_missing(app, &shown, arguments, span);
        };
        let scope = self.run_config_file(file, &path);
        self.from_scope(app, scope, span);
        self.note_classes(app, scope);
        Value::of(Data::Bool(true))
    }

    /// The path that a loader means: absolute, or relative to the app's root or instance folder.
    fn config_path(&self, app: u32, arguments: &Arguments) -> Option<(PathBuf, String)> {
        let name = self.plain_path(arguments.get(0, "filename")?);
        let name = name.by_default().as_str()?.to_string();
        let app = &self.apps[app as usize];
        let folder = if app.instance_relative { app.instance_path.as_ref() } else { app.root_path.as_ref() };
        let path = folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        let path = self.full_path(&path.to_string_lossy());
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
            return Value::of(Data::Bool(false));
        }
        Value::of(Data::Bool(true))
    }

    /// What is written so far holds unless a file that is not here says otherwise.
    fn override_written(&mut self, app: u32, by: &str, span: Span) {
        let config = self.apps[app as usize].config;
        let by: Arc<str> = by.into();
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

    /// Runs a configuration file in a fresh module called `config`, as Flask does.
    fn run_config_file(&mut self, file: FileId, path: &Path) -> ObjectId {
        let scope = self.store.add(ObjectKind::Scope);
        let module = u32::try_from(self.modules.len()).unwrap_or(u32::MAX);
        self.store.set(scope, Key::text("__name__"), Value::text("config"));
        self.store.set(scope, Key::text("__file__"), Value::text(&path.to_string_lossy()));
        self.modules.push(Module { name: "config".into(), path: path.join("(config)"), scope, file: Some(file) });
        let program = self.program;
        let body = &program.tree(file).body;
        self.frames.push(Frame {
            scope,
            outer: Vec::new(),
            module,
            file,
            function: None,
            class: None,
            globals: Vec::new(),
            nonlocals: Vec::new(),
            under_main_guard: false,
        });
        if let Err(raise) = self.block(body) {
            self.stopped.push((module, raise));
        }
        self.frames.pop();
        scope
    }

    /// A class in such a file never arrives: only names do.
    fn note_classes(&mut self, app: u32, scope: ObjectId) {
        let classes: Vec<u32> = self
            .store
            .object(scope)
            .fields
            .values()
            .filter_map(|value| match value.data {
                Data::Handle(Handle { kind: HandleKind::Class, index }) => Some(index),
                _ => None,
            })
            .collect();
        for class in classes {
            for (key, value) in self.settings_of_class(class) {
                if let (true, Some(at)) = (flask::is_security_setting(&key), value.trail.origin()) {
                    self.note_ignored(app, &key, "", "it is in a class of a file that is loaded with from_pyfile(), which takes only the names of the file itself", at);
                }
            }
        }
    }

    /// `config.from_file(name, load)`, `config.from_json(name)`.
    pub(super) fn from_file(&mut self, app: u32, method: &str, arguments: &Arguments, span: Span) -> Value {
        let Some((path, shown)) = self.config_path(app, arguments) else {
            self.gap(app, span, GapKind::Required, "a configuration file whose name is not known is loaded".into());
            return Value::unknown("whether the file was loaded");
        };
        let load = match method {
            "from_json" => Some("json.load".into()),
            _ => arguments.get(1, "load").and_then(|load| self.native_name(load)),
        };
        let Some(file) = self.program.sources.load(&path) else {
            return self.file_is_missing(app, &shown, arguments, span);
        };
        let text = self.program.sources.file(file).text.clone();
        let data = match load.as_deref() {
            Some("json.load") => serde_json::from_str::<serde_json::Value>(&text).ok(),
            Some("tomllib.load" | "tomli.load" | "toml.load") => toml::from_str::<serde_json::Value>(&text).ok(),
            _ => None,
        };
        let Some(serde_json::Value::Object(entries)) = data else {
            self.gap(app, span, GapKind::Required, format!("{shown} could not be read"));
            return Value::unknown("whether the file was loaded");
        };
        for (key, entry) in entries {
            if flask::is_setting_name(&key) {
                let origin = Value::at(Data::None, Step::new(place_of(&text, &key, file), "written here"));
                let value = self.value_of_json(&entry, &origin);
                self.write_setting(app, &key, &value, span);
            }
        }
        Value::of(Data::Bool(true))
    }
}

/// The place of a key's value in a JSON or TOML text: what follows the key on its line.
fn place_of(text: &str, key: &str, file: FileId) -> Span {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start().trim_start_matches(['{', ' ', '"', '\'']);
        if let Some(rest) = bare.strip_prefix(key)
            && rest.trim_start_matches(['"', '\'', ' ']).starts_with([':', '='])
        {
            let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=']);
            let start = offset + line.len() - value.len();
            let end = start + value.trim_end().trim_end_matches([',', '}', '"', '\'']).len();
            return Span::new(file, u32::try_from(start).unwrap_or(0), u32::try_from(end).unwrap_or(0));
        }
        offset += line.len();
    }
    Span::new(file, 0, 0)
}
