//! Headers that real Flask sends, and what is not predicted.

use super::*;
use crate::value::{External, ExternalKind, override_with};
use serde_json::Value as Json;

fn written(value: Value) -> Setting {
    Setting { origin: Origin::Written, value }
}

fn with(extra: &[(&str, Value)]) -> BTreeMap<String, Setting> {
    let mut settings = BTreeMap::from([("SECRET_KEY".to_owned(), written(Value::text("key")))]);
    settings.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), written(value.clone()))));
    settings
}

fn data(json: &Json) -> Data {
    let items = |items: &[Json]| items.iter().map(|item| Value::of(data(item))).collect();
    match json {
        Json::Null => Data::None,
        Json::Bool(value) => Data::Bool(*value),
        Json::Number(number) => number.as_i64().map_or_else(|| Data::Float(number.as_f64().unwrap()), Data::Int),
        Json::String(text) => Data::Str(text.as_str().into()),
        Json::Array(array) => Data::List(items(array)),
        Json::Object(object) => match (object.get("bytes"), object.get("tuple")) {
            (Some(hex), _) => Data::Bytes(bytes(hex.as_str().unwrap()).into()),
            (_, Some(tuple)) => Data::Tuple(items(tuple.as_array().unwrap())),
            _ => Data::Dict([].into()),
        },
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

/// Paths that old Werkzeugs take for whole URLs.
const NOT_PREDICTED: &str = r#"{"SESSION_COOKIE_PATH":"/a\"<>?#~_.-"}"#;

#[test]
fn every_header_is_the_one_that_real_flask_sends() {
    for (version, table) in [
        ("0.12", include_str!("../../../testdata/set-cookie/0.12.json")),
        ("1.0", include_str!("../../../testdata/set-cookie/1.0.json")),
        ("1.1", include_str!("../../../testdata/set-cookie/1.1.json")),
        ("2.0", include_str!("../../../testdata/set-cookie/2.0.json")),
        ("2.1", include_str!("../../../testdata/set-cookie/2.1.json")),
        ("2.2", include_str!("../../../testdata/set-cookie/2.2.json")),
        ("2.3", include_str!("../../../testdata/set-cookie/2.3.json")),
        ("3.0", include_str!("../../../testdata/set-cookie/3.0.json")),
        ("3.1", include_str!("../../../testdata/set-cookie/3.1.json")),
    ] {
        let release: Release = version.parse().unwrap();
        let table: Vec<Json> = serde_json::from_str(table).unwrap();
        assert!(table.len() > 150);
        for case in table {
            let mut settings = with(&[]);
            for (name, json) in case["settings"].as_object().unwrap() {
                let origin = if json.get("deleted").is_some() { Origin::Deleted } else { Origin::Written };
                settings.insert(name.clone(), Setting { origin, value: Value::of(data(json)) });
            }
            let header = set_cookie(&settings, release);
            let written = case["settings"].to_string();
            if written == NOT_PREDICTED && release.werkzeug < WRITES_FLAGS {
                assert_eq!(header, None);
            } else {
                assert_eq!(header.as_deref(), case["header"].as_str(), "Flask {version}: {}", case["settings"]);
            }
        }
    }
}

#[test]
fn without_a_key_nothing_is_sent() {
    assert_eq!(set_cookie(&BTreeMap::new(), Release::CURRENT), None);
}

#[test]
fn a_value_that_the_environment_can_change_counts_as_it_is_by_default() {
    let external = Value::of(Data::External(External {
        kind: ExternalKind::Environment,
        name: "SECURE".into(),
        is_text: true,
        shape: crate::value::Shape::default(),
    }));
    let value = override_with(&Value::of(Data::Bool(true)), &external, &["SECURE".into()]);
    let settings = with(&[("SESSION_COOKIE_SECURE", value)]);
    assert_eq!(set_cookie(&settings, Release::CURRENT).as_deref(), Some("session=<value>; Secure; HttpOnly; Path=/"));
}

#[test]
fn a_key_that_the_program_needs_to_start_signs() {
    let key = Value::of(Data::External(External {
        kind: ExternalKind::Environment,
        name: "KEY".into(),
        is_text: true,
        shape: crate::value::Shape::default(),
    }));
    let optional = override_with(&Value::of(Data::None), &key, &["KEY".into()]);
    assert!(set_cookie(&with(&[("SECRET_KEY", key)]), Release::CURRENT).is_some());
    assert_eq!(set_cookie(&with(&[("SECRET_KEY", optional)]), Release::CURRENT), None);
}

#[test]
fn an_unknown_value_is_not_guessed() {
    for name in ["SECRET_KEY", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_NAME"] {
        assert_eq!(set_cookie(&with(&[(name, Value::unknown("read from a file"))]), Release::CURRENT), None, "{name}");
    }
    let settings = with(&[("PERMANENT_SESSION_LIFETIME", Value::unknown("not needed"))]);
    assert!(set_cookie(&settings, Release::CURRENT).is_some());
}
