//! Which modules can make an app at all: those from which imports lead to one that uses a class of apps.
//!
//! It looks at imports alone and supposes too much rather than too little: what it rules out makes no app, what it
//! leaves may make none either.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::glances::{AppClass, Facts};
use super::imports::is_library;
use super::makers::makes_apps_or_passes_class;
use super::program::{Program, words_in};
use crate::source::FileId;

/// Whether starting with a module may make an app.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Chance {
    /// It uses a class of apps, or imports what does.
    Likely,
    /// Only by what a function of another module imports, by a module below a package that it imports, or by a module
    /// whose name is no constant of an import.
    Slim,
    /// It leads to what makes one, but nothing that is called on the way is called like it.
    Remote,
    /// It imports nothing that could.
    None,
}

/// What imports say of the modules that the seeds of a project lead to.
pub(super) struct Reach<'a, 's> {
    program: &'a Program<'s>,
    modules: IndexMap<Arc<Path>, Module, FxBuildHasher>,
    /// The seeds that use a class of apps, in order.
    makers: Vec<Arc<Path>>,
}

/// What is asked of modules.
#[derive(Copy, Clone)]
enum Trait {
    /// Whenever it is run.
    MakesApps,
    /// Only where a function imports what makes one, or as a package that has such a module.
    MayMakeApps,
    /// It imports a module whose name is a value.
    ImportsByName,
    /// Its text has the name of a module that makes one.
    NamesMakers,
}

/// A module, and what is known of it and of those that it leads to.
#[derive(Default)]
struct Module {
    /// Whoever imports it, and whether only in a function.
    importers: Vec<(usize, bool)>,
    /// What its functions import.
    inner: Vec<usize>,
    is_read: bool,
    /// By [`Trait`], of the module and all that it leads to.
    traits: [bool; 4],
}

impl Module {
    fn has(&self, what: Trait) -> bool {
        self.traits[what as usize]
    }
}

/// What was read of a module.
struct Read<'f> {
    path: Arc<Path>,
    facts: &'f Facts,
    makes_apps: bool,
}

impl<'a, 's> Reach<'a, 's> {
    pub(super) fn of(program: &'a Program<'s>, seeds: &[FileId]) -> Self {
        let read = |file: &FileId| {
            let path = Arc::from(program.sources.file(*file).path.as_path());
            let facts = Facts::of(program, &path, &mut Vec::new());
            // Only what may make one is parsed.
            let makes_apps = match facts.app_class {
                AppClass::None => false,
                AppClass::Imported => makes_apps_or_passes_class(&program.tree(*file).body),
                AppClass::Tangled => true,
            };
            Read { path, facts, makes_apps }
        };
        let found: Vec<Read<'_>> = seeds.par_iter().map(read).collect();
        let mut makers: Vec<Arc<Path>> =
            found.iter().filter(|one| one.makes_apps).map(|one| Arc::clone(&one.path)).collect();
        makers.sort();
        let mut reach = Self { program, modules: IndexMap::default(), makers };
        if reach.makes_apps() {
            reach.follow(found);
            reach.spread_all(Trait::MayMakeApps);
            reach.spread_all(Trait::ImportsByName);
            reach.note_names(seeds);
            reach.spread_all(Trait::NamesMakers);
        }
        reach
    }

    /// Whether any seed may make an app.
    pub(super) fn makes_apps(&self) -> bool {
        !self.makers.is_empty()
    }

    /// Whether starting with `file` may make an app.
    pub(super) fn chance(&self, file: FileId) -> Chance {
        let Some(module) = self.modules.get(self.program.sources.file(file).path.as_path()) else {
            return Chance::None;
        };
        // Its functions may be started too.
        if self.has_app(file) || module.inner.iter().any(|at| self.modules[*at].has(Trait::MakesApps)) {
            Chance::Likely
        } else if module.has(Trait::MayMakeApps) || (module.has(Trait::ImportsByName) && module.has(Trait::NamesMakers))
        {
            Chance::Slim
        } else {
            Chance::None
        }
    }

    /// Whether running `file` makes an app, in its own body or in one that it imports.
    pub(super) fn has_app(&self, file: FileId) -> bool {
        self.modules
            .get(self.program.sources.file(file).path.as_path())
            .is_some_and(|module| module.has(Trait::MakesApps))
    }

    /// Follows imports from what was `found` in the seeds, as far as they do not lead to makers yet.
    fn follow(&mut self, mut found: Vec<Read<'a>>) {
        while !found.is_empty() {
            let read: Vec<(usize, Vec<usize>)> = found.into_iter().map(|one| self.add(one)).collect();
            let is_open = |at: &usize| !self.modules[*at].has(Trait::MakesApps);
            let imported = read.into_iter().filter(|(at, _)| is_open(at)).flat_map(|(_, imported)| imported);
            let next: BTreeSet<usize> = imported.filter(|at| is_open(at) && !self.modules[*at].is_read).collect();
            found = next.into_par_iter().map_init(Vec::new, |buffer, at| self.read(at, buffer)).collect();
        }
    }

    /// Notes which of the `seeds` that lead to no maker name one. A name in a file that is no seed is not looked for: the
    /// maker is an entry itself.
    fn note_names(&mut self, seeds: &[FileId]) {
        let tops: BTreeSet<(String, Arc<Path>)> =
            self.makers.iter().map(|maker| top_of(self.program, maker)).filter(|(name, _)| !is_library(name)).collect();
        let names: FxHashSet<&str> = tops.iter().map(|(name, _)| name.as_str()).collect();
        let names_maker = |file: &FileId| {
            let source = self.program.sources.file(*file);
            let (at, _, module) = self.modules.get_full(source.path.as_path())?;
            if module.has(Trait::MakesApps) {
                return None;
            }
            let found: BTreeSet<&str> = words_in(&source.text).filter(|word| names.contains(word)).collect();
            let is_meant = |(name, top): &(String, Arc<Path>)| {
                found.contains(name.as_str()) && self.program.find_absolute(&source.path, name).as_ref() == Some(top)
            };
            tops.iter().any(is_meant).then_some(at)
        };
        let naming: Vec<usize> = seeds.par_iter().filter_map(names_maker).collect();
        for at in naming {
            self.modules[at].traits[Trait::NamesMakers as usize] = true;
        }
    }

    /// What the imports of a module say that has not been read, by way of `buffer`.
    fn read(&self, at: usize, buffer: &mut Vec<u8>) -> Read<'a> {
        let path = Arc::clone(&self.modules.keys()[at]);
        let facts = Facts::of(self.program, &path, buffer);
        Read { path, facts, makes_apps: facts.app_class != AppClass::None }
    }

    /// Adds what was read of a module: its number, and those of the modules that it imports.
    fn add(&mut self, Read { path, facts, makes_apps }: Read<'_>) -> (usize, Vec<usize>) {
        let around = self.program.package_around(&path);
        let at = self.number(&path);
        let imported: Vec<usize> = facts.imported.iter().chain(&around).map(|path| self.number(path)).collect();
        let inner: Vec<usize> = facts.inner.iter().map(|path| self.number(path)).collect();
        let edges = imported.iter().map(|other| (*other, false)).chain(inner.iter().map(|other| (*other, true)));
        for (other, is_inner) in edges {
            self.modules[other].importers.push((at, is_inner));
        }
        let makes_apps = makes_apps || imported.iter().any(|at| self.modules[*at].has(Trait::MakesApps));
        let all = imported.into_iter().chain(inner.iter().copied()).collect();
        let module = &mut self.modules[at];
        module.inner = inner;
        module.is_read = true;
        module.traits[Trait::ImportsByName as usize] = facts.imports_by_name();
        if makes_apps {
            module.traits[Trait::MayMakeApps as usize] = true;
            self.spread(at, Trait::MakesApps);
        }
        (at, all)
    }

    /// The number of a module, which has one from now on.
    fn number(&mut self, path: &Arc<Path>) -> usize {
        if let Some(at) = self.modules.get_index_of(path) {
            return at;
        }
        // `package.module` loads a module whether it is imported or not.
        let may_make_apps = package_of(path).is_some_and(|folder| self.has_makers(folder));
        self.modules
            .insert_full(Arc::clone(path), Module { traits: [false, may_make_apps, false, false], ..Module::default() })
            .0
    }

    /// What leads to modules that have a trait has it too.
    fn spread_all(&mut self, what: Trait) {
        let having: Vec<usize> = (0..self.modules.len()).filter(|at| self.modules[*at].has(what)).collect();
        for at in having {
            self.spread(at, what);
        }
    }

    /// A module has a trait, and so has all that leads to it: without a call, if it is what a module makes when it is run.
    fn spread(&mut self, at: usize, what: Trait) {
        self.modules[at].traits[what as usize] = true;
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            for (importer, is_inner) in self.modules[at].importers.clone() {
                if is_inner && matches!(what, Trait::MakesApps) {
                    continue;
                }
                if !std::mem::replace(&mut self.modules[importer].traits[what as usize], true) {
                    waiting.push(importer);
                }
            }
        }
    }

    /// Whether a seed at or below `folder` uses a class of apps.
    fn has_makers(&self, folder: &Path) -> bool {
        let at = self.makers.partition_point(|maker| **maker < *folder);
        self.makers.get(at).is_some_and(|maker| maker.starts_with(folder))
    }
}

/// The name that an import of a module by its absolute name starts with, and the module that it means.
fn top_of(program: &Program<'_>, path: &Arc<Path>) -> (String, Arc<Path>) {
    let top = program.packages_around(path).last().unwrap_or_else(|| Arc::clone(path));
    (program.name_of_module(&top), top)
}

/// The folder of the package that a path means: that of its `__init__.py`, or a folder without one.
fn package_of(path: &Path) -> Option<&Path> {
    if path.ends_with("__init__.py") {
        return path.parent();
    }
    path.extension().is_none_or(|ending| ending != "py").then_some(path)
}

#[cfg(test)]
mod tests;
