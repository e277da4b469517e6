//! Parsers of the command line: `argparse` and `optparse` (`CPython` 3.13), and the options of Flask-Script's `Manager` (2.0).
//! What they yield has the default of each option, unless the command line says otherwise.
//!
//! Which subcommand is chosen is not known: its options count as those of the program.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::options::{THE_COMMAND_LINE, changed};
use super::super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Step, Value, choose};

/// The field of a parser with what its options are; groups and subcommands have that of their parser.
const OPTIONS: &str = "options of the command line";
/// The field of a `Manager` with the function that makes its app.
const FACTORY: &str = "function that makes the app";
/// The class of the parser of a subcommand.
const SUBPARSER: &str = "argparse.ArgumentParser of a subcommand";

/// An option, as `add_argument` declares it.
struct Declared<'a> {
    name: Arc<str>,
    is_positional: bool,
    arguments: &'a Arguments,
}

impl<'a> Declared<'a> {
    /// The first name with two dashes, else the first, unless `dest` says another.
    fn of(arguments: &'a Arguments) -> Option<Self> {
        let names: Vec<&str> = arguments.positional.iter().filter_map(Value::as_str).collect();
        let first = names.iter().find(|name| name.starts_with("--")).or_else(|| names.first());
        let is_positional = first.is_some_and(|name| !name.starts_with('-'));
        let stated = arguments.keyword("dest").and_then(Value::as_str).map(ToOwned::to_owned);
        let written = || match first? {
            name if is_positional => Some((*name).to_owned()),
            name => Some(name.trim_start_matches('-').replace('-', "_")),
        };
        Some(Self { name: stated.or_else(written)?.into(), is_positional, arguments })
    }

    fn word(&self, name: &str) -> Option<&'a str> {
        self.arguments.keyword(name).and_then(Value::as_str)
    }

    /// Whether the program does not start without it.
    fn is_required(&self) -> bool {
        let is_optional = matches!(self.word("nargs"), Some("?" | "*" | "..."));
        let is_demanded = self.arguments.keyword("required").and_then(Value::truth) == Some(true);
        is_demanded || (self.is_positional && !is_optional)
    }
}

impl Machine<'_> {
    /// Makes a parser, or a group of options of one.
    pub(super) fn parser_call(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        match name {
            "argparse.ArgumentParser" | "optparse.OptionParser" => {
                let parser = self.new_object(ObjectKind::Native(name.into())).1;
                self.take_options(&parser, arguments);
                Some(parser)
            }
            "optparse.OptionGroup" => {
                let parser = arguments.first()?.clone();
                self.part_of_parser(&parser, name)
            }
            "flask_script.Manager" => {
                let factory = arguments.get(0, "app")?.clone();
                let is_function = matches!(factory.data, Data::Handle(Handle { kind: HandleKind::Function, .. }));
                if !is_function {
                    return None;
                }
                let (id, manager) = self.new_object(ObjectKind::Native(name.into()));
                self.store.set(id, Key::text(FACTORY), factory);
                Some(manager)
            }
            _ => None,
        }
    }

    /// A method of a parser, which may be an instance of a class of the project; `None` if it is none.
    pub(in super::super) fn parser_method(
        &mut self,
        parser: &Value,
        class: &str,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        let is_parser = class.starts_with("argparse.") || class.starts_with("optparse.");
        if !is_parser && class != "flask_script.Manager" {
            return Ok(None);
        }
        let name = name.strip_prefix("super:").and_then(|above| above.rsplit('.').next()).unwrap_or(name);
        Ok(match name {
            "add_argument" | "add_option" => {
                self.add_option(parser, class, arguments, span);
                Some(Value::unknown("an option"))
            }
            "run" if !is_parser => {
                self.run_manager(parser, span)?;
                None
            }
            _ if !is_parser => None,
            "set_defaults" => {
                for (name, value) in &arguments.named {
                    self.set_default(parser, class, name, value, span);
                }
                Some(Value::of(Data::None))
            }
            "add_argument_group" | "add_mutually_exclusive_group" => self.part_of_parser(parser, class),
            "add_subparsers" => {
                self.add_option(parser, class, &Arguments { positional: Vec::new(), ..arguments.clone() }, span);
                self.part_of_parser(parser, "argparse.subcommands")
            }
            "add_parser" => {
                let part = self.part_of_parser(parser, SUBPARSER);
                if let Some(part) = &part {
                    self.take_options(part, arguments);
                }
                part
            }
            "parse_args" | "parse_intermixed_args" if class.starts_with("argparse.") => {
                self.parsed(parser, arguments, span)
            }
            "parse_known_args" | "parse_known_intermixed_args" | "parse_args" => {
                let rest = Value::unknown("the rest of the command line");
                self.parsed(parser, arguments, span).map(|parsed| Value::of(Data::Tuple([parsed, rest].into())))
            }
            "error" | "exit" => return Err(Raise { class: "SystemExit".into(), span }),
            _ => None,
        })
    }

    /// `Manager(create_app)`: makes the app with the options that it has for that.
    fn run_manager(&mut self, manager: &Value, span: Span) -> Eval<()> {
        let Some(factory) = self.field(manager, FACTORY) else { return Ok(()) };
        let Some(options) = self.options_of(manager) else { return Ok(()) };
        let fields = self.store.object(options).fields.clone();
        let named = fields.into_iter().filter_map(|(key, value)| Some((key.text_value()?, value)));
        let arguments = Arguments { named: named.collect(), ..Arguments::default() };
        self.call(&factory, &arguments, span).map(|_| ())
    }

    fn options_of(&mut self, parser: &Value) -> Option<ObjectId> {
        if let Some(options) = self.field(parser, OPTIONS) {
            return Self::object_of(&options);
        }
        let (id, options) = self.new_object(ObjectKind::Dict);
        self.store.set(Self::object_of(parser)?, Key::text(OPTIONS), options);
        Some(id)
    }

    /// Something that adds to the options of a parser.
    fn part_of_parser(&mut self, parser: &Value, class: &str) -> Option<Value> {
        let options = self.options_of(parser)?;
        let (id, part) = self.new_object(ObjectKind::Native(class.into()));
        self.store.set(id, Key::text(OPTIONS), Self::object_value(options));
        Some(part)
    }

    /// `ArgumentParser(parents=[…])`: what those have.
    fn take_options(&mut self, parser: &Value, arguments: &Arguments) {
        let parents = arguments.keyword("parents").cloned().and_then(|parents| self.iterate(&parents));
        for parent in parents.unwrap_or_default() {
            let (Some(own), Some(other)) = (self.options_of(parser), self.options_of(&parent)) else { continue };
            for (key, value) in self.store.object(other).fields.clone() {
                self.store.set(own, key, value);
            }
        }
    }

    fn add_option(&mut self, parser: &Value, class: &str, arguments: &Arguments, span: Span) {
        let (Some(declared), Some(options)) = (Declared::of(arguments), self.options_of(parser)) else { return };
        let is_stated = arguments.keyword("default").is_some();
        let key = Key::Text(Arc::clone(&declared.name));
        let before = self.store.get(options, &key).cloned();
        let unstated = match (&before, self.unstated(&declared, span)) {
            (_, Unstated::Nothing) => return,
            // `set_defaults` came first.
            (Some(set), _) if !is_option(set) && !is_stated => Some(set.clone()),
            (_, Unstated::Required) => None,
            (_, Unstated::Value(value)) => Some(value),
        };
        let value = self.option(&declared.name, unstated, None, span);
        let value = match before.filter(is_option) {
            Some(known) if class == SUBPARSER => choose(&known, &value),
            // Of several options with one name the first one's default counts.
            Some(known) => known,
            None => value,
        };
        self.store.set(options, key, value);
    }

    fn unstated(&mut self, declared: &Declared<'_>, span: Span) -> Unstated {
        let here = |data: Data| Unstated::Value(Value::at(data, Step::new(span, "not stated here")));
        let action = declared.arguments.keyword("action");
        let word = action.and_then(Value::as_str);
        if matches!(word, Some("help" | "version")) {
            return Unstated::Nothing;
        }
        let is_custom = word.is_none()
            && action
                .is_some_and(|action| self.native_name(action).as_deref() != Some("argparse.BooleanOptionalAction"));
        if declared.arguments.is_open || is_custom {
            return Unstated::Value(changed());
        }
        if declared.is_required() {
            return Unstated::Required;
        }
        match (declared.arguments.keyword("default"), word) {
            (Some(default), _) if self.native_name(default).as_deref() == Some("argparse.SUPPRESS") => {
                Unstated::Nothing
            }
            (Some(default), _) => Unstated::Value(self.converted(default, declared.arguments.keyword("type"), span)),
            (None, Some("store_true")) => here(Data::Bool(false)),
            (None, Some("store_false")) => here(Data::Bool(true)),
            (None, _) if declared.is_positional && declared.word("nargs") != Some("?") => Unstated::Value(changed()),
            (None, _) => here(Data::None),
        }
    }

    /// A default that is a text is converted as what the command line says.
    fn converted(&mut self, default: &Value, kind: Option<&Value>, span: Span) -> Value {
        let kind = match kind.map(|kind| (kind, kind.as_str())) {
            None | Some((_, Some("string" | "choice" | "str"))) => return default.clone(),
            Some((_, Some(name))) => self.native(&format!("builtins.{name}")),
            Some((kind, None)) => kind.clone(),
        };
        self.lift(default, &mut |machine, default| match default.data {
            Data::Str(_) => {
                let converted = machine.call(&kind, &Arguments::of(vec![default.clone()]), span);
                converted.unwrap_or_else(|_| Value::unknown("a default that does not convert"))
            }
            _ => default.clone(),
        })
    }

    fn set_default(&mut self, parser: &Value, class: &str, name: &Arc<str>, value: &Value, span: Span) {
        let Some(options) = self.options_of(parser) else { return };
        let key = Key::Text(Arc::clone(name));
        let value = match self.store.get(options, &key).cloned() {
            Some(known) if is_option(&known) => self.option(name, Some(value.clone()), None, span),
            Some(known) if class == SUBPARSER => choose(&known, value),
            None if class == SUBPARSER => choose(value, &Value::unknown("what another subcommand has")),
            Some(_) | None => value.clone(),
        };
        self.store.set(options, key, value);
    }

    /// What a parser yields: an object of its own, or the one that it is given.
    fn parsed(&mut self, parser: &Value, arguments: &Arguments, span: Span) -> Option<Value> {
        let options = self.options_of(parser)?;
        let fields = self.store.object(options).fields.clone();
        let given = arguments.get(1, "namespace").or_else(|| arguments.keyword("values"));
        let given = given.filter(|given| given.data != Data::None).cloned();
        let parsed = given.unwrap_or_else(|| self.new_object(ObjectKind::Native("types.SimpleNamespace".into())).1);
        for (key, value) in fields {
            if let Key::Text(name) = key {
                self.set_as_object_does(&parsed, &Value::of(Data::Str(name)), &value, span);
            }
        }
        Some(parsed)
    }
}

/// What an option is where the command line says nothing of it.
enum Unstated {
    /// The program ends.
    Required,
    /// There is no such attribute.
    Nothing,
    Value(Value),
}

/// Whether this is what an option yields, rather than what `set_defaults` puts beside them.
fn is_option(value: &Value) -> bool {
    match &value.data {
        Data::Overridable(both) => both.by.iter().any(|name| **name == *THE_COMMAND_LINE),
        Data::OneOf(values) => values.iter().any(is_option),
        Data::External(_) => true,
        _ => false,
    }
}
