//! What the variants of a configuration have in common: the module, class or section that each of them builds upon. It is
//! no variant itself, since it lacks what they add.
//!
//! It is told by who builds upon it. What is named for a profile is one all the same: a staging configuration may well
//! build upon production's.

use std::sync::Arc;

use super::machine::{App, Machine};
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::world::is_default_name;
use crate::flask::{Context, Load, LoadedFrom};
use crate::source::FileId;
use crate::value::{Data, Value};

impl Machine<'_> {
    /// Those of the `modules` that no other one of them imports which may be deployed.
    pub(super) fn without_imported(&self, modules: Vec<(String, FileId)>) -> Vec<(String, FileId)> {
        let is_built_upon = |name: &str, file: FileId| {
            let mut others = modules.iter().filter(|(_, other)| *other != file);
            self.may_be_common(last_name(name))
                && others.any(|(other, by)| self.may_be_deployed(last_name(other)) && self.program.imports(*by, file))
        };
        let kept = modules.iter().filter(|(name, file)| !is_built_upon(name, *file));
        kept.cloned().collect()
    }

    /// Those of the classes that no class derives from which may be deployed.
    pub(super) fn without_bases(&self, classes: &[(Arc<str>, u32)]) -> Vec<Arc<str>> {
        let deployed = classes.iter().filter(|(name, _)| self.may_be_deployed(last_name(name)));
        let bases: Vec<u32> =
            deployed.flat_map(|(_, class)| self.classes[*class as usize].order.iter().skip(1)).copied().collect();
        let is_base = |name: &str, class: &u32| bases.contains(class) && !self.is_for_production(last_name(name));
        classes.iter().filter(|(name, class)| !is_base(name, class)).map(|(name, _)| Arc::clone(name)).collect()
    }

    /// Whether an import string means what an app has loaded already, whatever is chosen besides.
    pub(super) fn has_loaded(&self, app: &App, text: &str) -> bool {
        let here = self.current_path();
        let file_of =
            |dotted: &str| self.program.find_absolute(&here, dotted).and_then(|path| self.program.sources.load(&path));
        let is_meant = |load: &Load| match &load.from {
            LoadedFrom::File(file) => file_of(text) == Some(*file),
            LoadedFrom::Class(order) => {
                order.first().zip(text.rsplit_once(['.', ':'])).is_some_and(|(class, (module, name))| {
                    let source = self.program.sources.file(class.file);
                    file_of(module) == Some(class.file)
                        && source.text.get(class.start as usize..class.end as usize) == Some(name)
                })
            }
        };
        self.may_be_common(last_name(text)) && app.loads.iter().any(is_meant)
    }

    /// Notes that a section of a dict is read by its name: whatever else is selected, it is not one of the variants.
    pub(super) fn note_section(&mut self, object: &Value, key: &Value) {
        let (Some((id, ObjectKind::Dict)), Data::Str(name)) = (self.kind_of(object), &key.data) else { return };
        if self.store.get(id, &**name).is_some_and(|value| self.dict_of(value).is_some()) {
            self.sections_read.insert((id, Arc::clone(name)));
        }
    }

    /// Whether the entry `name` of a dict of variants that `key` selects from is what others of them are made of.
    pub(super) fn is_common_section(&self, id: ObjectId, name: &Arc<str>, key: &Value) -> bool {
        let is_default = match &key.data {
            // Nothing is selected without being told: what is called default is meant to be.
            Data::External(_) => is_default_name(name),
            _ => key.by_default().as_str() == Some(name),
        };
        let fields = &self.store.object(id).fields;
        let Some(section) = fields.get(&Key::Text(Arc::clone(name))).and_then(|value| self.dict_of(value)) else {
            return false;
        };
        if is_default || !self.may_be_common(name) {
            return false;
        }
        self.sections_read.contains(&(id, Arc::clone(name)))
            || fields.iter().filter_map(|(key, value)| Some((key.text_value()?, self.dict_of(value)?))).any(
                |(other, merged)| merged != section && self.may_be_deployed(&other) && self.is_merged(section, merged),
            )
    }

    /// Whether a dict has all keys of another and more of its own, and has entries that are written in that one.
    fn is_merged(&self, part: ObjectId, whole: ObjectId) -> bool {
        let (part, whole) = (&self.store.object(part).fields, &self.store.object(whole).fields);
        let is_same = |(key, value): (&Key, &Value)| {
            let origin = value.trail.origin();
            origin.is_some() && whole.get(key).is_some_and(|other| other.trail.origin() == origin)
        };
        let differs = part.len() < whole.len() || !part.iter().all(is_same);
        differs && part.keys().all(|key| whole.contains_key(key)) && part.iter().any(is_same)
    }

    fn dict_of(&self, value: &Value) -> Option<ObjectId> {
        match self.kind_of(value) {
            Some((id, ObjectKind::Dict)) => Some(id),
            Some(_) | None => None,
        }
    }

    fn may_be_deployed(&self, name: &str) -> bool {
        self.program.profiles.of_name(name).is_deployable()
    }

    fn is_for_production(&self, name: &str) -> bool {
        self.program.profiles.of_name(name) == Context::Production
    }

    /// Whether something of this name is no profile by its name alone.
    fn may_be_common(&self, name: &str) -> bool {
        self.program.profiles.of_name(name) == Context::Unnamed
    }
}

/// The last name of a dotted one.
fn last_name(dotted: &str) -> &str {
    dotted.rsplit(['.', ':']).next().unwrap_or(dotted)
}
