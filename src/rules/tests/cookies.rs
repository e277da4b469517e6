//! The rules of the session cookie on hand-made deployments.

use std::sync::Arc;

use super::super::{Confidence, Finding};
use super::{Project, from_environment, ids, set, unless, written};
use crate::flask::{
    Deployment, Evidence, Extension, ExtensionCall, FROM_MAPPING, GapKind, Guard, IgnoredWrite, Login, Version,
};
use crate::value::{Data, Value, override_with};

const SECURE: &str = "SESSION_COOKIE_SECURE";
const SAMESITE: &str = "SESSION_COOKIE_SAMESITE";

const TEXT: &str = "app = Flask(__name__)\nsession['a'] = 1\nvalue = False\nother = None\n";

fn no() -> Value {
    Value::of(Data::Bool(false))
}

fn yes() -> Value {
    Value::of(Data::Bool(true))
}

/// Findings for an app whose session is used, its flags set well, then changed by `change`.
fn findings(change: impl Fn(&Project, &mut Deployment)) -> Vec<Finding> {
    let project = Project::new(TEXT);
    let mut deployment = project.deployment();
    deployment.session = Evidence::Found(project.span("session", 0), "`session`".to_owned());
    set(&mut deployment, "SECRET_KEY", from_environment("SECRET_KEY"));
    set(&mut deployment, SECURE, yes());
    set(&mut deployment, SAMESITE, Value::text("Lax"));
    change(&project, &mut deployment);
    project.judge(&[deployment])
}

fn reset(deployment: &mut Deployment, key: &str) {
    let value = crate::flask::default_of(key).expect("a setting of Flask");
    deployment.settings.insert(key.to_owned(), crate::flask::Setting::default(value));
}

#[test]
fn a_well_configured_app_is_clean() {
    assert!(findings(|_, _| {}).is_empty());
}

#[test]
fn false_is_reported_at_the_literal() {
    let found = findings(|project, app| set(app, SECURE, project.value(Data::Bool(false), "False")));
    assert_eq!(ids(&found), ["session-cookie-secure-disabled"]);
    assert_eq!(found[0].span, Project::new(TEXT).span("False", 0));
    assert_eq!(found[0].confidence, Confidence::High);
    assert!(found[0].message.starts_with("SESSION_COOKIE_SECURE is `False`, so"), "{}", found[0].message);
}

#[test]
fn false_unless_the_environment_says_otherwise_names_the_variable() {
    let found = findings(|_, app| set(app, SECURE, unless("COOKIE_SECURE", &no())));
    assert_eq!(ids(&found), ["session-cookie-secure-disabled"]);
    assert_eq!(found[0].confidence, Confidence::Medium);
    assert!(found[0].message.contains("`False` unless `COOKIE_SECURE` says otherwise"), "{}", found[0].message);
}

#[test]
fn zero_is_doubtful() {
    let found = findings(|_, app| set(app, SECURE, Value::of(Data::Int(0))));
    assert_eq!(found[0].confidence, Confidence::Low);
    assert!(found[0].message.contains("Werkzeug before 2.3"));
}

#[test]
fn a_value_that_only_the_environment_has_is_clean() {
    assert!(findings(|_, app| set(app, SECURE, unless("COOKIE_SECURE", &Value::of(Data::None)))).is_empty());
}

#[test]
fn a_flag_that_no_one_sets_is_missing_at_the_app() {
    let found = findings(|_, app| reset(app, SECURE));
    assert_eq!(ids(&found), ["session-cookie-secure-missing"]);
    assert_eq!(found[0].span, Project::new(TEXT).span("Flask(__name__)", 0));
    assert!(found[0].related.iter().any(|place| place.message.contains("`session`")));
}

/// Only a flag that comes with the key is none that is missing from a cookie.
#[test]
fn a_flag_is_missing_wherever_the_key_may_be_given() {
    let none = Value::of(Data::None);
    let key_by = |names: &[Arc<str>]| override_with(&none, &from_environment("SECRET_KEY"), names);
    for (names, expected) in [(&["LIVE".into()][..], 0), (&["LIVE".into(), "SECRET_KEY".into()], 1), (&[], 1)] {
        let found = findings(|_, app| {
            let flag = override_with(&no(), &yes(), &["LIVE".into()]);
            app.settings.insert(SECURE.to_owned(), crate::flask::Setting::default(flag));
            set(app, "SECRET_KEY", key_by(names));
        });
        assert_eq!(found.len(), expected, "{names:?} {:?}", ids(&found));
    }
}

#[test]
fn samesite_that_no_one_sets_is_missing() {
    assert_eq!(ids(&findings(|_, app| reset(app, SAMESITE))), ["session-cookie-samesite-missing"]);
    let under_an_old_flask = findings(|_, app| {
        app.flask_version.release = "0.12".parse().unwrap();
        app.settings.remove(SAMESITE);
    });
    assert_eq!(ids(&under_an_old_flask), ["session-cookie-samesite-missing"]);
    assert!(under_an_old_flask[0].message.ends_with("so upgrade Flask first."), "{}", under_an_old_flask[0].message);
    assert!(under_an_old_flask[0].fix.is_none());
}

#[test]
fn nothing_is_missing_without_a_session() {
    let found = findings(|_, app| {
        reset(app, SECURE);
        app.session = Evidence::Absent;
    });
    assert!(found.is_empty());
}

#[test]
fn a_secret_key_speaks_for_a_session_that_was_not_seen() {
    let found = findings(|_, app| {
        reset(app, SECURE);
        app.session = Evidence::Unknown;
    });
    assert_eq!(ids(&found), ["session-cookie-secure-missing"]);
    assert_eq!(found[0].confidence, Confidence::Low);
}

#[test]
fn without_a_secret_key_nothing_speaks_for_a_session() {
    let found = findings(|_, app| {
        reset(app, SECURE);
        reset(app, "SECRET_KEY");
        app.session = Evidence::Unknown;
    });
    assert!(found.is_empty());
}

#[test]
fn a_source_that_must_be_there_may_set_what_is_missing() {
    let found = findings(|project, app| {
        reset(app, SECURE);
        app.gaps.push(project.gap(GapKind::Required));
    });
    assert!(found.is_empty());
}

#[test]
fn an_optional_source_is_mentioned() {
    let found = findings(|project, app| {
        reset(app, SECURE);
        app.gaps.push(project.gap(GapKind::Optional));
    });
    assert_eq!(found[0].confidence, Confidence::Medium);
    assert!(found[0].message.contains("`local.cfg` is not in the project"));
}

#[test]
fn what_the_first_request_sets_counts() {
    let found = findings(|_, app| {
        set(app, SECURE, no());
        app.after_request.insert(SECURE.to_owned(), written(yes()));
    });
    assert!(found.is_empty());
}

#[test]
fn debug_mode_that_keeps_talisman_from_secure_is_said() {
    let says = |debug: Value, arguments: &[(&str, Value)]| {
        let found = findings(|project, app| {
            reset(app, SECURE);
            set(app, "DEBUG", debug.clone());
            let arguments = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            let (extension, span) = (Extension::Talisman, project.span("Flask", 0));
            app.calls.push(ExtensionCall { extension, span, arguments });
        });
        let of_cookie = found.iter().find(|found| found.rule.id == "session-cookie-secure-missing");
        of_cookie.is_some_and(|found| found.message.contains("Talisman leaves it alone in debug mode"))
    };
    let off = [("session_cookie_secure", no())];
    assert!(says(yes(), &[]) && says(unless("FLASK_DEBUG", &yes()), &[]));
    assert!(!says(no(), &[]) && !says(yes(), &off));
}

#[test]
fn what_the_first_request_turns_off_is_reported() {
    let found = findings(|_, app| {
        app.after_request.insert(SECURE.to_owned(), written(no()));
    });
    assert_eq!(ids(&found), ["session-cookie-secure-disabled"]);
}

#[test]
fn httponly_is_reported_when_off_and_never_when_missing() {
    let found = findings(|_, app| set(app, "SESSION_COOKIE_HTTPONLY", no()));
    assert_eq!(ids(&found), ["session-cookie-httponly-disabled"]);
}

#[test]
fn samesite_none_and_the_text_are_disabled() {
    for value in [Value::of(Data::None), Value::text("none")] {
        let found = findings(|_, app| set(app, SAMESITE, value.clone()));
        assert_eq!(ids(&found), ["session-cookie-samesite-disabled"]);
    }
}

#[test]
fn samesite_none_without_secure_is_said_once() {
    let found = findings(|_, app| {
        set(app, SAMESITE, Value::text("None"));
        set(app, SECURE, no());
        app.session = Evidence::Absent;
    });
    let mut found = ids(&found);
    found.sort_unstable();
    assert_eq!(found, ["session-cookie-samesite-insecure", "session-cookie-secure-disabled"]);
}

#[test]
fn samesite_none_with_an_unknown_secure_is_only_disabled() {
    let found = findings(|_, app| {
        set(app, SAMESITE, Value::text("None"));
        set(app, SECURE, Value::unknown("because"));
    });
    assert_eq!(ids(&found), ["session-cookie-samesite-disabled"]);
}

#[test]
fn a_word_of_its_own_is_invalid() {
    let found = findings(|_, app| set(app, SAMESITE, Value::text("Off")));
    assert_eq!(ids(&found), ["session-cookie-samesite-invalid"]);
    assert!(found[0].message.contains("`\"Off\"`"), "{}", found[0].message);
}

#[test]
fn a_domain_is_broad() {
    let found = findings(|_, app| set(app, "SESSION_COOKIE_DOMAIN", Value::text("example.com")));
    assert_eq!(ids(&found), ["session-cookie-domain-broad"]);
}

#[test]
fn prefixes_need_their_conditions() {
    let name = |app: &mut Deployment, name: &str| set(app, "SESSION_COOKIE_NAME", Value::text(name));
    assert!(findings(|_, app| name(app, "__Host-session")).is_empty());
    let with_path = findings(|_, app| {
        name(app, "__Host-session");
        set(app, "SESSION_COOKIE_PATH", Value::text("/shop"));
    });
    assert_eq!(ids(&with_path), ["session-cookie-prefix-violated"]);
    assert!(with_path[0].message.contains("SESSION_COOKIE_PATH is `\"/shop\"`"), "{}", with_path[0].message);
    let below_root = findings(|_, app| {
        name(app, "__Host-session");
        set(app, "APPLICATION_ROOT", Value::text("/shop"));
    });
    assert_eq!(ids(&below_root), ["session-cookie-prefix-violated"]);
    let secure_with_path = findings(|_, app| {
        name(app, "__Secure-session");
        set(app, "SESSION_COOKIE_PATH", Value::text("/shop"));
    });
    assert!(secure_with_path.is_empty());
}

#[test]
fn a_prefix_without_secure_is_violated_unless_a_source_may_set_it() {
    let change = |app: &mut Deployment| {
        set(app, "SESSION_COOKIE_NAME", Value::text("__Secure-session"));
        reset(app, SECURE);
        app.session = Evidence::Absent;
    };
    assert_eq!(ids(&findings(|_, app| change(app))), ["session-cookie-prefix-violated"]);
    let with_gap = findings(|project, app| {
        change(app);
        app.gaps.push(project.gap(GapKind::Required));
    });
    assert!(with_gap.is_empty());
}

#[test]
fn a_partitioned_cookie_without_secure_is_said_once() {
    let found = findings(|_, app| {
        set(app, "SESSION_COOKIE_PARTITIONED", yes());
        set(app, SECURE, no());
    });
    assert_eq!(ids(&found), ["session-cookie-partitioned-insecure"]);
}

#[test]
fn a_long_lifetime_is_a_pedantic_matter() {
    let project = Project::new(TEXT);
    let mut app = project.deployment();
    set(&mut app, "PERMANENT_SESSION_LIFETIME", Value::of(Data::Int(365 * 86_400)));
    assert!(project.judge(&[app.clone()]).is_empty());
    assert_eq!(ids(&project.judge_pedantically(&[app])), ["session-lifetime-long"]);
}

#[test]
fn a_value_that_the_program_refuses_is_clean_or_doubtful() {
    let guarded = |when: &str| {
        findings(|project, app| {
            set(app, SECURE, no());
            let span = project.span("other", 0);
            let (setting, when) = (SECURE.to_owned(), when.to_owned());
            app.guards.push(Guard { span, setting, refused: Some(no()), when });
        })
    };
    assert!(guarded("").is_empty());
    let sometimes = guarded("when FLASK_ENV is production");
    assert_eq!(sometimes[0].confidence, Confidence::Low);
    assert!(sometimes[0].message.ends_with("The program refuses it when FLASK_ENV is production."));
}

#[test]
fn a_write_without_effect_is_reported_where_it_stands() {
    let found = findings(|project, app| {
        app.ignored.push(IgnoredWrite {
            span: project.span("value", 0),
            key: "session_cookie_secure".to_owned(),
            meant: Some(SECURE.to_owned()),
            why: "Flask reads only upper-case keys".to_owned(),
        });
    });
    assert_eq!(ids(&found), ["ignored-setting"]);
    assert_eq!(found[0].setting.as_deref(), Some(SECURE));
    assert!(found[0].message.contains("session_cookie_secure has no effect: Flask reads only upper-case keys"));
    assert!(found[0].advice.contains(SECURE));
}

#[test]
fn a_dict_that_is_given_to_what_reads_attributes_is_no_setting() {
    let found = findings(|project, app| {
        app.ignored.push(IgnoredWrite {
            span: project.span("value", 0),
            key: "from_object".to_owned(),
            meant: Some(FROM_MAPPING.to_owned()),
            why: "it has no attributes".to_owned(),
        });
    });
    assert_eq!(ids(&found), ["ignored-setting"]);
    assert!(found[0].message.starts_with("This write of a dict has no effect: it has no attributes."));
    assert!(found[0].advice.contains("app.config.from_mapping") && !found[0].advice.contains('['));
    assert!(found[0].fix.is_none());
}

#[test]
fn a_setting_of_another_flask_has_its_own_advice_and_a_newer_ones_no_fix() {
    let under = |flask: &str, key: &str| {
        let found = findings(|project, app| {
            app.flask_version.release = flask.parse().expect("a version");
            let (span, key) = (project.span("value", 0), key.to_owned());
            app.ignored.push(IgnoredWrite { span, key, meant: None, why: "another Flask does".to_owned() });
        });
        assert_eq!(ids(&found), ["ignored-setting"]);
        (found[0].advice.clone(), found[0].fix.is_some())
    };
    let (advice, has_fix) = under("3.0", "SECRET_KEY_FALLBACKS");
    assert!(advice.starts_with("Upgrade Flask to a version that reads `SECRET_KEY_FALLBACKS`") && !has_fix, "{advice}");
    let (advice, has_fix) = under("3.1", "ENV");
    assert!(advice.starts_with("Remove the line") && has_fix, "{advice}");
}

/// Flask-Login 0.1.3 reads none of the flags of its cookie.
#[test]
fn a_flag_that_an_old_login_does_not_read_has_no_fix() {
    let found = |version| {
        findings(|project, app| {
            app.extensions.insert(Extension::Login, project.span("app", 0));
            app.extensions.insert(Extension::RememberMe, project.span("app", 0));
            app.flask_version.login = Login(version);
        })
    };
    let flag =
        |version| found(version).into_iter().find(|one| one.rule.id.as_str() == "remember-cookie-secure-missing");
    let (old, new) = (flag(Version::new(0, 1, 3)).expect("a finding"), flag(Version::new(0, 2, 4)).expect("a finding"));
    assert!(old.fix.is_none() && old.message.ends_with("so upgrade Flask-Login first."), "{}", old.message);
    assert!(new.fix.is_some() && !new.message.contains("upgrade"), "{}", new.message);
}
