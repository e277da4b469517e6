//! Which folder is the project: the one that bounds what a run may read.

use std::path::{Path, PathBuf};

use super::sources::normalised;

/// Files that stand in a Python project's top folder.
const MARKS: [&str; 3] = ["pyproject.toml", "flask-sec-lint.toml", "setup.py"];

/// The project that `paths` (absolute) are part of: the repository that holds them all, else the
/// nearest folder upwards with a project file, else their common folder.
pub fn project_root(paths: &[PathBuf]) -> PathBuf {
    marked_root(paths).unwrap_or_else(|| common_folder(paths))
}

/// The project that `paths` (absolute) are part of, if something marks it as one.
pub fn marked_root(paths: &[PathBuf]) -> Option<PathBuf> {
    let common = common_folder(paths);
    let holds = |names: &[&str]| {
        let mut upwards = common.ancestors();
        upwards.find(|folder| names.iter().any(|name| folder.join(name).exists())).map(Path::to_path_buf)
    };
    holds(&[".git"]).or_else(|| holds(&MARKS))
}

/// The deepest folder that holds all of `paths` (absolute).
pub fn common_folder(paths: &[PathBuf]) -> PathBuf {
    let folders = paths.iter().map(|path| {
        let path = normalised(path).into_owned();
        if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_path_buf() }
    });
    let common = folders.reduce(|one, other| {
        let shared = one.components().zip(other.components()).take_while(|(one, other)| one == other);
        shared.map(|(part, _)| part).collect()
    });
    common.unwrap_or_else(|| PathBuf::from("/"))
}
