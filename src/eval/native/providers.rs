//! Providers of Dependency Injector (4.49): objects of a container that make what they are called for, `Singleton` once.
//!
//! What their `Configuration` holds is not read.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine};
use super::super::object::{ObjectKind, Target};
use super::super::store::Key;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

const PROVIDERS: &str = "dependency_injector.providers.";
/// The function and the arguments that it is called with.
const MAKES: &str = "makes";
/// What it made.
const MADE: &str = "made";

impl Machine<'_> {
    /// `providers.Singleton(Flask, __name__)`.
    pub(super) fn provider_call(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let kind = name.strip_prefix(PROVIDERS)?;
        let (given, rest) = arguments.positional.split_first()?;
        let makes = match kind {
            "Object" => None,
            "Singleton" | "ThreadSafeSingleton" | "Factory" | "Callable" if !arguments.is_open => {
                Some(self.bind(given.clone(), Target::Partial(rest.to_vec(), arguments.named.clone())))
            }
            _ => return None,
        };
        let (id, provider) = self.new_object(ObjectKind::Native(name.into()));
        match makes {
            Some(makes) => self.store.set(id, Key::text(MAKES), makes),
            None => self.store.set(id, Key::text(MADE), given.clone()),
        }
        Some(provider)
    }

    /// `container.app()`.
    pub(in super::super) fn made_by_provider(
        &mut self,
        provider: &Value,
        class: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some(kind) = class.strip_prefix(PROVIDERS) else { return Ok(None) };
        if let Some(made) = self.field(provider, MADE) {
            return Ok(Some(made));
        }
        let (Some(makes), Some(id)) = (self.field(provider, MAKES), Self::object_of(provider)) else { return Ok(None) };
        let makes = self.with_injected(&makes, span)?;
        let made = self.call(&makes, arguments, span)?;
        if kind.ends_with("Singleton") {
            self.store.set(id, Key::text(MADE), made.clone());
        }
        Ok(Some(made))
    }

    /// The function with what the providers among its arguments give.
    fn with_injected(&mut self, makes: &Value, span: Span) -> Eval<Value> {
        let Data::Handle(Handle { kind: HandleKind::Bound, index }) = makes.data else { return Ok(makes.clone()) };
        let bound = self.bounds[index as usize].clone();
        let Target::Partial(mut positional, mut named) = bound.target else { return Ok(makes.clone()) };
        for value in positional.iter_mut().chain(named.iter_mut().map(|(_, value)| value)) {
            *value = self.injected(value, span)?;
        }
        Ok(self.bind(bound.receiver, Target::Partial(positional, named)))
    }

    /// What a provider gives, or another value.
    fn injected(&mut self, value: &Value, span: Span) -> Eval<Value> {
        let Some(class) = self.provider_behind(value) else { return Ok(value.clone()) };
        let given = self.made_by_provider(value, &class, &Arguments::default(), span)?;
        Ok(given.unwrap_or_else(|| Value::unknown("what a provider gives that is not modelled")))
    }

    /// The class of the provider that a value is, or is a part of.
    fn provider_behind(&self, value: &Value) -> Option<Arc<str>> {
        let receiver = self.receiver_of(value);
        let class = match self.kind_of(receiver.unwrap_or(value)) {
            Some((_, ObjectKind::Native(class))) => Arc::clone(class),
            _ => return None,
        };
        class.starts_with(PROVIDERS).then_some(class)
    }
}
