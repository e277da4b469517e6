//! The settings that matter for security, with Flask's defaults.
//!
//! Measured on Flask 3.1.3 (FLASK.md A.1); what other versions do differently is not here yet.

use crate::value::{Data, Value};

/// Settings that hold a secret, in the order of the rule catalogue.
pub struct SecretSetting;

impl SecretSetting {
    /// Their names. `SECRET_KEY_FALLBACKS` holds a list of secrets.
    pub const NAMES: [&str; 5] =
        ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "JWT_SECRET_KEY", "WTF_CSRF_SECRET_KEY", "SECURITY_PASSWORD_SALT"];

    /// Whether `key` holds a secret.
    pub fn is(key: &str) -> bool {
        Self::NAMES.contains(&key)
    }
}

/// The settings of Flask itself (FLASK.md A.1) with their defaults, in the order of the documentation.
pub fn security_settings() -> Vec<(&'static str, Value)> {
    let month = 31 * 24 * 60 * 60 * 1_000_000;
    [
        ("SECRET_KEY", Data::None),
        ("SECRET_KEY_FALLBACKS", Data::None),
        ("SESSION_COOKIE_NAME", Data::Str("session".into())),
        ("SESSION_COOKIE_DOMAIN", Data::None),
        ("SESSION_COOKIE_PATH", Data::None),
        ("SESSION_COOKIE_HTTPONLY", Data::Bool(true)),
        ("SESSION_COOKIE_SECURE", Data::Bool(false)),
        ("SESSION_COOKIE_SAMESITE", Data::None),
        ("SESSION_COOKIE_PARTITIONED", Data::Bool(false)),
        ("PERMANENT_SESSION_LIFETIME", Data::Duration(month)),
        ("SESSION_REFRESH_EACH_REQUEST", Data::Bool(true)),
        ("MAX_CONTENT_LENGTH", Data::None),
        ("MAX_FORM_MEMORY_SIZE", Data::Int(500_000)),
        ("MAX_FORM_PARTS", Data::Int(1_000)),
        ("TRUSTED_HOSTS", Data::None),
        ("DEBUG", Data::Bool(false)),
        ("TESTING", Data::Bool(false)),
        ("PROPAGATE_EXCEPTIONS", Data::None),
        ("PREFERRED_URL_SCHEME", Data::Str("http".into())),
        ("TEMPLATES_AUTO_RELOAD", Data::None),
        ("EXPLAIN_TEMPLATE_LOADING", Data::Bool(false)),
        ("TRAP_BAD_REQUEST_ERRORS", Data::None),
        ("TRAP_HTTP_EXCEPTIONS", Data::Bool(false)),
        ("SERVER_NAME", Data::None),
        ("APPLICATION_ROOT", Data::Str("/".into())),
        ("USE_X_SENDFILE", Data::Bool(false)),
        ("SEND_FILE_MAX_AGE_DEFAULT", Data::None),
        ("MAX_COOKIE_SIZE", Data::Int(4093)),
        ("PROVIDE_AUTOMATIC_OPTIONS", Data::Bool(true)),
    ]
    .into_iter()
    .map(|(name, data)| (name, Value::of(data)))
    .collect()
}

/// What the constructor with this dotted name sets otherwise than Flask does (connexion 3.3, Quart 0.22).
pub fn settings_of_constructor(constructor: &str) -> Vec<(&'static str, Value)> {
    let half_a_day = 12 * 60 * 60 * 1_000_000;
    let settings: &[(&'static str, Data)] = match constructor.split('.').next() {
        Some("connexion") => &[
            ("PROPAGATE_EXCEPTIONS", Data::Bool(true)),
            ("TRAP_BAD_REQUEST_ERRORS", Data::Bool(true)),
            ("TRAP_HTTP_EXCEPTIONS", Data::Bool(true)),
        ],
        Some("quart") => &[
            ("MAX_CONTENT_LENGTH", Data::Int(16 * 1024 * 1024)),
            ("SEND_FILE_MAX_AGE_DEFAULT", Data::Duration(half_a_day)),
        ],
        _ => &[],
    };
    settings.iter().map(|(name, data)| (*name, Value::of(data.clone()))).collect()
}

/// Flask's default for `key`, `None` if Flask has no such setting.
pub fn default_of(key: &str) -> Option<Value> {
    security_settings().into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Whether `key` is one of Flask's own settings.
pub fn is_security_setting(key: &str) -> bool {
    default_of(key).is_some()
}

/// Whether Flask's loaders take `name` for a setting: Python's `str.isupper()` (FLASK.md B.3).
pub fn is_setting_name(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Whether `key` is a setting of an extension that matters for cookies or keys (FLASK.md C).
pub fn is_extension_setting(key: &str) -> bool {
    const PREFIXES: [&str; 8] =
        ["REMEMBER_COOKIE_", "JWT_", "WTF_CSRF_", "SECURITY_", "SESSION_", "CSRF_COOKIE_", "CORS_", "DEBUG_TB_"];
    PREFIXES.iter().any(|prefix| key.starts_with(prefix)) || key == "LOGIN_DISABLED"
}

/// Attributes of an app that stand for a setting, in Flask 3.1 (FLASK.md B.2).
pub fn setting_of_attribute(attribute: &str) -> Option<&'static str> {
    Some(match attribute {
        "secret_key" => "SECRET_KEY",
        "testing" => "TESTING",
        "permanent_session_lifetime" => "PERMANENT_SESSION_LIFETIME",
        "debug" => "DEBUG",
        _ => return None,
    })
}

/// The setting that a name which Flask ignores was probably meant to be: another case of it, or a
/// misspelt `SESSION_COOKIE_…`.
pub fn meant_by(name: &str) -> Option<&'static str> {
    let upper = name.to_uppercase();
    let known = security_settings().into_iter().map(|(known, _)| known).find(|known| *known == upper);
    if known.is_some() {
        return known.filter(|known| *known != name);
    }
    if upper == name { misspelt(name) } else { None }
}

/// The known cookie or key setting that differs from `name` in a letter or two. What merely continues
/// `SECRET_KEY` is a name of the project's own, and so is a word as short as `AGE`.
fn misspelt(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 22] = [
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_DOMAIN",
        "SESSION_COOKIE_PATH",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_SAMESITE",
        "SESSION_COOKIE_PARTITIONED",
        "REMEMBER_COOKIE_NAME",
        "REMEMBER_COOKIE_DOMAIN",
        "REMEMBER_COOKIE_PATH",
        "REMEMBER_COOKIE_HTTPONLY",
        "REMEMBER_COOKIE_SECURE",
        "REMEMBER_COOKIE_SAMESITE",
        "REMEMBER_COOKIE_DURATION",
        "REMEMBER_COOKIE_REFRESH_EACH_REQUEST",
        "JWT_COOKIE_DOMAIN",
        "JWT_COOKIE_SECURE",
        "JWT_COOKIE_SAMESITE",
        "JWT_COOKIE_CSRF_PROTECT",
        "SECRET_KEY",
        "PERMANENT_SESSION_LIFETIME",
        "WTF_CSRF_ENABLED",
    ];
    if KNOWN.contains(&name) || name.starts_with("SECRET_KEY") {
        return None;
    }
    let distance = |known: &'static str| {
        let word = known.rsplit('_').next().unwrap_or(known);
        let most = if word.len() < 6 { 1 } else { 2 };
        let distance = strsim::osa_distance(name, known);
        (distance <= most).then_some((distance, known))
    };
    KNOWN.into_iter().filter_map(distance).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::misspelt;

    #[test]
    fn a_slip_of_the_pen_is_told_from_another_name() {
        assert_eq!(misspelt("SESSION_COOKIE_HTTP_ONLY"), Some("SESSION_COOKIE_HTTPONLY"));
        assert_eq!(misspelt("SESSION_COOKIE_SAME_SITE"), Some("SESSION_COOKIE_SAMESITE"));
        assert_eq!(misspelt("SESION_COKIE_SECURE"), Some("SESSION_COOKIE_SECURE"));
        for other in ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_AGE", "CSRF_COOKIE_SECURE", "SESSION_TYPE", "SHOP_NAME"]
        {
            assert_eq!(misspelt(other), None, "{other}");
        }
    }
}
