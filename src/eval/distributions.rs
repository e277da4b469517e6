//! Packages that a project of several distributions installs from its own folders: `libs/cfg/acme_cfg` beside `libs/cfg/pyproject.toml`, which
//! services import by its name wherever they are.
//!
//! Only packages with a file that is worth starting with are known, so that no folder has to be read for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::program::Program;
use crate::source::FileId;

/// What makes a folder the root of a distribution.
const MARKS: [&str; 3] = ["pyproject.toml", "setup.py", "setup.cfg"];

/// The folders that hold the packages of distributions, by the names of these.
#[derive(Default)]
pub(super) struct Distributions {
    by_package: OnceLock<BTreeMap<String, BTreeSet<PathBuf>>>,
}

impl Distributions {
    /// Notes the packages that `files` are in.
    pub(super) fn note(&self, program: &Program<'_>, files: &[FileId]) {
        self.by_package.get_or_init(|| {
            let mut folders: BTreeMap<PathBuf, bool> = BTreeMap::new();
            let mut by_package: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
            for file in files {
                let Some((folder, name)) = top_package(program, &program.sources.file(*file).path) else { continue };
                let is_root = || is_root_of_packages(program, &folder);
                if *folders.entry(folder.clone()).or_insert_with(is_root) {
                    by_package.entry(name).or_default().insert(folder);
                }
            }
            by_package
        });
    }

    /// The folder with the only package of this name.
    pub(super) fn folder_of(&self, package: &str) -> Option<&Path> {
        let mut folders = self.by_package.get()?.get(package)?.iter();
        let folder = folders.next()?;
        folders.next().is_none().then_some(folder)
    }
}

/// The outermost package that a file is in: the folder that holds it, and its name.
fn top_package(program: &Program<'_>, path: &Path) -> Option<(PathBuf, String)> {
    let around = |path: &PathBuf| program.package_around(path);
    let own = path.ends_with("__init__.py").then(|| path.to_path_buf()).or_else(|| program.package_around(path));
    let package = std::iter::successors(own, around).last()?;
    let package = package.parent()?;
    Some((package.parent()?.to_path_buf(), package.file_name()?.to_str()?.to_owned()))
}

/// Whether packages in `folder` are installed from there, or from the `src` that it is.
fn is_root_of_packages(program: &Program<'_>, folder: &Path) -> bool {
    let is_root = |folder: &Path| MARKS.iter().any(|mark| program.sources.is_file(&folder.join(mark)));
    is_root(folder) || (folder.ends_with("src") && folder.parent().is_some_and(is_root))
}
