//! Metaclasses of the project: what their `__new__` and `__init__` make of a class body.
//!
//! What a class defines with `__prepare__` is not followed.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::{Class, ObjectKind};
use super::store::Key;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose, override_with};

/// Why nothing is certain of a class whose metaclass could not be followed.
const MADE_BY_METACLASS: &str = "a metaclass of the project makes the class";

impl Machine<'_> {
    /// `class name(metaclass=...)`
    pub(super) fn set_metaclass(&mut self, class: u32, arguments: &Arguments) {
        let Some(metaclass) = arguments.keyword("metaclass") else { return };
        if let Data::Handle(Handle { kind: HandleKind::Class, index }) = metaclass.data {
            self.classes[class as usize].metaclass = Some(index);
        }
    }

    /// After its body: where its metaclass is Flask-Env's (2.0), variables replace the attributes of a class that are called
    /// so after its own `ENV_PREFIX`, and with its own `ENV_LOAD_ALL` there may be any others.
    pub(super) fn replace_by_environment(&mut self, class: u32, arguments: &Arguments) {
        let metaclass = arguments.keyword("metaclass").and_then(|value| self.native_name(value));
        if !metaclass.is_some_and(|name| name.starts_with("flask_env.")) {
            return;
        }
        let Class { span, scope, .. } = self.classes[class as usize];
        let prefix = self.store.get(scope, "ENV_PREFIX").and_then(Value::as_str).unwrap_or_default().to_owned();
        let loads_all = self.store.get(scope, "ENV_LOAD_ALL").is_some_and(|all| all.truth() != Some(false));
        for (name, value) in self.settings_of_class(class) {
            let variable: Arc<str> = format!("{prefix}{name}").into();
            let value = override_with(&value, &super::native_external(&variable, span), &[variable]);
            self.store.set(scope, Key::Text(name), value);
        }
        if loads_all {
            self.blur(scope, super::extensions::ENVIRONMENT_REPLACES);
        }
    }

    /// What the metaclass of a class makes of its body: the class, as a rule.
    pub(super) fn make_by_metaclass(&mut self, class: u32, arguments: &Arguments, span: Span) -> Eval<Value> {
        let made = Value::handle(HandleKind::Class, class);
        let Some(metaclass) = self.classes[class as usize].metaclass else { return Ok(made) };
        if self.find_in_class(metaclass, "__prepare__").is_some() {
            self.doubt_body(class);
            return Ok(made);
        }
        let given = self.given_to_metaclass(class, arguments);
        let made = match self.find_in_class(metaclass, "__new__") {
            Some((_, new)) => {
                self.in_making.push(class);
                let given = given.after(&Value::handle(HandleKind::Class, metaclass));
                let made = self.call(&new, &given, span);
                self.in_making.pop();
                made?
            }
            None => made,
        };
        if !matches!(made.data, Data::Handle(Handle { kind: HandleKind::Class, .. })) {
            self.doubt_body(class);
            return Ok(Value::handle(HandleKind::Class, class));
        }
        if let Some((_, init)) = self.find_in_class(metaclass, "__init__") {
            self.call(&init, &given.after(&made), span)?;
        }
        Ok(made)
    }

    /// `(name, bases, namespace)`, and the keywords of the class statement.
    fn given_to_metaclass(&mut self, class: u32, arguments: &Arguments) -> Arguments {
        let (namespace, namespace_value) = self.new_object(ObjectKind::Dict);
        let scope = self.classes[class as usize].scope;
        for (key, value) in self.store.object(scope).fields.clone() {
            self.store.set(namespace, key, value);
        }
        let name = Value::of(Data::Str(Arc::clone(&self.classes[class as usize].name)));
        let bases = Value::of(Data::Tuple(arguments.positional.clone().into()));
        let mut given = Arguments::of(vec![name, bases, namespace_value]);
        given.named = arguments.named.iter().filter(|(name, _)| &**name != "metaclass").cloned().collect();
        given
    }

    /// `type.__new__(metaclass, name, bases, namespace)` and `type.__init__(class, name, bases, namespace)`: while a
    /// metaclass makes a class, that one gets the namespace.
    pub(super) fn method_of_type(&mut self, method: &str, arguments: &Arguments) -> Option<Value> {
        match (method, arguments.positional.as_slice()) {
            ("__new__", [_, _, _, namespace]) => self.new_type(namespace),
            ("__init__", _) => Some(Value::of(Data::None)),
            _ => None,
        }
    }

    fn new_type(&mut self, namespace: &Value) -> Option<Value> {
        let class = self.in_making.last().copied()?;
        let scope = self.classes[class as usize].scope;
        let before: Vec<Key> = self.store.object(scope).fields.keys().cloned().collect();
        for key in before {
            self.store.remove(scope, &key);
        }
        self.merge_into(scope, namespace);
        Some(Value::handle(HandleKind::Class, class))
    }

    /// Nothing is certain of what a class body writes, nor of what it does not.
    pub(super) fn doubt_body(&mut self, class: u32) {
        let scope = self.classes[class as usize].scope;
        for (name, value) in self.settings_of_class(class) {
            self.store.set(scope, Key::Text(name), choose(&value, &Value::unknown(MADE_BY_METACLASS)));
        }
        self.blur(scope, MADE_BY_METACLASS);
    }
}
