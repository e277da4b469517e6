//! Checks at start that refuse a value: `if key == "dev": raise`, `assert key`.
//!
//! What a check compares is known by where it was written: a setting whose value comes from there is
//! what the check refuses.

use std::sync::Arc;

use super::branches::Decision;
use super::conditions::AS_SCRIPT;
use super::machine::{App, Machine, Raise};
use crate::flask::{Guard, SecretSetting, Setting};
use crate::python::ast::Expr;
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
    /// When it applies, as a clause; empty if always.
    when: String,
}

impl<'p> Machine<'p> {
    /// Notes that a branch of `test` raised: what the test looked at is refused.
    pub(super) fn note_refusal(&mut self, test: &'p Expr, decision: &Decision, raise: &Raise) {
        let mut values = Vec::new();
        let start = self.now();
        self.collect_reads(test, &mut values);
        self.end_path(&start);
        let constants = values.iter().flat_map(Value::alternatives).filter(|value| is_constant(value));
        let origins: Vec<Span> = constants.filter_map(|value| value.trail.origin()).collect();
        if origins.is_empty() {
            return;
        }
        let when = match decision {
            Decision::ByDefault(_, by) if by.iter().any(|name| **name == *AS_SCRIPT) => {
                "when it is started as a script".into()
            }
            Decision::Known(_) | Decision::ByDefault(true, _) => self.when_it_runs(),
            Decision::ByDefault(false, by) => depending_on(by),
            Decision::Open => UNKNOWN_CONDITION.into(),
        };
        self.refusals.push(Refusal { span: raise.span, origins, when });
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
                for refusal in self.refusals.iter().filter(|refusal| refusal.origins.contains(&origin)) {
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
