//! Development servers that a program starts itself: in which debug mode, and what that says of their apps.
//!
//! What commands start is in `commands`.

use std::ffi::OsStr;

use super::calls::Arguments;
use super::machine::Machine;
use super::object::{Bound, Target};
use crate::flask::{MadeBy, RunCall};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, override_with};

/// What puts Werkzeug's debugger around an app.
const DEBUGGER: &str = "DebuggedApplication";

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
            is_wrapper: name == DEBUGGER,
        };
        let runs = &mut self.apps[app as usize].runs;
        if !runs.contains(&run) {
            runs.push(run);
        }
    }

    /// `DebuggedApplication(app.wsgi_app, evalex=True)`: whatever serves the app then, it has a console (Werkzeug
    /// 3.1.9), which it has not without `evalex`.
    pub(super) fn note_debugger(&mut self, arguments: &Arguments, span: Span) {
        let file = &self.program.sources.file(span.file).path;
        let is_for_work = |name: &OsStr| self.program.profiles.of_name(&name.to_string_lossy()).is_local();
        // A branch, or a launcher, may be for work on the project.
        let is_always = self.doubts.undecided == 0
            && self.doubts.deciders().is_empty()
            && self.doubts.spoilers().is_empty()
            && !file.file_stem().is_some_and(is_for_work);
        let Some(wrapped) = arguments.get(0, "app").filter(|_| is_always) else { return };
        let own = match wrapped.data {
            Data::Handle(Handle { kind: HandleKind::Bound, index }) => Some(&self.bounds[index as usize]),
            _ => None,
        };
        let is_wsgi_app = |bound: &&Bound| matches!(&bound.target, Target::Method(name) if &**name == "wsgi_app");
        let wrapped = own.filter(is_wsgi_app).map_or(wrapped, |bound| &bound.receiver);
        if let (Some(app), Some(console)) = (self.app_of(wrapped), arguments.get(1, "evalex")) {
            self.note_run(app, DEBUGGER, Some(&console.clone()), None, span);
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
            !waits && !run.under_main_guard && !run.is_wrapper
        };
        for app in self.apps.iter_mut().skip(since).filter(|app| app.runs.iter().any(is_started)) {
            app.made_by = MadeBy::Script;
        }
    }
}
