//! One place gives one finding, whatever the number of deployments; the order is always the same.

use super::{Project, STRONG, ids, set, unless};
use crate::flask::Deployment;
use crate::value::{Data, Step, Value};

const TEXT: &str = "KEY = 'one'\nOFF = False\nfrom_object(KEY)\napp = Flask(__name__)\n'two'\n";

fn profile(project: &Project, name: &str, key: Value) -> Deployment {
    let mut deployment = project.deployment();
    deployment.profile = Some(name.to_owned());
    set(&mut deployment, "SECRET_KEY", key);
    deployment
}

#[test]
fn a_key_of_two_profiles_is_one_finding_and_the_worst_wins() {
    let project = Project::new(TEXT);
    let key = project.value(Data::Str(STRONG.into()), "'one'");
    let first = profile(&project, "A", unless("K", &key));
    let second = profile(&project, "B", key);
    let found = project.judge(&[first, second]);
    assert_eq!(ids(&found), ["hardcoded-secret-key"]);
    assert_eq!(found[0].profile.as_deref(), Some("B"));
    assert!(found[0].message.ends_with("This is what the profile `B` ends with."), "{}", found[0].message);
}

#[test]
fn profiles_are_not_listed_if_all_end_so() {
    let project = Project::new(TEXT);
    let key = project.value(Data::Str(STRONG.into()), "'one'");
    let found = project.judge(&[profile(&project, "A", key.clone()), profile(&project, "B", key)]);
    assert_eq!(found.len(), 1);
    assert!(!found[0].message.contains("profile"), "{}", found[0].message);
}

#[test]
fn one_constant_for_two_settings_is_two_findings() {
    let project = Project::new(TEXT);
    let key = project.value(Data::Str(STRONG.into()), "'one'");
    let mut app = project.deployment();
    set(&mut app, "SECRET_KEY", key.clone());
    set(&mut app, "JWT_SECRET_KEY", key);
    let found = project.judge(&[app]);
    let settings: Vec<_> = found.iter().map(|finding| finding.setting.as_deref()).collect();
    assert_eq!(settings, [Some("JWT_SECRET_KEY"), Some("SECRET_KEY")]);
}

#[test]
fn findings_come_in_the_order_of_their_places() {
    let project = Project::new(TEXT);
    let mut app = project.deployment();
    set(&mut app, "SECRET_KEY", project.value(Data::Str("dev".into()), "'two'"));
    set(&mut app, "SESSION_COOKIE_SECURE", project.value(Data::Bool(false), "False"));
    set(&mut app, "JWT_SECRET_KEY", project.value(Data::Str(STRONG.into()), "'one'"));
    let found = project.judge(&[app]);
    assert_eq!(ids(&found), ["hardcoded-secret-key", "session-cookie-secure-disabled", "published-secret-key"]);
}

#[test]
fn the_way_of_the_value_and_the_app_are_related_places() {
    let project = Project::new(TEXT);
    let mut app = project.deployment();
    let key = project.value(Data::Str(STRONG.into()), "'one'");
    let key = key.via(Step::new(project.span("from_object(KEY)", 0), "loaded here"));
    set(&mut app, "SECRET_KEY", key);
    let found = project.judge(&[app]);
    let messages: Vec<&str> = found[0].related.iter().map(|place| place.message.as_str()).collect();
    assert_eq!(messages, ["loaded here", "the app `app` is made here"]);
}

#[test]
fn a_literal_of_several_lines_is_reported_on_its_first() {
    let project = Project::new("app = Flask(__name__)\nkey = ('one'\n       'two')\n");
    let mut app = project.deployment();
    set(&mut app, "SECRET_KEY", project.value(Data::Str(STRONG.into()), "'one'\n       'two'"));
    let found = project.judge(&[app]);
    assert_eq!(found[0].span, project.span("'one'", 0));
}
