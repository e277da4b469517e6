//! `SECRET_KEY_FALLBACKS`: the old keys that Flask still accepts, and how they compare with the current one.
//!
//! How good each of them is, `secret_check` decides.

use super::keys::Key;
use crate::value::{Data, Value};

/// The setting.
pub(super) const FALLBACKS: &str = "SECRET_KEY_FALLBACKS";

/// Whether `item` is the setting's value itself and a text, not an item of a list: Flask goes through its
/// characters (3.1).
pub(super) fn is_text(whole: &Value, item: &Value) -> bool {
    let is_same = |one: &&Value| std::ptr::eq(*one, item);
    let is_text = match &item.data {
        Data::Str(_) => true,
        Data::External(external) => external.is_text,
        _ => false,
    };
    is_text && whole.alternatives().iter().any(is_same)
}

/// The text of an environment variable where a list belongs, if no constant text stands beside it. A program that lets the
/// environment replace any setting by its name does not ask for this one.
pub(super) fn split_variable<'a, 'k>(whole: &Value, keys: &'k [Key<'a>]) -> Option<&'k Key<'a>> {
    let is_default = |one: &&Value| one.data == Data::None && one.trail.is_empty();
    let is_own = |one: &&Value| matches!(&one.data, Data::External(external) if *external.name == *FALLBACKS);
    let all = whole.alternatives();
    if all.iter().any(is_default) && all.iter().any(is_own) {
        return None;
    }
    let texts = || keys.iter().filter(|key| is_text(whole, key.value));
    let is_constant = |key: &Key<'_>| key.value.truth() == Some(true);
    texts().find(|key| matches!(key.value.data, Data::External(_))).filter(|_| !texts().any(is_constant))
}

/// The items of the list, whatever it is by branches or the environment; each keeps its own alternatives.
pub(super) fn items_of(fallbacks: &Value) -> Vec<&Value> {
    let lists = fallbacks.alternatives().into_iter();
    let items = lists.filter_map(|list| match &list.data {
        Data::List(items) | Data::Tuple(items) => Some(items.iter()),
        _ => None,
    });
    items.flatten().collect()
}

/// Whether two values are one key whatever the environment says: the same constant, variable, or random value.
pub(super) fn is_same_key(one: &Value, other: &Value) -> bool {
    match (&one.data, &other.data) {
        (Data::Overridable(both), _) if both.default.truth() == Some(false) => is_same_key(&both.otherwise, other),
        (_, Data::Overridable(both)) if both.default.truth() == Some(false) => is_same_key(one, &both.otherwise),
        (Data::Overridable(one), Data::Overridable(other)) => {
            is_same_key(&one.default, &other.default) && is_same_key(&one.otherwise, &other.otherwise)
        }
        (Data::External(one), Data::External(other)) => one.converted() == other.converted() && !one.name.is_empty(),
        (Data::Generated(_), Data::Generated(_)) => !one.trail.is_empty() && one.trail.origin() == other.trail.origin(),
        _ => one.key_bytes().is_some_and(|key| !key.is_empty() && Some(key) == other.key_bytes()),
    }
}
