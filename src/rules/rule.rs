//! A rule as its file in `rules/` states it.

use std::sync::Arc;

use super::{Confidence, Severity};

/// One rule: metadata, texts and examples of `rules/<id>.md`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Kebab-case name of the problem, the stem of its file.
    pub id: String,
    /// The heading: one line.
    pub title: String,
    /// How bad it usually is.
    pub severity: Severity,
    /// GitHub's scale, 0.1 to 10.0.
    pub security_severity: f64,
    /// How sure a finding usually is.
    pub confidence: Confidence,
    /// CWE numbers.
    pub cwe: Vec<u32>,
    /// Whether it only reports with `--pedantic`.
    pub pedantic: bool,
    /// First paragraph of the page.
    pub summary: String,
    /// The page in Markdown, without metadata and examples.
    pub page: String,
}

/// All rules, in catalogue order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The rules.
    pub rules: Vec<Arc<Rule>>,
}
