//! The part of the disk below one root: what is there, and the bytes of its regular files.
//!
//! Nothing outside the root is opened, not even through a symbolic link below it. Pipes, devices and
//! sockets are never opened, since reading them could block or never end.

use std::ffi::OsString;
use std::fs::{DirEntry, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::sources::with_python_ending;

/// The largest file that is read. A Python file of this size is data, not configuration.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Room for nearly every file, so that one call reads it.
const FIRST_BUFFER: usize = 64 * 1024;

/// What stands at a path.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    File,
    Folder,
    Nothing,
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// There is no such file below the root.
    Absent,
    /// There is one, but: what is wrong and what to do.
    Defective(String),
}

/// The disk below a root.
pub(super) struct Disk {
    root: PathBuf,
    real_root: PathBuf,
    /// Whether a folder, with all links followed, lies below the root.
    inside: Mutex<FxHashMap<OsString, bool>>,
    kinds: Mutex<FxHashMap<OsString, Kind>>,
    /// The names in folders that imports may mean.
    importable: Mutex<FxHashMap<OsString, Arc<FxHashSet<OsString>>>>,
}

impl Disk {
    /// The disk below `root` (absolute).
    pub(super) fn new(root: &Path) -> Self {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        Self {
            root: root.to_path_buf(),
            real_root,
            inside: Mutex::default(),
            kinds: Mutex::default(),
            importable: Mutex::default(),
        }
    }

    /// The bytes of the file at `path`. `buffer` is scratch space.
    pub(super) fn read<'b>(&self, path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Refusal> {
        let metadata = self.look_at(path)?;
        if metadata.is_dir() {
            return Err(Refusal::Absent);
        }
        if !metadata.is_file() {
            return Err(defective("is not a regular file, so it was not read: exclude it"));
        }
        let file = File::open(path).map_err(|error| absent_or_unreadable(&error))?;
        if !is_same(&metadata, &file.metadata().map_err(|error| unreadable(&error))?) {
            return Err(defective("was replaced while it was read, so it was not linted: run again"));
        }
        contents(file, buffer)
    }

    /// The bytes of the file at `path`, which is known to be a regular file, no link, in a folder that
    /// [`is_inside`](Self::is_inside). `buffer` is scratch space.
    pub(super) fn read_regular<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Refusal> {
        contents(File::open(path).map_err(|error| absent_or_unreadable(&error))?, buffer)
    }

    /// The files in a folder, in no order; none if it cannot be read or lies outside the root.
    pub(super) fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        if self.kind(folder) != Kind::Folder {
            return Vec::new();
        }
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        paths.filter(|path| self.kind(path) == Kind::File).collect()
    }

    /// Whether the folder around `path` lists its name, with or without the ending of Python's files: an import looks for
    /// nothing else. A folder is read once rather than asked for each name, as Python's own finder does
    /// (`FileFinder.find_spec`, 3.13).
    pub(super) fn may_be_module(&self, path: &Path) -> bool {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return true };
        if path == self.root {
            return true;
        }
        let names = self.importable_in(folder);
        names.contains(name) || names.contains(with_python_ending(Path::new(name)).as_os_str())
    }

    /// The names in a folder that an import may mean: Python's files, folders and links.
    fn importable_in(&self, folder: &Path) -> Arc<FxHashSet<OsString>> {
        if let Some(known) = lock(&self.importable).get(folder.as_os_str()) {
            return Arc::clone(known);
        }
        let is_meant = |entry: &DirEntry| {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            !is_file || Path::new(&entry.file_name()).extension().is_some_and(|ending| ending == "py")
        };
        let entries = if self.kind(folder) == Kind::Folder { std::fs::read_dir(folder).ok() } else { None };
        let entries = entries.into_iter().flatten().flatten().filter(is_meant);
        let names = Arc::new(entries.map(|entry| entry.file_name()).collect());
        lock(&self.importable).insert(folder.into(), Arc::clone(&names));
        names
    }

    /// What stands at `path`; `Nothing` outside the root.
    pub(super) fn kind(&self, path: &Path) -> Kind {
        if let Some(known) = lock(&self.kinds).get(path.as_os_str()) {
            return *known;
        }
        let kind = match self.look_at(path) {
            Ok(metadata) if metadata.is_dir() => Kind::Folder,
            Ok(metadata) if metadata.is_file() => Kind::File,
            Ok(_) | Err(_) => Kind::Nothing,
        };
        lock(&self.kinds).insert(path.into(), kind);
        kind
    }

    /// What `path` is, links followed, provided that it lies below the root.
    fn look_at(&self, path: &Path) -> Result<Metadata, Refusal> {
        if !path.starts_with(&self.root) {
            return Err(Refusal::Absent);
        }
        let metadata = path.symlink_metadata().map_err(|error| absent_or_unreadable(&error))?;
        if metadata.is_symlink() {
            let target =
                path.canonicalize().map_err(|_| defective("is a symbolic link that leads nowhere: exclude it"))?;
            if !target.starts_with(&self.real_root) {
                return Err(outside());
            }
            return target.metadata().map_err(|error| absent_or_unreadable(&error));
        }
        let folder = if path == self.root { path } else { path.parent().unwrap_or(path) };
        if self.is_inside(folder) { Ok(metadata) } else { Err(outside()) }
    }

    /// Whether a folder, with all links followed, lies below the root.
    pub(super) fn is_inside(&self, folder: &Path) -> bool {
        if let Some(known) = lock(&self.inside).get(folder.as_os_str()) {
            return *known;
        }
        let inside = folder.canonicalize().is_ok_and(|real| real.starts_with(&self.real_root));
        lock(&self.inside).insert(folder.into(), inside);
        inside
    }
}

fn lock<T>(table: &Mutex<T>) -> MutexGuard<'_, T> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

fn contents(file: File, buffer: &mut Vec<u8>) -> Result<&[u8], Refusal> {
    match fill(file, buffer).map_err(|error| unreadable(&error))? {
        length if length as u64 <= MOST_BYTES => Ok(buffer.get(..length).unwrap_or_default()),
        _ => Err(defective("is larger than 64 MiB, so it was not read: exclude it")),
    }
}

/// Reads `file` into the front of `buffer`, whose length is room and stays, and returns how long it is. What
/// is too large is not read.
fn fill(mut file: File, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut length = 0;
    if buffer.is_empty() {
        buffer.resize(FIRST_BUFFER, 0);
    }
    while length as u64 <= MOST_BYTES {
        if length == buffer.len() {
            // Few files are so large, and only they are asked for their size.
            let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
            if size as u64 > MOST_BYTES {
                return Ok(size);
            }
            buffer.resize(size.max(length) + FIRST_BUFFER, 0);
        }
        match file.read(buffer.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Whether what was opened is what was looked at: somebody may have put a link in its place.
#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.is_file() == other.is_file()
}

fn outside() -> Refusal {
    defective(
        "is reached through a symbolic link that leads out of the project, so it was not read: lint its own folder too",
    )
}

fn absent_or_unreadable(error: &std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput | ErrorKind::InvalidFilename => {
            Refusal::Absent
        }
        _ => unreadable(error),
    }
}

fn unreadable(error: &std::io::Error) -> Refusal {
    Refusal::Defective(format!("cannot be read ({error}), so it was not linted: mend its permissions or exclude it"))
}

fn defective(message: &str) -> Refusal {
    Refusal::Defective(message.to_owned())
}

#[cfg(test)]
mod tests;
