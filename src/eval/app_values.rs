//! Values that are apps or configurations, or stand for one.

use super::calls::Arguments;
use super::machine::Machine;
use super::object::{Body, Function, ObjectKind};
use crate::python::ast::{Expr, Stmt};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

/// What a proxy stands for that gives the configuration of the current app.
pub(super) const CURRENT_CONFIG: &str = "flask.current_app.config";

impl Machine<'_> {
    /// The app that a value is.
    pub(super) fn app_of(&self, value: &Value) -> Option<u32> {
        match self.kind_of(value) {
            Some((_, ObjectKind::App(index))) => Some(*index),
            Some(_) => None,
            None => self.proxied_app(value).and_then(|app| self.app_of(&app)),
        }
    }

    /// What the proxy `current_app` means, or one of its configuration: whatever app is current when it is used.
    pub(super) fn proxied_app(&self, value: &Value) -> Option<Value> {
        if self.native_name(value).as_deref() == Some(CURRENT_CONFIG) {
            let app = self.current_app().and_then(|app| self.app_of(&app))?;
            return Some(Self::object_value(self.apps[app as usize].config));
        }
        if self.is_current_app(value) { self.current_app() } else { None }
    }

    /// Whether a value is the proxy `current_app` itself.
    fn is_current_app(&self, value: &Value) -> bool {
        let name = self.native_name(value);
        matches!(name.as_deref(), Some("flask.current_app" | "quart.current_app" | "flask.globals.current_app"))
    }

    /// `LocalProxy(get_app)`: the app that the function makes, as when it is first asked for it. It is called only if it is
    /// named for apps: what else a proxy stands for is there in a request alone, but for a text or another proxy that a
    /// `lambda` names.
    pub(super) fn app_behind_proxy(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let function = arguments.first()?;
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = function.data else { return None };
        let Function { name, body, .. } = self.functions.get(index as usize)?;
        let named = match body {
            Body::Expression(named) => Some(*named),
            Body::Statements([Stmt::Return(only)]) => only.value.as_deref(),
            Body::Statements(_) => None,
        };
        if let Some(Expr::Attribute(attribute)) = named
            && attribute.attr.as_str() == "config"
            && let Expr::Name(name) = &*attribute.value
        {
            if name.id.as_str() == "current_app" {
                return Some(self.native(CURRENT_CONFIG));
            }
            return self
                .call(function, &Arguments::default(), span)
                .ok()
                .filter(|meant| self.config_of(meant).is_some());
        }
        if let Some(Expr::Name(_) | Expr::StringLiteral(_)) = named {
            let is_text = matches!(named, Some(Expr::StringLiteral(_)));
            let meant = self.call(function, &Arguments::default(), span).ok()?;
            return (is_text || self.is_current_app(&meant)).then_some(meant);
        }
        if !name.split('_').any(|word| matches!(word, "app" | "application")) {
            return None;
        }
        let made = self.call(function, &Arguments::default(), span).ok()?;
        self.app_of(&made).map(|_| made)
    }

    /// The app whose configuration a value is.
    pub(super) fn config_of(&self, value: &Value) -> Option<u32> {
        match self.kind_of(value) {
            Some((_, ObjectKind::Config(index))) => Some(*index),
            Some(_) => None,
            None => self.proxied_app(value).and_then(|config| self.config_of(&config)),
        }
    }

    /// An attribute of the class that an app is of, as far as the program says what it is.
    pub(super) fn attribute_of_app_class(&self, class: Option<u32>, name: &str) -> Option<Value> {
        let own = class.and_then(|class| self.find_in_class(class, name));
        own.map(|(_, value)| value).or_else(|| self.store.get(self.of_flask, name).cloned())
    }
}
