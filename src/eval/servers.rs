//! Development servers that a program starts itself: in which debug mode, and what that says of their apps.
//!
//! What commands start is in `commands`.

use super::machine::Machine;
use crate::flask::{MadeBy, RunCall};
use crate::source::Span;
use crate::value::{Data, Value, override_with};

impl Machine<'_> {
    /// Notes that a development server is started, with the debugger if `debug` or else the setting says so.
    pub(super) fn note_run(&mut self, app: u32, name: &str, debug: Option<&Value>, host: Option<&Value>, span: Span) {
        let config = self.apps[app as usize].config;
        let debug = debug.filter(|value| value.data != Data::None).cloned();
        let debug = debug.or_else(|| self.store.get(config, "DEBUG").cloned());
        let run = RunCall {
            span,
            name: name.to_owned(),
            debug: debug.map(|debug| self.where_run(&self.without_handles(&debug))),
            host: host.map(|host| self.without_handles(host)),
            is_undecided: self.doubts.undecided > 0,
            under_main_guard: self.frame().under_main_guard,
        };
        let runs = &mut self.apps[app as usize].runs;
        if !runs.contains(&run) {
            runs.push(run);
        }
    }

    /// The debug mode of a server, where it is started: none is in a branch that is not run, `if app.debug: …`.
    fn where_run(&self, debug: &Value) -> Value {
        let none = Value::of(Data::Absent);
        let (needs, spoilers) = (self.doubts.deciders(), self.doubts.spoilers());
        match (needs.is_empty(), spoilers.is_empty()) {
            (false, _) => override_with(&none, debug, &needs),
            (true, false) => override_with(debug, &none, &spoilers),
            (true, true) => debug.clone(),
        }
    }

    /// Marks the apps made `since` then for which what made them has started a server: nobody else serves them.
    pub(super) fn note_scripts(&mut self, since: usize) {
        let is_started = |run: &RunCall| {
            let waits = run.debug.as_ref().is_some_and(|debug| debug.by_default().data == Data::Absent);
            !waits && !run.under_main_guard
        };
        for app in self.apps.iter_mut().skip(since).filter(|app| app.runs.iter().any(is_started)) {
            app.made_by = MadeBy::Script;
        }
    }
}
