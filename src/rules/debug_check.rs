//! Judges debug mode: the setting `DEBUG`, and development servers that start the debugger.

use std::sync::Arc;

use super::check::Predicate;
use super::describe::{deciders, value_in_words};
use super::draft::{Draft, effective};
use super::finding::{Related, Severity};
use super::predicate::{holds, is_external, variables};
use super::rule::Rule;
use crate::flask::{Context, Deployment, Extension, MadeBy, Origin, RunCall, Version};
use crate::value::{Data, Value};

/// What speaks for debug mode in `deployment`, one of `all`: one draft for the setting, and one for each server.
pub(super) fn drafts<'a>(rule: &'a Arc<Rule>, deployment: &'a Deployment, all: &[Deployment]) -> Vec<Draft<'a>> {
    if is_development(deployment) && !deployment.is_judged {
        // That is what it is for, but whoever reaches the machine is no developer.
        let is_open = |run: &&RunCall| {
            let is_public = matches!(run.host.as_ref().map(reach_of), Some(Reach::Public));
            is_public && !is_of_setting(deployment, run) && deployment.context == Context::Development
        };
        let drafts = deployment.runs.iter().filter(is_open).filter_map(|run| of_run(rule, deployment, run));
        return drafts.map(for_work).collect();
    }
    let runs = deployment.runs.iter().filter_map(|run| of_run(rule, deployment, run));
    of_setting(rule, deployment, all).into_iter().chain(runs).collect()
}

/// A server for work on the project that others reach.
fn for_work(mut draft: Draft<'_>) -> Draft<'_> {
    draft.severity = draft.severity.min(Severity::Medium);
    draft.remarks.push(FOR_DEVELOPMENT.to_owned());
    draft.concerns_all = true;
    draft
}

/// Whether a server's debug mode is what the setting says, which profiles differ in.
fn is_of_setting(deployment: &Deployment, run: &RunCall) -> bool {
    let origin = |value: &Value| value.by_default().trail.origin();
    let setting = effective(deployment, "DEBUG").filter(|setting| setting.origin == Origin::Written);
    let (said, set) = (run.debug.as_ref().and_then(origin), setting.and_then(|setting| setting.trail().origin()));
    said.is_none() || said == set
}

/// Said of a profile for work on the project.
const FOR_DEVELOPMENT: &str = "The profile is named for development.";

fn is_development(deployment: &Deployment) -> bool {
    deployment.context.is_local()
}

fn of_setting<'a>(rule: &'a Arc<Rule>, deployment: &'a Deployment, all: &[Deployment]) -> Option<Draft<'a>> {
    let is_started = |run: &RunCall| {
        !run.is_wrapper && run.debug.as_ref().is_none_or(|debug| debug.by_default().data != Data::Absent)
    };
    if deployment.made_by == MadeBy::Script && deployment.runs.iter().any(is_started) {
        // The servers that the script starts are all there are.
        return None;
    }
    let setting = effective(deployment, "DEBUG").filter(|setting| setting.origin == Origin::Written)?;
    if !holds(&Predicate::Truthy, &setting.value) {
        return None;
    }
    let value = setting.value_by_default();
    let mut draft = Draft::at_value(rule, deployment, "DEBUG", value, setting.trail());
    describe(&mut draft, &setting.value, "DEBUG");
    let is_off = |run: &RunCall| run.debug.as_ref().is_some_and(|debug| holds(&Predicate::Falsy, debug));
    let mut servers = deployment.runs.iter().filter(|run| !run.is_wrapper).peekable();
    let has_no_console = servers.peek().is_some() && servers.all(is_off);
    let is_in_file = value.trail.is_from_environment_file();
    if is_in_file {
        draft.advise_on_environment_file();
    }
    let is_flasks = variables(&setting.value).iter().all(|name| **name == *"FLASK_DEBUG");
    let flask = deployment.flask_version.release.flask;
    let is_of_flask_run = is_in_file && is_flasks;
    draft.fill.power = power_of_setting(has_no_console, is_of_flask_run, flask);
    if has_no_console && !is_of_flask_run {
        draft.severity = draft.severity.min(severity_without_console(deployment));
    }
    if is_development(deployment) {
        draft.severity = Severity::Low;
        let mut others = all.iter().filter(|other| other.app == deployment.app && other.profile != deployment.profile);
        let is_selected = others.clone().any(|other| !is_development(other)) || !variables(&setting.value).is_empty();
        let remark = match (deployment.context, is_selected, deployment.is_default) {
            (Context::Testing, ..) => "The profile is named for tests, but it is what the program is started with.",
            (_, true, true) => {
                "The profile is named for development: it is what runs where nothing selects another one."
            }
            (_, true, false) => FOR_DEVELOPMENT,
            (_, false, _) if others.any(|other| other.context == Context::Testing) => {
                "The profile is named for development, but the code selects no other one, except for tests."
            }
            (_, false, _) => "The profile is named for development, but the code selects no other one.",
        };
        draft.remarks.push(remark.to_owned());
    }
    Some(draft)
}

/// How bad the setting is where no server of the project shows a console: as bad as what extensions make of it.
fn severity_without_console(deployment: &Deployment) -> Severity {
    let has_talisman = deployment.extensions.contains_key(&Extension::Talisman);
    let has_toolbar = deployment.packages.as_ref().is_none_or(|packages| packages.contains("flask_debugtoolbar"));
    if has_talisman || has_toolbar { Severity::Medium } else { Severity::Low }
}

/// What the setting does: of an exception no server but Flask's own says more than that there was one (gunicorn 27 and
/// waitress 3 with Flask 3.1). Where a file gives it as the variable `FLASK_DEBUG`, `flask run` has it too (Flask 3.0 and
/// 3.1).
fn power_of_setting(has_no_console: bool, is_of_flask_run: bool, flask: Version) -> String {
    let console = "adds a console that runs code for visitors";
    let otherwise = match (has_no_console, is_of_flask_run, decider_of_flask_run(flask)) {
        (true, false, None) => "; only `app.run` turns it off".to_owned(),
        (true, false, Some(decider)) => format!("; only `app.run` turns it off, and `flask run` decides by {decider}"),
        (false, false, None) => format!(", and a start by `app.run` {console}"),
        (false, false, Some(decider)) => {
            format!(", and a start by `app.run` {console}; only `flask run` decides by {decider}")
        }
        (true, true, _) => format!(", and a start by `flask run` {console}; only `app.run` turns it off"),
        (false, true, _) => format!(", and a start by `app.run` or `flask run` {console}"),
    };
    format!(
        "extensions behave as in development (Flask-Talisman sets no `Secure`, toolbars show settings and queries)\
         {otherwise}"
    )
}

/// By what `flask run` decides on debug mode: it came with Flask 0.11, its option with 2.2 (Flask's changelog).
fn decider_of_flask_run(flask: Version) -> Option<&'static str> {
    if flask < Version::new(0, 11, 0) {
        None
    } else if flask < Version::new(2, 2, 0) {
        Some("its own `FLASK_DEBUG`")
    } else {
        Some("its own `--debug`")
    }
}

fn of_run<'a>(rule: &'a Arc<Rule>, deployment: &'a Deployment, run: &'a RunCall) -> Option<Draft<'a>> {
    let value = either_way(deployment, run.debug.as_ref()?);
    if !holds(&Predicate::Truthy, value) {
        return None;
    }
    let constant = value.by_default();
    let mut draft = Draft::at_value(rule, deployment, "DEBUG", constant, &constant.trail);
    if constant.trail.is_empty() {
        draft.span = run.span;
    }
    let (what, power, label) = if run.is_wrapper {
        let what = format!("`{}` puts a debugger around the app, and its `evalex`", run.name);
        (what, POWER_OF_DEBUGGER, "the debugger is put around it here")
    } else {
        let what = format!("`{}` starts a server whose debug mode", run.name);
        (what, POWER_OF_SERVER, "the server starts here")
    };
    describe(&mut draft, value, &what);
    power.clone_into(&mut draft.fill.power);
    draft.related.push(Related { span: run.span, message: label.to_owned() });
    match run.host.as_ref().map(reach_of) {
        Some(Reach::Public) => {
            draft.remarks.push("The server listens on every address of the machine.".to_owned());
        }
        Some(Reach::Unknown) if run.under_main_guard => {
            draft.severity = Severity::Low;
            draft.remarks.push(FROM_SCRIPT.to_owned());
            draft.lower_confidence();
        }
        Some(Reach::Unknown | Reach::Local) | None if run.under_main_guard => {
            draft.severity = Severity::Info;
            draft.remarks.push(FROM_SCRIPT.to_owned());
        }
        Some(Reach::Local) => {
            draft.severity = Severity::Low;
            draft.remarks.push("The server listens only on the machine itself.".to_owned());
        }
        Some(Reach::Unknown) | None => {}
    }
    if run.is_undecided {
        draft.severity = draft.severity.min(Severity::Medium);
        draft.remarks.push("The code does not tell whether it does: a condition around it is not known.".to_owned());
        draft.lower_confidence();
    }
    Some(draft)
}

/// The debug mode of a server in a branch; where another server in the branch beside it has debug mode, too, the condition
/// decides on which of them starts, not on debug mode.
fn either_way<'a>(deployment: &Deployment, debug: &'a Value) -> &'a Value {
    let Data::Overridable(own) = &debug.data else { return debug };
    let is_beside = |other: &RunCall| match other.debug.as_ref().map(|debug| &debug.data) {
        Some(Data::Overridable(other)) => {
            other.by == own.by && other.default.data == Data::Absent && holds(&Predicate::Truthy, &other.otherwise)
        }
        _ => false,
    };
    let is_of_branch = own.otherwise.data == Data::Absent;
    if is_of_branch && deployment.runs.iter().any(is_beside) { &own.default } else { debug }
}

const POWER_OF_SERVER: &str =
    "after an error it offers a console that runs code for whoever reaches it, behind a PIN that can be worked out";
/// Under any server; errors are Flask's own unless it is told to propagate them (Flask 3.1.3 with Werkzeug 3.1.9).
const POWER_OF_DEBUGGER: &str = "its page `/console` runs code for whoever reaches it (from Werkzeug 3.0.3 on, with `Host: localhost`), behind a \
     PIN that can be worked out";

/// Said of a server under `if __name__ == "__main__"`.
const FROM_SCRIPT: &str =
    "It does so only where the file is started as a script, not under `flask run` or a WSGI server.";

fn describe(draft: &mut Draft<'_>, value: &Value, what: &str) {
    draft.fill.value = value_in_words(value);
    draft.fill.detail = format!("{what} is {}", draft.fill.value);
    if !variables(value).is_empty() {
        draft.lower_confidence();
    }
    if let Data::Overridable(both) = &value.data
        && matches!(&both.otherwise.data, Data::External(external) if external.is_text)
    {
        let name = deciders(&both.by);
        draft.remarks.push(format!("Any text in {name} turns it on, `0` and `False` too: only an empty one does not."));
    }
}

/// Who can reach a server that listens on a host.
enum Reach {
    /// Whoever reaches the machine.
    Public,
    /// Programs on the machine itself.
    Local,
    /// It cannot be told.
    Unknown,
}

fn reach_of(host: &Value) -> Reach {
    match &host.by_default().data {
        _ if is_external(host) => Reach::Unknown,
        Data::Str(text) if matches!(&**text, "0.0.0.0" | "::" | "[::]" | "") => Reach::Public,
        Data::Str(_) | Data::None => Reach::Local,
        _ => Reach::Unknown,
    }
}
