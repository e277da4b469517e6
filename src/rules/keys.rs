//! The keys in a secret setting: each constant or generated value in it, and when the program uses it.
//!
//! It takes values apart; how good a key is, `secret_check` decides.

use std::sync::Arc;

use crate::value::{Data, Decider, Overridable, Value};

/// One value that may serve as a key.
pub(super) struct Key<'a> {
    /// The value; its data has no alternatives.
    pub(super) value: &'a Value,
    /// When it is the key.
    pub(super) reach: Reach,
    /// The environment variables or files that decide.
    pub(super) by: Vec<Arc<str>>,
}

/// When a value is the key.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Always, or in one of several branches that all hold constants.
    Always,
    /// When the environment provides none.
    WhenUnset,
    /// In one of several branches that could not be decided.
    Branch,
    /// Only when the environment, or a condition that is named for development, asks for it.
    WhenSet,
}

/// The keys in `value`, in order. What is only the `rest` of the program, which could not be followed, is no branch: a
/// program that sets a key seldom sets another one after it.
pub(super) fn keys_in<'a>(value: &'a Value, is_rest: &dyn Fn(&str) -> bool) -> Vec<Key<'a>> {
    let mut keys = Vec::new();
    collect(value, Reach::Always, &[], is_rest, &mut keys);
    note_default_of_start(value, &mut keys);
    let is_made = |key: &Key<'_>| matches!(key.value.data, Data::Generated(_));
    if !keys.iter().all(|key| is_constant(key.value) || is_empty(key.value) || is_made(key)) {
        return keys;
    }
    let is_any_made = keys.iter().any(is_made);
    // The only key that a script has is the one below its `if __name__ == "__main__"`, or in the function that starts it.
    let only_by_start = keys.iter().all(|key| {
        let by_start = key.by.iter().all(|name| Decider::of(name).is_start());
        by_start && ((key.reach == Reach::WhenSet && !key.by.is_empty()) || is_empty(key.value))
    });
    for key in keys.iter_mut().filter(|key| only_by_start || !is_any_made && key.reach != Reach::WhenSet) {
        key.reach = Reach::Always;
    }
    keys
}

/// Below `if __name__ == "__main__"`, or in the function that starts a script, a default and what may replace it are both
/// what only the start asks for. The one constant is what it runs with where nothing else that decides provides a key.
fn note_default_of_start(value: &Value, keys: &mut [Key<'_>]) {
    let Data::Overridable(both) = &value.data else { return };
    let (starts, others): (Vec<Arc<str>>, Vec<Arc<str>>) =
        both.by.iter().cloned().partition(|name| Decider::of(name).is_start());
    let is_external = |key: &Key<'_>| matches!(key.value.data, Data::External(_));
    let is_provided = |name: &Arc<str>| {
        let provides = |one: &Value| matches!(&one.data, Data::External(external) if external.name == *name);
        !matches!(Decider::of(name), Decider::Variable(_)) || both.otherwise.alternatives().into_iter().any(provides)
    };
    let is_default = !starts.is_empty()
        && !others.is_empty()
        && both.default.truth() != Some(true)
        && keys.iter().any(is_external)
        && keys.iter().all(|key| is_external(key) || is_constant(key.value) || is_empty(key.value))
        && others.iter().all(is_provided);
    let mut constants = keys.iter_mut().filter(|key| is_constant(key.value));
    if let (true, Some(only), None) = (is_default, constants.next(), constants.next()) {
        (only.reach, only.by) = (Reach::WhenUnset, others);
    }
}

/// Whether this is no key: `None`, or an empty text.
fn is_empty(value: &Value) -> bool {
    value.truth() == Some(false)
}

/// Whether this is a constant that Python takes for true: an empty key is no key.
pub(super) fn is_constant(value: &Value) -> bool {
    match &value.data {
        Data::Str(text) if is_template(text) => false,
        Data::Str(_) | Data::Bytes(_) | Data::Dict(_) => value.truth() == Some(true),
        // A truth value stands where the program keeps no key, and with a number nothing can be signed (itsdangerous 2.2,
        // PyJWT 2.15).
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Duration(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => false,
    }
}

/// `{{ secret_key }}`, `${SECRET_KEY}`: something else fills it in before the file is used.
fn is_template(text: &str) -> bool {
    let text = text.trim();
    [("{{", "}}"), ("${", "}"), ("{%", "%}"), ("<%", "%>")]
        .iter()
        .any(|(start, end)| text.starts_with(start) && text.ends_with(end))
}

/// What provides another key than the default. What only selects a profile or a branch provides none, if variables are
/// known that do.
fn providers_of(both: &Overridable) -> Vec<Arc<str>> {
    let others = both.otherwise.alternatives();
    let is_provider = |name: &Arc<str>| {
        others.iter().any(|one| matches!(&one.data, Data::External(external) if external.name == *name))
    };
    // What may give nothing where it is selected is not what alone decides.
    let is_open = others.iter().any(|one| matches!(one.data, Data::Unknown(_)) || is_empty(one));
    if is_open || !both.by.iter().any(is_provider) {
        return both.by.to_vec();
    }
    let is_variable = |name: &&Arc<str>| matches!(Decider::of(name), Decider::Variable(_));
    both.by.iter().filter(|name| is_provider(name) || !is_variable(name)).cloned().collect()
}

fn collect<'a>(
    value: &'a Value,
    reach: Reach,
    by: &[Arc<str>],
    is_rest: &dyn Fn(&str) -> bool,
    keys: &mut Vec<Key<'a>>,
) {
    match &value.data {
        Data::Overridable(both) => {
            let providers: Vec<Arc<str>> = by.iter().cloned().chain(providers_of(both)).collect();
            collect(&both.default, reach.max(Reach::WhenUnset), &providers, is_rest, keys);
            let by: Vec<Arc<str>> = by.iter().chain(both.by.iter()).cloned().collect();
            collect(&both.otherwise, Reach::WhenSet, &by, is_rest, keys);
            // A default beside the file that gives the key is used wherever that file is not.
            for key in keys.iter_mut().filter(|key| key.value.trail.fallback().is_some()) {
                key.reach = Reach::WhenUnset;
            }
        }
        Data::OneOf(values) => {
            let is_seen = |one: &&Value| !matches!(&one.data, Data::Unknown(why) if is_rest(why));
            let seen: Vec<&Value> = values.iter().filter(is_seen).collect();
            let reach = if seen.len() == 1 { reach } else { reach.max(Reach::Branch) };
            for one in seen {
                collect(one, reach, by, is_rest, keys);
            }
        }
        Data::List(items) | Data::Tuple(items) => items.iter().for_each(|item| collect(item, reach, by, is_rest, keys)),
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Dict(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Handle(_)
        | Data::Unknown(_) => {
            let reach = if value.trail.is_local() { Reach::WhenSet } else { reach };
            keys.push(Key { value, reach, by: by.to_vec() });
        }
        Data::Absent => {}
    }
}
