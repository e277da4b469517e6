//! Writing attributes: `object.name = value`, `setattr`, `object.__setattr__`, and what a class makes of that itself; and
//! `object.__getattribute__`.
//!
//! Names that are not known are in `open_names`; what an app and its configuration do with an attribute, in `apps`.

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{Data, HandleKind, Value};

impl Machine<'_> {
    /// `object.name = value`.
    pub(super) fn set_attribute(&mut self, object: &Value, name: &str, value: &Value, span: Span) -> Eval<()> {
        self.set_by_name(object, &Value::text(name), value, span)
    }

    /// `setattr(object, name, value)`: a class of the project may have a `__setattr__` of its own.
    pub(super) fn set_by_name(&mut self, object: &Value, name: &Value, value: &Value, span: Span) -> Eval<()> {
        let class = match self.kind_of(object) {
            Some((_, ObjectKind::Instance(class))) => Some(*class),
            Some((_, ObjectKind::App(app))) => self.apps[*app as usize].class,
            Some((_, ObjectKind::Config(app))) => self.config_class(*app),
            _ => None,
        };
        let Some((class, own)) = class.and_then(|class| Some((class, self.find_in_class(class, "__setattr__")?.1)))
        else {
            self.set_as_object_does(object, name, value, span);
            return Ok(());
        };
        let bound = self.bind_member(&own, object, class, span)?;
        self.call(&bound, &Arguments::of(vec![name.clone(), value.clone()]), span).map(|_| ())
    }

    /// `object.__setattr__(object, name, value)`, `super().__setattr__(name, value)`.
    pub(super) fn set_as_object_does(&mut self, object: &Value, name: &Value, value: &Value, span: Span) {
        let among = self.apps_among(object);
        if !among.is_empty() {
            return among.iter().for_each(|app| self.set_as_object_does(app, name, value, span));
        }
        let Some(known) = name.by_default().as_str() else { return self.set_any_attribute(object, value) };
        let Data::Handle(handle) = &object.by_default().data else { return };
        match handle.kind {
            HandleKind::Object => self.set_object_attribute(ObjectId(handle.index), known, value, span),
            HandleKind::Class => {
                let scope = self.classes[handle.index as usize].scope;
                self.store.set(scope, Key::text(known), value.clone());
            }
            HandleKind::Module => {
                let scope = self.modules[handle.index as usize].scope;
                self.store.set(scope, Key::text(known), value.clone());
            }
            HandleKind::Native => {
                if let Some(app) = self.proxied_app(object) {
                    self.set_as_object_does(&app, name, value, span);
                } else if self.native_name(object).is_some_and(|name| super::extensions::is_app_class(&name)) {
                    self.store.set(self.of_flask, Key::text(known), value.clone());
                } else if let (Some(module), true) = (self.native_name(object), crate::flask::is_setting_name(known)) {
                    self.set_in_library(&module, known, value, span);
                }
            }
            HandleKind::Function | HandleKind::Bound => {}
        }
    }

    /// `__setattr__` of something that has none of its own, called by name: the instance is the receiver, or for a
    /// class the first argument.
    pub(super) fn call_setattr(&mut self, receiver: Option<&Value>, arguments: &Arguments, span: Span) {
        match (receiver, arguments.positional.as_slice()) {
            (_, [object, name, value]) | (Some(object), [name, value]) => {
                self.set_as_object_does(object, name, value, span);
            }
            _ => {}
        }
    }

    /// `__getattribute__` of something that has none of its own, called by name in the same ways.
    pub(super) fn call_getattribute(
        &mut self,
        receiver: Option<&Value>,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Value> {
        match (receiver, arguments.positional.as_slice()) {
            (_, [object, name]) | (Some(object), [name]) => match name.by_default().as_str() {
                Some(known) => self.attribute(object, known, span),
                None => Ok(Value::unknown("an attribute whose name is not known")),
            },
            _ => Ok(Value::unknown("an attribute of something that is not known")),
        }
    }

    fn set_object_attribute(&mut self, id: ObjectId, name: &str, value: &Value, span: Span) {
        match self.store.object(id).kind {
            ObjectKind::App(app) => self.set_app_attribute(app, name, value, span),
            ObjectKind::Config(app) => self.set_config_attribute(app, name, value, span),
            ObjectKind::Instance(_) if name == "__dict__" => self.merge_into(id, value),
            ObjectKind::Instance(_) | ObjectKind::Native(_) | ObjectKind::Scope => {
                self.store.set(id, Key::text(name), value.clone());
            }
            ObjectKind::Outside => self.set_attribute_outside(id, name, value),
            ObjectKind::Dict | ObjectKind::List | ObjectKind::Set => {}
        }
    }
}

/// Whether a method of something native has this name, also above a class of the project (`super:flask.Flask.…`).
pub(super) fn is_method(method: &str, name: &str) -> bool {
    let above = method.strip_prefix("super:").and_then(|above| above.rsplit('.').next());
    above.unwrap_or(method) == name
}
