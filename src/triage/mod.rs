//! Floor 7: which findings are shown: selection, severity threshold, ignore comments.
//!
//! It judges nothing and changes no finding; it only leaves some out.

mod comment;
mod selection;

use std::collections::BTreeMap;

use crate::python::comments;
use crate::rules::Finding;
use crate::source::{FileId, Sources};

use comment::{IgnoreComment, ignore_comments};

pub use selection::{Choice, FileIgnore, RuleName, Selection, UnknownRule, matching, nearest};

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
    let mut comments_by_file: BTreeMap<FileId, Vec<IgnoreComment>> = BTreeMap::new();
    let mut triage = Triage::default();
    for finding in findings.into_iter().filter(|finding| selection.selects(finding, sources)) {
        let file = sources.file(finding.span.file);
        let line = file.lines.line(finding.span.start);
        let found = comments_by_file.entry(file.id).or_insert_with(|| ignore_comments(&file, comments(&file.text)));
        if found.iter().any(|comment| comment.hides(line, &finding.rule.id)) {
            triage.ignored.push(finding);
        } else {
            triage.shown.push(finding);
        }
    }
    triage
}

#[cfg(test)]
mod tests;
