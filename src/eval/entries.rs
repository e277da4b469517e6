//! Where programs start: which modules and functions are run, in which worlds, and which of the
//! resulting deployments are judged.
//!
//! Every module that no other imports is an entry, as a WSGI server or a script would load it. A
//! function that makes or configures an app and that its module does not call is called with unknown
//! arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::body_makers::{self, Called};
use super::budget::first_entries;
use super::calls::Arguments;
use super::deploy::context_of_path;
use super::frame::Frame;
use super::launch::Start;
use super::lazy_names::lazy_entries;
use super::machine::Machine;
use super::passages::Passages;
use super::pins::Pins;
use super::procfile::{served_as, served_near};
use super::program::Program;
use super::pyfile_classes::spare_loaded;
use super::reach::{Chance, Reach};
use super::registrations::Registrations;
use super::runs::run_all;
use super::survey::{self, Survey, mentions_flask};
use crate::flask::{Context, Deployment, FACTORIES, Profiles, Release};
use crate::python;
use crate::python::PythonVersion;
use crate::python::ast::{Expr, Number};
use crate::source::{FileId, Sources, Span};
use crate::value::{Data, HandleKind, Value};

/// Limits and choices of an interpretation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `MODULE:NAME` as for `flask --app`: only this app. Without it every app is found.
    pub app: Option<String>,
    /// The Flask that all apps run under. Without it the project's own pins decide.
    pub flask: Option<Release>,
    /// The Python that all apps run under. Without it a usual one is supposed.
    pub python: Option<PythonVersion>,
    /// Folders (absolute, below the root) that absolute imports start from, besides the usual ones.
    pub import_roots: Vec<PathBuf>,
    /// What profiles and files are for, where their names do not tell.
    pub profiles: Profiles,
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
    let program = Program::new(sources, Pins::of(sources, seeds, options.flask), options);
    let Starts { entries, uncalled, leading } = match &options.app {
        Some(app) => Starts { entries: named_entry(&program, app).into_iter().collect(), ..Starts::default() },
        None => all_entries(&program, seeds),
    };
    let entries = first_entries(entries, |entry| entry.file, sources);
    let functions = entries.iter().filter_map(|entry| entry.start.span());
    let places: Vec<Span> = uncalled.iter().map(Entry::place).chain(functions).collect();
    let mut reached = run_all(&program, &entries, &places);
    let called: BTreeSet<Span> = reached.iter().flat_map(|reached| &reached.called).copied().collect();
    let uncalled = uncalled.into_iter().filter(|entry| !called.contains(&entry.place()));
    let uncalled = first_entries(uncalled.collect(), |entry| entry.file, sources);
    reached.extend(run_all(&program, &uncalled, &[]));
    let deployments = reached.iter_mut().flat_map(|reached| &mut reached.deployments);
    spare_loaded(&program, seeds, &mut deployments.collect::<Vec<_>>());
    if options.app.is_none() {
        let registrations = Registrations::of_program(&reached);
        let deployments = reached.iter_mut().flat_map(|reached| &mut reached.deployments);
        super::owners::complete_uses(&program, seeds, &leading, &registrations, deployments);
    }
    let deployments = super::judged::select(reached, sources);
    let parsed = program.parsed();
    program.give_back();
    Interpretation { deployments, parsed }
}

/// Where the programs of a project start.
#[derive(Default)]
struct Starts {
    entries: Vec<Entry>,
    /// What is an entry only if nothing runs it.
    uncalled: Vec<Entry>,
    /// The seeds that make an app, or from which imports lead to one.
    leading: Vec<FileId>,
}

/// What is run in a fresh interpreter.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) file: FileId,
    /// Whether it may make an app.
    pub(super) chance: Chance,
    pub(super) start: Start,
    pub(super) import: Import,
    /// The app that is wanted, as `--app` gives it.
    pub(super) name: Option<Named>,
}

/// What importing the module of an entry alone stands for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Import {
    /// A server may be told to import it.
    Served,
    /// It leads to an app that another module makes, and may be loaded on the way to a function that configures the app.
    Leading,
    /// Nothing: a function of it is called.
    Called,
}

impl Entry {
    /// The place of what is started: of a function, or the beginning of the file.
    fn place(&self) -> Span {
        self.start.span().unwrap_or_else(|| Span::new(self.file, 0, 0))
    }
}

/// The app of a name, or what calling the name returns.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Empty for the names that Flask tries by itself.
    pub(super) name: String,
    pub(super) arguments: Arguments,
}

/// The module of `--app MODULE:NAME`: `flask --app` imports it in the working folder.
fn named_entry(program: &Program<'_>, app: &str) -> Option<Entry> {
    let (module, name) = app.split_once(':').unwrap_or((app, ""));
    let importer = program.sources.working_folder().join("(entry)");
    let path = program.find_absolute(&importer, module.trim_end_matches(".py"))?;
    let file = program.sources.load(&path)?;
    Some(Entry {
        file,
        chance: Chance::Likely,
        start: Start::Body,
        import: Import::Served,
        name: Some(Named::parse(name)?),
    })
}

impl Named {
    /// A name, or a call of one with literals, as `flask --app` takes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self { name: String::new(), arguments: Arguments::default() });
        }
        match python::parse_expression(text)? {
            Expr::Name(name) => Some(Self { name: name.id.to_string(), arguments: Arguments::default() }),
            Expr::Call(call) => {
                let Expr::Name(name) = &*call.func else { return None };
                let mut arguments = Arguments::default();
                for argument in &call.arguments.args {
                    arguments.positional.push(literal(argument)?);
                }
                for keyword in &call.arguments.keywords {
                    let name = keyword.arg.as_ref()?;
                    arguments.named.push((name.as_str().into(), literal(&keyword.value)?));
                }
                Some(Self { name: name.id.to_string(), arguments })
            }
            _ => None,
        }
    }
}

/// The value of a constant.
pub(super) fn literal(expression: &Expr) -> Option<Value> {
    let data = match expression {
        Expr::StringLiteral(text) => Data::Str(text.value.to_str().into()),
        Expr::BooleanLiteral(boolean) => Data::Bool(boolean.value),
        Expr::NoneLiteral(_) => Data::None,
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(value) => Data::Int(value.as_i64()?),
            Number::Float(value) => Data::Float(*value),
            Number::Complex { .. } => return None,
        },
        _ => return None,
    };
    Some(Value::of(data))
}

/// Every module that no other seed imports, and every function that makes or configures an app, if it can make one.
/// Apart from them those that are entries only if nothing runs them: methods that make one, functions that are given
/// one, and modules that only functions import.
fn all_entries(program: &Program<'_>, seeds: &[FileId]) -> Starts {
    let reach = Reach::of(program, seeds);
    let leading_to_apps = seeds.iter().copied().filter(|file| reach.chance(*file) != Chance::None).collect();
    // What makes no app may be given one, and what cannot be read may lead to one.
    let is_open = |file: &FileId| {
        reach.chance(*file) != Chance::None
            || mentions_flask(program.sources, *file)
            || reach.makes_apps() && python::has_broken_import(&program.sources.file(*file).text)
    };
    let seeds: Vec<FileId> = seeds.iter().copied().filter(is_open).collect();
    program.note_unread(&seeds);
    let mut by_path: BTreeMap<std::path::PathBuf, FileId> = BTreeMap::new();
    for file in &seeds {
        by_path.insert(program.sources.file(*file).path.clone(), *file);
    }
    let surveys: Vec<Survey<'_, '_>> = seeds.par_iter().map(|file| Survey::of(program, *file)).collect();
    let passages = Passages::of(
        program,
        &by_path,
        surveys.iter().filter(|_| reach.makes_apps()).flat_map(|survey| &survey.imported),
    );
    let mut imports: Vec<BTreeSet<FileId>> = Vec::new();
    for (file, survey) in seeds.iter().zip(&surveys) {
        let mut imported = passages.files(&survey.imported);
        imported.remove(file);
        imports.push(imported);
    }
    let is_program = |file| context_of_path(&program.sources.file(file).path, program).is_program();
    let mut starts = super::starts::starts(program.sources, &seeds, &imports, is_program);
    let is_served = |file: &FileId| served_as(program, *file).is_some();
    let served: Vec<FileId> = seeds.iter().copied().filter(|file| !starts.contains(file) && is_served(file)).collect();
    starts.extend(served);
    // What only a function imports, or what an import seems to mean that means a name of the package, has an app too.
    let with_apps = having_apps(program, &seeds, &imports);
    let may_have_app = |(file, survey): &(&FileId, &Survey<'_, '_>)| {
        survey.makes_app || (is_program(**file) && reach.has_app(**file) && with_apps.contains(file))
    };
    let leading = seeds.iter().zip(&surveys).filter(may_have_app).map(|(file, _)| *file);
    let leading: BTreeSet<FileId> = leading.filter(|file| !starts.contains(file)).collect();
    let modules = starts.into_iter().map(|file| (file, Start::Body));
    let applications: BTreeSet<Span> = surveys.iter().flat_map(|survey| &survey.applications).copied().collect();
    let functions = survey::factories(&surveys).into_iter().map(|span| {
        let is_application = applications.contains(&span);
        (span.file, if is_application { Start::Application(span) } else { Start::Function(span) })
    });
    let places: Vec<(FileId, Start)> = modules.chain(functions).collect();
    let entry = |(file, start)| {
        let is_served = matches!(start, Start::Body | Start::Application(_));
        let import = if is_served { Import::Served } else { Import::Called };
        let chance = match reach.chance(file) {
            Chance::Likely if start == Start::Body && !with_apps.contains(&file) => Chance::Remote,
            chance => chance,
        };
        Entry { file, chance, start, import, name: None }
    };
    let mut entries: Vec<Entry> =
        places.into_par_iter().map(entry).filter(|entry| entry.chance != Chance::None).collect();
    entries.extend(called_by_servers(program, &seeds));
    entries.extend(lazy_entries(program, &reach, &seeds));
    let likely =
        |start: Start, file: FileId| Entry { file, chance: Chance::Likely, start, import: Import::Called, name: None };
    let methods = survey::methods(&surveys).into_iter().map(|span| likely(Start::Method(span), span.file));
    let configurers = surveys.iter().flat_map(Survey::configurers);
    let configurers = configurers.map(|(span, parameter)| likely(Start::Configurer(span, parameter), span.file));
    // One that another leads to is loaded on the way.
    let importers = seeds.iter().zip(&imports).filter(|(file, _)| leading.contains(file));
    let imported: BTreeSet<FileId> = importers.flat_map(|(_, imported)| imported).copied().collect();
    let modules = seeds.iter().zip(&surveys).filter(|(file, _)| leading.contains(file)).map(|(file, survey)| {
        let is_served = survey.makes_app && !imported.contains(file);
        let import = if is_served { Import::Served } else { Import::Leading };
        Entry { import, ..likely(Start::Body, *file) }
    });
    Starts { entries, uncalled: methods.chain(configurers).chain(modules).collect(), leading: leading_to_apps }
}

/// The `seeds` that make an app when they are imported, or by what they import: `imports` says what each does.
fn having_apps(program: &Program<'_>, seeds: &[FileId], imports: &[BTreeSet<FileId>]) -> BTreeSet<FileId> {
    let called = |file: &FileId| {
        let source = program.sources.file(*file);
        let is_library = |module: &str| program.find_absolute(&source.path, module).is_none();
        (*file, Called::of(&program.tree(*file).body, &is_library))
    };
    let called: Vec<(FileId, Called<'_>)> = seeds.par_iter().map(called).collect();
    let mut importers: BTreeMap<FileId, Vec<FileId>> = BTreeMap::new();
    for (file, imported) in seeds.iter().zip(imports) {
        for other in imported {
            importers.entry(*other).or_default().push(*file);
        }
    }
    let is_test = |file| context_of_path(&program.sources.file(file).path, program) == Context::Testing;
    let mut found = body_makers::making(&called, is_test);
    let mut waiting: Vec<FileId> = found.iter().copied().collect();
    while let Some(file) = waiting.pop() {
        waiting.extend(importers.get(&file).into_iter().flatten().filter(|importer| found.insert(**importer)));
    }
    found
}

/// The modules of which a server is told to call something.
fn called_by_servers(program: &Program<'_>, seeds: &[FileId]) -> Vec<Entry> {
    let mut called: BTreeMap<&Path, &Named> = BTreeMap::new();
    for served in seeds.iter().filter_map(|file| served_near(program, *file)) {
        called.extend(served.call.as_ref().map(|call| (served.path.as_path(), call)));
    }
    let entry = |(path, call): (&Path, &Named)| {
        let file = program.sources.load(path)?;
        let text = &program.sources.file(file).text;
        // What has a name of its own is had by running the module.
        let has_factory = FACTORIES.iter().any(|name| text.contains(name));
        if call.name.is_empty() && !has_factory {
            return None;
        }
        let name = Some(call.clone());
        Some(Entry { file, chance: Chance::Likely, start: Start::Body, import: Import::Served, name })
    };
    called.into_iter().filter_map(entry).collect()
}

impl Machine<'_> {
    /// Runs `action` as code of a module.
    pub(super) fn in_module(&mut self, module: u32, action: impl FnOnce(&mut Self)) {
        let state = &self.modules[module as usize];
        let (scope, file) = (state.scope, state.file);
        let Some(file) = file else { return };
        self.frames.push(Frame::of_module(module, scope, file));
        action(self);
        self.frames.pop();
    }

    /// The app that a name of the entry module is, or that calling it returns.
    pub(super) fn named_app(&mut self, wanted: Option<&Named>) -> Option<u32> {
        let Named { name, arguments } = wanted?;
        let module = self.entry_module?;
        let usual = ["app", "application"].into_iter().chain(FACTORIES);
        let names: Vec<&str> = if name.is_empty() { usual.collect() } else { vec![name] };
        for name in names {
            let value = self.module_attribute(module, name);
            if let Some(app) = self.app_of(&value) {
                return Some(app);
            }
            let is_function = matches!(value.data, Data::Handle(handle) if handle.kind == HandleKind::Function);
            if is_function {
                // The call is a server's, which is no less than one in the module's own code.
                let span = Span::new(self.modules[module as usize].file?, 0, 0);
                let mut made = None;
                self.in_module(module, |machine| match machine.call(&value, arguments, span) {
                    Ok(value) => made = machine.app_of(&value),
                    Err(raise) => machine.stopped(module, raise),
                });
                if made.is_some() {
                    return made;
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the chance of the module `tool.py` with this text is, beside a package that has a factory and an app.
    fn chance_of(text: &str) -> Option<Chance> {
        let shop = ("shop.py", "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n");
        let site = ("site_app.py", "from shop import create_app\napp = create_app()\n");
        let files = [shop, site, ("tool.py", text)];
        let sources = Sources::in_memory(files.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let seeds = files.map(|(name, _)| sources.load(&Path::new("/").join(name)).unwrap());
        let program = Program::new(&sources, Pins::of(&sources, &seeds, None), &Options::default());
        let entries = all_entries(&program, &seeds).entries;
        entries.iter().find(|entry| entry.file == seeds[2] && entry.start == Start::Body).map(|entry| entry.chance)
    }

    #[test]
    fn a_module_that_calls_nothing_which_is_called_like_a_maker_hardly_makes_an_app() {
        for text in ["import shop\nshop.create_app()", "import site_app", "from shop import create_app as f\nf()"] {
            assert_eq!(chance_of(text), Some(Chance::Likely), "{text}");
        }
        for text in ["import shop", "from shop import create_app\ndef make():\n    return create_app()"] {
            assert_eq!(chance_of(text), Some(Chance::Remote), "{text}");
        }
        assert_eq!(chance_of("import flask"), None);
    }
}
