//! Selections: a dict of variants of the configuration under a key that something outside says.
//!
//! Each variant gets a world of its own; which dicts are meant is decided by what they hold.

use std::sync::Arc;

use super::conditions::subject_of;
use super::machine::{Eval, Machine, Raise};
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::world::{Choice, Subject};
use crate::flask::Context;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

/// How many variants one selection may have to be told apart.
pub(super) const MOST_OPTIONS: usize = 16;

impl Machine<'_> {
    /// A dict of variants under a key from outside: the assumed variant, or the default one with the
    /// others noted as a choice. `None` if this is not such a selection.
    pub(super) fn selected(
        &mut self,
        object: &Value,
        key: &Value,
        fallback: Option<&Value>,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some((id, ObjectKind::Dict)) = self.kind_of(object) else { return Ok(None) };
        self.note_chosen_by_assumption(object, id, key, span);
        if self.store.object(id).fields.len() > MOST_OPTIONS && Key::of(key).is_none() && self.selects_configuration(id)
        {
            self.limit(span, "a selection between so many variants that they are not told apart");
        }
        let Some(options) = self.options(id, key) else { return Ok(None) };
        let site = Subject::Site(span);
        if let Some(option) = self.assumed(&site) {
            let chosen = self.item(object, &Value::of(Data::Str(option)), span)?;
            self.note_chosen(&chosen);
            return Ok(Some(chosen));
        }
        let default = key.by_default().as_str().filter(|text| options.iter().any(|option| **option == **text));
        let default: Option<Arc<str>> = default.map(Into::into);
        match fallback {
            Some(fallback) if self.is_further_option(id, fallback) && self.is_none_of(&options, key) => {
                return Ok(Some(fallback.clone()));
            }
            None if self.is_none_of(&options, key) => return Err(Raise { class: "KeyError".into(), span }),
            Some(_) | None => {}
        }
        // `.get(None, Fallback)` is decided too: by default it is none of the options.
        let is_fallback = default.is_none() && fallback.is_some() && Key::of(key.by_default()).is_some();
        let noted = if is_fallback { Some("".into()) } else { default.clone() };
        // What is said may be a part of the name only: then it is the name that is assumed.
        let subject = subject_of(key).filter(|_| !key.has_constant_parts());
        self.note_choice(subject.unwrap_or(site), options, noted);
        match default {
            Some(default) => {
                let chosen = self.item(object, &Value::of(Data::Str(default)), span)?;
                self.note_chosen(&chosen);
                Ok(Some(chosen))
            }
            None => Ok(None),
        }
    }

    /// Whether `key in container` asks for one of several variants, each of which has a world of its own; then a key
    /// without a default is none of them.
    pub(super) fn selects_none(&mut self, container: &Value, key: &Value) -> bool {
        let Some((id, ObjectKind::Dict)) = self.kind_of(container) else { return false };
        let Some(options) = self.options(id, key) else { return false };
        if let (Data::Overridable(both), Some(subject)) = (&key.data, subject_of(key)) {
            let default = both.default.as_str().filter(|text| options.iter().any(|option| **option == **text));
            let default = default.unwrap_or_default().into();
            self.note_choice(subject, options, Some(default));
            return false;
        }
        self.is_none_of(&options, key)
    }

    /// The names of the variants that a key from outside selects one of; `None` if the dict `id` is none of variants.
    fn options(&self, id: ObjectId, key: &Value) -> Option<Vec<Arc<str>>> {
        let options: Vec<Arc<str>> = self.store.object(id).fields.keys().filter_map(Key::text_value).collect();
        // What an operator selects, as "<=" does, is no profile.
        let is_name = |text: &Arc<str>| text.is_empty() || text.contains(char::is_alphanumeric);
        let are_names = (2..=MOST_OPTIONS).contains(&options.len()) && options.iter().all(is_name);
        let is_selection = are_names && Key::of(key).is_none();
        let is_variant = |name: &Arc<str>| key.may_be_text(name) && !self.is_common_section(id, name, key);
        if !is_selection || !self.selects_configuration(id) {
            return None;
        }
        let variants: Vec<Arc<str>> = options.into_iter().filter(is_variant).collect();
        (!variants.is_empty()).then_some(variants)
    }

    /// Takes a key that may be anything for none of the `options`, each of which gets a world of its own. False if it
    /// is not what something outside says.
    fn is_none_of(&mut self, options: &[Arc<str>], key: &Value) -> bool {
        let subject = if matches!(key.data, Data::External(_)) { subject_of(key) } else { None };
        let Some(subject) = subject else { return false };
        self.add_choice(Choice { is_rest: true, ..Choice::of(subject, options.to_vec(), Some("".into())) });
        true
    }

    /// Whether a configuration stands beside those of the dict `id`.
    fn is_further_option(&self, id: ObjectId, value: &Value) -> bool {
        self.may_hold_settings(value) && !self.store.object(id).fields.values().any(|one| one.data == value.data)
    }

    /// Where what a key is was assumed, it is known by now: what it selects is chosen all the same.
    fn note_chosen_by_assumption(&mut self, object: &Value, id: ObjectId, key: &Value, span: Span) {
        let Some(known) = Key::of(key) else { return };
        // Only classes and instances are chosen; a factory may make one of a key that is missing.
        let value = self.store.get(id, &known);
        let is_choice = value.is_none_or(|value| matches!(value.by_default().data, Data::Handle(_)));
        if !is_choice || self.assumes_nothing() {
            return;
        }
        if let Ok(chosen) = self.item(object, key, span) {
            self.note_chosen(&chosen);
        }
    }

    /// Whether a dict's values hold settings, or several of its keys name profiles.
    fn selects_configuration(&self, id: ObjectId) -> bool {
        let fields = &self.store.object(id).fields;
        let is_profile = |key: &Arc<str>| self.program.profiles.of_name(key) != Context::Unnamed;
        let may_hold = |value: &Value| value.as_str().is_some() || Self::object_of(value).is_some() || is_code(value);
        let may_hold = |value: &Value| value.alternatives().into_iter().all(may_hold);
        // One alone may mean anything: `{"local": Files, "s3": Buckets}`.
        let names_profiles = || {
            fields.keys().filter_map(Key::text_value).filter(|key| is_profile(key)).count() > 1
                && fields.values().all(may_hold)
        };
        let all_may_hold = || fields.values().all(|value| self.may_hold_settings(value));
        (fields.values().any(|value| self.holds_settings(value)) && all_may_hold()) || names_profiles()
    }
}

fn is_code(value: &Value) -> bool {
    matches!(value.data, Data::Handle(Handle { kind: HandleKind::Class | HandleKind::Module, .. }))
}
