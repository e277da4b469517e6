//! Which settings the code reads itself: a write that Flask ignores may be for that.
//!
//! A setting that is read only to set it (`app.config["TRUSTED_HOSTS"] = settings.TRUSTED_HOSTS`) is not read.

use super::{Search, Uses};
use crate::flask::{IgnoredWrite, Version, is_named_for_cookie, unread, was_given_up};
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, ExprContext, Stmt};

impl Uses {
    /// Takes away the writes of settings that Flask does not read, but this file of another package does.
    pub(in crate::eval) fn spare_own_reads(&self, ignored: &mut Vec<IgnoredWrite>, flask: Version) {
        ignored.retain(|write| unread(flask, &write.key).is_none() || !self.own_reads.contains(&write.key));
    }
}

impl Search<'_> {
    /// A setting that Flask has given up may be the project's own: what reads an attribute, a variable or an item of
    /// that name, or keeps the name. One that is still to come is what many name, and only what is read is its own.
    pub(super) fn note_read(&mut self, expression: &Expr) {
        let name = match expression {
            Expr::Attribute(attribute) if attribute.ctx == ExprContext::Load => attribute.attr.as_str(),
            Expr::Name(name) if name.ctx == ExprContext::Load => name.id.as_str(),
            Expr::StringLiteral(literal) => literal.value.to_str(),
            _ => "",
        };
        if was_given_up(name) || (expression.is_attribute_expr() && is_named_for_cookie(name)) {
            self.found.reads.insert(name.to_owned());
        }
        // The oldest Flask lacks all that some version does.
        let is_of_some = |name: &&str| unread(Version::new(0, 1, 0), name).is_some();
        if let Some(name) = read_by(expression).filter(is_of_some)
            && self.written.as_deref() != Some(name)
        {
            self.found.own_reads.insert(name.to_owned());
        }
    }

    /// Looks at what `setting` is given.
    pub(super) fn writing(&mut self, setting: Option<String>, look: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.written, setting);
        look(self);
        self.written = around;
    }
}

/// The name that an expression reads out of something: `x.NAME`, `x["NAME"]`, `x.get("NAME")`.
fn read_by(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Attribute(attribute) if attribute.ctx == ExprContext::Load => Some(attribute.attr.as_str()),
        Expr::Subscript(item) if item.ctx == ExprContext::Load => literal(&item.slice),
        Expr::Call(call) if matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "get") => {
            call.arguments.args.first().and_then(literal)
        }
        _ => None,
    }
}

fn literal(expression: &Expr) -> Option<&str> {
    expression.as_string_literal_expr().map(|literal| literal.value.to_str())
}

/// The setting that a statement gives a value: `config["NAME"] = …`, `NAME = …`.
pub(super) fn written_by(statement: &Stmt) -> Option<String> {
    let Stmt::Assign(assignment) = statement else { return None };
    let names = assignment.targets.iter().filter_map(|target| match target {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Subscript(item) => literal(&item.slice).map(str::to_owned),
        _ => None,
    });
    names.last()
}

/// Whether the code reads a variable of this name.
pub(in crate::eval) fn reads_variable(body: &[Stmt], name: &str) -> bool {
    struct Reads<'n> {
        name: &'n str,
        found: bool,
    }
    impl<'a> Visitor<'a> for Reads<'_> {
        fn visit_expr(&mut self, expression: &'a Expr) {
            self.found |= matches!(expression, Expr::Name(read) if read.ctx == ExprContext::Load && read.id.as_str() == self.name);
            walk_expr(self, expression);
        }
    }
    let mut reads = Reads { name, found: false };
    reads.visit_body(body);
    reads.found
}
