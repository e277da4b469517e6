//! `--show-config` for people: a table for each app and profile.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::effective::{cookie, has_other_interface, shown_value};
use super::names;
use super::python_text::python_text;
use super::view::{Place, View};
use super::visible::visible;
use crate::flask::{Basis, Deployment, Evidence, Installed, Origin, Requirement, Setting, State, security_settings};
use crate::value::{Data, Decider, Value};

/// Settings that are shown even if nobody sets them.
const ALWAYS: [&str; 13] = [
    "SECRET_KEY",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_PARTITIONED",
    "PERMANENT_SESSION_LIFETIME",
    "MAX_CONTENT_LENGTH",
    "TRUSTED_HOSTS",
    "DEBUG",
    "TESTING",
];

/// The columns of a table's row: setting, value, state, places.
type Row = [String; 4];

/// Writes the configuration of each app.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    if view.outcome.deployments.is_empty() {
        writeln!(out, "No Flask app was found in {} files.", view.outcome.files)?;
    }
    for (number, deployment) in view.outcome.deployments.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_app(view, deployment, out)?;
    }
    Ok(())
}

fn write_app(view: &View, deployment: &Deployment, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", heading(view, deployment))?;
    writeln!(out, "  {}", version(view, &deployment.flask_version))?;
    writeln!(out, "  session: {}", session(view, &deployment.session))?;
    let mut rows = vec![["SETTING", "VALUE", "STATE", "WRITTEN AT"].map(str::to_owned)];
    rows.extend(rows_of(view, &deployment.settings));
    write_table(&rows, out)?;
    if !deployment.after_request.is_empty() {
        writeln!(out, "  after the first request:")?;
        write_table(&rows_of(view, &deployment.after_request), out)?;
    }
    if !deployment.gaps.is_empty() {
        writeln!(out, "  not followed:")?;
    }
    for gap in &deployment.gaps {
        let (place, message) = (view.place(gap.span), visible(&view.sentence(&gap.message)));
        writeln!(out, "    {}: {message}", short(&place))?;
    }
    writeln!(out, "  Set-Cookie: {}", shown_cookie(view, deployment))
}

/// `app/__init__.py:7 app, made by create_app, profile ProductionConfig (default), production`.
fn heading(view: &View, deployment: &Deployment) -> String {
    let app = format!("{} {}", short(&view.place(deployment.app.span)), visible(&view.text(&deployment.app.name)));
    let factory = deployment.app.factory.as_deref().map(|name| format!("made by {}", visible(name)));
    let default = if deployment.is_default { " (default)" } else { "" };
    let profile = deployment.profile.as_deref().map(|name| format!("profile {}{default}", visible(&view.text(name))));
    let context = names::context(deployment.context).to_owned();
    [Some(app), factory, profile, Some(context)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `Flask 3.0.3 with Werkzeug 3.0.6: pinned by `flask==3.0.3` at requirements.txt:2`.
fn version(view: &View, installed: &Installed) -> String {
    let at = |requirement: &Requirement| {
        format!("`{}` at {}", visible(&view.text(&requirement.text)), short(&view.place(requirement.span)))
    };
    let how = match &installed.basis {
        Basis::Supposed => "supposed, since nothing says which".to_owned(),
        Basis::Disputed(one, other) => format!("supposed, since {} and {} disagree", at(one), at(other)),
        Basis::Given => "as --flask-version or the settings say".to_owned(),
        Basis::Pinned(requirement) => format!("pinned by {}", at(requirement)),
        Basis::Newest(requirement) => format!("the newest that satisfies {}", at(requirement)),
    };
    let read = installed
        .older_for
        .as_deref()
        .map(|setting| format!(", of those that have `{}`, which the program reads", visible(&view.text(setting))));
    let how = how + &read.unwrap_or_default();
    format!("Flask {} with Werkzeug {}: {how}", installed.release.flask, installed.release.werkzeug)
}

fn session(view: &View, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Found(span, what) => {
            format!("used: {} at {}", visible(&view.sentence(what)), short(&view.place(*span)))
        }
        Evidence::OnlyRead(span, what) => {
            format!("only read, and not sent: {} at {}", visible(&view.text(what)), short(&view.place(*span)))
        }
        Evidence::Absent => "not used".to_owned(),
        Evidence::Unknown => "not known whether it is used".to_owned(),
    }
}

/// Flask's own settings in the order of its documentation, then the others by name.
fn rows_of(view: &View, settings: &BTreeMap<String, Setting>) -> Vec<Row> {
    let own: Vec<&str> = security_settings().into_iter().map(|(name, _)| name).collect();
    let others = settings.keys().map(String::as_str).filter(|name| !own.contains(name));
    own.iter()
        .copied()
        .chain(others)
        .filter_map(|name| settings.get(name).map(|setting| (name, setting)))
        .filter(|(name, setting)| setting.origin != Origin::Default || ALWAYS.contains(name))
        .map(|(name, setting)| row(view, name, setting))
        .collect()
}

fn row(view: &View, name: &str, setting: &Setting) -> Row {
    let value = match setting.state() {
        State::Unset => String::new(),
        State::Known { .. } | State::Default | State::Unknown | State::Generated | State::External => {
            visible(&python_text(&shown_value(view, name, setting)))
        }
    };
    [
        visible(&view.text(name)),
        value,
        state(view, setting),
        places(view, setting.trail().way().iter().map(|step| step.span)),
    ]
}

/// The state, and the names that the environment can change it by.
fn state(view: &View, setting: &Setting) -> String {
    let name = names::state(setting.state());
    match &setting.value {
        Value { data: Data::Overridable(both), .. } if !both.by.is_empty() => {
            format!("{name}, unless {}", visible(&view.text(&clauses(&both.by).join(" or "))))
        }
        _ => name.to_owned(),
    }
}

/// When one of these decides otherwise: "`A` or `B` is set", "`local.cfg` exists".
fn clauses(by: &[Arc<str>]) -> Vec<String> {
    let variables: Vec<&str> = by.iter().map(AsRef::as_ref).filter(|name| is_variable(name)).collect();
    let of_variables = (!variables.is_empty()).then(|| format!("{} is set", variables.join(" or ")));
    let of_others = by.iter().filter_map(|name| match Decider::of(name) {
        Decider::Variable(_) => None,
        Decider::File(name) => Some(format!("{name} exists")),
        Decider::Script => Some("it is started as a script".to_owned()),
        Decider::Call(name) => Some(format!("{name} is called")),
        Decider::Other(words) => Some(format!("{words} says otherwise")),
    });
    of_variables.into_iter().chain(of_others).collect()
}

fn is_variable(name: &str) -> bool {
    matches!(Decider::of(name), Decider::Variable(_))
}

/// Where a value was written, and where it reached the setting if that is another line.
fn places(view: &View, spans: impl Iterator<Item = crate::source::Span>) -> String {
    let mut places: Vec<String> = spans.map(|span| short(&view.place(span))).collect();
    places.dedup();
    match (places.first(), places.last()) {
        (Some(first), Some(last)) if places.len() > 1 => format!("{first}, by {last}"),
        (Some(first), _) => first.clone(),
        (None, _) => String::new(),
    }
}

fn short(place: &Place) -> String {
    format!("{}:{}", visible(&place.path), place.line)
}

fn shown_cookie(view: &View, deployment: &Deployment) -> String {
    match cookie(view, deployment) {
        Some(header) => visible(&header),
        None if has_other_interface(deployment) => "written by another session interface than Flask's".to_owned(),
        None => "none, or it cannot be told".to_owned(),
    }
}

fn write_table(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [name, value, state] = [width(0), width(1).min(48), width(2)];
    for row in rows {
        let line = format!("    {:name$}  {:value$}  {:state$}  {}", row[0], row[1], row[2], row[3]);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
