//! Writes under names that we do not know: `from local_settings import *`, `exec(code)`,
//! `setattr(self, key, value)`, `globals().update(settings)`.
//!
//! Any setting that has a value then may have another one, and there may be more: where something decides that, as the
//! environment does for what is made of `os.environ.items()`, by default there is nothing. How one name that is known is
//! bound is in `statements` and `names`.

use std::sync::Arc;

use super::extensions::ENVIRONMENT_REPLACES;
use super::loops::THE_ENVIRONMENT;
use super::machine::Machine;
use super::names::fill_absent;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::value::{Data, External, ExternalKind, Handle, HandleKind, Value, choose};

/// How a reason begins that does not hold by default.
const UNLESS_DECIDED: &str = "names that are not known are written, depending on ";

/// What decides whether anything is written under names that are not known, where by default nothing is.
pub(super) fn deciders_of(why: &str) -> Option<&str> {
    why.strip_prefix(UNLESS_DECIDED)
}

/// The reason for what is not known where by default there is nothing.
pub(super) fn unless(deciders: &str) -> String {
    format!("{UNLESS_DECIDED}{deciders}")
}

/// Whether by default nothing is changed for this reason.
pub(super) fn is_nothing_by_default(why: &str) -> bool {
    why == ENVIRONMENT_REPLACES || deciders_of(why).is_some()
}

/// What something outside puts where it decides.
pub(super) fn put_by(deciders: &Arc<str>) -> Value {
    let external = |kind, name| Value::of(Data::External(External::new(kind, name, false)));
    if **deciders == *THE_ENVIRONMENT {
        external(ExternalKind::Environment, "".into())
    } else {
        external(ExternalKind::Store, Arc::clone(deciders))
    }
}

impl Machine<'_> {
    /// What decides whether something has more items than are known, where by default it has not.
    pub(super) fn deciders_of_more(&self, iterable: &Value) -> Option<Arc<str>> {
        match &iterable.data {
            Data::Overridable(_) => None,
            Data::External(External { kind: ExternalKind::Environment, name, .. }) => {
                Some(if name.is_empty() { THE_ENVIRONMENT.into() } else { Arc::clone(name) })
            }
            _ if self.native_name(iterable).as_deref() == Some("os.environ") => Some(THE_ENVIRONMENT.into()),
            _ => {
                let (id, _) = self.kind_of(iterable)?;
                deciders_of(self.store.object(id).blurred.as_deref()?).map(Arc::from)
            }
        }
    }

    /// The items that something has in any case which may have more.
    pub(super) fn items_for_sure(&self, iterable: &Value) -> Vec<Value> {
        match self.kind_of(iterable) {
            Some((id, ObjectKind::List | ObjectKind::Set)) => self.list_items(id),
            Some((id, ObjectKind::Dict)) => self.store.object(id).fields.keys().map(Key::value).collect(),
            _ => Vec::new(),
        }
    }

    /// Why names are not known that are written here.
    pub(super) fn unless_decided(&self, why: &str) -> String {
        match self.doubts.deciders().as_slice() {
            names if names.is_empty() || self.doubts.speculation == 0 => why.to_owned(),
            names => unless(&names.join(" and ")),
        }
    }

    /// Any name of a scope that is a setting's may be bound to `value`.
    pub(super) fn bind_any(&mut self, scope: ObjectId, value: &Value, why: &str) {
        for (name, now) in self.settings_in(scope) {
            self.store.set(scope, Key::Text(name), choose(&now, value));
        }
        self.blur(scope, why);
    }

    /// `setattr(object, name, value)` where the name is not known.
    pub(super) fn set_any_attribute(&mut self, object: &Value, value: &Value) {
        const WHY: &str = "attributes are set whose names are not known";
        let is_by_environment = self.doubts.deciders().iter().any(|name| **name == *THE_ENVIRONMENT);
        let is_speculated = self.doubts.speculation > 0;
        let why = if is_speculated && is_by_environment { ENVIRONMENT_REPLACES } else { &self.unless_decided(WHY) };
        match object.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                let scope = self.classes[index as usize].scope;
                for (name, now) in self.data_of_class(index) {
                    self.store.set(scope, Key::Text(name), choose(&now, value));
                }
                self.blur(scope, why);
            }
            Data::Handle(Handle { kind: HandleKind::Module, index }) => {
                self.bind_any(self.modules[index as usize].scope, value, why);
            }
            Data::Handle(Handle { kind: HandleKind::Object, index }) => {
                self.write_any(ObjectId(index), value, why);
            }
            _ => {}
        }
    }

    /// What a class has besides methods and objects: nobody puts others in their place by a name that is not known.
    fn data_of_class(&self, class: u32) -> Vec<(Arc<str>, Value)> {
        let is_data = |name: &str, value: &Value| crate::flask::is_setting_name(name) || self.is_data(value);
        self.members_named(class, |name| !name.starts_with("__"))
            .into_iter()
            .filter(|(name, value)| is_data(name, value))
            .collect()
    }

    /// The same of an object's own fields.
    fn change_any_datum(&mut self, id: ObjectId, value: &Value) {
        for (key, own) in self.store.object(id).fields.clone() {
            if self.is_data(&own) {
                self.store.set(id, key, choose(&own, value));
            }
        }
    }

    fn is_data(&self, value: &Value) -> bool {
        value.alternatives().into_iter().all(|one| match (&one.data, self.kind_of(one)) {
            (Data::Handle(_), Some((_, ObjectKind::List | ObjectKind::Set | ObjectKind::Dict))) => true,
            (Data::Handle(_), _) => false,
            _ => true,
        })
    }

    /// Any entry of an object may be `value`, and there may be more. What an instance has of its class counts.
    pub(super) fn write_any(&mut self, id: ObjectId, value: &Value, why: &str) {
        match self.store.object(id).kind {
            ObjectKind::Instance(class) => {
                self.change_any_datum(id, value);
                for (name, of_class) in self.data_of_class(class) {
                    let key = Key::Text(name);
                    let own = self.store.get(id, &key).map(|own| fill_absent(own, &of_class));
                    self.store.set(id, key, own.unwrap_or_else(|| choose(&of_class, value)));
                }
                self.blur(id, why);
            }
            ObjectKind::Scope => self.bind_any(id, value, why),
            ObjectKind::Dict => {
                self.change_any_field(id, value);
                self.blur(id, why);
            }
            ObjectKind::Outside => self.write_any_outside(id, value, why),
            ObjectKind::Native(_) => {
                self.change_any_datum(id, value);
                self.blur(id, why);
            }
            ObjectKind::List | ObjectKind::Set | ObjectKind::App(_) | ObjectKind::Config(_) => self.blur(id, why),
        }
    }
}
