//! The `Set-Cookie` header that Flask 3.1 with Werkzeug 3.1 sends for a new session.
//!
//! Measured on Flask 3.1.3 and Werkzeug 3.1.9: `tests/oracle/set_cookie.py` writes the table that the
//! tests compare with. It predicts Flask's own session interface for a session that is not permanent,
//! so there is never an `Expires`. It does not guess: what cannot be known yields `None`.

use std::collections::BTreeMap;

use super::{Origin, Setting, default_of};
use crate::value::{Data, Value};

/// What stands in the header for the signed session.
const SIGNED: &str = "<value>";

/// The characters that `dump_cookie` leaves in a path, besides letters and digits.
const SAFE_IN_PATH: &[u8] = b"_.-~%!$&'()*+,/:=@";

/// The header for the first response that saves a session, under `settings` as they are when the
/// environment sets nothing; settings that are not in the map have Flask's default. `None` if a value
/// that it depends on is not known, or the response fails: no key to sign with, an impossible `SameSite`.
pub fn set_cookie(settings: &BTreeMap<String, Setting>) -> Option<String> {
    let read = |name: &str| read(settings, name);
    if !can_sign(&read("SECRET_KEY")?, &read("SECRET_KEY_FALLBACKS")?) || !can_measure(&read("MAX_COOKIE_SIZE")?) {
        return None;
    }
    // Every request reads these: without them it fails.
    if ["TRUSTED_HOSTS", "SERVER_NAME"].iter().any(|name| is_deleted(settings, name)) {
        return None;
    }
    let partitioned = read("SESSION_COOKIE_PARTITIONED")?;
    let secure = read("SESSION_COOKIE_SECURE")?;
    let secure = if partitioned.truth()? { Attribute::Flag } else { plain(&secure)? };
    let attributes = [
        ("Domain", domain(&read("SESSION_COOKIE_DOMAIN")?)?),
        ("Secure", secure),
        ("HttpOnly", plain(&read("SESSION_COOKIE_HTTPONLY")?)?),
        ("Path", path(settings)?),
        ("SameSite", same_site(&read("SESSION_COOKIE_SAMESITE")?)?),
        ("Partitioned", plain(&partitioned)?),
    ];
    let mut parts = vec![format!("{}={SIGNED}", name(&read("SESSION_COOKIE_NAME")?)?)];
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

/// One attribute of the cookie.
enum Attribute {
    /// Not in the header.
    Absent,
    /// The name alone.
    Flag,
    /// `name=text`.
    Text(String),
}

fn is_deleted(settings: &BTreeMap<String, Setting>, name: &str) -> bool {
    settings.get(name).is_some_and(|setting| setting.origin == Origin::Deleted)
}

/// The value that `app.config[name]` yields; `None` if that raises `KeyError`.
fn read(settings: &BTreeMap<String, Setting>, name: &str) -> Option<Value> {
    let Some(setting) = settings.get(name) else { return default_of(name) };
    match setting.origin {
        Origin::Deleted => None,
        Origin::Default | Origin::Written => Some(setting.value_by_default().clone()),
    }
}

/// Whether the session can be signed: `SECRET_KEY` is a text or bytes, and not empty. A key that the
/// program refuses to start without counts: where it serves at all, it has one.
fn can_sign(key: &Value, fallbacks: &Value) -> bool {
    let is_key = |one: &&Value| match &one.data {
        Data::Str(text) => !text.is_empty(),
        Data::Bytes(bytes) => !bytes.is_empty(),
        Data::Generated(_) | Data::External(_) => true,
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Duration(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => false,
    };
    // `keys.extend(fallbacks)` takes whatever can be iterated over.
    let is_number = matches!(fallbacks.data, Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Duration(_));
    key.alternatives().iter().all(is_key) && !(is_number && fallbacks.truth() == Some(true))
}

/// Whether `max_size and cookie_size > max_size` can be computed.
fn can_measure(size: &Value) -> bool {
    matches!(size.data, Data::Bool(_) | Data::Int(_) | Data::Float(_)) || size.truth() == Some(false)
}

/// The name, as the text that WSGI carries: `key.encode().decode("latin1")`.
fn name(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.bytes().map(char::from).collect())
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

/// `domain.partition(":")[0].lstrip(".").encode("idna")` if it is true.
fn domain(value: &Value) -> Option<Attribute> {
    if !value.truth()? {
        return plain(value);
    }
    let host = value.as_str()?.split(':').next()?.trim_start_matches('.');
    is_host(host).then(|| Attribute::Text(host.to_owned()))
}

/// Whether the `idna` codec takes `host` as it is: labels of 1 to 63 characters, the last may be empty.
/// Names that are not ASCII are not predicted.
fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.len() - 1;
    let fits = |(at, label): (usize, &&str)| label.len() < 64 && (at == last || !label.is_empty());
    host.is_ascii() && labels.iter().enumerate().all(fits)
}

/// `SESSION_COOKIE_PATH or APPLICATION_ROOT`, quoted.
fn path(settings: &BTreeMap<String, Setting>) -> Option<Attribute> {
    let own = read(settings, "SESSION_COOKIE_PATH")?;
    let path = if own.truth()? { own } else { read(settings, "APPLICATION_ROOT")? };
    match &path.data {
        Data::None => Some(Attribute::Absent),
        _ => path.as_str().map(|text| Attribute::Text(quote(text))),
    }
}

fn quote(path: &str) -> String {
    let quoted = |byte: u8| match char::from(byte) {
        safe if safe.is_ascii_alphanumeric() || SAFE_IN_PATH.contains(&byte) => safe.to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(quoted).collect()
}

/// `samesite.title()`, which must then be one of three.
fn same_site(value: &Value) -> Option<Attribute> {
    if value.data == Data::None {
        return Some(Attribute::Absent);
    }
    let text = value.as_str()?;
    let known = ["Strict", "Lax", "None"].into_iter().find(|name| name.eq_ignore_ascii_case(text))?;
    Some(Attribute::Text(known.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{External, ExternalKind, override_with};
    use serde_json::Value as Json;

    fn written(value: Value) -> Setting {
        Setting { origin: Origin::Written, value }
    }

    fn with(extra: &[(&str, Value)]) -> BTreeMap<String, Setting> {
        let mut settings = BTreeMap::from([("SECRET_KEY".to_owned(), written(Value::text("key")))]);
        settings.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), written(value.clone()))));
        settings
    }

    fn data(json: &Json) -> Data {
        let items = |items: &[Json]| items.iter().map(|item| Value::of(data(item))).collect();
        match json {
            Json::Null => Data::None,
            Json::Bool(value) => Data::Bool(*value),
            Json::Number(number) => number.as_i64().map_or_else(|| Data::Float(number.as_f64().unwrap()), Data::Int),
            Json::String(text) => Data::Str(text.as_str().into()),
            Json::Array(array) => Data::List(items(array)),
            Json::Object(object) => match (object.get("bytes"), object.get("tuple")) {
                (Some(hex), _) => Data::Bytes(bytes(hex.as_str().unwrap()).into()),
                (_, Some(tuple)) => Data::Tuple(items(tuple.as_array().unwrap())),
                _ => Data::Dict([].into()),
            },
        }
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
        digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
    }

    #[test]
    fn every_header_is_the_one_that_real_flask_sends() {
        let table: Vec<Json> = serde_json::from_str(include_str!("../../testdata/set-cookie.json")).unwrap();
        assert!(table.len() > 150);
        for case in table {
            let mut settings = with(&[]);
            for (name, json) in case["settings"].as_object().unwrap() {
                let origin = if json.get("deleted").is_some() { Origin::Deleted } else { Origin::Written };
                settings.insert(name.clone(), Setting { origin, value: Value::of(data(json)) });
            }
            assert_eq!(set_cookie(&settings).as_deref(), case["header"].as_str(), "{}", case["settings"]);
        }
    }

    #[test]
    fn without_a_key_nothing_is_sent() {
        assert_eq!(set_cookie(&BTreeMap::new()), None);
    }

    #[test]
    fn a_value_that_the_environment_can_change_counts_as_it_is_by_default() {
        let external = Value::of(Data::External(External { kind: ExternalKind::Environment, name: "SECURE".into() }));
        let value = override_with(&Value::of(Data::Bool(true)), &external, &["SECURE".into()]);
        let settings = with(&[("SESSION_COOKIE_SECURE", value)]);
        assert_eq!(set_cookie(&settings).as_deref(), Some("session=<value>; Secure; HttpOnly; Path=/"));
    }

    #[test]
    fn a_key_that_the_program_needs_to_start_signs() {
        let key = Value::of(Data::External(External { kind: ExternalKind::Environment, name: "KEY".into() }));
        let optional = override_with(&Value::of(Data::None), &key, &["KEY".into()]);
        assert!(set_cookie(&with(&[("SECRET_KEY", key)])).is_some());
        assert_eq!(set_cookie(&with(&[("SECRET_KEY", optional)])), None);
    }

    #[test]
    fn an_unknown_value_is_not_guessed() {
        for name in ["SECRET_KEY", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_NAME"] {
            assert_eq!(set_cookie(&with(&[(name, Value::unknown("read from a file"))])), None, "{name}");
        }
        let settings = with(&[("PERMANENT_SESSION_LIFETIME", Value::unknown("not needed"))]);
        assert!(set_cookie(&settings).is_some());
    }
}
