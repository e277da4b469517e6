//! Commands of typer (0.29): each parameter of the function is an option or an argument, by its default and by
//! `Annotated[…]`. The function stays what it is: whoever else calls it gives it what he likes.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::{ObjectKind, Target};
use super::options::changed;
use crate::python::ast::{self, Expr};
use crate::value::{Data, Handle, HandleKind, Value};

impl<'p> Machine<'p> {
    /// Whether a decorator is `@cli.command` or `@cli.callback` of a `typer.Typer`.
    pub(super) fn makes_typer_command(&self, decorator: &Value) -> bool {
        let Data::Handle(Handle { kind: HandleKind::Bound, index }) = decorator.data else { return false };
        let bound = &self.bounds[index as usize];
        let is_typer = matches!(self.kind_of(&bound.receiver), Some((_, ObjectKind::Native(class)))
            if matches!(&**class, "typer.Typer" | "typer.main.Typer"));
        is_typer && matches!(&bound.target, Target::Method(name) if matches!(&**name, "command" | "callback"))
    }

    /// Gives the parameters of a command what typer gives them.
    pub(super) fn note_typer_command(&mut self, function: &Value) -> Eval<()> {
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = function.data else { return Ok(()) };
        let Some(parameters) = self.functions[index as usize].parameters else { return Ok(()) };
        for parameter in parameters.iter_non_variadic_params() {
            self.note_parameter(index, parameter)?;
        }
        Ok(())
    }

    fn note_parameter(&mut self, index: u32, parameter: &'p ast::ParameterWithDefault) -> Eval<()> {
        let name: Arc<str> = parameter.parameter.name.as_str().into();
        let span = self.functions[index as usize].span;
        let in_default = match parameter.default.as_deref() {
            Some(Expr::Call(call)) => self.declared_by(call)?,
            _ => None,
        };
        let is_in_default = in_default.is_some();
        let declared = match (in_default, parameter.parameter.annotation.as_deref()) {
            (None, Some(annotation)) => self.declared_in(annotation)?,
            (in_default, _) => in_default,
        };
        let given = if is_in_default {
            declared.as_ref().and_then(|declared| declared.get(0, "default")).cloned()
        } else {
            let defaults = &self.functions[index as usize].defaults;
            defaults.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let says = |word: &str| declared.as_ref().and_then(|declared| declared.keyword(word));
        let is_changed =
            ["callback", "parser", "default_factory", "click_type"].into_iter().any(|word| says(word).is_some());
        let is_asked = says("prompt").is_some_and(|prompt| prompt.truth() != Some(false));
        let unstated = if is_changed { Some(changed()) } else { given.filter(|_| !is_asked) };
        let variable = says("envvar").filter(|_| !is_changed).cloned();
        self.give_option(index, &name, unstated, variable, span);
        Ok(())
    }

    /// The arguments of `typer.Option(…)` or `typer.Argument(…)`; `...` stands for no default.
    fn declared_by(&mut self, call: &'p ast::ExprCall) -> Eval<Option<Arguments>> {
        let callee = self.expression(&call.func)?;
        if !self.native_name(&callee).is_some_and(|name| matches!(&*name, "typer.Option" | "typer.Argument")) {
            return Ok(None);
        }
        let mut arguments = self.arguments(&call.arguments)?;
        if matches!(call.arguments.args.first(), Some(Expr::EllipsisLiteral(_))) {
            arguments.positional.clear();
        }
        Ok(Some(arguments))
    }

    /// The same in `Annotated[type, …]`, where positional arguments are names of the option.
    fn declared_in(&mut self, annotation: &'p Expr) -> Eval<Option<Arguments>> {
        let Expr::Subscript(subscript) = annotation else { return Ok(None) };
        let Expr::Tuple(parts) = &*subscript.slice else { return Ok(None) };
        for part in &parts.elts {
            if let Expr::Call(call) = part
                && let Some(declared) = self.declared_by(call)?
            {
                return Ok(Some(declared));
            }
        }
        Ok(None)
    }
}
