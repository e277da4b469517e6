//! Which variables give a key and which only ask for one, and how that is said.
//!
//! When a key is used, `keys` says.

use std::cmp::Reverse;
use std::sync::Arc;

use super::describe::{no_one_provides, providers};
use super::keys::{Key, Reach};
use crate::value::{Data, Decider, ExternalKind, Value};

/// What provides the key where it is not `key`, told from the setting of the same name.
pub(super) fn provides(setting: &str, key: &Key<'_>) -> String {
    let words = providers(&key.by);
    if words == format!("`{setting}`") { format!("the environment variable {words}") } else { words }
}

/// That nothing provides the key where it is `key`, by the variables in the order in which they are read.
pub(super) fn none_provides(setting: &str, value: &Value, key: &Key<'_>) -> String {
    if key.by.is_empty() {
        // A file that was not followed, or code: it is named apart.
        return "nothing else provides one".to_owned();
    }
    // What is read last is the innermost alternative.
    let read = variables_read(value);
    let place = |name: &Arc<str>| Reverse(read.iter().position(|one| one == name).map(|at| at + 1).unwrap_or_default());
    let mut names: Vec<Arc<str>> = key.by.iter().filter(|name| !name.is_empty()).cloned().collect();
    names.sort_by_key(|name| (place(name), Arc::clone(name)));
    names.dedup();
    let words = no_one_provides(&names);
    let is_named_so = matches!(&*names, [only] if **only == *setting);
    if is_named_so { format!("the environment variable {words}") } else { words }
}

/// The environment variables that a value may be read from.
pub(super) fn variables_read(value: &Value) -> Vec<Arc<str>> {
    let name = |one: &Value| match &one.data {
        Data::External(external) if external.kind == ExternalKind::Environment => Some(Arc::clone(&external.name)),
        _ => None,
    };
    value.alternatives().into_iter().filter_map(name).filter(|name| !name.is_empty()).collect()
}

/// The variables that ask for a key of `value`, and give none themselves.
pub(super) fn switches_of(value: &Value, key: &Key<'_>) -> Vec<Arc<str>> {
    let read = variables_read(value);
    let is_switch = |name: &&Arc<str>| matches!(Decider::of(name), Decider::Variable(_)) && !read.contains(name);
    key.by.iter().filter(is_switch).cloned().collect()
}

/// Whether the variables beside a key provide none themselves, but only decide what does.
pub(super) fn is_by_switch(value: &Value, key: &Key<'_>) -> bool {
    key.reach == Reach::WhenUnset && !key.by.is_empty() && switches_of(value, key).len() == key.by.len()
}
