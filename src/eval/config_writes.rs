//! What the syntax of a write says: whether it configures an app, which one, and for whom the function is that does.

use super::extensions::declares_views;
use super::hooks;
use super::survey::last_name;
use crate::python::ast::Expr;

/// The variable that an attribute chain starts from.
pub(super) fn root_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => root_name(&attribute.value),
        Expr::Subscript(subscript) => root_name(&subscript.value),
        _ => None,
    }
}

/// `x.secret_key`, `x.config["K"]`, `x.config.update`.
pub(super) fn is_config_write(target: &Expr) -> bool {
    let is_config = |value: &Expr| matches!(value, Expr::Attribute(attribute) if attribute.attr.as_str() == "config");
    match target {
        Expr::Attribute(attribute) => attribute.attr.as_str() == "secret_key" || is_config(&attribute.value),
        Expr::Subscript(subscript) => is_config(&subscript.value),
        _ => false,
    }
}

/// `self.app.secret_key`, `self.web_app.config[…]`: much else has a configuration of its own.
pub(super) fn names_app_of_instance(target: &Expr) -> bool {
    match target {
        Expr::Attribute(attribute) => match &*attribute.value {
            Expr::Attribute(owner) => {
                let name = owner.attr.as_str().to_lowercase();
                name.ends_with("app")
                    || matches!(&*name, "application" | "server" | "flask")
                    || names_app_of_instance(&attribute.value)
            }
            _ => false,
        },
        Expr::Subscript(subscript) => names_app_of_instance(&subscript.value),
        _ => false,
    }
}

/// Whether a decorator makes a function one that Flask calls at requests, or somebody for a purpose of his own.
pub(super) fn calls_elsewhere(decorator: &Expr) -> bool {
    const NAMES: [&str; 14] = [
        "after_this_request",
        "app_errorhandler",
        "app_context_processor",
        "user_loader",
        "command",
        "group",
        "task",
        "shared_task",
        "fixture",
        "patch",
        "connect",
        "connect_via",
        "contextmanager",
        "property",
    ];
    let callee = if let Expr::Call(call) = decorator { &*call.func } else { decorator };
    let name = last_name(callee);
    NAMES.contains(&name) || declares_views(name) || hooks::of_blueprint(name).is_some()
}
