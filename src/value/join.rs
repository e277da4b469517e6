//! Joins: what a value is after branches that were both possible.
//!
//! `choose` knows no preference; `override_with` keeps one branch as what holds when the
//! environment sets nothing.

use std::sync::Arc;

use super::{Data, Decider, Overridable, Step, Value};

/// How many alternatives a value keeps before it becomes unknown.
const MOST_ALTERNATIVES: usize = 16;

/// How many names may decide between two values before it becomes unknown.
const MOST_NAMES: usize = 64;

/// One of two values, by a branch that could not be decided.
pub fn choose(one: &Value, other: &Value) -> Value {
    if one.data == other.data {
        return traced(one, other);
    }
    // Alternatives have none themselves, or a chain of branches would nest ever deeper ones.
    let mut all: Vec<Value> = Vec::new();
    for value in one.alternatives().into_iter().chain(other.alternatives()) {
        match all.iter_mut().find(|known| known.data == value.data) {
            Some(known) if known.trail.is_local() => *known = value.clone(),
            Some(_) => {}
            None => all.push(value.clone()),
        }
    }
    if all.len() > MOST_ALTERNATIVES {
        return Value::unknown("too many alternatives");
    }
    Value { data: Data::OneOf(all.into()), trail: one.trail.clone() }
}

/// `default` when the environment sets nothing, `otherwise` when the names in `by` decide so.
pub fn override_with(default: &Value, otherwise: &Value, by: &[Arc<str>]) -> Value {
    if default.data == otherwise.data {
        // What nobody writes by default is not written by a branch that writes the same: production has Flask's default
        // though development sets it too. A start as a script is no such branch, but how the program may well be run.
        let is_nobodys = default.trail.is_empty() && !by.iter().any(|name| Decider::of(name) == Decider::Script);
        return if is_nobodys { default.clone() } else { traced(default, otherwise) };
    }
    if adds_nothing(default, otherwise) {
        return default.clone();
    }
    // What decides between others decides nothing unless `by` does: it is left out where these are there without it. Only
    // a start is no choice that somebody makes.
    let is_start = by.iter().any(|name| Decider::of(name).is_start());
    let within = |both: &Overridable| {
        let is_another = both.default.data != default.by_default().data && both.default.truth() == Some(true);
        if is_another && !is_start { Vec::new() } else { both.by.to_vec() }
    };
    let mut names: Vec<Arc<str>> = by.to_vec();
    let (default, otherwise) = match (&default.data, &otherwise.data) {
        (Data::Overridable(first), Data::Overridable(second)) => {
            names.extend(first.by.iter().cloned().chain(within(second)));
            (first.default.clone(), choose(&choose(&first.otherwise, &second.default), &second.otherwise))
        }
        (Data::Overridable(first), _) => {
            names.extend(first.by.iter().cloned());
            (first.default.clone(), choose(&first.otherwise, otherwise))
        }
        (_, Data::Overridable(second)) => {
            names.extend(within(second));
            (default.clone(), choose(&second.default, &second.otherwise))
        }
        _ => (default.clone(), otherwise.clone()),
    };
    if default.data == otherwise.data {
        return default;
    }
    names.sort();
    names.dedup();
    if names.len() > MOST_NAMES {
        return Value::unknown("decided by too many names");
    }
    let trail = default.trail.clone();
    Value { data: Data::Overridable(Arc::new(Overridable { default, otherwise, by: names.into() })), trail }
}

/// Whether `otherwise` is what `value` is anyway, and decided by no more: two classes that inherit it from one.
fn adds_nothing(value: &Value, otherwise: &Value) -> bool {
    let Data::Overridable(first) = &value.data else { return false };
    let (default, by) = match &otherwise.data {
        Data::Overridable(second) => (&second.default, &*second.by),
        _ => (otherwise, [].as_slice()),
    };
    first.default.data == default.data
        && by.iter().all(|name| first.by.contains(name))
        && otherwise.alternatives().iter().all(|one| value.alternatives().iter().any(|known| stands_for(known, one)))
}

/// Whether of two alternatives the one says all that the other does: what it is, and where it was written.
fn stands_for(known: &Value, other: &Value) -> bool {
    let is_as_local = other.trail.is_local() || !known.trail.is_local();
    known.data == other.data && is_as_local && (known.trail.is_empty() || known.trail.origin() == other.trail.origin())
}

/// `value` whose every alternative has also passed `step`.
pub fn each_via(value: &Value, step: &Step) -> Value {
    for_each(value, &|one| one.via(step.clone()))
}

/// What `change` makes of every alternative of `value`, decided by what decides between those.
pub fn for_each(value: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    match &value.data {
        Data::Overridable(both) => {
            override_with(&for_each(&both.default, change), &for_each(&both.otherwise, change), &both.by)
        }
        Data::OneOf(values) => {
            let changed = values.iter().map(|one| for_each(one, change)).reduce(|one, other| choose(&one, &other));
            changed.unwrap_or_else(|| value.clone())
        }
        _ => change(value),
    }
}

/// Of two equal values, the one whose way is known, and which not only a branch for development has.
fn traced(one: &Value, other: &Value) -> Value {
    let is_less = one.trail.is_empty() || (one.trail.is_local() && !other.trail.is_empty());
    if is_less { other.clone() } else { one.clone() }
}
