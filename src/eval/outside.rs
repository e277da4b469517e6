//! What is not known and is written to: `settings = toml.load(path)`, then `settings["KEY"] = value`. What the program writes
//! is kept beside the rest, which stays what it was. So are names that it sets in modules that are not in the project.
//!
//! A name is bound to the object that this makes where no other is seen to stand for the same: elsewhere the value stays
//! as it was, and what is written to it is lost.

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::names::fill_absent;
use super::object::ObjectKind;
use super::older;
use super::store::{Key, ObjectId};
use crate::flask;
use crate::python::ast::{self, Expr};
use crate::source::Span;
use crate::value::{Data, External, HandleKind, Step, Value, choose};

impl<'p> Machine<'p> {
    /// What `target[…] = value` writes to, where the target's value is `object`.
    pub(super) fn open_to_items(&mut self, target: &'p Expr, object: Value) -> Value {
        if is_outside(&object) { self.opened_to_writes(target, &object).unwrap_or(object) } else { object }
    }

    /// What `target.name = value` writes to: only names of settings are of interest.
    pub(super) fn open_to_attributes(&mut self, target: &'p Expr, name: &str, object: Value) -> Value {
        if flask::is_setting_name(name) { self.open_to_items(target, object) } else { object }
    }

    /// `settings.update(…)` with entries that are known.
    pub(super) fn open_to_update(&mut self, call: &'p ast::ExprCall) {
        let Expr::Attribute(method) = &*call.func else { return };
        let Expr::Name(name) = &*method.value else { return };
        let gives_entries = match (&*call.arguments.args, &*call.arguments.keywords) {
            ([Expr::Dict(_)], []) => true,
            ([], keywords) => !keywords.is_empty(),
            _ => false,
        };
        if method.attr.as_str() != "update" || !gives_entries {
            return;
        }
        if let Some((_, object)) = self.find_name(name.id.as_str()).filter(|(_, object)| is_outside(object)) {
            self.opened_to_writes(&method.value, &object);
        }
    }

    /// Binds what `target` names to an object that keeps what is written; nothing if something else may be the same.
    fn opened_to_writes(&mut self, target: &Expr, rest: &Value) -> Option<Value> {
        let (scope, name) = match target {
            Expr::Name(name) => (self.find_name(name.id.as_str())?.0, name.id.as_str()),
            Expr::Attribute(attribute) => (self.attributes_of(&attribute.value)?, attribute.attr.as_str()),
            _ => return None,
        };
        if self.store.get(scope, name) != Some(rest) || self.is_shared(scope, name, rest) {
            return None;
        }
        let (id, opened) = self.new_object(ObjectKind::Outside);
        self.store.set(id, rest_key(), rest.clone());
        self.store.set(scope, Key::text(name), opened.clone());
        Some(opened)
    }

    /// Where the attributes are kept of what a name stands for.
    fn attributes_of(&self, owner: &Expr) -> Option<ObjectId> {
        let Expr::Name(name) = owner else { return None };
        let (_, owner) = self.find_name(name.id.as_str())?;
        match (&owner.data, self.kind_of(&owner)) {
            (_, Some((id, ObjectKind::Instance(_)))) => Some(id),
            (Data::Handle(handle), _) if handle.kind == HandleKind::Module => {
                Some(self.modules[handle.index as usize].scope)
            }
            (Data::Handle(handle), _) if handle.kind == HandleKind::Class => {
                Some(self.classes[handle.index as usize].scope)
            }
            _ => None,
        }
    }

    /// Whether another name that is seen here, or the same in another module that imports it, may stand for the same.
    fn is_shared(&self, scope: ObjectId, name: &str, rest: &Value) -> bool {
        let frame = self.frame();
        let own = |one: ObjectId, key: &Key| one == scope && *key == Key::text(name);
        let mut seen = [scope, frame.scope].into_iter().chain(frame.outer.iter().copied());
        let mut modules = self.modules.iter().map(|module| module.scope).filter(|module| *module != scope);
        seen.any(|one| self.store.object(one).fields.iter().any(|(key, value)| !own(one, key) && value == rest))
            || modules.any(|module| self.store.get(module, name) == Some(rest))
    }

    /// What an object was before anything was written to it.
    pub(super) fn rest_outside(&self, value: &Value) -> Option<Value> {
        match self.kind_of(value)? {
            (id, ObjectKind::Outside) => self.store.get(id, &rest_key()).cloned(),
            _ => None,
        }
    }

    /// An entry of such an object.
    pub(super) fn item_outside(&mut self, id: ObjectId, key: &Value, span: Span) -> Eval<Value> {
        let rest = self.rest_outside(&Self::object_value(id)).unwrap_or_else(|| Value::unknown("what is not known"));
        let Some(known) = Key::of(key) else { return Ok(Value::unknown("an item under a key that is not known")) };
        let written = self.store.get(id, &known).cloned();
        let other = self.item(&rest, key, span);
        written.map_or(other.clone(), |written| Ok(fill_absent(&written, &other?)))
    }

    /// An attribute of such an object.
    pub(super) fn attribute_outside(&mut self, object: &Value, id: ObjectId, name: &str, span: Span) -> Eval<Value> {
        if matches!(older::dict_method(name), "get" | "update" | "setdefault" | "pop" | "popitem" | "clear") {
            return Ok(self.method(object, name));
        }
        let rest = self.rest_outside(object).unwrap_or_else(|| Value::unknown("what is not known"));
        let written = self.store.get(id, &attribute_key(name)).cloned();
        let other = self.attribute(&rest, name, span);
        written.map_or(other.clone(), |written| Ok(fill_absent(&written, &other?)))
    }

    /// A method of such an object.
    pub(super) fn method_outside(
        &mut self,
        id: ObjectId,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Value> {
        let rest = self.rest_outside(&Self::object_value(id)).unwrap_or_else(|| Value::unknown("what is not known"));
        let key = arguments.first().and_then(|key| Key::of(key.by_default()));
        match (name, key) {
            ("update", _) => Ok(self.dict_method(id, "update", arguments, span)),
            ("get" | "setdefault", Some(key)) => {
                let other = self.call_method(&rest, "get", arguments, span)?;
                let written = self.store.get(id, &key).cloned();
                let value = written.map_or(other.clone(), |written| fill_absent(&written, &other));
                if name == "setdefault" {
                    self.store.set(id, key, value.clone());
                }
                Ok(value)
            }
            (_, key) => {
                if matches!(name, "pop" | "popitem" | "clear" | "setdefault") {
                    self.doubt_written(id, key.filter(|_| name == "pop"));
                }
                self.call_method(&rest, name, arguments, span)
            }
        }
    }

    /// What a method has taken away or written is not known any more: what is under one key, or anything.
    fn doubt_written(&mut self, id: ObjectId, only: Option<Key>) {
        let unknown = Value::unknown("what a method may have changed that is not modelled");
        for (key, now) in self.store.object(id).fields.clone() {
            let is_meant = only.as_ref().map_or(key != rest_key(), |only| key == *only);
            if is_meant {
                self.store.set(id, key, choose(&now, &unknown));
            }
        }
    }

    /// `object.name = value` of such an object.
    pub(super) fn set_attribute_outside(&mut self, id: ObjectId, name: &str, value: &Value) {
        self.store.set(id, attribute_key(name), value.clone());
    }

    /// A write under a name that is not known: the rest may be anything.
    pub(super) fn write_any_outside(&mut self, id: ObjectId, value: &Value, why: &str) {
        self.change_any_field(id, value);
        self.store.set(id, rest_key(), Value::unknown(why));
    }

    /// The settings among the attributes that were written.
    pub(super) fn settings_outside(&self, id: ObjectId) -> Vec<(String, Value)> {
        let fields = self.store.object(id).fields.iter();
        let named = fields.filter_map(|(key, value)| match key {
            Key::Other(name) => Some((name.strip_prefix('.')?.to_owned(), value.clone())),
            Key::Text(_) | Key::Int(_) => None,
        });
        named.filter(|(name, _)| flask::is_setting_name(name)).collect()
    }

    /// `module.NAME = value` of a module that is not in the project.
    pub(super) fn set_in_library(&mut self, module: &str, name: &str, value: &Value, span: Span) {
        let written = value.via(Step::new(span, "set in a module here"));
        self.store.set(self.of_libraries, Key::text(&format!("{module}.{name}")), written);
    }

    /// The settings that were set in a module that is not in the project.
    pub(super) fn settings_in_library(&self, module: &str) -> Vec<(String, Value)> {
        let fields = self.store.object(self.of_libraries).fields.iter();
        let named = fields.filter_map(|(key, value)| {
            let name = key.text_value()?;
            let name = name.strip_prefix(module)?.strip_prefix('.')?;
            Some((name.to_owned(), value.clone()))
        });
        named.filter(|(name, _)| flask::is_setting_name(name)).collect()
    }
}

/// Whether something comes from outside that entries can be written to.
fn is_outside(value: &Value) -> bool {
    matches!(&value.data, Data::Unknown(_) | Data::External(External { is_text: false, .. }))
}

/// Where it is kept what an object was before.
fn rest_key() -> Key {
    Key::Other("".into())
}

/// Attributes are kept beside items.
fn attribute_key(name: &str) -> Key {
    Key::Other(format!(".{name}").into())
}
