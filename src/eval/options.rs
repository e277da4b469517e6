//! Options and arguments that decorators of click declare (8.1 and 8.5): what their function is given where the command
//! line does not say.
//!
//! What a type makes of a text is not followed.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::Machine;
use super::object::Flavour;
use super::world::Subject;
use crate::source::Span;
use crate::value::{Data, External, ExternalKind, Handle, HandleKind, Step, Value, override_with};

/// Who else may say what an option is.
pub(super) const THE_COMMAND_LINE: &str = "the command line";

/// Why `sys.argv` is not known.
pub(super) const WORDS_OF_COMMAND_LINE: &str = "the words of the command line";

/// The length of `sys.argv`: a program is started by its name alone, unless the command line says otherwise.
pub(super) fn count_of_words(value: &Value) -> Option<Value> {
    let Data::Unknown(why) = &value.data else { return None };
    (**why == *WORDS_OF_COMMAND_LINE).then(|| {
        let count = value.with(Data::Int(1));
        let otherwise = Value::unknown("how many words the command line has");
        override_with(&count, &otherwise, &[THE_COMMAND_LINE.into()])
    })
}

/// What a decorator declares.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Declared {
    /// What is called with the words of a command line, and gives its function what they say.
    Command,
    Option,
    Argument,
}

impl Declared {
    /// What the decorator of this name declares.
    pub(super) fn by(decorator: &str) -> Option<Self> {
        let name = decorator.strip_prefix("click.").or_else(|| decorator.strip_prefix("rich_click."))?;
        match name.strip_prefix("decorators.").unwrap_or(name) {
            "command" | "group" => Some(Self::Command),
            "option" => Some(Self::Option),
            "argument" => Some(Self::Argument),
            _ => None,
        }
    }
}

impl Machine<'_> {
    /// Gives a parameter of a function what click gives it, where the decorator declares one: never the default that
    /// stands in the `def`.
    pub(super) fn note_declared(&mut self, function: &Value, declared: Declared, arguments: &Arguments, span: Span) {
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = function.data else { return };
        if declared == Declared::Command {
            self.functions[index as usize].flavour = Flavour::Command;
            return;
        }
        let names: Vec<&str> = arguments.positional.iter().filter_map(Value::as_str).collect();
        let is_exposed = arguments.keyword("expose_value").is_none_or(|exposed| exposed.truth() != Some(false));
        let Some(name) = parameter_of(&names).filter(|_| is_exposed) else { return };
        let is_changed = ["callback", "cls"].into_iter().any(|word| arguments.keyword(word).is_some());
        let unstated = if is_changed { Some(changed()) } else { unstated(declared, &names, arguments, span) };
        let variable = arguments.keyword("envvar").filter(|_| !is_changed).cloned();
        self.give_option(index, &name, unstated, variable, span);
    }

    /// Gives a parameter of a command what it is `unstated`, unless the variable or the command line says otherwise. One of
    /// them has to where there is nothing.
    pub(super) fn give_option(
        &mut self,
        function: u32,
        name: &Arc<str>,
        unstated: Option<Value>,
        variable: Option<Value>,
        span: Span,
    ) {
        let value = self.option(name, unstated, variable, span);
        self.functions[function as usize].defaults.insert(0, (Arc::clone(name), value));
    }

    /// What an option is that is so where it is `unstated`, unless the variable or the command line says otherwise.
    pub(super) fn option(
        &mut self,
        name: &Arc<str>,
        unstated: Option<Value>,
        variable: Option<Value>,
        span: Span,
    ) -> Value {
        if let Some(option) = self.assumed(&Subject::Argument(Arc::clone(name))) {
            return Value::of(Data::Str(option));
        }
        let stated = External::new(ExternalKind::Argument, Arc::clone(name), false);
        let stated = Value::at(Data::External(stated), Step::new(span, "stated on the command line"));
        let unstated = unstated.unwrap_or_else(|| stated.clone());
        let value = match variable {
            Some(variable) => self.read_environment(&variable, &unstated, span),
            None => unstated,
        };
        match value.data {
            Data::Unknown(_) => value,
            _ => override_with(&value, &stated, &[THE_COMMAND_LINE.into()]),
        }
    }
}

/// What an option is that code of the project changes.
pub(super) fn changed() -> Value {
    Value::unknown("an option that is changed by code of its own")
}

/// What an option is where neither the command line nor a variable says; nothing where one of them has to.
fn unstated(declared: Declared, names: &[&str], arguments: &Arguments, span: Span) -> Option<Value> {
    let is_on = |name: &str| arguments.keyword(name).is_some_and(|value| value.truth() != Some(false));
    let is_several = is_on("multiple") || arguments.keyword("nargs").is_some();
    let is_switch = is_on("is_flag") || names.iter().any(|name| name.contains('/'));
    let here = |data: Data| Some(Value::at(data, Step::new(span, "not stated here")));
    match arguments.keyword("default") {
        _ if is_on("prompt") || arguments.is_open => None,
        Some(Value { data: Data::Handle(_), .. }) => Some(Value::unknown("a default that is computed")),
        Some(Value { data: Data::Str(_), .. }) if is_switch => Some(Value::unknown("a text that is read as a switch")),
        Some(default) => Some(default.clone()),
        None if is_on("required") => None,
        None if declared == Declared::Argument && arguments.keyword("required").is_none() && !is_several => None,
        None if is_several => here(Data::Unknown("what is stated any number of times".into())),
        None if is_on("count") => here(Data::Int(0)),
        None if is_switch && arguments.keyword("flag_value").is_none() => here(Data::Bool(false)),
        None => here(Data::None),
    }
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
