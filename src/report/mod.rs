//! Floor 7: findings and configurations as text, concise lines, JSON and SARIF; one file per format.

use crate::flask::Deployment;
use crate::rules::Finding;
use crate::source::Problem;

/// What a run found, for reports.
pub struct Outcome {
    /// What is wrong, in the order of every report.
    pub findings: Vec<Finding>,
    /// What could not be read, parsed or followed.
    pub problems: Vec<Problem>,
    /// The apps, configured.
    pub deployments: Vec<Deployment>,
    /// Python files discovered.
    pub files: usize,
    /// Files that were parsed.
    pub parsed: usize,
    /// Apps found.
    pub apps: usize,
    /// Wall time.
    pub seconds: f64,
}
