//! The effective configuration of an app as reports may show it: secret values withheld, and the
//! cookie that it sends.

use std::collections::BTreeMap;

use super::view::View;
use crate::flask::{Deployment, Extension, SecretSetting, Setting, set_cookie};
use crate::value::{Data, Value};

/// What stands for a key.
const REDACTED: &str = "<redacted>";

/// The value of the setting `name` when the environment sets nothing, without keys.
pub(super) fn shown_value(view: &View, name: &str, setting: &Setting) -> Value {
    let hide: &dyn Fn(&str) -> String =
        if view.hides_keys() && SecretSetting::is(name) { &|_| REDACTED.to_owned() } else { &|text| view.text(text) };
    let is_secret = view.hides_keys() && SecretSetting::is(name);
    hidden(setting.value_by_default(), is_secret, hide)
}

/// `value` with `hide` applied to its texts, and to all that could be a key if it is secret.
fn hidden(value: &Value, is_secret: bool, hide: &dyn Fn(&str) -> String) -> Value {
    let all = |items: &[Value]| items.iter().map(|item| hidden(item, is_secret, hide)).collect();
    let data = match &value.data {
        Data::Str(text) if text.is_empty() => Data::Str(text.clone()),
        Data::Bytes(bytes) if bytes.is_empty() => Data::Bytes(bytes.clone()),
        Data::Str(text) => Data::Str(hide(text).into()),
        Data::Bytes(_) | Data::Int(_) | Data::Float(_) if is_secret => Data::Str(REDACTED.into()),
        Data::Bytes(bytes) => hidden_bytes(bytes, hide),
        Data::Tuple(items) => Data::Tuple(all(items)),
        Data::List(items) => Data::List(all(items)),
        Data::OneOf(items) => Data::OneOf(all(items)),
        Data::Dict(items) => Data::Dict(
            items.iter().map(|(key, item)| (hidden(key, false, hide), hidden(item, is_secret, hide))).collect(),
        ),
        Data::Overridable(both) => return hidden(&both.default, is_secret, hide),
        Data::Absent => Data::Absent,
        Data::Unknown(why) => Data::Unknown(why.clone()),
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Handle(_) => value.data.clone(),
    };
    value.with(data)
}

/// Bytes that hold a key are withheld whole.
fn hidden_bytes(bytes: &[u8], hide: &dyn Fn(&str) -> String) -> Data {
    let text = String::from_utf8_lossy(bytes);
    if hide(&text) == text { Data::Bytes(bytes.into()) } else { Data::Str(REDACTED.into()) }
}

/// The session cookie's header, after what the first request changes. `None` where a server-side
/// session interface writes its own.
pub(super) fn cookie(view: &View, deployment: &Deployment) -> Option<String> {
    if deployment.extensions.contains_key(&Extension::ServerSideSession) {
        return None;
    }
    let mut settings: BTreeMap<String, Setting> = deployment.settings.clone();
    settings.extend(deployment.after_request.clone());
    set_cookie(&settings, deployment.flask_version.release).map(|header| view.text(&header))
}
