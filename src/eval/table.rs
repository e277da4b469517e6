//! Tables that grow and whose copies share what they have in common.
//!
//! A machine that has loaded a program is frozen once and copied often: a copy costs nothing but what it
//! changes. Nothing is ever removed.

use std::borrow::Borrow;
use std::hash::Hash;
use std::ops::{Index, IndexMut};
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A vector whose copies share what was frozen.
pub(super) struct Table<T> {
    /// What is shared: the items before `start`.
    below: Option<Arc<Table<T>>>,
    start: usize,
    items: Vec<T>,
    /// Items before `start` that differ from what is shared.
    changed: FxHashMap<usize, T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { below: None, start: 0, items: Vec::new(), changed: FxHashMap::default() }
    }
}

impl<T: Clone> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self { below: self.below.clone(), start: self.start, items: self.items.clone(), changed: self.changed.clone() }
    }
}

impl<T> Table<T> {
    pub(super) fn len(&self) -> usize {
        self.start + self.items.len()
    }

    pub(super) fn push(&mut self, item: T) {
        self.items.push(item);
    }

    pub(super) fn get(&self, index: usize) -> Option<&T> {
        let mut table = self;
        loop {
            if let Some(own) = index.checked_sub(table.start) {
                return table.items.get(own);
            }
            if let Some(changed) = table.changed.get(&index) {
                return Some(changed);
            }
            table = table.below.as_deref()?;
        }
    }

    /// The items in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Makes what there is shared: copies from now on cost nothing.
    pub(super) fn freeze(&mut self) {
        if self.items.is_empty() && self.changed.is_empty() {
            return;
        }
        let start = self.len();
        let below = Some(Arc::new(std::mem::take(self)));
        *self = Self { below, start, ..Self::default() };
    }
}

impl<T: Clone> Table<T> {
    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        if let Some(own) = index.checked_sub(self.start) {
            return self.items.get_mut(own);
        }
        if !self.changed.contains_key(&index) {
            let shared = self.below.as_ref()?.get(index)?.clone();
            self.changed.insert(index, shared);
        }
        self.changed.get_mut(&index)
    }
}

impl<T> Index<usize> for Table<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        self.get(index).expect("an index comes from this table, which only grows")
    }
}

impl<T: Clone> IndexMut<usize> for Table<T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        self.get_mut(index).expect("an index comes from this table, which only grows")
    }
}

/// A map whose copies share what was frozen.
#[derive(Clone)]
pub(super) struct Entries<K, V> {
    below: Option<Arc<Entries<K, V>>>,
    own: FxHashMap<K, V>,
}

impl<K, V> Default for Entries<K, V> {
    fn default() -> Self {
        Self { below: None, own: FxHashMap::default() }
    }
}

impl<K: Eq + Hash, V> Entries<K, V> {
    pub(super) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let mut entries = self;
        loop {
            if let Some(value) = entries.own.get(key) {
                return Some(value);
            }
            entries = entries.below.as_deref()?;
        }
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        self.own.insert(key, value);
    }

    /// Makes what there is shared: copies from now on cost nothing.
    pub(super) fn freeze(&mut self) {
        if !self.own.is_empty() {
            let below = Some(Arc::new(std::mem::take(self)));
            *self = Self { below, own: FxHashMap::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entries, Table};

    #[test]
    fn copies_share_what_was_frozen_and_change_only_their_own() {
        let mut table = Table::default();
        table.push(1);
        table.push(2);
        table.freeze();
        let mut copy = table.clone();
        copy[0] = 10;
        copy.push(3);
        copy.freeze();
        copy[2] = 30;
        assert_eq!(table.iter().copied().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(copy.iter().copied().collect::<Vec<_>>(), [10, 2, 30]);
        assert_eq!((copy.len(), copy.get(3)), (3, None));
    }

    #[test]
    fn a_copied_map_sees_what_was_frozen_until_it_says_otherwise() {
        let mut entries = Entries::default();
        entries.insert("a", 1);
        entries.freeze();
        let mut copy = entries.clone();
        copy.insert("a", 2);
        assert_eq!((entries.get("a"), copy.get("a"), copy.get("b")), (Some(&1), Some(&2), None));
    }
}
