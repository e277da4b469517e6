//! Writes to an app's configuration, with Flask's own semantics (FLASK.md B.3).

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::conditions::subject_of;
use super::machine::{Eval, Machine, Raise};
use super::names::present;
use super::native_external;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::world::Subject;
use crate::flask::{self, GapKind};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Step, Value, override_with};

impl<'p> Machine<'p> {
    /// The one place where a setting gets a value.
    pub(super) fn write_setting(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        let config = self.apps[app as usize].config;
        let name = Key::text(key);
        let before = self.store.get(config, &name).cloned().unwrap_or_else(|| Value::of(Data::Absent));
        let value = fill(value, &before, &Step::new(span, "reaches the app's configuration here"));
        if let Some(meant) = flask::meant_by(key) {
            self.note_ignored(app, key, meant, "Flask reads only upper-case names", span);
        }
        self.note_unknown(app, key, &value, span);
        self.store.set(config, name, value);
    }

    /// A setting that this version of Flask does not read. One that is gone is the project's own where
    /// nothing says which version that is.
    fn note_unknown(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        let installed = &self.apps[app as usize].installed;
        let Some(why) = flask::why_unknown(installed.release.flask, key) else { return };
        if installed.basis != flask::Basis::Supposed {
            self.note_ignored(app, key, "", &why, value.trail.origin().unwrap_or(span));
        }
    }

    /// `app.config[key] = value`.
    pub(super) fn set_config_item(&mut self, app: u32, key: &Value, value: &Value, span: Span) {
        match key.by_default().as_str().map(str::to_string) {
            Some(key) => self.write_setting(app, &key, value, span),
            None => {
                let from_outside = [key, value].iter().any(|one| matches!(one.by_default().data, Data::External(_)));
                let kind = if from_outside { GapKind::Optional } else { GapKind::Required };
                self.gap(app, span, kind, "a setting whose name is not known is written".into());
            }
        }
    }

    /// `config.update(...)`, `config |= ...`: every entry, whatever its name.
    pub(super) fn update_config(&mut self, app: u32, source: &Value, span: Span) {
        self.write_entries(app, source, span, false);
    }

    fn write_entries(&mut self, app: u32, source: &Value, span: Span, only_settings: bool) {
        if let Data::Overridable(both) = &source.data {
            return self.load_each(app, &both.default, &both.otherwise, Some(&both.by), span, only_settings);
        }
        if matches!(source.data, Data::None) {
            return;
        }
        let entries = self.entries(source);
        if entries.is_none() {
            self.gap(app, span, GapKind::Required, "settings are taken from something that is not known".into());
        }
        let partly = self.known_entries(source);
        for (key, value) in entries.unwrap_or(partly) {
            let Key::Text(key) = key else { continue };
            if only_settings && !flask::is_setting_name(&key) {
                self.note_dropped(app, &key, &value, span);
                continue;
            }
            self.write_setting(app, &key, &value, span);
        }
    }

    fn load_each(
        &mut self,
        app: u32,
        default: &Value,
        otherwise: &Value,
        by: Option<&Arc<[Arc<str>]>>,
        span: Span,
        only_settings: bool,
    ) {
        let decision = by.map_or(Decision::Open, |by| Decision::ByDefault(true, Arc::clone(by)));
        // Neither side can raise or leave.
        let _ = self.branch(
            &decision,
            &mut |machine| {
                machine.write_entries(app, default, span, only_settings);
                Ok(Flow::Next)
            },
            &mut |machine| {
                machine.write_entries(app, otherwise, span, only_settings);
                Ok(Flow::Next)
            },
        );
    }

    /// What is known of a dict that is not fully known.
    fn known_entries(&self, source: &Value) -> Vec<(Key, Value)> {
        match self.kind_of(source) {
            Some((id, ObjectKind::Dict)) => {
                self.store.object(id).fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
            }
            _ => Vec::new(),
        }
    }

    fn note_dropped(&mut self, app: u32, key: &str, value: &Value, span: Span) {
        if let Some(meant) = flask::meant_by(key) {
            let at = value.trail.origin().unwrap_or(span);
            self.note_ignored(app, key, meant, "Flask takes only upper-case names from here", at);
        }
    }

    /// Methods of the configuration.
    pub(super) fn config_method(&mut self, app: u32, name: &str, arguments: &Arguments, span: Span) -> Eval<Value> {
        let config = self.apps[app as usize].config;
        let is_supposed = self.apps[app as usize].installed.basis == flask::Basis::Supposed;
        if !is_supposed && !flask::has_loader(self.flask_of(app), name) {
            return Err(Raise { class: "AttributeError".into(), span });
        }
        match name {
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
                let (id, named) = self.new_object(ObjectKind::Dict);
                for (key, value) in &arguments.named {
                    self.store.set(id, Key::Text(Arc::clone(key)), value.clone());
                }
                self.write_entries(app, &named, span, only_settings);
                if arguments.is_open {
                    self.gap(
                        app,
                        span,
                        GapKind::Required,
                        "settings are taken from arguments that are not known".into(),
                    );
                }
            }
            "from_pyfile" => return Ok(self.from_pyfile(app, arguments, span)),
            "from_file" | "from_json" => return Ok(self.from_file(app, name, arguments, span)),
            "from_envvar" => self.from_envvar(app, arguments, span),
            "from_prefixed_env" => self.from_prefixed_env(app, arguments, span),
            "setdefault" => return Ok(self.config_setdefault(app, config, arguments, span)),
            "pop" | "get" | "items" | "keys" | "values" | "copy" => {
                return Ok(self.dict_method(config, name, arguments, span));
            }
            "get_namespace" => return Ok(Value::unknown("a part of the configuration")),
            _ => return Ok(Value::unknown("a method of the configuration that is not modelled")),
        }
        Ok(Value::of(Data::Bool(true)))
    }

    fn config_setdefault(&mut self, app: u32, config: ObjectId, arguments: &Arguments, span: Span) -> Value {
        let Some(key) = self.text_of(arguments, 0, "key") else {
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
        let value = arguments.get(1, "default").cloned().unwrap_or_else(|| Value::of(Data::None));
        self.write_setting(app, &key, &value, span);
        value
    }

    pub(super) fn config_attribute(&mut self, object: &Value, app: u32, name: &str) -> Value {
        if name == "root_path" {
            return match &self.apps[app as usize].root_path {
                Some(path) => Value::text(&path.to_string_lossy()),
                None => Value::unknown("a folder that is not known"),
            };
        }
        self.method(object, name)
    }

    /// `config.from_object(source)`: a class, an instance, a module, or an import string.
    fn from_object(&mut self, app: u32, source: &Value, span: Span) {
        match &source.data {
            Data::Overridable(both) => {
                let decision = Decision::ByDefault(true, Arc::clone(&both.by));
                self.from_either(app, &decision, &both.default, &both.otherwise, span);
            }
            Data::OneOf(values) => match values.split_first() {
                Some((first, [])) => self.from_object(app, first, span),
                Some((first, rest)) => {
                    let rest = Value { data: Data::OneOf(rest.into()), trail: source.trail.clone() };
                    self.from_either(app, &Decision::Open, first, &rest, span);
                }
                None => {}
            },
            Data::Str(text) => self.from_import_string(app, text, span),
            Data::Handle(handle) => self.from_handle(app, source, *handle, span),
            Data::None => {}
            Data::External(_) | Data::Unknown(_) => self.from_candidates(app, source, span),
            _ => {}
        }
    }

    fn from_either(&mut self, app: u32, decision: &Decision, one: &Value, other: &Value, span: Span) {
        // Neither side can raise or leave.
        let _ = self.branch(
            decision,
            &mut |machine| {
                machine.from_object(app, one, span);
                Ok(Flow::Next)
            },
            &mut |machine| {
                machine.from_object(app, other, span);
                Ok(Flow::Next)
            },
        );
    }

    fn from_import_string(&mut self, app: u32, text: &str, span: Span) {
        match self.import_text(text, span) {
            Some(object) => self.from_object(app, &object, span),
            None => {
                self.met(super::machine::Hazard::Import, None);
                let shown = self.program.sources.name_of(std::path::Path::new(text));
                self.gap(app, span, GapKind::Required, format!("{shown} is not in the project"));
            }
        }
    }

    fn from_handle(&mut self, app: u32, source: &Value, handle: Handle, span: Span) {
        match handle.kind {
            HandleKind::Class => self.from_class(app, handle.index, None, span),
            HandleKind::Module => {
                let scope = self.modules[handle.index as usize].scope;
                self.from_scope(app, scope, span);
            }
            HandleKind::Object => match self.kind_of(source).map(|(id, kind)| (id, kind.clone())) {
                Some((id, ObjectKind::Instance(class))) => self.from_class(app, class, Some(id), span),
                Some((id, ObjectKind::Native(_) | ObjectKind::Scope)) => self.from_scope(app, id, span),
                Some((_, ObjectKind::Dict)) => {
                    self.note_ignored(
                        app,
                        "from_object",
                        "",
                        "from_object() reads attributes: a dict has none, so nothing is loaded (use from_mapping)",
                        span,
                    );
                }
                _ => {}
            },
            HandleKind::Native => {
                let name = self.native_name(source).unwrap_or_else(|| "an object".into());
                self.gap(app, span, GapKind::Required, format!("{name} is not in the project"));
            }
            HandleKind::Function | HandleKind::Bound => {}
        }
    }

    /// The upper-case names of a class, or of an instance whose fields come first and whose properties
    /// are evaluated.
    fn from_class(&mut self, app: u32, class: u32, instance: Option<ObjectId>, span: Span) {
        let name = Arc::clone(&self.classes[class as usize].name);
        self.apps[app as usize].profile = Some(name);
        if self.is_blurred(class) {
            self.gap(app, span, GapKind::Optional, "a base of the configuration class is not in the project".into());
        }
        let mut settings = self.settings_of_class(class);
        if let Some(id) = instance {
            let receiver = Self::object_value(id);
            for (_, value) in &mut settings {
                if let Some(present) = present(value) {
                    *value = self
                        .bind_member(&present, &receiver, class, span)
                        .unwrap_or_else(|_| Value::unknown("a property that raises"));
                }
            }
            for (key, value) in self.settings_in(id) {
                settings.retain(|(known, _)| *known != key);
                settings.push((key, value));
            }
        }
        for (key, value) in settings {
            let value = value.via(Step::new(span, "loaded here"));
            self.write_setting(app, &key, &value, span);
        }
        self.note_lower_case(app, class, span);
    }

    fn note_lower_case(&mut self, app: u32, class: u32, span: Span) {
        let scope = self.classes[class as usize].scope;
        let lower: Vec<(Arc<str>, Value)> = self
            .store
            .object(scope)
            .fields
            .iter()
            .filter_map(|(key, value)| match key {
                Key::Text(name) if flask::meant_by(name).is_some() => Some((Arc::clone(name), value.clone())),
                _ => None,
            })
            .collect();
        for (name, value) in lower {
            self.note_dropped(app, &name, &value, span);
        }
    }

    /// The upper-case names of a module or namespace.
    pub(super) fn from_scope(&mut self, app: u32, scope: ObjectId, span: Span) {
        if self.store.object(scope).blurred.is_some() {
            self.gap(
                app,
                span,
                GapKind::Optional,
                "the configuration module imports names from outside the project".into(),
            );
        }
        for (key, value) in self.settings_in(scope) {
            let value = value.via(Step::new(span, "loaded here"));
            self.write_setting(app, &key, &value, span);
        }
    }

    fn settings_in(&self, scope: ObjectId) -> Vec<(Arc<str>, Value)> {
        let fields = &self.store.object(scope).fields;
        fields
            .iter()
            .filter_map(|(key, value)| match key {
                Key::Text(name) if flask::is_setting_name(name) => Some((Arc::clone(name), value.clone())),
                _ => None,
            })
            .collect()
    }

    /// An object that the environment or a caller chooses: each config class that the project has
    /// is a profile of its own.
    fn from_candidates(&mut self, app: u32, source: &Value, span: Span) {
        let subject = subject_of(source).unwrap_or(Subject::Site(span));
        if let Some(option) = self.assumptions.get(&subject).cloned() {
            return self.from_import_string(app, &option, span);
        }
        let candidates = self.config_candidates();
        let message = "the configuration is an object that is not known here".to_string();
        self.gap(app, span, GapKind::Required, message);
        if !candidates.is_empty() && subject_of(source).is_some() {
            self.note_choice(subject, candidates, None);
        }
    }

    /// `FLASK_…` variables set anything; what is written already can be overridden by them.
    fn from_prefixed_env(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let prefix = self.text_of(arguments, 0, "prefix").unwrap_or_else(|| "FLASK".into());
        let config = self.apps[app as usize].config;
        let written: Vec<(Key, Value)> = self
            .store
            .object(config)
            .fields
            .iter()
            .filter(|(_, value)| !value.trail.is_empty())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in written {
            let Key::Text(name) = &key else { continue };
            let variable: Arc<str> = format!("{prefix}_{name}").into();
            let external = native_external(&variable, span);
            self.store.set(config, key, override_with(&value, &external, &[variable]));
        }
        self.prefixed_files(app, &prefix, span);
        self.gap(app, span, GapKind::Optional, format!("{prefix}_… environment variables can set anything"));
    }

    fn from_envvar(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let name = self.text_of(arguments, 0, "variable_name").unwrap_or_else(|| "a variable".into());
        let silent = arguments.get(1, "silent").and_then(Value::truth) == Some(true);
        let kind = if silent { GapKind::Optional } else { GapKind::Required };
        self.gap(app, span, kind, format!("the file that {name} names is loaded over it"));
    }
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
