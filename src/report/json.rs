//! The stable format for programs. Fields are only ever added to version 1.

use std::io::{self, Write};

use serde::Serialize;

use super::view::{Place, ShownApp, ShownFinding, ShownFix, ShownProblem, ShownRelated, View};
use super::{Gone, Known, write_json};
use crate::rules::{Confidence, Severity};

#[derive(Serialize)]
struct Report {
    version: u32,
    findings: Vec<JsonFinding>,
    problems: Vec<ShownProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline>,
    summary: Summary,
}

#[derive(Serialize)]
struct JsonFinding {
    rule: String,
    severity: Severity,
    confidence: Confidence,
    message: String,
    advice: String,
    #[serde(flatten)]
    place: Place,
    setting: Option<String>,
    app: Option<ShownApp>,
    profile: Option<String>,
    related: Vec<ShownRelated>,
    fix: Option<ShownFix>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Baseline {
    hidden: usize,
    gone: Vec<Gone>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    parsed: usize,
    apps: usize,
    seconds: f64,
}

/// Writes findings, problems and counts.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let outcome = view.outcome;
    let report = Report {
        version: 1,
        findings: view.findings().into_iter().map(JsonFinding::from).collect(),
        problems: view.problems(),
        baseline: outcome.known.clone().map(|Known { hidden, gone }| Baseline { hidden, gone }),
        summary: Summary { files: outcome.files, parsed: outcome.parsed, apps: outcome.apps, seconds: outcome.seconds },
    };
    write_json(&report, out)
}

impl From<ShownFinding> for JsonFinding {
    fn from(finding: ShownFinding) -> Self {
        Self {
            rule: finding.rule.id.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            message: finding.message,
            advice: finding.advice,
            place: finding.place,
            setting: finding.setting,
            app: finding.app,
            profile: finding.profile,
            related: finding.related,
            fix: finding.fix,
            fingerprint: finding.fingerprint,
        }
    }
}
