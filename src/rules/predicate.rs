//! When a predicate holds of a value that is known, partly known or unknown.
//!
//! What is not known never holds: a finding follows from the code or is not made.

use std::sync::Arc;

use super::check::{Constant, Predicate};
use crate::flask::{Origin, Setting, State};
use crate::value::{Data, Value};

/// Microseconds in a day.
const DAY: f64 = 24.0 * 60.0 * 60.0 * 1_000_000.0;

/// Whether `predicate` holds of `setting` when the environment sets nothing. Flask's default counts as a value.
pub(super) fn holds_of_setting(predicate: &Predicate, setting: &Setting) -> bool {
    match (predicate, setting.origin) {
        (Predicate::AnyOf(all), _) => all.iter().any(|one| holds_of_setting(one, setting)),
        (Predicate::Missing, origin) => origin == Origin::Default,
        (_, Origin::Deleted) => false,
        (_, Origin::Default | Origin::Written) => holds(predicate, &setting.value),
    }
}

/// Whether `predicate` holds of `value` when the environment sets nothing: of every alternative, where
/// branches were not decided.
pub(super) fn holds(predicate: &Predicate, value: &Value) -> bool {
    match &value.data {
        Data::Overridable(both) => !is_external(value) && holds(predicate, &both.default),
        Data::OneOf(values) => !values.is_empty() && values.iter().all(|one| holds(predicate, one)),
        Data::External(_) | Data::Absent | Data::Unknown(_) => false,
        Data::Generated(_) | Data::Handle(_) => match predicate {
            Predicate::Truthy => value.truth() == Some(true),
            Predicate::AnyOf(all) => all.iter().any(|one| holds(one, value)),
            Predicate::Missing
            | Predicate::None
            | Predicate::Falsy
            | Predicate::Equals(_)
            | Predicate::NotIn(_)
            | Predicate::StartsWith(_)
            | Predicate::HasBits(_)
            | Predicate::LongerThanDays(_) => false,
        },
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Duration(_) => holds_of_constant(predicate, value),
    }
}

/// Whether the value has no reading without the environment: `os.environ.get("X")`.
pub(super) fn is_external(value: &Value) -> bool {
    Setting { origin: Origin::Written, value: value.clone() }.state() == State::External
}

/// The environment variables and files that can give `value` another reading, each once.
pub(super) fn variables(value: &Value) -> Vec<Arc<str>> {
    let mut names = Vec::new();
    collect_variables(value, &mut names);
    names.sort();
    names.dedup();
    names
}

fn collect_variables(value: &Value, names: &mut Vec<Arc<str>>) {
    match &value.data {
        Data::Overridable(both) => {
            names.extend(both.by.iter().cloned());
            collect_variables(&both.default, names);
        }
        Data::OneOf(values) => values.iter().for_each(|one| collect_variables(one, names)),
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => {}
    }
}

fn holds_of_constant(predicate: &Predicate, value: &Value) -> bool {
    match predicate {
        Predicate::Missing => false,
        Predicate::None => value.data == Data::None,
        Predicate::Falsy => value.truth() == Some(false),
        Predicate::Truthy => value.truth() == Some(true),
        Predicate::Equals(constant) => is_constant(constant, &value.data),
        Predicate::NotIn(constants) => {
            value.data != Data::None && !constants.iter().any(|one| is_constant(one, &value.data))
        }
        Predicate::StartsWith(prefix) => value.as_str().is_some_and(|text| starts_with(text, prefix)),
        Predicate::HasBits(bits) => matches!(value.data, Data::Int(number) if number & bits != 0),
        Predicate::LongerThanDays(days) => microseconds(&value.data).is_some_and(|length| length > days * DAY),
        Predicate::AnyOf(all) => all.iter().any(|one| holds_of_constant(one, value)),
    }
}

fn is_constant(constant: &Constant, data: &Data) -> bool {
    match (constant, data) {
        (Constant::Bool(wanted), Data::Bool(value)) => wanted == value,
        (Constant::Int(wanted), Data::Int(value)) => wanted == value,
        (Constant::Text(wanted), Data::Str(text)) => wanted.to_lowercase() == text.to_lowercase(),
        (Constant::Bool(_) | Constant::Int(_) | Constant::Text(_), _) => false,
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The length of a `timedelta` or of a number of seconds.
fn microseconds(data: &Data) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a rounding error of a microsecond decides nothing here")]
    match data {
        Data::Duration(length) => Some(*length as f64),
        Data::Int(seconds) => Some(*seconds as f64 * 1_000_000.0),
        Data::Float(seconds) => Some(seconds * 1_000_000.0),
        Data::None
        | Data::Bool(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => None,
    }
}
