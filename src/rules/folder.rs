//! Reads a user's folder of rule files (`--rules DIR`). The only place on this floor that touches the disk.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::error::RuleError;
use super::rule::Catalogue;
use crate::source::read_bounded;

/// The largest rule file, in bytes: many times the longest page.
const MOST_BYTES: u64 = 1024 * 1024;

impl Catalogue {
    /// These rules and those of the `*.md` files below `folder`, in the order of their paths.
    ///
    /// # Errors
    /// If the folder cannot be read or holds no rule, or one of its rules cannot be used.
    pub fn with_folder(self, folder: &Path) -> Result<Self, RuleError> {
        let mut files: Vec<(String, String)> = Vec::new();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(folder, &error.to_string()))?;
            if is_rule_file(&entry) {
                let bytes = read_bounded(entry.path(), MOST_BYTES).map_err(|why| unreadable(entry.path(), &why))?;
                let text = String::from_utf8(bytes).map_err(|error| unreadable(entry.path(), &error.to_string()))?;
                files.push((entry.path().display().to_string(), text));
            }
        }
        if files.is_empty() {
            let next_step = "put a rule file there, in the format of the rules that come with the program";
            return Err(RuleError::new(&folder.display().to_string(), 1, "no `*.md` file", next_step));
        }
        self.with_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }
}

fn is_rule_file(entry: &DirEntry) -> bool {
    let path = entry.path();
    let is_markdown = path.extension().is_some_and(|extension| extension == "md");
    entry.file_type().is_file() && is_markdown && path.file_name().is_none_or(|name| name != "README.md")
}

fn unreadable(path: &Path, error: &str) -> RuleError {
    let next_step = "check that it exists and that you may read it";
    RuleError::new(&path.display().to_string(), 1, format!("cannot be read: {error}"), next_step)
}
