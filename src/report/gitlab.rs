//! GitLab's Code Quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde::Serialize;

use super::names;
use super::repository::locate;
use super::view::{ShownFinding, View};
use super::{Repository, write_json};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the findings.
pub(super) fn write(view: &View, repository: Option<&Repository>, out: &mut dyn Write) -> io::Result<()> {
    let issue = |finding: ShownFinding| Issue {
        description: finding.sentences(),
        check_name: finding.rule.id.clone(),
        fingerprint: finding.fingerprint,
        severity: names::gitlab(finding.severity),
        location: Location {
            path: locate(&view.sources.file(finding.place.file), repository).path().to_owned(),
            lines: Lines { begin: finding.place.line, end: finding.place.end_line },
        },
    };
    write_json(&view.findings().into_iter().map(issue).collect::<Vec<_>>(), out)
}
