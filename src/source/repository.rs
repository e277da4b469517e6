//! Files that git keeps out of the repository: what stands in them is on this machine alone.
//!
//! Git itself is not started: a repository that is only looked at may configure programs of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::bounded::read_bounded;
use super::ignore_files::defect;

/// Largest index that is read, in bytes: some 600,000 files.
const LARGEST_INDEX: u64 = 64 * 1024 * 1024;
/// Where the flags of an entry stand, after the times, numbers and sizes (40 bytes) and the SHA-1 of the content.
const FLAGS_AT: usize = 60;
/// The flag of entries with two more bytes of flags.
const EXTENDED: u16 = 0x4000;
/// The bits of the flags with the length of the name, which is at least that where all are set.
const LENGTH: u16 = 0x0fff;

/// Those of `files` (absolute) that git ignores and does not track, below the folders in `roots`. An ignored folder that is
/// itself a root was asked for. None where they are in no repository: what an archive holds, its repository holds. What
/// cannot be told is taken for tracked.
pub fn kept_out(roots: &[&Path], files: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let root_of =
        |file: &Path| roots.iter().filter(|root| file.starts_with(root)).max_by_key(|root| root.as_os_str().len());
    let is_private = |file: &&PathBuf| root_of(file).is_some_and(|root| is_ignored(root, file)) && is_untracked(file);
    files.iter().filter(is_private).cloned().collect()
}

/// Whether the ignore files of git leave out a file below `root`.
fn is_ignored(root: &Path, file: &Path) -> bool {
    if file.ancestors().any(|folder| defect(folder).is_some()) {
        return false;
    }
    let wanted = file.to_path_buf();
    let mut walk = WalkBuilder::new(root);
    walk.hidden(false).ignore(false).filter_entry(move |entry| wanted.starts_with(entry.path()));
    !walk.build().flatten().any(|entry| entry.path() == file)
}

/// The files in `folder` (absolute) that git tracks and whose names say that they are wanted, whether they are there or
/// not. None where that cannot be told, or for names that are no UTF-8.
pub(super) fn tracked(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let Some((work_tree, git)) = repository_around(folder) else { return Vec::new() };
    let mut files = Vec::new();
    let note = |name: &[u8]| {
        let name = std::str::from_utf8(name).ok().map(Path::new).filter(|name| is_wanted(name));
        files.extend(name.map(|name| work_tree.join(name)).filter(|path| path.starts_with(folder)));
    };
    let index = read_bounded(&git.join("index"), LARGEST_INDEX).ok();
    index.and_then(|index| visit(&index, note)).map(|()| files).unwrap_or_default()
}

/// The innermost repository that holds what is in `folder`: the folder that its names start from, and that of its index.
fn repository_around(folder: &Path) -> Option<(&Path, PathBuf)> {
    folder.ancestors().find_map(|at| Some((at, git_folder(at)?)))
}

/// Whether the repository around a file has an index, without the file.
fn is_untracked(file: &Path) -> bool {
    let Some((work_tree, folder)) = file.parent().and_then(repository_around) else {
        return false;
    };
    let index = folder.join("index");
    if !index.exists() {
        return true;
    }
    let Ok(path) = file.strip_prefix(work_tree) else { return false };
    let name = path.components().map(|part| part.as_os_str().as_encoded_bytes()).collect::<Vec<_>>().join(&b'/');
    read_bounded(&index, LARGEST_INDEX).is_ok_and(|bytes| has_entry(&bytes, &name) == Some(false))
}

/// The folder with the index of the repository whose files stand in `work_tree`: `.git`, or what a file of that name
/// says, as in worktrees and submodules.
fn git_folder(work_tree: &Path) -> Option<PathBuf> {
    let git = work_tree.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = String::from_utf8(read_bounded(&git, 4_096).ok()?).ok()?;
    Some(work_tree.join(text.strip_prefix("gitdir:")?.trim()))
}

/// Whether an index names a file. `None` where that cannot be told.
fn has_entry(index: &[u8], wanted: &[u8]) -> Option<bool> {
    let mut is_there = false;
    visit(index, |name| is_there |= name == wanted)?;
    Some(is_there)
}

/// Calls `note` with the name of each file in an index (gitformat-index(5), versions 2 to 4). `None` where it is of
/// another form: with SHA-256, or split.
fn visit(index: &[u8], mut note: impl FnMut(&[u8])) -> Option<()> {
    let number = |at: usize| Some(u32::from_be_bytes(index.get(at..at + 4)?.try_into().ok()?));
    let version = number(4).filter(|version| index.starts_with(b"DIRC") && (2..=4).contains(version))?;
    let (mut at, mut name) = (12, Vec::new());
    for _ in 0..number(8)? {
        let flags = u16::from_be_bytes(index.get(at + FLAGS_AT..at + FLAGS_AT + 2)?.try_into().ok()?);
        let mut start = at + FLAGS_AT + if flags & EXTENDED == 0 { 2 } else { 4 };
        let mut kept = 0;
        if version == 4 {
            let (dropped, length) = offset(index.get(start..)?)?;
            kept = name.len().checked_sub(dropped)?;
            start += length;
        }
        let end = start + index.get(start..)?.iter().position(|byte| *byte == 0)?;
        name.truncate(kept);
        name.extend_from_slice(index.get(start..end)?);
        if usize::from(flags & LENGTH) != name.len().min(usize::from(LENGTH)) {
            return None;
        }
        note(&name);
        // Up to version 3 an entry ends with one to eight zeros, at a multiple of eight.
        at = if version == 4 { end + 1 } else { at + (end - at) / 8 * 8 + 8 };
    }
    (index.get(at..at + 4) != Some(b"link")).then_some(())
}

/// A number as git writes offsets, with how many bytes it takes.
fn offset(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0_usize;
    for (at, byte) in bytes.iter().enumerate() {
        value = value.checked_mul(128)?.checked_add(usize::from(byte & 127))?;
        if byte & 128 == 0 {
            return Some((value, at + 1));
        }
        value = value.checked_add(1)?;
    }
    None
}
