//! Lists: their items, some of which may be there on some paths only, and their methods.
//!
//! What a branch appends is an item that may be absent: it comes between the items around it or not at all. So what is
//! at a position behind it is not known, while a loop goes through all of them in order.

use std::sync::Arc;

use super::branches::Decision;
use super::calls::Arguments;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::value::{Data, Value, override_with};

impl Machine<'_> {
    /// The items of a list object, in order, with those that may be absent.
    pub(super) fn list_items(&self, id: ObjectId) -> Vec<Value> {
        self.store.object(id).fields.values().cloned().collect()
    }

    /// The items of a tuple or list, `None` if they are not known or how many there are.
    pub(super) fn items_of(&self, value: &Value) -> Option<Vec<Value>> {
        match &value.by_default().data {
            Data::Tuple(items) | Data::List(items) => Some(items.to_vec()),
            _ => self.possible_items(value).filter(|items| items.iter().all(is_certain)),
        }
    }

    /// What `for` would go through, with items that may be absent; `None` if that is not known.
    pub(super) fn steps(&mut self, value: &Value) -> Option<Vec<Value>> {
        let is_either = matches!(value.data, Data::Overridable(_));
        let items = if is_either { None } else { self.possible_items(value) };
        items.or_else(|| self.iterate(value))
    }

    fn possible_items(&self, value: &Value) -> Option<Vec<Value>> {
        match self.kind_of(value)? {
            (id, ObjectKind::List) if self.store.object(id).blurred.is_none() => Some(self.list_items(id)),
            _ => None,
        }
    }

    pub(super) fn list_method(&mut self, id: ObjectId, name: &str, arguments: &Arguments) -> Value {
        match name {
            "append" => {
                if let Some(item) = arguments.first() {
                    self.push(id, item.clone());
                }
            }
            "extend" => {
                if let Some(items) = arguments.first() {
                    self.extend_list(id, items);
                }
            }
            "insert" => {
                if let Some(item) = arguments.positional.get(1) {
                    let mut items = self.list_items(id);
                    let at = arguments.first().map(|value| &value.data).filter(|_| items.iter().all(is_certain));
                    let Some(Data::Int(at)) = at else {
                        self.blur(id, "an item was inserted at a position that is not known");
                        return Value::of(Data::None);
                    };
                    let from_end = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
                    let at = if *at < 0 { items.len().saturating_sub(from_end) } else { from_end.min(items.len()) };
                    items.insert(at, item.clone());
                    self.replace_list(id, items);
                }
            }
            "copy" => {
                let items = self.list_items(id);
                return self.new_list(items);
            }
            "pop" if self.store.object(id).blurred.is_none() => {
                let mut items = self.list_items(id);
                let at = match arguments.first().map(|value| &value.data) {
                    Some(Data::Int(at)) if *at >= 0 => usize::try_from(*at).ok(),
                    None => items.len().checked_sub(1),
                    Some(_) => None,
                };
                let is_certain = items.iter().all(is_certain);
                let Some(at) = at.filter(|at| *at < items.len() && is_certain) else {
                    self.blur(id, "an item that is not known was removed");
                    return Value::unknown("an item at a position that is not known");
                };
                let item = items.remove(at);
                let last = i64::try_from(items.len()).unwrap_or(i64::MAX);
                self.replace_list(id, items);
                self.store.remove(id, &Key::Int(last));
                return item;
            }
            _ => {
                self.blur(id, "changed by a method that is not modelled");
                return Value::unknown("a method of a list that is not modelled");
            }
        }
        Value::of(Data::None)
    }

    pub(super) fn push(&mut self, id: ObjectId, item: Value) {
        let length = self.store.object(id).fields.len();
        self.store.set(id, Key::Int(i64::try_from(length).unwrap_or(i64::MAX)), item);
    }

    fn replace_list(&mut self, id: ObjectId, items: Vec<Value>) {
        for (index, item) in items.into_iter().enumerate() {
            self.store.set(id, Key::Int(i64::try_from(index).unwrap_or(i64::MAX)), item);
        }
    }

    pub(super) fn extend_list(&mut self, id: ObjectId, items: &Value) {
        match self.iterate(items) {
            Some(items) => {
                for item in items {
                    if !self.has_room(id, self.store.object(id).fields.len()) {
                        break;
                    }
                    self.push(id, item);
                }
            }
            None => self.blur(id, "extended by something that is not known"),
        }
    }
}

/// Whether an item or entry is there on every path.
pub(super) fn is_certain(item: &Value) -> bool {
    matches!(existence(item), Decision::Known(true))
}

/// Whether an item is there.
pub(super) fn existence(item: &Value) -> Decision {
    match &item.data {
        Data::Absent => Decision::Known(false),
        Data::Overridable(both) => match (existence(&both.default), existence(&both.otherwise)) {
            (Decision::Known(one), Decision::Known(other)) if one == other => Decision::Known(one),
            (Decision::Known(one), _) => Decision::ByDefault(one, both.by.clone()),
            (Decision::ByDefault(..) | Decision::Open, _) => Decision::Open,
        },
        Data::OneOf(values) if !values.iter().map(existence).all(|one| matches!(one, Decision::Known(true))) => {
            Decision::Open
        }
        _ => Decision::Known(true),
    }
}

/// The item at a position; `None` if there certainly is none.
pub(super) fn item_at(items: &[Value], key: &Value) -> Option<Value> {
    let Data::Int(index) = key.data else {
        return Some(Value::unknown("an item at a position that is not known"));
    };
    // Positions are counted from the one end or the other.
    let at = usize::try_from(index.unsigned_abs()).ok()?;
    let at = if index < 0 { items.len().checked_sub(at) } else { Some(at) };
    let counted = at.and_then(|at| if index < 0 { items.get(at..) } else { items.get(..=at) });
    if counted.unwrap_or(items).iter().all(is_certain) {
        return items.get(at?).cloned();
    }
    let otherwise = Value::unknown("an item of a list whose length depends on a branch");
    let Some((items, by)) = by_default(items) else { return Some(otherwise) };
    let item = item_at(&items, key).unwrap_or_else(|| otherwise.clone());
    Some(override_with(&item, &otherwise, &by))
}

/// The items that are there when the environment sets nothing, and the names that can change that; `None` if it is
/// not known which.
pub(super) fn by_default(items: &[Value]) -> Option<(Vec<Value>, Vec<Arc<str>>)> {
    let (mut present, mut names) = (Vec::new(), Vec::new());
    for item in items {
        let is_there = match existence(item) {
            Decision::Known(truth) => truth,
            Decision::ByDefault(truth, by) => {
                names.extend(by.iter().cloned());
                truth
            }
            Decision::Open => return None,
        };
        if is_there {
            present.push(item.by_default().clone());
        }
    }
    Some((present, names))
}
