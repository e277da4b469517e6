//! Files that git tracks although one of its ignore files names them: ignore files say nothing of what was added.
//!
//! The walk has passed them by. What the project excludes, or `.ignore` leaves out, stays out.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, WalkBuilder};

use super::{Entry, Found, Look, is_python};
use crate::source::repository::tracked;

/// Adds those in `folders` to what was `found`, as far as `is_wanted` lets the walk.
pub(super) fn add_tracked<T>(
    folders: &[PathBuf],
    is_wanted: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
    look: &Look<'_, T>,
    found: &mut Found<T>,
) {
    let known: HashSet<&PathBuf> = found.files.iter().collect();
    let all = folders.iter().flat_map(|folder| tracked(folder, is_python));
    let missing: Arc<BTreeSet<PathBuf>> = Arc::new(all.filter(|path| !known.contains(path)).collect());
    let Some((first, others)) = folders.split_first().filter(|_| !missing.is_empty()) else { return };
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    let wanted = Arc::clone(&missing);
    let is_on_the_way = move |entry: &DirEntry| leads_to(&wanted, entry.path()) && is_wanted(entry);
    builder.hidden(false).git_ignore(false).git_exclude(false).git_global(false).filter_entry(is_on_the_way);
    let mut buffer = Vec::new();
    let files = builder.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    for path in files.map(DirEntry::into_path).filter(|path| missing.contains(path)) {
        found.add(path, &mut |path| look(path, Entry::Regular, &mut buffer));
    }
}

/// Whether one of `files` is at or below `path`.
fn leads_to(files: &BTreeSet<PathBuf>, path: &Path) -> bool {
    files.range(path.to_path_buf()..).next().is_some_and(|file| file.starts_with(path))
}
