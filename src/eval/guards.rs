//! Checks at start that refuse a value: `if key == "dev": raise`, `assert key`.
//!
//! What a check compares is known by where it was written: a setting whose value comes from there is
//! what the check refuses.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::conditions::AS_SCRIPT;
use super::machine::{App, Eval, Machine, Raise};
use crate::flask::{Guard, SecretSetting, Setting};
use crate::python::ast::{Expr, Stmt};
use crate::source::Span;
use crate::value::{Data, Value};

const UNKNOWN_CONDITION: &str = "under a condition that is not known here";

/// A check that ended a path.
#[derive(Clone)]
pub(super) struct Refusal {
    /// Where it raises.
    span: Span,
    /// Where the values that it looks at were written.
    origins: Vec<Span>,
    /// The rest of the branch around it, empty until that is over: what is written there is not reached where it applies.
    rest: Option<Span>,
    /// When it applies, as a clause; empty if always.
    when: String,
}

impl Refusal {
    /// Whether it refuses what was written at this place.
    fn is_of(&self, origin: Span) -> bool {
        self.origins.contains(&origin) || self.rest.is_some_and(|rest| rest.contains(origin))
    }
}

impl<'p> Machine<'p> {
    /// Runs the body of a branch. Where the branch is taken by default, a check in it that raises under a condition refuses
    /// what the rest of it writes: `if not key: if is_prod: raise …; key = "dev"`.
    pub(super) fn guarded_block(&mut self, decision: &Decision, body: &'p [Stmt]) -> Eval<Flow> {
        let since = self.refusals.len();
        let flow = self.block(body);
        if let (Decision::ByDefault(true, _), Some(first), Some(last)) = (decision, body.first(), body.last()) {
            let body = Span { end: self.span(last).end, ..self.span(first) };
            let pending = self.refusals.iter_mut().skip(since).filter_map(|refusal| refusal.rest.as_mut());
            pending.filter(|rest| rest.start == rest.end && body.contains(**rest)).for_each(|rest| rest.end = body.end);
        }
        flow
    }

    /// Notes that a branch of `test` raised: what the test looked at is refused.
    pub(super) fn note_refusal(&mut self, test: &'p Expr, decision: &Decision, raise: &Raise) {
        let mut values = Vec::new();
        let start = self.now();
        self.collect_reads(test, &mut values);
        self.end_path(&start);
        let constants = values.iter().flat_map(Value::alternatives).filter(|value| is_constant(value));
        let origins: Vec<Span> = constants.filter_map(|value| value.trail.origin()).collect();
        let when = match decision {
            Decision::ByDefault(_, by) if by.iter().any(|name| **name == *AS_SCRIPT) => {
                "when it is started as a script".into()
            }
            Decision::Known(_) | Decision::ByDefault(true, _) => self.when_it_runs(),
            Decision::ByDefault(false, by) => depending_on(by),
            Decision::Open => UNKNOWN_CONDITION.into(),
        };
        let is_aside = matches!(decision, Decision::ByDefault(false, _) | Decision::Open);
        let place = self.span(test);
        let rest = is_aside.then_some(Span { start: place.end, ..place });
        let is_known = |one: &Refusal| {
            one.span == raise.span
                && one.when == when
                && one.origins == origins
                && one.rest.map(|rest| rest.start) == rest.map(|rest| rest.start)
        };
        if (is_aside || !origins.is_empty()) && !self.refusals.iter().any(is_known) {
            self.refusals.push(Refusal { span: raise.span, origins, rest, when });
        }
    }

    /// When what is run now is run, as a clause; empty if always.
    fn when_it_runs(&self) -> String {
        match self.doubts.set_here.as_slice() {
            [] if self.doubts.are_none() => String::new(),
            [] => UNKNOWN_CONDITION.into(),
            names => depending_on(names),
        }
    }

    /// The values that a condition reads. Reading them again changes nothing.
    fn collect_reads(&mut self, test: &'p Expr, values: &mut Vec<Value>) {
        match test {
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) => {
                values.extend(self.expression(test));
            }
            Expr::UnaryOp(operation) => self.collect_reads(&operation.operand, values),
            Expr::BoolOp(operation) => operation.values.iter().for_each(|value| self.collect_reads(value, values)),
            Expr::Compare(compare) => {
                self.collect_reads(&compare.left, values);
                compare.comparators.iter().for_each(|value| self.collect_reads(value, values));
            }
            _ => {}
        }
    }

    /// The checks that refuse what a secret setting of `app` holds.
    pub(super) fn guards_of(&self, app: &App, settings: &std::collections::BTreeMap<String, Setting>) -> Vec<Guard> {
        let mut guards = app.guards.clone();
        for (name, setting) in settings.iter().filter(|(name, _)| SecretSetting::is(name)) {
            for value in setting.value.alternatives() {
                let Some(origin) = value.trail.origin().filter(|_| is_constant(value)) else { continue };
                for refusal in self.refusals.iter().filter(|refusal| refusal.is_of(origin)) {
                    let guard = Guard {
                        span: refusal.span,
                        setting: name.clone(),
                        refused: Some(value.clone()),
                        when: refusal.when.clone(),
                    };
                    if !guards.contains(&guard) {
                        guards.push(guard);
                    }
                }
            }
        }
        guards
    }
}

fn depending_on(names: &[Arc<str>]) -> String {
    format!("depending on {}", names.join(" and "))
}

fn is_constant(value: &Value) -> bool {
    matches!(value.data, Data::Str(_) | Data::Bytes(_))
}
