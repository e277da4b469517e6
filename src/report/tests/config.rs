//! The configuration of each app, for people and programs.

use serde_json::{Value as Json, json};

use crate::flask::{Evidence, Extension, Gap, GapKind, Origin, Setting};
use crate::report::Format;
use crate::report::sample::{Sample, options, written};
use crate::value::{Data, External, ExternalKind, Form, Generated, Source, Value, override_with};

fn report(sample: &Sample) -> Json {
    let report: Json = serde_json::from_str(&sample.config(&options(Format::Json))).unwrap();
    assert_eq!(report["version"], 1);
    report["apps"].clone()
}

fn with(name: &str, setting: Setting) -> Sample {
    let mut shop = Sample::shop();
    shop.outcome.deployments[0].settings.insert(name.to_owned(), setting);
    shop
}

fn variable(name: &str) -> Value {
    Value::of(Data::External(External::new(ExternalKind::Environment, name.into(), true)))
}

#[test]
fn an_app_has_the_fields_of_the_contract() {
    let apps = report(&Sample::shop());
    let app = apps[0].as_object().unwrap();
    let names: Vec<&String> = app.keys().collect();
    let expected = [
        "path",
        "line",
        "name",
        "factory",
        "profile",
        "is_default",
        "context",
        "uses_session",
        "settings",
        "after_request",
        "gaps",
        "set_cookie",
        "flask_version",
    ];
    assert_eq!(names, expected);
    assert_eq!(app["factory"], "create_app");
    assert_eq!(app["context"], "production");
    assert_eq!(app["uses_session"], "unknown");
    assert_eq!(app["set_cookie"], "session=<value>; HttpOnly; Path=/");
    let settings = &app["settings"];
    let key =
        json!({"state": "known", "value": "<redacted>", "overridable": false, "path": "shop/config.py", "line": 2});
    assert_eq!(settings["SECRET_KEY"], key);
    assert_eq!(settings["SESSION_COOKIE_SAMESITE"], json!({"state": "default", "value": null}));
    let month = json!({"state": "default", "value": {"seconds": 2_678_400.0}});
    assert_eq!(settings["PERMANENT_SESSION_LIFETIME"], month);
}

#[test]
fn each_state_has_its_fields() {
    let form = Form::units(Some(24), 8.0);
    let generated = Generated { source: Source::Secure, name: "os.urandom(24)".into(), bits: Some(192.0), form };
    let by_default = override_with(&Value::of(Data::Bool(false)), &variable("SECURE"), &["SECURE".into()]);
    let cases = [
        (written(by_default), json!({"state": "known", "value": false, "overridable": true})),
        (
            written(Value::of(Data::Bytes([0, 255].into()))),
            json!({"state": "known", "value": {"bytes": "00ff"}, "overridable": false}),
        ),
        (written(variable("X")), json!({"state": "external"})),
        (written(Value::of(Data::Generated(generated))), json!({"state": "generated"})),
        (written(Value::unknown("a file")), json!({"state": "unknown"})),
        (Setting { origin: Origin::Deleted, value: Value::of(Data::None) }, json!({"state": "unset"})),
    ];
    for (setting, expected) in cases {
        assert_eq!(report(&with("DEBUG", setting))[0]["settings"]["DEBUG"], expected);
    }
}

#[test]
fn the_cookie_is_that_of_a_request() {
    let mut shop = Sample::shop();
    let secure = written(Value::of(Data::Bool(true)));
    shop.outcome.deployments[0].after_request.insert("SESSION_COOKIE_SECURE".to_owned(), secure);
    let apps = report(&shop);
    assert_eq!(apps[0]["settings"]["SESSION_COOKIE_SECURE"]["value"], false);
    assert_eq!(apps[0]["after_request"]["SESSION_COOKIE_SECURE"]["value"], true);
    assert_eq!(apps[0]["set_cookie"], "session=<value>; Secure; HttpOnly; Path=/");
    let text = shop.config(&options(Format::Text));
    assert!(text.contains("  after the first request:\n    SESSION_COOKIE_SECURE  True  known\n"), "{text}");
}

#[test]
fn the_cookie_of_a_server_side_session_is_not_predicted() {
    let mut shop = Sample::shop();
    let span = shop.outcome.deployments[0].app.span;
    shop.outcome.deployments[0].extensions.insert(Extension::ServerSideSession, span);
    assert_eq!(report(&shop)[0]["set_cookie"], Json::Null);
}

#[test]
fn gaps_and_uses_of_the_session_have_places() {
    let mut shop = Sample::shop();
    let span = shop.span("shop/__init__.py", "app.config.from_object");
    let message = "settings.py is not in the project".to_owned();
    let deployment = &mut shop.outcome.deployments[0];
    deployment.gaps.push(Gap { span, message, kind: GapKind::Required });
    deployment.session = Evidence::Found(span, "`flash()`".to_owned());
    let apps = report(&shop);
    assert_eq!(apps[0]["uses_session"], true);
    let gap = json!({"path": "shop/__init__.py", "line": 5, "message": "settings.py is not in the project"});
    assert_eq!(apps[0]["gaps"], json!([gap]));
    let text = shop.config(&options(Format::Text));
    assert!(text.contains("  session: used: `flash()` at shop/__init__.py:5\n"), "{text}");
    assert!(text.contains("  not followed:\n    shop/__init__.py:5: settings.py is not in the project\n"), "{text}");
}

#[test]
fn the_table_for_people_says_value_state_and_places() {
    let text = Sample::shop().config(&options(Format::Text));
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let first = "shop/__init__.py:4 app, made by create_app, profile Production (default), production";
    assert_eq!(text.lines().next(), Some(first));
    for expected in [
        "SECRET_KEY '<redacted>' known shop/config.py:2, by shop/__init__.py:5",
        "SESSION_COOKIE_SECURE False known shop/config.py:6",
        "SESSION_COOKIE_SAMESITE None default",
        "Set-Cookie: session=<value>; HttpOnly; Path=/",
    ] {
        assert!(words.contains(&expected.split_whitespace().collect()), "{expected}\n\nis not in\n\n{text}");
    }
    assert!(!text.contains("USE_X_SENDFILE"));
}

#[test]
fn the_table_names_the_variable_that_can_change_a_value() {
    let value = override_with(&Value::of(Data::Bool(false)), &variable("APP_DEBUG"), &["APP_DEBUG".into()]);
    let text = with("DEBUG", written(value)).config(&options(Format::Text));
    assert!(text.contains("known, unless APP_DEBUG is set\n"), "{text}");
}

#[test]
fn a_project_without_an_app_says_so() {
    let sample = Sample::of(&[]);
    assert_eq!(sample.config(&options(Format::Text)), "No Flask app was found in 1 files.\n");
    assert_eq!(report(&sample), json!([]));
}
