//! The part of the disk below one root: what is there, and the bytes of its regular files.
//!
//! Nothing outside the root is opened, not even through a symbolic link below it. Pipes, devices and
//! sockets are never opened, since reading them could block or never end.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

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
    inside: Mutex<HashMap<PathBuf, bool>>,
    kinds: Mutex<HashMap<PathBuf, Kind>>,
}

impl Disk {
    /// The disk below `root` (absolute).
    pub(super) fn new(root: &Path) -> Self {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        Self { root: root.to_path_buf(), real_root, inside: Mutex::default(), kinds: Mutex::default() }
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

    /// What stands at `path`; `Nothing` outside the root.
    pub(super) fn kind(&self, path: &Path) -> Kind {
        if let Some(known) = self.kinds.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return *known;
        }
        let kind = match self.look_at(path) {
            Ok(metadata) if metadata.is_dir() => Kind::Folder,
            Ok(metadata) if metadata.is_file() => Kind::File,
            Ok(_) | Err(_) => Kind::Nothing,
        };
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf(), kind);
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
        if let Some(known) = self.inside.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return *known;
        }
        let inside = folder.canonicalize().is_ok_and(|real| real.starts_with(&self.real_root));
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf(), inside);
        inside
    }
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
