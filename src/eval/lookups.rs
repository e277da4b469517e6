//! What a mapping holds under a key: certainly, perhaps, or not at all.
//!
//! What a branch wrote, or a source that we could not follow, is there perhaps: the entry then has
//! [`Data::Absent`] among its alternatives. How a key selects a profile is in `selections`.

use std::sync::Arc;

use super::calls::Arguments;
use super::hazards::Hazard;
use super::lists::is_certain;
use super::machine::{Eval, Machine};
use super::names::{fill_absent, present};
use super::object::ObjectKind;
use super::open_arguments::entry_of;
use super::open_names::{deciders_of, put_by};
use super::selections::MOST_OPTIONS;
use super::store::{Key, ObjectId};
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Decider, Value, choose, override_with};

/// How an entry of a dict is read: only `dict[key]` makes what a `defaultdict` lacks.
#[derive(Copy, Clone)]
pub(super) enum Lookup {
    /// `dict[key]` at this place.
    Item(Span),
    /// `dict.get(key)` and the like.
    Method,
}

impl Machine<'_> {
    /// The entry of a dict: `None` if it certainly has none.
    pub(super) fn dict_item(&mut self, id: ObjectId, key: &Value, lookup: Lookup) -> Option<Eval<Value>> {
        let Some(known) = Key::of(key) else {
            self.met(Hazard::Missing, None);
            return Some(Ok(match lookup {
                Lookup::Item(_) if self.factories.contains_key(&id) => self.any_made_entry(id),
                Lookup::Item(_) | Lookup::Method => self.any_entry(id, key),
            }));
        };
        let entry = self.entry(id, &known).or_else(|| match lookup {
            Lookup::Item(span) => self.item_by_gap(id, span),
            Lookup::Method => None,
        });
        match (entry, lookup) {
            (Some(entry), Lookup::Item(_)) => {
                self.note_missing(id, &entry);
                present(&entry).map(Ok)
            }
            (Some(entry), Lookup::Method) => present(&entry).map(|_| Ok(entry)),
            (None, Lookup::Item(span)) if self.is_of_older(id, &known, span) => {
                let gone = || Value::unknown("a setting of an older Flask");
                Some(Ok(self.store.get(id, &known).cloned().unwrap_or_else(gone)))
            }
            (None, Lookup::Item(span)) => self.made_entry(id, known, span),
            (None, Lookup::Method) => None,
        }
    }

    /// Whether a configuration lacks a setting only since another Flask was supposed than the program's.
    fn is_of_older(&mut self, id: ObjectId, key: &Key, span: Span) -> bool {
        let ObjectKind::Config(app) = self.store.object(id).kind else { return false };
        key.text_value().is_some_and(|name| self.suppose_older(app, &name, span))
    }

    /// Notes that reading an entry may fail, and without what: extensions may write to a configuration, too.
    fn note_missing(&mut self, id: ObjectId, entry: &Value) {
        let is_config = matches!(self.store.object(id).kind, ObjectKind::Config(_));
        match &entry.data {
            Data::Overridable(both) if matches!(both.default.data, Data::Absent) && !is_config => {
                for name in both.by.iter() {
                    self.met(Hazard::Missing, Some(Arc::clone(name)));
                }
            }
            _ if !is_certain(entry) => self.met(Hazard::Missing, None),
            _ => {}
        }
    }

    /// An entry under a key of which at most the form is known.
    fn any_entry(&self, id: ObjectId, key: &Value) -> Value {
        const WHY: &str = "an entry under a key that is not known";
        let object = self.store.object(id);
        if object.blurred.is_some() {
            return Value::unknown(WHY);
        }
        let is_meant = |(name, _): &(&Key, &Value)| name.text_value().is_none_or(|name| key.may_be_text(&name));
        let meant: Vec<&Value> =
            object.fields.iter().filter(is_meant).map(|(_, value)| value).take(MOST_OPTIONS + 1).collect();
        if meant.len() > MOST_OPTIONS {
            return Value::unknown(WHY);
        }
        let any = meant.into_iter().cloned().reduce(|one, other| choose(&one, &other));
        any.unwrap_or_else(|| Value::unknown(WHY))
    }

    /// An entry of a `defaultdict` under a key that is not known: it then has one under that key. What is written into
    /// it may reach any of those that there are.
    fn any_made_entry(&mut self, id: ObjectId) -> Value {
        self.blur(id, "a key that is not known was read, which makes an entry");
        let made = Value::unknown("an entry that is made under a key that is not known");
        let containers = self.store.object(id).fields.values().filter(|entry| Self::object_of(entry).is_some());
        containers.take(MOST_OPTIONS).fold(made, |any, entry| choose(entry, &any))
    }

    /// What is under a key, or may be.
    fn entry(&self, id: ObjectId, key: &Key) -> Option<Value> {
        let object = self.store.object(id);
        if let Some(value) = object.fields.get(key) {
            return Some(value.clone());
        }
        if let Some(deciders) = object.blurred.as_deref().and_then(deciders_of).map(Arc::<str>::from) {
            let put = put_by(&deciders);
            // A file that exists need not have it.
            let by = match (Decider::of(&deciders), key) {
                (Decider::File(file), Key::Text(name)) => entry_of(file, name),
                _ => deciders,
            };
            return Some(override_with(&Value::of(Data::Absent), &put, &[by]));
        }
        if object.blurred.is_some() {
            return Some(perhaps(&Value::unknown("an entry that may have been written in a way we could not follow")));
        }
        let (ObjectKind::Config(app), Key::Text(name)) = (&object.kind, key) else { return None };
        match self.set_by_extension(*app, name) {
            Some(value) if matches!(value.data, Data::Unknown(_)) => Some(perhaps(&value)),
            Some(value) => Some(value),
            None => self.set_by_gap(*app, name),
        }
    }

    /// A program that anybody runs reads only what is there: if not from where we see, then from where we do not.
    fn item_by_gap(&mut self, id: ObjectId, span: Span) -> Option<Value> {
        let ObjectKind::Config(app) = self.store.object(id).kind else { return None };
        if self.is_with_others(app) && self.apps[app as usize].gaps.is_empty() {
            let message = "a setting is read that only code outside the project can have set, which has the app";
            self.gap(app, span, GapKind::Optional, message.to_owned());
        }
        let has_gap = !self.apps[app as usize].gaps.is_empty();
        self.apps[app as usize].is_filled |= has_gap && self.doubts.are_none();
        has_gap.then(|| perhaps(&Value::unknown("a setting that comes from where we could not follow")))
    }

    /// What a `defaultdict` makes of a key that it lacks.
    fn made_entry(&mut self, id: ObjectId, key: Key, span: Span) -> Option<Eval<Value>> {
        let factory = self.factories.get(&id).cloned()?;
        let made = self.call(&factory, &Arguments::default(), span);
        if let Ok(value) = &made {
            self.store.set(id, key, value.clone());
        }
        Some(made)
    }

    /// `dict.get(key, default)` and the like.
    pub(super) fn dict_lookup(&mut self, id: ObjectId, name: &str, arguments: &Arguments, span: Span) -> Value {
        let Some(key) = arguments.get(0, "key") else { return Value::unknown("an entry under no key") };
        let default = arguments.get(1, "default").cloned().unwrap_or_else(|| Value::of(Data::None));
        if let Ok(Some(value)) = self.selected(&Self::object_value(id), key, Some(&default), span) {
            return value;
        }
        self.note_section(&Self::object_value(id), key);
        let known = Key::of(key.by_default());
        let is_told = name == "get" && arguments.get(1, "default").is_some();
        let value = self.lift(key, &mut |machine, key| match machine.dict_item(id, key, Lookup::Method) {
            // Under a key that is not known there may be nothing.
            Some(Ok(value)) if Key::of(key).is_none() => choose(&value, &default),
            Some(Ok(value)) => fill_absent(&value, &default),
            None if is_told => machine.unless_filled(id, &default),
            Some(Err(_)) | None => default.clone(),
        });
        match (name, known) {
            ("pop", None) => self.change_any_field(id, &Value::of(Data::Absent)),
            ("setdefault", None) => self.blur(id, "a key that is not known was written"),
            ("pop", Some(key)) => {
                self.store.remove(id, &key);
            }
            ("setdefault", Some(key)) if self.may_lack(id, &key) => {
                self.store.set(id, key, value.clone());
            }
            _ => {}
        }
        value
    }

    /// Whether there may be nothing under a key.
    fn may_lack(&self, id: ObjectId, key: &Key) -> bool {
        self.store.get(id, key).is_none_or(|entry| !is_certain(entry))
    }

    /// `item in mapping`; `None` if that is no mapping or set, or the key is not known.
    pub(super) fn has_entry(&mut self, container: &Value, item: &Value) -> Option<Value> {
        if let Some(known) = self.ini_has(container, item) {
            return Some(known);
        }
        let (id, kind) = self.kind_of(container)?;
        if !matches!(kind, ObjectKind::Dict | ObjectKind::Set | ObjectKind::Config(_) | ObjectKind::Scope) {
            return None;
        }
        let entry = self.entry(id, &Key::of(item)?).unwrap_or_else(|| Value::of(Data::Absent));
        Some(self.lift(&entry, &mut |_, value| Value::of(Data::Bool(!matches!(value.data, Data::Absent)))))
    }
}

/// What is there, if anything is.
fn perhaps(value: &Value) -> Value {
    choose(&Value::of(Data::Absent), value)
}
