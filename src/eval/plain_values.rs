//! Values as they leave the interpreter: lists and dicts in place of handles, nothing of other objects, and paths in the
//! project as they are from its root.

use std::path::Path;
use std::sync::Arc;

use super::lists::by_default;
use super::machine::Machine;
use super::object::ObjectKind;
use crate::value::{Data, Value, choose, override_with};

/// How deep a setting's value may be nested.
const DEEPEST_VALUE: usize = 8;
/// How many values a setting's value may consist of.
const LARGEST_VALUE: usize = 20_000;

impl Machine<'_> {
    /// The same of a setting, if it is not too large to be kept.
    pub(super) fn plain_setting_value(&self, value: &Value) -> Value {
        if self.is_small(value, DEEPEST_VALUE, &mut 0) {
            self.without_handles(value)
        } else {
            value.with(Data::Unknown("a value that is too large to be kept".into()))
        }
    }

    /// Whether a value with all that it holds is small enough to be written out: its parts may be shared.
    fn is_small(&self, value: &Value, depth: usize, counted: &mut usize) -> bool {
        *counted += 1;
        if depth == 0 {
            return true;
        }
        if *counted > LARGEST_VALUE {
            return false;
        }
        match &value.data {
            Data::Tuple(items) | Data::OneOf(items) => items.iter().all(|item| self.is_small(item, depth - 1, counted)),
            Data::Overridable(both) => {
                self.is_small(&both.default, depth - 1, counted) && self.is_small(&both.otherwise, depth - 1, counted)
            }
            _ => match self.kind_of(value) {
                Some((id, ObjectKind::List | ObjectKind::Set | ObjectKind::Dict)) => {
                    self.store.object(id).fields.values().all(|item| self.is_small(item, depth - 1, counted))
                }
                Some(_) | None => true,
            },
        }
    }

    /// The value with lists and dicts in place of handles, and nothing known of other objects.
    pub(super) fn without_handles(&self, value: &Value) -> Value {
        self.plain(value, DEEPEST_VALUE)
    }

    fn plain(&self, value: &Value, depth: usize) -> Value {
        if depth == 0 {
            return value.with(Data::Unknown("nested too deeply".into()));
        }
        let inner = |value: &Value| self.plain(value, depth - 1);
        match &value.data {
            Data::Tuple(items) => value.with(Data::Tuple(items.iter().map(inner).collect())),
            Data::OneOf(values) => {
                let plain = values.iter().map(inner).reduce(|one, other| choose(&one, &other));
                plain.unwrap_or_else(|| value.clone())
            }
            Data::Overridable(both) => override_with(&inner(&both.default), &inner(&both.otherwise), &both.by),
            Data::Handle(_) => self.plain_handle(value, depth),
            Data::Str(text) => value.with(Data::Str(self.below_root(text))),
            _ => value.clone(),
        }
    }

    /// A path in the project, as it is from its root: where the project lies says nothing of where it is deployed.
    fn below_root(&self, text: &Arc<str>) -> Arc<str> {
        let root = self.program.sources.root();
        let below = Path::new(&**text).strip_prefix(root).ok();
        match below.filter(|below| root.parent().is_some() && !below.as_os_str().is_empty()) {
            Some(below) => below.to_string_lossy().into(),
            None => Arc::clone(text),
        }
    }

    fn plain_handle(&self, value: &Value, depth: usize) -> Value {
        let unknown = || value.with(Data::Unknown("an object".into()));
        if self.path_text(value).is_some() {
            // Flask signs with texts and bytes, and writes no others into a cookie (3.1.3).
            return value.with(Data::Unknown("a path, which is no text".into()));
        }
        let Some((id, kind)) = self.kind_of(value) else { return unknown() };
        let object = self.store.object(id);
        if object.blurred.is_some() {
            return value.with(Data::Unknown("a container that is not fully known".into()));
        }
        match kind {
            ObjectKind::List | ObjectKind::Set => {
                let list = |items: &[Value]| {
                    value.with(Data::List(items.iter().map(|item| self.plain(item, depth - 1)).collect()))
                };
                let items: Vec<Value> = object.fields.values().cloned().collect();
                match by_default(&items).filter(|(_, deciders)| !deciders.is_empty()) {
                    Some((there, deciders)) => override_with(&list(&there), &list(&items), &deciders),
                    None => list(&items),
                }
            }
            ObjectKind::Dict => {
                let entries = object.fields.iter().map(|(key, item)| (key.value(), self.plain(item, depth - 1)));
                value.with(Data::Dict(entries.collect()))
            }
            ObjectKind::Instance(_)
            | ObjectKind::Native(_)
            | ObjectKind::Outside
            | ObjectKind::App(_)
            | ObjectKind::Config(_)
            | ObjectKind::Scope => unknown(),
        }
    }
}
