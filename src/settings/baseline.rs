//! Reads the baseline from the disk. What it means, `triage` says.

use std::path::Path;

use super::error::BaselineFileError;
use crate::source::read_bounded;
use crate::triage::Baseline;

/// The largest baseline, in bytes: that of hundreds of thousands of findings.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The baseline at `path` (absolute), which errors call `name`.
///
/// # Errors
///
/// If it cannot be read or is none.
pub fn read_baseline(path: &Path, name: &Path) -> Result<Baseline, BaselineFileError> {
    let name = name.display().to_string();
    let unreadable = |reason: String| BaselineFileError::Unreadable { name: name.clone(), reason };
    let bytes = read_bounded(path, MOST_BYTES).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    let folder = path.parent().unwrap_or(path);
    Baseline::parse(&text, folder).map_err(|error| BaselineFileError::NoBaseline { name: name.clone(), error })
}
