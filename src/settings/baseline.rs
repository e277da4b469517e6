//! Reads the baseline from the disk. What it means, `triage` says.

use std::path::Path;

use super::error::BaselineFileError;
use crate::triage::Baseline;

/// The baseline at `path` (absolute), which errors call `name`.
///
/// # Errors
///
/// If it cannot be read or is none.
pub fn read_baseline(path: &Path, name: &Path) -> Result<Baseline, BaselineFileError> {
    let name = name.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let reason = if path.is_dir() { "it is a folder".to_owned() } else { error.to_string() };
        BaselineFileError::Unreadable { name: name.clone(), reason }
    })?;
    let folder = path.parent().unwrap_or(path);
    Baseline::parse(&text, folder).map_err(|error| BaselineFileError::NoBaseline { name, error })
}
