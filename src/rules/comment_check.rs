//! Findings about the comments that hide findings. What is wrong with a comment, triage says.

use std::sync::Arc;

use super::finding::{Finding, Fix};
use super::rule::Rule;
use super::template::{Fill, fill};
use crate::flask::Context;
use crate::source::Span;

/// A finding of `rule` about the comment at `span`; `detail` is what is wrong, in a sentence.
pub fn about_comment(rule: &Arc<Rule>, span: Span, detail: &str, fix: Option<Fix>) -> Finding {
    let words = Fill { detail: detail.to_owned(), ..Fill::default() };
    Finding {
        rule: Arc::clone(rule),
        severity: rule.severity,
        confidence: rule.confidence,
        message: fill(&rule.message, &words),
        advice: fill(&rule.advice, &words),
        span,
        label: fill(&rule.label, &words),
        setting: None,
        app: None,
        profile: None,
        context: Context::Unnamed,
        related: Vec::new(),
        fix,
    }
}
