//! Writes to an app's configuration, with Flask's own semantics (0.12 to 3.1; what differs is asked of the version).

use std::sync::Arc;

use super::calls::Arguments;
use super::loops::THE_ENVIRONMENT;
use super::machine::Machine;
use super::names::fill_absent;
use super::object::ObjectKind;
use super::open_names::unless;
use super::store::{Key, ObjectId};
use crate::flask::{self, GapKind};
use crate::source::Span;
use crate::value::{Data, ExternalKind, Step, Value, is_file_of_variables, override_with};

impl Machine<'_> {
    /// `config[key] = value`, as the program or Flask writes it: a configuration class may have a say in it.
    pub(super) fn write_setting(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        let Some(own) = self.own_config_method(app, "__setitem__") else {
            return self.store_setting(app, key, value, span);
        };
        if self.call(&own, &Arguments::of(vec![Value::text(key), value.clone()]), span).is_err() {
            self.store_setting(app, key, &Value::unknown("refused by the configuration class"), span);
        }
    }

    /// The one place where a setting gets a value.
    pub(super) fn store_setting(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        let config = self.apps[app as usize].config;
        let name = Key::text(key);
        let before = self.store.get(config, &name).cloned().unwrap_or_else(|| Value::of(Data::Absent));
        if value.trail.is_empty() && value.data == before.data {
            // A default that was copied from the configuration itself is still nobody's choice.
            return;
        }
        if let Some(meant) = flask::meant_by(key) {
            self.note_misnamed(app, key, meant, self.written_as(key, value, span));
        }
        self.note_unknown(app, key, value, span);
        let step = Step::new(span, "reaches the app's configuration here");
        let value = match self.config_class(app) {
            Some(class) if self.find_in_class(class, "__getitem__").is_some() => {
                Value::unknown("read through a configuration class of the project").via(step)
            }
            _ => fill(value, &before, &step),
        };
        self.store.set(config, name, value);
    }

    fn note_misnamed(&mut self, app: u32, key: &str, meant: &str, span: Span) {
        let why = if flask::is_setting_name(key) {
            "neither Flask nor an extension has a setting of that name"
        } else {
            "Flask reads only upper-case names"
        };
        self.note_ignored(app, key, meant, why, span);
    }

    /// A setting that this version of Flask does not read. One that is gone is the project's own where
    /// nothing says which version that is.
    fn note_unknown(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        let installed = &self.apps[app as usize].installed;
        let Some(why) = flask::why_unknown(installed.release.flask, key) else { return };
        if !installed.is_supposed() {
            self.note_ignored(app, key, "", &why, self.written_as(key, value, span));
        }
    }

    /// Where a value gets the name of a setting: at the first place of its way on a line that says the name, or else where
    /// the configuration gets it.
    fn written_as(&self, key: &str, value: &Value, span: Span) -> Span {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let says_name = |at: &Span| {
            let source = self.program.sources.file(at.file);
            let line = source.lines().range(&source.text, source.lines().line(at.start)).unwrap_or_default();
            let line = source.text.get(line.start as usize..line.end as usize).unwrap_or_default();
            line.split(|letter| !is_part(letter)).any(|word| word == key)
        };
        value.trail.way().into_iter().map(|step| step.span).find(says_name).unwrap_or(span)
    }

    /// `app.config[key] = value`.
    pub(super) fn set_config_item(&mut self, app: u32, key: &Value, value: &Value, span: Span) {
        if let Some(key) = key.by_default().as_str().map(str::to_string) {
            self.write_setting(app, &key, value, span);
        } else {
            // A program runs without variables and options, but not without the file that it reads.
            let is_optional = |one: &&Value| matches!(&one.by_default().data, Data::External(external) if external.kind != ExternalKind::Store);
            let from_outside = [key, value].iter().any(is_optional);
            let kind = if from_outside { GapKind::Optional } else { GapKind::Required };
            self.gap(app, span, kind, "a setting whose name is not known is written".into());
            if self.doubts.speculation > 0 {
                // No variable of its own stands for each of them.
                let stored = super::native_stored(&THE_ENVIRONMENT.into(), span);
                let any = if from_outside { &stored } else { value };
                self.change_any_field(self.apps[app as usize].config, any);
            }
        }
    }

    /// `config.update(...)`, `config |= ...`: every entry, whatever its name.
    pub(super) fn update_config(&mut self, app: u32, source: &Value, span: Span) {
        self.write_entries(app, source, span, false);
    }

    fn write_entries(&mut self, app: u32, source: &Value, span: Span, only_settings: bool) {
        if matches!(source.data, Data::Overridable(_)) {
            let write = |machine: &mut Self, one: &Value| machine.write_entries(app, one, span, only_settings);
            return self.in_each_reading(source, &write);
        }
        if matches!(source.data, Data::None) {
            return;
        }
        if self.native_name(source).is_some_and(|name| &*name == "os.environ") {
            return self.load_environment(app, span);
        }
        if let Some(other) = self.config_of(source).filter(|other| *other != app) {
            self.take_sources(app, other);
        }
        let entries = self.entries(source);
        if let Some(rest) = self.rest_outside(source) {
            self.write_entries(app, &rest, span, only_settings);
        } else if entries.is_none() {
            self.take_any_entries(app, source, span);
        }
        let partly = self.known_entries(source);
        for (key, value) in entries.unwrap_or(partly) {
            let Key::Text(key) = key else { continue };
            if only_settings && !flask::is_setting_name(&key) {
                self.note_dropped(app, &key, &value, span);
                continue;
            }
            // `dict.update` asks nobody.
            if only_settings {
                self.write_setting(app, &key, &value, span);
            } else {
                self.store_setting(app, &key, &value, span);
            }
        }
    }

    fn write_named(&mut self, app: u32, arguments: &[(Arc<str>, Value)], span: Span, only_settings: bool) {
        let (id, named) = self.new_object(ObjectKind::Dict);
        for (key, value) in arguments {
            self.store.set(id, Key::Text(Arc::clone(key)), value.clone());
        }
        self.write_entries(app, &named, span, only_settings);
    }

    /// Entries whose names are not known may set anything, or only where something decides for them.
    fn take_any_entries(&mut self, app: u32, source: &Value, span: Span) {
        if let Some(deciders) = self.deciders_of_more(source) {
            if is_file_of_variables(&deciders) {
                self.override_all(app, &deciders, span);
            } else {
                self.override_written(app, &deciders, span);
            }
            self.gap(app, span, GapKind::Optional, unless(&deciders));
        } else {
            let message = "settings are taken from something that is not known".into();
            self.gap(app, span, GapKind::Required, message);
        }
    }

    /// What is known of a dict that is not fully known.
    pub(super) fn known_entries(&self, source: &Value) -> Vec<(Key, Value)> {
        match self.kind_of(source) {
            Some((id, ObjectKind::Outside)) => {
                let fields = self.store.object(id).fields.iter();
                let items = fields.filter(|(key, _)| !matches!(key, Key::Other(_)));
                items.map(|(key, value)| (key.clone(), value.clone())).collect()
            }
            Some((id, ObjectKind::Dict | ObjectKind::Config(_))) => {
                self.store.object(id).fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn note_dropped(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        if let Some(meant) = flask::meant_by(key) {
            let at = self.written_as(key, value, span);
            self.note_ignored(app, key, meant, "Flask takes only upper-case names from here", at);
        }
    }

    /// Whether the configuration has the method `name`. Where nothing says which Flask it is, it is one
    /// that has what the program calls.
    pub(super) fn has_config_method(&self, app: u32, name: &str) -> bool {
        let installed = &self.apps[app as usize].installed;
        installed.is_supposed() || flask::has_loader(installed.release.flask, name)
    }

    /// Methods of the configuration.
    pub(super) fn config_method(&mut self, app: u32, name: &str, arguments: &Arguments, span: Span) -> Value {
        let config = self.apps[app as usize].config;
        match name {
            "__init__" => {
                self.init_config(app, arguments, span);
                return Value::of(Data::None);
            }
            "from_object" => {
                if let Some(source) = arguments.get(0, "obj").cloned() {
                    self.from_object(app, &source, span);
                }
            }
            "from_mapping" | "update" => {
                let only_settings = name == "from_mapping";
                if let Some(source) = arguments.get(0, "mapping").cloned() {
                    self.write_entries(app, &source, span, only_settings);
                }
                let Some(more) = &arguments.more_by_name else {
                    self.write_named(app, &arguments.named, span, only_settings);
                    if arguments.is_open {
                        let message = "settings are taken from arguments that are not known".into();
                        self.gap(app, span, GapKind::Required, message);
                    }
                    return Value::of(Data::Bool(true));
                };
                let [within, beside] = self.named_beside(arguments, more);
                self.write_named(app, &within, span, only_settings);
                self.write_entries(app, more, span, only_settings);
                self.write_named(app, &beside, span, only_settings);
            }
            "from_pyfile" => return self.from_pyfile(app, arguments, span),
            "from_file" | "from_json" => return self.from_file(app, name, arguments, span),
            "from_envvar" => return self.from_envvar(app, arguments, span),
            "from_prefixed_env" => self.from_prefixed_env(app, arguments, span),
            "setdefault" => return self.config_setdefault(app, config, arguments, span),
            "__setitem__" => {
                if let [key, value, ..] = arguments.positional.as_slice() {
                    self.set_config_item(app, key, value, span);
                }
            }
            "pop" | "get" | "items" | "keys" | "values" | "copy" => {
                return self.dict_method(config, name, arguments, span);
            }
            "load_extensions" if self.has_dynaconf(app) => self.load_extensions(app, arguments, span),
            "get_namespace" => return self.config_namespace(app, config, arguments),
            "__getitem__" | "__contains__" | "__len__" | "__iter__" | "__repr__" => {
                return Value::unknown("what is read from the configuration");
            }
            _ => {
                let message = format!("{name}() of the configuration is not known");
                self.gap(app, span, GapKind::Required, message);
                return Value::unknown("a method of the configuration that is not modelled");
            }
        }
        Value::of(Data::Bool(true))
    }

    fn config_setdefault(&mut self, app: u32, config: ObjectId, arguments: &Arguments, span: Span) -> Value {
        let Some(key) = Self::text_of(arguments, 0, "key") else {
            return Value::unknown("a setting whose name is not known");
        };
        if let Some(value) = self.store.get(config, &Key::Text(Arc::clone(&key))).cloned() {
            if flask::is_security_setting(&key) {
                self.note_ignored(
                    app,
                    &key,
                    "",
                    "the key always exists in a Flask configuration, so setdefault() does nothing",
                    span,
                );
            }
            return value;
        }
        if let Some(value) = self.set_by_extension(app, &key) {
            return value;
        }
        let default = arguments.get(1, "default").cloned().unwrap_or_else(|| Value::of(Data::None));
        let value = self.set_by_gap(app, &key).map_or_else(|| default.clone(), |set| fill_absent(&set, &default));
        self.store_setting(app, &key, &value, span);
        value
    }

    /// `get_namespace(namespace, lowercase=True, trim_namespace=True)`: the settings whose names begin so.
    fn config_namespace(&mut self, app: u32, config: ObjectId, arguments: &Arguments) -> Value {
        const WHY: &str = "a part of the configuration";
        let is_on =
            |at: usize, name: &str| arguments.get(at, name).map_or(Some(true), |flag| flag.by_default().truth());
        let (Some(prefix), Some(is_lower), Some(is_trimmed)) =
            (Self::text_of(arguments, 0, "namespace"), is_on(1, "lowercase"), is_on(2, "trim_namespace"))
        else {
            return Value::unknown(WHY);
        };
        let settings = self.store.object(config).fields.clone();
        let (part, value) = self.new_object(ObjectKind::Dict);
        for (key, setting) in &settings {
            let Some(name) = key.text_value() else { continue };
            let Some(rest) = name.strip_prefix(&*prefix) else { continue };
            let name = if is_trimmed { rest } else { &name };
            let key = if is_lower { Key::text(&name.to_lowercase()) } else { Key::text(name) };
            self.store.set(part, key, setting.clone());
        }
        let is_followed = self.apps[app as usize].gaps.iter().all(|gap| !gap.kind.may_set_anything());
        if !is_followed || self.extensions_set(app, &prefix) {
            self.blur(part, WHY);
        }
        value
    }
}

/// Whether Flask's configurations have a method of this name.
pub(super) fn is_config_method(name: &str) -> bool {
    const OF_DICT: [&str; 9] = ["update", "setdefault", "pop", "popitem", "get", "items", "keys", "values", "copy"];
    name.starts_with("from_") || name.starts_with("__") || name == "get_namespace" || OF_DICT.contains(&name)
}

/// `value` with the alternatives in which it does not exist replaced by what was there before.
fn fill(value: &Value, before: &Value, step: &Step) -> Value {
    match &value.data {
        Data::Absent => before.clone(),
        Data::Overridable(both) => {
            override_with(&fill(&both.default, before, step), &fill(&both.otherwise, before, step), &both.by)
        }
        Data::OneOf(values) => values
            .iter()
            .map(|value| fill(value, before, step))
            .reduce(|one, other| crate::value::choose(&one, &other))
            .unwrap_or_else(|| value.clone()),
        _ => value.via(step.clone()),
    }
}
