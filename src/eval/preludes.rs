//! What entries have in common: the packages that they are in and the imports that they start with are run
//! once, and each entry goes on with a copy of that machine.
//!
//! Tests, scripts and migrations of a project nearly all start by importing the whole of it. An import is
//! only run ahead of the statements before it if these are imports or constants too, so that nothing but
//! the order of unrelated notes can tell the difference. It decides nothing about values.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::imports::{is_library, package_of, takes_settings};
use super::machine::{Frame, Machine};
use super::object::{Module, ObjectKind};
use super::program::Program;
use super::store::Key;
use super::world::Assumptions;
use crate::python::ast::{self, Expr, Stmt};
use crate::source::FileId;
use crate::value::Value;

/// How many machines of one prelude are kept: one for each world that it tells apart.
const MOST_KEPT: usize = 24;

/// One thing that is run before an entry's own code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Load {
    /// The package with this `__init__.py`, and so those around it.
    Package(PathBuf),
    /// `from dotted import names`, or `import dotted`, in a module of the folder.
    Import { folder: PathBuf, level: u32, dotted: String, names: Vec<String> },
}

/// The preludes of all entries of a run, as a tree: what many share lies near its root.
#[derive(Default)]
pub(super) struct Preludes<'p> {
    root: Node<'p>,
}

#[derive(Default)]
struct Node<'p> {
    /// How many entries start so.
    users: usize,
    next: BTreeMap<Load, Node<'p>>,
    /// The machines that have run all up to here, and `None` for a world in which that raised.
    machines: Mutex<Vec<Kept<'p>>>,
}

/// A machine after a prelude, in the worlds that agree with it on what it asked for.
struct Kept<'p> {
    machine: Machine<'p>,
    raised: bool,
}

impl<'p> Preludes<'p> {
    /// The preludes of the entry files `files`.
    pub(super) fn of(program: &'p Program<'p>, files: impl Iterator<Item = FileId>) -> Self {
        let mut preludes = Self::default();
        for file in files {
            let mut node = &mut preludes.root;
            for load in loads_of(program, file) {
                node = node.next.entry(load).or_default();
                node.users += 1;
            }
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
        let loads = loads_of(program, file);
        let mut nodes: Vec<&Node<'p>> = Vec::new();
        let mut node = &self.root;
        for next in loads.iter().map_while(|load| node_after(node, load).inspect(|next| node = next)) {
            nodes.push(next);
        }
        // Among nodes that the same entries pass through, the last stands for all.
        let stages = (1..=nodes.len()).filter(|at| nodes.get(*at).map(|next| next.users) != Some(nodes[at - 1].users));
        let stages: Vec<(&Node<'p>, &[Load])> = stages
            .scan(0, |from, at| {
                let stage = (nodes[at - 1], &loads[*from..at]);
                *from = at;
                Some(stage)
            })
            .collect();
        for count in (1..=stages.len()).rev() {
            if let Some(machine) = run(program, file, &stages[..count], assumptions, fuel)
                // A module that imports the entry sees it half run: that is not what was run here.
                && machine.module_index.get(&path).is_none()
            {
                return machine;
            }
        }
        Machine::fresh(program, file, assumptions, fuel)
    }
}

fn node_after<'n, 'p>(node: &'n Node<'p>, load: &Load) -> Option<&'n Node<'p>> {
    node.next.get(load).filter(|next| next.users > 1)
}

/// A copy of the machine that has run all `stages`; `None` if one of them raises.
fn run<'p>(
    program: &'p Program<'p>,
    file: FileId,
    stages: &[(&Node<'p>, &[Load])],
    assumptions: &Assumptions,
    fuel: u64,
) -> Option<Machine<'p>> {
    let Some(((node, loads), before)) = stages.split_last() else {
        return Some(Machine::fresh(program, file, assumptions, fuel));
    };
    let mut kept = node.machines.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.iter().find(|kept| kept.machine.agrees_with(assumptions, fuel)) {
        return if known.raised { None } else { known.machine.in_world(assumptions, fuel) };
    }
    let mut machine = run(program, file, before, assumptions, fuel)?;
    let raised = !loads.iter().all(|load| machine.perform(load, file));
    machine.freeze();
    let copy = (!raised).then(|| machine.clone());
    if kept.len() < MOST_KEPT {
        kept.push(Kept { machine, raised });
    }
    copy
}

/// What is run before the own code of `file`, as far as that can be told without running it.
fn loads_of(program: &Program<'_>, file: FileId) -> Vec<Load> {
    let path = program.sources.file(file).path.clone();
    let Some(folder) = path.parent() else { return Vec::new() };
    let is_package = path.file_name().is_some_and(|name| name == "__init__.py");
    let package = if is_package { folder.parent() } else { Some(folder) }.map(|folder| folder.join("__init__.py"));
    let package = package.filter(|package| {
        package.starts_with(program.sources.root()) && *package != path && program.sources.is_file(package)
    });
    let mut loads: Vec<Load> = package.map(Load::Package).into_iter().collect();
    if is_package {
        return loads;
    }
    let import = |level: u32, dotted: &str, names: Vec<String>| {
        let folder = folder.to_path_buf();
        Load::Import { folder, level, dotted: dotted.to_owned(), names }
    };
    for statement in &program.tree(file).body {
        match statement {
            Stmt::Import(statement) => {
                for alias in &statement.names {
                    let dotted = alias.name.as_str();
                    let top = dotted.split('.').next().unwrap_or(dotted);
                    let both = [Some(dotted), alias.asname.is_none().then_some(top)];
                    let ours = both
                        .into_iter()
                        .flatten()
                        .filter(|dotted| program.find_absolute(&path, dotted).is_some() && !is_library(dotted));
                    loads.extend(ours.map(|dotted| import(0, dotted, Vec::new())));
                }
            }
            Stmt::ImportFrom(statement) => {
                let dotted = statement.module.as_ref().map_or("", ast::Identifier::as_str);
                let is_ours = match statement.level {
                    0 => program.find_absolute(&path, dotted).is_some() && !is_library(dotted),
                    level => program.find_relative(folder, level, dotted).is_some(),
                };
                let names = statement.names.iter().map(|alias| alias.name.to_string());
                match (is_ours, statement.level) {
                    (true, level) => loads.push(import(level, dotted, names.filter(|name| name != "*").collect())),
                    (false, 0) if !takes_settings(statement) => {}
                    (false, _) => return loads,
                }
            }
            _ if is_inert(statement) => {}
            _ => return loads,
        }
    }
    loads
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

    /// Runs a part of the prelude of `file`; false if that raises.
    fn perform(&mut self, load: &Load, file: FileId) -> bool {
        match load {
            Load::Package(path) => {
                let folder = path.parent().and_then(|folder| folder.file_name());
                let name = folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                self.load_module(path, &name);
                true
            }
            Load::Import { level, dotted, names, .. } => {
                self.reserve_entry(file);
                let module = match level {
                    0 => Some(self.import_absolute(dotted)),
                    level => self.import_relative(*level, dotted),
                };
                let span = self.span_of(ast::TextRange::default());
                module.is_some_and(|module| names.iter().all(|name| self.attribute(&module, name, span).is_ok()))
            }
        }
    }

    /// Gives the entry the place among the modules that it has when it imports others.
    fn reserve_entry(&mut self, file: FileId) {
        if self.frames.len() > 1 {
            return;
        }
        let source = self.program.sources.file(file);
        let folder = source.path.parent().unwrap_or(&source.path);
        let name = self.program.name_of_module(&source.path);
        let package = name.rsplit_once('.').map_or("", |(package, _)| package);
        let index = self.add_module(&folder.join("(entry)"), &format!("{package}.(entry)"), None);
        let scope = self.modules[index as usize].scope;
        self.frames.push(Frame::of_module(index, scope, file));
        self.entry_module = Some(index);
    }

    /// Runs the entry `file` itself, after its prelude.
    pub(super) fn run_entry_module(&mut self, file: FileId) {
        let source = self.program.sources.file(file);
        let name = self.program.name_of_module(&source.path);
        for frame in &mut self.frames {
            frame.file = file;
        }
        if self.frames.len() > 1 {
            let index = self.frame().module;
            let scope = self.frame().scope;
            // They were written before, under names that all entries of the folder share.
            let names = &mut self.store.object_mut(scope).fields;
            names.insert(Key::text("__name__"), Value::text(&name));
            names.insert(Key::text("__package__"), Value::text(package_of(&name, &source.path)));
            names.insert(Key::text("__file__"), Value::text(&source.path.to_string_lossy()));
            let module = Module { name: name.into(), path: source.path.clone(), scope, file: Some(file) };
            self.modules[index as usize] = module;
            self.module_index.insert(source.path.clone(), index);
            let program = self.program;
            if let Err(raise) = self.block(&program.tree(file).body) {
                self.stopped(index, raise);
            }
            self.frames.pop();
        } else {
            self.load_parents(&source.path);
            self.entry_module = u32::try_from(self.modules.len()).ok();
            self.load_module(&source.path, &name);
        }
        self.entry_module = self.module_index.get(&source.path).copied();
    }
}
