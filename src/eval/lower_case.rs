//! Names in lower case of what a configuration is loaded from: Flask takes none of them.

use std::sync::Arc;

use super::machine::Machine;
use super::store::{Key, ObjectId};
use super::uses::reads_variable;
use crate::flask;
use crate::source::Span;
use crate::value::Value;

impl Machine<'_> {
    /// Names of a configuration class that are settings but for their case.
    pub(super) fn note_lower_case(&mut self, app: u32, class: u32, span: Span) {
        let scope = self.classes[class as usize].scope;
        let lower: Vec<(Arc<str>, Value)> = self
            .store
            .object(scope)
            .fields
            .iter()
            .filter_map(|(key, value)| match key {
                Key::Text(name) if flask::meant_by(name).is_some() => Some((Arc::clone(name), value.clone())),
                _ => None,
            })
            .collect();
        let file = self.classes[class as usize].span.file;
        for (name, value) in lower {
            // What the class works with itself is a variable.
            if !reads_variable(&self.program.tree(file).body, &name) {
                self.note_dropped(app, &name, &value, span);
            }
        }
    }

    /// Names of a configuration module in lower case, where it does not use them for the setting itself.
    pub(super) fn note_lower_case_in(&mut self, app: u32, scope: ObjectId, span: Span) {
        let fields = &self.store.object(scope).fields;
        let lower = fields.iter().filter_map(|(key, value)| match key {
            Key::Text(name) => {
                let meant = flask::meant_by(name).filter(|_| !flask::is_setting_name(name))?;
                let is_cookie_or_key = meant.starts_with("SESSION_COOKIE_") || meant.starts_with("SECRET_KEY");
                let is_unused = is_cookie_or_key && !fields.contains_key(meant);
                is_unused.then(|| (Arc::clone(name), value.clone()))
            }
            Key::Int(_) | Key::Other(_) => None,
        });
        for (name, value) in lower.collect::<Vec<_>>() {
            self.note_dropped(app, &name, &value, span);
        }
    }
}
