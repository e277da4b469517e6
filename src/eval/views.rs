//! Whose the views of a file are: of the app or blueprint whose method decorates them, as far as that is one.

use std::collections::BTreeSet;

use super::calls::Arguments;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use super::uses::Uses;
use crate::flask::Views;
use crate::source::{FileId, Span};
use crate::value::{Data, Value};

/// Flask's own class of blueprints.
const BLUEPRINT: &str = "flask.Blueprint";
/// Under which a blueprint keeps that code outside the project has it, and may register it anywhere.
const LENT: &str = "lent";

/// What is registered on an app.
#[derive(Clone, Default)]
pub(super) struct Registered {
    blueprints: Vec<ObjectId>,
    /// Whether there may be others that are not known.
    is_open: bool,
}

impl Machine<'_> {
    /// Notes that an app serves a blueprint's views, unless it only does for development or tests.
    pub(super) fn note_registered(&mut self, app: u32, blueprint: &Value) {
        if self.doubts.is_local {
            return;
        }
        for one in blueprint.alternatives() {
            let registered = self.blueprint_of(one);
            let noted = &mut self.apps[app as usize].registered;
            noted.is_open |= registered.is_none();
            noted.blueprints.extend(registered);
        }
    }

    /// Notes that code outside the project gets these, blueprints perhaps.
    pub(super) fn lend_blueprints(&mut self, arguments: &Arguments) {
        let blueprints: Vec<ObjectId> =
            arguments.all().flat_map(Value::alternatives).filter_map(|value| self.blueprint_of(value)).collect();
        for blueprint in blueprints {
            self.store.set(blueprint, Key::text(LENT), Value::of(Data::Bool(true)));
        }
    }

    /// The views among `shown` that are certainly not this app's: those of another app, or of a blueprint that it does
    /// not register.
    pub(super) fn foreign_views(&self, app: u32, shown: &Uses) -> BTreeSet<Views> {
        if self.left_off().is_some() || self.apps[app as usize].registered.is_open {
            return BTreeSet::new();
        }
        shown.views().filter(|views| self.are_foreign(app, views)).cloned().collect()
    }

    fn are_foreign(&self, app: u32, views: &Views) -> bool {
        if let Some(function) = views.function {
            return self.are_of_another_made_in(function, app, views);
        }
        let Some(scope) = self.scope_of(views.file) else { return false };
        let values = views.names.iter().filter_map(|name| self.store.get(scope, name.as_str()));
        let mut is_foreign = false;
        for value in values {
            if let Some(other) = self.app_of(value) {
                is_foreign |= other != app;
                if other == app {
                    return false;
                }
            } else if let Some(blueprint) = self.blueprint_of(value) {
                is_foreign = true;
                let is_lent = self.store.get(blueprint, LENT).is_some();
                if is_lent || self.apps[app as usize].registered.blueprints.contains(&blueprint) {
                    return false;
                }
            }
        }
        is_foreign
    }

    /// Whether a function declares these views on apps that it makes itself, and this is none of them.
    fn are_of_another_made_in(&self, function: Span, app: u32, views: &Views) -> bool {
        let made: Vec<_> = self.apps.iter().filter(|one| function.contains(one.span)).collect();
        let is_made = |name: &String| made.iter().any(|one| one.name.as_deref() == Some(name));
        views.names.iter().all(is_made) && !function.contains(self.apps[app as usize].span)
    }

    fn scope_of(&self, file: FileId) -> Option<ObjectId> {
        self.modules.iter().find(|module| module.file == Some(file)).map(|module| module.scope)
    }

    fn blueprint_of(&self, value: &Value) -> Option<ObjectId> {
        match self.kind_of(value) {
            Some((id, ObjectKind::Native(class))) if &**class == BLUEPRINT => Some(id),
            _ => None,
        }
    }
}
