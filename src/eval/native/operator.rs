//! The functions of `operator` and `functools` that stand for a statement or a lambda.

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine};
use super::super::object::{ObjectKind, Target};
use super::super::store::Key;
use crate::source::Span;
use crate::value::{Data, Value};

impl Machine<'_> {
    pub(super) fn operator_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        Ok(match (name, arguments.positional.as_slice()) {
            ("operator.setitem", [object, key, value]) => {
                self.set_item(object, key, value, span);
                Some(Value::of(Data::None))
            }
            ("operator.getitem", [object, key]) => Some(self.lift_result(object, key, span)?),
            ("operator.or_" | "operator.ior", [one, other]) => {
                let operator = crate::python::ast::Operator::BitOr;
                if name == "operator.ior" && self.augment_in_place(one, operator, other, span) {
                    return Ok(Some(one.clone()));
                }
                Some(self.binary(one, operator, other, span))
            }
            ("operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller", _) => {
                Some(self.getter(name, arguments))
            }
            ("functools.reduce", [function, items, rest @ ..]) => self.reduced(function, items, rest.first(), span)?,
            _ => None,
        })
    }

    fn getter(&mut self, name: &str, arguments: &Arguments) -> Value {
        let (id, value) = self.new_object(ObjectKind::Native(name.into()));
        let names = self.new_list(arguments.positional.clone());
        self.store.set(id, Key::text("names"), names);
        value
    }

    /// Calls what `itemgetter(...)` and the like made.
    pub(super) fn call_getter(
        &mut self,
        getter: &Value,
        class: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some(object) = arguments.first() else { return Ok(None) };
        let names = self.field(getter, "names").and_then(|names| self.items_of(&names)).unwrap_or_default();
        if class == "operator.methodcaller" {
            let [name, rest @ ..] = names.as_slice() else { return Ok(None) };
            let Some(name) = name.as_str() else { return Ok(None) };
            let method = self.attribute(object, name, span)?;
            return self.call(&method, &Arguments::of(rest.to_vec()), span).map(Some);
        }
        let mut found = Vec::new();
        for name in &names {
            found.push(match (class, name.as_str()) {
                ("operator.attrgetter", Some(path)) => {
                    let mut value = object.clone();
                    for part in path.split('.') {
                        value = self.attribute(&value, part, span)?;
                    }
                    value
                }
                _ => self.lift_result(object, name, span)?,
            });
        }
        Ok(match found.as_slice() {
            [only] => Some(only.clone()),
            _ => Some(Value::of(Data::Tuple(found.into()))),
        })
    }

    fn reduced(&mut self, function: &Value, items: &Value, start: Option<&Value>, span: Span) -> Eval<Option<Value>> {
        let Some(items) = self.iterate(items) else { return Ok(None) };
        let mut items = start.cloned().into_iter().chain(items);
        let Some(mut result) = items.next() else { return Ok(None) };
        for item in items {
            result = self.call(function, &Arguments::of(vec![result, item]), span)?;
        }
        Ok(Some(result))
    }

    /// What `functools.partial` binds.
    pub(super) fn partial(&mut self, arguments: &Arguments) -> Option<Value> {
        let callee = arguments.first().cloned()?;
        let rest = arguments.positional.iter().skip(1).cloned().collect();
        Some(self.bind(callee, Target::Partial(rest, arguments.named.clone())))
    }
}
