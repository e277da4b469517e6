//! Enumerations: members are instances with a `name` and a `value`; those of a class that is a text or
//! number as well are kept as that value.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine, Raise};
use super::object::ObjectKind;
use super::store::Key;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

impl Machine<'_> {
    pub(super) fn is_enumeration(&self, class: u32) -> bool {
        self.classes[class as usize].native_bases.iter().any(|base| base.starts_with("enum."))
    }

    /// Whether members equal their values: `class Name(str, Enum)`, `IntEnum`.
    fn are_values(&self, class: u32) -> bool {
        let bases = &self.classes[class as usize].native_bases;
        bases.iter().any(|base| base.starts_with("builtins.") || matches!(&**base, "enum.IntEnum" | "enum.StrEnum"))
    }

    /// After its body: the names of an enumeration become its members.
    pub(super) fn make_members(&mut self, class: u32) {
        if !self.is_enumeration(class) || self.are_values(class) {
            return;
        }
        let scope = self.classes[class as usize].scope;
        for (key, value) in self.store.object(scope).fields.clone() {
            let Key::Text(name) = &key else { continue };
            let is_member = !name.starts_with('_')
                && !matches!(value.data, Data::Handle(Handle { kind: HandleKind::Function | HandleKind::Class, .. }));
            if !is_member {
                continue;
            }
            let (id, member) = self.new_object(ObjectKind::Instance(class));
            for field in ["name", "_name_"] {
                self.store.set(id, Key::text(field), Value::of(Data::Str(Arc::clone(name))));
            }
            for field in ["value", "_value_"] {
                self.store.set(id, Key::text(field), value.clone());
            }
            self.store.set(scope, key, member);
        }
    }

    /// `Class(value)`.
    pub(super) fn member_of_value(&mut self, class: u32, arguments: &Arguments, span: Span) -> Eval<Value> {
        let Some(value) = arguments.first().cloned() else {
            return Ok(Value::unknown("a member of an enumeration"));
        };
        let members = self.members(class);
        let mut is_none = true;
        let found = self.lift(&value, &mut |machine, value| {
            for (member, known) in &members {
                match machine.equals(known, value).data {
                    Data::Bool(true) => {
                        is_none = false;
                        return Value { data: member.data.clone(), trail: value.trail.clone() };
                    }
                    Data::Bool(false) => {}
                    _ => break,
                }
            }
            is_none &= !matches!(value.data, Data::Unknown(_) | Data::External(_) | Data::Generated(_));
            match value.data {
                Data::External(_) => value.clone(),
                _ => value.with(Data::Unknown("a member of an enumeration".into())),
            }
        });
        // Of flags any sum is a member too, and so is none of them (Python 3.13).
        let are_flags = self.classes[class as usize].native_bases.iter().any(|base| base.ends_with("Flag"));
        let may_be_computed = are_flags || self.find_in_class(class, "_missing_").is_some() || self.is_blurred(class);
        if is_none && !may_be_computed && !members.is_empty() {
            return Err(Raise { class: "ValueError".into(), span });
        }
        Ok(found)
    }

    /// The members with their values.
    fn members(&self, class: u32) -> Vec<(Value, Value)> {
        let are_values = self.are_values(class);
        let scope = self.classes[class as usize].scope;
        let members = self.store.object(scope).fields.iter().filter_map(|(key, member)| match key {
            Key::Text(name) if !name.starts_with('_') => {
                let value = if are_values { Some(member.clone()) } else { self.field(member, "value") };
                Some((member.clone(), value?))
            }
            _ => None,
        });
        members.collect()
    }
}
