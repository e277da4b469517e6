//! Python's built-in functions, as far as configuration code uses them.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::store::Key;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{BITS_OF_HEX, Data, Form, Value};

impl Machine<'_> {
    pub(super) fn builtin(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        if let ("int" | "float", [value], []) = (name, arguments.positional.as_slice(), arguments.named.as_slice())
            && let Some(class) = refusal(&value.data)
        {
            return Err(Raise { class: class.into(), span });
        }
        if let Some(value) = self.conversion(name, arguments) {
            return Ok(Some(value));
        }
        if let Some(value) = self.reflection(name, arguments, span)? {
            return Ok(Some(value));
        }
        Ok(match name {
            "exec" => {
                let apps = u32::try_from(self.apps.len()).unwrap_or(0);
                for app in 0..apps {
                    self.gap(app, span, GapKind::Required, "exec() runs code that is not known".into());
                }
                let scope = self.frame().scope;
                self.blur(scope, "exec() ran code that is not known");
                Some(Value::of(Data::None))
            }
            "print" | "input" | "breakpoint" => Some(Value::of(Data::None)),
            "open" => arguments.get(0, "file").cloned().map(|path| self.read_file(&path, span)),
            "exit" | "quit" => return Err(Raise { class: "SystemExit".into(), span }),
            "range" => Self::range(&arguments.positional).map(|items| self.new_list(items)),
            "len" => arguments.first().cloned().map(|value| self.length(&value)),
            "list" | "tuple" | "sorted" | "set" | "frozenset" | "reversed" | "enumerate" | "zip" => {
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

    fn conversion(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let value = match arguments.first() {
            Some(value) => value.clone(),
            None => return empty_of(name),
        };
        Some(match name {
            "str" if arguments.positional.len() == 1 => self.str_of(&value),
            "str" => self.text_method(&value, "decode", &Arguments::of(arguments.positional.get(1..)?.to_vec())),
            "bool" => self.truth_value(&value),
            "int" => self.lift(&value, &mut |_, value| match &value.data {
                Data::Generated(generated) => value.with(Data::Generated(generated.written(Form::Opaque))),
                _ => converted(value, integer),
            }),
            "hex" | "oct" | "bin" => self.lift(&value, &mut |_, value| match &value.data {
                Data::Generated(generated) => {
                    value.with(Data::Generated(generated.written(Form::units(None, BITS_OF_HEX))))
                }
                _ => value.with(Data::Unknown("the digits of a number".into())),
            }),
            "float" => self.lift(&value, &mut |_, value| converted(value, float)),
            "repr" => value.with(Data::Unknown("how a value is shown".into())),
            "bytes" | "bytearray" => match (&value.data, arguments.positional.get(1)) {
                (Data::Str(_), Some(encoding)) => {
                    self.text_method(&value, "encode", &Arguments::of(vec![encoding.clone()]))
                }
                (Data::Bytes(_) | Data::External(_) | Data::Generated(_), _) => value,
                _ => value.with(Data::Unknown("bytes that are not known".into())),
            },
            "hash" | "id" => Self::predictable_hash(&value),
            _ => return None,
        })
    }

    fn predictable_hash(value: &Value) -> Value {
        let span = value.trail.origin();
        match span {
            Some(span) => Self::predictable("hash()", span),
            None => Value::unknown("a hash"),
        }
    }

    fn length(&mut self, value: &Value) -> Value {
        if let Some((id, ObjectKind::Dict | ObjectKind::List | ObjectKind::Set)) = self.kind_of(value) {
            let object = self.store.object(id);
            let length = i64::try_from(object.fields.len()).unwrap_or(i64::MAX);
            return match object.blurred {
                None => value.with(Data::Int(length)),
                Some(_) => Value::unknown("the length of something that is not known"),
            };
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
        // Options (`key`, `reverse`, `start`) are not modelled.
        let is_modelled = match (name, arguments.named.as_slice()) {
            (_, []) => true,
            ("sorted", [(option, value)]) => &**option == "reverse" && value.truth().is_some(),
            ("enumerate", [(option, value)]) => &**option == "start" && matches!(value.data, Data::Int(_)),
            _ => false,
        };
        let Some(columns) = columns.filter(|_| is_modelled) else {
            let list = self.new_list([]);
            if let Some(id) = Self::object_of(&list) {
                self.blur(id, "made from something that is not known");
            }
            return list;
        };
        let first = columns.first().cloned().unwrap_or_default();
        let items: Vec<Value> = match name {
            "enumerate" => match arguments.keyword("start").map(|start| &start.data) {
                Some(Data::Int(start)) => *start..,
                _ => 0_i64..,
            }
            .zip(first)
            .map(|(index, item)| pair(Value::of(Data::Int(index)), item))
            .collect(),
            "zip" => {
                let shortest = columns.iter().map(Vec::len).min().unwrap_or(0);
                (0..shortest)
                    .map(|row| Value::of(Data::Tuple(columns.iter().map(|column| column[row].clone()).collect())))
                    .collect()
            }
            "reversed" => first.into_iter().rev().collect(),
            "sorted" => {
                let Some(mut items) = sorted(first) else {
                    return Value::unknown("a sorted list of values that do not compare");
                };
                if arguments.keyword("reverse").and_then(Value::truth) == Some(true) {
                    items.reverse();
                }
                items
            }
            "set" | "frozenset" => {
                let mut items = first;
                let mut seen: Vec<Data> = Vec::new();
                items.retain(|item| {
                    !seen.contains(&item.data) && {
                        seen.push(item.data.clone());
                        true
                    }
                });
                items
            }
            _ => first,
        };
        if name == "tuple" { Value::of(Data::Tuple(items.into())) } else { self.new_list(items) }
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

    fn make_dict(&mut self, arguments: &Arguments) -> Value {
        let (id, value) = self.new_object(ObjectKind::Dict);
        if let Some(source) = arguments.first() {
            self.merge_into(id, source);
        }
        for (name, argument) in &arguments.named {
            self.store.set(id, Key::Text(Arc::clone(name)), argument.clone());
        }
        if arguments.is_open {
            self.blur(id, "arguments that are not known");
        }
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

fn pair(first: Value, second: Value) -> Value {
    Value::of(Data::Tuple([first, second].into()))
}

fn empty_of(name: &str) -> Option<Value> {
    Some(Value::of(match name {
        "str" => Data::Str("".into()),
        "bytes" => Data::Bytes([].into()),
        "bool" => Data::Bool(false),
        "int" => Data::Int(0),
        "float" => Data::Float(0.0),
        _ => return None,
    }))
}

/// Texts or numbers in order; `None` for anything else.
fn sorted(mut items: Vec<Value>) -> Option<Vec<Value>> {
    let are_texts = items.iter().all(|item| item.by_default().as_str().is_some());
    let are_numbers = items.iter().all(|item| matches!(item.by_default().data, Data::Int(_)));
    if are_texts {
        items.sort_by(|one, other| one.by_default().as_str().cmp(&other.by_default().as_str()));
    } else if are_numbers {
        items.sort_by_key(|item| if let Data::Int(number) = item.by_default().data { number } else { 0 });
    }
    (are_texts || are_numbers).then_some(items)
}

/// What `int()` and `float()` raise for a value that is certainly no number.
fn refusal(data: &Data) -> Option<&'static str> {
    match data {
        Data::None => Some("TypeError"),
        Data::Str(text) => {
            let may_be_part = |letter: char| letter.is_numeric() || "+-_.".contains(letter) || letter.is_whitespace();
            let text = text.trim().to_lowercase();
            let is_word =
                text.trim_start_matches(['+', '-']).starts_with("inf") || text.contains("nan") || text.contains('e');
            (!is_word && (text.is_empty() || !text.chars().all(may_be_part))).then_some("ValueError")
        }
        _ => None,
    }
}

fn converted(value: &Value, convert: impl Fn(&Data) -> Option<Data>) -> Value {
    match (&value.data, convert(&value.data)) {
        (_, Some(data)) => value.with(data),
        (Data::External(_) | Data::Generated(_), None) => value.clone(),
        (_, None) => value.with(Data::Unknown("a number that is not known".into())),
    }
}

fn integer(data: &Data) -> Option<Data> {
    Some(Data::Int(match data {
        Data::Int(number) => *number,
        Data::Bool(flag) => i64::from(*flag),
        Data::Str(text) => text.trim().replace('_', "").parse().ok()?,
        #[expect(clippy::cast_possible_truncation, reason = "Python's int() truncates; the range is checked")]
        Data::Float(number) if number.abs() < 9e15 => number.trunc() as i64,
        _ => return None,
    }))
}

fn float(data: &Data) -> Option<Data> {
    Some(Data::Float(match data {
        #[expect(clippy::cast_precision_loss, reason = "Python's own conversion rounds the same way")]
        Data::Int(number) => *number as f64,
        Data::Float(number) => *number,
        Data::Str(text) => text.trim().parse().ok()?,
        _ => return None,
    }))
}
