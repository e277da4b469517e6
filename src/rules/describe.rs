//! Values in words, for messages: as Python writes them, shortened. Never called for a secret.

use std::sync::Arc;

use super::predicate::variables;
use crate::value::{Data, Decider, Value};

/// How many characters of a text are shown.
const LONGEST: usize = 40;

/// The value in code marks, with what else may decide it: "`False` unless `SECURE` says otherwise".
pub(super) fn value_in_words(value: &Value) -> String {
    let constant = alternatives_in_words(value.by_default());
    let names = variables(value);
    if names.is_empty() {
        return constant;
    }
    let says = if names.len() == 1 { "says" } else { "say" };
    format!("{constant} unless {} {says} otherwise", deciders(&names))
}

/// Names in code marks: "`A`, `B` or `C`".
pub(super) fn listed<Name: AsRef<str>>(names: &[Name], last_joint: &str) -> String {
    joined(names.iter().map(|name| format!("`{}`", name.as_ref())).collect(), last_joint)
}

/// What decides a value: variables and files in code marks, and what has no name of that kind in words.
pub(super) fn deciders<Name: AsRef<str>>(names: &[Name]) -> String {
    let in_words = |name: &Name| match Decider::of(name.as_ref()) {
        Decider::Script => "a start as a script".to_owned(),
        Decider::Call(name) => format!("a call of `{name}`"),
        Decider::Other(words) => words.to_owned(),
        Decider::Variable(name) | Decider::File(name) => format!("`{name}`"),
    };
    joined(names.iter().map(in_words).collect(), "or")
}

fn joined(marked: Vec<String>, last_joint: &str) -> String {
    match marked.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {last_joint} {last}", others.join(", ")),
    }
}

/// What provides a value other than the source: the variables, or the environment at large.
pub(super) fn providers(names: &[Arc<str>]) -> String {
    let mut known: Vec<&str> = names.iter().map(AsRef::as_ref).filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() { "the environment".to_owned() } else { deciders(&known) }
}

/// That none of these provides one.
pub(super) fn no_one_provides(names: &[Arc<str>]) -> String {
    let marked: Vec<String> = names.iter().map(|name| deciders(std::slice::from_ref(name))).collect();
    match marked.as_slice() {
        [] => "the environment does not provide one".to_owned(),
        [only] => format!("{only} does not provide one"),
        [one, other] => format!("neither {one} nor {other} provides one"),
        _ => format!("none of {} provides one", joined(marked, "and")),
    }
}

fn alternatives_in_words(value: &Value) -> String {
    let mut texts: Vec<String> = Vec::new();
    for one in value.alternatives() {
        let text = literal(one);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    listed(&texts, "or")
}

/// The value as Python writes it, on one line.
fn literal(value: &Value) -> String {
    match &value.data {
        Data::None => "None".to_owned(),
        Data::Bool(true) => "True".to_owned(),
        Data::Bool(false) => "False".to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Str(text) => quoted(text),
        Data::Bytes(bytes) => format!("b{}", quoted(&String::from_utf8_lossy(bytes))),
        Data::Tuple(_) => "(…)".to_owned(),
        Data::List(items) if items.is_empty() => "[]".to_owned(),
        Data::List(_) => "[…]".to_owned(),
        Data::Dict(_) => "{…}".to_owned(),
        Data::Duration(microseconds) => duration(*microseconds),
        Data::Generated(generated) => generated.name.to_string(),
        Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => "a value that is not known".to_owned(),
    }
}

/// A duration, or a number of seconds, in the largest unit that it is a multiple of: "90 days", "1 hour".
pub(super) fn span_in_words(value: &Value) -> Option<String> {
    const UNITS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let seconds = match value.data {
        Data::Duration(microseconds) => microseconds / 1_000_000,
        Data::Int(seconds) => seconds,
        _ => return None,
    };
    let (length, unit) = UNITS.into_iter().find(|(length, _)| seconds > 0 && seconds % length == 0)?;
    let amount = seconds / length;
    Some(if amount == 1 { format!("1 {unit}") } else { format!("{amount} {unit}s") })
}

fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    let dots = if text.chars().count() > LONGEST { "…" } else { "" };
    format!("\"{shown}{dots}\"")
}

fn duration(microseconds: i64) -> String {
    let seconds = microseconds / 1_000_000;
    if seconds % 86_400 == 0 {
        format!("timedelta(days={})", seconds / 86_400)
    } else {
        format!("timedelta(seconds={seconds})")
    }
}
