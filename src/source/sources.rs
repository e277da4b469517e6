//! The files of a run, loaded on demand and kept until its end.
//!
//! Loading never fails for the caller: a file that cannot be read becomes a [`Problem`] and `None`.
//! Nothing outside the project's root is ever read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{FileId, LineIndex, Position, Span};

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
    /// Its lines.
    pub lines: LineIndex,
}

impl SourceFile {
    /// The line and column of the byte `offset`.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
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

#[derive(Default)]
struct State {
    files: Vec<Arc<SourceFile>>,
    by_path: BTreeMap<PathBuf, Option<FileId>>,
    problems: Vec<Problem>,
}

/// All the texts of a run. Cheap to share between threads.
pub struct Sources {
    root: PathBuf,
    working_folder: PathBuf,
    overlay: BTreeMap<PathBuf, String>,
    reads_disk: bool,
    state: Mutex<State>,
}

impl Sources {
    /// The files below `root` on disk; names in reports are relative to `working_folder`.
    pub fn on_disk(root: PathBuf, working_folder: PathBuf) -> Self {
        Self { root, working_folder, overlay: BTreeMap::new(), reads_disk: true, state: Mutex::default() }
    }

    /// Only the given files (path relative to the root `/`, text), and no disk.
    pub fn in_memory(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let root = PathBuf::from("/");
        let overlay = files.into_iter().map(|(path, text)| (root.join(path), text)).collect();
        Self { root: root.clone(), working_folder: root, overlay, reads_disk: false, state: Mutex::default() }
    }

    /// The project's root: no file outside it is read.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Loads `path` (absolute), or returns the id it was loaded under before. `None` if it does not
    /// exist, lies outside the root, or cannot be read (which is then a problem of the run).
    pub fn load(&self, path: &Path) -> Option<FileId> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = state.by_path.get(path) {
            return *known;
        }
        let id = self.read(path).map(|text| {
            let id = FileId::new(state.files.len());
            let lines = LineIndex::new(&text);
            let name = self.name_of(path);
            state.files.push(Arc::new(SourceFile { id, path: path.to_path_buf(), name, text, lines }));
            id
        });
        state.by_path.insert(path.to_path_buf(), id);
        id
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(state.files.get(id.index()).expect("ids are only made by load"))
    }

    /// Whether `path` (absolute) is a file below the root.
    pub fn is_file(&self, path: &Path) -> bool {
        self.overlay.contains_key(path) || (self.reads_disk && path.starts_with(&self.root) && path.is_file())
    }

    /// Whether `path` (absolute) is a folder below the root.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.overlay.keys().any(|file| file.starts_with(path) && file != path)
            || (self.reads_disk && path.starts_with(&self.root) && path.is_dir())
    }

    /// Notes a problem of the run.
    pub fn report(&self, problem: Problem) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.problems.push(problem);
    }

    /// The problems so far, sorted, each once.
    pub fn problems(&self) -> Vec<Problem> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut problems = state.problems.clone();
        problems.sort();
        problems.dedup();
        problems
    }

    fn read(&self, path: &Path) -> Option<String> {
        if let Some(text) = self.overlay.get(path) {
            return Some(text.clone());
        }
        if !self.reads_disk || !path.starts_with(&self.root) {
            return None;
        }
        std::fs::read_to_string(path).ok()
    }

    fn name_of(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.working_folder).unwrap_or(path);
        shown.to_string_lossy().replace('\\', "/")
    }
}
