//! The settings of extensions that matter for security, with the extensions' defaults: what their source says, and
//! an app that runs has.
//!
//! How an extension is set up, and what it writes to Flask's own settings, is not here.

use super::{Extension, Version};
use crate::value::{Data, Value};

/// The settings that an app has once `extension` is set up on it, with their defaults: Flask-Login by its
/// version, Flask-WTF 0.14 to 1.3, Flask-JWT-Extended 3 to 4.7.
pub fn settings_of_extension(extension: Extension, login: Version) -> Vec<(&'static str, Value)> {
    let settings = match extension {
        Extension::Login => settings_of_login(login),
        Extension::CsrfProtect => vec![
            ("WTF_CSRF_ENABLED", Data::Bool(true)),
            ("WTF_CSRF_CHECK_DEFAULT", Data::Bool(true)),
            ("WTF_CSRF_SSL_STRICT", Data::Bool(true)),
            ("WTF_CSRF_TIME_LIMIT", Data::Int(3600)),
        ],
        Extension::Jwt => vec![
            ("JWT_TOKEN_LOCATION", Data::Tuple([Value::text("headers")].into())),
            ("JWT_COOKIE_SECURE", Data::Bool(false)),
            ("JWT_COOKIE_SAMESITE", Data::None),
            ("JWT_COOKIE_CSRF_PROTECT", Data::Bool(true)),
            ("JWT_SESSION_COOKIE", Data::Bool(true)),
        ],
        Extension::RememberMe
        | Extension::Forms
        | Extension::CsrfChecks
        | Extension::JwtCookies
        | Extension::JwtCookiesByHand
        | Extension::ServerSideSession
        | Extension::DerivedSession
        | Extension::FlaskSession
        | Extension::Talisman
        | Extension::Security => Vec::new(),
    };
    settings.into_iter().map(|(name, data)| (name, Value::of(data))).collect()
}

/// Flask-Login 0.6 protects its cookie from scripts, and knows `SameSite`.
fn settings_of_login(version: Version) -> Vec<(&'static str, Data)> {
    let year = 365 * 24 * 60 * 60 * 1_000_000;
    let is_new = version >= Version::new(0, 6, 0);
    let mut settings = vec![
        ("REMEMBER_COOKIE_SECURE", Data::Bool(false)),
        ("REMEMBER_COOKIE_HTTPONLY", Data::Bool(is_new)),
        ("REMEMBER_COOKIE_DURATION", Data::Duration(year)),
        ("SESSION_PROTECTION", Data::Str("basic".into())),
    ];
    if is_new {
        settings.push(("REMEMBER_COOKIE_SAMESITE", Data::None));
    }
    settings
}

/// Why a version of Flask-Login does not read a setting of its cookie, as a clause. `Secure` and `HttpOnly` by the sources of
/// 0.1.3 and 0.2.4, between which nothing is said; `SameSite` as in `settings_of_login`.
pub fn why_unknown_to_login(login: Version, key: &str) -> Option<String> {
    let (without, with) = match key {
        "REMEMBER_COOKIE_SECURE" | "REMEMBER_COOKIE_HTTPONLY" => (Version::new(0, 2, 0), Version::new(0, 2, 4)),
        "REMEMBER_COOKIE_SAMESITE" => (Version::new(0, 6, 0), Version::new(0, 6, 0)),
        _ => return None,
    };
    (login < without)
        .then(|| format!("Flask-Login {login} does not know it, and {with} does, so upgrade Flask-Login first"))
}

/// The attributes of an extension's manager that are the defaults of settings, each with its setting:
/// `login_manager.session_protection`.
pub fn settings_of_manager(extension: Extension) -> &'static [(&'static str, &'static str)] {
    match extension {
        Extension::Login => &[("session_protection", "SESSION_PROTECTION")],
        Extension::RememberMe
        | Extension::Forms
        | Extension::CsrfProtect
        | Extension::CsrfChecks
        | Extension::Jwt
        | Extension::JwtCookies
        | Extension::JwtCookiesByHand
        | Extension::ServerSideSession
        | Extension::DerivedSession
        | Extension::FlaskSession
        | Extension::Talisman
        | Extension::Security => &[],
    }
}
