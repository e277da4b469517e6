//! Where programs start: which modules and functions are run, in which worlds, and which of the
//! resulting deployments are judged.
//!
//! Every module that no other imports is an entry, as a WSGI server or a script would load it. A
//! function that makes an app and that no entry calls is called with unknown arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::calls::Arguments;
use super::deploy::context_of_path;
use super::machine::{Frame, Machine};
use super::object::ObjectKind;
use super::program::Program;
use super::world::{Assumptions, MOST_WORLDS, Subject, successors};
use crate::flask::{Context, Deployment, Evidence};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, Stmt};
use crate::source::{FileId, Sources, Span};
use crate::value::{Data, External, ExternalKind, HandleKind, Step, Value, override_with};

/// Limits and choices of an interpretation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `MODULE:NAME` as for `flask --app`: only this app. Without it every app is found.
    pub app: Option<String>,
}

/// What an interpretation yields.
#[derive(Default)]
pub struct Interpretation {
    /// One for each app and profile, in the order of their places.
    pub deployments: Vec<Deployment>,
    /// How many files were parsed.
    pub parsed: usize,
}

/// Finds and configures the apps that the files in `seeds` make.
pub fn interpret(sources: &Sources, seeds: &[FileId], options: &Options) -> Interpretation {
    let program = Program::new(sources);
    let entries = match &options.app {
        Some(app) => named_entry(&program, app).into_iter().collect(),
        None => all_entries(&program, seeds),
    };
    let mut deployments = Vec::new();
    for entry in &entries {
        deployments.extend(run_entry(&program, entry));
    }
    if options.app.is_none() {
        complete_evidence(&program, seeds, &mut deployments);
    }
    let deployments = super::judged::select(deployments);
    Interpretation { deployments, parsed: program.parsed() }
}

/// What is run in a fresh interpreter.
#[derive(Clone, Debug)]
struct Entry {
    file: FileId,
    /// A function of the file that is called after its body, by place.
    function: Option<Span>,
    /// The name whose app is wanted, with the arguments of a call, as `--app` gives it.
    name: Option<(String, Vec<Value>)>,
}

/// The module of `--app MODULE:NAME`.
fn named_entry(program: &Program<'_>, app: &str) -> Option<Entry> {
    let (module, name) = app.split_once(':').unwrap_or((app, ""));
    let importer = program.sources.root().join("(entry)");
    let path = program.find_absolute(&importer, module.trim_end_matches(".py"))?;
    let file = program.sources.load(&path)?;
    let (name, arguments) = match name.split_once('(') {
        Some((name, arguments)) => (name, literal_arguments(arguments)),
        None => (name, Vec::new()),
    };
    Some(Entry { file, function: None, name: Some((name.to_string(), arguments)) })
}

/// The text and number literals of a call's arguments.
fn literal_arguments(text: &str) -> Vec<Value> {
    let inner = text.trim_end().trim_end_matches(')');
    let literals = inner.split(',').map(str::trim).filter(|literal| !literal.is_empty());
    literals.map(|literal| Value::text(literal.trim_matches(['"', '\'']))).collect()
}

/// Every module that no other seed imports, and every function that makes an app.
fn all_entries(program: &Program<'_>, seeds: &[FileId]) -> Vec<Entry> {
    let mut imported: BTreeSet<FileId> = BTreeSet::new();
    let mut factories: Vec<(FileId, FunctionName)> = Vec::new();
    let mut calls: Vec<(FileId, FunctionName, String)> = Vec::new();
    let mut by_path: BTreeMap<std::path::PathBuf, FileId> = BTreeMap::new();
    for file in seeds {
        by_path.insert(program.sources.file(*file).path.clone(), *file);
    }
    for file in seeds {
        let mut survey = Survey {
            program,
            file: *file,
            imported: BTreeSet::new(),
            factories: Vec::new(),
            calls: Vec::new(),
            function: None,
        };
        for statement in &program.tree(*file).body {
            survey.visit_stmt(statement);
        }
        imported.extend(survey.imported.iter().filter_map(|path| by_path.get(path)).filter(|one| *one != file));
        factories.extend(survey.factories.into_iter().map(|function| (*file, function)));
        calls.extend(survey.calls.into_iter().map(|(function, callee)| (*file, function, callee)));
    }
    add_callers(&mut factories, &calls);
    let mut entries: Vec<Entry> = seeds
        .iter()
        .filter(|file| !imported.contains(file))
        .map(|file| Entry { file: *file, function: None, name: None })
        .collect();
    if entries.is_empty() {
        entries.extend(seeds.iter().map(|file| Entry { file: *file, function: None, name: None }));
    }
    entries.extend(factories.into_iter().map(|(file, (span, _))| Entry { file, function: Some(span), name: None }));
    entries
}

/// A function that calls a factory by its name makes an app too.
fn add_callers(factories: &mut Vec<(FileId, FunctionName)>, calls: &[(FileId, FunctionName, String)]) {
    let mut next = 0;
    while let Some((_, (_, made_by))) = factories.get(next).cloned() {
        next += 1;
        for (file, caller, callee) in calls {
            if *callee == made_by && !factories.iter().any(|(_, (span, _))| *span == caller.0) {
                factories.push((*file, caller.clone()));
            }
        }
    }
}

/// Runs one entry in all its worlds.
fn run_entry(program: &Program<'_>, entry: &Entry) -> Vec<Deployment> {
    let mut deployments = Vec::new();
    let mut worlds = vec![Assumptions::new()];
    let mut next = 0;
    while let Some(assumptions) = worlds.get(next).cloned() {
        next += 1;
        let (found, choices) = run_world(program, entry, assumptions.clone());
        let (counts, more) = successors(&assumptions, &choices);
        if counts {
            deployments.extend(found);
        }
        for world in more {
            if worlds.len() < MOST_WORLDS && !worlds.contains(&world) {
                worlds.push(world);
            }
        }
    }
    deployments
}

fn run_world(
    program: &Program<'_>,
    entry: &Entry,
    assumptions: Assumptions,
) -> (Vec<Deployment>, Vec<super::world::Choice>) {
    let profile = assumptions.values().next().cloned();
    let mut machine = Machine::new(program, assumptions);
    let path = program.sources.file(entry.file).path.clone();
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    machine.entry_module = Some(0);
    machine.load_entry(&path, &name, entry.file);
    if let Some(function) = entry.function {
        machine.call_entry(function);
    }
    let wanted = entry.name.as_ref().and_then(|(name, arguments)| machine.named_app(name, arguments));
    let profile = profile.or_else(|| machine.choices.iter().find_map(|choice| choice.default.clone()));
    let mut deployments = machine.deployments(profile.as_ref().filter(|profile| !profile.is_empty()));
    if entry.name.is_some() {
        let place = wanted.map(|app| machine.apps[app as usize].span);
        deployments.retain(|deployment| Some(deployment.app.span) == place);
    }
    (deployments, machine.choices)
}

impl<'p> Machine<'p> {
    /// Runs the entry module, which gets index 0: packages above it are run after it was registered.
    fn load_entry(&mut self, path: &std::path::Path, name: &str, file: FileId) {
        let scope = self.store.add(ObjectKind::Scope);
        self.frames.push(Frame {
            scope,
            outer: Vec::new(),
            module: 0,
            file,
            function: None,
            class: None,
            globals: Vec::new(),
            nonlocals: Vec::new(),
            under_main_guard: false,
        });
        self.load_module(path, name);
        self.entry_module =
            self.modules.iter().position(|module| module.path == path).and_then(|at| u32::try_from(at).ok());
    }

    /// Calls a function of the entry module with arguments that are not known; defaults hold.
    fn call_entry(&mut self, function: Span) {
        if self.called.contains(&function) {
            return;
        }
        let Some(index) = self.functions.iter().position(|one| one.span == function) else { return };
        let arguments = self.unknown_arguments(index);
        let module = self.functions[index].module;
        let value = Value::handle(HandleKind::Function, u32::try_from(index).unwrap_or(0));
        self.in_module(module, |machine| {
            // A factory that raises has made its app before or has none.
            let _ = machine.call(&value, &arguments, function);
        });
    }

    /// Arguments for the parameters without a default, and for those that name a profile: what a caller
    /// chooses.
    fn unknown_arguments(&mut self, index: usize) -> Arguments {
        let function = &self.functions[index];
        let Some(parameters) = function.parameters else { return Arguments::default() };
        let mut arguments = Arguments { is_open: false, ..Arguments::default() };
        for parameter in parameters.iter_non_variadic_params() {
            let name = parameter.parameter.name.as_str();
            let default = function.defaults.iter().find(|(known, _)| &**known == name).map(|(_, value)| value);
            if default.is_some_and(|default| !names_profile(name, default)) {
                continue;
            }
            let subject: Arc<str> = format!("{}:{name}", function.name).into();
            let value = match self.assumptions.get(&Subject::Argument(Arc::clone(&subject))) {
                Some(option) => Value::of(Data::Str(Arc::clone(option))),
                None => Value::at(
                    Data::External(External { kind: ExternalKind::Argument, name: Arc::clone(&subject) }),
                    Step::new(function.span, "chosen by the caller"),
                ),
            };
            let value = match default {
                Some(default) if !self.assumptions.contains_key(&Subject::Argument(Arc::clone(&subject))) => {
                    override_with(default, &value, &[subject])
                }
                _ => value,
            };
            arguments.named.push((name.into(), value));
        }
        arguments
    }

    /// Runs `action` as code of a module.
    pub(super) fn in_module(&mut self, module: u32, action: impl FnOnce(&mut Self)) {
        let state = &self.modules[module as usize];
        let (scope, file) = (state.scope, state.file);
        let Some(file) = file else { return };
        self.frames.push(Frame {
            scope,
            outer: Vec::new(),
            module,
            file,
            function: None,
            class: None,
            globals: Vec::new(),
            nonlocals: Vec::new(),
            under_main_guard: false,
        });
        action(self);
        self.frames.pop();
    }

    /// The app that a name of the entry module is, or that calling it returns.
    fn named_app(&mut self, name: &str, arguments: &[Value]) -> Option<u32> {
        let module = self.entry_module?;
        let names: &[&str] = if name.is_empty() { &["app", "application", "create_app", "make_app"] } else { &[name] };
        for name in names {
            let value = self.module_attribute(module, name);
            if let Some(app) = self.app_of(&value) {
                return Some(app);
            }
            let is_function = matches!(value.data, Data::Handle(handle) if handle.kind == HandleKind::Function);
            if is_function {
                let span = self.functions.first().map(|function| function.span)?;
                let mut made = None;
                self.in_module(module, |machine| {
                    let result = machine.call(&value, &Arguments::of(arguments.to_vec()), span);
                    made = result.ok().and_then(|value| machine.app_of(&value));
                });
                if made.is_some() {
                    return made;
                }
            }
        }
        None
    }

    /// Import strings of the classes with settings in the project's usual configuration modules.
    pub(super) fn config_candidates(&mut self) -> Vec<Arc<str>> {
        let mut candidates: Vec<Arc<str>> = Vec::new();
        let package = self.frame().module;
        let package = self.modules[package as usize].name.split('.').next().unwrap_or_default().to_string();
        let names = ["config", "settings", "configs", "configuration"];
        let mut dotted: Vec<String> = names.iter().map(ToString::to_string).collect();
        dotted.extend(names.iter().map(|name| format!("{package}.{name}")));
        for name in dotted {
            let importer = self.current_path();
            if self.program.find_absolute(&importer, &name).is_none() {
                continue;
            }
            let Data::Handle(handle) = self.import_absolute(&name).data else { continue };
            if handle.kind != HandleKind::Module {
                continue;
            }
            let scope = self.modules[handle.index as usize].scope;
            for (key, value) in &self.store.object(scope).fields {
                let Data::Handle(class) = value.data else { continue };
                let is_local = class.kind == HandleKind::Class
                    && self.classes[class.index as usize].module == handle.index
                    && !self.settings_of_class(class.index).is_empty();
                if let (true, super::store::Key::Text(class)) = (is_local, key) {
                    candidates.push(format!("{name}.{class}").into());
                }
            }
        }
        candidates
    }
}

/// Whether a parameter with this default selects a profile: `def create_app(config_name="development")`.
fn names_profile(parameter: &str, default: &Value) -> bool {
    const WORDS: [&str; 4] = ["config", "env", "profile", "mode"];
    default.as_str().is_some_and(|text| {
        text == "default"
            || Context::of_name(text) != Context::Unnamed
            || WORDS.iter().any(|word| parameter.contains(word))
    })
}

/// Where no module that an app loads shows a use of the session, other files of its folder may.
fn complete_evidence(program: &Program<'_>, seeds: &[FileId], deployments: &mut [Deployment]) {
    let root = program.sources.root();
    for deployment in deployments.iter_mut().filter(|one| !matches!(one.session, Evidence::Found(..))) {
        let app_file = program.sources.file(deployment.app.span.file);
        let Some(folder) = app_file.path.parent() else { continue };
        let found = seeds.iter().find_map(|seed| {
            let file = program.sources.file(*seed);
            let belongs = file.path.starts_with(folder) && context_of_path(&file.path, root) == Context::Unnamed;
            if belongs { super::session::evidence_in(*seed, &program.tree(*seed).body) } else { None }
        });
        deployment.session = found.unwrap_or(Evidence::Absent);
    }
}

/// What a file imports from the project, and which of its functions make an app.
struct Survey<'a, 's> {
    program: &'a Program<'s>,
    file: FileId,
    imported: BTreeSet<std::path::PathBuf>,
    factories: Vec<FunctionName>,
    /// Calls of plain names, by the function that they stand in.
    calls: Vec<(FunctionName, String)>,
    function: Option<FunctionName>,
}

/// The place of a function's name, and the name.
type FunctionName = (Span, String);

impl Survey<'_, '_> {
    fn note_import(&mut self, dotted: &str, level: u32) {
        let path = self.program.sources.file(self.file).path.clone();
        let found = if level == 0 {
            self.program.find_absolute(&path, dotted)
        } else {
            path.parent().and_then(|package| self.program.find_relative(package, level, dotted))
        };
        self.imported.extend(found);
    }
}

impl<'a> Visitor<'a> for Survey<'_, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.note_import(alias.name.as_str(), 0);
                }
            }
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |name| name.as_str());
                self.note_import(module, import.level);
                for alias in &import.names {
                    let dotted =
                        if module.is_empty() { alias.name.to_string() } else { format!("{module}.{}", alias.name) };
                    self.note_import(&dotted, import.level);
                }
            }
            Stmt::FunctionDef(definition) => {
                let range = definition.name.range;
                let span = Span::new(self.file, range.start().to_u32(), range.end().to_u32());
                let outer = self.function.clone();
                self.function.get_or_insert_with(|| (span, definition.name.to_string()));
                walk_stmt(self, statement);
                self.function = outer;
            }
            Stmt::ClassDef(_) if self.function.is_none() => {
                // Methods are reached through instances, which entries make.
                let (factories, calls) = (self.factories.len(), self.calls.len());
                walk_stmt(self, statement);
                self.factories.truncate(factories);
                self.calls.truncate(calls);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let (Expr::Call(call), Some(function)) = (expression, &self.function) {
            let name = match &*call.func {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => "",
            };
            let makes_app =
                matches!(name, "Flask" | "APIFlask" | "OpenAPI" | "Quart" | "FlaskApp") || name.ends_with("Flask");
            if makes_app && !self.factories.contains(function) {
                self.factories.push(function.clone());
            } else if call.func.is_name_expr() {
                self.calls.push((function.clone(), name.to_string()));
            }
        }
        walk_expr(self, expression);
    }
}
