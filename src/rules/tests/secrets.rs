//! The rules of secret settings on hand-made deployments.

use super::super::judge::{Options, judge};
use super::super::{Confidence, Finding, Severity};
use super::{Project, STRONG, catalogue, from_environment, ids, list, random, set, unless};
use crate::flask::{Context, Deployment, Evidence, Extension, GapKind, Guard};
use crate::secrets::Wordlist;
use crate::value::{Data, Source, Value, choose, override_with};

const KEY: &str = "SECRET_KEY";
const TEXT: &str = "app = Flask(__name__)\nsession['a'] = 1\n";

/// Findings for an app whose session is not used, changed by `change`.
fn findings(change: impl Fn(&Project, &mut Deployment)) -> Vec<Finding> {
    let project = Project::new(TEXT);
    let mut deployment = project.deployment();
    change(&project, &mut deployment);
    project.judge(&[deployment])
}

fn with_key(value: &Value) -> Vec<Finding> {
    findings(|_, app| set(app, KEY, value.clone()))
}

#[test]
fn a_constant_has_the_worst_problem_that_it_has_and_only_that() {
    let table = [
        ("dev", "published-secret-key", Severity::Critical),
        ("please-change-the-secret-key-of-blue-otters", "weak-secret-key", Severity::Critical),
        ("x7Q9z", "weak-secret-key", Severity::Critical),
        (STRONG, "hardcoded-secret-key", Severity::High),
    ];
    for (key, rule, severity) in table {
        for value in [Value::text(key), Value::of(Data::Bytes(key.as_bytes().into()))] {
            let found = with_key(&value);
            assert_eq!(ids(&found), [rule], "{key}");
            assert_eq!(found[0].severity, severity);
        }
    }
}

#[test]
fn no_message_contains_a_key() {
    let phrase = "please-change-the-secret-key-of-blue-otters";
    for (key, setting) in [(STRONG, KEY), (phrase, KEY), (STRONG, "SECURITY_PASSWORD_SALT")] {
        let found = findings(|project, app| {
            app.extensions.insert(Extension::Security, project.span("session", 0));
            set(app, setting, unless("K", &Value::text(key)));
        });
        let texts = format!("{} {} {} {:?}", found[0].message, found[0].advice, found[0].label, found[0].fix);
        assert!(!texts.contains(key), "{texts}");
    }
}

#[test]
fn what_is_no_variable_is_named_in_words() {
    let as_script = with_key(&override_with(&Value::text(STRONG), &random(Source::Secure, None), &["__main__".into()]));
    assert!(
        as_script[0].message.contains("unless the file is started as a script: under a server,"),
        "{}",
        as_script[0].message
    );
    let over_a_file = findings(|project, app| {
        let gap = project.gap(GapKind::Optional);
        set(app, KEY, choose(&Value::text(STRONG), &Value::unknown(&gap.message)));
        app.gaps.push(gap);
    });
    assert!(over_a_file[0].message.contains("`local.cfg` is not in the project"), "{}", over_a_file[0].message);
}

#[test]
fn an_empty_key_is_no_key() {
    for value in [Value::text(""), Value::of(Data::None), Value::of(Data::Bytes([].as_slice().into()))] {
        assert!(with_key(&value).is_empty());
    }
}

#[test]
fn a_key_from_outside_is_clean() {
    for value in [from_environment(KEY), unless(KEY, &Value::of(Data::None)), unless(KEY, &Value::text(""))] {
        assert!(with_key(&value).is_empty());
    }
}

#[test]
fn an_unknown_key_is_clean() {
    assert!(with_key(&Value::unknown("because")).is_empty());
}

#[test]
fn with_a_number_nothing_is_signed() {
    assert!(with_key(&Value::of(Data::Int(42))).is_empty());
    assert!(with_key(&Value::of(Data::Int(0))).is_empty());
}

#[test]
fn a_default_of_the_environment_is_a_fallback_that_names_the_variable() {
    let found = with_key(&unless("APP_KEY", &Value::text(STRONG)));
    assert_eq!(ids(&found), ["secret-key-fallback"]);
    assert_eq!((found[0].severity, found[0].confidence), (Severity::High, Confidence::High));
    assert!(found[0].message.contains("`APP_KEY`"), "{}", found[0].message);
}

#[test]
fn a_published_fallback_is_as_bad_as_a_published_key_and_says_so() {
    let found = with_key(&unless("APP_KEY", &Value::text("dev")));
    assert_eq!(ids(&found), ["secret-key-fallback"]);
    assert_eq!(found[0].severity, Severity::Critical);
    assert!(found[0].message.contains("The constant is published"), "{}", found[0].message);
}

#[test]
fn a_constant_in_one_branch_is_a_fallback_of_lower_confidence() {
    let found = with_key(&choose(&from_environment(KEY), &Value::text(STRONG)));
    assert_eq!(ids(&found), ["secret-key-fallback"]);
    assert_eq!(found[0].confidence, Confidence::Medium);
}

#[test]
fn constants_in_all_branches_are_constants() {
    let project = Project::new("app = Flask(__name__)\n'one' 'two'\n");
    let mut app = project.deployment();
    let one = project.value(Data::Str(STRONG.into()), "'one'");
    let two = project.value(Data::Str("dev".into()), "'two'");
    set(&mut app, KEY, choose(&one, &two));
    assert_eq!(ids(&project.judge(&[app])), ["hardcoded-secret-key", "published-secret-key"]);
}

#[test]
fn a_placeholder_that_only_the_environment_asks_for_is_clean() {
    let value = override_with(&from_environment(KEY), &Value::text("dev"), &["DEBUG".into()]);
    assert!(with_key(&value).is_empty());
}

#[test]
fn a_real_key_that_only_the_environment_asks_for_is_doubtful() {
    let found = with_key(&override_with(&Value::of(Data::None), &Value::text(STRONG), &["PROD".into()]));
    assert_eq!(ids(&found), ["secret-key-fallback"]);
    assert_eq!(found[0].confidence, Confidence::Low);
}

#[test]
fn generated_keys_are_judged_by_their_source_and_bits() {
    assert_eq!(ids(&with_key(&random(Source::Predictable, Some(128)))), ["predictable-secret-key"]);
    assert_eq!(ids(&with_key(&random(Source::Secure, Some(32)))), ["weak-secret-key"]);
    assert!(with_key(&random(Source::Secure, Some(64))).is_empty());
    assert!(with_key(&random(Source::Secure, None)).is_empty());
}

#[test]
fn a_predictable_fallback_names_the_variable() {
    let found = with_key(&unless("APP_KEY", &random(Source::Predictable, None)));
    assert_eq!(ids(&found), ["predictable-secret-key"]);
    assert!(found[0].message.ends_with("So it is whenever `APP_KEY` does not provide one."), "{}", found[0].message);
}

#[test]
fn an_ephemeral_key_is_a_pedantic_matter() {
    let project = Project::new(TEXT);
    let mut app = project.deployment();
    set(&mut app, KEY, random(Source::Secure, Some(256)));
    assert_eq!(ids(&project.judge_pedantically(&[app])), ["ephemeral-secret-key"]);
}

#[test]
fn every_item_of_the_fallbacks_is_judged() {
    let project = Project::new("app = Flask(__name__)\n['one', 'two', 'three']\n");
    let mut app = project.deployment();
    let items = vec![
        project.value(Data::Str("dev".into()), "'one'"),
        project.value(Data::Str(STRONG.into()), "'two'"),
        unless("OLD", &project.value(Data::None, "'three'")),
    ];
    set(&mut app, "SECRET_KEY_FALLBACKS", list(items));
    let found = project.judge(&[app]);
    assert_eq!(ids(&found), ["published-secret-key", "hardcoded-secret-key"]);
}

#[test]
fn a_text_in_place_of_the_list_is_taken_apart() {
    let found = findings(|_, app| set(app, "SECRET_KEY_FALLBACKS", Value::text(STRONG)));
    assert_eq!(ids(&found), ["secret-key-fallbacks-split"]);
    assert_eq!(found[0].severity, Severity::Critical);
}

#[test]
fn a_fallback_that_is_the_current_key_is_reported() {
    let with = |key: &Value, fallback: &Value| {
        let value = (key.clone(), list(vec![fallback.clone()]));
        findings(|_, app| {
            set(app, KEY, value.0.clone());
            set(app, "SECRET_KEY_FALLBACKS", value.1.clone());
        })
    };
    let (current, old) = (from_environment("K"), from_environment("OLD"));
    assert_eq!(ids(&with(&current, &current)), ["secret-key-fallbacks-repeated"]);
    assert_eq!(ids(&with(&current, &unless("K", &Value::of(Data::None)))), ["secret-key-fallbacks-repeated"]);
    assert!(with(&current, &old).is_empty());
    assert!(with(&override_with(&old, &current, &["K".into()]), &old).is_empty());
    assert!(with(&from_environment(""), &from_environment("")).is_empty());
}

#[test]
fn secrets_of_extensions_are_judged_and_never_missing() {
    for setting in ["JWT_SECRET_KEY", "WTF_CSRF_SECRET_KEY", "SECURITY_PASSWORD_SALT"] {
        let found = findings(|project, app| {
            app.extensions.insert(Extension::Security, project.span("session", 0));
            set(app, setting, Value::text(STRONG));
        });
        assert_eq!(ids(&found), ["hardcoded-secret-key"]);
        assert!(!found[0].message.contains("session"), "{}", found[0].message);
        assert!(findings(|_, app| set(app, setting, Value::of(Data::None))).is_empty());
    }
}

#[test]
fn only_a_real_key_is_reported_from_a_context_that_is_not_judged() {
    let elsewhere = |key: &str| {
        findings(|_, app| {
            set(app, KEY, Value::text(key));
            app.is_judged = false;
            app.context = Context::Testing;
        })
    };
    for phrase in ["dev", "sooper seekret", "shopdemopytoolkit"] {
        assert!(elsewhere(phrase).is_empty(), "{phrase}");
    }
    assert!(!elsewhere("QzXvKtWbLpRnYjHdGfSmCeAo").is_empty());
    let found = elsewhere(STRONG);
    assert_eq!(ids(&found), ["hardcoded-secret-key"]);
    assert!(found[0].message.contains("looks like a real one"));
}

/// Findings for an app that uses the session with good flags, changed by `change`.
fn used(change: impl Fn(&Project, &mut Deployment)) -> Vec<Finding> {
    findings(|project, app| {
        app.session = Evidence::Found(project.span("session", 0), "`session`".to_owned());
        set(app, "SESSION_COOKIE_SECURE", Value::of(Data::Bool(true)));
        set(app, "SESSION_COOKIE_SAMESITE", Value::text("Lax"));
        change(project, app);
    })
}

#[test]
fn a_session_without_a_key_is_reported_at_the_app() {
    let found = used(|_, _| {});
    assert_eq!(ids(&found), ["missing-secret-key"]);
    assert_eq!(found[0].span, Project::new(TEXT).span("Flask(__name__)", 0));
}

#[test]
fn a_session_with_an_empty_key_is_reported() {
    assert_eq!(ids(&used(|_, app| set(app, KEY, Value::text("")))), ["missing-secret-key"]);
}

#[test]
fn a_session_whose_key_may_come_from_elsewhere_is_clean() {
    assert!(used(|_, app| set(app, KEY, unless(KEY, &Value::of(Data::None)))).is_empty());
    assert!(used(|project, app| app.gaps.push(project.gap(GapKind::Required))).is_empty());
}

#[test]
fn an_optional_source_makes_a_missing_key_doubtful() {
    let found = used(|project, app| app.gaps.push(project.gap(GapKind::Optional)));
    assert_eq!((ids(&found), found[0].confidence), (vec!["missing-secret-key"], Confidence::Medium));
}

#[test]
fn server_side_sessions_need_no_key() {
    let found = used(|project, app| {
        app.extensions.insert(Extension::ServerSideSession, project.span("session", 0));
    });
    assert!(found.is_empty());
}

#[test]
fn a_key_that_signs_no_session_forges_none() {
    let found = used(|project, app| {
        app.extensions.insert(Extension::ServerSideSession, project.span("session", 0));
        set(app, KEY, Value::text("correct horse"));
    });
    assert!(!found[0].message.contains("a session"), "{}", found[0].message);
    assert!(found[0].message.contains("besides Flask's own sessions"), "{}", found[0].message);
}

#[test]
fn a_program_that_refuses_to_start_without_a_key_has_one() {
    let found = used(|project, app| {
        let span = project.span("session", 0);
        app.guards.push(Guard {
            span,
            setting: KEY.to_owned(),
            refused: Some(Value::of(Data::None)),
            when: String::new(),
        });
    });
    assert!(found.is_empty());
}

#[test]
fn a_key_that_production_refuses_does_less_harm() {
    let found = findings(|project, app| {
        set(app, KEY, unless(KEY, &Value::text("dev")));
        let (span, refused) = (project.span("session", 0), Some(Value::text("dev")));
        let when = "when FLASK_ENV is production".to_owned();
        app.guards.push(Guard { span, setting: KEY.to_owned(), refused, when });
    });
    assert_eq!((found[0].severity, found[0].confidence), (Severity::Medium, Confidence::Low));
}

#[test]
fn a_key_of_the_teams_own_list_is_published() {
    let project = Project::new(TEXT);
    let mut app = project.deployment();
    set(&mut app, KEY, Value::text(STRONG));
    let wordlist = Wordlist::parse("leaked.txt", STRONG.as_bytes()).unwrap();
    let options = Options { wordlist, ..Options::default() };
    let found = judge(&[app], &project.sources, &catalogue(), &options);
    assert_eq!(ids(&found), ["published-secret-key"]);
    assert!(found[0].message.contains("leaked.txt"), "{}", found[0].message);
}

/// A token that is signed with it is refused: Flask-JWT-Extended 4.7.4 reads the pair of keys.
#[test]
fn a_key_beside_an_algorithm_with_a_pair_of_keys_is_not_used() {
    let found = |algorithm: &str, extension: Option<Extension>| {
        findings(|project, app| {
            app.extensions.extend(extension.map(|one| (one, project.span("app", 0))));
            set(app, "JWT_ALGORITHM", Value::text(algorithm));
            set(app, "JWT_SECRET_KEY", Value::text(STRONG));
        })
    };
    assert!(found("RS256", Some(Extension::Jwt)).is_empty());
    assert!(found("EdDSA", Some(Extension::Jwt)).is_empty());
    assert_eq!(ids(&found("HS512", Some(Extension::Jwt))), ["hardcoded-secret-key"]);
    // The program's own code may sign with it.
    assert_eq!(ids(&found("RS256", None)), ["hardcoded-secret-key"]);
}
