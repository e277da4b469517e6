//! Configuration classes of the project: subclasses of `flask.Config`. Their methods run as they stand, also where Flask
//! calls them; what it does itself is in `config`.
//!
//! What a base that is not known does is not known. Flask's own reads by a class' `__getitem__` are not followed.

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::names::present;
use super::object::{ObjectKind, Target};
use super::store::Key;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

/// Under which names an app keeps the class of its configuration, and what is set on that as attributes.
const CLASS: &str = "config.__class__";
const ATTRIBUTES: &str = "config.";

impl Machine<'_> {
    /// The class of the project that an app's configuration is of.
    pub(super) fn config_class(&self, app: u32) -> Option<u32> {
        match self.store.get(self.apps[app as usize].object, CLASS)?.data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => Some(index),
            _ => None,
        }
    }

    /// Whether instances of a project class are configurations.
    pub(super) fn is_config_class(&self, class: u32) -> bool {
        self.classes[class as usize].native_bases.iter().any(|base| is_flask_config(base))
    }

    /// Makes the configuration of an app, which has Flask's defaults already, one of this class.
    pub(super) fn construct_config(&mut self, app: u32, class: u32, given: &Arguments, span: Span) -> Eval<()> {
        let object = self.apps[app as usize].object;
        self.store.set(object, Key::text(CLASS), Value::handle(HandleKind::Class, class));
        if self.is_partly_known(class) {
            self.gap(app, span, GapKind::Optional, "the app has a configuration class of its own".into());
        }
        if let Some(init) = self.own_config_method(app, "__init__") {
            self.call(&init, given, span)?;
        } else {
            self.init_config(app, given, span);
        }
        Ok(())
    }

    /// `app.config = other`: the configuration is one of that class now, with its attributes.
    pub(super) fn take_config_class(&mut self, app: u32, other: u32) {
        let to = self.apps[app as usize].object;
        let fields = self.store.object(self.apps[other as usize].object).fields.clone();
        for (key, value) in fields.into_iter().filter(|(key, _)| is_of_config(key)) {
            self.store.set(to, key, value);
        }
    }

    /// What an app gives its configuration: `config_class(root_path, defaults)`.
    pub(super) fn given_to_config(&mut self, app: u32) -> Arguments {
        let config = self.apps[app as usize].config;
        let root = match &self.apps[app as usize].root_path {
            Some(path) => Value::text(&path.to_string_lossy()),
            None => Value::unknown("a folder that is not known"),
        };
        let (defaults, value) = self.new_object(ObjectKind::Dict);
        for (key, default) in self.store.object(config).fields.clone() {
            self.store.set(defaults, key, default);
        }
        Arguments::of(vec![root, value])
    }

    /// `flask.Config.__init__(root_path, defaults)`: what is Flask's own default is still nobody's choice.
    pub(super) fn init_config(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let Some(defaults) = arguments.get(1, "defaults").cloned() else { return };
        let config = self.apps[app as usize].config;
        for (key, value) in self.known_entries(&defaults).into_iter().filter(|(_, value)| value.trail.is_empty()) {
            self.store.set(config, key, value);
        }
        self.update_config(app, &defaults, span);
    }

    /// Loads an object or a mapping as Flask's other loaders do: by the method of that name, which may be the class' own.
    pub(super) fn load_by(&mut self, app: u32, method: &str, source: &Value, span: Span) -> Eval<()> {
        let given = Arguments::of(vec![source.clone()]);
        if let Some(own) = self.own_config_method(app, method) {
            self.call(&own, &given, span)?;
        } else {
            self.config_method(app, method, &given, span);
        }
        Ok(())
    }

    /// A method that the class of a configuration has itself, unless that is being run.
    pub(super) fn own_config_method(&mut self, app: u32, name: &str) -> Option<Value> {
        let index = self.waiting_function(self.config_class(app)?, name)?;
        let config = Self::object_value(self.apps[app as usize].config);
        Some(self.bind(config, Target::Function(index)))
    }

    /// `config.name`.
    pub(super) fn config_attribute(&mut self, object: &Value, app: u32, name: &str, span: Span) -> Eval<Value> {
        let own = self.store.get(self.apps[app as usize].object, &Key::text(&format!("{ATTRIBUTES}{name}"))).cloned();
        if let Some(value) = own.and_then(|value| present(&value)) {
            return Ok(value);
        }
        let class = self.config_class(app);
        if let Some(class) = class
            && let Some(value) = self.member(class, name).and_then(|value| present(&value))
        {
            return self.bind_member(&value, object, class, span);
        }
        if name == "root_path" {
            return Ok(match &self.apps[app as usize].root_path {
                Some(path) => Value::text(&path.to_string_lossy()),
                None => Value::unknown("a folder that is not known"),
            });
        }
        if let Some(class) = class.filter(|_| !super::config::is_config_method(name))
            && let Some(value) = self.made_by_getattr(object, class, name, span)?
        {
            return Ok(value);
        }
        Ok(self.method(object, name))
    }

    /// `config.name = value`: no setting, as far as Flask goes.
    pub(super) fn set_config_attribute(&mut self, app: u32, name: &str, value: &Value, span: Span) {
        if self.config_class(app).is_some_and(|class| self.is_partly_known(class)) {
            let message = "what a base of the configuration class makes of attributes is not known".into();
            self.gap(app, span, GapKind::Required, message);
        } else {
            self.note_ignored_attribute(app, name, span);
        }
        let object = self.apps[app as usize].object;
        self.store.set(object, Key::text(&format!("{ATTRIBUTES}{name}")), value.clone());
    }

    /// Whether a class has a base that may have methods which we do not know of.
    fn is_partly_known(&self, class: u32) -> bool {
        let is_known = |base: &str| is_flask_config(base) || base.starts_with("builtins.");
        self.is_blurred(class) || !self.classes[class as usize].native_bases.iter().all(|base| is_known(base))
    }
}

/// Whether an app keeps under this name what belongs to its configuration.
pub(super) fn is_of_config(key: &Key) -> bool {
    matches!(key, Key::Text(name) if name.starts_with(ATTRIBUTES))
}

fn is_flask_config(base: &str) -> bool {
    matches!(base, "flask.Config" | "flask.config.Config" | "quart.Config" | "quart.config.Config")
}
