//! Which Python files a run is about: the paths of the command line, folders walked.
//!
//! Behaves as ruff does where ruff has an answer: hidden folders are walked, a file that is named is linted whatever its
//! name unless exclusion is forced. `.gitignore` counts as it does for git: in a repository (ruff 0.0.283 and later), and
//! for files that are not tracked. What an archive holds, its repository holds. Links to folders are not followed, so the
//! walk ends. It reads folders, never files: what is done with a file that is found, on the thread that found it, is the
//! caller's business.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};

use super::exclusion::Exclusion;
use super::ignore_files;
use super::project::project_root;
use super::sources::normalised;

/// Endings of files that hold Python code which runs; web servers load `.wsgi` files and start the others, which may be of
/// other languages. Stubs (`.pyi`) hold no values.
const ENDINGS: [&str; 5] = ["py", "pyw", "wsgi", "fcgi", "cgi"];
/// Files that are looked through in the time that a thread without work sleeps: 10 to 20 µs each, in a folder of 10,000.
const FEW_FILES: usize = 32;

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
    /// Absolute paths of the Python files, each once, in no order.
    pub files: Vec<PathBuf>,
    /// Folders that could not be read, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Ignore files that cannot be used, and what follows from that, as a clause.
    pub unusable: Vec<(PathBuf, String)>,
}

/// The Python files at and below `paths` (absolute, existing), and what `look` makes of each.
///
/// `look` is called once a file, by the threads that walk, with scratch space of its thread.
pub(super) fn discover<T: Send>(
    paths: &[PathBuf],
    options: &DiscoveryOptions,
    look: &Look<'_, T>,
) -> (Discovery, Vec<(PathBuf, T)>) {
    let project = project_root(paths);
    let paths: Vec<PathBuf> = paths.iter().map(|path| normalised(path).into_owned()).collect();
    let wanted = paths.into_iter().filter(|path| match options.named_files {
        NamedFiles::AlwaysLinted => true,
        NamedFiles::Excludable => !options.exclusion.covers_above(path, &project),
    });
    let (folders, mut named): (Vec<PathBuf>, Vec<PathBuf>) = wanted.partition(|path| path.is_dir());
    named.sort();
    named.dedup();
    let mut found = Found::default();
    let mut buffer = Vec::new();
    for path in named {
        found.add(path, &mut |path| look(path, Entry::Named, &mut buffer));
    }
    let is_several = !found.files.is_empty() || folders.len() > 1;
    walk(&folders, options, look, &mut found);
    if is_several {
        found.keep_each_once();
    }
    found.add_links(&mut |path| look(path, Entry::Link, &mut buffer));
    found.unreadable.sort();
    found.unreadable.dedup();
    found.unusable.sort();
    found.unusable.dedup();
    (Discovery { files: found.files, unreadable: found.unreadable, unusable: found.unusable }, found.seen)
}

/// What is done with each file that is found: its path, how it was found, and scratch space.
pub(super) type Look<'a, T> = dyn Fn(&Path, Entry, &mut Vec<u8>) -> Option<T> + Sync + 'a;

/// How a file was found, and so what is known of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// It was named: it may be anything.
    Named,
    /// Its folder was listed, and it is a regular file.
    Regular,
    /// Its folder was listed, and it is a symbolic link to a file.
    Link,
}

/// What was found so far.
struct Found<T> {
    files: Vec<PathBuf>,
    links: Vec<PathBuf>,
    unreadable: Vec<(PathBuf, String)>,
    unusable: Vec<(PathBuf, String)>,
    seen: Vec<(PathBuf, T)>,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { files: Vec::new(), links: Vec::new(), unreadable: Vec::new(), unusable: Vec::new(), seen: Vec::new() }
    }
}

impl<T> Found<T> {
    fn add(&mut self, path: PathBuf, look: &mut dyn FnMut(&Path) -> Option<T>) {
        if let Some(seen) = look(&path) {
            self.seen.push((path.clone(), seen));
        }
        self.files.push(path);
    }

    fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.links.append(&mut other.links);
        self.unreadable.append(&mut other.unreadable);
        self.unusable.append(&mut other.unusable);
        self.seen.append(&mut other.seen);
    }

    fn keep_each_once(&mut self) {
        self.files.sort_unstable();
        self.files.dedup();
        self.seen.sort_by(|one, other| one.0.cmp(&other.0));
        self.seen.dedup_by(|one, other| one.0 == other.0);
    }

    /// A link to a file that is linted under its own name would report everything twice.
    fn add_links(&mut self, look: &mut dyn FnMut(&Path) -> Option<T>) {
        let links = std::mem::take(&mut self.links);
        if links.is_empty() {
            return;
        }
        let known: HashSet<&PathBuf> = self.files.iter().collect();
        let is_known =
            |link: &PathBuf| known.contains(link) || link.canonicalize().is_ok_and(|target| known.contains(&target));
        let mut others: Vec<PathBuf> = links.into_iter().filter(|link| !is_known(link)).collect();
        others.sort();
        others.dedup();
        for link in others {
            self.add(link, look);
        }
    }
}

fn walk<T: Send>(folders: &[PathBuf], options: &DiscoveryOptions, look: &Look<'_, T>, found: &mut Found<T>) {
    let Some((first, others)) = folders.split_first() else {
        return;
    };
    let respects = options.ignore_files == IgnoreFiles::Respected && can_respect(folders, found);
    let defective = Defective::default();
    let mut builder = WalkBuilder::new(first);
    for folder in others {
        builder.add(folder);
    }
    let is_wanted = entry_filter(options, respects, &defective);
    builder.standard_filters(respects).hidden(false).threads(threads_for(folders)).filter_entry(is_wanted.clone());
    let shared = Mutex::new(std::mem::take(found));
    builder.build_parallel().visit(&mut Walkers { look, shared: &shared });
    *found = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    if respects {
        tracked::add_tracked(folders, is_wanted, look, found);
    }
    let defective = std::mem::take(&mut *defective.lock().unwrap_or_else(PoisonError::into_inner));
    let told = defective.into_iter().map(|(path, why)| (path, format!("{why}, so its folder was not linted: mend it")));
    found.unusable.extend(told);
}

/// Ignore files that cannot be used, with the reason.
type Defective = Arc<Mutex<Vec<(PathBuf, String)>>>;

/// Which entries the walk looks at. Folders whose ignore files cannot be used are noted, and not entered.
fn entry_filter(
    options: &DiscoveryOptions,
    respects: bool,
    defective: &Defective,
) -> impl Fn(&DirEntry) -> bool + Clone + Send + Sync + 'static {
    let (exclusion, defective) = (options.exclusion.clone(), Arc::clone(defective));
    move |entry| {
        let is_wanted = entry.depth() == 0 || is_wanted(entry, &exclusion);
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let may_ignore = respects && is_wanted && entry.depth() > 0 && is_folder;
        let defect = may_ignore.then(|| ignore_files::defect(entry.path())).flatten();
        let is_usable = defect.is_none();
        defective.lock().unwrap_or_else(PoisonError::into_inner).extend(defect);
        is_wanted && is_usable
    }
}

/// How many threads a walk is worth. One that finds nothing to do sleeps a millisecond before it looks again
/// (ignore 0.4), and the walk waits for it.
fn threads_for(folders: &[PathBuf]) -> usize {
    match folders {
        [folder] if is_small(folder) => 1,
        _ => rayon::current_num_threads(),
    }
}

/// Whether a folder holds no other and so few files that one thread reads them in less than a millisecond.
fn is_small(folder: &Path) -> bool {
    let mut entries = folder.read_dir().into_iter().flatten().flatten();
    let are_files = entries.by_ref().take(FEW_FILES).all(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    are_files && entries.next().is_none()
}

/// Whether the walk may read the ignore files of the folders that it starts in and of those above.
fn can_respect<T>(folders: &[PathBuf], found: &mut Found<T>) -> bool {
    let above = folders.iter().flat_map(|folder| folder.ancestors());
    let defects: Vec<(PathBuf, String)> = above.filter_map(ignore_files::defect).collect();
    let is_usable = defects.is_empty();
    let told = defects.into_iter().map(|(path, why)| (path, format!("{why}, so no ignore file was used: mend it")));
    found.unusable.extend(told);
    is_usable
}

/// What is no Python file need not be held against the patterns.
fn is_wanted(entry: &DirEntry, exclusion: &Exclusion) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    (is_folder || is_python(entry.path())) && !exclusion.covers(entry.path(), is_folder)
}

/// Makes a walker for each thread.
struct Walkers<'a, T> {
    look: &'a Look<'a, T>,
    shared: &'a Mutex<Found<T>>,
}

impl<'a, T: Send> ParallelVisitorBuilder<'a> for Walkers<'a, T> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 'a> {
        Box::new(Walker { look: self.look, shared: self.shared, found: Found::default(), buffer: Vec::new() })
    }
}

/// One thread's part of the walk; it hands over what it found at its end.
struct Walker<'a, T> {
    look: &'a Look<'a, T>,
    shared: &'a Mutex<Found<T>>,
    found: Found<T>,
    buffer: Vec<u8>,
}

impl<T: Send> ParallelVisitor for Walker<'_, T> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        match entry {
            Ok(entry) => self.note(entry),
            Err(error) => self.found.unreadable.extend(unreadable(&error, None)),
        }
        WalkState::Continue
    }
}

impl<T> Walker<'_, T> {
    fn note(&mut self, entry: DirEntry) {
        match entry.file_type() {
            Some(kind) if kind.is_file() && is_python(entry.path()) => {
                let (look, buffer) = (self.look, &mut self.buffer);
                self.found.add(entry.into_path(), &mut |path| look(path, Entry::Regular, buffer));
            }
            Some(kind) if kind.is_symlink() && is_python(entry.path()) && entry.path().is_file() => {
                self.found.links.push(entry.into_path());
            }
            Some(_) | None => {}
        }
    }
}

impl<T> Drop for Walker<'_, T> {
    fn drop(&mut self) {
        let found = std::mem::take(&mut self.found);
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).append(found);
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

/// Whether a file that somebody named may hold Python: a script needs no ending. All else is data, which counts where
/// an app reads it.
pub fn may_be_python(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    match path.extension() {
        None => !is_hidden,
        Some(_) => is_python(path),
    }
}

fn is_python(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ending| ENDINGS.contains(&ending))
}

mod tracked;

#[cfg(test)]
mod tests;
