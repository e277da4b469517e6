//! Dynaconf: settings from TOML, YAML and JSON files and from prefixed variables of the environment (Dynaconf 3).
//!
//! Its INI and Python files are not read: what may come from them is unknown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::calls::Arguments;
use super::dynaconf_options::{Sections, format_of, option, without_markers};
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::world::Subject;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Value, override_with};

/// The files that Dynaconf looks for by itself, in its order, but for Python's and those that are not read.
const USUAL: [&str; 10] = [
    "settings.toml",
    "settings.tml",
    "settings.yaml",
    "settings.yml",
    "settings.json",
    ".secrets.toml",
    ".secrets.tml",
    ".secrets.yaml",
    ".secrets.yml",
    ".secrets.json",
];

/// Under which an object of Dynaconf's keeps the names of its files that are not there.
const ABSENT: &str = "absent";

impl Machine<'_> {
    /// `FlaskDynaconf(app)`: `settings.toml` or the files that it names, of them the sections that hold by default, and
    /// prefixed variables over all.
    pub(super) fn attach_dynaconf(&mut self, app: u32, arguments: &Arguments, span: Span) {
        if let Some(instance) = arguments.keyword("dynaconf_instance").filter(|one| one.data != Data::None).cloned() {
            return self.attach_instance(app, &instance, span);
        }
        let Some(sections) = Sections::of(arguments, true) else {
            let message = "the settings of an environment that is not known are loaded by Dynaconf".into();
            return self.gap(app, span, GapKind::Required, message);
        };
        let named = option(arguments, &["SETTINGS_MODULE", "SETTINGS_FILE", "SETTINGS_FILES"]).cloned();
        match named {
            Some(files) => self.load_named_files(app, &files, &sections, span),
            None => self.load_usual_files(app, &sections, span),
        }
        if let Some(variable) = option(arguments, &["ENVVAR"]).and_then(Value::as_str) {
            self.gap(app, span, GapKind::Optional, format!("the file that {variable} names is loaded by Dynaconf"));
        }
        // `ENVVAR_PREFIX_FOR_DYNACONF` gives way to the prefix that FlaskDynaconf sets itself (run with 3.3).
        let prefix = arguments
            .named
            .iter()
            .find(|(name, _)| matches!(&*name.to_uppercase(), "ENVVAR_PREFIX" | "GLOBAL_ENV_FOR_DYNACONF"));
        let prefix = prefix.map_or(Some("FLASK"), |(_, prefix)| prefix.as_str()).unwrap_or("(unknown)").to_owned();
        if option(arguments, &["LOAD_DOTENV"]).is_none_or(|told| told.truth() != Some(false)) {
            for (name, value) in self.dynaconf_variables(&prefix) {
                self.write_setting(app, &name, &value, span);
            }
        }
        self.variables_override(app, &prefix, span);
    }

    /// `FlaskDynaconf(app, dynaconf_instance=settings)`: the app has the object's settings, and no others of Dynaconf's.
    fn attach_instance(&mut self, app: u32, instance: &Value, span: Span) {
        let entries = self.field(instance, "entries").and_then(|entries| Self::object_of(&entries));
        let held = entries.map(|entries| self.store.object(entries));
        let fields = held.map(|held| (held.fields.clone(), held.blurred.is_some()));
        let Some((fields, is_blurred)) = fields else {
            let message = "the settings of an object that is not known are loaded by Dynaconf".into();
            return self.gap(app, span, GapKind::Required, message);
        };
        for (key, value) in &fields {
            if let Key::Text(name) = key {
                self.write_setting(app, name, value, span);
            }
        }
        let absent = self.field(instance, ABSENT).and_then(|absent| self.items_of(&absent)).unwrap_or_default();
        for name in absent.iter().filter_map(Value::as_str) {
            self.pass_over(app, name, span);
        }
        if is_blurred {
            let message = "files that could not be followed are loaded by Dynaconf".into();
            self.gap(app, span, GapKind::Required, message);
        }
        let prefix = self.field(instance, "prefix").and_then(|prefix| prefix.as_str().map(str::to_owned));
        self.variables_override(app, prefix.as_deref().unwrap_or("(unknown)"), span);
    }

    /// A file that is not in the project may be there where it runs.
    fn pass_over(&mut self, app: u32, name: &str, span: Span) {
        self.gap(app, span, GapKind::Optional, format!("{name} is loaded by Dynaconf and is not in the project"));
        self.override_written(app, name, span);
    }

    fn variables_override(&mut self, app: u32, prefix: &str, span: Span) {
        self.override_written(app, &format!("a {prefix}_… variable"), span);
        self.gap(app, span, GapKind::Optional, format!("{prefix}_… environment variables can set anything"));
    }

    /// The files of `SETTINGS_MODULE_FOR_DYNACONF="shop.toml,.secrets.toml"`, as a text or a list: those that are not
    /// there are passed over.
    fn load_named_files(&mut self, app: u32, files: &Value, sections: &Sections, span: Span) {
        let Some(names) = self.names_of_files(app, files, span) else {
            let message = "files whose names are not known are loaded by Dynaconf".into();
            return self.gap(app, span, GapKind::Required, message);
        };
        let read = names.iter().filter_map(|name| self.find_upwards(name)).filter(|path| format_of(path).is_some());
        let read = read.collect();
        let environment = self.environment_of_dynaconf("FLASK_ENV", read, sections, span);
        for name in names {
            match self.find_upwards(&name) {
                None => self.pass_over(app, &name, span),
                Some(path) if format_of(&path).is_some() => {
                    self.load_sections(app, &path, environment.as_deref(), span);
                }
                Some(_) => self.gap(app, span, GapKind::Required, format!("{name} is loaded by Dynaconf")),
            }
        }
    }

    /// The names of files that are given as a text or a list, those that hold by default.
    fn names_of_files(&mut self, app: u32, files: &Value, span: Span) -> Option<Vec<String>> {
        let parts = |text: &str| text.split([',', ';']).map(|name| name.trim().to_owned()).collect();
        let named = match files.by_default().as_str() {
            Some(_) => vec![files.clone()],
            None => self.items_of(files)?.iter().map(|item| self.plain_path(item)).collect(),
        };
        for name in &named {
            if let Data::Overridable(both) = &name.data {
                let message = format!("the file that {} names is loaded by Dynaconf", both.by.join(", "));
                self.gap(app, span, GapKind::Optional, message);
            }
        }
        match files.by_default().as_str() {
            Some(text) => Some(parts(text)),
            None => named.iter().map(|name| name.by_default().as_str().map(str::to_owned)).collect(),
        }
    }

    /// Whether `FlaskDynaconf` is set up on an app.
    pub(super) fn has_dynaconf(&self, app: u32) -> bool {
        self.store.get(self.apps[app as usize].packages, "dynaconf").is_some()
    }

    /// `app.config.load_extensions("EXTENSIONS")`: each `module:function` of the list is called with the app.
    pub(super) fn load_extensions(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let key = Self::text_of(arguments, 0, "key").unwrap_or_else(|| "EXTENSIONS".into());
        let Some(listed) = self.store.get(self.apps[app as usize].config, &*key).cloned() else { return };
        for entry in self.steps(&listed).unwrap_or_else(|| vec![listed]) {
            self.load_extension(app, &entry, span);
        }
    }

    /// Sets up one entry of the list, which branches may have filled otherwise.
    fn load_extension(&mut self, app: u32, entry: &Value, span: Span) {
        match &entry.data {
            Data::Absent => {}
            Data::Overridable(_) | Data::OneOf(_) => {
                self.in_each_reading(entry, &|machine, one| machine.load_extension(app, one, span));
            }
            _ if entry.as_str().is_some_and(|name| self.set_up_by_name(app, name, span)) => {}
            _ => {
                let message = "an extension whose code is not known is loaded by Dynaconf".into();
                self.gap(app, span, GapKind::Required, message);
            }
        }
    }

    /// Calls what is named so with the app; false if that raises.
    fn set_up_by_name(&mut self, app: u32, name: &str, span: Span) -> bool {
        let found = self.import_text(name, span).unwrap_or_else(|| self.native(&name.replace(':', ".")));
        let app = Self::object_value(self.apps[app as usize].object);
        self.call(&found, &Arguments::of(vec![app]), span).is_ok()
    }

    /// The files that Dynaconf looks for by itself.
    fn load_usual_files(&mut self, app: u32, sections: &Sections, span: Span) {
        let files: Vec<PathBuf> = USUAL.into_iter().filter_map(|name| self.find_upwards(name)).collect();
        let environment = self.environment_of_dynaconf("FLASK_ENV", files.clone(), sections, span);
        for path in files {
            self.load_sections(app, &path, environment.as_deref(), span);
        }
        for name in ["settings.py", ".secrets.py", "settings.ini", ".secrets.ini"] {
            if self.find_upwards(name).is_some() {
                self.gap(app, span, GapKind::Required, format!("{name} is loaded by Dynaconf"));
            }
        }
    }

    /// The environment whose section counts: that of development, if the variable does not say otherwise (`FLASK_ENV` for
    /// `FlaskDynaconf`, `ENV_FOR_DYNACONF` for Dynaconf itself; run with 3.3). Each other one that the files have a section for
    /// is a variant. `None` where files have no sections.
    fn environment_of_dynaconf(
        &mut self,
        variable: &str,
        tables: Vec<PathBuf>,
        sections: &Sections,
        span: Span,
    ) -> Option<Arc<str>> {
        let default = match sections {
            Sections::None => return None,
            Sections::Always(environment) => return Some(Arc::clone(environment)),
            Sections::ByDefault(environment) => environment,
        };
        let variable: Arc<str> = variable.into();
        let said = self.perhaps_provided(&variable);
        let said = said.and_then(|value| value.by_default().as_str().map(str::to_lowercase));
        let default: Arc<str> = said.as_deref().unwrap_or(default).into();
        let mut options = BTreeSet::from([Arc::clone(&default)]);
        for path in tables {
            options.extend(self.sections_of(&path, span).into_iter().map(|(name, _)| name));
        }
        options.retain(|name| !matches!(&**name, "default" | "global"));
        if options.len() > 1 {
            self.note_choice(Subject::Environment(variable), options.into_iter().collect(), Some(Arc::clone(&default)));
        }
        Some(default)
    }

    /// What a file says that holds in an environment.
    fn load_sections(&mut self, app: u32, path: &Path, environment: Option<&str>, span: Span) {
        for section in self.sections_that_hold(path, environment, span).unwrap_or_default() {
            self.write_upper(app, &section, span);
        }
    }

    /// `None` if the file is not understood.
    fn sections_that_hold(&mut self, path: &Path, environment: Option<&str>, span: Span) -> Option<Vec<Value>> {
        let Some(environment) = environment else { return Some(vec![self.whole_of(path, span)?]) };
        let sections = self.sections_of(path, span);
        let named = |wanted: &'static str| sections.iter().filter(move |(name, _)| **name == *wanted);
        let own = sections.iter().filter(|(name, _)| **name == *environment);
        Some(named("default").chain(own).chain(named("global")).map(|(_, section)| section.clone()).collect())
    }

    fn whole_of(&mut self, path: &Path, span: Span) -> Option<Value> {
        let contents = super::native_stored(&path.to_string_lossy().as_ref().into(), span);
        self.data_of_file(&contents, format_of(path)?)
    }

    /// The tables of a file, by their names in lower case.
    fn sections_of(&mut self, path: &Path, span: Span) -> Vec<(Arc<str>, Value)> {
        let Some(whole) = self.whole_of(path, span) else { return Vec::new() };
        let entries = self.entries(&whole).unwrap_or_default().into_iter();
        let tables = entries.filter(|(_, value)| matches!(self.kind_of(value), Some((_, ObjectKind::Dict))));
        tables.filter_map(|(key, table)| Some((key.text_value()?.to_lowercase().into(), table))).collect()
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
        // Dynaconf 3 reads no file that it is not told of.
        let is_told = ["settings_files", "settings_file"].iter().any(|name| arguments.keyword(name).is_some());
        let is_read = match (files, Sections::of(arguments, false)) {
            (None, _) => !is_told,
            (Some(files), Some(sections)) => self.read_files_of_dynaconf([object, entries], &files, &sections, span),
            (Some(_), None) => false,
        };
        if option(arguments, &["LOAD_DOTENV"]).is_some_and(|told| told.truth() != Some(false)) {
            let prefix = self.field(&value, "prefix").and_then(|prefix| prefix.as_str().map(str::to_owned));
            for (name, value) in self.dynaconf_variables(&prefix.unwrap_or_default()) {
                self.store.set(entries, Key::text(&name), value);
            }
        }
        if !is_read {
            self.blur(entries, "files that Dynaconf reads");
        }
        value
    }

    /// Takes over what files say that counts, and keeps the names of those that are not there; false if one is not
    /// understood.
    fn read_files_of_dynaconf(
        &mut self,
        [object, entries]: [ObjectId; 2],
        files: &[Value],
        sections: &Sections,
        span: Span,
    ) -> bool {
        let names = files.iter().map(|file| self.plain_path(file).by_default().as_str().map(str::to_owned));
        let Some(names) = names.collect::<Option<Vec<String>>>() else { return false };
        let found: Vec<PathBuf> = names.iter().filter_map(|name| self.find_upwards(name)).collect();
        let absent: Vec<Value> =
            names.iter().filter(|name| self.find_upwards(name).is_none()).map(|name| Value::text(name)).collect();
        if found.iter().any(|path| format_of(path).is_none()) {
            return false;
        }
        let absent = self.new_list(absent);
        self.store.set(object, Key::text(ABSENT), absent);
        let environment = self.environment_of_dynaconf("ENV_FOR_DYNACONF", found.clone(), sections, span);
        found.iter().all(|path| {
            let said = self.sections_that_hold(path, environment.as_deref(), span);
            for section in said.iter().flatten() {
                self.take_over(entries, section);
            }
            said.is_some()
        })
    }

    fn take_over(&mut self, entries: ObjectId, table: &Value) {
        for (key, value) in self.entries(table).unwrap_or_default() {
            let Key::Text(key) = key else { continue };
            self.store.set(entries, Key::text(&key.to_uppercase()), without_markers(value));
        }
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

    /// A prefixed variable of the environment counts more, and so may a file that is not in the project.
    fn unless_set(&self, object: &Value, name: &str, value: &Value, span: Span) -> Value {
        let prefix = self.field(object, "prefix").and_then(|prefix| prefix.as_str().map(str::to_owned));
        let variable: Arc<str> = format!("{}_{name}", prefix.unwrap_or_default()).into();
        let absent = self.field(object, ABSENT).and_then(|absent| self.items_of(&absent)).unwrap_or_default();
        let unless_there = |value: Value, name: &Value| {
            let name: Arc<str> = name.as_str().unwrap_or_default().into();
            override_with(&value, &super::native_stored(&name, span), &[name])
        };
        let value = absent.iter().fold(value.clone(), unless_there);
        override_with(&value, &super::native_external(&variable, span), &[variable])
    }
}
