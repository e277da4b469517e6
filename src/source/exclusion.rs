//! Which paths are left out of discovery: patterns as in `.gitignore`, applied to every part of a path.
//!
//! It knows nothing of the `.gitignore` files themselves; the walk does.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::pattern::{PatternError, check_size};

/// Folders that hold no code of the project: ruff's list.
pub const DEFAULT_EXCLUDES: [&str; 27] = [
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
];

/// Patterns of paths to leave out.
#[derive(Clone, Debug, Default)]
pub struct Exclusion {
    /// Each with the folder that its patterns are relative to.
    patterns: Vec<(PathBuf, Gitignore)>,
}

impl Exclusion {
    /// Leaves out what one of `patterns` matches: a name at any depth below `root`, or a path relative to it
    /// if the pattern holds a `/`. `root` is absolute.
    ///
    /// # Errors
    ///
    /// If a pattern is not a glob.
    pub fn new<'a>(root: &Path, patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, PatternError> {
        let error = |pattern: &str, reason: &ignore::Error| PatternError {
            pattern: pattern.to_owned(),
            reason: reason.to_string(),
        };
        let mut builder = GitignoreBuilder::new(root);
        for pattern in patterns {
            check_size(pattern)?;
            builder.add_line(None, pattern).map_err(|reason| error(pattern, &reason))?;
        }
        let patterns = builder.build().map_err(|reason| error("", &reason))?;
        Ok(Self { patterns: vec![(root.to_path_buf(), patterns)] })
    }

    /// Leaves out what either leaves out.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.patterns.extend(other.patterns);
        self
    }

    /// Whether `path` itself is left out.
    pub(super) fn covers(&self, path: &Path, is_folder: bool) -> bool {
        self.patterns.iter().any(|(root, patterns)| {
            // A path outside the root can only be matched by its name.
            let path = if path.starts_with(root) { path } else { path.file_name().map_or(path, Path::new) };
            patterns.matched(path, is_folder).is_ignore()
        })
    }

    /// Whether `path`, or a folder that it is in below `project`, is left out.
    pub fn covers_above(&self, path: &Path, project: &Path) -> bool {
        let mut above = path.ancestors().skip(1).take_while(|folder| *folder != project && folder.starts_with(project));
        self.covers(path, path.is_dir()) || above.any(|folder| self.covers(folder, true))
    }
}
