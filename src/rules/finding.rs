//! A finding: one rule's judgement of one place, with all that a report needs.
//!
//! A finding owns its data and always has a place.

use std::sync::Arc;

use super::Rule;
use crate::flask::{AppPlace, Context};
use crate::source::Span;

/// What is wrong, where, why, and what to do.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that it breaks.
    pub rule: Arc<Rule>,
    /// How bad it is here; the rule's own severity unless the place is worse or better.
    pub severity: Severity,
    /// How sure we are.
    pub confidence: Confidence,
    /// What is wrong and why it matters.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// The place that a person would edit, narrowed to one line.
    pub span: Span,
    /// A few words for the label at that place.
    pub label: String,
    /// The setting that it is about.
    pub setting: Option<String>,
    /// The app that it is about.
    pub app: Option<AppPlace>,
    /// The profile that was judged.
    pub profile: Option<String>,
    /// What the judged profile is for.
    pub context: Context,
    /// The other places of the value's way, in its order.
    pub related: Vec<Related>,
    /// How to change the code.
    pub fix: Option<Fix>,
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What happens there.
    pub message: String,
}

/// A change of the code that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// The changes; empty for `Display`.
    pub edits: Vec<Edit>,
    /// The settings that get another value by them.
    pub changes: Vec<String>,
}

/// Replace the text of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text that goes.
    pub span: Span,
    /// The text that comes.
    pub text: String,
}

/// Whether a fix may be applied without asking.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Keeps the program working.
    Safe,
    /// May need something from the person, such as an environment variable.
    Unsafe,
    /// Only shown.
    Display,
}

/// How bad a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// A defence in depth is missing.
    Low,
    /// An attacker who has something else gains from it.
    Medium,
    /// An attacker gains from it alone.
    High,
    /// An attacker needs nothing but the program's public face.
    Critical,
}

impl Severity {
    /// The nearest to `stated` of GitHub's numbers that GitHub shows as this severity.
    pub(super) fn on_githubs_scale(self, stated: f64) -> f64 {
        let (least, most) = match self {
            Self::Info | Self::Low => (0.1, 3.9),
            Self::Medium => (4.0, 6.9),
            Self::High => (7.0, 8.9),
            Self::Critical => (9.0, 10.0),
        };
        stated.clamp(least, most)
    }
}

/// How sure a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint.
    Low,
    /// Probably right.
    Medium,
    /// Follows from the code.
    High,
}

impl Confidence {
    /// One step less sure.
    pub(super) fn lowered(self) -> Self {
        match self {
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}
