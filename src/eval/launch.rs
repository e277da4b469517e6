//! What an entry starts with besides a module's body: a function that is called with arguments that nobody
//! knows.
//!
//! Which functions those are is for `survey` and `entries` to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::calls::Arguments;
use super::machine::Machine;
use super::object::Flavour;
use super::procfile::{Server, served_as};
use super::store::Key;
use super::world::{Assumptions, Subject};
use crate::flask::{Context, GapKind, MadeBy, Profiles};
use crate::source::{FileId, Span};
use crate::value::{Data, External, ExternalKind, Handle, HandleKind, Step, Value, override_with};

/// What is run of a file. Functions are known by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The file's body.
    Body,
    /// After it, a function.
    Function(Span),
    /// After it, a function that servers call for each request: `application(environ, start_response)`, or a cloud
    /// `handler(event, context)`.
    Application(Span),
    /// A method, of an instance that is made for it.
    Method(Span),
    /// A function that is given an app, as the parameter of this name.
    Configurer(Span, String),
    /// A function that the file calls itself where it is started as a script, as something else may call it.
    Again(Span),
}

impl Start {
    /// The place of the function.
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::Body => None,
            Self::Function(span)
            | Self::Application(span)
            | Self::Method(span)
            | Self::Configurer(span, _)
            | Self::Again(span) => Some(*span),
        }
    }

    /// The first app that it is about, where so many were `made` before; none if it is about nothing new. What a file makes as a script has been seen, and
    /// so has what a function makes without being told anything.
    pub(super) fn first_app(&self, made: usize, assumptions: &Assumptions) -> Option<usize> {
        match self {
            Self::Again(_) if assumptions.is_empty() => None,
            Self::Again(_) => Some(made),
            Self::Body | Self::Function(_) | Self::Application(_) | Self::Method(_) | Self::Configurer(..) => Some(0),
        }
    }
}

impl Machine<'_> {
    /// Calls what an entry starts with, once its module was run. A function that was called already is not: what
    /// calls it says how. Yields the app of its module that a function returns once it has configured it, as servers
    /// are told to call it.
    pub(super) fn start(&mut self, start: &Start) -> Option<u32> {
        self.note_scripts(0);
        let made_before = self.apps.len();
        let returned = self.launch_start(start);
        self.note_scripts(made_before);
        returned.filter(|app| (*app as usize) < made_before)
    }

    fn launch_start(&mut self, start: &Start) -> Option<u32> {
        let index = start.span().filter(|span| self.is_due(start, span)).and_then(|span| self.function_at(span))?;
        match start {
            Start::Body => None,
            Start::Function(span) | Start::Again(span) => {
                let arguments = self.unknown_arguments(index);
                let made_before = self.apps.len();
                let returned = self.launch(index, &arguments, *span);
                self.doubt_unread_caller(index, made_before);
                let of_name = self.program.profiles.of_name(&self.functions[index].name);
                returned.filter(|_| of_name.is_deployable())
            }
            Start::Application(span) => {
                let arguments = self.unknown_arguments(index);
                // The call is a server's, which is no less than one in the module's own code.
                self.launch(index, &arguments, Span::new(span.file, 0, 0));
                None
            }
            Start::Method(span) => {
                self.launch_method(index, *span);
                None
            }
            Start::Configurer(span, parameter) => {
                self.launch_configurer(index, parameter, *span);
                None
            }
        }
    }

    /// Calls a function, and yields the app that it returns. A factory that raises has made its app before or has none.
    fn launch(&mut self, index: usize, arguments: &Arguments, span: Span) -> Option<u32> {
        let module = self.functions[index].module;
        let value = self.decorated(index);
        let mut returned = None;
        self.in_module(module, |machine| match machine.call(&value, arguments, span) {
            Ok(value) => returned = machine.app_of(&value),
            Err(raise) => machine.stopped(module, raise),
        });
        returned
    }

    /// What the name of a function of a module stands for: what decorators of the project have made of it, if that is a
    /// function, too.
    fn decorated(&self, index: usize) -> Value {
        let function = &self.functions[index];
        let scope = self.modules[function.module as usize].scope;
        let bound = self.store.get(scope, &Key::Text(Arc::clone(&function.name))).filter(|_| function.scope == scope);
        let is_other = |value: &&Value| match value.data {
            Data::Handle(Handle { kind: HandleKind::Function, index }) => {
                self.functions[index as usize].name != function.name
            }
            _ => false,
        };
        let bare = || Value::handle(HandleKind::Function, u32::try_from(index).unwrap_or(0));
        bound.filter(is_other).cloned().unwrap_or_else(bare)
    }

    /// What calls a factory may stand in a file that cannot be read: that one may configure the apps made `since`.
    fn doubt_unread_caller(&mut self, factory: usize, since: usize) {
        let function = &self.functions[factory];
        let Some(caller) = self.program.unread_caller(&function.name, function.span.file) else { return };
        let file = self.program.sources.file(caller.file);
        let message = format!("{}, where an import is no Python, may configure the app", file.name);
        for app in since..self.apps.len() {
            self.doubt_unwritten(u32::try_from(app).unwrap_or(u32::MAX), caller, message.clone());
        }
    }

    /// Calls a method that makes an app, of an instance whose own arguments are not known either.
    fn launch_method(&mut self, index: usize, span: Span) {
        let Some(class) = self.functions[index].class else { return };
        let init = self.find_in_class(class, "__init__").and_then(|(_, init)| match init.data {
            Data::Handle(Handle { kind: HandleKind::Function, index }) => usize::try_from(index).ok(),
            _ => None,
        });
        let of_instance = init.map_or_else(Arguments::default, |init| self.arguments_after_receiver(init));
        let arguments = self.arguments_after_receiver(index);
        let name = Arc::clone(&self.functions[index].name);
        let module = self.functions[index].module;
        self.in_module(module, |machine| {
            // An instance that cannot be made has no method to call.
            let Ok(instance) = machine.instantiate(class, &of_instance, span) else { return };
            let Ok(bound) = machine.attribute(&instance, &name, span) else { return };
            if let Err(raise) = machine.call(&bound, &arguments, span) {
                machine.stopped(module, raise);
            }
        });
    }

    /// Calls a function that configures the app that it is given, with one of which nothing is known.
    fn launch_configurer(&mut self, index: usize, parameter: &str, span: Span) {
        let module = self.functions[index].module;
        let mut arguments = self.unknown_arguments(index);
        self.in_module(module, |machine| {
            let Ok(app) = machine.make_app(None, &Arguments::default(), span) else { return };
            if let Some(made) = machine.app_of(&app) {
                machine.apps[made as usize].name = Some(parameter.into());
                let message = format!("the app is made elsewhere: {} only gets it", machine.functions[index].name);
                machine.gap(made, span, GapKind::Required, message);
            }
            arguments.named.retain(|(name, _)| **name != *parameter);
            arguments.named.push((parameter.into(), app));
            machine.launch(index, &arguments, span);
        });
    }

    /// Whether the program is said to be served by the `flask` command with the files that this one loads.
    pub(super) fn is_run_by_flask(&self) -> bool {
        let file = self.entry_module.and_then(|module| self.modules[module as usize].file);
        let served = file.and_then(|file| served_as(self.program, file));
        served.is_some_and(|served| served.by == Server::FlaskWithFiles)
    }

    /// Whether the function at this place was called.
    pub(super) fn has_called(&self, function: &Span) -> bool {
        self.called.get(function).is_some()
    }

    /// The files that were run.
    pub(super) fn loaded_files(&self) -> BTreeSet<FileId> {
        self.modules.iter().filter_map(|module| module.file).collect()
    }

    /// Whether only the script that the file is if it is started calls the function at this place, with what selects no
    /// profile: a server may give it something else.
    pub(super) fn leaves_choice(&self, function: &Span) -> bool {
        let has_parameter = |index: usize| {
            let parameters = self.functions[index].parameters;
            parameters.is_some_and(|parameters| parameters.iter_non_variadic_params().next().is_some())
        };
        self.called.get(function) == Some(&MadeBy::Script)
            && self.choices.is_empty()
            && self.function_at(*function).is_some_and(has_parameter)
    }

    /// Whether what an entry starts with has not been called yet.
    fn is_due(&self, start: &Start, function: &Span) -> bool {
        if matches!(start, Start::Again(_)) { self.leaves_choice(function) } else { !self.has_called(function) }
    }

    fn function_at(&self, place: Span) -> Option<usize> {
        self.functions.iter().position(|one| one.span == place)
    }

    /// Notes that a function is entered. What a script does counts until something else calls it, too.
    pub(super) fn note_call(&mut self, function: Span) {
        let is_of_script = self.frames.last().is_some_and(|frame| frame.under_main_guard);
        if !is_of_script {
            self.called.insert(function, MadeBy::Server);
        } else if !self.has_called(&function) {
            self.called.insert(function, MadeBy::Script);
        }
    }

    /// Unknown arguments for all parameters of a method but the first. No server calls a method without any, as it does
    /// functions: whoever calls it may give what its `**` takes.
    fn arguments_after_receiver(&mut self, index: usize) -> Arguments {
        let mut arguments = self.unknown_arguments(index);
        let function = &self.functions[index];
        arguments.is_open = function.parameters.is_some_and(|parameters| parameters.kwarg.is_some());
        let parameters = function.parameters.filter(|_| function.flavour != Flavour::Static);
        let receiver = parameters.and_then(|parameters| parameters.iter_non_variadic_params().next());
        if let Some(receiver) = receiver {
            arguments.named.retain(|(name, _)| **name != *receiver.parameter.name.as_str());
        }
        arguments
    }

    /// Arguments for the parameters without a default, and for those that name a profile: what a caller
    /// chooses.
    pub(super) fn unknown_arguments(&mut self, index: usize) -> Arguments {
        let Some(parameters) = self.functions[index].parameters else { return Arguments::default() };
        let mut arguments = Arguments { is_open: false, ..Arguments::default() };
        for parameter in parameters.iter_non_variadic_params() {
            let name = parameter.parameter.name.as_str();
            let function = &self.functions[index];
            let default = function.defaults.iter().find(|(known, _)| &**known == name).map(|(_, value)| value.clone());
            if default.as_ref().is_some_and(|default| !names_profile(name, default, &self.program.profiles)) {
                continue;
            }
            let subject: Arc<str> = format!("{}:{name}", function.name).into();
            let step = Step::new(function.span, "chosen by the caller");
            let value = if let Some(option) = self.assumed(&Subject::Argument(Arc::clone(&subject))) {
                Value::of(Data::Str(option))
            } else {
                let external = External::new(ExternalKind::Argument, Arc::clone(&subject), false);
                let open = Value::at(Data::External(external), step);
                default.map_or_else(|| open.clone(), |default| override_with(&default, &open, &[subject]))
            };
            arguments.named.push((name.into(), value));
        }
        arguments
    }
}

/// Whether a parameter with this default selects a profile: `def create_app(config_name="development")`.
fn names_profile(parameter: &str, default: &Value, profiles: &Profiles) -> bool {
    const WORDS: [&str; 4] = ["config", "env", "profile", "mode"];
    default.as_str().is_some_and(|text| {
        text == "default"
            || profiles.of_name(text) != Context::Unnamed
            || WORDS.iter().any(|word| parameter.contains(word))
    })
}
