//! `SECRET_KEY_FALLBACKS`: the old keys that Flask still accepts, and how they compare with the current one.
//!
//! How good each of them is, `secret_check` decides.

use crate::value::{Data, Value};

/// The setting.
pub(super) const FALLBACKS: &str = "SECRET_KEY_FALLBACKS";

/// Whether `item` is the setting's value itself and a text, not an item of a list: Flask goes through its
/// characters (FLASK.md A.3).
pub(super) fn is_text(whole: &Value, item: &Value) -> bool {
    let is_same = |one: &&Value| std::ptr::eq(*one, item);
    matches!(item.data, Data::Str(_)) && whole.alternatives().iter().any(is_same)
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
        (Data::External(one), Data::External(other)) => one == other && !one.name.is_empty(),
        (Data::Generated(_), Data::Generated(_)) => !one.trail.is_empty() && one.trail.origin() == other.trail.origin(),
        _ => one.key_bytes().is_some_and(|key| !key.is_empty() && Some(key) == other.key_bytes()),
    }
}
