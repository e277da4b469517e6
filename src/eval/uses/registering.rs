//! Which functions register views: `self.app.add_url_rule(…)`, `@app.route(…)` in a function.
//!
//! It reads syntax: on what they register them is not told.

use std::collections::BTreeSet;

use super::super::extensions::declares_views;
use super::Search;
use crate::python::ast::{Expr, ExprCall};
use crate::source::Span;

/// Functions by the places of their names.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Registering {
    /// Those that register views of any kind.
    pub(in super::super) views: BTreeSet<Span>,
    /// Those of them that register blueprints.
    pub(in super::super) blueprints: BTreeSet<Span>,
}

impl Search<'_> {
    /// Notes that the function around registers what it decorates.
    pub(super) fn note_registering_by(&mut self, decorator: &Expr) {
        let method = decorator.as_call_expr().map_or(decorator, |call| &call.func);
        if method.as_attribute_expr().is_some_and(|method| declares_views(method.attr.as_str())) {
            self.found.registering.views.extend(self.innermost);
        }
    }

    /// Notes that the function around registers something by a call.
    pub(super) fn note_registering(&mut self, call: &ExprCall) {
        let Expr::Attribute(method) = &*call.func else { return };
        if registers(method.attr.as_str()) {
            self.found.registering.views.extend(self.innermost);
        }
        if method.attr.as_str() == "register_blueprint" {
            self.found.registering.blueprints.extend(self.innermost);
        }
    }
}

/// Whether a method of this name registers views, of Flask or of an extension for interfaces (Flask-RESTful, Flask-RESTX).
/// What may as well be that of a dict or a client for the web (`get`) only counts as a decorator.
pub(in super::super) fn registers(method: &str) -> bool {
    const AMBIGUOUS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    matches!(method, "add_resource" | "add_namespace") || declares_views(method) && !AMBIGUOUS.contains(&method)
}
