//! Functions that a decorator makes a command of the program (`@manager.command`, `@click.command()`): somebody starts
//! them by hand. What nobody states for an option of click is its default.
//!
//! They are only asked which servers they start, and for whom: what they write to a configuration comes after all else,
//! and is undone.

use std::sync::Arc;

use super::budget::fuel_of_trial;
use super::calls::Arguments;
use super::machine::Machine;
use crate::flask::RunCall;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, StmtFunctionDef};
use crate::source::Span;
use crate::value::{Data, External, ExternalKind, Handle, HandleKind, Value, override_with};

/// Who else may say what an option is.
const THE_COMMAND_LINE: &str = "the command line";

impl<'p> Machine<'p> {
    /// Keeps a function that is a command and may start a server.
    pub(super) fn note_command(&mut self, definition: &'p StmtFunctionDef, function: &Value) {
        if let (true, Data::Handle(Handle { kind: HandleKind::Function, index })) =
            (is_command_for_server(definition), &function.data)
        {
            self.commands.push(*index);
        }
    }

    /// The servers for others than the machine itself that commands start, each with its app.
    pub(super) fn runs_of_commands(&mut self) -> Vec<(usize, RunCall)> {
        if self.commands.is_empty() {
            return Vec::new();
        }
        let (apps, choices, limits) = (self.apps.clone(), self.choices.clone(), self.limits.clone());
        let (stopped, exhausted, fuel) = (self.stopped.clone(), self.exhausted, self.fuel);
        let start = self.now();
        self.fuel = fuel_of_trial(fuel);
        for index in self.commands.clone() {
            let (module, span) = (self.functions[index as usize].module, self.functions[index as usize].span);
            let arguments = self.unknown_arguments(index as usize);
            self.in_module(module, |machine| {
                // One that raises may have started a server before.
                let _ = machine.call(&Value::handle(HandleKind::Function, index), &arguments, span);
            });
        }
        self.end_path(&start);
        let after = std::mem::replace(&mut self.apps, apps);
        (self.choices, self.limits) = (choices, limits);
        (self.stopped, self.exhausted, self.fuel) = (stopped, exhausted, fuel);
        let listens_elsewhere =
            |run: &RunCall| run.host.as_ref().is_some_and(|host| matches!(host.by_default().data, Data::Str(_)));
        let runs = self.apps.iter().zip(after).enumerate().flat_map(|(app, (before, after))| {
            let known = before.runs.len();
            after.runs.into_iter().skip(known).filter(listens_elsewhere).map(move |run| (app, run))
        });
        runs.collect()
    }
}

impl Machine<'_> {
    /// Gives a parameter of a function what it is where the command line does not say: what an option's variable or
    /// default does (click 8.1). One that has neither may have to be stated.
    pub(super) fn note_option(&mut self, function: &Value, arguments: &Arguments, span: Span) {
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = function.data else { return };
        let declared: Vec<&str> = arguments.positional.iter().filter_map(Value::as_str).collect();
        let Some(name) = parameter_of(&declared) else { return };
        let default = arguments.keyword("default").cloned();
        let variable = arguments.keyword("envvar").cloned();
        let is_other = |name: &str| arguments.keyword(name).is_some_and(|value| value.truth() != Some(false));
        if default.is_none() && variable.is_none() || ["multiple", "required", "prompt"].into_iter().any(is_other) {
            return;
        }
        let default = match default {
            Some(Value { data: Data::Handle(_), .. }) => Value::unknown("a default that is computed"),
            default => default.unwrap_or_else(|| Value::of(Data::None)),
        };
        let unstated = match variable {
            Some(variable) => self.read_environment(&variable, &default, span),
            None => default,
        };
        let stated = External { kind: ExternalKind::Argument, name: Arc::clone(&name), is_text: false };
        let value = override_with(&unstated, &Value::of(Data::External(stated)), &[THE_COMMAND_LINE.into()]);
        self.functions[index as usize].defaults.insert(0, (name, value));
    }
}

/// Whether a decorator of this name declares an option.
pub(super) fn is_option(decorator: &str) -> bool {
    matches!(decorator, "click.option" | "click.decorators.option")
}

/// The parameter that an option is for: the name without dashes, else the one with the most (`Option._parse_decls` of
/// click 8.1).
fn parameter_of(declared: &[&str]) -> Option<Arc<str>> {
    let first = |name: &&str| name.split('/').next().map(str::trim).unwrap_or_default().to_owned();
    let names: Vec<String> = declared.iter().map(first).collect();
    let dashes = |name: &String| name.len() - name.trim_start_matches('-').len();
    let own = names.iter().find(|name| dashes(name) == 0);
    let longest = || names.iter().min_by_key(|name| std::cmp::Reverse(dashes(name)));
    let name = own.or_else(longest)?.trim_start_matches('-').replace('-', "_");
    (!name.is_empty()).then(|| name.to_lowercase().into())
}

/// `@manager.command`, `@app.cli.command("name")`, `@command()`.
fn makes_command(decorator: &Expr) -> bool {
    match decorator {
        Expr::Call(call) => makes_command(&call.func),
        Expr::Attribute(attribute) => attribute.attr.as_str() == "command",
        Expr::Name(name) => name.id.as_str() == "command",
        _ => false,
    }
}

/// Whether a function is a command that may start a server.
pub(super) fn is_command_for_server(definition: &StmtFunctionDef) -> bool {
    definition.decorator_list.iter().any(|decorator| makes_command(&decorator.expression))
        && may_start_server(definition)
}

/// Whether a function calls a method `run` of anything.
fn may_start_server(definition: &StmtFunctionDef) -> bool {
    struct Search(bool);
    impl<'a> Visitor<'a> for Search {
        fn visit_expr(&mut self, expression: &'a Expr) {
            let callee = if let Expr::Call(call) = expression { Some(&*call.func) } else { None };
            self.0 |= matches!(callee, Some(Expr::Attribute(attribute)) if attribute.attr.as_str() == "run");
            walk_expr(self, expression);
        }
    }
    let mut search = Search(false);
    search.visit_body(&definition.body);
    search.0
}

#[cfg(test)]
mod tests {
    use super::parameter_of;

    #[test]
    fn an_option_is_for_the_parameter_that_click_gives_it() {
        let parameter = |declared: &[&str]| parameter_of(declared).map(|name| name.to_string());
        assert_eq!(parameter(&["--secret-key"]).as_deref(), Some("secret_key"));
        assert_eq!(parameter(&["-k", "--key", "--other"]).as_deref(), Some("key"));
        assert_eq!(parameter(&["--key", "chosen"]).as_deref(), Some("chosen"));
        assert_eq!(parameter(&["--debug/--no-debug"]).as_deref(), Some("debug"));
        assert_eq!(parameter(&[]), None);
    }
}
