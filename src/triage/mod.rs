//! Floor 7: which findings are shown: selection, severity threshold, ignore comments, baseline.
//!
//! It judges no configuration and changes no finding; it leaves some out, and tells which ignores are of no use.

mod add;
mod baseline;
mod comment;
mod scopes;
mod selection;
mod unused;

use std::collections::BTreeMap;

use crate::rules::Finding;
use crate::source::{FileId, Sources};

use scopes::Ignores;

pub use add::{Added, add_ignores};
pub use baseline::{Baseline, BaselineError, Compared, Entry};
pub use selection::{Choice, FileIgnore, RuleName, Selection, UnknownRule, matching, nearest};
pub use unused::unused_ignores;

/// Findings, sorted out.
#[derive(Debug, Default)]
pub struct Triage {
    /// Those to report, in their order.
    pub shown: Vec<Finding>,
    /// Those that an ignore comment hides, in their order.
    pub ignored: Vec<Finding>,
}

/// Leaves out what is not selected, and what the code asks to ignore.
pub fn triage(findings: Vec<Finding>, sources: &Sources, selection: &Selection) -> Triage {
    let mut ignores_by_file: BTreeMap<FileId, Ignores> = BTreeMap::new();
    let mut triage = Triage::default();
    for finding in findings.into_iter().filter(|finding| selection.selects(finding, sources)) {
        let file = sources.file(finding.span.file);
        let line = file.lines().line(finding.span.start);
        let ignores = ignores_by_file.entry(file.id).or_insert_with(|| Ignores::of(&file));
        if ignores.hide(line, &finding.rule.id) {
            triage.ignored.push(finding);
        } else {
            triage.shown.push(finding);
        }
    }
    triage
}

#[cfg(test)]
mod tests;
