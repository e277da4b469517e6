//! Which Python files a run is about: the paths of the command line, folders walked.
//!
//! Behaves as ruff does where ruff has an answer: `.gitignore` is honoured in and out of a repository,
//! hidden folders are walked, a file that is named is linted whatever its name unless exclusion is
//! forced. Links to folders are not followed, so the walk ends. It reads folders, never files.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::exclusion::Exclusion;
use super::project::project_root;
use super::sources::normalised;

/// Endings of files that hold Python code which runs. Stubs (`.pyi`) hold no values.
const ENDINGS: [&str; 2] = ["py", "pyw"];

/// Which files are left out, and how many threads look for them.
#[derive(Clone, Debug)]
pub struct DiscoveryOptions {
    /// What is left out.
    pub exclusion: Exclusion,
    /// Whether files that are named on the command line can be left out too.
    pub named_files: NamedFiles,
    /// Whether `.gitignore` and its kin count.
    pub ignore_files: IgnoreFiles,
}

/// What happens to files and folders that are named on the command line and excluded.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NamedFiles {
    /// They are linted: they were asked for.
    AlwaysLinted,
    /// They are left out: a hook names every file that changed.
    Excludable,
}

/// Whether `.gitignore`, `.ignore`, `.git/info/exclude` and git's global ignore file count.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum IgnoreFiles {
    /// They do.
    Respected,
    /// They do not.
    Disregarded,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Absolute paths of the Python files, sorted, each once.
    pub files: Vec<PathBuf>,
    /// Folders that could not be read, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// The Python files at and below `paths` (absolute, existing).
pub fn discover(paths: &[PathBuf], options: &DiscoveryOptions) -> Discovery {
    let project = project_root(paths);
    let paths: Vec<PathBuf> = paths.iter().map(|path| normalised(path)).collect();
    let wanted = paths.into_iter().filter(|path| match options.named_files {
        NamedFiles::AlwaysLinted => true,
        NamedFiles::Excludable => !options.exclusion.covers_above(path, &project),
    });
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = wanted.partition(|path| path.is_dir());
    let mut found = Found { files, ..Found::default() };
    walk(&folders, options, &mut found);
    found.into_discovery()
}

#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    links: Vec<PathBuf>,
    unreadable: Vec<(PathBuf, String)>,
}

impl Found {
    fn into_discovery(self) -> Discovery {
        let Self { mut files, links, mut unreadable } = self;
        files.sort();
        files.dedup();
        // A link to a file that is linted under its own name would report everything twice.
        let is_known = |link: &PathBuf| link.canonicalize().is_ok_and(|target| files.binary_search(&target).is_ok());
        let others: Vec<PathBuf> = links.into_iter().filter(|link| !is_known(link)).collect();
        files.extend(others);
        files.sort();
        files.dedup();
        unreadable.sort();
        unreadable.dedup();
        Discovery { files, unreadable }
    }
}

fn walk(folders: &[PathBuf], options: &DiscoveryOptions, found: &mut Found) {
    let Some((first, others)) = folders.split_first() else {
        return;
    };
    let respects = options.ignore_files == IgnoreFiles::Respected;
    let exclusion = options.exclusion.clone();
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    builder
        .standard_filters(respects)
        .require_git(false)
        .hidden(false)
        .threads(rayon::current_num_threads())
        .filter_entry(move |entry| entry.depth() == 0 || !exclusion.covers(entry.path(), is_folder(entry)));
    let shared = Mutex::new(std::mem::take(found));
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            note(entry, &mut shared.lock().unwrap_or_else(PoisonError::into_inner));
            WalkState::Continue
        })
    });
    *found = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
}

fn note(entry: Result<DirEntry, ignore::Error>, found: &mut Found) {
    match entry {
        Ok(entry) => {
            if !is_python(entry.path()) {
                return;
            }
            match entry.file_type() {
                Some(kind) if kind.is_file() => found.files.push(entry.into_path()),
                Some(kind) if kind.is_symlink() && entry.path().is_file() => found.links.push(entry.into_path()),
                Some(_) | None => {}
            }
        }
        Err(error) => found.unreadable.extend(unreadable(&error, None)),
    }
}

/// The path that a walk could not read. What is wrong with a `.gitignore` is git's business.
fn unreadable(error: &ignore::Error, path: Option<&Path>) -> Option<(PathBuf, String)> {
    match error {
        ignore::Error::WithPath { path, err } => unreadable(err, Some(path)),
        ignore::Error::WithDepth { err, .. } => unreadable(err, path),
        ignore::Error::Io(error) => path.map(|path| (path.to_path_buf(), error.to_string())),
        _ => None,
    }
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Whether a file that somebody named may hold Python: a script needs no ending, and web servers load
/// `.wsgi` files. All else is data, which counts where an app reads it.
pub fn may_be_python(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    match path.extension() {
        None => !is_hidden,
        Some(ending) => ending == "wsgi" || is_python(path),
    }
}

fn is_python(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ending| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests;
