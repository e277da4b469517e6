//! Writes changed files: each is whole at any moment, old or new.
//!
//! All new contents are first put beside the old ones (`.flask-sec-lint-….tmp`, flushed to the disk); only when every
//! one of them is there do they take the places of the old ones. A program that is killed in between leaves such
//! files behind: they are never linted, and may be deleted. It decides nothing about the contents.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::plan::Rewrite;

/// A file that could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{name}`: {why}")]
pub struct NotWritten {
    /// The path as reports show it.
    pub name: String,
    /// What is wrong and what to do.
    pub why: String,
}

/// What came of writing.
#[derive(Debug, Default)]
pub struct Committed {
    /// How many files were written.
    pub written: usize,
    /// Those that could not be. If one cannot be prepared, none is written.
    pub failed: Vec<NotWritten>,
}

/// Writes the files below `root` (absolute), all of them or, if one cannot be prepared, none.
pub fn commit(rewrites: &[Rewrite], root: &Path) -> Committed {
    let mut committed = Committed::default();
    let mut staged = Vec::new();
    for rewrite in rewrites {
        match stage(rewrite, root) {
            Ok(one) => staged.push(one),
            Err(why) => committed.failed.push(NotWritten { name: rewrite.name.clone(), why }),
        }
    }
    if !committed.failed.is_empty() {
        return committed;
    }
    for one in staged {
        let name = one.rewrite.name.clone();
        match put_in_place(one) {
            Ok(()) => committed.written += 1,
            Err(why) => committed.failed.push(NotWritten { name, why }),
        }
    }
    committed
}

/// New contents that wait beside the old.
struct Staged<'a> {
    rewrite: &'a Rewrite,
    target: PathBuf,
    file: NamedTempFile,
}

fn stage<'a>(rewrite: &'a Rewrite, root: &Path) -> Result<Staged<'a>, String> {
    let target = target_of(&rewrite.path, root)?;
    check_unchanged(&target, rewrite)?;
    // A file that may not be written is not replaced either, though its folder would allow that.
    File::options().write(true).open(&target).map_err(|error| denied(&error))?;
    let file = prepare(&target, &rewrite.new_bytes).map_err(|error| error.to_string())?;
    Ok(Staged { rewrite, target, file })
}

/// The file itself, links followed, provided that it lies below the root.
fn target_of(path: &Path, root: &Path) -> Result<PathBuf, String> {
    let resolved = |path: &Path| path.canonicalize().map_err(|error| denied(&error));
    let target = resolved(path)?;
    if target.starts_with(resolved(root)?) {
        return Ok(target);
    }
    Err("it is a link that leads out of the project; change the file there".to_owned())
}

fn check_unchanged(target: &Path, rewrite: &Rewrite) -> Result<(), String> {
    let now = fs::read(target).map_err(|error| denied(&error))?;
    if now == rewrite.old_bytes {
        return Ok(());
    }
    Err("it has changed since it was read; run again".to_owned())
}

fn denied(error: &io::Error) -> String {
    format!("{error}; mend its permissions or exclude it")
}

/// Writes `bytes` to a new file beside `target`, with its mode and owner.
fn prepare(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(target);
    let mut file = tempfile::Builder::new().prefix(".flask-sec-lint-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    keep_owner_and_mode(&file, &target.metadata()?)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(unix)]
fn keep_owner_and_mode(file: &NamedTempFile, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.as_file().metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file.as_file(), Some(old.uid()), Some(old.gid()))?;
    }
    // After the owner: changing that takes away the set-user bits.
    file.as_file().set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_owner_and_mode(file: &NamedTempFile, old: &Metadata) -> io::Result<()> {
    file.as_file().set_permissions(old.permissions())
}

fn put_in_place(staged: Staged<'_>) -> Result<(), String> {
    let Staged { rewrite, target, file } = staged;
    check_unchanged(&target, rewrite)?;
    file.persist(&target).map_err(|error| error.error.to_string())?;
    flush_folder(&target).map_err(|error| format!("it is written, but may not survive a power failure: {error}"))
}

/// The new name of the file is on the disk only when its folder is.
#[cfg(unix)]
fn flush_folder(target: &Path) -> io::Result<()> {
    File::open(target.parent().unwrap_or(target))?.sync_all()
}

#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
