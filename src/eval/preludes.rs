//! What entries have in common: the packages that they are in and the imports that they start with are run
//! once, and each entry goes on with a copy of that machine.
//!
//! Tests, scripts and migrations of a project nearly all start by importing the whole of it. An import is
//! only run ahead of the statements before it if these are imports or constants too, so that nothing but
//! the order of unrelated notes can tell the difference. It decides nothing about values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::frame::Frame;
use super::imports::{absolute_name, is_library, takes_settings};
use super::machine::Machine;
use super::object::ObjectKind;
use super::program::Program;
use super::world::Assumptions;
use crate::python::ast::{self, Expr, Stmt};
use crate::source::{FileId, Span};
use crate::value::{HandleKind, Value};

/// How many machines of one prelude are kept: one for each world that it tells apart.
const MOST_KEPT: usize = 24;

/// One thing that is run before an entry's own code, whichever entry it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Load {
    /// The module of a file or folder, under its absolute name.
    Module { path: Arc<Path>, dotted: String },
    /// Names of a module that has been loaded, which may be modules too.
    Names { path: Arc<Path>, names: Vec<String> },
}

/// What is run before the own code of one file.
#[derive(Clone, Default, Debug)]
struct Loads {
    all: Vec<Load>,
    /// How many of them are the packages around the file, outermost first, which may load the file itself.
    around: usize,
}

/// The preludes of all entries of a run, as a tree: what many share lies near its root.
#[derive(Default)]
pub(super) struct Preludes<'p> {
    root: Node<'p>,
    by_file: BTreeMap<FileId, Loads>,
}

#[derive(Default)]
struct Node<'p> {
    /// How many files start so.
    users: usize,
    /// How many of them are done.
    done: AtomicUsize,
    next: BTreeMap<Load, Node<'p>>,
    /// The machines that have run all up to here.
    machines: Mutex<Vec<Kept<'p>>>,
}

/// A machine after a prelude, in the worlds that agree with it on what it asked for.
struct Kept<'p> {
    machine: Machine<'p>,
    raised: bool,
}

/// What is run at once: a part of a prelude after which entries differ.
#[derive(Copy, Clone)]
struct Stage<'n, 'p> {
    node: &'n Node<'p>,
    loads: &'n [Load],
    is_around: bool,
}

impl<'p> Preludes<'p> {
    /// The preludes of the entry files `files`.
    pub(super) fn of(program: &'p Program<'p>, files: BTreeSet<FileId>) -> Self {
        let mut preludes = Self::default();
        let loads_of = |file| (file, Loads::of(program, file));
        let all: Vec<(FileId, Loads)> = files.into_par_iter().map(loads_of).collect();
        for (file, loads) in all {
            let mut node = &mut preludes.root;
            for load in &loads.all {
                node = node.next.entry(load.clone()).or_default();
                node.users += 1;
            }
            preludes.by_file.insert(file, loads);
        }
        preludes
    }

    /// A machine that is ready to run `file`: what it shares with other entries has been run.
    pub(super) fn machine(
        &self,
        program: &'p Program<'p>,
        file: FileId,
        assumptions: &Assumptions,
        fuel: u64,
    ) -> Machine<'p> {
        let path = program.sources.file(file).path.clone();
        let stages = self.by_file.get(&file).map(|loads| self.stages(loads)).unwrap_or_default();
        for count in (1..=stages.len()).rev() {
            let stages = &stages[..count];
            if let Some(machine) = run(program, file, stages, assumptions, fuel)
                // A module that imports the entry sees it half run: that is not what was run here.
                && (machine.module_index.get(&path).is_none() || stages.iter().all(|stage| stage.is_around))
            {
                return machine;
            }
        }
        Machine::fresh(program, file, assumptions, fuel)
    }

    /// The nodes that a file passes through together with others.
    fn shared(&self, loads: &Loads) -> Vec<&Node<'p>> {
        let mut node = &self.root;
        let next = |load| node.next.get(load).filter(|next| next.users > 1).inspect(|next| node = next);
        loads.all.iter().map_while(next).collect()
    }

    /// What only `file` could still go on from is given back: its entries are done.
    pub(super) fn release(&self, file: FileId) {
        for next in self.by_file.get(&file).map(|loads| self.shared(loads)).unwrap_or_default() {
            if next.done.fetch_add(1, Ordering::Relaxed) + 1 == next.users {
                next.machines.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
        }
    }

    /// The stages that a file shares with others. Among nodes that the same entries pass through, the last stands
    /// for all.
    fn stages<'n>(&'n self, loads: &'n Loads) -> Vec<Stage<'n, 'p>> {
        let nodes = self.shared(loads);
        let mut stages = Vec::new();
        let mut from = 0;
        for at in 1..=nodes.len() {
            let node = nodes[at - 1];
            if at == loads.around || nodes.get(at).map(|next| next.users) != Some(node.users) {
                stages.push(Stage { node, loads: &loads.all[from..at], is_around: at <= loads.around });
                from = at;
            }
        }
        stages
    }
}

/// A copy of the machine that has run all `stages`; `None` if one of them raises.
fn run<'p>(
    program: &'p Program<'p>,
    file: FileId,
    stages: &[Stage<'_, 'p>],
    assumptions: &Assumptions,
    fuel: u64,
) -> Option<Machine<'p>> {
    let Some((stage, before)) = stages.split_last() else {
        return Some(Machine::fresh(program, file, assumptions, fuel));
    };
    let mut kept = stage.node.machines.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.iter().find(|kept| kept.machine.agrees_with(assumptions, fuel)) {
        return if known.raised { None } else { known.machine.in_world(assumptions, fuel) };
    }
    let mut machine = run(program, file, before, assumptions, fuel)?;
    let raised = !machine.perform_all(stage);
    machine.freeze();
    let copy = (!raised).then(|| machine.clone());
    if kept.len() < MOST_KEPT {
        kept.push(Kept { machine, raised });
    }
    copy
}

impl Loads {
    /// What is run before the own code of `file`, as far as that can be told without running it.
    fn of(program: &Program<'_>, file: FileId) -> Self {
        let path = program.sources.file(file).path.clone();
        // What a package without code is run before cannot tell.
        let around: Vec<Load> = packages_around(program, &path)
            .into_iter()
            .filter(|package| program.sources.load(package).is_some_and(|file| !is_idle(program, file)))
            .map(|package| module(program, package))
            .collect();
        let mut loads = Self { around: around.len(), all: around };
        if !path.ends_with("__init__.py") {
            loads.add_imports(program, file, &path);
        }
        loads
    }

    /// Adds the imports that a file starts with.
    fn add_imports(&mut self, program: &Program<'_>, file: FileId, path: &Path) {
        for statement in &program.tree(file).body {
            match statement {
                Stmt::Import(statement) => {
                    for alias in &statement.names {
                        let dotted = alias.name.as_str();
                        let top = dotted.split('.').next().unwrap_or(dotted);
                        let both = [Some(dotted), alias.asname.is_none().then_some(top)];
                        for found in both.into_iter().flatten().filter_map(|dotted| find(program, path, 0, dotted)) {
                            self.add_module(program, found);
                        }
                    }
                }
                Stmt::ImportFrom(statement) => {
                    let dotted = statement.module.as_ref().map_or("", ast::Identifier::as_str);
                    match (find(program, path, statement.level, dotted), statement.level) {
                        (Some(found), _) => {
                            let path = Arc::clone(&found.0);
                            self.add_module(program, found);
                            let names = statement.names.iter().map(|alias| alias.name.to_string());
                            let names = names.filter(|name| name != "*").collect();
                            self.all.push(Load::Names { path, names });
                        }
                        (None, 0) if !takes_settings(program, path, statement) => {}
                        (None, _) => return,
                    }
                }
                _ if is_inert(statement) => {}
                _ => return,
            }
        }
    }

    /// Adds a module of the project, after the packages around it.
    fn add_module(&mut self, program: &Program<'_>, (path, dotted): (Arc<Path>, String)) {
        let packages: Vec<Load> =
            packages_around(program, &path).into_iter().map(|package| module(program, package)).collect();
        for load in packages.into_iter().chain([Load::Module { path, dotted }]) {
            if !self.all.contains(&load) {
                self.all.push(load);
            }
        }
    }
}

/// The path of the project's module that an import in the file at `importer` means, and its absolute name.
fn find(program: &Program<'_>, importer: &Path, level: u32, dotted: &str) -> Option<(Arc<Path>, String)> {
    if level == 0 {
        let found = program.find_absolute(importer, dotted).filter(|_| !is_library(dotted))?;
        return Some((found, dotted.to_owned()));
    }
    let found = program.find_relative(importer.parent()?, level, dotted)?;
    Some((found, absolute_name(&program.name_of_module(importer), importer, level, dotted)))
}

fn module(program: &Program<'_>, path: Arc<Path>) -> Load {
    let dotted = program.name_of_module(&path);
    Load::Module { path, dotted }
}

/// The `__init__.py` of the packages around a module, outermost first.
fn packages_around(program: &Program<'_>, path: &Path) -> Vec<Arc<Path>> {
    let mut packages: Vec<Arc<Path>> = program.packages_around(path).collect();
    packages.reverse();
    packages
}

/// Whether a module has no code that an import could notice.
fn is_idle(program: &Program<'_>, file: FileId) -> bool {
    program.tree(file).body.iter().all(is_inert)
}

/// A docstring, or a constant that gets a name: nothing that an import could notice.
fn is_inert(statement: &Stmt) -> bool {
    let is_constant = |value: &Expr| {
        matches!(
            value,
            Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::NoneLiteral(_)
        )
    };
    match statement {
        Stmt::Expr(statement) => is_constant(&statement.value),
        Stmt::Assign(assignment) => {
            is_constant(&assignment.value) && assignment.targets.iter().all(|target| matches!(target, Expr::Name(_)))
        }
        _ => false,
    }
}

impl<'p> Machine<'p> {
    /// A machine in which nothing was run, and whose lowest frame is of `file`.
    fn fresh(program: &'p Program<'p>, file: FileId, assumptions: &Assumptions, fuel: u64) -> Self {
        let mut machine = Self::new(program, assumptions.clone(), fuel);
        let scope = machine.store.add(ObjectKind::Scope);
        machine.frames.push(Frame::of_module(0, scope, file));
        machine
    }

    /// A machine that has run `file` and nothing else of the project: the program was too large at `span` to come to it.
    pub(super) fn alone(
        program: &'p Program<'p>,
        file: FileId,
        assumptions: &Assumptions,
        fuel: u64,
        span: Span,
    ) -> Self {
        let mut machine = Self::fresh(program, file, assumptions, fuel);
        machine.exhausted(span);
        machine.run_entry_module(file);
        machine
    }

    /// Runs a stage of a prelude; false if that raises.
    fn perform_all(&mut self, stage: &Stage<'_, '_>) -> bool {
        let depth = self.frames.len();
        if !stage.is_around {
            // As deep as the entry's own code is.
            self.frames.push(self.frame().clone());
        }
        let is_done = stage.loads.iter().all(|load| self.perform(load));
        self.frames.truncate(depth);
        is_done
    }

    fn perform(&mut self, load: &Load) -> bool {
        match load {
            Load::Module { path, dotted } => {
                self.load_module(path, dotted);
                true
            }
            Load::Names { path, names } => {
                let Some(index) = self.module_index.get(&**path) else { return false };
                let module = Value::handle(HandleKind::Module, *index);
                let span = self.span_of(ast::TextRange::default());
                names.iter().all(|name| self.attribute(&module, name, span).is_ok())
            }
        }
    }

    /// Runs the entry `file` itself, after its prelude.
    pub(super) fn run_entry_module(&mut self, file: FileId) {
        let source = self.program.sources.file(file);
        let name = self.program.name_of_module(&source.path);
        for frame in &mut self.frames {
            frame.file = file;
        }
        self.load_parents(&source.path);
        self.entry_module = u32::try_from(self.modules.len()).ok();
        self.load_module(&source.path, &name);
        self.entry_module = self.module_index.get(&source.path).copied();
    }
}
