//! Arguments that are not known: what `*args` and `**kwargs` may give of something that is unknown, or known in part.
//!
//! A parameter that they may give has its default by default. How parameters are bound is in `functions`, and the fields
//! of a class in `instances`.

use std::sync::Arc;

use super::calls::{Arguments, UNKNOWN_ARGUMENTS};
use super::machine::Machine;
use super::open_names::{put_by, unless};
use super::store::{Key, ObjectId};
use crate::value::{Data, Decider, External, ExternalKind, Value, override_with};

/// What decides where nothing more is known of what is unpacked.
const AN_ARGUMENT: &str = "an argument that is not known";

impl Machine<'_> {
    /// Adds what `*value` gives.
    pub(super) fn spread_items(&mut self, value: &Value, arguments: &mut Arguments) {
        let items = self.iterate(value);
        let others = match &value.data {
            Data::Overridable(both) => self.iterate(&both.otherwise),
            _ => items.clone(),
        };
        let count = |items: &Option<Vec<Value>>| items.as_ref().map_or(usize::MAX, Vec::len);
        let has_more = items.is_none() || count(&others) > count(&items);
        if has_more {
            arguments.is_open = true;
            arguments.more_by_position = Some(value.clone());
        }
        arguments.positional.extend(items.into_iter().flatten());
    }

    /// Adds what `**value` gives.
    pub(super) fn spread(&mut self, value: &Value, arguments: &mut Arguments) {
        let entries = self.entries(value);
        if entries.is_none() || self.may_have_more(value) {
            arguments.is_open = true;
            let is_first = arguments.more_by_name.is_none();
            arguments.more_by_name = Some(if is_first { value.clone() } else { Value::unknown(UNKNOWN_ARGUMENTS) });
        }
        for (key, value) in entries.unwrap_or_else(|| self.known_entries(value)) {
            match key {
                Key::Text(name) => arguments.named.push((name, value)),
                Key::Int(_) | Key::Other(_) => arguments.is_open = true,
            }
        }
    }

    /// Whether one of the mappings that a value may be has entries that are not known.
    fn may_have_more(&mut self, value: &Value) -> bool {
        let Data::Overridable(both) = &value.data else { return false };
        self.entries(&both.otherwise).is_none()
    }

    /// What the parameter `name` is that no argument gives which is known: `default`, unless one of the others gives it.
    pub(super) fn unless_given(
        &self,
        arguments: &Arguments,
        name: &str,
        by_position: bool,
        default: Option<Value>,
    ) -> Option<Value> {
        let by_name = arguments.more_by_name.as_ref().map(|mapping| self.entry_for(mapping, name));
        let by_position = arguments.more_by_position.as_ref().filter(|_| by_position).map(item_of);
        [by_name, by_position].into_iter().flatten().fold(default, |default, (given, by)| {
            Some(default.map_or_else(|| Value::unknown(AN_ARGUMENT), |default| unless_stated(&default, &given, &by)))
        })
    }

    /// Gives a dict what is not known of the arguments of the call that fills it.
    pub(super) fn take_more(&mut self, dict: ObjectId, arguments: &Arguments) {
        match &arguments.more_by_name {
            Some(mapping) => {
                self.merge_into(dict, mapping);
                let [_, beside] = self.named_beside(arguments, mapping);
                for (name, value) in beside {
                    self.overlay(dict, Key::Text(name), value);
                }
            }
            None if arguments.is_open => {
                self.write_any(dict, &Value::unknown(UNKNOWN_ARGUMENTS), UNKNOWN_ARGUMENTS);
            }
            None => {}
        }
    }

    /// The arguments by name that `**mapping` may give, and those that stand beside it: no name is given twice, so these are
    /// what they are.
    pub(super) fn named_beside(&mut self, arguments: &Arguments, mapping: &Value) -> [Vec<(Arc<str>, Value)>; 2] {
        let are_several = matches!(&mapping.data, Data::Unknown(why) if **why == *UNKNOWN_ARGUMENTS);
        let entries = self.entries(mapping).unwrap_or_else(|| self.known_entries(mapping));
        let is_within =
            |name: &Arc<str>| are_several || entries.iter().any(|(key, _)| *key == Key::Text(Arc::clone(name)));
        let (within, beside) = arguments.named.iter().cloned().partition(|(name, _)| is_within(name));
        [within, beside]
    }

    /// Why it is not known what `**kwargs` has, if it is not.
    pub(super) fn reason_for_more(&mut self, arguments: &Arguments) -> Option<Arc<str>> {
        let Some(mapping) = arguments.more_by_name.clone() else {
            return arguments.is_open.then(|| UNKNOWN_ARGUMENTS.into());
        };
        let deciders = match &mapping.data {
            Data::Overridable(both) if self.entries(&both.default).is_some() => Some(both.by.join(" and ").into()),
            _ => self.deciders_of_more(&mapping),
        };
        Some(deciders.map_or_else(|| UNKNOWN_ARGUMENTS.into(), |deciders| unless(&deciders).into()))
    }

    /// What a mapping that is not known has under a key where it has one, and what decides whether it has.
    fn entry_for(&self, mapping: &Value, key: &str) -> (Value, Vec<Arc<str>>) {
        match &mapping.data {
            Data::External(external) if matches!(Decider::of(&external.name), Decider::File(_)) => {
                (mapping.clone(), vec![entry_of(&external.name, key)])
            }
            Data::Overridable(both) => {
                let (entry, mut by) = self.entry_for(&both.otherwise, key);
                by.extend(both.by.iter().cloned());
                (entry, by)
            }
            _ if self.native_name(mapping).as_deref() == Some("os.environ") => {
                let variable = External::new(ExternalKind::Environment, key.into(), true);
                (Value::of(Data::External(variable)), vec![key.into()])
            }
            _ => match self.deciders_of_more(mapping) {
                Some(deciders) => (put_by(&deciders), vec![deciders]),
                None => item_of(mapping),
            },
        }
    }
}

/// What something has that is not known, and what decides whether it has.
fn item_of(whole: &Value) -> (Value, Vec<Arc<str>>) {
    match &whole.data {
        Data::External(external) if !external.name.is_empty() && external.kind != ExternalKind::Argument => {
            (whole.clone(), vec![Arc::clone(&external.name)])
        }
        Data::Overridable(both) => {
            let (item, mut by) = item_of(&both.otherwise);
            by.extend(both.by.iter().cloned());
            (item, by)
        }
        _ => {
            let decider: Arc<str> = AN_ARGUMENT.into();
            (put_by(&decider), vec![decider])
        }
    }
}

/// How the entry of a file is called.
pub(super) fn entry_of(file: &str, key: &str) -> Arc<str> {
    format!("{file}[\"{key}\"]").into()
}

/// A default of `None` stands for what is given: nothing says that it is not.
fn unless_stated(default: &Value, given: &Value, by: &[Arc<str>]) -> Value {
    let is_by_variable = by.iter().any(|name| matches!(Decider::of(name), Decider::Variable(_)));
    match default.data {
        Data::None if !is_by_variable => given.clone(),
        _ => override_with(default, given, by),
    }
}
