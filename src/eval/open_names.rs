//! Writes under names that we do not know: `from local_settings import *`, `exec(code)`,
//! `setattr(self, key, value)`, `globals().update(settings)`.
//!
//! Any setting that has a value then may have another one, and there may be more. How one name that is known is
//! bound is in `statements` and `names`.

use super::extensions::ENVIRONMENT_REPLACES;
use super::machine::Machine;
use super::names::fill_absent;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::value::{Data, Handle, HandleKind, Value, choose};

/// How a reason begins that does not hold by default.
const UNLESS_DECIDED: &str = "names that are not known are written, depending on ";

/// What decides whether anything is written under names that are not known, where by default nothing is.
pub(super) fn deciders_of(why: &str) -> Option<&str> {
    why.strip_prefix(UNLESS_DECIDED)
}

impl Machine<'_> {
    /// Why names are not known that are written here.
    pub(super) fn unless_decided(&self, why: &str) -> String {
        match self.doubts.deciders().as_slice() {
            names if names.is_empty() || self.doubts.speculation == 0 => why.to_owned(),
            names => format!("{UNLESS_DECIDED}{}", names.join(" and ")),
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
        let why = if self.doubts.speculation > 0 { ENVIRONMENT_REPLACES } else { WHY };
        match object.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                let scope = self.classes[index as usize].scope;
                for (name, now) in self.settings_of_class(index) {
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

    /// Any entry of an object may be `value`, and there may be more. What an instance has of its class counts.
    pub(super) fn write_any(&mut self, id: ObjectId, value: &Value, why: &str) {
        match self.store.object(id).kind {
            ObjectKind::Instance(class) => {
                for (name, of_class) in self.settings_of_class(class) {
                    let key = Key::Text(name);
                    let own = self.store.get(id, &key).map(|own| fill_absent(own, &of_class));
                    self.store.set(id, key, choose(&own.unwrap_or(of_class), value));
                }
                self.blur(id, why);
            }
            ObjectKind::Scope => self.bind_any(id, value, why),
            ObjectKind::Dict => {
                self.change_any_field(id, value);
                self.blur(id, why);
            }
            ObjectKind::List | ObjectKind::Set | ObjectKind::Native(_) | ObjectKind::App(_) | ObjectKind::Config(_) => {
                self.blur(id, why);
            }
        }
    }
}
