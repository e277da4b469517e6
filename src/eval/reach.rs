//! Which modules can make an app at all: those from which imports lead to one that uses a class of apps.
//!
//! It looks at imports alone and supposes too much rather than too little: what it rules out makes no app, what it
//! leaves may make none either.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::extensions::leads_to_app_class;
use super::imports::is_library;
use super::makers::makes_apps_or_passes_class;
use super::program::{Program, words_in};
use crate::python::{Import, imports};
use crate::source::FileId;

/// Functions that import a module whose name is a value.
const BY_NAME: [&str; 2] = ["import_module", "import_string"];

/// Whether starting with a module may make an app.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Chance {
    /// It uses a class of apps, or imports what does.
    Likely,
    /// Only by what a function of another module imports, by a module below a package that it imports, or by a module
    /// whose name is no constant of an import.
    Slim,
    /// It imports nothing that could.
    None,
}

/// What imports say of the modules that the seeds of a project lead to.
pub(super) struct Reach<'a, 's> {
    program: &'a Program<'s>,
    modules: IndexMap<PathBuf, Module, FxBuildHasher>,
    /// The seeds that use a class of apps, in order.
    makers: Vec<PathBuf>,
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

/// What the imports of one module say.
#[derive(Default)]
struct Facts {
    makes_apps: bool,
    /// They cannot be told, so they may be any.
    is_tangled: bool,
    imports_by_name: bool,
    /// Modules of the project, and the packages that they are in as far as their names say so.
    imported: BTreeSet<PathBuf>,
    /// The same of what functions import.
    inner: BTreeSet<PathBuf>,
    /// What of both is named, without the packages that only are run before.
    meant: BTreeSet<PathBuf>,
    /// The packages that `import package.module` binds.
    bound: BTreeSet<PathBuf>,
}

impl<'a, 's> Reach<'a, 's> {
    pub(super) fn of(program: &'a Program<'s>, seeds: &[FileId]) -> Self {
        let facts_of = |file: &FileId| {
            let source = program.sources.file(*file);
            let mut facts = Facts::at_a_glance(program, &source.path, &source.text);
            // Only what may make one is parsed.
            facts.makes_apps =
                facts.makes_apps && (facts.is_tangled || makes_apps_or_passes_class(&program.tree(*file).body));
            (source.path.clone(), facts)
        };
        let found: Vec<(PathBuf, Facts)> = seeds.par_iter().map(facts_of).collect();
        let is_maker = |(path, facts): &(PathBuf, Facts)| facts.makes_apps.then(|| path.clone());
        let mut makers: Vec<PathBuf> = found.iter().filter_map(is_maker).collect();
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
        let Some(module) = self.modules.get(&self.program.sources.file(file).path) else { return Chance::None };
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
        self.modules.get(&self.program.sources.file(file).path).is_some_and(|module| module.has(Trait::MakesApps))
    }

    /// Follows imports from what was `found` in the seeds, as far as they do not lead to makers yet.
    fn follow(&mut self, mut found: Vec<(PathBuf, Facts)>) {
        while !found.is_empty() {
            let read: Vec<(usize, Vec<usize>)> = found.into_iter().map(|(path, facts)| self.add(path, facts)).collect();
            let is_open = |at: &usize| !self.modules[*at].has(Trait::MakesApps);
            let imported = read.into_iter().filter(|(at, _)| is_open(at)).flat_map(|(_, imported)| imported);
            let next: BTreeSet<usize> = imported.filter(|at| is_open(at) && !self.modules[*at].is_read).collect();
            found = next.into_par_iter().map_init(Vec::new, |buffer, at| self.read(at, buffer)).flatten().collect();
        }
    }

    /// Notes which of the `seeds` that lead to no maker name one. A name in a file that is no seed is not looked for: the
    /// maker is an entry itself.
    fn note_names(&mut self, seeds: &[FileId]) {
        let tops: BTreeSet<(String, PathBuf)> =
            self.makers.iter().map(|maker| top_of(self.program, maker)).filter(|(name, _)| !is_library(name)).collect();
        let names: FxHashSet<&str> = tops.iter().map(|(name, _)| name.as_str()).collect();
        let names_maker = |file: &FileId| {
            let source = self.program.sources.file(*file);
            let (at, _, module) = self.modules.get_full(&source.path)?;
            if module.has(Trait::MakesApps) {
                return None;
            }
            let found: BTreeSet<&str> = words_in(&source.text).filter(|word| names.contains(word)).collect();
            let is_meant = |(name, top): &(String, PathBuf)| {
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
    fn read(&self, at: usize, buffer: &mut Vec<u8>) -> Option<(PathBuf, Facts)> {
        let (path, _) = self.modules.get_index(at)?;
        let is_file = path.extension().is_some_and(|ending| ending == "py");
        let look = |text: &str| Facts::at_a_glance(self.program, path, text);
        let facts = is_file.then(|| self.program.sources.glance(path, buffer, look)).flatten();
        Some((path.clone(), facts.unwrap_or_default()))
    }

    /// Adds what was read of a module: its number, and those of the modules that it imports.
    fn add(&mut self, path: PathBuf, facts: Facts) -> (usize, Vec<usize>) {
        let around = self.program.package_around(&path);
        let at = self.number(path);
        let imported: Vec<usize> = facts.imported.into_iter().chain(around).map(|path| self.number(path)).collect();
        let inner: Vec<usize> = facts.inner.into_iter().map(|path| self.number(path)).collect();
        let edges = imported.iter().map(|other| (*other, false)).chain(inner.iter().map(|other| (*other, true)));
        for (other, is_inner) in edges {
            self.modules[other].importers.push((at, is_inner));
        }
        let makes_apps = facts.makes_apps || imported.iter().any(|at| self.modules[*at].has(Trait::MakesApps));
        let all = imported.into_iter().chain(inner.iter().copied()).collect();
        let module = &mut self.modules[at];
        module.inner = inner;
        module.is_read = true;
        module.traits[Trait::ImportsByName as usize] = facts.imports_by_name;
        if makes_apps {
            module.traits[Trait::MayMakeApps as usize] = true;
            self.spread(at, Trait::MakesApps);
        }
        (at, all)
    }

    /// The number of a module, which has one from now on.
    fn number(&mut self, path: PathBuf) -> usize {
        // `package.module` loads a module whether it is imported or not.
        if let Some(at) = self.modules.get_index_of(&path) {
            return at;
        }
        let may_make_apps = package_of(&path).is_some_and(|folder| self.has_makers(folder));
        self.modules.insert_full(path, Module { traits: [false, may_make_apps, false, false], ..Module::default() }).0
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
        let at = self.makers.partition_point(|maker| maker.as_path() < folder);
        self.makers.get(at).is_some_and(|maker| maker.starts_with(folder))
    }
}

/// The name that an import of a module by its absolute name starts with, and the module that it means.
fn top_of(program: &Program<'_>, path: &Path) -> (String, PathBuf) {
    let packages = std::iter::successors(program.package_around(path), |package| program.package_around(package));
    let top = packages.last().unwrap_or_else(|| path.to_path_buf());
    (program.name_of_module(&top), top)
}

/// The folder of the package that a path means: that of its `__init__.py`, or a folder without one.
fn package_of(path: &Path) -> Option<&Path> {
    if path.ends_with("__init__.py") {
        return path.parent();
    }
    path.extension().is_none_or(|ending| ending != "py").then_some(path)
}

/// The project's files that `file` imports, wherever in it, and the packages around those. The packages that it is in
/// itself only count where it names them: they run before, but it need not know what is in them.
pub(super) fn imported_by<'p>(program: &'p Program<'_>, file: FileId) -> &'p [FileId] {
    if let Some(known) = program.imported.get(&file) {
        return known;
    }
    let source = program.sources.file(file);
    let facts = Facts::at_a_glance(program, &source.path, &source.text);
    let with_packages = |path: PathBuf| std::iter::successors(Some(path), |path| program.package_around(path));
    let around: BTreeSet<PathBuf> = with_packages(source.path.clone()).collect();
    let modules = facts.imported.into_iter().chain(facts.inner).flat_map(with_packages);
    // In the order of their paths: numbers depend on what was read first.
    let paths: BTreeSet<PathBuf> =
        modules.filter(|path| !around.contains(path)).chain(facts.meant).filter(|path| *path != source.path).collect();
    program.imported.insert(file, paths.iter().filter_map(|path| program.sources.load(path)).collect())
}

/// The modules that the file at `path` imports, wherever in it, by way of `buffer`.
pub(super) fn imported_at_a_glance(program: &Program<'_>, path: &Path, buffer: &mut Vec<u8>) -> BTreeSet<PathBuf> {
    let look = |text: &str| Facts::at_a_glance(program, path, text);
    let facts = program.sources.glance(path, buffer, look).unwrap_or_default();
    facts.imported.into_iter().chain(facts.inner).collect()
}

/// Whether `file` has what is in `module`: an import names it. A package that only is run before one of its modules is
/// imported lends nobody its functions. By a name that is a value, any may be meant.
pub(super) fn names(program: &Program<'_>, file: FileId, module: FileId) -> bool {
    let source = program.sources.file(file);
    let named = program.named.get(&file).unwrap_or_else(|| {
        let facts = Facts::at_a_glance(program, &source.path, &source.text);
        program.named.insert(file, facts.meant.into_iter().chain(facts.bound).collect())
    });
    named.contains(&program.sources.file(module).path) || BY_NAME.iter().any(|name| source.text.contains(name))
}

impl Facts {
    /// What the imports of a text say that is not parsed.
    fn at_a_glance(program: &Program<'_>, path: &Path, text: &str) -> Self {
        let found = imports(text);
        let facts = Self {
            makes_apps: found.is_none(),
            is_tangled: found.is_none(),
            imports_by_name: BY_NAME.iter().any(|name| text.contains(name)),
            ..Self::default()
        };
        let mut search = Search { program, path, is_inner: false, found: facts };
        for (import, is_inner) in found.into_iter().flatten() {
            search.is_inner = is_inner;
            match import {
                Import::Module(dotted) => search.note_module(&dotted),
                Import::From { level, module, names } => {
                    search.note_from(level, &module, names.iter().map(String::as_str));
                }
            }
        }
        search.found
    }
}

struct Search<'a, 's> {
    program: &'a Program<'s>,
    path: &'a Path,
    /// Whether a function holds what is looked at.
    is_inner: bool,
    found: Facts,
}

impl Search<'_, '_> {
    fn add(&mut self, found: Option<PathBuf>) {
        let modules = if self.is_inner { &mut self.found.inner } else { &mut self.found.imported };
        modules.extend(found);
    }

    /// An absolute name that is imported.
    fn note(&mut self, dotted: &str) {
        self.found.makes_apps |= leads_to_app_class(dotted);
        let ends = dotted.match_indices('.').map(|(at, _)| at).chain([dotted.len()]);
        let mut last = None;
        for name in ends.filter_map(|end| dotted.get(..end)).filter(|name| !is_library(name)) {
            let found = self.program.find_absolute(self.path, name);
            last = found.clone().or(last);
            self.add(found);
        }
        self.found.meant.extend(last);
    }

    /// The module that a relative import names.
    fn note_relative(&mut self, level: u32, dotted: &str) -> Option<PathBuf> {
        let found = self.path.parent().and_then(|package| self.program.find_relative(package, level, dotted));
        self.add(found.clone());
        found
    }

    /// `import dotted`.
    fn note_module(&mut self, dotted: &str) {
        // `import flask.json` makes `flask.Flask` known too.
        let top = dotted.split('.').next().unwrap_or(dotted);
        self.found.makes_apps |= leads_to_app_class(top);
        self.note(dotted);
        let bound = self.program.find_absolute(self.path, top).filter(|_| !is_library(top));
        self.found.bound.extend(bound);
    }

    /// `from module import names`, with `level` dots.
    fn note_from<'n>(&mut self, level: u32, module: &str, names: impl Iterator<Item = &'n str>) {
        let around = if level > 0 { self.note_relative(level, module) } else { None };
        for name in names {
            self.found.imports_by_name |= BY_NAME.contains(&name) || (name == "*" && is_library(module));
            let full = if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") };
            match level {
                // What the module leads to depends on the names.
                0 => self.note(if name == "*" { module } else { &full }),
                level => {
                    let found = self.note_relative(level, &full);
                    self.found.meant.extend(found.or_else(|| around.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
