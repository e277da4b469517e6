//! When predicates hold, as a table.

use super::super::check::{Constant, Predicate};
use super::super::predicate::{holds, holds_of_setting};
use super::{from_environment, random, unless, written};
use crate::flask::{Origin, Setting};
use crate::value::{Data, Source, Value, choose, override_with};

fn text(text: &str) -> Value {
    Value::text(text)
}

fn of(data: Data) -> Value {
    Value::of(data)
}

fn texts(all: &[&str]) -> Vec<Constant> {
    all.iter().map(|one| Constant::Text((*one).to_owned())).collect()
}

#[test]
fn predicates_hold_of_what_is_known_and_of_nothing_else() {
    let no = of(Data::Bool(false));
    let yes = of(Data::Bool(true));
    let none_text = Predicate::Equals(Constant::Text("None".to_owned()));
    let same_site = Predicate::NotIn(texts(&["Lax", "Strict", "None"]));
    let host = Predicate::StartsWith("__Host-".to_owned());
    let month = Predicate::LongerThanDays(31.0);
    let off = Predicate::AnyOf(vec![Predicate::None, none_text.clone()]);
    let seconds = 1_000_000;
    let table: Vec<(&str, &Predicate, Value, bool)> = vec![
        ("False is falsy", &Predicate::Falsy, no.clone(), true),
        ("None is falsy", &Predicate::Falsy, of(Data::None), true),
        ("0 is falsy", &Predicate::Falsy, of(Data::Int(0)), true),
        ("the text False is not falsy", &Predicate::Falsy, text("False"), false),
        ("an unknown value is not falsy", &Predicate::Falsy, Value::unknown("because"), false),
        ("a value from the environment is not falsy", &Predicate::Falsy, from_environment("X"), false),
        ("False unless the environment says otherwise is falsy", &Predicate::Falsy, unless("X", &no), true),
        ("True unless the environment says otherwise is not", &Predicate::Falsy, unless("X", &yes), false),
        ("no value without the environment is not falsy", &Predicate::Falsy, unless("X", &of(Data::None)), false),
        ("False or None in two branches is falsy", &Predicate::Falsy, choose(&no, &of(Data::None)), true),
        ("False or True in two branches is not", &Predicate::Falsy, choose(&no, &yes), false),
        ("False or unknown is not", &Predicate::Falsy, choose(&no, &Value::unknown("because")), false),
        ("True is truthy", &Predicate::Truthy, yes.clone(), true),
        ("the text False is truthy", &Predicate::Truthy, text("False"), true),
        ("a generated value is truthy", &Predicate::Truthy, random(Source::Secure, None), true),
        ("a value from the environment is not truthy", &Predicate::Truthy, from_environment("X"), false),
        ("None is None", &Predicate::None, of(Data::None), true),
        ("False is not None", &Predicate::None, no.clone(), false),
        ("none in any case is the text None", &none_text, text("nONE"), true),
        ("None is not the text None", &none_text, of(Data::None), false),
        ("an unknown value is nothing in particular", &none_text, Value::unknown("because"), false),
        ("Off is not in the list", &same_site, text("Off"), true),
        ("a blank counts", &same_site, text(" Lax"), true),
        ("lax is in the list", &same_site, text("lax"), false),
        ("None is no value", &same_site, of(Data::None), false),
        ("True is not in the list", &same_site, yes.clone(), true),
        ("an unknown value may be in the list", &same_site, Value::unknown("because"), false),
        ("a default that is not in the list", &same_site, unless("X", &text("Off")), true),
        ("a prefix in any case", &host, text("__host-session"), true),
        ("another prefix", &host, text("__Secure-session"), false),
        ("a text shorter than the prefix", &host, text("__"), false),
        ("a prefix that ends within a letter", &host, text("__Hosté"), false),
        ("32 days", &month, of(Data::Duration(32 * 86_400 * seconds)), true),
        ("31 days", &month, of(Data::Duration(31 * 86_400 * seconds)), false),
        ("a year in seconds", &month, of(Data::Int(365 * 86_400)), true),
        ("an hour in fractions of seconds", &month, of(Data::Float(3600.0)), false),
        ("a text is no duration", &month, text("99999999"), false),
        ("either: None", &off, of(Data::None), true),
        ("either: the text", &off, text("none"), true),
        ("neither", &off, text("Lax"), false),
        (
            "what the environment may choose is not the default",
            &Predicate::Falsy,
            override_with(&yes, &no, &["X".into()]),
            false,
        ),
    ];
    for (name, predicate, value, expected) in table {
        assert_eq!(holds(predicate, &value), expected, "{name}");
    }
}

#[test]
fn a_default_is_missing_and_has_a_value() {
    let setting = Setting::default(Value::of(Data::Bool(false)));
    assert!(holds_of_setting(&Predicate::Missing, &setting));
    assert!(holds_of_setting(&Predicate::Falsy, &setting));
}

#[test]
fn a_written_setting_is_not_missing() {
    assert!(!holds_of_setting(&Predicate::Missing, &written(Value::of(Data::None))));
}

#[test]
fn a_deleted_setting_is_neither_missing_nor_falsy() {
    let setting = Setting { origin: Origin::Deleted, value: Value::of(Data::Bool(false)) };
    assert!(!holds_of_setting(&Predicate::Missing, &setting));
    assert!(!holds_of_setting(&Predicate::Falsy, &setting));
}
