//! Functions that a decorator makes a command of the program (`@manager.command`, `@click.command()`): somebody starts
//! them by hand. What their options are is in `options`.
//!
//! They are only asked which servers they start, and for whom: what they write to a configuration comes after all else,
//! and is undone.

use super::budget::fuel_of_trial;
use super::machine::Machine;
use crate::flask::RunCall;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, StmtFunctionDef};
use crate::value::{Data, Handle, HandleKind, Value};

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
