//! Flask applications: making them, their attributes and methods.
//!
//! What is written to their configuration is in `config`; what extensions do, in `extensions`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::calls::Arguments;
use super::foreign_apps::is_derived_app_class;
use super::hooks;
use super::machine::{App, AppRole, Eval, Machine};
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::views::Registered;
use crate::flask::{self, Extension, GapKind, IgnoredWrite, MadeBy, Version};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose};

impl Machine<'_> {
    /// Whether instances of a project class are apps.
    pub(super) fn is_app_class(&self, class: u32) -> bool {
        self.classes[class as usize].native_bases.iter().any(|base| super::extensions::is_app_class(base))
    }

    /// Calls `Flask(...)`, a constructor like it, or a subclass of the project.
    pub(super) fn make_app(&mut self, class: Option<u32>, arguments: &Arguments, span: Span) -> Eval<Value> {
        let (index, value) = self.add_app(class, arguments, span);
        self.fill_defaults(index, class, span)?;
        let bases = class.map(|class| self.classes[class as usize].native_bases.clone());
        for base in bases.iter().flatten().filter(|base| is_derived_app_class(base)) {
            self.doubt_foreign_app(&value, base, span);
        }
        if let Some(class) = class
            && let Some((_, make)) = self.find_in_class(class, "make_config")
        {
            let bound = self.bind_member(&make, &value, class, span)?;
            let made = self.call(&bound, &Arguments::default(), span)?;
            if self.config_of(&made) != Some(index) {
                self.replace_config(index, &made, span);
            }
        }
        if let Some(class) = class
            && let Some((_, init)) = self.find_in_class(class, "__init__")
        {
            let bound = self.bind_member(&init, &value, class, span)?;
            self.call(&bound, arguments, span)?;
        } else {
            for base in bases.iter().flatten() {
                self.construct_eve(&value, base, arguments, span)?;
            }
        }
        Ok(value)
    }

    /// An app without a setting, and the value that stands for it.
    pub(super) fn add_app(&mut self, class: Option<u32>, arguments: &Arguments, span: Span) -> (u32, Value) {
        let index = u32::try_from(self.apps.len()).unwrap_or(u32::MAX);
        let (object, value) = self.new_object(ObjectKind::App(index));
        let (config, _) = self.new_object(ObjectKind::Config(index));
        let (packages, _) = self.new_object(ObjectKind::Scope);
        let (at_request, _) = self.new_object(ObjectKind::Scope);
        let hooks = hooks::ALL.map(|_| self.new_object(ObjectKind::List).0);
        let frame = self.frame();
        let factory = frame.function.map(|function| Arc::clone(&self.functions[function as usize].name));
        let module = frame.module;
        let (root_path, instance_path) = self.folders(arguments);
        let installed = self.program.pins.installed(&self.program.sources.file(span.file).path);
        let instance_relative = arguments.keyword("instance_relative_config").and_then(Value::truth) == Some(true);
        self.apps.push(App {
            object,
            config,
            span: self.first_line(span),
            name: None,
            factory,
            module,
            class,
            installed,
            root_path,
            instance_path,
            instance_relative,
            loads: Vec::new(),
            gaps: Vec::new(),
            sources: Vec::new(),
            is_filled: false,
            ignored: Vec::new(),
            guards: Vec::new(),
            extensions: BTreeMap::new(),
            managers: Vec::new(),
            calls: Vec::new(),
            packages,
            users: Some(BTreeSet::new()),
            runs: Vec::new(),
            serves: false,
            registered: Registered::default(),
            called_at: self.call_of_module(),
            deciders: self.doubts.deciders(),
            role: AppRole::Own,
            made_by: if self.frame().under_main_guard { MadeBy::Script } else { MadeBy::Server },
            hooks,
            at_request,
        });
        (index, value)
    }

    /// Flask's defaults, or those that a subclass states.
    fn fill_defaults(&mut self, app: u32, class: Option<u32>, span: Span) -> Eval<()> {
        let config = self.apps[app as usize].config;
        for (key, value) in flask::settings_in(self.flask_of(app)) {
            self.store.set(config, Key::text(key), value);
        }
        if let Some(package) = flask::package_of_defaults(self.flask_of(app)) {
            self.note_package(app, package);
        }
        self.read_flask_variables(app, span);
        let object = Self::object_value(self.apps[app as usize].object);
        let bases = class.map(|class| self.classes[class as usize].native_bases.clone());
        for base in bases.iter().flatten() {
            self.fill_constructor_defaults(&object, base);
        }
        if let Some(own) = self.attribute_of_app_class(class, "default_config") {
            // `make_config` gives DEBUG its value after all defaults.
            let debug = self.store.get(config, "DEBUG").cloned();
            self.keep_only(config, &own);
            self.replace_config(app, &own, span);
            if let Some(debug) = debug {
                self.store.set(config, Key::text("DEBUG"), debug);
            }
        }
        if let Some(own) = self.attribute_of_app_class(class, "config_class")
            && let Data::Handle(Handle { kind: HandleKind::Class, index }) = own.data
        {
            let given = self.given_to_config(app);
            self.construct_config(app, index, &given, span)?;
        }
        Ok(())
    }

    /// What a constructor outside Flask sets otherwise.
    pub(super) fn fill_constructor_defaults(&mut self, app: &Value, constructor: &str) {
        let Some(app) = self.app_of(app) else { return };
        let config = self.apps[app as usize].config;
        for (key, value) in flask::settings_of_constructor(constructor) {
            self.store.set(config, Key::text(key), value);
        }
        self.note_package(app, constructor);
    }

    /// A subclass that states defaults states all of them: only `DEBUG` is always set.
    fn keep_only(&mut self, config: ObjectId, defaults: &Value) {
        let Some(stated) = self.entries(defaults) else { return };
        for (key, _) in flask::security_settings() {
            let key = Key::text(key);
            if key != Key::text("DEBUG") && !stated.iter().any(|(one, _)| *one == key) {
                self.store.remove(config, &key);
            }
        }
    }

    /// The part of a span on its first line: a missing setting is shown at the call's first line.
    fn first_line(&self, span: Span) -> Span {
        let source = self.program.sources.file(span.file);
        let line = source.lines().line(span.start);
        let end = source.lines().range(&source.text, line).map_or(span.end, |range| range.end);
        let text = source.text.get(span.start as usize..end as usize).unwrap_or("");
        let end = span.start + u32::try_from(text.trim_end().len()).unwrap_or(0);
        Span::new(span.file, span.start, span.end.min(end))
    }

    pub(super) fn app_attribute(&mut self, object: &Value, app: u32, name: &str, span: Span) -> Eval<Value> {
        let state = &self.apps[app as usize];
        let (id, class, config) = (state.object, state.class, state.config);
        if let Some(value) = self.store.get(id, name) {
            return Ok(value.clone());
        }
        if let Some(class) = class
            && let Some((_, member)) = self.find_in_class(class, name)
        {
            return self.bind_member(&member, object, class, span);
        }
        if let Some(key) = flask::setting_of_attribute(self.flask_of(app), name) {
            let value = self.store.get(config, key).map(|value| read_alias(key, value));
            return Ok(value.unwrap_or_else(|| Value::unknown("a setting that was deleted")));
        }
        let folder = |path: &Option<PathBuf>| match path {
            Some(path) => Value::text(&path.to_string_lossy()),
            None => Value::unknown("a folder that is not known"),
        };
        Ok(match name {
            "config" => Self::object_value(config),
            "root_path" => folder(&self.apps[app as usize].root_path),
            "instance_path" => folder(&self.apps[app as usize].instance_path),
            "app" | "server" | "_app" => object.clone(),
            "default_config" => self.native_attribute("flask.Flask", name),
            "__dict__" => {
                let (dict, value) = self.new_object(ObjectKind::Dict);
                self.store.set(dict, Key::text("config"), Self::object_value(config));
                value
            }
            _ if let Some(hooks) = self.dict_of_hooks(app, name) => hooks,
            "name" | "import_name" => Value::unknown("the app's import name"),
            _ => self.method(object, name),
        })
    }

    pub(super) fn set_app_attribute(&mut self, app: u32, name: &str, value: &Value, span: Span) {
        if let Some(key) = flask::setting_of_attribute(self.flask_of(app), name) {
            return self.write_setting(app, key, value, span);
        }
        if name == "config" {
            return self.replace_config(app, value, span);
        }
        if let Some(meant) = flask::meant_by(name).or_else(|| flask::is_security_setting(name).then_some("")) {
            self.note_ignored(
                app,
                name,
                meant,
                "it only sets a Python attribute of the app, which Flask never reads",
                span,
            );
        }
        let object = self.apps[app as usize].object;
        self.store.set(object, Key::text(name), value.clone());
    }

    /// `app.config = …`, `default_config = …`: a mapping is taken over, anything else may hold whatever it likes.
    fn replace_config(&mut self, app: u32, value: &Value, span: Span) {
        if let Some(other) = self.config_of(value).filter(|other| *other != app) {
            self.take_sources(app, other);
            self.take_config_class(app, other);
        }
        if let Some(entries) = self.entries(value) {
            let config = self.apps[app as usize].config;
            for (key, value) in entries {
                // A default that is copied from the configuration itself is still nobody's choice.
                // So is one of a Flask that is newer than the app's, which has no such default.
                let is_newer = matches!(&key, Key::Text(key) if !flask::knows(self.flask_of(app), key));
                let is_copy = value.trail.is_empty() && (is_newer || self.store.get(config, &key) == Some(&value));
                if let (Key::Text(key), false) = (key, is_copy) {
                    self.store_setting(app, &key, &value, span);
                }
            }
            return;
        }
        self.gap(
            app,
            span,
            GapKind::Required,
            "the whole configuration is replaced by something that is not known".into(),
        );
    }

    pub(super) fn note_ignored_attribute(&mut self, app: u32, name: &str, span: Span) {
        let meant = flask::meant_by(name).unwrap_or(name).to_string();
        if flask::is_security_setting(&meant) {
            self.note_ignored(
                app,
                name,
                &meant,
                "it only sets a Python attribute of the configuration, which Flask never reads",
                span,
            );
        }
    }

    pub(super) fn note_ignored(&mut self, app: u32, key: &str, meant: &str, why: &str, span: Span) {
        let meant = (!meant.is_empty()).then(|| meant.to_string());
        let write = IgnoredWrite { span, key: key.to_string(), meant, why: why.to_string() };
        let ignored = &mut self.apps[app as usize].ignored;
        if !ignored.contains(&write) {
            ignored.push(write);
        }
    }

    /// The version of Flask that an app runs under.
    pub(super) fn flask_of(&self, app: u32) -> Version {
        self.apps[app as usize].installed.release.flask
    }

    pub(super) fn extend_app(&mut self, app: u32, extension: Extension, span: Span) {
        self.apps[app as usize].extensions.entry(extension).or_insert(span);
    }

    pub(super) fn app_method(&mut self, app: u32, name: &str, arguments: &Arguments, span: Span) -> Eval<Value> {
        let object = Self::object_value(self.apps[app as usize].object);
        self.apps[app as usize].serves |= super::extensions::registers_views(name);
        match name {
            // `run_server` is Dash's, until its 3.0.
            "run" | "run_server" => {
                let debug = arguments.get(2, "debug").or_else(|| arguments.keyword("use_debugger"));
                self.note_run(app, "app.run", debug, arguments.get(0, "host"), span);
            }
            "app_context" | "test_request_context" | "request_context" => {
                let (id, value) = self.new_object(ObjectKind::Native("flask.AppContext".into()));
                self.store.set(id, Key::text("app"), object);
                return Ok(value);
            }
            _ if let (Some(when), Some(hook)) = (hooks::of_app(name), arguments.first()) => {
                self.add_hook(app, when, hook);
                return Ok(hook.clone());
            }
            "register_blueprint" | "register_module" => {
                if let Some(blueprint) = arguments.first().cloned() {
                    self.register_blueprint(app, &blueprint, arguments, span)?;
                }
            }
            "_get_current_object" => return Ok(object),
            "super:flask.Flask.make_config" => {
                return Ok(Self::object_value(self.apps[app as usize].config));
            }
            "super:flask.Flask.__init__" => return Ok(Value::of(Data::None)),
            _ => self.super_of_eve(app, name, arguments, span)?,
        }
        Ok(Value::unknown("the result of a method of the app"))
    }

    /// The name or attribute that an app is first bound to. That of Flask's proxies (`from flask import current_app`) is no
    /// app's own.
    pub(super) fn name_app(&mut self, name: &str, value: &Value) {
        let is_proxy = matches!(value.data, Data::Handle(Handle { kind: HandleKind::Native, .. }));
        if let Some(app) = self.app_of(value).filter(|_| !is_proxy) {
            self.apps[app as usize].name.get_or_insert_with(|| name.into());
        }
    }

    /// `flask.current_app`: that of the innermost app context, or the only one there is.
    pub(super) fn current_app(&self) -> Option<Value> {
        let mut all = self.apps.iter().filter(|app| app.role != AppRole::BareConfig);
        let app = match (self.app_contexts.last(), all.next(), all.next()) {
            (Some(app), _, _) => &self.apps[*app as usize],
            (None, Some(only), None) => only,
            (None, ..) => return None,
        };
        Some(Self::object_value(app.object))
    }

    /// What `with` binds; an app context makes its app the current one.
    pub(super) fn enter_context(&mut self, value: &Value, span: Span) -> Eval<Value> {
        if let Some(app) = self.field(value, "app").and_then(|app| self.app_of(&app)) {
            self.push_app_context(app, span)?;
        }
        if let Some(prefix) = self.field(value, "environs prefix") {
            self.prefixes.push(prefix.by_default().as_str().unwrap_or_default().into());
        }
        // `@contextmanager`: what the generator yields.
        if let Some((id, ObjectKind::List)) = self.kind_of(value)
            && let Some(yielded) = self.store.get(id, &Key::Int(0))
        {
            return Ok(yielded.clone());
        }
        Ok(value.clone())
    }

    /// The exceptions that a `contextlib.suppress(...)` hides.
    pub(super) fn suppressed_by(&self, value: &Value) -> Vec<Arc<str>> {
        match self.field(value, "suppressed").and_then(|names| self.items_of(&names)) {
            Some(names) => names.iter().map(|name| self.exception_name(name)).collect(),
            None => Vec::new(),
        }
    }

    /// A setting of an app that is made only where a variable says so: what the same variable decides of it is decided
    /// there as well, though perhaps by another text.
    pub(super) fn where_made<'v>(&self, app: u32, value: &'v Value) -> Cow<'v, Value> {
        let deciders = &self.apps[app as usize].deciders;
        match &value.data {
            Data::Overridable(both) if !both.by.is_empty() && both.by.iter().all(|name| deciders.contains(name)) => {
                Cow::Owned(choose(&both.otherwise, &both.default))
            }
            _ => Cow::Borrowed(value),
        }
    }
}

/// What reading an alias makes of the setting: a lifetime in seconds becomes a `timedelta`.
fn read_alias(key: &str, value: &Value) -> Value {
    match value.data {
        Data::Int(seconds) if key == "PERMANENT_SESSION_LIFETIME" => {
            value.with(seconds.checked_mul(1_000_000).map_or_else(|| value.data.clone(), Data::Duration))
        }
        _ => value.clone(),
    }
}
