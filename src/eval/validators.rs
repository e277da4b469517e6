//! Validators of pydantic (1.10 and 2.14): functions of a class that check what an instance has, and may change it.
//!
//! Those that run before a text is converted, or around that, are not followed: what they check is not known.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::names::present;
use super::object::{Body, Flavour, Function, Target};
use super::store::{Key, ObjectId};
use crate::python::ast::Ranged;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose};

/// What a validator is given.
#[derive(Clone, PartialEq, Eq)]
enum Given {
    /// Each of these fields; `*` stands for all.
    Fields(Vec<Arc<str>>),
    /// What somebody gives for these fields, before that is converted; `*` stands for all.
    Before(Vec<Arc<str>>),
    /// The instance.
    Instance,
    /// The fields as a dict (1.10).
    Dict,
}

/// A function that checks what an instance of its class has.
#[derive(Clone)]
pub(super) struct Validator {
    given: Given,
    function: u32,
}

impl Machine<'_> {
    /// `@field_validator("name")`, `@model_validator(mode="after")`: notes the function that it decorates.
    pub(super) fn note_validator(&mut self, decorator: &str, arguments: &Arguments, function: &Value) {
        let Some(name) = decorator.strip_prefix("pydantic.") else { return };
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = function.data else { return };
        let Some(class) = self.frame().class else { return };
        let mode = arguments.keyword("mode").and_then(Value::as_str);
        let is_before = arguments.keyword("pre").is_some_and(|pre| pre.truth() != Some(false));
        let given = match (name.rsplit('.').next().unwrap_or(name), mode) {
            ("field_validator", None | Some("after" | "plain")) | ("validator", _) if !is_before => {
                Given::Fields(arguments.positional.iter().filter_map(Value::as_str).map(Arc::from).collect())
            }
            ("model_validator", Some("after")) => Given::Instance,
            ("root_validator", _) if !is_before => Given::Dict,
            ("field_validator" | "validator", _) => {
                Given::Before(arguments.positional.iter().filter_map(Value::as_str).map(Arc::from).collect())
            }
            ("model_validator" | "root_validator", _) => Given::Before(self.names_said_in(index)),
            _ => return,
        };
        self.classes[class as usize].validators.push(Validator { given, function: index });
    }

    /// Runs the validators of a new instance, those of its bases first. Defaults are checked where the fields are read from
    /// the environment; those of other models only all together.
    pub(super) fn validate(&mut self, id: ObjectId, class: u32, span: Span) -> Eval<()> {
        let reads_environment =
            self.classes[class as usize].native_bases.iter().any(|base| base.ends_with("BaseSettings"));
        let order: Vec<u32> = self.classes[class as usize].order.iter().rev().copied().collect();
        let validators = order.iter().flat_map(|one| self.classes[*one as usize].validators.clone());
        for Validator { given, function } in validators.collect::<Vec<_>>() {
            match given {
                Given::Fields(names) if reads_environment => {
                    let all = || self.store.object(id).fields.keys().filter_map(Key::text_value).collect();
                    let names = if names.iter().any(|name| **name == *"*") { all() } else { names };
                    for name in names {
                        self.validate_field(id, class, function, name, span)?;
                    }
                }
                Given::Before(names) => self.doubt_fields(id, class, &names),
                Given::Fields(_) => {}
                Given::Instance => {
                    let bound = self.bind(Self::object_value(id), Target::Function(function));
                    self.call(&bound, &Arguments::default(), span)?;
                }
                Given::Dict => {
                    let fields = self.fields_as_dict(id, class);
                    let checked = self.call_validator(class, function, fields, span)?;
                    for (key, value) in self.entries(&checked).unwrap_or_default() {
                        self.store.set(id, key, value);
                    }
                }
            }
        }
        Ok(())
    }

    /// The names that a function states as texts; `*` if it may write others.
    fn names_said_in(&self, function: u32) -> Vec<Arc<str>> {
        let Function { body, file, .. } = &self.functions[function as usize];
        let Body::Statements(statements) = body else { return vec!["*".into()] };
        let (Some(first), Some(last)) = (statements.first(), statements.last()) else { return Vec::new() };
        let said = Span::new(*file, first.range().start().to_u32(), last.range().end().to_u32());
        let source = self.program.sources.file(*file);
        let text = source.slice(said);
        if ["for ", "update(", "setattr("].iter().any(|word| text.contains(word)) {
            return vec!["*".into()];
        }
        text.split(['"', '\'']).skip(1).step_by(2).map(Arc::from).collect()
    }

    /// What a validator may have put into the fields of a new instance.
    fn doubt_fields(&mut self, id: ObjectId, class: u32, names: &[Arc<str>]) {
        let unknown = Value::unknown("what a validator makes of what is given");
        let is_meant = |name: &Arc<str>| names.iter().any(|one| **one == *"*" || one == name);
        let order = self.classes[class as usize].order.clone();
        let fields: Vec<Arc<str>> =
            order.iter().filter_map(|one| self.annotations.get(one)).flatten().cloned().collect();
        for field in fields.into_iter().filter(|field| is_meant(field)) {
            let now = self.store.get(id, &*field).cloned().or_else(|| self.member(class, &field));
            let value = now.map_or_else(|| unknown.clone(), |now| choose(&now, &unknown));
            self.store.set(id, Key::Text(field), value);
        }
    }

    fn validate_field(&mut self, id: ObjectId, class: u32, function: u32, name: Arc<str>, span: Span) -> Eval<()> {
        let key = Key::Text(name);
        let Some(value) = self.store.get(id, &key).and_then(present) else { return Ok(()) };
        let checked = self.call_validator(class, function, value, span)?;
        self.store.set(id, key, checked);
        Ok(())
    }

    /// A validator of fields is a method of the class, also without a word.
    fn call_validator(&mut self, class: u32, function: u32, value: Value, span: Span) -> Eval<Value> {
        let own = match self.functions[function as usize].flavour {
            Flavour::Static => Value::handle(HandleKind::Function, function),
            Flavour::Plain | Flavour::Class | Flavour::Property | Flavour::Command => {
                self.bind(Value::handle(HandleKind::Class, class), Target::Function(function))
            }
        };
        self.call(&own, &Arguments::of(vec![value]), span)
    }
}
