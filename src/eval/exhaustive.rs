//! Chains of comparisons that accept no name but those that they ask for: `if env == "production": … else: raise`.
//!
//! They select as a dict of variants does, which raises on any other key. What each branch does is not looked at.

use std::sync::Arc;

use super::conditions::subject_of;
use super::machine::Machine;
use super::narrowing::is_readable;
use super::world::{Choice, Subject};
use crate::flask::Context;
use crate::python::ast::{BoolOp, CmpOp, Expr, Stmt, StmtIf};

impl<'p> Machine<'p> {
    /// Notes that a variable is certainly one of the names that such a chain compares it with: each has a world of its own,
    /// and the program goes on in no other.
    pub(super) fn note_exhaustive(&mut self, statement: &'p StmtIf) {
        let Some(compared) = compared_in(statement).filter(|_| self.doubts.are_none() && self.tries == 0) else {
            return;
        };
        let options: Vec<Arc<str>> = compared.iter().map(|(_, option)| Arc::from(*option)).collect();
        let is_named = |option: &&Arc<str>| self.program.profiles.of_name(option) != Context::Unnamed;
        if options.iter().filter(is_named).count() < 2 {
            return;
        }
        let subjects: Option<Vec<Subject>> =
            compared.iter().map(|(selector, _)| self.subject_beside(selector, &options)).collect();
        let Some(mut subjects) = subjects else { return };
        subjects.dedup();
        if let [subject] = subjects.as_slice()
            && !subject.names_secret()
        {
            self.add_choice(Choice { is_comparison: true, ..Choice::of(subject.clone(), options, None) });
        }
    }

    /// What decides a value that is none of these by default.
    fn subject_beside(&mut self, selector: &'p Expr, options: &[Arc<str>]) -> Option<Subject> {
        let value = self.expression(selector).ok()?;
        let is_among = value.by_default().as_str().is_some_and(|text| options.iter().any(|option| **option == *text));
        subject_of(&value).filter(|_| !is_among)
    }
}

/// What all tests of a chain compare, and with which texts, if the chain raises where nothing is so.
fn compared_in(statement: &StmtIf) -> Option<Vec<(&Expr, &str)>> {
    let (last, clauses) = statement.elif_else_clauses.split_last()?;
    if last.test.is_some() || !matches!(last.body.last(), Some(Stmt::Raise(_))) {
        return None;
    }
    let tests = std::iter::once(&*statement.test).chain(clauses.iter().filter_map(|clause| clause.test.as_ref()));
    let compared: Option<Vec<_>> = tests.map(comparisons).collect();
    compared.map(|compared| compared.concat())
}

/// The comparisons of which one makes a condition true.
fn comparisons(test: &Expr) -> Option<Vec<(&Expr, &str)>> {
    match test {
        Expr::BoolOp(either) if either.op == BoolOp::Or => {
            let all: Option<Vec<_>> = either.values.iter().map(comparisons).collect();
            all.map(|all| all.concat())
        }
        Expr::Compare(compare) if is_readable(&compare.left) => {
            let [right] = &*compare.comparators else { return None };
            let texts = match (&*compare.ops, right) {
                ([CmpOp::Eq], _) => std::slice::from_ref(right),
                ([CmpOp::In], Expr::Tuple(tuple)) => &*tuple.elts,
                ([CmpOp::In], Expr::List(list)) => &*list.elts,
                ([CmpOp::In], Expr::Set(set)) => &*set.elts,
                _ => return None,
            };
            let texts = texts.iter().map(|one| match one {
                Expr::StringLiteral(name) => Some((&*compare.left, name.value.to_str())),
                _ => None,
            });
            texts.collect()
        }
        _ => None,
    }
}
