//! Reads a team's own list of published keys from the disk. What counts as a key in it, `secrets` says.

use std::path::Path;

use super::error::WordlistError;
use crate::secrets::Wordlist;
use crate::source::read_bounded;

/// The largest list that settings may name, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The list that the settings of a project name: the file at `path`, which errors and findings call `name`.
pub(super) fn read_named_by_settings(path: &Path, name: &Path) -> Result<Wordlist, WordlistError> {
    let name = name.display().to_string();
    let text =
        read_bounded(path, MOST_BYTES).map_err(|reason| WordlistError::Unreadable { name: name.clone(), reason })?;
    Wordlist::parse(&name, &text).map_err(|error| WordlistError::NotText { name, error })
}

/// The list that a flag names, which may be a pipe: the file at `path`, which errors and findings call `name`.
pub(super) fn read(path: &Path, name: &Path) -> Result<Wordlist, WordlistError> {
    let name = name.display().to_string();
    let text = std::fs::read(path).map_err(|error| {
        let reason = if path.is_dir() { "it is a folder".to_owned() } else { error.to_string() };
        WordlistError::Unreadable { name: name.clone(), reason }
    })?;
    Wordlist::parse(&name, &text).map_err(|error| WordlistError::NotText { name, error })
}
