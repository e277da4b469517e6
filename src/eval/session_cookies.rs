//! What a project's session interface does with the settings of the session cookie: one that writes its own cookie need
//! not read them.
//!
//! It looks at the syntax of its methods alone: what they call outside the class is supposed to read nothing.

use super::machine::Machine;
use super::object::Body;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, Stmt};
use crate::value::{Data, Handle, HandleKind, Step, Value};

/// The settings that Flask's interface reads by methods of its own: `get_cookie_secure` reads `SESSION_COOKIE_SECURE`.
pub(super) const SETTINGS: [(&str, &str); 7] = [
    ("SESSION_COOKIE_NAME", "get_cookie_name"),
    ("SESSION_COOKIE_DOMAIN", "get_cookie_domain"),
    ("SESSION_COOKIE_PATH", "get_cookie_path"),
    ("SESSION_COOKIE_HTTPONLY", "get_cookie_httponly"),
    ("SESSION_COOKIE_SECURE", "get_cookie_secure"),
    ("SESSION_COOKIE_SAMESITE", "get_cookie_samesite"),
    ("SESSION_COOKIE_PARTITIONED", "get_cookie_partitioned"),
];
/// What decides about the cookie.
pub(super) const INTERFACE: &str = "the session interface";
/// What else of Flask's interface decides about the cookie.
const DECIDING: [&str; 3] = ["save_session", "should_set_cookie", "get_signing_serializer"];

impl Machine<'_> {
    /// Whether a class that derives from Flask's interface leaves the cookie to it: it only opens sessions otherwise.
    pub(super) fn inherits_cookie(&self, class: u32) -> bool {
        let getters = SETTINGS.iter().map(|(_, getter)| getter);
        getters.chain(&DECIDING).all(|method| self.find_in_class(class, method).is_none())
    }

    /// The settings that make no difference to the cookie, since the session interface `class` does not read them, with
    /// the reason as a value.
    pub(super) fn unread_by(&self, class: u32) -> Vec<(&'static str, Value)> {
        let own = self.own_cookie(class);
        let unread = |(setting, getter): &(&'static str, &str)| {
            let decider = match (self.method_body(class, getter), &own) {
                (Some(method), _) => (!mentions(&method, setting, getter)).then_some(method),
                (None, Some((saving, methods))) => {
                    let is_read = methods.iter().any(|method| mentions(method, setting, getter));
                    (!is_read).then_some(*saving)
                }
                (None, None) => None,
            }?;
            let why = Value::unknown("the session interface decides and does not read this setting");
            Some((*setting, why.via(Step::new(decider.span, INTERFACE))))
        };
        SETTINGS.iter().filter_map(unread).collect()
    }

    /// How an interface saves a session if it does so by itself, with a cookie of its own or none, and all its methods.
    fn own_cookie(&self, class: u32) -> Option<(Method<'_>, Vec<Method<'_>>)> {
        let saving = self.method_body(class, "save_session")?;
        let methods = self.methods_of(class);
        let is_passed_on = methods.iter().any(|method| method.has(&|word| word == "save_session"));
        (!is_passed_on).then_some((saving, methods))
    }

    fn method_body(&self, class: u32, name: &str) -> Option<Method<'_>> {
        self.method_of(&self.find_in_class(class, name)?.1)
    }

    fn methods_of(&self, class: u32) -> Vec<Method<'_>> {
        let order = &self.classes[class as usize].order;
        let scopes = order.iter().map(|class| self.store.object(self.classes[*class as usize].scope));
        scopes.flat_map(|scope| scope.fields.iter()).filter_map(|(_, value)| self.method_of(value)).collect()
    }

    fn method_of(&self, value: &Value) -> Option<Method<'_>> {
        match value.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Function, index }) => {
                let function = &self.functions[index as usize];
                Some(Method { span: function.span, body: function.body })
            }
            _ => None,
        }
    }
}

/// A method of an interface.
#[derive(Copy, Clone)]
struct Method<'p> {
    span: crate::source::Span,
    body: Body<'p>,
}

impl Method<'_> {
    /// Whether its code has an attribute, a name or a text that `is_meant`.
    fn has(&self, is_meant: &dyn Fn(&str) -> bool) -> bool {
        let mut words = Words { is_meant, found: false };
        match self.body {
            Body::Statements(statements) => statements.iter().for_each(|statement: &Stmt| words.visit_stmt(statement)),
            Body::Expression(expression) => words.visit_expr(expression),
        }
        words.found
    }
}

/// `self.get_cookie_secure(app)`, `app.config["SESSION_COOKIE_SECURE"]`, `app.session_cookie_name`.
fn mentions(method: &Method<'_>, setting: &str, getter: &str) -> bool {
    method.has(&|word| word.eq_ignore_ascii_case(setting) || word == getter)
}

struct Words<'w> {
    is_meant: &'w dyn Fn(&str) -> bool,
    found: bool,
}

impl<'a> Visitor<'a> for Words<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.found |= match expression {
            Expr::Attribute(attribute) => (self.is_meant)(attribute.attr.as_str()),
            Expr::Name(name) => (self.is_meant)(name.id.as_str()),
            Expr::StringLiteral(text) => (self.is_meant)(text.value.to_str()),
            _ => false,
        };
        walk_expr(self, expression);
    }
}
