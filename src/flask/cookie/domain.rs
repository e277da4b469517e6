//! The `Domain` of the session cookie: what Flask asks for, and what Werkzeug makes of it.
//!
//! Up to Flask 2.2 it is derived from `SERVER_NAME` where it is not set.

use std::net::IpAddr;

use super::{Attribute, Settings, plain};
use crate::flask::Version;
use crate::value::{Data, Value};

/// The attribute; `None` if the response fails or it cannot be told.
pub(super) fn domain(settings: &Settings<'_>) -> Option<Attribute> {
    let asked = asked(settings)?;
    if settings.release.werkzeug >= Version::new(2, 3, 0) { new(&asked) } else { old(&asked) }
}

/// What Flask passes to Werkzeug.
fn asked(settings: &Settings<'_>) -> Option<Value> {
    let flask = settings.release.flask;
    let own = settings.read("SESSION_COOKIE_DOMAIN")?;
    if flask >= Version::new(3, 0, 0) {
        return Some(own);
    }
    let none = Value::of(Data::None);
    if own.data != Data::None {
        let is_kept = flask < Version::new(1, 0, 0) || own.truth()?;
        return Some(if is_kept { own } else { none });
    }
    if flask >= Version::new(2, 3, 0) {
        return Some(none);
    }
    let server = settings.read("SERVER_NAME")?;
    if server.data == Data::None || (flask >= Version::new(1, 0, 0) && !server.truth()?) {
        return Some(none);
    }
    let path = super::path(settings)?;
    let derived = derived(server.as_str()?, path.as_str() == Some("/"), flask);
    Some(derived.map_or(none, |domain| Value::text(&domain)))
}

/// The domain that stands for a server's name: with a leading dot if the app is at the root.
fn derived(server: &str, is_at_root: bool, flask: Version) -> Option<String> {
    let host = server.rsplit_once(':').map_or(server, |(host, _)| host);
    if flask < Version::new(1, 0, 0) {
        // Here an address is a host like any other, and only `localhost` is left out.
        let domain = format!(".{host}");
        let kept = if is_at_root { domain.as_str() } else { domain.trim_start_matches('.') };
        return (domain != ".localhost").then(|| kept.to_owned());
    }
    let host = host.trim_start_matches('.');
    let is_dotted = is_at_root && host.parse::<IpAddr>().is_err();
    host.contains('.').then(|| if is_dotted { format!(".{host}") } else { host.to_owned() })
}

/// Werkzeug from 2.3 on: `domain.partition(":")[0].lstrip(".").encode("idna")` if it is true.
fn new(value: &Value) -> Option<Attribute> {
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

/// Werkzeug up to 2.2: what comes before a port, if it has a dot.
fn old(value: &Value) -> Option<Attribute> {
    let text = match &value.data {
        Data::None => return Some(Attribute::Absent),
        Data::Str(text) => text.to_string(),
        Data::Bytes(bytes) => String::from_utf8(bytes.to_vec()).ok()?,
        _ => return None,
    };
    let host = text.split(':').next()?;
    // Anything else is quoted.
    let is_plain = host.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._".contains(letter));
    (is_plain && host.contains('.')).then(|| Attribute::Text(host.to_owned()))
}
