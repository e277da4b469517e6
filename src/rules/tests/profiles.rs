//! What is said of profiles, and what is found in those for work on the project.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::{Confidence, Finding, Severity};
use super::{Project, STRONG, ids, set, unless};
use crate::flask::{Context, Deployment, Evidence, Extension, RunCall};
use crate::value::{Data, Step, Value, choose, override_with};

const DEBUG: &str = "DEBUG";

fn project() -> Project {
    Project::new("app = Flask(__name__)\nsession['a'] = True\nrun(debug=True)\n")
}

fn profile(project: &Project, name: &str) -> Deployment {
    let context = Context::of_name(name);
    let is_judged = context.is_deployable();
    Deployment { profile: Some(name.to_owned()), context, is_judged, is_default: false, ..project.deployment() }
}

fn run(project: &Project, debug: Value, host: Option<&str>) -> RunCall {
    let (span, name) = (project.span("run(debug=True)", 0), "app.run".to_owned());
    let host = host.map(Value::text);
    RunCall { span, name, debug: Some(debug), host, is_undecided: false, under_main_guard: true, is_wrapper: false }
}

/// `True` at the `nth` place where it stands.
fn on(project: &Project, nth: usize) -> Value {
    Value::at(Data::Bool(true), Step::new(project.span("True", nth), "written here"))
}

fn only(mut findings: Vec<Finding>) -> Finding {
    assert_eq!(findings.len(), 1, "{:?}", ids(&findings));
    findings.remove(0)
}

#[test]
fn a_value_that_all_profiles_have_is_none_of_one() {
    let project = project();
    let key = Value::at(Data::Str(STRONG.into()), Step::new(project.span("'a'", 0), "written here"));
    let (mut production, mut work) = (profile(&project, "Production"), profile(&project, "Development"));
    set(&mut production, "SECRET_KEY", key.clone());
    set(&mut work, "SECRET_KEY", key);
    let found = only(project.judge(&[production.clone(), work.clone()]));
    assert!(!found.message.contains("profile"), "{}", found.message);
    set(&mut work, "SECRET_KEY", Value::unknown("not followed"));
    let found = only(project.judge(&[production, work]));
    assert!(found.message.ends_with("This is what the profile `Production` ends with."), "{}", found.message);
}

#[test]
fn no_profile_ends_with_what_holds_only_where_something_asks_for_it() {
    let project = project();
    let key = Value::at(Data::Str(STRONG.into()), Step::new(project.span("'a'", 0), "written here"));
    let by = [Arc::from("SHOP_MODE")];
    let asked = override_with(&super::from_environment("SECRET_KEY"), &key, &by);
    let perhaps = choose(&super::from_environment("SECRET_KEY"), &key);
    for value in [asked, perhaps] {
        let (mut production, mut work) = (profile(&project, "Production"), profile(&project, "Development"));
        set(&mut production, "SECRET_KEY", value);
        set(&mut work, "SECRET_KEY", Value::unknown("not followed"));
        let found = only(project.judge(&[production, work]));
        assert!(found.message.ends_with("So it is in the profile `Production`."), "{}", found.message);
    }
}

#[test]
fn the_only_profile_that_there_is_is_not_named() {
    let project = project();
    let key = Value::at(Data::Str(STRONG.into()), Step::new(project.span("'a'", 0), "written here"));
    let (mut seen, mut other) = (profile(&project, "Defaults"), profile(&project, "Defaults"));
    set(&mut seen, "SECRET_KEY", key);
    set(&mut other, "SECRET_KEY", Value::unknown("not followed"));
    let found = only(project.judge(&[seen.clone(), other.clone()]));
    assert!(!found.message.contains("profile"), "{}", found.message);
    other.profile = None;
    let found = only(project.judge(&[seen, other]));
    assert!(found.message.ends_with("This is what the profile `Defaults` ends with."), "{}", found.message);
}

#[test]
fn what_production_sets_is_missing_where_nothing_selects_it() {
    let project = project();
    let mut usual = Deployment { is_default: true, ..profile(&project, "Config") };
    let mut production = profile(&project, "ProductionConfig");
    for app in [&mut usual, &mut production] {
        app.session = Evidence::Found(project.span("session", 0), "the session".to_owned());
        set(app, "SECRET_KEY", super::from_environment("K"));
        set(app, "SESSION_COOKIE_SAMESITE", Value::text("Lax"));
    }
    set(&mut production, "SESSION_COOKIE_SECURE", on(&project, 0));
    let found = only(project.judge(&[usual.clone(), production]));
    let end = "This is what the profile `Config` ends with, where nothing selects `ProductionConfig`, which sets it.";
    assert!(found.message.ends_with(end), "{}", found.message);
    // What is not known sets nothing.
    let mut unknown = profile(&project, "ProductionConfig");
    set(&mut unknown, "SESSION_COOKIE_SECURE", Value::unknown("not followed"));
    let beside = only(project.judge(&[usual.clone(), unknown]));
    assert!(!beside.message.contains("sets it"), "{}", beside.message);
    let alone = only(project.judge(&[usual]));
    assert_eq!((found.confidence, alone.confidence), (Confidence::Medium, Confidence::High));
}

#[test]
fn a_constant_debug_mode_of_a_server_is_none_of_a_profile() {
    let project = project();
    let (mut production, mut work) = (profile(&project, "Production"), profile(&project, "Development"));
    production.runs.push(run(&project, on(&project, 1), None));
    set(&mut work, DEBUG, on(&project, 0));
    let found = only(project.judge(&[production, work]));
    assert!(!found.message.contains("profile"), "{}", found.message);
}

#[test]
fn a_server_of_a_development_profile_that_others_reach_is_reported() {
    let project = project();
    let production = profile(&project, "Production");
    let served = |debug: Value, host: Option<&str>| {
        let mut work = profile(&project, "Development");
        set(&mut work, DEBUG, on(&project, 0));
        work.runs.push(run(&project, debug, host));
        project.judge(&[production.clone(), work])
    };
    let found = only(served(on(&project, 1), Some("0.0.0.0")));
    assert_eq!((found.rule.id.as_str(), found.severity), ("debug-enabled", Severity::Medium));
    assert!(found.message.ends_with("The profile is named for development."), "{}", found.message);
    assert!(served(on(&project, 1), Some("127.0.0.1")).is_empty());
    assert!(served(on(&project, 1), None).is_empty());
    // What the profile says of itself is what it is for.
    assert!(served(on(&project, 0), Some("0.0.0.0")).is_empty());
}

#[test]
fn a_development_profile_that_runs_is_said_to_be_the_only_one_if_it_is() {
    let project = project();
    let says = |value: Value, others: &[Deployment], part: &str| {
        let mut work = Deployment { is_judged: true, is_default: true, ..profile(&project, "Development") };
        set(&mut work, DEBUG, value);
        let found = only(project.judge(&[others, &[work]].concat()));
        assert!(found.message.contains(part), "{}", found.message);
    };
    let other = "it is what runs where nothing selects another one.";
    says(on(&project, 0), &[], "but the code selects no other one.");
    let except = "but the code selects no other one, except for tests.";
    says(on(&project, 0), &[profile(&project, "StagingTest")], except);
    says(on(&project, 0), &[profile(&project, "Production")], other);
    says(unless("MODE", &on(&project, 0)), &[], other);
}

#[test]
fn a_setting_that_no_server_shows_a_console_for_is_as_bad_as_what_extensions_make_of_it() {
    let project = project();
    let judged = |debug: bool, edit: &dyn Fn(&mut Deployment)| {
        let mut app = Deployment { packages: Some(BTreeSet::new()), ..project.deployment() };
        set(&mut app, DEBUG, on(&project, 0));
        app.runs.push(run(&project, Value::of(Data::Bool(debug)), None));
        edit(&mut app);
        let found = project.judge(&[app]);
        let of_setting = found.into_iter().find(|found| found.message.starts_with("DEBUG is"));
        of_setting.map(|found| (found.severity, found.message.contains("a console"))).expect("the setting is reported")
    };
    assert_eq!(judged(true, &|_| {}), (Severity::High, true));
    assert_eq!(judged(false, &|_| {}), (Severity::Low, false));
    let talisman = project.span("app", 0);
    let add_talisman = |app: &mut Deployment| _ = app.extensions.insert(Extension::Talisman, talisman);
    assert_eq!(judged(false, &add_talisman).0, Severity::Medium);
    // Nobody knows what is given the app.
    assert_eq!(judged(false, &|app| app.packages = None).0, Severity::Medium);
}

#[test]
fn servers_in_both_branches_are_in_debug_mode_either_way() {
    let project = project();
    let says = |other: bool| {
        let (here, there) = (on(&project, 1), Value::of(Data::Bool(other)));
        let absent = Value::of(Data::Absent);
        let mut app = project.deployment();
        app.runs.push(run(&project, override_with(&absent, &there, &["DEBUG".into()]), Some("0.0.0.0")));
        app.runs.push(run(&project, override_with(&here, &absent, &["DEBUG".into()]), Some("0.0.0.0")));
        only(project.judge(&[app])).message.contains("unless `DEBUG` says otherwise")
    };
    assert_eq!((says(true), says(false)), (false, true));
}

#[test]
fn a_remembered_login_lasts_as_long_as_the_project_says() {
    let project = project();
    let says = |duration: Option<Data>, part: &str| {
        let mut app = project.deployment();
        app.extensions.insert(Extension::Login, project.span("app", 0));
        app.extensions.insert(Extension::RememberMe, project.span("session", 0));
        set(&mut app, "REMEMBER_COOKIE_SAMESITE", Value::text("Lax"));
        if let Some(duration) = duration {
            set(&mut app, "REMEMBER_COOKIE_DURATION", Value::of(duration));
        }
        let mut found = project.judge(&[app]);
        found.retain(|finding| finding.rule.id == "remember-cookie-secure-missing");
        let found = only(found);
        assert!(found.message.contains(part), "{}", found.message);
    };
    says(None, "logs a user in for a year is sent");
    says(Some(Data::Duration(7 * 86_400 * 1_000_000)), "logs a user in for 7 days is sent");
    says(Some(Data::Int(3_600)), "logs a user in for 1 hour is sent");
    says(Some(Data::Unknown("not followed".into())), "logs a user in is sent");
}
