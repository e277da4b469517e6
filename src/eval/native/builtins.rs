//! Python's built-in functions, as far as configuration code uses them.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::branches::{Decision, Flow};
use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::options::count_of_words;
use super::super::store::Key;
use super::conversions::refusal;
use crate::source::Span;
use crate::value::{Data, Overridable, Value};

impl Machine<'_> {
    pub(super) fn builtin(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        if let ("int" | "float", [value], []) = (name, arguments.positional.as_slice(), arguments.named.as_slice()) {
            if let Some(class) = refusal(&value.data) {
                return Err(Raise { class: class.into(), span });
            }
            if let Data::Overridable(both) = &value.data
                && let Some(class) = refusal(&both.default.data)
            {
                let convert = &mut |machine: &mut Self, value: &Value| {
                    machine.conversion(name, &Arguments::of(vec![value.clone()])).unwrap_or_else(|| value.clone())
                };
                return self.refused_by_default(both, class, span, convert).map(Some);
            }
        }
        if let Some(value) = self.conversion(name, arguments) {
            return Ok(Some(value));
        }
        if let Some(value) = self.reflection(name, arguments, span)? {
            return Ok(Some(value));
        }
        Ok(match name {
            "__import__" => self.import_call(arguments, span),
            "exec" => Some(self.execute(arguments, span)),
            "execfile" => Some(self.execute_file(arguments, span)?),
            "print" | "breakpoint" => Some(Value::of(Data::None)),
            "open" => arguments.get(0, "file").cloned().map(|path| self.open_file(&path, arguments, 1, span)),
            "exit" | "quit" => return Err(Raise { class: "SystemExit".into(), span }),
            "range" => Self::range(&arguments.positional).map(|items| self.new_list(items)),
            "len" => arguments.first().cloned().map(|value| self.length(&value)),
            "sorted" => {
                let sorted = self.sorted(arguments, span)?;
                Some(sorted.unwrap_or_else(|| self.list_of_anything()))
            }
            "list" | "tuple" | "set" | "frozenset" | "reversed" | "enumerate" | "zip" => {
                Some(self.collection(name, arguments))
            }
            "map" | "filter" => self.mapped(name, arguments, span)?,
            "dict" => Some(self.make_dict(arguments)),
            "any" | "all" => {
                let step = crate::value::Step::new(span, "computed here");
                self.quantifier(name, arguments).map(|value| value.via(step))
            }
            "super" => self.super_object(arguments),
            _ if name.ends_with("Error") || name.ends_with("Exception") || name == "SystemExit" => {
                Some(self.new_object(ObjectKind::Native(format!("builtins.{name}").into())).1)
            }
            _ => None,
        })
    }

    /// `int(os.getenv("X", ""))`: raises unless the environment says otherwise.
    pub(super) fn refused_by_default(
        &mut self,
        both: &Overridable,
        class: &str,
        span: Span,
        convert: &mut dyn FnMut(&mut Self, &Value) -> Value,
    ) -> Eval<Value> {
        let mut converted = Value::unknown("something that is not known");
        self.branch(
            &Decision::ByDefault(true, Arc::clone(&both.by)),
            &mut |_| Err(Raise { class: class.into(), span }),
            &mut |machine| {
                converted = convert(machine, &both.otherwise);
                Ok(Flow::Next)
            },
        )?;
        Ok(converted)
    }

    fn length(&mut self, value: &Value) -> Value {
        if let Data::Overridable(both) = &value.data {
            let (default, otherwise) = (self.length(&both.default), self.length(&both.otherwise));
            return crate::value::override_with(&default, &otherwise, &both.by);
        }
        if let Some((id, ObjectKind::Dict | ObjectKind::List | ObjectKind::Set)) = self.kind_of(value) {
            let object = self.store.object(id);
            let may_lack = |value: &&Value| value.alternatives().iter().any(|one| one.data == Data::Absent);
            let length = i64::try_from(object.fields.len()).unwrap_or(i64::MAX);
            return match object.blurred {
                None if object.fields.values().any(|value| may_lack(&value)) => {
                    Value::unknown("the length of what the environment decides")
                }
                None => value.with(Data::Int(length)),
                Some(_) => Value::unknown("the length of something that is not known"),
            };
        }
        if let Some(count) = count_of_words(value) {
            return count;
        }
        self.lift(value, &mut |_, value| {
            let length = match &value.data {
                Data::Str(text) => Some(text.chars().count()),
                Data::Bytes(bytes) => Some(bytes.len()),
                Data::Tuple(items) | Data::List(items) => Some(items.len()),
                _ => None,
            };
            let length = length.and_then(|length| i64::try_from(length).ok());
            value.with(length.map_or_else(|| Data::Unknown("a length that is not known".into()), Data::Int))
        })
    }

    fn collection(&mut self, name: &str, arguments: &Arguments) -> Value {
        let columns: Option<Vec<Vec<Value>>> =
            arguments.positional.iter().map(|argument| self.iterate(argument)).collect();
        let is_modelled = match (name, arguments.named.as_slice()) {
            (_, []) => true,
            ("enumerate", [(option, value)]) => &**option == "start" && matches!(value.data, Data::Int(_)),
            _ => false,
        };
        let Some(columns) = columns.filter(|_| is_modelled) else {
            return self.list_of_anything();
        };
        let first = columns.first().cloned().unwrap_or_default();
        let items: Vec<Value> = match name {
            "enumerate" => {
                let start = match arguments.keyword("start").map(|start| &start.data) {
                    Some(Data::Int(start)) => *start,
                    _ => 0,
                };
                let numbers = (0_i64..).map(|index| start.checked_add(index).map_or_else(too_large, Data::Int));
                numbers.zip(first).map(|(number, item)| pair(Value::of(number), item)).collect()
            }
            "zip" => {
                let shortest = columns.iter().map(Vec::len).min().unwrap_or(0);
                (0..shortest)
                    .map(|row| Value::of(Data::Tuple(columns.iter().map(|column| column[row].clone()).collect())))
                    .collect()
            }
            "reversed" => first.into_iter().rev().collect(),
            "set" | "frozenset" => {
                let mut items = first;
                let mut seen = HashSet::new();
                let mut others: Vec<Data> = Vec::new();
                items.retain(|item| match Key::of(item) {
                    Some(key) => seen.insert(key),
                    None if others.contains(&item.data) => false,
                    None => {
                        others.push(item.data.clone());
                        true
                    }
                });
                items
            }
            _ => first,
        };
        if name == "tuple" { Value::of(Data::Tuple(items.into())) } else { self.new_list(items) }
    }

    fn list_of_anything(&mut self) -> Value {
        let list = self.new_list([]);
        if let Some(id) = Self::object_of(&list) {
            self.blur(id, "made from something that is not known");
        }
        list
    }

    /// `map(f, items)` and `filter(f, items)`, run at once.
    fn mapped(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        let [function, items] = arguments.positional.as_slice() else { return Ok(None) };
        let Some(items) = self.iterate(items) else { return Ok(None) };
        let mut results = Vec::new();
        for item in items {
            let is_identity = matches!(function.data, Data::None);
            let result =
                if is_identity { item.clone() } else { self.call(function, &Arguments::of(vec![item.clone()]), span)? };
            match (name, self.truth(&result)) {
                ("map", _) => results.push(result),
                (_, Some(true)) => results.push(item),
                (_, Some(false)) => {}
                (_, None) => return Ok(None),
            }
        }
        Ok(Some(self.new_list(results)))
    }

    pub(in super::super) fn make_dict(&mut self, arguments: &Arguments) -> Value {
        let (id, value) = self.new_object(ObjectKind::Dict);
        if let Some(source) = arguments.first() {
            self.merge_into(id, source);
        }
        for (name, argument) in &arguments.named {
            self.overlay(id, Key::Text(Arc::clone(name)), argument.clone());
        }
        self.take_more(id, arguments);
        value
    }

    fn quantifier(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let items = self.iterate(arguments.first()?)?;
        let mut result = Value::of(Data::Bool(name == "all"));
        for item in items {
            result = if name == "all" { self.both_true(&result, &item) } else { self.either_true(&result, &item) };
        }
        Some(result)
    }
}

fn too_large() -> Data {
    Data::Unknown("a number that is too large".into())
}

fn pair(first: Value, second: Value) -> Value {
    Value::of(Data::Tuple([first, second].into()))
}
