//! Methods of values that are not project classes: containers, texts, durations, native objects.

use super::attributes::is_method;
use super::calls::Arguments;
use super::hazards::Hazard;
use super::machine::{Eval, Machine, Raise};
use super::object::ObjectKind;
use super::older;
use super::open_arguments::entry_of;
use super::open_names::deciders_of;
use super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{Data, ExternalKind, Handle, HandleKind, Value, override_with};

impl Machine<'_> {
    /// `receiver.name(arguments)`.
    pub(super) fn call_method(
        &mut self,
        receiver: &Value,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Value> {
        if is_method(name, "__setattr__") {
            self.call_setattr(Some(receiver), arguments, span);
            return Ok(Value::of(Data::None));
        }
        if is_method(name, "__getattribute__") {
            return self.call_getattribute(Some(receiver), arguments, span);
        }
        if !matches!(receiver.data, Data::Overridable(_))
            && let Some((id, kind)) = self.kind_of(receiver)
        {
            let kind = kind.clone();
            return self.object_method(receiver, id, &kind, name, arguments, span);
        }
        match &receiver.data {
            Data::Overridable(_) | Data::OneOf(_) => Ok(self.lift(receiver, &mut |machine, receiver| {
                machine
                    .call_method(receiver, name, arguments, span)
                    .unwrap_or_else(|_| Value::unknown("a call that raises"))
            })),
            Data::Str(_) | Data::Bytes(_) | Data::Generated(_) | Data::External(_) => {
                self.lend_blueprints(arguments);
                self.given_to_argument(receiver, arguments, span);
                if let Some(entry) = entry_outside(receiver, name, arguments) {
                    return Ok(entry);
                }
                Ok(self.text_method(receiver, name, arguments))
            }
            Data::Tuple(items) | Data::List(items) if name == "index" || name == "count" => {
                Ok(Value::unknown(if items.is_empty() { "an item that does not exist" } else { "a position" }))
            }
            Data::Duration(microseconds) if name == "total_seconds" => {
                #[expect(clippy::cast_precision_loss, reason = "Python divides microseconds the same way")]
                let seconds = *microseconds as f64 / 1e6;
                Ok(receiver.with(Data::Float(seconds)))
            }
            Data::None => Err(super::machine::Raise { class: "AttributeError".into(), span }),
            Data::Handle(Handle { kind: HandleKind::Class, index }) if name == "__subclasses__" => {
                Ok(self.subclasses(*index))
            }
            Data::Handle(Handle { kind: HandleKind::Class, index }) if name == "__new__" => {
                Ok(self.new_object(ObjectKind::Instance(*index)).1)
            }
            Data::Handle(Handle { kind: HandleKind::Class, .. }) if name == "__init_subclass__" => {
                Ok(Value::of(Data::None))
            }
            Data::Handle(Handle { kind: HandleKind::Class, .. })
                if let Some(made) =
                    method_above_metaclass(name).and_then(|method| self.method_of_type(method, arguments)) =>
            {
                Ok(made)
            }
            _ => {
                self.met(Hazard::Call, None);
                // `celery.conf.update(app.config)` only reads what it is given.
                if name != "update" || arguments.all().any(|value| self.config_of(value).is_none()) {
                    self.passed_away(arguments, span, "code that is not in the project");
                }
                Ok(Value::unknown("the result of a method that is not modelled"))
            }
        }
    }

    fn object_method(
        &mut self,
        receiver: &Value,
        id: ObjectId,
        kind: &ObjectKind,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Value> {
        // `super().from_object(…)` in a configuration class.
        let name = match (kind, name.strip_prefix("super:")) {
            (ObjectKind::Config(_), Some(above)) => above.rsplit('.').next().unwrap_or(above),
            _ => name,
        };
        match kind {
            ObjectKind::Config(app) if !self.has_config_method(*app, name) => {
                Err(Raise { class: "AttributeError".into(), span })
            }
            ObjectKind::Config(app) => Ok(self.config_method(*app, name, arguments, span)),
            ObjectKind::App(app) => self.app_method(*app, name, arguments, span),
            ObjectKind::Dict | ObjectKind::Scope => Ok(self.dict_method(id, name, arguments, span)),
            ObjectKind::Outside => self.method_outside(id, name, arguments, span),
            ObjectKind::List => Ok(self.list_method(id, name, arguments)),
            ObjectKind::Set => Ok(self.set_method(id, name, arguments)),
            // What is not its own is a method of its `__dict__`.
            ObjectKind::Instance(_) | ObjectKind::Native(_) if self.is_mapping(kind) && is_dict_method(name) => {
                Ok(self.dict_method(id, name, arguments, span))
            }
            ObjectKind::Native(class)
                if let Some(value) = self.signal_method(receiver, id, class, name, arguments, span)? =>
            {
                Ok(value)
            }
            ObjectKind::Native(class)
                if let Some(value) = self.parser_method(receiver, class, name, arguments, span)? =>
            {
                Ok(value)
            }
            ObjectKind::Native(class)
                if name == "__call__"
                    && let Some(made) = self.made_by_provider(receiver, class, arguments, span)? =>
            {
                Ok(made)
            }
            ObjectKind::Native(class) => match self.ini_object_method(id, class, name, arguments, span)? {
                Some(value) => Ok(value),
                None => Ok(self.native_method(receiver, class, name, arguments, span)),
            },
            ObjectKind::Instance(class) if matches!(name, "model_dump" | "dict" | "_asdict") => {
                Ok(self.fields_asked_for(id, *class, arguments))
            }
            ObjectKind::Instance(class) => {
                let base = self.classes[*class as usize].native_bases.first().cloned();
                let base = base.unwrap_or_else(|| "builtins.object".into());
                if name.starts_with("super:") && is_method(name, "__init__") {
                    self.filled_by_base(receiver);
                }
                match self.parser_method(receiver, &base, name, arguments, span)? {
                    Some(value) => Ok(value),
                    None => Ok(self.native_method(receiver, &base, name, arguments, span)),
                }
            }
        }
    }

    /// `model_dump()`: the annotated fields of a pydantic object.
    pub(super) fn fields_as_dict(&mut self, id: ObjectId, class: u32) -> Value {
        let (dict, value) = self.new_object(ObjectKind::Dict);
        for one in self.classes[class as usize].order.clone().iter().rev() {
            for field in self.annotations.get(one).cloned().unwrap_or_default() {
                let key = Key::Text(field);
                let own = self.store.get(id, &key).cloned();
                let of_class = self.store.get(self.classes[*one as usize].scope, &key).cloned();
                if let Some(value) = own.or(of_class) {
                    self.store.set(dict, key, value);
                }
            }
        }
        if let Some(base) = self.base_outside(class) {
            self.blur(dict, &format!("{base}, which is not in the project, may have more fields"));
        }
        value
    }

    /// Methods of dicts; `get` under a key from outside may select a profile.
    pub(super) fn dict_method(&mut self, id: ObjectId, name: &str, arguments: &Arguments, span: Span) -> Value {
        match older::dict_method(name) {
            "get" | "pop" | "setdefault" => self.dict_lookup(id, name, arguments, span),
            "update" => {
                if let Some(source) = arguments.first() {
                    self.merge_into(id, source);
                }
                for (key, value) in &arguments.named {
                    self.overlay(id, Key::Text(std::sync::Arc::clone(key)), value.clone());
                }
                self.take_more(id, arguments);
                Value::of(Data::None)
            }
            "copy" => {
                let (copy, value) = self.new_object(ObjectKind::Dict);
                self.merge_into(copy, &Self::object_value(id));
                value
            }
            "__setitem__" => {
                if let [key, value, ..] = arguments.positional.as_slice() {
                    match Key::of(key.by_default()) {
                        Some(key) => self.store.set(id, key, value.clone()),
                        None => self.write_any(id, value, "a key that is not known"),
                    }
                }
                Value::of(Data::None)
            }
            "clear" => {
                let keys: Vec<Key> = self.store.object(id).fields.keys().cloned().collect();
                for key in keys {
                    self.store.remove(id, &key);
                }
                Value::of(Data::None)
            }
            name @ ("items" | "keys" | "values") => self.dict_view(id, name),
            _ => Value::unknown("a method of a dict that is not modelled"),
        }
    }

    /// `dict.items()`, `keys()` or `values()`, as `name` says.
    pub(super) fn dict_view(&mut self, id: ObjectId, name: &str) -> Value {
        let object = self.store.object(id);
        let blurred = object.blurred.clone();
        let items: Vec<Value> = object
            .fields
            .iter()
            .map(|(key, value)| match name {
                "keys" => key.value(),
                "values" => value.clone(),
                _ => Value::of(Data::Tuple([key.value(), value.clone()].into())),
            })
            .collect();
        let list = self.new_list(items);
        if let (Some(why), Some(id)) = (blurred, Self::object_of(&list)) {
            let why = if deciders_of(&why).is_some() { &why } else { "a dict that is not fully known" };
            self.blur(id, why);
        }
        list
    }

    fn set_method(&mut self, id: ObjectId, name: &str, arguments: &Arguments) -> Value {
        match (name, arguments.first().and_then(|item| Key::of(item).map(|key| (key, item.clone())))) {
            ("add", Some((key, item))) => self.store.set(id, key, item),
            ("discard" | "remove", Some((key, _))) => {
                self.store.remove(id, &key);
            }
            _ => self.blur(id, "changed by a method that is not modelled"),
        }
        Value::of(Data::None)
    }

    /// What `yield` hands out, collected for the caller.
    pub(super) fn yield_items(&mut self, items: &Value) -> Value {
        if let Some(list) = self.yielded.last().cloned().flatten().as_ref().and_then(Self::object_of) {
            self.extend_list(list, items);
        }
        Value::unknown("what a generator is sent")
    }
}

/// `settings.get(key, default)` of a mapping that is not in the project.
fn entry_outside(mapping: &Value, name: &str, arguments: &Arguments) -> Option<Value> {
    let Data::External(external) = &mapping.data else { return None };
    let is_mapping = !external.is_text && external.kind != ExternalKind::Argument && matches!(name, "get" | "pop");
    let default = arguments.get(1, "default").filter(|_| is_mapping)?;
    let is_stated = matches!(default.data, Data::Str(_) | Data::Bytes(_) | Data::Int(_) | Data::Bool(_));
    // That the program does not start without the file says nothing of what is in it.
    let entry = entry_of(&external.name, arguments.first()?.by_default().as_str()?);
    is_stated.then(|| override_with(default, mapping, &[entry]))
}

pub(super) fn is_dict_method(name: &str) -> bool {
    matches!(
        older::dict_method(name),
        "get" | "pop" | "setdefault" | "update" | "copy" | "clear" | "items" | "keys" | "values" | "__setitem__"
    )
}

/// The method that `super()` in a metaclass is asked for, of `type` or of what is derived from it.
fn method_above_metaclass(name: &str) -> Option<&str> {
    let (base, method) = name.strip_prefix("super:")?.rsplit_once('.')?;
    matches!(base, "builtins.type" | "abc.ABCMeta" | "enum.EnumMeta" | "enum.EnumType").then_some(method)
}
