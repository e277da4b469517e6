//! The effective configuration of an app as reports may show it: secret values withheld, and the
//! cookie that it sends.

use std::collections::BTreeMap;

use super::view::View;
use crate::flask::{Deployment, Extension, SecretSetting, Setting, set_cookie};
use crate::value::{Data, External, Value};

/// What stands for a key.
const REDACTED: &str = "<redacted>";

/// The value of the setting `name` when the environment sets nothing, without keys.
pub(super) fn shown_value(view: &View, name: &str, setting: &Setting) -> Value {
    hidden(view, setting.value_by_default(), Role::Other.of(view, name))
}

/// What a value is for.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Role {
    /// It is a key, and withheld whole.
    Key,
    /// Something else, which may still contain one.
    Other,
}

impl Role {
    /// What a value within one of this role is for that is called `name`.
    fn of(self, view: &View, name: &str) -> Self {
        if view.hides_keys() && SecretSetting::is_withheld(name) { Self::Key } else { self }
    }
}

/// `value` without keys.
fn hidden(view: &View, value: &Value, role: Role) -> Value {
    let all = |items: &[Value]| items.iter().map(|item| hidden(view, item, role)).collect();
    let data = match &value.data {
        Data::Str(text) if text.is_empty() => Data::Str(text.clone()),
        Data::Bytes(bytes) if bytes.is_empty() => Data::Bytes(bytes.clone()),
        Data::Str(_) | Data::Bytes(_) | Data::Int(_) | Data::Float(_) if role == Role::Key => {
            Data::Str(REDACTED.into())
        }
        Data::Str(text) => Data::Str(view.text(text).into()),
        Data::Bytes(bytes) => hidden_bytes(view, bytes),
        Data::Tuple(items) => Data::Tuple(all(items)),
        Data::List(items) => Data::List(all(items)),
        Data::OneOf(items) => Data::OneOf(all(items)),
        Data::Dict(items) => {
            let pair = |(key, item): &(Value, Value)| {
                let role = key.as_str().map_or(role, |name| role.of(view, name));
                (hidden(view, key, Role::Other), hidden(view, item, role))
            };
            Data::Dict(items.iter().map(pair).collect())
        }
        Data::Overridable(both) => return hidden(view, &both.default, role),
        Data::Absent => Data::Absent,
        Data::Unknown(why) => Data::Unknown(view.sentence(why).into()),
        Data::External(external) => {
            Data::External(External { name: view.text(&external.name).into(), ..external.clone() })
        }
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::Handle(_) => value.data.clone(),
    };
    value.with(data)
}

/// Bytes that hold a key are withheld whole.
fn hidden_bytes(view: &View, bytes: &[u8]) -> Data {
    let text = String::from_utf8_lossy(bytes);
    if view.text(&text) == text { Data::Bytes(bytes.into()) } else { Data::Str(REDACTED.into()) }
}

/// Whether Flask's own session interface is not the one that writes the cookie.
pub(super) fn has_other_interface(deployment: &Deployment) -> bool {
    let interfaces = [Extension::ServerSideSession, Extension::DerivedSession];
    interfaces.iter().any(|interface| deployment.extensions.contains_key(interface))
}

/// The session cookie's header, after what the first request changes. `None` where another
/// session interface than Flask's writes its own.
pub(super) fn cookie(view: &View, deployment: &Deployment) -> Option<String> {
    if has_other_interface(deployment) {
        return None;
    }
    let mut settings: BTreeMap<String, Setting> = deployment.settings.clone();
    settings.extend(deployment.after_request.clone());
    set_cookie(&settings, deployment.flask_version.release).map(|header| view.text(&header))
}
