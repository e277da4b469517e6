//! What packages of extensions put into the configuration when they are set up, where it has no such key yet.

use super::extension_settings::settings_of_extension;
use super::{Extension, Version};
use crate::value::{Data, Value};

/// What an extension's package puts under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum PackageDefault {
    /// This, in every version that is measured.
    Known(Value),
    /// Something, perhaps: it depends on the version.
    Perhaps,
}

/// What stands for a Flask that has settings which went with 2.3: their defaults are not kept.
const OLD_FLASK: &str = "old flask";

/// The package that stands for what a version of Flask puts into the configuration besides the settings whose defaults
/// are kept (0.12, 1.1 and 2.2: `JSON_AS_ASCII`, `LOGGER_NAME` and others; from 2.3 on nothing).
pub fn package_of_defaults(flask: Version) -> Option<&'static str> {
    (flask < Version::new(2, 3, 0)).then_some(OLD_FLASK)
}

/// Prefixes of the keys that an extension's package gives values, and Quart 0.22 and old Flasks besides the settings
/// whose defaults are kept.
const PREFIXES: [(&str, &str); 32] = [
    (OLD_FLASK, "JSON_"),
    (OLD_FLASK, "JSONIFY_"),
    (OLD_FLASK, "LOGGER_"),
    (OLD_FLASK, "PRESERVE_CONTEXT_ON_EXCEPTION"),
    ("quart", "BACKGROUND_TASK_SHUTDOWN_TIMEOUT"),
    ("quart", "BODY_TIMEOUT"),
    ("quart", "ENV"),
    ("quart", "PREFER_SECURE_URLS"),
    ("quart", "PRESERVE_CONTEXT_ON_EXCEPTION"),
    ("quart", "RESPONSE_TIMEOUT"),
    ("flask_jwt_extended", "JWT_"),
    ("flask_jwt", "JWT_"),
    ("flask_praetorian", "JWT_"),
    ("flask_wtf", "WTF_CSRF_"),
    ("flask_security", "SECURITY_"),
    ("flask_session", "SESSION_"),
    ("flask_caching", "CACHE_"),
    ("flask_cache", "CACHE_"),
    ("flask_debugtoolbar", "DEBUG_TB_"),
    ("flask_sqlalchemy", "SQLALCHEMY_"),
    ("flask_appbuilder", "AUTH_"),
    ("flask_appbuilder", "FAB_"),
    ("flask_appbuilder", "APP_"),
    ("flask_babel", "BABEL_"),
    ("flask_babelex", "BABEL_"),
    ("flask_limiter", "RATELIMIT_"),
    ("flask_bootstrap", "BOOTSTRAP_"),
    ("flask_compress", "COMPRESS_"),
    ("flask_seasurf", "CSRF_"),
    ("flask_oidc", "OIDC_"),
    ("flask_ckeditor", "CKEDITOR_"),
    ("flask_monitoringdashboard", "DASHBOARD_"),
];

/// What setting up an extension of `package` puts under `key`; `None` if it leaves that key alone.
pub fn set_by_package(package: &str, key: &str) -> Option<PackageDefault> {
    let is_own = PREFIXES.iter().any(|(known, prefix)| *known == package && key.starts_with(prefix));
    if !is_own || super::is_security_setting(key) {
        return None;
    }
    let extension = match package {
        "flask_jwt_extended" => Extension::Jwt,
        "flask_wtf" => Extension::CsrfProtect,
        _ => return Some(PackageDefault::Perhaps),
    };
    let settings = settings_of_extension(extension, Version::new(0, 0, 0));
    let known = settings.into_iter().find(|(known, _)| *known == key).map(|(_, value)| value);
    Some(known.or_else(|| further(key)).map_or(PackageDefault::Perhaps, PackageDefault::Known))
}

/// Whether setting up an extension of `package` may put anything under keys that begin with `namespace`.
pub fn sets_in_namespace(package: &str, namespace: &str) -> bool {
    let meets = |prefix: &str| prefix.starts_with(namespace) || namespace.starts_with(prefix);
    PREFIXES.iter().any(|(known, prefix)| *known == package && meets(prefix))
}

/// The settings of Flask that a library's module has which apps load as their configuration (RQ Dashboard 0.3 to 0.9);
/// `None` if it may have any.
pub fn settings_of_module(module: &str) -> Option<Vec<(&'static str, Value)>> {
    let is_known = matches!(module, "rq_dashboard.default_settings");
    is_known.then(|| vec![("DEBUG", Value::of(Data::Bool(false)))])
}

/// What Flask-JWT-Extended 3 to 4.7 and Flask-WTF 0.14 to 1.3 put under keys that no rule asks for.
fn further(key: &str) -> Option<Value> {
    const MINUTE: i64 = 60_000_000;
    Some(Value::of(match key {
        "JWT_SECRET_KEY" | "JWT_COOKIE_DOMAIN" | "JWT_PRIVATE_KEY" | "JWT_PUBLIC_KEY" => Data::None,
        "JWT_CSRF_CHECK_FORM" => Data::Bool(false),
        "JWT_CSRF_IN_COOKIES" => Data::Bool(true),
        "JWT_ALGORITHM" => Data::Str("HS256".into()),
        "JWT_ACCESS_TOKEN_EXPIRES" => Data::Duration(15 * MINUTE),
        "JWT_REFRESH_TOKEN_EXPIRES" => Data::Duration(30 * 24 * 60 * MINUTE),
        "WTF_CSRF_FIELD_NAME" => Data::Str("csrf_token".into()),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{Data, PackageDefault, Value, set_by_package};

    #[test]
    fn an_extension_gives_its_own_keys_values_and_no_others() {
        let known = |data| Some(PackageDefault::Known(Value::of(data)));
        assert_eq!(set_by_package("flask_jwt_extended", "JWT_COOKIE_SECURE"), known(Data::Bool(false)));
        assert_eq!(set_by_package("flask_wtf", "WTF_CSRF_TIME_LIMIT"), known(Data::Int(3600)));
        assert_eq!(set_by_package("flask_security", "SECURITY_TRACKABLE"), Some(PackageDefault::Perhaps));
        assert_eq!(set_by_package("flask_wtf", "JWT_COOKIE_SECURE"), None);
        assert_eq!(set_by_package("flask_session", "SESSION_COOKIE_SECURE"), None);
    }
}
