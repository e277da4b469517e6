//! Whether a run saw enough to say that an ignore comment is of no use, and which files it is asked about.

use std::path::PathBuf;

use super::Request;
use crate::rules::{Catalogue, Finding};
use crate::source::{FileId, Sources, common_folder, marked_root, project_root};
use crate::triage::unused_ignores;

/// The ignore comments in `files` that hide none of `findings`; `quiet` finds what nobody asked for.
pub(super) fn unused(
    request: &Request,
    files: &[PathBuf],
    sources: &Sources,
    catalogue: &Catalogue,
    findings: &[Finding],
    quiet: impl FnOnce() -> Vec<Finding>,
) -> Vec<Finding> {
    // What could not be read or parsed may be what the comment is about.
    if !sees_all(request) || !sources.problems().is_empty() {
        return Vec::new();
    }
    // Files are found in no order.
    let mut loaded: Vec<(&PathBuf, FileId)> =
        files.iter().filter_map(|file| Some((file, sources.loaded(file)?))).collect();
    loaded.sort();
    let loaded: Vec<FileId> = loaded.into_iter().map(|(_, id)| id).collect();
    unused_ignores(&loaded, findings, quiet, sources, catalogue, &request.selection)
}

/// Whether every app was judged that what was named may belong to.
pub(super) fn sees_all(request: &Request) -> bool {
    let is_whole = if request.paths.iter().all(|path| path.is_dir()) {
        common_folder(&request.paths) == project_root(&request.paths)
    } else {
        marked_root(&request.paths).is_some()
    };
    is_whole && request.interpretation.app.is_none()
}
