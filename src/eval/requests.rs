//! What requests change: the hooks that run before each, and what extensions set then.
//!
//! Views are not run.

use std::collections::BTreeMap;

use super::deploy::is_untouched_debug;
use super::hooks::When;
use super::machine::Machine;
use super::signals::{AFTER_HOOKS, BEFORE_HOOKS};
use super::store::Key;
use crate::flask::Setting;
use crate::value::{Data, Value, choose, for_each};

impl Machine<'_> {
    /// The settings that the first request changes: hooks run, then what extensions set at requests.
    pub(super) fn after_request(&mut self, app: u32, before: &BTreeMap<String, Setting>) -> BTreeMap<String, Setting> {
        let at_request = self.store.object(self.apps[app as usize].at_request).fields.clone();
        if !self.has_hooks(app) && !self.has_receivers() && at_request.iter().next().is_none() {
            return BTreeMap::new();
        }
        let (start, hazards) = (self.now(), self.hazards.len());
        self.app_contexts.push(app);
        let span = self.apps[app as usize].span;
        self.in_module(self.apps[app as usize].module, |machine| {
            for signal in BEFORE_HOOKS {
                let _ = machine.app_sends(app, signal, span);
            }
            machine.run_hooks(app, When::Preprocess, span);
            machine.run_hooks(app, When::Before, span);
            machine.run_hooks(app, When::Sometimes, span);
            let debug = machine.debug_mode(app);
            for (key, value) in &at_request {
                let Key::Text(name) = key else { continue };
                // Where the app debugs it stays what it is.
                let value = for_each(&debug, &|debug| match debug.data {
                    Data::Bool(true) => Value::of(Data::Absent),
                    Data::Bool(false) => value.clone(),
                    _ => choose(&Value::of(Data::Absent), value),
                });
                if value.data != Data::Absent {
                    machine.write_setting(app, name, &value, span);
                }
            }
            machine.run_hooks(app, When::After, span);
            for signal in AFTER_HOOKS {
                let _ = machine.app_sends(app, signal, span);
            }
        });
        self.app_contexts.pop();
        // What a request fails with does not keep the program from its start.
        self.hazards.truncate(hazards);
        let after = self.judged_settings(app, &self.settings_now(app), &mut Vec::new());
        self.end_path(&start);
        after.into_iter().filter(|(key, setting)| before.get(key) != Some(setting)).collect()
    }

    /// Whether the app debugs, by what the program says of it: `FLASK_DEBUG` may always ask for it.
    fn debug_mode(&mut self, app: u32) -> Value {
        match self.store.get(self.apps[app as usize].config, "DEBUG").cloned() {
            Some(debug) if !is_untouched_debug(&debug) => self.truth_value(&debug),
            _ => Value::of(Data::Bool(false)),
        }
    }
}
