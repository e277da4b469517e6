//! What the baseline makes of the findings of a run.

use std::path::PathBuf;

use super::Request;
use crate::flask::Deployment;
use crate::report::{Gone, Known};
use crate::rules::{Finding, Identities};
use crate::source::Sources;
use crate::triage::Entry;

/// What a run saw of the project.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The files that were named, or found below what was named (absolute).
    pub files: Vec<PathBuf>,
    /// Whether that is all of the project, and all of it could be read and parsed: only then what is not found does
    /// not occur.
    pub is_whole: bool,
}

/// The findings that are new, and what the baseline hid.
pub(super) fn compare(
    findings: Vec<Finding>,
    request: &Request,
    sources: &Sources,
    deployments: &[Deployment],
    seen: &Seen,
) -> (Vec<Finding>, Option<Known>) {
    let Some(baseline) = &request.baseline else { return (findings, None) };
    let mut identities = Identities::new(deployments, sources);
    let compared = baseline.compare(findings, &mut identities, sources, |path| sources.is_file(path));
    let is_expected = |entry: &&Entry| {
        let path = baseline.file_of(entry);
        // Files that were left out this time may hold it still.
        let is_seen = seen.files.contains(&path) || !sources.is_file(&path);
        seen.is_whole && is_seen && request.selection.enables(&entry.rule)
    };
    let gone = |entry: &Entry| Gone {
        rule: entry.rule.clone(),
        path: entry.path.clone(),
        setting: entry.setting.clone(),
        count: entry.count,
    };
    let gone = compared.gone.iter().filter(is_expected).map(gone).collect();
    (compared.new, Some(Known { hidden: compared.hidden, gone }))
}
