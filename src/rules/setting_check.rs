//! Judges one setting of one deployment: its value, or that nobody sets it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::check::{Condition, Need, Predicate, SettingCheck};
use super::describe::{deciders, span_in_words, value_in_words};
use super::draft::{Draft, Refusal, effective, has_required_gap, refusal};
use super::finding::{Confidence, Related, Severity};
use super::predicate::{holds, holds_of_setting, variables};
use super::rule::Rule;
use super::usage::{Usage, usage};
use crate::flask::{
    Deployment, Extension, ExtensionCall, Login, Origin, Setting, settings_of_extension, why_unknown,
    why_unknown_to_login,
};
use crate::value::{Data, Value};

/// What `check` has to say of `deployment`.
pub(super) fn draft<'a>(rule: &'a Arc<Rule>, check: &SettingCheck, deployment: &'a Deployment) -> Option<Draft<'a>> {
    let mut draft = match check.is {
        Predicate::Missing => missing(rule, check, deployment)?,
        Predicate::None
        | Predicate::Falsy
        | Predicate::Truthy
        | Predicate::Equals(_)
        | Predicate::NotIn(_)
        | Predicate::StartsWith(_)
        | Predicate::HasBits(_)
        | Predicate::LongerThanDays(_)
        | Predicate::AnyOf(_) => written(rule, check, deployment)?,
    };
    let is_used = |need: &Need| matches!(usage(deployment, *need), Usage::Seen(..));
    if check.unless.iter().any(|condition| condition_holds(condition, deployment))
        || check.unless_used.iter().any(is_used)
    {
        return None;
    }
    if check.needs == Some(Need::RememberMe) {
        draft.fill.time = lifetime_of_login(deployment);
    }
    allow_for_use(&mut draft, check)?;
    allow_for_idle_cookie(&mut draft);
    allow_for_conditions(&mut draft, check)?;
    Some(draft)
}

/// A setting that nobody sets, and that nothing we could not follow must set.
fn missing<'a>(rule: &'a Arc<Rule>, check: &SettingCheck, deployment: &'a Deployment) -> Option<Draft<'a>> {
    // One that is written but not read is reported as ignored.
    let setting = deployment.after_request.get(&check.key).or_else(|| deployment.settings.get(&check.key));
    let is_missing = setting.is_none_or(|setting| setting.origin == Origin::Default);
    if !is_missing || has_required_gap(deployment) {
        return None;
    }
    let mut draft = Draft::at_app(rule, deployment, &check.key);
    let conditions = setting.map(|setting| conditions_of(&setting.value, deployment)).unwrap_or_default();
    if check.key.starts_with("SESSION_COOKIE_") && has_key_only_where(&conditions, deployment) {
        return None;
    }
    draft.fill.detail = set_only_where(&draft.fill.app, &conditions);
    if let Some(debug) = debug_before_talisman(&check.key, deployment).filter(|_| conditions.is_empty()) {
        draft.fill.detail =
            format!("not set for `{}`: Talisman leaves it alone in debug mode, which is on", draft.fill.app);
        let place =
            debug.trail().origin().map(|span| Related { span, message: "debug mode is turned on here".to_owned() });
        draft.related.extend(place);
    }
    // Whoever sets it under a condition wants it off elsewhere: what the condition is in production is not known here.
    if !conditions.is_empty() {
        draft.has_no_fix = true;
        draft.lower_confidence();
    }
    let installed = &deployment.flask_version;
    let unknown = why_unknown(installed.release.flask, &check.key);
    if let Some(why) = unknown.or_else(|| why_unknown_to_login(installed.login.0, &check.key)) {
        // A line that nobody reads is no fix.
        draft.has_no_fix = true;
        draft.remarks.push(format!("{why}."));
    }
    if let Some(default) = setting {
        draft.fill.value = value_in_words(&default.value);
        draft.remarks.extend(default_of_old_login(deployment, &check.key, &default.value));
    }
    draft.allow_for_gaps();
    Some(draft)
}

/// The debug mode that keeps Flask-Talisman from setting this setting (1.1.0: each request asks `app.debug`).
fn debug_before_talisman<'a>(key: &str, deployment: &'a Deployment) -> Option<&'a Setting> {
    let is_told_not_to = |call: &ExtensionCall| {
        let told = call.arguments.get("session_cookie_secure");
        told.is_some_and(|told| holds(&Predicate::Falsy, told))
    };
    let mut calls = deployment.calls.iter().filter(|call| call.extension == Extension::Talisman).peekable();
    let is_asked = key == "SESSION_COOKIE_SECURE" && calls.peek().is_some() && !calls.any(is_told_not_to);
    effective(deployment, "DEBUG").filter(|debug| is_asked && holds(&Predicate::Truthy, debug.value_by_default()))
}

/// How long Flask-Login's cookie logs a user in, as it ends a clause; empty where that is not known.
fn lifetime_of_login(deployment: &Deployment) -> String {
    match effective(deployment, "REMEMBER_COOKIE_DURATION").filter(|setting| setting.origin == Origin::Written) {
        // Its default is 365 days (Flask-Login 0.6.3).
        None => " for a year".to_owned(),
        Some(setting) => span_in_words(&setting.value).map(|time| format!(" for {time}")).unwrap_or_default(),
    }
}

/// What sets a setting of this `value` where it is set at all: a source that could not be followed only may.
fn conditions_of(value: &Value, deployment: &Deployment) -> Vec<Arc<str>> {
    if !has_known_override(value) {
        return Vec::new();
    }
    let names = variables(value);
    // Such a source may set whatever nobody sets, and its name is with those that decide about this setting.
    let defaults = deployment.settings.values().filter(|setting| setting.origin == Origin::Default);
    let others = defaults.map(|setting| &setting.value).filter(|other| !has_known_override(other));
    let sources: BTreeSet<Arc<str>> = others.flat_map(variables).collect();
    let own: Vec<Arc<str>> = names.iter().filter(|name| !sources.contains(*name)).cloned().collect();
    if own.is_empty() { names } else { own }
}

/// Whether it is known what may be in the place of a default. A source that could not be followed may leave that there.
fn has_known_override(value: &Value) -> bool {
    let is_known = |one: &Value| !matches!(one.data, Data::Unknown(_) | Data::External(_) | Data::Absent);
    let Data::Overridable(both) = &value.data else { return false };
    both.otherwise.alternatives().into_iter().any(|one| is_known(one) && one.data != both.default.data)
}

/// Whether there is a key only where these names give one: without it, Flask sends no session cookie.
fn has_key_only_where(names: &[Arc<str>], deployment: &Deployment) -> bool {
    let Some(key) = deployment.settings.get("SECRET_KEY") else { return false };
    let Data::Overridable(both) = &key.value.data else { return false };
    let is_decided_alike = !both.by.is_empty() && both.by.iter().all(|name| names.contains(name));
    is_decided_alike && both.default.truth() == Some(false)
}

/// How much a setting is set: "never set for `app`".
fn set_only_where(app: &str, conditions: &[Arc<str>]) -> String {
    match conditions {
        [] => format!("never set for `{app}`"),
        [_] => format!("set for `{app}` only where {} asks for it", deciders(conditions)),
        _ => format!("set for `{app}` only where {} ask for it", deciders(conditions)),
    }
}

/// Says of a default of Flask-Login that it is none of its current version.
fn default_of_old_login(deployment: &Deployment, key: &str, default: &Value) -> Option<String> {
    let Login(version) = deployment.flask_version.login;
    let current = settings_of_extension(Extension::Login, Login::default().0);
    let is_old = current.iter().any(|(name, value)| *name == key && value.data != default.by_default().data);
    is_old.then(|| format!("Nobody sets it, and this is the default of Flask-Login {version}."))
}

/// A value that the program writes.
fn written<'a>(rule: &'a Arc<Rule>, check: &SettingCheck, deployment: &'a Deployment) -> Option<Draft<'a>> {
    let setting = effective(deployment, &check.key)?;
    if setting.origin != Origin::Written || !holds(&check.is, &setting.value) {
        return None;
    }
    let value = setting.value_by_default();
    let mut draft = Draft::at_value(rule, deployment, &check.key, value, setting.trail());
    draft.fill.value = value_in_words(&setting.value);
    if !variables(&setting.value).is_empty() {
        draft.lower_confidence();
    }
    if let Some(remark) = check.ambiguous.as_ref().filter(|_| is_ambiguous(value)) {
        draft.remarks.push(remark.clone());
        draft.confidence = Confidence::Low;
    }
    match refusal(deployment, &check.key, value) {
        Refusal::Never => {}
        Refusal::Always => return None,
        Refusal::Sometimes(guard) => {
            draft.remarks.push(format!("The program refuses it {}.", guard.when));
            draft.related.push(Related { span: guard.span, message: format!("refused here {}", guard.when) });
            draft.confidence = Confidence::Low;
        }
    }
    Some(draft)
}

/// Whether a value is falsy without being `False` or `None`.
fn is_ambiguous(value: &Value) -> bool {
    let plain = |one: &Value| matches!(one.data, Data::None | Data::Bool(_));
    value.truth() == Some(false) && !value.alternatives().iter().all(|one| plain(one))
}

fn allow_for_use(draft: &mut Draft<'_>, check: &SettingCheck) -> Option<()> {
    let Some(need) = check.needs else { return Some(()) };
    match usage(draft.deployment, need) {
        Usage::Seen(span, what) => {
            draft.related.push(Related { span, message: what });
            Some(())
        }
        Usage::Supposed => {
            draft.remarks.push("A secret key is set, so the session is taken to be used.".to_owned());
            draft.confidence = Confidence::Low;
            Some(())
        }
        Usage::Unclear | Usage::No => None,
    }
}

/// A cookie that is never sent cannot be stolen: good to know, no more.
fn allow_for_idle_cookie(draft: &mut Draft<'_>) {
    let Some(need) = Need::of_cookie(&draft.setting) else { return };
    if matches!(usage(draft.deployment, need), Usage::No) {
        let what = match need {
            Need::RememberMe => "No `login_user(…, remember=…)` was found in the app",
            Need::JwtCookies => "No token in a cookie was found in the app",
            _ => "No use of the session was found in the app",
        };
        draft.severity = Severity::Info;
        draft.remarks.push(format!("{what}, so it matters once there is one."));
    }
}

fn allow_for_conditions(draft: &mut Draft<'_>, check: &SettingCheck) -> Option<()> {
    let deployment = draft.deployment;
    if !check.with.iter().all(|condition| condition_holds(condition, deployment)) {
        return None;
    }
    let mut held: Vec<&Condition> = check.with.iter().collect();
    if !check.with_any.is_empty() {
        let any: Vec<&Condition> = check.with_any.iter().filter(|one| condition_holds(one, deployment)).collect();
        if any.is_empty() {
            return None;
        }
        held.extend(any);
    }
    let mut clauses = Vec::new();
    for condition in held {
        let Some(setting) = effective(deployment, &condition.key) else { continue };
        clauses.push(clause(condition, setting));
        if let Some(span) = setting.trail().origin().filter(|_| setting.origin == Origin::Written) {
            draft.related.push(Related { span, message: clause(condition, setting) });
        }
        if !variables(&setting.value).is_empty() {
            draft.lower_confidence();
        }
    }
    if !clauses.is_empty() {
        draft.fill.detail = clauses.join(" and ");
    }
    Some(())
}

/// "`SESSION_COOKIE_SECURE` is not set", "`SESSION_COOKIE_PATH` is `"/app"`".
fn clause(condition: &Condition, setting: &Setting) -> String {
    match setting.origin {
        Origin::Default | Origin::Deleted => format!("{} is not set", condition.key),
        Origin::Written => format!("{} is {}", condition.key, value_in_words(&setting.value)),
    }
}

/// Whether a condition is sure to hold; a default is sure only if nothing unfollowed must set it.
pub(super) fn condition_holds(condition: &Condition, deployment: &Deployment) -> bool {
    effective(deployment, &condition.key).is_some_and(|setting| {
        let is_sure = setting.origin != Origin::Default || !has_required_gap(deployment);
        is_sure && holds_of_setting(&condition.is, setting)
    })
}
