//! Apps that a function makes for itself: never returned, run or given to anything, as one that only lists the rules of a
//! blueprint. Nobody deploys them.
//!
//! It looks at the syntax of the function and of those of its module that it calls, and takes an app for one of these only
//! where each use of its variable shows what becomes of it.

use super::extensions::declares_views;
use super::machine::{App, Machine};
use super::object::{Body, Function};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, ExprCall, Ranged, Stmt};
use crate::source::FileId;

/// How many calls lead from the function that makes the app to one that is looked at.
const DEEPEST: usize = 3;

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
        self.is_kept(app.span.file, name, body, DEEPEST)
    }

    /// Whether a variable is only used by attributes that do not give it away.
    fn is_kept(&self, file: FileId, name: &str, body: &[Stmt], depth: usize) -> bool {
        let mut uses = Uses { machine: self, file, name, depth, is_kept: true };
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

/// Looks for a use of a variable that gives it away.
struct Uses<'m, 'p> {
    machine: &'m Machine<'p>,
    file: FileId,
    name: &'m str,
    /// How many calls more are followed.
    depth: usize,
    is_kept: bool,
}

impl Uses<'_, '_> {
    /// Whether a call hands the variable to functions of the module that keep it too.
    fn is_kept_by_callee(&self, call: &ExprCall) -> bool {
        let functions = self.machine.functions.iter().filter(|function| {
            function.file == self.file && function.class.is_none() && is_name(&call.func, &function.name)
        });
        let mut functions = functions.peekable();
        self.depth > 0 && functions.peek().is_some() && functions.all(|function| self.is_kept_in(function, call))
    }

    fn is_kept_in(&self, function: &Function<'_>, call: &ExprCall) -> bool {
        let (Some(parameters), Body::Statements(body)) = (function.parameters, function.body) else { return false };
        let places: Vec<&str> =
            parameters.posonlyargs.iter().chain(&parameters.args).map(|one| one.name().as_str()).collect();
        let by_place = call.arguments.args.iter().enumerate().filter(|(_, argument)| is_name(argument, self.name));
        let by_name = call.arguments.keywords.iter().filter(|keyword| is_name(&keyword.value, self.name));
        let given =
            by_place.map(|(at, _)| places.get(at).copied()).chain(by_name.map(|keyword| keyword.arg.as_deref()));
        given
            .into_iter()
            .all(|name| name.is_some_and(|name| self.machine.is_kept(self.file, name, body, self.depth - 1)))
    }
}

impl<'a> Visitor<'a> for Uses<'_, '_> {
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
            Expr::Call(call) if self.is_kept_by_callee(call) => {
                let values = call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|one| &one.value));
                values.filter(|value| !is_name(value, self.name)).for_each(|value| self.visit_expr(value));
            }
            _ => walk_expr(self, expression),
        }
    }
}

fn is_name(expression: &Expr, wanted: &str) -> bool {
    matches!(expression, Expr::Name(name) if name.id.as_str() == wanted)
}
