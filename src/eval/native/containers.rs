//! `collections`, `dataclasses` and the read-only mappings: what they make is a dict or a class here.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::data::DEEPEST_COPY;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

impl Machine<'_> {
    pub(super) fn container_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        match name {
            "collections.OrderedDict"
            | "collections.UserDict"
            | "types.MappingProxyType"
            | "werkzeug.datastructures.ImmutableDict"
            | "werkzeug.datastructures.structures.ImmutableDict" => Some(self.make_dict(arguments)),
            "collections.defaultdict" => {
                let rest = arguments.positional.iter().skip(1).cloned().collect();
                let made = self.make_dict(&Arguments { positional: rest, ..arguments.clone() });
                let factory = arguments.first().filter(|factory| factory.data != Data::None);
                if let (Some(id), Some(factory)) = (Self::object_of(&made), factory) {
                    self.factories.insert(id, factory.clone());
                }
                Some(made)
            }
            "collections.ChainMap" => Some(self.chain_map(arguments, span)),
            "collections.namedtuple" => self.named_tuple(arguments, span),
            "dataclasses.field" | "attrs.field" | "attr.field" | "attr.ib" | "attr.attrib" => match arguments
                .keyword("default")
                .cloned()
            {
                Some(default) => Some(default),
                None => match arguments.keyword("default_factory").or_else(|| arguments.keyword("factory")).cloned() {
                    Some(factory) => {
                        let (id, field) = self.new_object(ObjectKind::Native("dataclasses.Field".into()));
                        self.store.set(id, Key::text("default_factory"), factory);
                        Some(field)
                    }
                    None => Some(Value::of(Data::Absent)),
                },
            },
            "dataclasses.asdict" => arguments.first().cloned().map(|value| self.as_dict(&value)),
            "dataclasses.replace" | "attrs.evolve" | "attr.evolve" => {
                arguments.first().cloned().map(|value| self.replaced(&value, arguments))
            }
            _ => None,
        }
    }

    /// `ChainMap(first, second)`: what the first mapping that has a key says. The environment among them
    /// decides every key that comes after it.
    fn chain_map(&mut self, arguments: &Arguments, span: Span) -> Value {
        let (id, value) = self.new_object(ObjectKind::Dict);
        for source in arguments.positional.iter().rev() {
            if self.native_name(source).as_deref() != Some("os.environ") {
                self.merge_into(id, source);
                continue;
            }
            for (key, default) in self.store.object(id).fields.clone() {
                let read = self.read_environment(&key.value(), &default, span);
                self.store.set(id, key, read);
            }
        }
        if arguments.positional.iter().any(|source| self.native_name(source).as_deref() == Some("os.environ")) {
            self.blur(id, "a mapping over the environment");
        }
        value
    }

    /// `namedtuple("Name", "one two", defaults=[...])`: a class whose fields are its parameters.
    fn named_tuple(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let name = Self::text_of(arguments, 0, "typename")?;
        let names = arguments.get(1, "field_names")?.clone();
        let fields: Vec<Arc<str>> = match names.as_str() {
            Some(text) => text.replace(',', " ").split_whitespace().map(Into::into).collect(),
            None => self.items_of(&names)?.iter().filter_map(|name| name.as_str().map(Into::into)).collect(),
        };
        let defaults = match arguments.keyword("defaults") {
            Some(defaults) => self.items_of(&defaults.clone())?,
            None => Vec::new(),
        };
        let base = self.native("typing.NamedTuple");
        let class = self.add_class(&name, span, &[base]);
        let scope = self.classes[class as usize].scope;
        for (field, default) in fields.iter().rev().zip(defaults.into_iter().rev()) {
            self.store.set(scope, Key::Text(Arc::clone(field)), default);
        }
        self.annotations.insert(class, fields);
        Some(Value::handle(HandleKind::Class, class))
    }

    /// `asdict(instance)`, also of the dataclasses that it holds.
    fn as_dict(&mut self, value: &Value) -> Value {
        let Some((id, ObjectKind::Instance(class))) = self.kind_of(value).map(|(id, kind)| (id, kind.clone())) else {
            return match value.data {
                Data::Handle(Handle { kind: HandleKind::Object, .. }) => self.copied(value, Some(DEEPEST_COPY)),
                _ => value.clone(),
            };
        };
        let fields = self.fields_as_dict(id, class);
        if let Some(id) = Self::object_of(&fields) {
            for (key, field) in self.store.object(id).fields.clone() {
                let plain = self.as_dict(&field);
                self.store.set(id, key, plain);
            }
        }
        fields
    }

    /// `replace(instance, field=value)`.
    fn replaced(&mut self, value: &Value, arguments: &Arguments) -> Value {
        let copy = self.copied(value, None);
        if let Some(id) = Self::object_of(&copy) {
            for (name, argument) in &arguments.named {
                self.store.set(id, Key::Text(Arc::clone(name)), argument.clone());
            }
            self.take_more(id, arguments);
        }
        copy
    }

    /// `dict.fromkeys(keys, value)`.
    pub(super) fn dict_from_keys(&mut self, arguments: &Arguments) -> Option<Value> {
        let keys = self.iterate(arguments.first()?)?;
        let value = arguments.positional.get(1).cloned().unwrap_or_else(|| Value::of(Data::None));
        let (id, made) = self.new_object(ObjectKind::Dict);
        for key in keys {
            match Key::of(&key) {
                Some(key) => self.store.set(id, key, value.clone()),
                None => self.blur(id, "a key that is not known"),
            }
        }
        Some(made)
    }
}
