//! What our enums are called in reports, here and by others.

use crate::flask::{Context, State};
use crate::rules::{Confidence, Severity};

/// All severities, worst first.
pub(super) const WORST_FIRST: [Severity; 5] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// The project's own address.
pub(super) const PROJECT: &str = env!("CARGO_PKG_REPOSITORY");

/// Where a rule is explained.
pub(super) fn page(rule: &str) -> String {
    format!("{PROJECT}/blob/main/rules/{rule}.md")
}

/// As settings and reports write it.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// Three levels, as GitHub has them.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Good to know.
    Note,
    /// To be looked at.
    Warning,
    /// To be mended.
    Error,
}

impl Level {
    /// SARIF's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// reviewdog's name.
    pub(super) fn reviewdog(self) -> &'static str {
        match self {
            Self::Note => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        }
    }

    /// The workflow command of GitHub Actions.
    pub(super) fn command(self) -> &'static str {
        match self {
            Self::Note => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> Level {
    match severity {
        Severity::Info | Severity::Low => Level::Note,
        Severity::Medium => Level::Warning,
        Severity::High | Severity::Critical => Level::Error,
    }
}

/// GitLab's severity.
pub(super) fn gitlab(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => "minor",
        Severity::Medium => "major",
        Severity::High => "critical",
        Severity::Critical => "blocker",
    }
}

/// GitHub's precision.
pub(super) fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

/// What a profile is for.
pub(super) fn context(context: Context) -> &'static str {
    match context {
        Context::Production => "production",
        Context::Unnamed => "unnamed",
        Context::Development => "development",
        Context::Testing => "testing",
        Context::Example => "example",
    }
}

/// What may be said of a setting.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Known { .. } => "known",
        State::Default => "default",
        State::Unset => "unset",
        State::Unknown => "unknown",
        State::Generated => "generated",
        State::External => "external",
    }
}
