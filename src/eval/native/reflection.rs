//! Built-in functions that look at the program itself: `getattr`, `isinstance`, `globals`, `type`, `super`.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine};
use super::super::object::{ObjectKind, Target};
use super::super::store::Key;
use super::super::variants::possible;
use super::super::world::Subject;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

impl Machine<'_> {
    pub(super) fn super_object(&mut self, arguments: &Arguments) -> Option<Value> {
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

    pub(super) fn reflection(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        let first = arguments.first().cloned();
        let attribute = Self::text_of(arguments, 1, "name");
        Ok(match (name, first, attribute) {
            ("getattr", Some(object), Some(attribute)) => {
                let default = arguments.positional.get(2);
                Some(match arguments.positional.get(1) {
                    Some(Value { data: Data::Overridable(name), .. }) => {
                        self.chosen_attribute(&object, (&attribute, &name.otherwise), default, span)?
                    }
                    _ => self.get_attribute_or(&object, &attribute, default, span)?,
                })
            }
            ("getattr", Some(object), None) => match arguments.positional.get(1) {
                Some(name) => self.chosen_of_module(&object, name, span)?,
                None => None,
            },
            ("setattr", Some(object), _) => {
                if let [_, name, value, ..] = arguments.positional.as_slice() {
                    self.set_by_name(&object, name, value, span)?;
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
            ("isinstance" | "issubclass", Some(object), _) => {
                let classes = arguments.positional.get(1).cloned().unwrap_or_else(|| Value::unknown("of what class"));
                Some(if name == "isinstance" {
                    self.is_instance(&object, &classes)
                } else {
                    self.is_subclass(&object, &classes)
                })
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

    /// `getattr(config, os.getenv("APP_ENV", "Development") + "Config")`: each class of a module is a profile.
    pub(super) fn chosen_attribute(
        &mut self,
        object: &Value,
        (name, otherwise): (&Arc<str>, &Value),
        default: Option<&Value>,
        span: Span,
    ) -> Eval<Value> {
        let subject = Subject::Site(span);
        if let Some(option) = self.assumed(&subject) {
            let chosen = self.get_attribute_or(object, &option, default, span)?;
            self.note_chosen(&chosen);
            return Ok(chosen);
        }
        let value = self.get_attribute_or(object, name, default, span)?;
        self.note_chosen(&value);
        let is_function = matches!(value.data, Data::Handle(handle) if handle.kind == HandleKind::Function);
        let Data::Handle(Handle { kind: HandleKind::Module, index }) = object.data else {
            let otherwise = Value::unknown("an attribute that the environment chooses");
            return Ok(crate::value::override_with(&value, &otherwise, &["the environment".into()]));
        };
        if is_function {
            // It is none of several configurations.
            return Ok(value);
        }
        let options = self.classes_for_settings(index).into_iter().map(|(name, _)| name).collect();
        self.note_choice(subject, possible(options, otherwise, Some(name)), Some(Arc::clone(name)));
        Ok(value)
    }

    fn get_attribute_or(&mut self, object: &Value, name: &str, default: Option<&Value>, span: Span) -> Eval<Value> {
        let Some(default) = default else { return self.attribute(object, name, span) };
        Ok(self.lift(object, &mut |machine, object| {
            if machine.has_attribute(object, name).truth() == Some(false) {
                return default.clone();
            }
            machine.attribute(object, name, span).unwrap_or_else(|_| default.clone())
        }))
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
            Data::None => Some(name.starts_with("__")),
            _ => match self.kind_of(object) {
                Some((id, ObjectKind::Instance(class))) => {
                    let found = self.store.get(id, name).is_some() || self.find_in_class(*class, name).is_some();
                    let may_be_made = self.is_blurred(*class) || self.find_in_class(*class, "__getattr__").is_some();
                    if found || !may_be_made { Some(found) } else { None }
                }
                _ => None,
            },
        };
        Value::of(known.map_or_else(|| Data::Unknown("whether an attribute exists".into()), Data::Bool))
    }

    fn has_field(&self, scope: super::super::store::ObjectId, name: &str) -> Option<bool> {
        let found = self.store.get(scope, name).is_some();
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
            _ => match self.kind_of(object) {
                Some((id, ObjectKind::Instance(class))) => {
                    let order = &self.classes[*class as usize].order;
                    let scopes = order.iter().map(|class| self.classes[*class as usize].scope).chain([id]);
                    let names = scopes.flat_map(|scope| self.store.object(scope).fields.keys());
                    let mut all: Vec<Value> = Vec::new();
                    for name in names.map(Key::value) {
                        if !all.contains(&name) {
                            all.push(name);
                        }
                    }
                    all
                }
                _ => return Value::unknown("the names of something that is not modelled"),
            },
        };
        self.new_list(names)
    }

    /// `type(name, bases, namespace)`.
    fn make_class(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let name = Self::text_of(arguments, 0, "name")?;
        let bases = self.items_of(arguments.positional.get(1)?)?;
        let class = self.add_class(&name, span, &bases);
        let scope = self.classes[class as usize].scope;
        let namespace = arguments.positional.get(2)?.clone();
        self.merge_into(scope, &namespace);
        if self.classes[class as usize].metaclass.is_some() {
            self.doubt_body(class);
        }
        Some(Value::handle(HandleKind::Class, class))
    }
}
