//! The files of a run, loaded on demand and kept until its end.
//!
//! Loading never fails for the caller: a file that cannot be read becomes a [`Problem`] and `None`.
//! Nothing outside the project's root is ever read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::decode::{Defect, decode};
use super::disk::{Disk, Kind, Refusal};
use super::{FileId, LineIndex, Original, Position, Span};

/// A path further up is no neighbour of the project: it is shown as it is.
const MOST_LEVELS_UP: usize = 2;

/// One file: where it is, what it is called in reports, and its decoded text.
#[derive(Debug)]
pub struct SourceFile {
    /// The id that spans name it by.
    pub id: FileId,
    /// Absolute path.
    pub path: PathBuf,
    /// Path as reports show it: relative to the working folder, with `/`.
    pub name: String,
    /// The text after decoding, without a byte order mark.
    pub text: String,
    /// Its lines, once something asks for one: most files have nothing to show.
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// Where its lines start.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The line and column of the byte `offset`.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The text of `span`, empty if it is not in this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

/// Something that could not be read, parsed or followed; the rest of the run goes on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file as reports show it.
    pub path: String,
    /// The line (from 1), where one is known.
    pub line: Option<u32>,
    /// What is wrong and what follows from it.
    pub message: String,
}

/// What reading a file came to, before it has an id.
pub(super) enum Reading {
    /// Its text, and what was wrong with its bytes.
    Text(String, Option<Defect>),
    /// There is none, or it was not wanted.
    Unwanted,
    /// It was not read: what is wrong and what to do.
    Defective(String),
}

#[derive(Default)]
struct State {
    files: Vec<Arc<SourceFile>>,
    by_path: FxHashMap<OsString, Option<FileId>>,
    problems: Vec<Problem>,
}

/// All the texts of a run. Cheap to share between threads.
pub struct Sources {
    root: PathBuf,
    working_folder: PathBuf,
    overlay: BTreeMap<PathBuf, Vec<u8>>,
    disk: Option<Disk>,
    state: Mutex<State>,
}

impl Sources {
    /// The files below `root` on disk; names in reports are relative to `working_folder`. Both are absolute.
    pub fn on_disk(root: PathBuf, working_folder: PathBuf) -> Self {
        let disk = Some(Disk::new(&root));
        Self { root, working_folder, overlay: BTreeMap::new(), disk, state: Mutex::default() }
    }

    /// Only the given files (path relative to the root `/`, text), and no disk.
    pub fn in_memory(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let root = PathBuf::from("/");
        let overlay = files.into_iter().map(|(path, text)| (root.join(path), text.into_bytes())).collect();
        Self { root: root.clone(), working_folder: root, overlay, disk: None, state: Mutex::default() }
    }

    /// The same, except that the file at `path` (absolute) holds `bytes`: an editor's buffer on stdin.
    #[must_use]
    pub fn with_overlay(mut self, path: &Path, bytes: Vec<u8>) -> Self {
        self.overlay.insert(normalised(path).into_owned(), bytes);
        self
    }

    /// The folder that the program runs in, absolute.
    pub fn working_folder(&self) -> &Path {
        &self.working_folder
    }

    /// The project's root: no file outside it is read.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Loads `path` (absolute), or returns the id it was loaded under before. `None` if it does not
    /// exist, lies outside the root, or cannot be read (which is then a problem of the run).
    pub fn load(&self, path: &Path) -> Option<FileId> {
        let path = normalised(path);
        // Threads that want the same file must not both read it; this lock is held while one of them does.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = state.by_path.get(path.as_os_str()) {
            return *known;
        }
        let reading = self.read_if(&path, &mut Vec::new(), |_| true);
        self.keep_in(&mut state, &path, reading)
    }

    /// What `look` makes of the text of `path` (absolute), which is not kept for that. `None` if it cannot be read,
    /// of which nothing is said.
    pub fn glance<T>(&self, path: &Path, buffer: &mut Vec<u8>, look: impl FnOnce(&str) -> T) -> Option<T> {
        let path = normalised(path);
        if let Some(file) = self.loaded(&path) {
            return Some(look(&self.file(file).text));
        }
        let (text, _) = decode(self.bytes(&path, buffer).ok()?);
        Some(look(&text))
    }

    /// The file at `path` (absolute) if it has been loaded.
    pub fn loaded(&self, path: &Path) -> Option<FileId> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.by_path.get(normalised(path).as_os_str()).copied().flatten()
    }

    /// Loads a file that is no Python, like [`load`](Self::load). Its bytes are read as well as they can
    /// be (UTF-16 by its mark, else UTF-8), and are never a problem of the run.
    pub fn load_data(&self, path: &Path) -> Option<FileId> {
        let path = normalised(path);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = state.by_path.get(path.as_os_str()) {
            return *known;
        }
        let mut buffer = Vec::new();
        let bytes = self.bytes(&path, &mut buffer).ok()?;
        let (text, ..) = encoding_rs::UTF_8.decode(bytes);
        let reading = Reading::Text(text.into_owned(), None);
        self.keep_in(&mut state, &path, reading)
    }

    /// The files that the folder `path` (absolute) holds, sorted.
    pub fn files_in(&self, path: &Path) -> Vec<PathBuf> {
        let path = normalised(path);
        let after = (Bound::Excluded(&*path), Bound::Unbounded);
        let below = self.overlay.range::<Path, _>(after).map(|(file, _)| file);
        let in_memory = below.take_while(|file| file.starts_with(&path)).filter(|file| file.parent() == Some(&path));
        let mut files: Vec<PathBuf> = in_memory.cloned().collect();
        files.extend(self.disk.iter().flat_map(|disk| disk.files_in(&path)));
        files.sort();
        files.dedup();
        files
    }

    /// The file with this id.
    #[expect(clippy::missing_panics_doc, reason = "an id comes from this table, which only grows")]
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(state.files.get(id.index()).expect("ids are only made by load"))
    }

    /// The bytes of the file with this id, read again.
    ///
    /// # Errors
    /// If they are not what was read before, or would not survive a change: a clause about the file.
    pub fn original(&self, id: FileId) -> Result<Original, String> {
        let file = self.file(id);
        let mut buffer = Vec::new();
        match self.bytes(&file.path, &mut buffer) {
            Ok(bytes) => Original::new(&file, bytes.to_vec()),
            Err(Refusal::Absent) => Err("is no longer there".to_owned()),
            Err(Refusal::Defective(message)) => Err(message),
        }
    }

    /// The text of the file as programs have it that read every file as UTF-8: with its byte order mark,
    /// and with replacement characters where it is not UTF-8. Empty if it is no longer there.
    pub fn read_as_utf8(&self, id: FileId) -> String {
        let mut buffer = Vec::new();
        let file = self.file(id);
        let bytes = self.bytes(&file.path, &mut buffer);
        bytes.map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Whether `path` (absolute) is a file below the root.
    pub fn is_file(&self, path: &Path) -> bool {
        let path = normalised(path);
        self.overlay.contains_key(&*path) || self.disk.as_ref().is_some_and(|disk| disk.kind(&path) == Kind::File)
    }

    /// Whether `path` (absolute) is a folder below the root.
    pub fn is_folder(&self, path: &Path) -> bool {
        let path = normalised(path);
        self.is_folder_in_memory(&path) || self.disk.as_ref().is_some_and(|disk| disk.kind(&path) == Kind::Folder)
    }

    fn is_folder_in_memory(&self, path: &Path) -> bool {
        // Paths sort by component, so what a folder holds follows it directly.
        let after = (Bound::Excluded(path), Bound::Unbounded);
        let next = self.overlay.range::<Path, _>(after).next();
        next.is_some_and(|(file, _)| file.starts_with(path))
    }

    /// Whether the folder around `path` (absolute, without an ending) lists a module or package of its name. What it
    /// lists may still be none, as a link that leads nowhere is.
    pub fn may_be_module(&self, path: &Path) -> bool {
        let path = normalised(path);
        self.is_folder_in_memory(&path)
            || !self.overlay.is_empty() && self.overlay.contains_key(&with_python_ending(&path))
            || self.disk.as_ref().is_some_and(|disk| disk.may_be_module(&path))
    }

    /// Notes a problem of the run.
    pub fn report(&self, problem: Problem) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.problems.push(problem);
    }

    /// Notes a problem with the file at `path` as a whole.
    pub fn report_file(&self, path: &Path, message: String) {
        self.report(Problem { path: self.name_of(path), line: None, message });
    }

    /// The problems so far, sorted, each once.
    pub fn problems(&self) -> Vec<Problem> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut problems = state.problems.clone();
        problems.sort();
        problems.dedup();
        problems
    }

    /// `path` as reports show it: from the working folder on. One beside the project starts with `../`, wherever the
    /// checkout lies.
    pub fn name_of(&self, path: &Path) -> String {
        let is_beside = !path.starts_with(&self.root) && self.root.starts_with(&self.working_folder);
        let levels = if is_beside { MOST_LEVELS_UP } else { 0 };
        let folders = self.working_folder.ancestors().take(levels + 1).enumerate();
        // What has only the top in common is not beside it.
        let mut near = folders.filter(|(up, folder)| *up == 0 || folder.parent().is_some());
        let within = |(up, folder): (usize, &Path)| {
            path.strip_prefix(folder).ok().map(|rest| "../".repeat(up) + &rest.to_string_lossy())
        };
        let shown = near.find_map(within);
        shown.unwrap_or_else(|| path.to_string_lossy().into_owned()).replace('\\', "/")
    }

    /// Reads and decodes `path` (normalised) if its bytes are `wanted`. `buffer` is scratch space.
    pub(super) fn read_if(&self, path: &Path, buffer: &mut Vec<u8>, wanted: impl Fn(&[u8]) -> bool) -> Reading {
        Self::reading(self.bytes(path, buffer), wanted)
    }

    /// The same for a regular file, no link, in a folder that lies below the root: it is not looked at again.
    pub(super) fn read_regular_if(&self, path: &Path, buffer: &mut Vec<u8>, wanted: impl Fn(&[u8]) -> bool) -> Reading {
        match self.overlay.get(path) {
            Some(bytes) => Self::reading(Ok(bytes), wanted),
            None => Self::reading(Disk::read_regular(path, buffer), wanted),
        }
    }

    /// Whether the folder `path` (normalised), with all links followed, lies below the root.
    pub(super) fn is_inside(&self, path: &Path) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.is_inside(path))
    }

    fn reading(bytes: Result<&[u8], Refusal>, wanted: impl Fn(&[u8]) -> bool) -> Reading {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(Refusal::Absent) => return Reading::Unwanted,
            Err(Refusal::Defective(message)) => return Reading::Defective(message),
        };
        if !wanted(bytes) {
            return Reading::Unwanted;
        }
        let (text, defect) = decode(bytes);
        Reading::Text(text, defect)
    }

    fn bytes<'b>(&'b self, path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Refusal> {
        match (self.overlay.get(path), &self.disk) {
            (Some(bytes), _) => Ok(bytes),
            (None, None) => Err(Refusal::Absent),
            (None, Some(disk)) => disk.read(path, buffer),
        }
    }

    /// Gives what was read of `path` an id, unless it has one already.
    pub(super) fn keep(&self, path: &Path, reading: Reading) -> Option<FileId> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match (state.by_path.get(path.as_os_str()), &reading) {
            (Some(known), _) => *known,
            // Not wanted now: a later `load` may want it.
            (None, Reading::Unwanted) => None,
            (None, Reading::Text(..) | Reading::Defective(_)) => self.keep_in(&mut state, path, reading),
        }
    }

    fn keep_in(&self, state: &mut State, path: &Path, reading: Reading) -> Option<FileId> {
        let name = self.name_of(path);
        let id = match reading {
            Reading::Text(text, defect) => {
                let problem = defect.map(|Defect { line, message }| (Some(line), message));
                state.problems.extend(problem.map(|(line, message)| Problem { path: name.clone(), line, message }));
                let id = FileId::new(state.files.len());
                state.files.push(Arc::new(SourceFile {
                    id,
                    path: path.to_path_buf(),
                    name,
                    text,
                    lines: OnceLock::new(),
                }));
                Some(id)
            }
            Reading::Unwanted => None,
            Reading::Defective(message) => {
                state.problems.push(Problem { path: name, line: None, message });
                None
            }
        };
        state.by_path.insert(path.into(), id);
        id
    }
}

/// `path` without `.` and `..`, by its text alone: what a link means is settled when it is read.
pub(super) fn normalised(path: &Path) -> Cow<'_, Path> {
    if is_normal(path) {
        return Cow::Borrowed(path);
    }
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => parts.push(part),
        }
    }
    Cow::Owned(parts)
}

/// Whether a path certainly has no parts that mean nothing. Nearly all have none.
fn is_normal(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_separated = |pair: &[u8]| matches!(pair, [b'/' | b'\\', b'/' | b'\\' | b'.']);
    let has_both = cfg!(windows) && bytes.contains(&b'/');
    !has_both && !bytes.windows(2).any(is_separated) && !matches!(bytes, [.., b'/' | b'\\'] | [b'.', ..])
}

/// `path.py`, of a path without an ending, or with dots that are part of its name.
pub fn with_python_ending(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(".py");
    name.into()
}

#[cfg(test)]
mod tests;
