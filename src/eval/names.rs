//! Names and attributes: reading them on every kind of value.
//!
//! Writing attributes is in `attributes`; those of applications and their configuration are in `apps`; of classes and instances in `classes`.

use std::sync::Arc;

use super::hazards::Hazard;
use super::items::NAMESPACE;
use super::machine::{Eval, Machine};
use super::object::{Flavour, ObjectKind, Target};
use super::older;
use super::store::ObjectId;
use crate::source::Span;
use crate::value::{BITS_OF_BYTE, BITS_OF_HEX, Data, Form, Generated, Handle, HandleKind, Value};

impl Machine<'_> {
    pub(super) fn read_name(&mut self, name: &str) -> Value {
        if let Some((_, value)) = self.find_name(name) {
            return present(&value).unwrap_or_else(|| Value::unknown("a name that is not defined"));
        }
        if !is_builtin(name) && self.scopes().any(|scope| self.store.object(scope).blurred.is_some()) {
            return Value::unknown("a name that an import we could not follow may define");
        }
        self.native(&format!("builtins.{}", older::builtin(name)))
    }

    /// The scope that defines a name, and its value.
    pub(super) fn find_name(&self, name: &str) -> Option<(ObjectId, Value)> {
        self.scopes().find_map(|scope| self.store.get(scope, name).map(|value| (scope, value.clone())))
    }

    fn scopes(&self) -> impl Iterator<Item = ObjectId> + '_ {
        let frame = self.frame();
        std::iter::once(frame.scope).chain(frame.outer.iter().copied())
    }

    /// `object.name`.
    pub(super) fn attribute(&mut self, object: &Value, name: &str, span: Span) -> Eval<Value> {
        match &object.data {
            Data::Overridable(_) | Data::OneOf(_) => Ok(self.lift(object, &mut |machine, object| {
                machine
                    .attribute(object, name, span)
                    .unwrap_or_else(|_| Value::unknown("an attribute that does not exist"))
            })),
            Data::Handle(handle) => self.attribute_of_handle(object, *handle, name, span),
            // A member of an enumeration is kept as its value; no constant has such an attribute.
            Data::Str(_) | Data::Bytes(_) | Data::Int(_) | Data::Float(_) | Data::Bool(_) if name == "value" => {
                Ok(object.clone())
            }
            Data::Generated(generated) => Ok(match part_of_generated(generated, name) {
                Some(part) => object.with(part),
                None => self.method(object, name),
            }),
            Data::Str(_)
            | Data::Bytes(_)
            | Data::Int(_)
            | Data::Float(_)
            | Data::Bool(_)
            | Data::Duration(_)
            | Data::Tuple(_)
            | Data::List(_)
            | Data::Dict(_)
            | Data::External(_) => Ok(self.method(object, name)),
            Data::Unknown(why) => Ok(object.with(Data::Unknown(Arc::clone(why)))),
            Data::None => Err(super::machine::Raise { class: "AttributeError".into(), span }),
            Data::Absent => Ok(Value::unknown("an attribute of something that does not exist")),
        }
    }

    fn attribute_of_handle(&mut self, object: &Value, handle: Handle, name: &str, span: Span) -> Eval<Value> {
        if let Some(app) = self.proxied_app(object) {
            return self.attribute(&app, name, span);
        }
        match handle.kind {
            HandleKind::Module => Ok(self.module_attribute(handle.index, name)),
            HandleKind::Class => self.class_attribute(handle.index, name, span),
            HandleKind::Native => {
                let dotted = self.native_name(object).unwrap_or_else(|| "unknown".into());
                Ok(self.native_attribute(&dotted, name))
            }
            HandleKind::Object => self.object_attribute(object, ObjectId(handle.index), name, span),
            HandleKind::Function => Ok(match name {
                "__name__" | "__qualname__" => {
                    let name = Arc::clone(&self.functions[handle.index as usize].name);
                    Value::of(Data::Str(name))
                }
                _ => Value::unknown("an attribute of a function"),
            }),
            HandleKind::Bound => self.bound_attribute(object, handle.index, name, span),
        }
    }

    fn bound_attribute(&mut self, object: &Value, index: u32, name: &str, span: Span) -> Eval<Value> {
        let bound = self.bounds[index as usize].clone();
        match bound.target {
            Target::Super(class) => self.super_attribute(&bound.receiver, class, name, span),
            Target::Function(_) | Target::Method(_) | Target::Partial(..) => Ok(self.method(object, name)),
        }
    }

    fn object_attribute(&mut self, object: &Value, id: ObjectId, name: &str, span: Span) -> Eval<Value> {
        match self.store.object(id).kind.clone() {
            ObjectKind::App(app) => self.app_attribute(object, app, name, span),
            ObjectKind::Config(app) => self.config_attribute(object, app, name, span),
            ObjectKind::Instance(class) => self.instance_attribute(object, id, class, name, span),
            ObjectKind::Native(dotted) => {
                if name == "__dict__" && &*dotted == NAMESPACE {
                    return Ok(object.clone());
                }
                if let Some(value) = self.store.get(id, name) {
                    return Ok(value.clone());
                }
                Ok(self.native_instance_attribute(object, &dotted, name))
            }
            ObjectKind::Scope => {
                let found = self.store.get(id, name).cloned();
                // `globals().items()`: a scope is a dict there.
                let is_method =
                    matches!(name, "items" | "keys" | "values" | "get" | "update" | "pop" | "setdefault" | "copy");
                if found.is_none() && is_method {
                    return Ok(self.method(object, name));
                }
                Ok(found.unwrap_or_else(|| Value::unknown("a name that is not defined")))
            }
            ObjectKind::Outside => self.attribute_outside(object, id, name, span),
            ObjectKind::Dict | ObjectKind::List | ObjectKind::Set => Ok(self.method(object, name)),
        }
    }

    /// `module.name`, a submodule included.
    pub(super) fn module_attribute(&mut self, module: u32, name: &str) -> Value {
        let scope = self.modules[module as usize].scope;
        if let Some(value) = self.store.get(scope, name).cloned() {
            // What only a script defines, whoever imports the module asks for.
            let made = if value.by_default().data == Data::Absent { self.made_by_module(scope, name) } else { None };
            let known = || present(&value).unwrap_or_else(|| Value::unknown("a name that is not defined"));
            return made.unwrap_or_else(known);
        }
        if name == "__dict__" {
            return Self::object_value(scope);
        }
        match self.submodule(module, name).or_else(|| self.made_by_module(scope, name)) {
            Some(value) => value,
            None if self.store.object(scope).blurred.is_some() => {
                Value::unknown("a name that an import we could not follow may define")
            }
            // A library of that name would be found instead of a folder without `__init__.py`.
            None if self.modules[module as usize].file.is_none() => {
                let dotted = Arc::clone(&self.modules[module as usize].name);
                self.met(Hazard::Import, None);
                self.native_attribute(&dotted, name)
            }
            None => Value::unknown("a name that its module does not define"),
        }
    }

    /// What a module's own `__getattr__` makes of a name that it lacks (PEP 562).
    fn made_by_module(&mut self, scope: ObjectId, name: &str) -> Option<Value> {
        let make = self.store.get(scope, "__getattr__").cloned()?;
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = make.data else { return None };
        let span = self.functions.get(index as usize).map(|function| function.span)?;
        self.call(&make, &super::calls::Arguments::of(vec![Value::text(name)]), span).ok()
    }

    /// The apps and configurations that a value is one of, if it is several: a branch made each, and what follows is
    /// written to the one that there is.
    pub(super) fn apps_among(&self, value: &Value) -> Vec<Value> {
        match &value.data {
            Data::Overridable(_) | Data::OneOf(_) => {
                value.alternatives().into_iter().filter(|one| self.is_app_or_config(one)).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn is_app_or_config(&self, value: &Value) -> bool {
        matches!(self.kind_of(value), Some((_, ObjectKind::App(_) | ObjectKind::Config(_))))
    }

    /// A function found on a class, bound as its flavour says.
    pub(super) fn bind_member(&mut self, member: &Value, receiver: &Value, class: u32, span: Span) -> Eval<Value> {
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = member.data else {
            return Ok(member.clone());
        };
        match self.functions[index as usize].flavour {
            Flavour::Static | Flavour::Command => Ok(member.clone()),
            Flavour::Class => {
                let class = Value::handle(HandleKind::Class, class);
                Ok(self.bind(class, Target::Function(index)))
            }
            Flavour::Plain => Ok(self.bind(receiver.clone(), Target::Function(index))),
            Flavour::Property => {
                let bound = self.bind(receiver.clone(), Target::Function(index));
                self.call(&bound, &super::calls::Arguments::default(), span)
            }
        }
    }
}

/// Names that Python has itself and that no module of settings means to change.
fn is_builtin(name: &str) -> bool {
    const FUNCTIONS: [&str; 30] = [
        "all",
        "any",
        "bool",
        "bytes",
        "dict",
        "dir",
        "enumerate",
        "exec",
        "float",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "int",
        "isinstance",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "open",
        "print",
        "range",
        "set",
        "setattr",
        "sorted",
        "str",
        "tuple",
        "vars",
    ];
    FUNCTIONS.contains(&name) || matches!(name, "Exception" | "ImportError" | "KeyError" | "OSError" | "ValueError")
}

/// An attribute of a UUID, of a time or of what `os.uname()` yields; `None` if it is a method.
fn part_of_generated(generated: &Generated, name: &str) -> Option<Data> {
    let made = match (generated.form, name) {
        (Form::Uuid, "hex") => generated.written(Form::units(Some(32), BITS_OF_HEX)),
        (Form::Uuid, "bytes" | "bytes_le") => generated.written(Form::units(Some(16), BITS_OF_BYTE)),
        (Form::Uuid, "urn") => generated.text().beside_constant(Some(9)),
        (Form::Uuid, "int" | "node" | "time" | "fields") => generated.written(Form::Opaque),
        (
            Form::Opaque,
            "nodename" | "node" | "machine" | "release" | "year" | "month" | "day" | "hour" | "minute" | "second"
            | "microsecond",
        ) => generated.clone(),
        (Form::Uuid | Form::Opaque | Form::Units { .. }, _) => return None,
    };
    Some(Data::Generated(made))
}

/// A value without the alternatives in which it does not exist; `None` if it never does.
pub(super) fn present(value: &Value) -> Option<Value> {
    match &value.data {
        Data::Absent => None,
        Data::Overridable(both) => match (present(&both.default), present(&both.otherwise)) {
            (None, other) => other,
            (Some(default), None) => Some(default),
            (Some(default), Some(otherwise)) => Some(crate::value::override_with(&default, &otherwise, &both.by)),
        },
        Data::OneOf(values) => {
            values.iter().filter_map(present).reduce(|one, other| crate::value::choose(&one, &other))
        }
        _ => Some(value.clone()),
    }
}

/// Replaces the alternatives of `partial` that do not exist by `next`.
pub(super) fn fill_absent(partial: &Value, next: &Value) -> Value {
    match &partial.data {
        Data::Absent => next.clone(),
        Data::Overridable(both) => crate::value::override_with(
            &fill_absent(&both.default, next),
            &fill_absent(&both.otherwise, next),
            &both.by,
        ),
        Data::OneOf(values) => values
            .iter()
            .map(|value| fill_absent(value, next))
            .reduce(|one, other| crate::value::choose(&one, &other))
            .unwrap_or_else(|| next.clone()),
        _ => partial.clone(),
    }
}
