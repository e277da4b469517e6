//! What requests change: the hooks that run before each, and what extensions set then.
//!
//! Views are not run.

use std::collections::BTreeMap;

use super::calls::Arguments;
use super::machine::Machine;
use super::names::fill_absent;
use super::store::Key;
use crate::flask::Setting;
use crate::value::choose;

impl Machine<'_> {
    /// The settings that the first request changes: hooks run, then what extensions set at requests.
    pub(super) fn after_request(&mut self, app: u32, before: &BTreeMap<String, Setting>) -> BTreeMap<String, Setting> {
        let hooks = self.apps[app as usize].hooks.clone();
        let at_request = self.store.object(self.apps[app as usize].at_request).fields.clone();
        if hooks.is_empty() && at_request.iter().next().is_none() {
            return BTreeMap::new();
        }
        let (start, hazards) = (self.now(), self.hazards.len());
        self.app_contexts.push(app);
        let span = self.apps[app as usize].span;
        self.in_module(self.apps[app as usize].module, |machine| {
            for hook in hooks {
                // A hook that raises answers the request with an error; what it set before stays.
                let _ = machine.call(&hook, &Arguments::default(), span);
            }
            let config = machine.apps[app as usize].config;
            let debug = machine.store.get(config, "DEBUG").and_then(|value| machine.truth(value.by_default()));
            if debug == Some(true) {
                return;
            }
            for (key, value) in &at_request {
                let Key::Text(name) = key else { continue };
                let now = machine.store.get(config, key).cloned();
                let value = now.map_or_else(
                    || value.clone(),
                    |now| {
                        let value = fill_absent(value, &now);
                        // Where it is not known whether the app debugs, it may stay what it is.
                        if debug.is_some() { value } else { choose(&now, &value) }
                    },
                );
                machine.write_setting(app, name, &value, span);
            }
        });
        self.app_contexts.pop();
        // What a request fails with does not keep the program from its start.
        self.hazards.truncate(hazards);
        let after = self.judged_settings(app, &self.settings_now(app), &mut Vec::new());
        self.end_path(&start);
        after.into_iter().filter(|(key, setting)| before.get(key) != Some(setting)).collect()
    }
}
