//! What the imports of a file say at a glance: which modules of the project it leads to, without parsing it.
//!
//! It reads each file once for all that ask. It supposes too much rather than too little, and runs nothing.

use std::path::Path;
use std::sync::Arc;

use super::extensions::leads_to_app_class;
use super::imports::is_library;
use super::program::Program;
use crate::python::{Import, imports};
use crate::source::FileId;

/// Functions that import a module whose name is a value.
const BY_NAME: [&str; 2] = ["import_module", "import_string"];

/// Whether imports lead to a class of apps.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub(super) enum AppClass {
    #[default]
    None,
    Imported,
    /// They cannot be told, so they may be any.
    Tangled,
}

/// What the imports of one module say. The paths of each list are sorted.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) app_class: AppClass,
    /// Whether its text has the name of what imports by a name that is a value.
    names_importer: bool,
    /// Whether a library gives it all names, that of such an importer among them.
    has_all_of_library: bool,
    /// Modules of the project, and the packages that they are in as far as their names say so.
    pub(super) imported: Vec<Arc<Path>>,
    /// The same of what functions import.
    pub(super) inner: Vec<Arc<Path>>,
    /// What of both is named, without the packages that only are run before.
    pub(super) meant: Vec<Arc<Path>>,
    /// The packages that `import package.module` binds.
    bound: Vec<Arc<Path>>,
}

impl Facts {
    /// Of the file at `path`, which is read by way of `buffer` if it was not before. A folder says nothing.
    pub(super) fn of<'p>(program: &'p Program<'_>, path: &Path, buffer: &mut Vec<u8>) -> &'p Self {
        if let Some(known) = program.facts.get(path.as_os_str()) {
            return known;
        }
        let look = |text: &str| Self::at_a_glance(program, path, text);
        let facts = program.sources.glance(path, buffer, look).unwrap_or_default();
        program.facts.insert(path.into(), Box::new(facts))
    }

    /// What the imports of a text say that is not parsed.
    fn at_a_glance(program: &Program<'_>, path: &Path, text: &str) -> Self {
        let found = imports(text);
        let facts = Self {
            app_class: if found.is_none() { AppClass::Tangled } else { AppClass::None },
            names_importer: BY_NAME.iter().any(|name| text.contains(name)),
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
        // The module of the class may come from another one of the project: `from common import *`, `flask.Flask(...)`.
        if search.found.app_class == AppClass::None && text.contains(".Flask") {
            search.found.app_class = AppClass::Imported;
        }
        search.found.sorted()
    }

    fn sorted(mut self) -> Self {
        for paths in [&mut self.imported, &mut self.inner, &mut self.meant, &mut self.bound] {
            paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
            paths.dedup_by(|one, other| one.as_os_str() == other.as_os_str());
            paths.shrink_to_fit();
        }
        self
    }

    /// The modules that it imports, wherever in the file.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.imported.iter().chain(&self.inner)
    }

    /// Whether it may import a module whose name is a value.
    pub(super) fn imports_by_name(&self) -> bool {
        self.names_importer || self.has_all_of_library
    }

    /// Whether an import has the module at `path`, as a name or by what it holds. A package that only is run before one of
    /// its modules is imported lends nobody its functions. By a name that is a value, any may be meant.
    fn has(&self, path: &Path) -> bool {
        let holds = |paths: &[Arc<Path>]| paths.binary_search_by(|one| one.as_os_str().cmp(path.as_os_str())).is_ok();
        self.names_importer || holds(&self.meant) || holds(&self.bound)
    }
}

/// Whether `file` has what is in `module`: an import names it.
pub(super) fn names(program: &Program<'_>, file: FileId, module: FileId) -> bool {
    let (file, module) = (program.sources.file(file), program.sources.file(module));
    Facts::of(program, &file.path, &mut Vec::new()).has(&module.path)
}

struct Search<'a, 's> {
    program: &'a Program<'s>,
    path: &'a Path,
    /// Whether a function holds what is looked at.
    is_inner: bool,
    found: Facts,
}

impl Search<'_, '_> {
    fn add(&mut self, found: Option<Arc<Path>>) {
        let modules = if self.is_inner { &mut self.found.inner } else { &mut self.found.imported };
        modules.extend(found);
    }

    fn note_app_class(&mut self, dotted: &str) {
        if leads_to_app_class(dotted) {
            self.found.app_class = AppClass::Imported;
        }
    }

    /// An absolute name that is imported.
    fn note(&mut self, dotted: &str) {
        self.note_app_class(dotted);
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
    fn note_relative(&mut self, level: u32, dotted: &str) -> Option<Arc<Path>> {
        let found = self.path.parent().and_then(|package| self.program.find_relative(package, level, dotted));
        self.add(found.clone());
        found
    }

    /// `import dotted`.
    fn note_module(&mut self, dotted: &str) {
        // `import flask.json` makes `flask.Flask` known too.
        let top = dotted.split('.').next().unwrap_or(dotted);
        self.note_app_class(top);
        self.note(dotted);
        let bound = self.program.find_absolute(self.path, top).filter(|_| !is_library(top));
        self.found.bound.extend(bound);
    }

    /// `from module import names`, with `level` dots.
    fn note_from<'n>(&mut self, level: u32, module: &str, names: impl Iterator<Item = &'n str>) {
        let around = if level > 0 { self.note_relative(level, module) } else { None };
        for name in names {
            self.found.has_all_of_library |= name == "*" && is_library(module);
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
