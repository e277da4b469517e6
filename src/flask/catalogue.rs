//! The settings that matter for security, with Flask's defaults, and the attributes and loaders that
//! write them, by version: measured on each minor version of Flask from 0.12.5 to 3.1.3, with a Werkzeug of its time.

use super::{Release, Version};
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

    /// Whether what is called `name` is not to be shown: one of them, or what some library's setting or the key of a
    /// dictionary says is secret. No rule judges those, so a word too many costs nothing: `JWT_OIDC_CLIENT_SECRET`,
    /// `api_key`. What only speaks of one is none: `JWT_TOKEN_LOCATION`, `SECURITY_PASSWORD_HASH`, `JWT_PUBLIC_KEY`.
    pub fn is_withheld(name: &str) -> bool {
        const ANYWHERE: [&str; 4] = ["secret", "private", "passphrase", "credential"];
        const AT_THE_END: [&str; 5] = ["key", "password", "passwd", "pwd", "token"];
        if Self::is(name) {
            return true;
        }
        let name = name.to_lowercase();
        let stem = name.trim_end_matches(|end: char| end.is_ascii_digit() || end == '_').trim_end_matches('s');
        let is_public = name.contains("public") && !name.contains("secret");
        !is_public
            && (ANYWHERE.iter().any(|word| name.contains(word)) || AT_THE_END.iter().any(|word| stem.ends_with(word)))
    }
}

/// When something of Flask exists: from the first version, and before the second.
type Lifetime = (Version, Option<Version>);

/// Settings that not every version knows.
const LIFETIMES: [(&str, Lifetime); 12] = [
    ("SECRET_KEY_FALLBACKS", (Version::new(3, 1, 0), None)),
    ("SESSION_COOKIE_SAMESITE", (Version::new(1, 0, 0), None)),
    ("SESSION_COOKIE_PARTITIONED", (Version::new(3, 1, 0), None)),
    ("SESSION_REFRESH_EACH_REQUEST", (Version::new(0, 11, 0), None)),
    ("MAX_FORM_MEMORY_SIZE", (Version::new(3, 1, 0), None)),
    ("MAX_FORM_PARTS", (Version::new(3, 1, 0), None)),
    ("TRUSTED_HOSTS", (Version::new(3, 1, 0), None)),
    ("TEMPLATES_AUTO_RELOAD", (Version::new(0, 11, 0), None)),
    ("EXPLAIN_TEMPLATE_LOADING", (Version::new(0, 11, 0), None)),
    ("MAX_COOKIE_SIZE", (Version::new(1, 0, 0), None)),
    ("PROVIDE_AUTOMATIC_OPTIONS", (Version::new(3, 1, 0), None)),
    ("ENV", (Version::new(1, 0, 0), Some(Version::new(2, 3, 0)))),
];

/// The settings of Flask's current release (3.1) with their defaults, in the order of the documentation.
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

/// The settings that a version of Flask has, with its defaults; in the same order, those that are gone last.
pub fn settings_in(flask: Version) -> Vec<(&'static str, Value)> {
    let half_a_day = 12 * 60 * 60 * 1_000_000;
    let mut settings = security_settings();
    settings.retain(|(name, _)| knows(flask, name));
    for (name, value) in &mut settings {
        match *name {
            "SEND_FILE_MAX_AGE_DEFAULT" if flask < Version::new(2, 0, 0) => {
                *value = Value::of(Data::Duration(half_a_day));
            }
            "TRAP_BAD_REQUEST_ERRORS" if flask < Version::new(1, 0, 0) => *value = Value::of(Data::Bool(false)),
            "APPLICATION_ROOT" if flask < Version::new(1, 0, 0) => *value = Value::of(Data::None),
            _ => {}
        }
    }
    if knows(flask, "ENV") {
        settings.push(("ENV", Value::text("production")));
    }
    settings
}

/// Whether a version of Flask reads the setting `key`. Keys that no version has a special word on count as known.
pub fn knows(flask: Version, key: &str) -> bool {
    lifetime(key).is_none_or(|lifetime| lives(lifetime, flask))
}

/// How a version of Flask does not read a setting that another does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The versions to come do.
    NotYet,
    /// They do not; earlier ones did, or some in between.
    NoMore,
}

/// Whether a version of Flask does not read the setting `key`, though others do.
pub fn unread(flask: Version, key: &str) -> Option<Unread> {
    let (from, _) = lifetime(key).filter(|lifetime| !lives(*lifetime, flask))?;
    Some(if flask < from && !was_given_up(key) { Unread::NotYet } else { Unread::NoMore })
}

/// Whether some version of Flask has given up the setting `key`.
pub fn was_given_up(key: &str) -> bool {
    lifetime(key).is_some_and(|(_, to)| to.is_some())
}

/// Why a version of Flask does not read the setting `key`, as a clause; `None` if it does.
pub fn why_unknown(flask: Version, key: &str) -> Option<String> {
    let lifetime = lifetime(key).filter(|lifetime| !lives(*lifetime, flask))?;
    Some(match lifetime {
        (_, Some(to)) if to <= flask => {
            format!("Flask {flask} does not read it: it went with Flask {}", minor(to))
        }
        (from, Some(to)) => {
            let [from, to] = [from, to].map(minor);
            format!("Flask {flask} does not know it: it came with Flask {from}, and went with Flask {to}")
        }
        (from, None) => {
            format!("Flask {flask} does not know it: it came with Flask {}, so upgrade Flask first", minor(from))
        }
    })
}

/// Whether the configuration of a version of Flask has the method `name`.
pub fn has_loader(flask: Version, name: &str) -> bool {
    let lifetime = match name {
        "from_mapping" | "get_namespace" => (Version::new(0, 11, 0), None),
        "from_json" => (Version::new(0, 11, 0), Some(Version::new(2, 1, 0))),
        "from_file" => (Version::new(2, 0, 0), None),
        "from_prefixed_env" => (Version::new(2, 1, 0), None),
        _ => return true,
    };
    lives(lifetime, flask)
}

/// Whether this text in `FLASK_DEBUG` turns DEBUG on, as from Flask 1.0 on.
pub fn turns_debug_on(text: &str) -> bool {
    !["", "0", "false", "no"].contains(&text.to_lowercase().as_str())
}

fn lifetime(key: &str) -> Option<Lifetime> {
    LIFETIMES.iter().find(|(name, _)| *name == key).map(|(_, lifetime)| *lifetime)
}

fn lives((from, to): Lifetime, flask: Version) -> bool {
    from <= flask && to.is_none_or(|to| flask < to)
}

/// `3.1` of 3.1.0.
fn minor(version: Version) -> String {
    let text = version.to_string();
    text.rsplit_once('.').map_or(text.clone(), |(minor, _)| minor.to_owned())
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

/// The default for `key` in Flask's current release, `None` if it has no such setting.
pub fn default_of(key: &str) -> Option<Value> {
    default_in(Release::CURRENT.flask, key)
}

/// The default for `key` in a version of Flask, `None` if it has no such setting.
pub fn default_in(flask: Version, key: &str) -> Option<Value> {
    settings_in(flask).into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Whether `key` is one of Flask's own settings.
pub fn is_security_setting(key: &str) -> bool {
    default_of(key).is_some()
}

/// Whether `key` is a setting that rules may judge: a secret, one of Flask's own or one of an extension.
pub fn is_judged_setting(key: &str) -> bool {
    SecretSetting::is(key) || is_security_setting(key) || is_extension_setting(key)
}

/// Whether Flask's loaders take `name` for a setting: Python's `str.isupper()` (Flask 0.12 to 3.1).
pub fn is_setting_name(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Whether `key` is a setting of an extension that matters for cookies or keys.
pub fn is_extension_setting(key: &str) -> bool {
    const PREFIXES: [&str; 8] =
        ["REMEMBER_COOKIE_", "JWT_", "WTF_CSRF_", "SECURITY_", "SESSION_", "CSRF_COOKIE_", "CORS_", "DEBUG_TB_"];
    PREFIXES.iter().any(|prefix| key.starts_with(prefix))
        || matches!(key, "LOGIN_DISABLED" | "OIDC_RESOURCE_SERVER_ONLY")
}

/// The setting that an attribute of an app stands for in a version of Flask (measured on each from 0.12 to 3.1).
pub fn setting_of_attribute(flask: Version, attribute: &str) -> Option<&'static str> {
    let is_old = flask < Version::new(2, 3, 0);
    let is_middle = is_old && flask >= Version::new(1, 0, 0);
    Some(match attribute {
        "secret_key" => "SECRET_KEY",
        "testing" => "TESTING",
        "permanent_session_lifetime" => "PERMANENT_SESSION_LIFETIME",
        "debug" => "DEBUG",
        "session_cookie_name" if is_old => "SESSION_COOKIE_NAME",
        "use_x_sendfile" if is_old => "USE_X_SENDFILE",
        "send_file_max_age_default" if is_old => "SEND_FILE_MAX_AGE_DEFAULT",
        "templates_auto_reload" if is_middle => "TEMPLATES_AUTO_RELOAD",
        "env" if is_middle => "ENV",
        _ => return None,
    })
}

/// Whether a name is that of a cookie's setting in small letters, and no attribute that an app of the current Flask has for
/// it (`session_cookie_name` went with 2.3).
pub fn is_named_for_cookie(name: &str) -> bool {
    let is_setting = || is_security_setting(&name.to_uppercase());
    name.contains("_cookie_") && is_setting() && setting_of_attribute(Release::CURRENT.flask, name).is_none()
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
        // Each slip adds, drops or exchanges a letter: nearly all names differ in more, and that is seen at once.
        let distance = (letters_apart(name, known) <= 2 * most).then(|| strsim::osa_distance(name, known));
        distance.filter(|distance| *distance <= most).map(|distance| (distance, known))
    };
    KNOWN.into_iter().filter_map(distance).min().map(|(_, known)| known)
}

/// How many letters one has and the other lacks, wherever they stand.
fn letters_apart(one: &str, other: &str) -> usize {
    let mut counts = [0_isize; 256];
    let place = |letter: char| letter as usize % 256;
    one.chars().for_each(|letter| counts[place(letter)] += 1);
    other.chars().for_each(|letter| counts[place(letter)] -= 1);
    counts.into_iter().map(isize::unsigned_abs).sum()
}

#[cfg(test)]
mod tests {
    use super::{SecretSetting, Unread, Version, misspelt, unread, why_unknown};

    #[test]
    fn what_says_that_it_is_secret_is_withheld() {
        for name in ["SECURITY_PASSWORD_SALT", "JWT_OIDC_CLIENT_SECRET", "JWT_PRIVATE_KEY_PEM", "SECURITY_TOTP_SECRETS"]
        {
            assert!(SecretSetting::is_withheld(name), "{name}");
        }
        for name in ["JWT_KEY_2", "clientSecret", "api_key", "SESSION_PASSWORD", "JWT_TOKENS"] {
            assert!(SecretSetting::is_withheld(name), "{name}");
        }
        for name in ["JWT_TOKEN_LOCATION", "SECURITY_PASSWORD_HASH", "JWT_PUBLIC_KEY", "SESSION_KEY_PREFIX", "DEBUG"] {
            assert!(!SecretSetting::is_withheld(name), "{name}");
        }
    }

    #[test]
    fn no_upgrade_is_asked_for_what_later_versions_have_given_up() {
        let old = Version::new(0, 10, 1);
        let why = "Flask 0.10.1 does not know it: it came with Flask 1.0, and went with Flask 2.3";
        assert_eq!((why_unknown(old, "ENV").as_deref(), unread(old, "ENV")), (Some(why), Some(Unread::NoMore)));
        assert_eq!(unread(old, "SESSION_COOKIE_SAMESITE"), Some(Unread::NotYet));
    }

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
