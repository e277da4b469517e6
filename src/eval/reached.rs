//! Which files a file leads to, by imports wherever in it. It looks at imports alone, and keeps no text for that.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use elsa::sync::{FrozenMap, FrozenVec};
use rustc_hash::FxHashSet;

use super::glances::Facts;
use super::program::Program;
use crate::source::FileId;

/// How many files are followed from one: a project that imports more in one chain is not told apart so far.
const MOST_FILES: usize = 2_000;

/// A file of the project by its number among those that were asked for.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct ModuleId(usize);

/// What is known of which files import which.
#[derive(Default)]
pub(super) struct Links {
    paths: FrozenVec<Arc<Path>>,
    numbers: FrozenMap<OsString, usize>,
    /// What a file imports.
    imported: FrozenMap<ModuleId, Vec<ModuleId>>,
    /// A file and what it imports, directly or not, sorted.
    reached: FrozenMap<ModuleId, Vec<ModuleId>>,
}

impl Links {
    fn number(&self, path: &Path) -> ModuleId {
        let known = self.numbers.get_copy(path.as_os_str());
        ModuleId(
            known.unwrap_or_else(|| {
                self.numbers.get_copy_or_insert(path.into(), self.paths.push_get_index(path.into()))
            }),
        )
    }
}

impl Program<'_> {
    /// The number of a file.
    pub(super) fn number_of(&self, file: FileId) -> ModuleId {
        self.links.number(&self.sources.file(file).path)
    }

    /// The file of a number, which is loaded.
    pub(super) fn file_of(&self, module: ModuleId) -> Option<FileId> {
        self.sources.load(self.links.paths.get(module.0)?)
    }

    /// What `look` makes of the text of a file, by way of `buffer`. `None` if it cannot be read.
    pub(super) fn look_at<T>(&self, module: ModuleId, buffer: &mut Vec<u8>, look: impl FnOnce(&str) -> T) -> Option<T> {
        self.sources.glance(self.links.paths.get(module.0)?, buffer, look)
    }

    /// `start` and what it imports, directly or not, sorted.
    pub(super) fn reached_from(&self, start: FileId) -> &[ModuleId] {
        let start = self.number_of(start);
        if let Some(known) = self.links.reached.get(&start) {
            return known;
        }
        let mut reached = FxHashSet::from_iter([start]);
        let mut waiting = vec![start];
        let mut buffer = Vec::new();
        while let Some(module) = waiting.pop() {
            for next in self.imported_by(module, &mut buffer) {
                if reached.len() < MOST_FILES && reached.insert(*next) {
                    waiting.push(*next);
                }
            }
        }
        let mut reached: Vec<ModuleId> = reached.into_iter().collect();
        reached.sort_unstable();
        self.links.reached.insert(start, reached)
    }

    /// `starts` and what they import, directly or not, but for what only the files in `walls` lead to.
    pub(super) fn reached_without(&self, starts: &BTreeSet<FileId>, walls: &BTreeSet<FileId>) -> FxHashSet<ModuleId> {
        let walls: BTreeSet<ModuleId> = walls.difference(starts).map(|file| self.number_of(*file)).collect();
        let mut reached: FxHashSet<ModuleId> = starts.iter().map(|file| self.number_of(*file)).collect();
        let mut waiting: Vec<ModuleId> = reached.iter().copied().collect();
        let mut buffer = Vec::new();
        while let Some(module) = waiting.pop() {
            let next = self.imported_by(module, &mut buffer).iter().filter(|next| reached.insert(**next));
            waiting.extend(next.filter(|next| !walls.contains(next)));
        }
        reached
    }

    /// Whether `start` is `file` or imports it, directly or not.
    pub(super) fn reaches(&self, start: FileId, file: FileId) -> bool {
        self.reached_from(start).binary_search(&self.number_of(file)).is_ok()
    }

    /// Whether `file` imports `module`, wherever in it.
    pub(super) fn imports(&self, file: FileId, module: FileId) -> bool {
        self.imported_by(self.number_of(file), &mut Vec::new()).contains(&self.number_of(module))
    }

    /// The project's files that a file imports, wherever in it, and the packages around those. The packages that it is in
    /// itself only count where it names them: they run before, but it need not know what is in them.
    fn imported_by(&self, module: ModuleId, buffer: &mut Vec<u8>) -> &[ModuleId] {
        if let Some(known) = self.links.imported.get(&module) {
            return known;
        }
        let Some(path) = self.links.paths.get(module.0) else { return &[] };
        let facts = Facts::of(self, path, buffer);
        let around: BTreeSet<Arc<Path>> = self.packages_around(path).chain([path.into()]).collect();
        let with_packages = |path: &Arc<Path>| std::iter::once(Arc::clone(path)).chain(self.packages_around(path));
        let modules = facts.all().flat_map(with_packages);
        // In the order of their paths: what is followed first may not depend on what was asked first.
        let paths: BTreeSet<Arc<Path>> = modules
            .filter(|path| !around.contains(path))
            .chain(facts.meant.iter().filter(|found| ***found != *path).cloned())
            .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
            .collect();
        self.links.imported.insert(module, paths.iter().map(|path| self.links.number(path)).collect())
    }
}
