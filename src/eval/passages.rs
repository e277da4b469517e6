//! Which modules of interest a module leads to through packages that are of none themselves: an `__init__.py` that says
//! nothing of Flask may import what does.
//!
//! It looks at imports alone, and at those of packages: to read all modules in between takes as long as to run the apps
//! (mlflow 3.5, 1.7 of 4.4 seconds).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::glances::Facts;
use super::program::Program;
use crate::source::FileId;

/// The imports of files that are of no interest, by path.
pub(super) struct Passages<'a> {
    known: &'a BTreeMap<PathBuf, FileId>,
    imports: BTreeMap<Arc<Path>, &'a Facts>,
}

impl<'a> Passages<'a> {
    /// What lies between the files that are `known` and others that are, starting from what is `imported`.
    pub(super) fn of<'i>(
        program: &'a Program<'_>,
        known: &'a BTreeMap<PathBuf, FileId>,
        imported: impl Iterator<Item = &'i Arc<Path>>,
    ) -> Self {
        let mut imports: BTreeMap<Arc<Path>, &Facts> = BTreeMap::new();
        let is_other = |path: &&Arc<Path>| !known.contains_key(&***path) && path.ends_with("__init__.py");
        let mut next: BTreeSet<Arc<Path>> = imported.filter(is_other).cloned().collect();
        while !next.is_empty() {
            let read = |buffer: &mut Vec<u8>, path: Arc<Path>| {
                let facts = Facts::of(program, &path, buffer);
                (path, facts)
            };
            let found: Vec<_> = next.into_par_iter().map_init(Vec::new, read).collect();
            imports.extend(found.iter().cloned());
            let imported = found.iter().flat_map(|(_, facts)| facts.all());
            next = imported.filter(is_other).filter(|path| !imports.contains_key(&***path)).cloned().collect();
        }
        Self { known, imports }
    }

    /// The files that are known which `imported` are, or lead to.
    pub(super) fn files(&self, imported: &BTreeSet<Arc<Path>>) -> BTreeSet<FileId> {
        let mut files = BTreeSet::new();
        let mut seen: BTreeSet<&Path> = BTreeSet::new();
        let mut waiting: Vec<&Arc<Path>> = imported.iter().collect();
        while let Some(path) = waiting.pop() {
            if let Some(file) = self.known.get(&**path) {
                files.insert(*file);
            } else if let Some(facts) = self.imports.get(path)
                && seen.insert(path)
            {
                waiting.extend(facts.all());
            }
        }
        files
    }
}
