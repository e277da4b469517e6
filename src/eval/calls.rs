//! Calls: evaluating arguments, and finding what is called.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::hazards::Hazard;
use super::machine::{Eval, Machine};
use super::object::Target;
use crate::python::ast::{self, Expr};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose, override_with};

/// What an entry may be that a call is given by arguments we do not know.
pub(super) const UNKNOWN_ARGUMENTS: &str = "arguments that are not known";

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) positional: Vec<Value>,
    pub(super) named: Vec<(Arc<str>, Value)>,
    /// Whether there are more that are not known (`*args`, `**kwargs`).
    pub(super) is_open: bool,
    /// What may give the next ones by position.
    pub(super) more_by_position: Option<Value>,
    /// What may give others by name.
    pub(super) more_by_name: Option<Value>,
}

impl Arguments {
    pub(super) fn of(positional: Vec<Value>) -> Self {
        Self { positional, ..Self::default() }
    }

    /// Whether they are the same as `others` as far as we know.
    pub(super) fn are_like(&self, others: &Self) -> bool {
        let is_like = |one: &Value, other: &Value| match (&one.data, &other.data) {
            (Data::Unknown(_), Data::Unknown(_)) => true,
            (one, other) => one == other,
        };
        let mut named = self.named.iter().zip(&others.named);
        (self.is_open, self.positional.len(), self.named.len())
            == (others.is_open, others.positional.len(), others.named.len())
            && self.positional.iter().zip(&others.positional).all(|(one, other)| is_like(one, other))
            && named.all(|((name, one), (other_name, other))| name == other_name && is_like(one, other))
    }

    pub(super) fn keyword(&self, name: &str) -> Option<&Value> {
        self.named.iter().rev().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// The argument at `position`, or the one called `name`.
    pub(super) fn get(&self, position: usize, name: &str) -> Option<&Value> {
        self.positional.get(position).or_else(|| self.keyword(name))
    }

    pub(super) fn first(&self) -> Option<&Value> {
        self.positional.first()
    }

    /// The same with `receiver` before the others.
    pub(super) fn after(&self, receiver: &Value) -> Self {
        let mut arguments = self.clone();
        arguments.positional.insert(0, receiver.clone());
        arguments
    }

    /// Every argument.
    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.positional.iter().chain(self.named.iter().map(|(_, value)| value))
    }
}

impl<'p> Machine<'p> {
    pub(super) fn call_expression(&mut self, call: &'p ast::ExprCall) -> Eval<Value> {
        self.open_to_update(call);
        let callee = self.expression(&call.func)?;
        let arguments = self.arguments(&call.arguments)?;
        self.note_files_of_pattern(call, &callee, &arguments);
        self.note_open_registration(&call.func, &callee);
        let span = self.span(call);
        self.call(&callee, &arguments, span)
    }

    pub(super) fn arguments(&mut self, arguments: &'p ast::Arguments) -> Eval<Arguments> {
        let mut result = Arguments::default();
        for argument in &arguments.args {
            let value = self.expression(argument)?;
            if let Expr::Starred(_) = argument {
                self.spread_items(&value, &mut result);
            } else {
                result.positional.push(value);
            }
        }
        for keyword in &arguments.keywords {
            let value = self.expression(&keyword.value)?;
            match &keyword.arg {
                Some(name) => result.named.push((name.as_str().into(), value)),
                None => self.spread(&value, &mut result),
            }
        }
        Ok(result)
    }

    /// Calls any value.
    pub(super) fn call(&mut self, callee: &Value, arguments: &Arguments, span: Span) -> Eval<Value> {
        match &callee.data {
            Data::Overridable(_) | Data::OneOf(_) => self.call_alternatives(callee, arguments, span),
            Data::Handle(handle) => self.call_handle(callee, *handle, arguments, span),
            _ => {
                self.met(Hazard::Call, None);
                self.passed_away(arguments, span, "code that is not in the project");
                Ok(Value::unknown("the result of code that is not in the project"))
            }
        }
    }

    /// Calls each alternative as a branch of its own.
    fn call_alternatives(&mut self, callee: &Value, arguments: &Arguments, span: Span) -> Eval<Value> {
        if callee.alternatives().into_iter().all(|one| self.is_method_of_app(one)) {
            // Each is the method of the app that there is: see `apps_among`.
            let raised = || Value::unknown("a call that raises");
            return Ok(
                self.lift(callee, &mut |machine, one| machine.call(one, arguments, span).unwrap_or_else(|_| raised()))
            );
        }
        match &callee.data {
            Data::Overridable(both) => {
                let decision = Decision::ByDefault(true, Arc::clone(&both.by));
                self.call_either(&decision, &both.default, &both.otherwise, arguments, span)
            }
            Data::OneOf(values) => match values.split_first() {
                Some((first, rest)) if !rest.is_empty() => {
                    let rest = Value { data: Data::OneOf(rest.into()), trail: callee.trail.clone() };
                    self.call_either(&Decision::Open, first, &rest, arguments, span)
                }
                Some((only, _)) => self.call(only, arguments, span),
                None => Ok(Value::unknown("a call of nothing")),
            },
            _ => self.call(callee, arguments, span),
        }
    }

    pub(super) fn is_method_of_app(&self, callee: &Value) -> bool {
        self.receiver_of(callee).is_some_and(|receiver| self.is_app_or_config(receiver))
    }

    /// What a method is bound to.
    pub(super) fn receiver_of(&self, callee: &Value) -> Option<&Value> {
        let Data::Handle(Handle { kind: HandleKind::Bound, index }) = callee.data else { return None };
        self.bounds.get(index as usize).map(|bound| &bound.receiver)
    }

    fn call_either(
        &mut self,
        decision: &Decision,
        one: &Value,
        other: &Value,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Value> {
        let (mut first, mut second) = (None, None);
        self.branch(
            decision,
            &mut |machine| {
                first = Some(machine.call(one, arguments, span)?);
                Ok(Flow::Next)
            },
            &mut |machine| {
                second = Some(machine.call(other, arguments, span)?);
                Ok(Flow::Next)
            },
        )?;
        Ok(match (first, second, decision) {
            (Some(first), Some(second), Decision::ByDefault(_, by)) => override_with(&first, &second, by),
            (Some(first), Some(second), Decision::Known(_) | Decision::Open) => choose(&first, &second),
            (Some(only), None, _) | (None, Some(only), _) => only,
            (None, None, _) => Value::unknown("a call that raises"),
        })
    }

    fn call_handle(&mut self, callee: &Value, handle: Handle, arguments: &Arguments, span: Span) -> Eval<Value> {
        match handle.kind {
            HandleKind::Function => self.enter(handle.index, arguments, span),
            HandleKind::Class => self.instantiate(handle.index, arguments, span),
            HandleKind::Native => {
                let name = self.native_name(callee).unwrap_or_else(|| "unknown".into());
                self.call_native(&name, arguments, span)
            }
            HandleKind::Bound => self.call_bound(handle.index, arguments, span),
            HandleKind::Object => self.call_object(callee, arguments, span),
            HandleKind::Module => Ok(Value::unknown("a module cannot be called")),
        }
    }

    fn call_bound(&mut self, index: u32, arguments: &Arguments, span: Span) -> Eval<Value> {
        let bound = self.bounds[index as usize].clone();
        match bound.target {
            Target::Function(function) => self.enter(function, &arguments.after(&bound.receiver), span),
            Target::Method(name) => self.call_method(&bound.receiver, &name, arguments, span),
            Target::Partial(positional, named) => {
                let mut all = Arguments { positional, named, ..arguments.clone() };
                all.positional.extend(arguments.positional.iter().cloned());
                all.named.extend(arguments.named.iter().cloned());
                self.call(&bound.receiver, &all, span)
            }
            Target::Super(_) => Ok(Value::unknown("a super object cannot be called")),
        }
    }

    /// An instance with `__call__`, or an object of an extension.
    fn call_object(&mut self, callee: &Value, arguments: &Arguments, span: Span) -> Eval<Value> {
        let call = self.attribute(callee, "__call__", span)?;
        match call.data {
            Data::Handle(Handle { kind: HandleKind::Bound, index })
                if matches!(self.bounds[index as usize].target, Target::Function(_)) =>
            {
                self.call_bound(index, arguments, span)
            }
            _ => self.call_method(callee, "__call__", arguments, span),
        }
    }
}
