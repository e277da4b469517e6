//! The `Set-Cookie` header that Flask sends for a new session.
//!
//! Measured on a release of each minor version from 0.12 on: `tests/oracle/set_cookie.py` writes the
//! tables that the tests compare with. It predicts Flask's own session interface for a session that is not permanent,
//! so there is never an `Expires`. It does not guess: what cannot be known yields `None`.

mod domain;

use std::collections::BTreeMap;

use super::{Origin, Release, Setting, Version, default_in, knows};
use crate::value::{Data, Value};

/// What stands in the header for the signed session.
const SIGNED: &str = "<value>";

/// The characters that `dump_cookie` leaves in a path, besides letters and digits.
const SAFE_IN_PATH: &[u8] = b"_.-~%!$&'()*+,/:=@";

/// Whether Werkzeug writes out the values of flags, as it does from 2.3 on.
const WRITES_FLAGS: Version = Version::new(2, 3, 0);

/// The header for the first response that saves a session under `release`, with `settings` as they are
/// when the environment sets nothing; settings that are not in the map have Flask's default. `None` if a
/// value that it depends on is not known, or the response fails: no key to sign with, an impossible `SameSite`.
pub fn set_cookie(settings: &BTreeMap<String, Setting>, release: Release) -> Option<String> {
    let settings = Settings { settings, release };
    let read = |name: &str| settings.read(name);
    // Every request reads these: without them it fails.
    for name in ["TRUSTED_HOSTS", "SERVER_NAME"] {
        read(name)?;
    }
    if !can_sign(&read("SECRET_KEY")?, &read("SECRET_KEY_FALLBACKS")?, release.flask)
        || !can_measure(&read("MAX_COOKIE_SIZE")?)
    {
        return None;
    }
    let partitioned = read("SESSION_COOKIE_PARTITIONED")?;
    let secure = read("SESSION_COOKIE_SECURE")?;
    let secure = if partitioned.truth()? { Attribute::Flag } else { flag(&secure, release)? };
    let attributes = [
        ("Domain", domain::domain(&settings)?),
        ("Secure", secure),
        ("HttpOnly", flag(&read("SESSION_COOKIE_HTTPONLY")?, release)?),
        ("Path", path_attribute(&settings)?),
        ("SameSite", same_site(&read("SESSION_COOKIE_SAMESITE")?, release)?),
        ("Partitioned", plain(&partitioned)?),
    ];
    let mut parts = vec![format!("{}={SIGNED}", name(&read("SESSION_COOKIE_NAME")?, release)?)];
    for (key, attribute) in attributes {
        match attribute {
            Attribute::Absent => {}
            Attribute::Flag => parts.push(key.to_owned()),
            Attribute::Text(text) => parts.push(format!("{key}={text}")),
        }
    }
    let header = parts.join("; ");
    // "Header values must not contain newline characters."
    (!header.contains(['\r', '\n'])).then_some(header)
}

/// An app's settings as one release reads them.
struct Settings<'a> {
    settings: &'a BTreeMap<String, Setting>,
    release: Release,
}

impl Settings<'_> {
    /// The value that `app.config[name]` yields; `None` if that raises `KeyError`. A setting that the
    /// release does not know is never read, as if it were `None`.
    fn read(&self, name: &str) -> Option<Value> {
        if !knows(self.release.flask, name) {
            return Some(Value::of(Data::None));
        }
        let Some(setting) = self.settings.get(name) else { return default_in(self.release.flask, name) };
        match setting.origin {
            Origin::Deleted => None,
            Origin::Default | Origin::Written => Some(setting.value_by_default().clone()),
        }
    }
}

/// One attribute of the cookie.
enum Attribute {
    /// Not in the header.
    Absent,
    /// The name alone.
    Flag,
    /// `name=text`.
    Text(String),
}

/// Whether the session can be signed: `SECRET_KEY` is a text or bytes, and not empty. A key that the
/// program refuses to start without counts: where it serves at all, it has one.
fn can_sign(key: &Value, fallbacks: &Value, flask: Version) -> bool {
    // `keys.extend(fallbacks)` takes whatever can be iterated over.
    let is_number = matches!(fallbacks.data, Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Duration(_));
    let takes_lists = (Version::new(2, 0, 0)..Version::new(3, 1, 0)).contains(&flask);
    let signs = |one: &&Value| match &one.data {
        Data::Tuple(items) | Data::List(items) if takes_lists => !items.is_empty() && items.iter().all(is_key),
        _ => is_key(one),
    };
    key.alternatives().iter().all(signs) && !(is_number && fallbacks.truth() == Some(true))
}

fn is_key(value: &Value) -> bool {
    let is_made_later = matches!(value.data, Data::Generated(_) | Data::External(_));
    is_made_later || value.key_bytes().is_some_and(|bytes| !bytes.is_empty())
}

/// Whether `max_size and cookie_size > max_size` can be computed.
fn can_measure(size: &Value) -> bool {
    matches!(size.data, Data::Bool(_) | Data::Int(_) | Data::Float(_)) || size.truth() == Some(false)
}

/// The name, as the text that WSGI carries: `key.encode().decode("latin1")`. Up to Flask 2.3 it may be bytes.
fn name(value: &Value, release: Release) -> Option<String> {
    match &value.data {
        Data::Bytes(bytes) if release.flask < Version::new(3, 0, 0) => {
            Some(bytes.iter().copied().map(char::from).collect())
        }
        _ => value.as_str().map(|text| text.bytes().map(char::from).collect()),
    }
}

/// `Secure` and `HttpOnly`: Werkzeug asks whether they are true up to 2.2, and writes them out from 2.3 on.
fn flag(value: &Value, release: Release) -> Option<Attribute> {
    if release.werkzeug >= WRITES_FLAGS {
        return plain(value);
    }
    value.truth().map(|is_set| if is_set { Attribute::Flag } else { Attribute::Absent })
}

/// `None` and `False` are left out, `True` is the name alone, everything else is written out.
fn plain(value: &Value) -> Option<Attribute> {
    let text = match &value.data {
        Data::None | Data::Bool(false) => return Some(Attribute::Absent),
        Data::Bool(true) => return Some(Attribute::Flag),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => float(*number)?,
        Data::Str(text) => text.to_string(),
        Data::Bytes(bytes) if bytes.is_empty() => "b''".to_owned(),
        Data::Tuple(items) if items.is_empty() => "()".to_owned(),
        Data::List(items) if items.is_empty() => "[]".to_owned(),
        Data::Dict(items) if items.is_empty() => "{}".to_owned(),
        Data::Bytes(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => return None,
    };
    Some(Attribute::Text(text))
}

/// Python's text of a number, where Rust's is the same: outside this range Python writes an exponent.
fn float(number: f64) -> Option<String> {
    let is_plain = number == 0.0 || (1e-4..1e16).contains(&number.abs());
    is_plain.then(|| format!("{number:?}"))
}

/// The value of `SESSION_COOKIE_PATH or APPLICATION_ROOT`.
fn path(settings: &Settings<'_>) -> Option<Value> {
    let own = settings.read("SESSION_COOKIE_PATH")?;
    if own.truth()? {
        return Some(own);
    }
    let root = settings.read("APPLICATION_ROOT")?;
    let falls_back = settings.release.flask < Version::new(1, 0, 0);
    Some(if falls_back && !root.truth()? { Value::text("/") } else { root })
}

/// The path, quoted.
fn path_attribute(settings: &Settings<'_>) -> Option<Attribute> {
    let path = path(settings)?;
    let is_old = settings.release.werkzeug < WRITES_FLAGS;
    let text = match &path.data {
        Data::None => return Some(Attribute::Absent),
        Data::Str(text) if is_old => return old_path(text).map(Attribute::Text),
        Data::Str(text) => quote(text),
        Data::Bool(flag) if is_old => if *flag { "True" } else { "False" }.to_owned(),
        Data::Int(number) if is_old => number.to_string(),
        _ => return None,
    };
    Some(Attribute::Text(text))
}

/// `iri_to_uri(path)` of Werkzeug up to 2.2; what it takes for more than a path is not predicted.
fn old_path(path: &str) -> Option<String> {
    let is_path = !path.contains(['?', '#', ':', '@', '[', ']', '\\']) && !path.starts_with("//");
    is_path.then(|| path.split(';').map(quote).collect::<Vec<_>>().join(";"))
}

fn quote(path: &str) -> String {
    let quoted = |byte: u8| match char::from(byte) {
        safe if safe.is_ascii_alphanumeric() || SAFE_IN_PATH.contains(&byte) => safe.to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(quoted).collect()
}

/// `samesite.title()`, which must then be one of three; of two before Werkzeug 1.0, where what is false
/// is left out.
fn same_site(value: &Value, release: Release) -> Option<Attribute> {
    let is_old = release.werkzeug < Version::new(1, 0, 0);
    if value.data == Data::None || (is_old && !value.truth()?) {
        return Some(Attribute::Absent);
    }
    let text = value.as_str()?;
    let allowed: &[&str] = if is_old { &["Strict", "Lax"] } else { &["Strict", "Lax", "None"] };
    let known = allowed.iter().find(|name| name.eq_ignore_ascii_case(text))?;
    Some(Attribute::Text((*known).to_owned()))
}

#[cfg(test)]
mod tests;
