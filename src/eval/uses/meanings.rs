//! What expressions of names mean, by what the file imports.

use std::collections::BTreeSet;

use super::super::imported_names::meant_by;
use super::Search;
use super::signs::may_be_passed_on;
use crate::python::ast::Expr;

impl Search<'_> {
    pub(super) fn dotted(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Name(name) => self.names.get(name.id.as_str()).cloned(),
            Expr::Attribute(attribute) => Some(format!("{}.{}", self.dotted(&attribute.value)?, attribute.attr)),
            _ => None,
        }
    }

    /// Looks at code in which these names do not mean what is imported.
    pub(super) fn without(&mut self, names: &BTreeSet<String>, look: impl FnOnce(&mut Self)) {
        let hidden: Vec<(String, String)> = names.iter().filter_map(|name| self.names.remove_entry(name)).collect();
        look(self);
        self.names.extend(hidden);
    }

    /// The dotted name that is meant: that of a library, too, where a module of the project passes it on
    /// (`common.flask.session`, `extensions.session`).
    pub(super) fn meaning(&mut self, expression: &Expr) -> Option<String> {
        let dotted = self.dotted(expression)?;
        if !may_be_passed_on(&dotted) {
            return Some(dotted);
        }
        let (program, file) = (self.program, self.file);
        let known = self.passed_on.entry(dotted.clone()).or_insert_with(|| meant_by(program, file, &dotted));
        Some(known.clone().unwrap_or(dotted))
    }
}
