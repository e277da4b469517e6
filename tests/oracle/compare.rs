//! Holds the program's answers for one project against Flask's.

use serde_json::Value;

use super::ours::{self, App, Setting, State};
use super::project::{Environment, Project};
use super::real::{Answer, Driver};
use super::tally::Tally;

/// Everything about one project.
pub(crate) fn project(driver: &mut Driver, project: &Project) -> Tally {
    let mut tally = Tally { projects: 1, ..Tally::default() };
    let nothing = Environment::new();
    let real = driver.ask(project, &nothing);
    if real.error.is_some() != project.case.fails {
        tally.contradictions.push(format!("{}: case.toml is wrong: {:?}", project.name, real.error));
    }
    let apps = match ours::show_config(project) {
        Ok(apps) => apps,
        Err(why) => {
            tally.contradictions.push(format!("{}: {why}", project.name));
            return tally;
        }
    };
    if let Some(error) = &real.error {
        tally.failing.push(format!("{}: {error}", project.name));
    } else {
        let again = driver.ask(project, &nothing);
        by_default(&mut tally, project, &apps, &real, &again);
    }
    for environment in &project.case.environments {
        let real = driver.ask(project, environment);
        // What is wrong by default is said once.
        if real.error.is_none() && tally.contradictions.is_empty() {
            elsewhere(&mut tally, project, &apps, &real, environment);
        }
    }
    settle(&mut tally, project);
    if project.case.undecidable.is_some() {
        tally.decidable = 0;
        tally.decidable_written = 0;
        tally.undecided.clear();
    }
    tally
}

/// A defect that is known is no contradiction, but one that is mended has to be struck off.
fn settle(tally: &mut Tally, project: &Project) {
    let Some(why) = &project.case.wrong else { return };
    if tally.contradictions.is_empty() {
        tally.contradictions.push(format!("{}: agrees now, case.toml should not say `wrong`", project.name));
    } else {
        let found = std::mem::take(&mut tally.contradictions);
        tally.known_defects.extend(found.into_iter().map(|line| format!("{line} ({why})")));
    }
}

/// Under the empty environment: every definite answer is Flask's. `again` is what a second run says,
/// which tells what is random.
fn by_default(tally: &mut Tally, project: &Project, apps: &[App], real: &Answer, again: &Answer) {
    let defaults = &real.defaults;
    let mut apps = apps.iter().filter(|app| app.is_default).peekable();
    let known = |name: &String| defaults.contains_key(name);
    let decidable = |name: &String, value: &Value| again.settings.get(name) == Some(value) && !has_opaque(value);
    for (name, value) in real.settings.iter().filter(|(name, value)| known(name) && decidable(name, value)) {
        tally.decidable += 1;
        tally.decidable_written += usize::from(defaults.get(name) != Some(value));
    }
    if apps.peek().is_none() {
        let names = real.settings.iter().filter(|(name, value)| known(name) && decidable(name, value));
        tally.undecided.extend(names.map(|(name, _)| format!("{}: {name}: no app was found", project.name)));
    }
    for app in apps {
        for (name, ours) in &app.settings {
            let theirs = real.settings.get(name);
            let is_random = theirs != again.settings.get(name);
            check(tally, project, name, ours, theirs, is_random, "");
        }
        for (name, theirs) in &real.after_request {
            let ours = app.after_request.get(name).or_else(|| app.settings.get(name));
            if let Some(ours) = ours.filter(|_| real.settings.get(name) != Some(theirs)) {
                check(tally, project, name, ours, Some(theirs), false, " after a request");
            }
        }
        if let Some(ours) = app.set_cookie.as_ref().filter(|_| real.reached) {
            tally.cookies += 1;
            let theirs = real.set_cookie.as_deref().map(without_expiry);
            if theirs.as_deref() != Some(ours) {
                let line = format!("{}: Set-Cookie: ours {ours}, Flask's {}", project.name, theirs.unwrap_or_default());
                tally.contradictions.push(line);
            }
        }
    }
}

/// One setting under the empty environment.
fn check(
    tally: &mut Tally,
    project: &Project,
    name: &str,
    ours: &Setting,
    theirs: Option<&Value>,
    is_random: bool,
    when: &str,
) {
    let place = format!("{}: {name}{when}", project.name);
    let shown = theirs.map_or_else(|| "missing".to_owned(), Value::to_string);
    let undecided = |tally: &mut Tally| {
        if !is_random && theirs.is_none_or(|value| !has_opaque(value)) {
            tally.undecided.push(format!("{place}: ours {:?}, Flask's {shown}", ours.state));
        }
    };
    match ours.state {
        State::Known | State::Default | State::Unset => {
            tally.compared += 1;
            if is_random || !agrees(ours, theirs) {
                let random = if is_random { " (random)" } else { "" };
                let ours = format!("{:?} {}", ours.state, ours.value);
                tally.contradictions.push(format!("{place}: ours {ours}, Flask's {shown}{random}"));
            }
        }
        State::External if theirs.is_none_or(|value| value.is_null() || value == "") => {}
        State::External | State::Unknown | State::Generated => undecided(tally),
    }
}

/// Under another environment a profile holds wherever it says that the environment does not matter: the
/// one that is nearest to what Flask computes, or another one where several selections are made at once.
fn elsewhere(tally: &mut Tally, project: &Project, apps: &[App], real: &Answer, environment: &Environment) {
    let is_fixed = |setting: &Setting| setting.state == State::Known && !setting.overridable;
    let is_wrong = |name: &String, ours: &Setting| is_fixed(ours) && !agrees(ours, real.settings.get(name));
    let wrong = |app: &App| app.settings.iter().filter(|(name, ours)| is_wrong(name, ours)).count();
    let Some(nearest) = apps.iter().min_by_key(|app| wrong(app)) else { return };
    for (name, ours) in nearest.settings.iter().filter(|(_, ours)| is_fixed(ours)) {
        tally.compared += 1;
        let held = |app: &App| app.settings.get(name).is_none_or(|ours| !is_wrong(name, ours));
        if !apps.iter().any(held) {
            let shown = real.settings.get(name).map_or_else(|| "missing".to_owned(), Value::to_string);
            let environment = shown_environment(environment);
            tally.contradictions.push(format!(
                "{}: {name}: ours {} whatever the environment, Flask's {shown} under {environment}",
                project.name, ours.value
            ));
        }
    }
}

fn shown_environment(environment: &Environment) -> String {
    let pairs: Vec<String> = environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(" ")
}

fn agrees(ours: &Setting, theirs: Option<&Value>) -> bool {
    match (ours.state, theirs) {
        (State::Unset, theirs) => theirs.is_none(),
        (_, Some(theirs)) => is_same(&ours.value, theirs),
        (_, None) => false,
    }
}

/// Equal as Python values of the same type. What has no order may come in any.
fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.is_f64() && other.is_f64() && is_close(one.as_f64(), other.as_f64()))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Array(one), Value::Object(tagged)) => match tagged.get("set") {
            Some(Value::Array(other)) => sorted(one) == sorted(other),
            _ => false,
        },
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => ours == theirs,
    }
}

/// The last digit may be lost on the way through JSON.
fn is_close(one: Option<f64>, other: Option<f64>) -> bool {
    one.zip(other).is_some_and(|(one, other)| (one - other).abs() <= other.abs() * 1e-15)
}

fn sorted(items: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = items.iter().map(Value::to_string).collect();
    texts.sort();
    texts
}

fn has_opaque(value: &Value) -> bool {
    match value {
        Value::Object(items) => items.contains_key("opaque") || items.values().any(has_opaque),
        Value::Array(items) => items.iter().any(has_opaque),
        _ => false,
    }
}

/// The prediction is for a session that ends with the browser.
fn without_expiry(header: &str) -> String {
    let parts: Vec<&str> = header.split("; ").filter(|part| !part.starts_with("Expires=")).collect();
    parts.join("; ")
}
