//! Whether the code of an app may load a file: imports lead there, or name it, or a name that is a value may be its own.
//!
//! It looks at imports alone, and only where nothing was seen to load the file.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::program::{Program, words_in};
use super::reached::ModuleId;
use crate::python::{Import, imports};
use crate::source::FileId;

/// What loads modules whose names are values.
const LOADERS: [&str; 9] = [
    "import_module",
    "import_string",
    "__import__",
    "exec",
    "execfile",
    "iter_modules",
    "walk_packages",
    "spec_from_file_location",
    "SourceFileLoader",
];

/// The files of an app.
pub(super) struct Linked<'p, 's> {
    program: &'p Program<'s>,
    app: FileId,
    /// The files that may register its views.
    pub(super) roots: BTreeSet<FileId>,
    reached: BTreeSet<ModuleId>,
    /// What of that other apps do not stand in between.
    own: OnceCell<FxHashSet<ModuleId>>,
    /// The names that their imports say; none where they may import anything.
    names: OnceCell<Option<FxHashSet<String>>>,
}

impl<'p, 's> Linked<'p, 's> {
    /// Of the app that `app` makes, whose views the files in `roots` may register.
    pub(super) fn of(program: &'p Program<'s>, app: FileId, roots: BTreeSet<FileId>) -> Self {
        let reached = roots.iter().flat_map(|root| program.reached_from(*root)).copied().collect();
        Self { program, app, roots, reached, own: OnceCell::new(), names: OnceCell::new() }
    }

    /// Whether imports lead from the app to `file`, or from what may register its views.
    pub(super) fn leads_to(&self, file: FileId) -> bool {
        self.reached.contains(&self.program.number_of(file))
    }

    /// Whether the app may have what `file` holds.
    pub(super) fn may_have(&self, file: FileId) -> bool {
        if self.leads_to(file) || self.program.reaches(file, self.app) {
            return true;
        }
        let path = &self.program.sources.file(file).path;
        let is_said = |names: &FxHashSet<String>| names_of(path).into_iter().any(|name| names.contains(&name));
        self.names.get_or_init(|| self.names_said()).as_ref().is_none_or(is_said)
    }

    /// Whether imports lead to `file` by way of the files that make other apps alone.
    pub(super) fn is_behind(&self, makers: &BTreeSet<FileId>, file: FileId) -> bool {
        let module = self.program.number_of(file);
        let own = || self.own.get_or_init(|| self.program.reached_without(&self.roots, makers));
        self.reached.contains(&module) && !own().contains(&module)
    }

    fn names_said(&self) -> Option<FxHashSet<String>> {
        let mut names = FxHashSet::default();
        let mut buffer = Vec::new();
        for module in &self.reached {
            // What cannot be read any more says nothing.
            if let Some(said) = self.program.look_at(*module, &mut buffer, names_in) {
                names.extend(said?);
            }
        }
        Some(names)
    }
}

/// The names that the imports of a text say; none where they may be any.
fn names_in(text: &str) -> Option<Vec<String>> {
    if words_in(text).any(|word| LOADERS.contains(&word)) {
        return None;
    }
    let mut said = Vec::new();
    for (import, _) in imports(text)? {
        let (module, imported) = match import {
            Import::Module(module) => (module, Vec::new()),
            Import::From { module, names, .. } => (module, names),
        };
        said.extend(module.split('.').map(str::to_owned).chain(imported));
    }
    Some(said)
}

/// The names by which an import may mean the file at `path`: its own and that of its folder.
fn names_of(path: &Path) -> Vec<String> {
    let folder = path.parent().and_then(Path::file_name);
    let names = path.file_stem().into_iter().chain(folder);
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}
