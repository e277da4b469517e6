//! What must hold for the tree as a whole: its layout, its README, and what a run over the shop prints.
//!
//! Behaviour of one module is tested beside that module.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test says what must hold; a panic is how it says it")]

mod floors;
mod formats;
mod readme;
mod shop;
mod supply;
mod tree;
mod words;

use std::path::{Path, PathBuf};

/// The top folder of the project.
fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project: its path from the top with `/`, and its text.
struct ProjectFile {
    path: String,
    text: String,
}

/// The text files of the project that git would keep, in the order of their paths.
fn project_files() -> Vec<ProjectFile> {
    let walk = ignore::WalkBuilder::new(top())
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Path::cmp)
        .build();
    let files = walk.map(Result::unwrap).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.filter_map(|entry| read(entry.into_path())).collect()
}

fn read(path: PathBuf) -> Option<ProjectFile> {
    let text = String::from_utf8(std::fs::read(&path).unwrap()).ok()?;
    let parts: Vec<_> = path.strip_prefix(top()).unwrap().iter().map(|part| part.to_string_lossy()).collect();
    Some(ProjectFile { path: parts.join("/"), text })
}

/// The Rust files of the library and the binary.
fn sources() -> Vec<ProjectFile> {
    let is_source = |file: &ProjectFile| file.path.starts_with("src/") && has_extension(file, "rs");
    let found: Vec<ProjectFile> = project_files().into_iter().filter(is_source).collect();
    assert!(found.len() > 100, "{} files", found.len());
    found
}

fn has_extension(file: &ProjectFile, extension: &str) -> bool {
    Path::new(&file.path).extension().is_some_and(|found| found == extension)
}

/// The text without lines that are comments.
fn code(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).flat_map(|line| [line, "\n"]).collect()
}
