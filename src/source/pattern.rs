//! One pattern of settings: of paths as in `.gitignore`, or of names with `*` and `?`.
//!
//! What a match means, whoever holds the pattern says.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A pattern that is none.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the pattern `{pattern}` cannot be used: {reason}")]
pub struct PatternError {
    /// The pattern as it was written.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Longest pattern, in bytes.
const LONGEST: usize = 1_000;
/// Most braces in a pattern: each takes its parser a level down.
const MOST_BRACES: usize = 50;

/// Whether `pattern` is small enough to be made a regular expression.
///
/// # Errors
///
/// If it is not. The error does not repeat all of it.
pub(super) fn check_size(pattern: &str) -> Result<(), PatternError> {
    if pattern.len() <= LONGEST && pattern.matches('{').count() <= MOST_BRACES {
        return Ok(());
    }
    let start: String = pattern.chars().take(40).chain(['…']).collect();
    Err(PatternError { pattern: start, reason: "it is too long or has too many braces".to_owned() })
}

/// Files: a name at any depth below a folder, or a path relative to it if the pattern holds a `/`. A folder that
/// matches stands for all that it holds; after a `!` the pattern stands for all other files.
#[derive(Clone, Debug)]
pub struct PathPattern {
    root: PathBuf,
    files: Gitignore,
    is_negated: bool,
}

impl PathPattern {
    /// The pattern `text`, relative to `root` (absolute).
    ///
    /// # Errors
    ///
    /// If it is not a glob.
    pub fn new(root: &Path, text: &str) -> Result<Self, PatternError> {
        check_size(text)?;
        let error = |reason: ignore::Error| PatternError { pattern: text.to_owned(), reason: reason.to_string() };
        let (is_negated, files) = text.strip_prefix('!').map_or((false, text), |files| (true, files));
        let mut builder = GitignoreBuilder::new(root);
        builder.add_line(None, files).map_err(error)?;
        Ok(Self { root: root.to_path_buf(), files: builder.build().map_err(error)?, is_negated })
    }

    /// Whether it stands for the file at `path` (absolute). Files outside the root are matched by nothing.
    pub fn matches(&self, path: &Path) -> bool {
        path.starts_with(&self.root)
            && self.files.matched_path_or_any_parents(path, false).is_ignore() != self.is_negated
    }
}

/// Names, in either case.
#[derive(Clone, Debug)]
pub struct NamePattern {
    glob: GlobMatcher,
}

impl NamePattern {
    /// The pattern `text`.
    ///
    /// # Errors
    ///
    /// If it is not a glob.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        check_size(text)?;
        let error =
            |reason: globset::Error| PatternError { pattern: text.to_owned(), reason: reason.kind().to_string() };
        let glob = GlobBuilder::new(text).case_insensitive(true).build().map_err(error)?;
        Ok(Self { glob: glob.compile_matcher() })
    }

    /// Whether it stands for `name`.
    pub fn matches(&self, name: &str) -> bool {
        self.glob.is_match(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::new(Path::new("/shop"), pattern).unwrap().matches(Path::new(path))
    }

    #[test]
    fn a_path_pattern_stands_for_files_and_for_what_folders_hold() {
        for pattern in ["tests", "tests/", "tests/*", "tests/**", "a.py", "/tests", "**/{tests,docs}/*", "!src"] {
            assert!(matches(pattern, "/shop/tests/unit/a.py"), "{pattern}");
        }
        for pattern in ["test", "unit/*", "/a.py", "tests/*.py", "!tests"] {
            assert!(!matches(pattern, "/shop/tests/unit/a.py"), "{pattern}");
        }
        assert!(!matches("*.py", "/other/a.py"));
    }

    #[test]
    fn a_name_pattern_disregards_case() {
        let matches = |pattern, name| NamePattern::new(pattern).unwrap().matches(name);
        assert!(matches("heroku*", "HerokuConfig"));
        assert!(!matches("heroku", "HerokuConfig"));
    }

    #[test]
    fn what_is_no_glob_is_refused() {
        let error = NamePattern::new("a{b").unwrap_err();
        assert_eq!((error.pattern.as_str(), error.reason.is_empty()), ("a{b", false));
        assert!(PathPattern::new(Path::new("/"), "a{b").is_err());
        for text in ["{".repeat(100_000), "{a,".repeat(51), "**/".repeat(20_000)] {
            let error = NamePattern::new(&text).unwrap_err().to_string();
            assert!(PathPattern::new(Path::new("/"), &text).is_err() && error.len() < 300, "{error}");
        }
    }
}
