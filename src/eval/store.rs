//! The interpreter's heap: every scope, dict, list and instance, with a journal of changes.
//!
//! The journal is what makes branches cheap: a branch runs on the one store, its changes are taken
//! as a [`Changes`] and undone, and the join writes only what differs. The store knows nothing of
//! what its objects mean.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use indexmap::{Equivalent, IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::object::{Object, ObjectKind};
use super::table::Table;
use crate::value::{Data, Handle, HandleKind, Value};

/// The key of a field: an attribute or variable name, a dict key, a list index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Key {
    Text(Arc<str>),
    Int(i64),
    /// `None`, floats, bytes, tuples …: compared by how they are written.
    Other(Arc<str>),
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            // As a text that is no key yet, which a field can be looked up by.
            Self::Text(text) | Self::Other(text) => text.hash(state),
            Self::Int(number) => number.hash(state),
        }
    }
}

impl Equivalent<Key> for str {
    fn equivalent(&self, key: &Key) -> bool {
        matches!(key, Key::Text(text) if **text == *self)
    }
}

impl Key {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The key that a known value makes, `None` for values that are not known or not hashable.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match &value.data {
            Data::Str(text) => Some(Self::Text(Arc::clone(text))),
            Data::Int(number) => Some(Self::Int(*number)),
            Data::Bool(flag) => Some(Self::Int(i64::from(*flag))),
            // What a library calls so may be any value.
            Data::Handle(Handle { kind: HandleKind::Native, .. })
            | Data::List(_)
            | Data::Dict(_)
            | Data::Generated(_)
            | Data::External(_)
            | Data::Overridable(_)
            | Data::OneOf(_)
            | Data::Absent
            | Data::Unknown(_) => None,
            Data::None | Data::Float(_) | Data::Bytes(_) | Data::Duration(_) | Data::Handle(_) => {
                Some(Self::Other(format!("{:?}", value.data).into()))
            }
            Data::Tuple(items) => {
                let keys: Option<Vec<Key>> = items.iter().map(Key::of).collect();
                keys.map(|keys| Self::Other(format!("{keys:?}").into()))
            }
        }
    }

    /// The text, if it is one.
    pub(super) fn text_value(&self) -> Option<Arc<str>> {
        match self {
            Self::Text(text) => Some(Arc::clone(text)),
            Self::Int(_) | Self::Other(_) => None,
        }
    }

    /// The value that this key stands for when a dict is iterated.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::of(Data::Str(Arc::clone(text))),
            Self::Int(number) => Value::of(Data::Int(*number)),
            Self::Other(_) => Value::unknown("a dict key that is neither text nor number"),
        }
    }
}

/// The index of an object in the store.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(super) struct ObjectId(pub(super) u32);

/// One field of one object.
pub(super) type Slot = (ObjectId, Key);

/// The fields that a stretch of execution changed, with their values at its end.
pub(super) type Changes = IndexMap<Slot, Option<Value>, FxBuildHasher>;

/// The fields of an object, in the order in which they were first written.
pub(super) type Fields = IndexMap<Key, Value, FxBuildHasher>;

/// A point in the journal.
#[derive(Copy, Clone, Debug)]
pub(super) struct Mark {
    journal: usize,
    objects: u32,
}

impl Mark {
    /// How many writes there were that can still be undone.
    pub(super) fn position(self) -> usize {
        self.journal
    }

    /// The same objects, and the journal as it was at `mark`.
    pub(super) fn since(self, mark: Self) -> Self {
        Self { journal: mark.journal, objects: self.objects }
    }

    /// How many objects there were.
    pub(super) fn objects(self) -> u32 {
        self.objects
    }
}

#[derive(Clone, Default)]
pub(super) struct Store {
    objects: Table<Object>,
    journal: Vec<(Slot, Option<Value>)>,
    /// Fields that were written since somebody asked.
    writes: u64,
}

impl Store {
    pub(super) fn add(&mut self, kind: ObjectKind) -> ObjectId {
        let id = ObjectId(self.count_objects());
        self.objects.push(Object::new(kind));
        id
    }

    /// Makes what there is shared with copies of this store. No [`Mark`] is valid after that.
    pub(super) fn freeze(&mut self) {
        self.journal = Vec::new();
        self.objects.freeze();
    }

    pub(super) fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// Changes that are not journaled: only for marks that every branch may leave behind.
    pub(super) fn object_mut(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id.0 as usize]
    }

    /// The field of a [`Key`], or of a text.
    pub(super) fn get<Q: Hash + Equivalent<Key> + ?Sized>(&self, id: ObjectId, key: &Q) -> Option<&Value> {
        self.object(id).fields.get(key)
    }

    pub(super) fn set(&mut self, id: ObjectId, key: Key, value: Value) {
        let before = self.object_mut(id).fields.insert(key.clone(), value);
        self.journal.push(((id, key), before));
        self.writes += 1;
    }

    /// How many fields were written since this was last asked.
    pub(super) fn take_writes(&mut self) -> u64 {
        std::mem::take(&mut self.writes)
    }

    /// Takes away the field of a [`Key`], or of a text.
    pub(super) fn remove<Q: Hash + Equivalent<Key> + ?Sized>(&mut self, id: ObjectId, key: &Q) -> Option<Value> {
        let (key, before) = self.object_mut(id).fields.shift_remove_entry(key)?;
        self.journal.push(((id, key), Some(before.clone())));
        Some(before)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { journal: self.journal.len(), objects: self.count_objects() }
    }

    fn count_objects(&self) -> u32 {
        u32::try_from(self.objects.len()).unwrap_or(u32::MAX)
    }

    /// The places in the journal since `mark`, and the objects that were written there.
    pub(super) fn writes_since(&self, mark: Mark) -> impl Iterator<Item = (usize, ObjectId)> {
        self.journal.iter().enumerate().skip(mark.journal).map(|(at, ((id, _), _))| (at, *id))
    }

    /// What changed since `mark`, with the values now.
    pub(super) fn changes_since(&self, mark: Mark) -> Changes {
        let mut changes = Changes::default();
        for (slot, _) in self.journal.iter().skip(mark.journal) {
            changes.entry(slot.clone()).or_insert_with(|| self.get(slot.0, &slot.1).cloned());
        }
        changes
    }

    /// The fields that several writes since `mark` gave one and the same value.
    pub(super) fn settled_since(&self, mark: Mark) -> IndexSet<Slot> {
        let mut rewritten: IndexMap<&Slot, bool> = IndexMap::new();
        let mut seen: IndexSet<&Slot> = IndexSet::new();
        for (slot, before) in self.journal.iter().skip(mark.journal) {
            if seen.insert(slot) {
                continue;
            }
            let is_same = before.as_ref().zip(self.get(slot.0, &slot.1)).is_some_and(|(one, now)| one.data == now.data);
            *rewritten.entry(slot).or_insert(true) &= is_same;
        }
        rewritten.into_iter().filter(|(_, is_same)| *is_same).map(|(slot, _)| slot.clone()).collect()
    }

    /// What was written since `mark`, to look back from now on; `stays` says of a write, by its place in the journal and its
    /// object, whether it stays when the others are taken back.
    pub(super) fn look_back(&self, mark: Mark, stays: &dyn Fn(usize, ObjectId) -> bool) -> LookBack<'_> {
        let mut written: IndexMap<&Slot, Written, FxBuildHasher> = IndexMap::default();
        for (at, (slot, _)) in self.journal.iter().enumerate().skip(mark.journal) {
            let stays = stays(at, slot.0);
            let field = written.entry(slot).or_insert(Written { first: at, all_stay: true, any_stays: false });
            field.all_stay &= stays;
            field.any_stays |= stays;
        }
        LookBack { store: self, written, later: FxHashMap::default(), at: self.journal.len() }
    }

    /// Takes the changes since `mark` out of the store, without the writes that stay, by their place in the journal and
    /// their object: they can no longer be undone.
    pub(super) fn take_changes_but(&mut self, mark: Mark, stays: impl Fn(usize, ObjectId) -> bool) -> Changes {
        let mut at = self.journal.len();
        let mut written = self.journal.split_off(mark.journal);
        written.reverse();
        written.retain(|((id, _), _)| {
            at -= 1;
            !stays(at, *id)
        });
        let mut changes = Changes::default();
        for (slot, _) in written.iter().rev() {
            changes.entry(slot.clone()).or_insert_with(|| self.get(slot.0, &slot.1).cloned());
        }
        for ((id, key), old) in written {
            match old {
                Some(value) => self.object_mut(id).fields.insert(key, value),
                None => self.object_mut(id).fields.shift_remove(&key),
            };
        }
        changes
    }

    /// Writes changes that were taken before.
    pub(super) fn apply(&mut self, changes: &Changes) {
        for (slot, value) in changes {
            match value {
                Some(value) => self.set(slot.0, slot.1.clone(), value.clone()),
                None => {
                    self.remove(slot.0, &slot.1);
                }
            }
        }
    }

    /// Joins the changes of two branches that both started with the state now: `join` gets each field's value in the
    /// one and in the other, [`Data::Absent`] where it does not exist. Fields of objects that exist in one branch only
    /// (`is_of_one`) are kept as they are.
    pub(super) fn merge(
        &self,
        is_of_one: &dyn Fn(&Slot) -> bool,
        one: &Changes,
        other: &Changes,
        join: &dyn Fn(&Value, &Value) -> Value,
    ) -> Changes {
        let mut merged = Changes::default();
        let mut add = |slot: &Slot, first: Option<&Option<Value>>, second: Option<&Option<Value>>| {
            let now = || self.get(slot.0, &slot.1).cloned();
            let value = match (first, second) {
                (Some(only), None) | (None, Some(only)) if is_of_one(slot) => only.clone(),
                (first, second) => {
                    join_fields(first.cloned().unwrap_or_else(now), second.cloned().unwrap_or_else(now), join)
                }
            };
            merged.insert(slot.clone(), value);
        };
        for (slot, value) in one {
            add(slot, Some(value), other.get(slot));
        }
        for (slot, value) in other.iter().filter(|(slot, _)| !one.contains_key(*slot)) {
            add(slot, None, Some(value));
        }
        merged
    }
}

/// What a stretch of the journal says of how fields were in the course of it, from its end to its start.
pub(super) struct LookBack<'s> {
    store: &'s Store,
    written: IndexMap<&'s Slot, Written, FxBuildHasher>,
    /// The fields that were written from `at` on, as they were there.
    later: FxHashMap<&'s Slot, &'s Option<Value>>,
    at: usize,
}

/// How one field was written.
struct Written {
    first: usize,
    all_stay: bool,
    any_stays: bool,
}

impl LookBack<'_> {
    /// How many fields were written.
    pub(super) fn len(&self) -> usize {
        self.written.len()
    }

    /// The fields as they were at `then`, which is not later than where this was asked before, without those that will be
    /// so again when what does not stay is taken back. Objects that were made later are no matter.
    pub(super) fn fields_at(&mut self, then: Mark) -> Changes {
        while self.at > then.journal {
            self.at -= 1;
            let (slot, before) = &self.store.journal[self.at];
            self.later.insert(slot, before);
        }
        let differs = |(slot, field): &(&&Slot, &Written)| {
            let (is_before, is_later) = (field.first < then.journal, self.later.contains_key(*slot));
            slot.0.0 < then.objects && (is_before || field.any_stays) && (is_later || !field.all_stay)
        };
        let value = |slot: &Slot| match self.later.get(slot) {
            Some(before) => (*before).clone(),
            None => self.store.get(slot.0, &slot.1).cloned(),
        };
        let differing = self.written.iter().filter(differs);
        differing.map(|(slot, _)| ((*slot).clone(), value(slot))).collect()
    }
}

fn join_fields(first: Option<Value>, second: Option<Value>, join: &dyn Fn(&Value, &Value) -> Value) -> Option<Value> {
    let absent = Value::of(Data::Absent);
    match (first, second) {
        (None, None) => None,
        (first, second) => Some(join(&first.unwrap_or_else(|| absent.clone()), &second.unwrap_or(absent))),
    }
}
