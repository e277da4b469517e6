//! Functions that import a module whose name is a value: `import_module`, `import_string` and `__import__`.

use super::super::calls::Arguments;
use super::super::conditions::subject_of;
use super::super::hazards::Hazard;
use super::super::machine::{Eval, Machine, Raise};
use crate::source::Span;
use crate::value::{Data, Value};

impl Machine<'_> {
    /// `importlib.import_module(name)`, `werkzeug.utils.import_string(name)`.
    pub(super) fn import_text_call(
        &mut self,
        function: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some(text) = Self::text_of(arguments, 0, "name") else {
            // What a name from outside means, `from_object` finds by the name too.
            let is_chosen = |named: &&Value| function.ends_with("import_string") && subject_of(named).is_some();
            return Ok(arguments.first().filter(is_chosen).cloned());
        };
        let text = match arguments.get(0, "name").cloned() {
            Some(name) => self.chosen_module(&name, &text, span),
            None => text,
        };
        if let Some(value) = self.import_text(&text, span) {
            return Ok(Some(value));
        }
        if self.certainly_lacks(&text) {
            return Err(Raise { class: "ImportStringError".into(), span });
        }
        self.met(Hazard::Import, None);
        Ok(Some(Value::unknown("a module that is not in the project")))
    }

    /// `__import__(name, globals, locals, fromlist, level)`: the module, or the package at its top where no names are
    /// wanted of it. A relative name is not followed.
    pub(super) fn import_call(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let level = arguments.get(4, "level").map_or(Some(0), |level| match level.data {
            Data::Int(level) => Some(level),
            _ => None,
        });
        let wants_names = arguments.get(3, "fromlist").map_or(Some(false), |names| self.truth(names))?;
        let text = Self::text_of(arguments, 0, "name").filter(|_| level == Some(0))?;
        let text = match arguments.get(0, "name").cloned() {
            Some(name) => self.chosen_module(&name, &text, span),
            None => text,
        };
        let module = self.import_absolute(&text);
        match text.split_once('.') {
            Some((top, _)) if !wants_names => Some(self.import_absolute(top)),
            Some(_) | None => Some(module),
        }
    }
}
