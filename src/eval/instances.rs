//! Instances of classes of the project: how they are made, and reading their attributes.

use std::sync::Arc;

use super::calls::Arguments;
use super::lists::is_certain;
use super::machine::{Eval, Machine};
use super::names::{fill_absent, present};
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{HandleKind, Value};

impl Machine<'_> {
    pub(super) fn instance_attribute(
        &mut self,
        object: &Value,
        id: ObjectId,
        class: u32,
        name: &str,
        span: Span,
    ) -> Eval<Value> {
        if let Some(value) = self.by_getattribute(object, class, name, span)? {
            return Ok(value);
        }
        let own = self.store.get(id, name).cloned();
        if let Some(own) = &own
            && let Some(value) = present(&fill_absent(own, &self.member(class, name).unwrap_or_else(|| own.clone())))
        {
            return Ok(value);
        }
        if name == "__class__" {
            return Ok(Value::handle(HandleKind::Class, class));
        }
        if name == "__dict__" {
            return Ok(Self::object_value(id));
        }
        if name == "__annotations__" {
            let order = self.classes[class as usize].order.iter();
            let nearest = order.copied().find(|one| self.annotations.get(one).is_some());
            return Ok(self.annotations_of(nearest.unwrap_or(class)));
        }
        match self.member(class, name).and_then(|value| present(&value)) {
            Some(value) => self.bind_member(&value, object, class, span),
            None if self.store.object(id).blurred.is_some() => {
                Ok(Value::unknown("an attribute that may have been set in a way we could not follow"))
            }
            None => match self.made_by_getattr(object, class, name, span)? {
                Some(value) => Ok(value),
                None => Ok(self.missing_member(class, object, name)),
            },
        }
    }

    /// What a class' own `__getattr__` makes of a name that an instance lacks.
    pub(super) fn made_by_getattr(
        &mut self,
        object: &Value,
        class: u32,
        name: &str,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some((_, make)) = self.find_in_class(class, "__getattr__").filter(|_| !name.starts_with("__")) else {
            return Ok(None);
        };
        let bound = self.bind_member(&make, object, class, span)?;
        self.call(&bound, &Arguments::of(vec![Value::text(name)]), span).map(Some)
    }

    /// Calls a class.
    pub(super) fn instantiate(&mut self, class: u32, arguments: &Arguments, span: Span) -> Eval<Value> {
        if self.is_app_class(class) {
            return match self.app_given_to(class, arguments) {
                Some(server) => self.wrap_app(class, &server, arguments, span),
                None => self.make_app(Some(class), arguments, span),
            };
        }
        if self.is_config_class(class) {
            return self.make_bare_config(Some(class), arguments, span);
        }
        if self.is_enumeration(class) {
            return self.member_of_value(class, arguments, span);
        }
        let (id, value) = match self.find_in_class(class, "__new__") {
            Some((_, new)) => {
                let arguments = arguments.after(&Value::handle(HandleKind::Class, class));
                let made = self.call(&new, &arguments, span)?;
                match self.kind_of(&made) {
                    Some((id, ObjectKind::Instance(of))) if self.classes[*of as usize].order.contains(&class) => {
                        (id, made)
                    }
                    _ => return Ok(made),
                }
            }
            None => self.new_object(ObjectKind::Instance(class)),
        };
        if let Some((_, init)) = self.find_in_class(class, "__init__") {
            let bound = self.bind_member(&init, &value, class, span)?;
            self.call(&bound, arguments, span)?;
        } else if self.classes[class as usize].is_dataclass {
            self.fill_fields(id, class, arguments, span);
            self.validate(id, class, span)?;
        } else if let Some(base) = self.native_base(class) {
            if arguments.all().any(|value| self.app_of(value).is_some()) {
                self.native_method(&value, &base, "__init__", arguments, span);
            }
            self.filled_by_base(&value);
            for (name, argument) in &arguments.named {
                self.store.set(id, Key::Text(Arc::clone(name)), argument.clone());
            }
        }
        let hook = |name: &str| self.find_in_class(class, name);
        if let Some((_, hook)) = hook("__post_init__").or_else(|| hook("__attrs_post_init__")) {
            let bound = self.bind_member(&hook, &value, class, span)?;
            self.call(&bound, &Arguments::default(), span)?;
        }
        Ok(value)
    }

    /// The first base that is neither the project's nor Python's own.
    fn native_base(&self, class: u32) -> Option<Arc<str>> {
        let bases = &self.classes[class as usize].native_bases;
        bases.iter().find(|base| !base.starts_with("builtins.")).cloned()
    }

    /// What a dataclass' `__init__` does: each field is an argument, its default, or what its factory makes.
    fn fill_fields(&mut self, id: ObjectId, class: u32, arguments: &Arguments, span: Span) {
        let order: Vec<u32> = self.classes[class as usize].order.iter().rev().copied().collect();
        let mut fields: Vec<Arc<str>> = Vec::new();
        for one in &order {
            for field in self.annotations.get(one).into_iter().flatten() {
                if !fields.contains(field) {
                    fields.push(Arc::clone(field));
                }
            }
        }
        for (position, field) in fields.iter().enumerate() {
            let aliases = order.iter().flat_map(|one| self.classes[*one as usize].variables_of(field));
            let by_alias = aliases.filter_map(|alias| arguments.keyword(alias)).next_back().cloned();
            let given = arguments.get(position, field).cloned().or(by_alias).or_else(|| {
                let default = self.member(class, field);
                self.unless_given(arguments, field, true, default)
            });
            // Of a setting the environment may give it; by default it is what the factory makes.
            let value = match given {
                Some(value) if is_certain(&value) => Some(value),
                Some(value) => match self.made_by_factory(&order, field, span) {
                    Some(made) => Some(fill_absent(&value, &made)),
                    None => Some(value),
                },
                None => self.made_by_factory(&order, field, span),
            };
            if let Some(value) = value.and_then(|value| present(&value)) {
                self.store.set(id, Key::Text(Arc::clone(field)), value);
            }
        }
    }

    fn made_by_factory(&mut self, order: &[u32], field: &str, span: Span) -> Option<Value> {
        let mut factories = order.iter().rev().flat_map(|class| &self.classes[*class as usize].factories);
        let factory = factories.find(|(known, _)| **known == *field).map(|(_, factory)| factory.clone())?;
        let made = self.call(&factory, &Arguments::default(), span);
        Some(made.unwrap_or_else(|_| Value::unknown("a factory that raises")))
    }
}
