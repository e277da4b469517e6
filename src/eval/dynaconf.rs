//! Dynaconf: settings from TOML files and from prefixed variables of the environment (Dynaconf 3).
//!
//! Its YAML, INI and Python files are not read: what may come from them is unknown.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::calls::Arguments;
use super::documents::Format;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::world::Subject;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Value, override_with};

/// The environment that counts where nothing says which.
const DEVELOPMENT: &str = "development";
/// Options that say otherwise which environment counts, or that there are none.
const OWN_ENVIRONMENTS: [&str; 5] = ["ENV", "FORCE_ENV", "DEFAULT_ENV", "ENV_SWITCHER", "ENVIRONMENTS"];

impl Machine<'_> {
    /// `FlaskDynaconf(app)`: `settings.toml` or the files that it names, of them the sections that hold by default, and
    /// prefixed variables over all.
    pub(super) fn attach_dynaconf(&mut self, app: u32, arguments: &Arguments, span: Span) {
        // Which one counts then is not told.
        let given = option(arguments, &OWN_ENVIRONMENTS).map(|_| DEVELOPMENT);
        let named = option(arguments, &["SETTINGS_MODULE", "SETTINGS_FILE", "SETTINGS_FILES"]).cloned();
        match named {
            Some(files) => self.load_named_files(app, &files, given, span),
            None => self.load_usual_files(app, given, span),
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
        self.override_written(app, &format!("a {prefix}_… variable"), span);
        self.gap(app, span, GapKind::Optional, format!("{prefix}_… environment variables can set anything"));
    }

    /// The files of `SETTINGS_MODULE_FOR_DYNACONF="shop.toml,.secrets.toml"`, as a text or a list: those that are not
    /// there are passed over.
    fn load_named_files(&mut self, app: u32, files: &Value, given: Option<&str>, span: Span) {
        let Some(names) = self.names_of_files(app, files, span) else {
            let message = "files whose names are not known are loaded by Dynaconf".into();
            return self.gap(app, span, GapKind::Required, message);
        };
        let tables = names.iter().filter_map(|name| self.find_upwards(name)).filter(|path| is_toml(path)).collect();
        let environment = self.environment_of_dynaconf("FLASK_ENV", tables, given, span);
        for name in names {
            match self.find_upwards(&name) {
                None => {
                    let message = format!("{name} is loaded by Dynaconf and is not in the project");
                    self.gap(app, span, GapKind::Optional, message);
                    self.override_written(app, &name, span);
                }
                Some(path) if is_toml(&path) => self.load_sections(app, &path, &environment, span),
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
    fn load_usual_files(&mut self, app: u32, given: Option<&str>, span: Span) {
        let tables = ["settings.toml", ".secrets.toml"].into_iter().filter_map(|name| self.find_upwards(name));
        let tables: Vec<PathBuf> = tables.collect();
        let environment = self.environment_of_dynaconf("FLASK_ENV", tables.clone(), given, span);
        for path in tables {
            self.load_sections(app, &path, &environment, span);
        }
        for name in ["settings.yaml", "settings.yml", "settings.json", "settings.py"] {
            if self.find_upwards(name).is_some() {
                self.gap(app, span, GapKind::Required, format!("{name} is loaded by Dynaconf"));
            }
        }
    }

    /// The environment whose section counts: that of development, if the variable does not say otherwise (`FLASK_ENV` for
    /// `FlaskDynaconf`, `ENV_FOR_DYNACONF` for Dynaconf itself; run with 3.3). Each other one that the files have a section for
    /// is a variant.
    fn environment_of_dynaconf(
        &mut self,
        variable: &str,
        tables: Vec<PathBuf>,
        given: Option<&str>,
        span: Span,
    ) -> Arc<str> {
        let variable: Arc<str> = variable.into();
        if let Some(given) = given {
            return given.into();
        }
        let said = self.perhaps_provided(&variable);
        let said = said.and_then(|value| value.by_default().as_str().map(str::to_lowercase));
        let default: Arc<str> = said.as_deref().unwrap_or(DEVELOPMENT).into();
        let mut options = BTreeSet::from([Arc::clone(&default)]);
        for path in tables {
            options.extend(self.sections_of(&path, span).into_iter().map(|(name, _)| name));
        }
        options.retain(|name| !matches!(&**name, "default" | "global"));
        if options.len() > 1 {
            self.note_choice(Subject::Environment(variable), options.into_iter().collect(), Some(Arc::clone(&default)));
        }
        default
    }

    /// The sections of a file that hold in an environment.
    fn load_sections(&mut self, app: u32, path: &Path, environment: &str, span: Span) {
        for section in self.sections_that_hold(path, environment, span) {
            self.write_upper(app, &section, span);
        }
    }

    fn sections_that_hold(&mut self, path: &Path, environment: &str, span: Span) -> Vec<Value> {
        let sections = self.sections_of(path, span);
        let named = |wanted: &'static str| sections.iter().filter(move |(name, _)| **name == *wanted);
        let own = sections.iter().filter(|(name, _)| **name == *environment);
        named("default").chain(own).chain(named("global")).map(|(_, section)| section.clone()).collect()
    }

    /// The tables of a file, by their names in lower case.
    fn sections_of(&mut self, path: &Path, span: Span) -> Vec<(Arc<str>, Value)> {
        let contents = super::native_stored(&path.to_string_lossy().as_ref().into(), span);
        let Some(whole) = self.data_of_file(&contents, Format::Toml) else { return Vec::new() };
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
        let has_sections = arguments.keyword("environments").is_some_and(|value| value.truth() != Some(false));
        let is_read = match files {
            Some(files) if !has_sections => files.iter().all(|file| self.read_dynaconf(entries, file, span)),
            Some(files) if option(arguments, &OWN_ENVIRONMENTS[..4]).is_none() => {
                self.read_sections_of_dynaconf(entries, &files, span)
            }
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

    /// Takes over what files with sections say of the environment that counts; false if one is not understood.
    fn read_sections_of_dynaconf(&mut self, entries: ObjectId, files: &[Value], span: Span) -> bool {
        let names = files.iter().map(|file| self.plain_path(file).by_default().as_str().map(str::to_owned));
        let Some(names) = names.collect::<Option<Vec<String>>>() else { return false };
        let tables: Vec<PathBuf> = names.iter().filter_map(|name| self.find_upwards(name)).collect();
        if tables.len() < names.len() || !tables.iter().all(|path| is_toml(path)) {
            return false;
        }
        let environment = self.environment_of_dynaconf("ENV_FOR_DYNACONF", tables.clone(), None, span);
        for path in tables {
            for section in self.sections_that_hold(&path, &environment, span) {
                self.take_over(entries, &section);
            }
        }
        true
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
        self.take_over(entries, &whole);
        true
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

    /// A prefixed variable of the environment counts more.
    fn unless_set(&self, object: &Value, name: &str, value: &Value, span: Span) -> Value {
        let prefix = self.field(object, "prefix").and_then(|prefix| prefix.as_str().map(str::to_owned));
        let variable: Arc<str> = format!("{}_{name}", prefix.unwrap_or_default()).into();
        override_with(value, &super::native_external(&variable, span), &[variable])
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// An option of Dynaconf's, by any of these names, in any case and with or without `_FOR_DYNACONF`.
fn option<'a>(arguments: &'a Arguments, names: &[&str]) -> Option<&'a Value> {
    let is_meant = |name: &str| {
        let name = name.to_uppercase();
        names.contains(&name.strip_suffix("_FOR_DYNACONF").unwrap_or(&name))
    };
    arguments.named.iter().find(|(name, _)| is_meant(name)).map(|(_, value)| value)
}

/// Texts like `@int 3` and `@format {this.x}` stand for something else.
fn without_markers(value: Value) -> Value {
    match value.as_str() {
        Some(text) if text.starts_with('@') => value.with(Data::Unknown("a value that Dynaconf computes".into())),
        _ => value,
    }
}
