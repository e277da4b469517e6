//! Tokens that the app puts into cookies by itself. The settings of Flask-JWT-Extended are for its own
//! `set_access_cookies()`; what others say of the cookie is not judged.

use crate::python::ast::{Expr, ExprCall};

/// Whether a call is `response.set_cookie(…)` with the name of a token's cookie: its default (Flask-JWT-Extended 4.7), or
/// what the setting says.
pub(super) fn sets_token_cookie(call: &ExprCall) -> bool {
    let is_method = matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "set_cookie");
    is_method && call.arguments.find_argument_value("key", 0).is_some_and(is_token_cookie)
}

fn is_token_cookie(name: &Expr) -> bool {
    match name {
        Expr::StringLiteral(text) => matches!(text.value.to_str(), "access_token_cookie" | "refresh_token_cookie"),
        Expr::Subscript(item) => is_setting(&item.slice),
        Expr::Call(call) => call.arguments.args.first().is_some_and(is_setting),
        _ => false,
    }
}

fn is_setting(key: &Expr) -> bool {
    let is_name = |text: &str| matches!(text, "JWT_ACCESS_COOKIE_NAME" | "JWT_REFRESH_COOKIE_NAME");
    key.as_string_literal_expr().is_some_and(|key| is_name(key.value.to_str()))
}
