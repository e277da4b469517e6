//! Apps that a function makes for itself: never returned, run or given to anything, as one that only lists the rules of a
//! blueprint. Nobody deploys them.
//!
//! It looks at the syntax of the function alone, and takes an app for one of these only where each use of its variable
//! shows what becomes of it.

use super::extensions::declares_views;
use super::machine::{App, Machine};
use super::object::Body;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, Ranged, Stmt};

/// Attributes of an app that neither give it to anybody nor serve it. A wrapper or subclass may have others that do.
const KEEPING: [&str; 21] = [
    "config",
    "name",
    "import_name",
    "logger",
    "root_path",
    "instance_path",
    "debug",
    "testing",
    "secret_key",
    "jinja_env",
    "json",
    "extensions",
    "url_map",
    "view_functions",
    "blueprints",
    "iter_blueprints",
    "spec",
    "url_for",
    "teardown_request",
    "teardown_appcontext",
    "register_error_handler",
];

impl Machine<'_> {
    /// Whether the function that makes an app keeps it to itself.
    pub(super) fn is_scratch(&self, app: &App) -> bool {
        let made_in = self.functions.iter().find(|function| {
            let is_here = function.file == app.span.file && Some(&function.name) == app.factory.as_ref();
            is_here && matches!(function.body, Body::Statements(body) if holds(body, app.span.start))
        });
        let Some(Body::Statements(body)) = made_in.map(|function| function.body) else { return false };
        let mut search = Assigned { at: app.span.start, name: None };
        search.visit_body(body);
        let Some(name) = search.name else { return false };
        let mut uses = Uses { name, is_kept: true };
        uses.visit_body(body);
        uses.is_kept
    }
}

fn holds(body: &[Stmt], at: u32) -> bool {
    body.iter().any(|statement| {
        let range = statement.range();
        (range.start().to_u32()..range.end().to_u32()).contains(&at)
    })
}

/// The variable to which the call at a place is assigned, and nothing else.
struct Assigned<'a> {
    at: u32,
    name: Option<&'a str>,
}

impl<'a> Visitor<'a> for Assigned<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Assign(assignment) = statement
            && let ([Expr::Name(name)], Expr::Call(call)) = (&*assignment.targets, &*assignment.value)
            && call.range.start().to_u32() == self.at
        {
            self.name = Some(name.id.as_str());
        }
        walk_stmt(self, statement);
    }
}

/// Whether a variable is only used by attributes that do not give it away.
struct Uses<'n> {
    name: &'n str,
    is_kept: bool,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Global(names) = statement {
            self.is_kept &= !names.names.iter().any(|name| name.as_str() == self.name);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Attribute(attribute) if is_name(&attribute.value, self.name) => {
                let name = attribute.attr.as_str();
                self.is_kept &= KEEPING.contains(&name) || declares_views(name);
            }
            Expr::Name(name) => self.is_kept &= name.ctx.is_store() || name.id.as_str() != self.name,
            _ => walk_expr(self, expression),
        }
    }
}

fn is_name(expression: &Expr, wanted: &str) -> bool {
    matches!(expression, Expr::Name(name) if name.id.as_str() == wanted)
}
