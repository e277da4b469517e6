//! `--show-config` for programs. Fields are only ever added to version 1.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::effective::{cookie, shown_value};
use super::python_text::python_text;
use super::view::View;
use super::{names, write_json};
use crate::flask::{Basis, Deployment, Evidence, Gap, Installed, Requirement, Setting, State};
use crate::value::{Data, Value};

#[derive(Serialize)]
struct Report {
    version: u32,
    apps: Vec<App>,
}

#[derive(Serialize)]
struct App {
    path: String,
    line: u32,
    name: String,
    factory: Option<String>,
    profile: Option<String>,
    is_default: bool,
    context: &'static str,
    uses_session: Json,
    settings: BTreeMap<String, JsonSetting>,
    after_request: BTreeMap<String, JsonSetting>,
    gaps: Vec<JsonGap>,
    set_cookie: Option<String>,
    flask_version: JsonVersion,
}

/// The Flask that an app runs under, and how it is known.
#[derive(Serialize)]
struct JsonVersion {
    flask: String,
    werkzeug: String,
    basis: &'static str,
    requirement: Option<JsonRequirement>,
}

#[derive(Serialize)]
struct JsonRequirement {
    path: String,
    line: u32,
    text: String,
}

/// A setting: the fields that its state has.
#[derive(Serialize)]
struct JsonSetting {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overridable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

#[derive(Serialize)]
struct JsonGap {
    path: String,
    line: u32,
    message: String,
}

/// Writes the configuration of each app.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let apps = view.outcome.deployments.iter().map(|deployment| app(view, deployment)).collect();
    write_json(&Report { version: 1, apps }, out)
}

fn app(view: &View, deployment: &Deployment) -> App {
    let place = view.place(deployment.app.span);
    let settings = |settings: &BTreeMap<String, Setting>| {
        settings.iter().map(|(name, one)| (view.text(name), setting(view, name, one))).collect()
    };
    let gap = |gap: &Gap| {
        let place = view.place(gap.span);
        JsonGap { path: place.path, line: place.line, message: view.sentence(&gap.message) }
    };
    App {
        path: place.path,
        line: place.line,
        name: view.text(&deployment.app.name),
        factory: deployment.app.factory.clone(),
        profile: deployment.profile.as_deref().map(|name| view.text(name)),
        is_default: deployment.is_default,
        context: names::context(deployment.context),
        uses_session: match deployment.session {
            Evidence::Found(..) => json!(true),
            Evidence::OnlyRead(..) | Evidence::Absent => json!(false),
            Evidence::Unknown => json!("unknown"),
        },
        settings: settings(&deployment.settings),
        after_request: settings(&deployment.after_request),
        gaps: deployment.gaps.iter().map(gap).collect(),
        set_cookie: cookie(view, deployment),
        flask_version: version(view, &deployment.flask_version),
    }
}

fn version(view: &View, installed: &Installed) -> JsonVersion {
    let requirement = |requirement: &Requirement| {
        let place = view.place(requirement.span);
        JsonRequirement { path: place.path, line: place.line, text: view.text(&requirement.text) }
    };
    let (basis, requirement) = match &installed.basis {
        Basis::Supposed | Basis::Disputed(..) => ("supposed", None),
        Basis::Given => ("given", None),
        Basis::Pinned(pin) => ("pinned", Some(requirement(pin))),
        Basis::Newest(range) => ("newest", Some(requirement(range))),
    };
    let release = installed.release;
    JsonVersion { flask: release.flask.to_string(), werkzeug: release.werkzeug.to_string(), basis, requirement }
}

fn setting(view: &View, name: &str, setting: &Setting) -> JsonSetting {
    let state = setting.state();
    let value = || json_value(&shown_value(view, name, setting));
    let (value, overridable) = match state {
        State::Known { overridable } => (Some(value()), Some(overridable)),
        State::Default => (Some(value()), None),
        State::Unset | State::Unknown | State::Generated | State::External => (None, None),
    };
    let place = setting.trail().origin().map(|span| view.place(span));
    let (path, line) = place.map_or((None, None), |place| (Some(place.path), Some(place.line)));
    JsonSetting { state: names::state(state), value, overridable, path, line }
}

/// A known value as JSON.
fn json_value(value: &Value) -> Json {
    match &value.data {
        Data::Bool(value) => json!(value),
        Data::Int(number) => json!(number),
        Data::Float(number) => json!(number),
        Data::Str(text) => json!(text.as_ref()),
        Data::Bytes(bytes) => {
            json!({ "bytes": hex(bytes) })
        }
        Data::Tuple(items) | Data::List(items) => items.iter().map(json_value).collect(),
        Data::Dict(items) => {
            let pairs = items.iter().map(|(key, item)| (json_key(key), json_value(item)));
            Json::Object(pairs.collect::<Map<_, _>>())
        }
        Data::Duration(microseconds) => json!({ "seconds": seconds(*microseconds) }),
        Data::Overridable(both) => json_value(&both.default),
        Data::None
        | Data::Generated(_)
        | Data::External(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => Json::Null,
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "exact for every duration that a session may have")]
fn seconds(microseconds: i64) -> f64 {
    microseconds as f64 / 1e6
}

/// A dict's key: a text as it is, everything else in Python's notation.
fn json_key(key: &Value) -> String {
    key.as_str().map_or_else(|| python_text(key), str::to_owned)
}
