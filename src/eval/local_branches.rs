//! Branches that are named for development or tests, where nothing else tells which branch runs: `if settings.DEBUG:`.
//!
//! Which one runs stays open. What only such a branch has is marked, so that a key there is not taken for production's.

use super::branches::{Decision, Flow};
use super::machine::{Eval, Machine};
use crate::flask::{Context, Profiles};
use crate::python::ast::{BoolOp, CmpOp, Expr, ExprCall, ExprCompare, UnaryOp};
use crate::value::{Data, Step, Value, for_each};

impl<'p> Machine<'p> {
    /// The side of an open condition that is for development or tests alone.
    pub(super) fn local_side(&self, test: &Expr, decision: &Decision) -> Option<bool> {
        match decision {
            Decision::Open => local_side(test, &self.program.profiles),
            Decision::Known(_) | Decision::ByDefault(..) => None,
        }
    }

    /// Runs one side of a condition, which may be for development or tests.
    pub(super) fn on_side(
        &mut self,
        side: bool,
        decision: &Decision,
        test: &'p Expr,
        run: impl FnOnce(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let may_run = match decision {
            Decision::Open => true,
            Decision::ByDefault(default, _) => *default != side,
            Decision::Known(_) => false,
        };
        if !may_run || local_side(test, &self.program.profiles) != Some(side) {
            return run(self);
        }
        self.doubts.is_local = true;
        if matches!(decision, Decision::ByDefault(..)) {
            return run(self);
        }
        let mark = self.store.mark();
        let flow = run(self)?;
        let step = Step::local(self.span(test));
        for ((id, key), value) in self.store.changes_since(mark) {
            if let Some(value) = value {
                self.store.set(id, key, as_local(&value, &step));
            }
        }
        Ok(match flow {
            Flow::Return(value) => Flow::Return(as_local(&value, &step)),
            Flow::Next | Flow::Break | Flow::Continue => flow,
        })
    }

    /// What one side of a condition yields, of which `local` is for development or tests.
    pub(super) fn of_side(&self, side: bool, local: Option<bool>, test: &Expr, value: Value) -> Value {
        if local == Some(side) { as_local(&value, &Step::local(self.span(test))) } else { value }
    }
}

/// A value whose texts are marked. What nobody wrote stays so.
fn as_local(value: &Value, step: &Step) -> Value {
    for_each(value, &|one| match &one.data {
        Data::Str(_) | Data::Bytes(_) if !one.trail.is_empty() => one.via(step.clone()),
        _ => one.clone(),
    })
}

/// The side that names say is for development or tests: that of `DEBUG`, `is_local()`, `env == "test"`, and the one
/// that is not production's.
fn local_side(test: &Expr, profiles: &Profiles) -> Option<bool> {
    match test {
        Expr::Name(name) => side_of_name(name.id.as_str(), profiles),
        Expr::Attribute(attribute) => side_of_name(attribute.attr.as_str(), profiles),
        Expr::Call(call) => side_of_call(call, profiles),
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => local_side(&unary.operand, profiles).map(|side| !side),
        Expr::BoolOp(both) => {
            let deciding = matches!(both.op, BoolOp::And);
            let sides: Vec<Option<bool>> = both.values.iter().map(|one| local_side(one, profiles)).collect();
            // Of `and` one is enough for what runs where all hold, of `or` for what runs where none does.
            let all_other = sides.iter().all(|side| *side == Some(!deciding));
            if sides.contains(&Some(deciding)) { Some(deciding) } else { all_other.then_some(!deciding) }
        }
        Expr::Compare(compare) => side_of_comparison(compare, profiles),
        _ => None,
    }
}

fn side_of_name(name: &str, profiles: &Profiles) -> Option<bool> {
    match profiles.of_name(name) {
        Context::Development | Context::Testing => Some(true),
        Context::Production => Some(false),
        Context::Unnamed | Context::Example => None,
    }
}

/// `is_local()`, `flag("DEBUG")`.
fn side_of_call(call: &ExprCall, profiles: &Profiles) -> Option<bool> {
    let of_text = || match call.arguments.args.first()? {
        Expr::StringLiteral(text) => side_of_name(text.value.to_str(), profiles),
        _ => None,
    };
    match &*call.func {
        Expr::Name(_) | Expr::Attribute(_) => local_side(&call.func, profiles).or_else(of_text),
        _ => None,
    }
}

fn side_of_comparison(compare: &ExprCompare, profiles: &Profiles) -> Option<bool> {
    let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else { return None };
    let same = match operator {
        CmpOp::Eq | CmpOp::Is | CmpOp::In => true,
        CmpOp::NotEq | CmpOp::IsNot | CmpOp::NotIn => false,
        CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => return None,
    };
    let side = side_of_constant(right, &compare.left, profiles);
    side.or_else(|| side_of_constant(&compare.left, right, profiles)).map(|side| side == same)
}

/// What it means that `other` is, or is among, a constant.
fn side_of_constant(constant: &Expr, other: &Expr, profiles: &Profiles) -> Option<bool> {
    match constant {
        // A comparison with "debug" is about verbosity as often as about a profile.
        Expr::StringLiteral(text) if text.value.to_str().eq_ignore_ascii_case("debug") => None,
        Expr::StringLiteral(text) => side_of_name(text.value.to_str(), profiles),
        Expr::BooleanLiteral(boolean) => local_side(other, profiles).map(|side| side == boolean.value),
        Expr::Tuple(tuple) => side_of_all(&tuple.elts, other, profiles),
        Expr::List(list) => side_of_all(&list.elts, other, profiles),
        Expr::Set(set) => side_of_all(&set.elts, other, profiles),
        _ => None,
    }
}

fn side_of_all(constants: &[Expr], other: &Expr, profiles: &Profiles) -> Option<bool> {
    let mut sides = constants.iter().map(|one| side_of_constant(one, other, profiles));
    let first = sides.next()??;
    sides.all(|side| side == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::local_side;
    use crate::flask::Profiles;
    use crate::python::parse_expression;

    fn side(test: &str) -> Option<bool> {
        local_side(&parse_expression(test).unwrap(), &Profiles::default())
    }

    #[test]
    fn names_say_which_side_is_for_development_or_tests() {
        for test in [
            "DEBUG",
            "settings.UNIT_TEST_MODE",
            "is_local()",
            "read('IS_DEV')",
            "not IS_PROD",
            "env == 'development'",
            "'test' == env",
            "env != 'production'",
            "env in ('dev', 'test')",
            "env not in ['prod']",
            "DEBUG is True",
            "DEBUG and wanted",
            "DEBUG or TESTING",
        ] {
            assert_eq!(side(test), Some(true), "{test}");
        }
        for test in ["not DEBUG", "is_production()", "env == 'prod'", "IS_PROD or forced", "DEBUG == False"] {
            assert_eq!(side(test), Some(false), "{test}");
        }
        for test in ["ready", "level == 'debug'", "env == 'staging'", "DEBUG or wanted", "env < 'dev'", "env in names"]
        {
            assert_eq!(side(test), None, "{test}");
        }
    }
}
