//! Dynaconf: settings from TOML files and from prefixed variables of the environment (Dynaconf 3).
//!
//! Its YAML, INI and Python files are not read: what may come from them is unknown.

use std::path::PathBuf;
use std::sync::Arc;

use super::calls::Arguments;
use super::documents::Format;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Value, override_with};

impl Machine<'_> {
    /// Dynaconf: `settings.toml`, of it the sections that hold by default, and `FLASK_…` variables over all.
    pub(super) fn attach_dynaconf(&mut self, app: u32, span: Span) {
        for name in ["settings.toml", ".secrets.toml"] {
            let Some(path) = self.find_upwards(name) else { continue };
            let contents = super::native_stored(&path.to_string_lossy().as_ref().into(), span);
            let Some(whole) = self.data_of_file(&contents, Format::Toml) else { continue };
            for section in ["default", "development", "global"] {
                if let Some(section) = self.field(&whole, section) {
                    self.write_upper(app, &section, span);
                }
            }
        }
        for name in ["settings.yaml", "settings.yml", "settings.json", "settings.py"] {
            if self.find_upwards(name).is_some() {
                self.gap(app, span, GapKind::Required, format!("{name} is loaded by Dynaconf"));
            }
        }
        self.override_written(app, "a FLASK_… variable", span);
        self.gap(app, span, GapKind::Optional, "FLASK_… environment variables can set anything".into());
    }

    /// Dynaconf's names have no case.
    fn write_upper(&mut self, app: u32, section: &Value, span: Span) {
        for (key, value) in self.entries(section).unwrap_or_default() {
            if let Key::Text(key) = key {
                self.write_setting(app, &key.to_uppercase(), &without_markers(value), span);
            }
        }
    }

    /// `Dynaconf(settings_files=[...])`: an object with the settings of its files in the field `entries`.
    pub(super) fn make_dynaconf(&mut self, arguments: &Arguments, span: Span) -> Value {
        let (object, value) = self.new_object(ObjectKind::Native("dynaconf.Dynaconf".into()));
        let (entries, held) = self.new_object(ObjectKind::Dict);
        self.store.set(object, Key::text("entries"), held);
        let prefix = arguments.keyword("envvar_prefix").cloned().unwrap_or_else(|| Value::text("DYNACONF"));
        self.store.set(object, Key::text("prefix"), prefix);
        let files = arguments.keyword("settings_files").or_else(|| arguments.keyword("settings_file")).cloned();
        let files = files.and_then(|files| match files.as_str() {
            Some(one) => Some(vec![Value::text(one)]),
            None => self.items_of(&files),
        });
        let has_sections = arguments.keyword("environments").is_some_and(|value| value.truth() != Some(false));
        let is_read = match files {
            Some(files) if !has_sections => files.iter().all(|file| self.read_dynaconf(entries, file, span)),
            // Dynaconf 3 reads no file that it is not told of.
            None if arguments.keyword("settings_files").is_none() && arguments.keyword("settings_file").is_none() => {
                true
            }
            Some(_) | None => false,
        };
        if !is_read {
            self.blur(entries, "files that Dynaconf reads");
        }
        value
    }

    /// Takes over a file's settings; false if it is there and not understood.
    fn read_dynaconf(&mut self, entries: ObjectId, file: &Value, span: Span) -> bool {
        let Some(path) = self.plain_path(file).by_default().as_str().map(PathBuf::from) else { return false };
        let Some(found) = self.find_upwards(&path.to_string_lossy()) else { return true };
        if path.extension().is_none_or(|extension| extension != "toml") {
            return false;
        }
        let contents = super::native_stored(&self.program.sources.name_of(&found).as_str().into(), span);
        let Some(whole) = self.data_of_file(&contents, Format::Toml) else { return false };
        for (key, value) in self.entries(&whole).unwrap_or_default() {
            let Key::Text(key) = key else { continue };
            self.store.set(entries, Key::text(&key.to_uppercase()), without_markers(value));
        }
        true
    }

    /// `settings.NAME`, whatever its case.
    pub(super) fn dynaconf_attribute(&mut self, object: &Value, name: &str) -> Option<Value> {
        let entries = self.field(object, "entries").and_then(|entries| Self::object_of(&entries))?;
        let name = name.to_uppercase();
        let value = self.store.get(entries, &*name).cloned()?;
        Some(self.unless_set(object, &name, &value, value.trail.origin()?))
    }

    /// `settings.get("NAME", default)`.
    pub(super) fn dynaconf_get(&mut self, object: &Value, arguments: &Arguments, span: Span) -> Value {
        let Some(name) = Self::text_of(arguments, 0, "key") else { return Value::unknown("a setting of Dynaconf") };
        if let Some(value) = self.dynaconf_attribute(object, &name) {
            return value;
        }
        let entries = self.field(object, "entries").and_then(|entries| Self::object_of(&entries));
        if entries.is_none_or(|entries| self.store.object(entries).blurred.is_some()) {
            return Value::unknown("a setting of Dynaconf");
        }
        let default = arguments.get(1, "default").cloned().unwrap_or_else(|| Value::of(Data::None));
        self.unless_set(object, &name.to_uppercase(), &default, span)
    }

    /// A prefixed variable of the environment counts more.
    fn unless_set(&self, object: &Value, name: &str, value: &Value, span: Span) -> Value {
        let prefix = self.field(object, "prefix").and_then(|prefix| prefix.as_str().map(str::to_owned));
        let variable: Arc<str> = format!("{}_{name}", prefix.unwrap_or_default()).into();
        override_with(value, &super::native_external(&variable, span), &[variable])
    }
}

/// Texts like `@int 3` and `@format {this.x}` stand for something else.
fn without_markers(value: Value) -> Value {
    match value.as_str() {
        Some(text) if text.starts_with('@') => value.with(Data::Unknown("a value that Dynaconf computes".into())),
        _ => value,
    }
}
