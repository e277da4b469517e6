//! Python's built-in functions, as far as configuration code uses them.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::{ObjectKind, Target};
use super::super::store::Key;
use super::conversions::refusal;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

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
        let Some(columns) = columns.filter(|_| arguments.named.is_empty()) else {
            let list = self.new_list([]);
            if let Some(id) = Self::object_of(&list) {
                self.blur(id, "made from something that is not known");
            }
            return list;
        };
        let first = columns.first().cloned().unwrap_or_default();
        let items: Vec<Value> = match name {
            "enumerate" => (0_i64..).zip(first).map(|(index, item)| pair(Value::of(Data::Int(index)), item)).collect(),
            "zip" => {
                let shortest = columns.iter().map(Vec::len).min().unwrap_or(0);
                (0..shortest)
                    .map(|row| Value::of(Data::Tuple(columns.iter().map(|column| column[row].clone()).collect())))
                    .collect()
            }
            "reversed" => first.into_iter().rev().collect(),
            "sorted" => {
                let Some(items) = sorted(first) else {
                    return Value::unknown("a sorted list of values that do not compare");
                };
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

    fn super_object(&mut self, arguments: &Arguments) -> Option<Value> {
        let (class, receiver) = if let [class, receiver, ..] = arguments.positional.as_slice() {
            match class.data {
                Data::Handle(Handle { kind: HandleKind::Class, index }) => (index, receiver.clone()),
                _ => return None,
            }
        } else {
            let frame = self.frame();
            let class = frame.class?;
            let function = &self.functions[frame.function? as usize];
            let parameters = function.parameters?;
            let first = parameters.posonlyargs.iter().chain(&parameters.args).next()?;
            let name = Key::text(first.parameter.name.as_str());
            (class, self.store.get(frame.scope, &name)?.clone())
        };
        Some(self.bind(receiver, Target::Super(class)))
    }

    fn reflection(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        let first = arguments.first().cloned();
        let attribute = Self::text_of(arguments, 1, "name");
        Ok(match (name, first, attribute) {
            ("getattr", Some(object), Some(attribute)) => {
                Some(self.get_attribute_or(&object, &attribute, arguments.positional.get(2), span)?)
            }
            ("setattr", Some(object), Some(attribute)) => {
                if let Some(value) = arguments.positional.get(2) {
                    self.set_attribute(&object, &attribute, &value.clone(), span);
                }
                Some(Value::of(Data::None))
            }
            ("hasattr", Some(object), Some(attribute)) => Some(self.has_attribute(&object, &attribute)),
            ("vars", Some(object), _) => Some(self.attribute(&object, "__dict__", span)?),
            ("globals", _, _) => {
                let module = self.frame().module;
                Some(Self::object_value(self.modules[module as usize].scope))
            }
            ("locals" | "vars", None, _) => Some(Self::object_value(self.frame().scope)),
            ("dir", Some(object), _) => Some(self.directory(&object)),
            ("isinstance", Some(object), _) => {
                let classes = arguments.positional.get(1).cloned();
                Some(
                    classes
                        .map_or_else(|| Value::unknown("of what class"), |classes| self.is_instance(&object, &classes)),
                )
            }
            ("callable", Some(object), _) => Some(match &object.data {
                Data::Handle(handle) => object.with(Data::Bool(handle.kind != HandleKind::Object)),
                Data::Str(_) | Data::Int(_) | Data::None | Data::Bool(_) => object.with(Data::Bool(false)),
                _ => Value::unknown("whether something can be called"),
            }),
            ("type", Some(_), _) if arguments.positional.len() == 3 => self.make_class(arguments, span),
            ("type", Some(object), _) => Some(match self.kind_of(&object) {
                Some((_, ObjectKind::Instance(class))) => Value::handle(HandleKind::Class, *class),
                _ => Value::unknown("the type of a value"),
            }),
            _ => None,
        })
    }

    fn get_attribute_or(&mut self, object: &Value, name: &str, default: Option<&Value>, span: Span) -> Eval<Value> {
        let has = self.has_attribute(object, name);
        match (has.truth(), default) {
            (Some(false), Some(default)) => Ok(default.clone()),
            _ => self.attribute(object, name, span),
        }
    }

    fn has_attribute(&mut self, object: &Value, name: &str) -> Value {
        let known = match object.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Module, index }) => {
                let scope = self.modules[index as usize].scope;
                self.has_field(scope, name)
            }
            Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                let found = self.find_in_class(index, name).is_some();
                if found || !self.is_blurred(index) { Some(found) } else { None }
            }
            _ => match self.kind_of(object) {
                Some((id, ObjectKind::Instance(class))) => {
                    let found =
                        self.store.get(id, &Key::text(name)).is_some() || self.find_in_class(*class, name).is_some();
                    if found || !self.is_blurred(*class) { Some(found) } else { None }
                }
                _ => None,
            },
        };
        Value::of(known.map_or_else(|| Data::Unknown("whether an attribute exists".into()), Data::Bool))
    }

    fn has_field(&self, scope: super::super::store::ObjectId, name: &str) -> Option<bool> {
        let found = self.store.get(scope, &Key::text(name)).is_some();
        if found || self.store.object(scope).blurred.is_none() { Some(found) } else { None }
    }

    fn directory(&mut self, object: &Value) -> Value {
        let names: Vec<Value> = match object.data {
            Data::Handle(Handle { kind: HandleKind::Module, index }) => {
                let scope = self.modules[index as usize].scope;
                self.store.object(scope).fields.keys().map(Key::value).collect()
            }
            Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                let order = self.classes[index as usize].order.clone();
                let scopes = order.iter().map(|class| self.classes[*class as usize].scope);
                scopes.flat_map(|scope| self.store.object(scope).fields.keys().map(Key::value)).collect()
            }
            _ => return Value::unknown("the names of something that is not modelled"),
        };
        self.new_list(names)
    }

    fn is_instance(&mut self, object: &Value, classes: &Value) -> Value {
        let names: Vec<Option<Arc<str>>> = match &classes.data {
            Data::Tuple(items) => items.iter().map(|item| self.native_name(item)).collect(),
            _ => vec![self.native_name(classes)],
        };
        if let Data::Handle(Handle { kind: HandleKind::Class, index }) = classes.data
            && let Some((_, ObjectKind::Instance(class))) = self.kind_of(object)
        {
            let is = self.classes[*class as usize].order.contains(&index);
            return object.with(Data::Bool(is));
        }
        self.lift(object, &mut |machine, object| {
            let Some(kind) = machine.type_name(object) else { return Value::unknown("of what class") };
            let known: Option<Vec<bool>> = names
                .iter()
                .map(|name| {
                    name.as_deref().map(|name| name == kind || (kind == "builtins.bool" && name == "builtins.int"))
                })
                .collect();
            match known {
                Some(known) => object.with(Data::Bool(known.contains(&true))),
                None => Value::unknown("of what class"),
            }
        })
    }

    fn type_name(&self, value: &Value) -> Option<&'static str> {
        Some(match &value.data {
            Data::Str(_) => "builtins.str",
            Data::Bytes(_) => "builtins.bytes",
            Data::Int(_) => "builtins.int",
            Data::Float(_) => "builtins.float",
            Data::Bool(_) => "builtins.bool",
            Data::None => "builtins.NoneType",
            Data::Tuple(_) => "builtins.tuple",
            Data::Duration(_) => "datetime.timedelta",
            Data::External(external) if external.kind == crate::value::ExternalKind::Environment => "builtins.str",
            Data::Handle(Handle { kind: HandleKind::Class | HandleKind::Module | HandleKind::Function, .. }) => {
                "a definition"
            }
            _ => match self.kind_of(value)?.1 {
                ObjectKind::Dict => "builtins.dict",
                ObjectKind::List => "builtins.list",
                ObjectKind::Set => "builtins.set",
                ObjectKind::Instance(_) => "an instance",
                _ => return None,
            },
        })
    }

    /// `type(name, bases, namespace)`.
    fn make_class(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let name = Self::text_of(arguments, 0, "name")?;
        let bases = self.items_of(arguments.positional.get(1)?)?;
        let class = self.add_class(&name, span, &bases);
        let scope = self.classes[class as usize].scope;
        let namespace = arguments.positional.get(2)?.clone();
        self.merge_into(scope, &namespace);
        Some(Value::handle(HandleKind::Class, class))
    }
}

fn pair(first: Value, second: Value) -> Value {
    Value::of(Data::Tuple([first, second].into()))
}

/// Texts or numbers in order; `None` for anything else.
fn sorted(mut items: Vec<Value>) -> Option<Vec<Value>> {
    let are_texts = items.iter().all(|item| item.as_str().is_some());
    let are_numbers = items.iter().all(|item| matches!(item.data, Data::Int(_)));
    if are_texts {
        items.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    } else if are_numbers {
        items.sort_by_key(|item| if let Data::Int(number) = item.data { number } else { 0 });
    }
    (are_texts || are_numbers).then_some(items)
}
