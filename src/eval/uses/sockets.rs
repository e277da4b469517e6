//! Which functions of a file answer messages of a socket: Flask-SocketIO gives them a session of their own, which is never
//! sent as a cookie (5.7).
//!
//! It looks at one file: a function that another one registers is not told.

use std::collections::BTreeSet;

use super::super::imported_names::ImportedNames;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, Stmt};

/// The class of handlers whose methods are the events.
const NAMESPACE: &str = "flask_socketio.Namespace";

/// What a file does with Flask-SocketIO.
pub(super) struct Sockets {
    is_imported: bool,
    /// The functions that it registers by a call: `socketio.on_event("join", join)`.
    registered: BTreeSet<String>,
}

impl Sockets {
    pub(super) fn of(names: &ImportedNames, body: &[Stmt]) -> Self {
        let is_imported = names.values().any(|dotted| dotted.split('.').next() == Some("flask_socketio"));
        let mut sockets = Self { is_imported, registered: BTreeSet::new() };
        if is_imported {
            sockets.visit_body(body);
        }
        sockets
    }

    /// Whether a function, or the methods of a class, answer messages; `dotted` tells what a base class is.
    pub(super) fn answers(&self, statement: &Stmt, dotted: impl Fn(&Expr) -> Option<String>) -> bool {
        match statement {
            _ if !self.is_imported => false,
            Stmt::ClassDef(class) => class.bases().iter().any(|base| dotted(base).as_deref() == Some(NAMESPACE)),
            Stmt::FunctionDef(function) => {
                let mut decorators = function.decorator_list.iter().map(|decorator| &decorator.expression);
                self.registered.contains(function.name.as_str()) || decorators.any(is_event)
            }
            _ => false,
        }
    }
}

/// `@socketio.on("join")`, `@socketio.event`.
fn is_event(decorator: &Expr) -> bool {
    match decorator {
        Expr::Call(call) => matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "on"),
        Expr::Attribute(event) => event.attr.as_str() == "event",
        _ => false,
    }
}

impl<'a> Visitor<'a> for Sockets {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "on_event")
            && let Some(Expr::Name(handler)) = call.arguments.find_argument_value("handler", 1)
        {
            self.registered.insert(handler.id.to_string());
        }
        walk_expr(self, expression);
    }
}
