//! The trail of a value: the places it went through, from where it was written to where it is used.

use std::borrow::Cow;
use std::sync::Arc;

use crate::source::Span;

/// How many steps a trail keeps. Past it, later steps are dropped; the origin always stays.
const LONGEST: usize = 24;

/// One place of a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// What happens there, as a clause a person can read: "imported here".
    pub what: Cow<'static, str>,
}

impl Step {
    /// A step at `span`.
    pub fn new(span: Span, what: impl Into<Cow<'static, str>>) -> Self {
        Self { span, what: what.into() }
    }
}

/// Places in order: first where the value was written, last where it reached the setting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail(Option<Arc<Node>>);

#[derive(Debug, PartialEq)]
struct Node {
    step: Step,
    length: usize,
    before: Trail,
}

impl Trail {
    /// This trail with `step` added at its end. A step at the place of the last one is not repeated.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        match &self.0 {
            Some(node) if node.step.span == step.span || node.length >= LONGEST => self.clone(),
            node => {
                let length = node.as_ref().map_or(0, |node| node.length) + 1;
                Self(Some(Arc::new(Node { step, length, before: self.clone() })))
            }
        }
    }

    /// The steps, origin first.
    pub fn steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        let mut at = &self.0;
        while let Some(node) = at {
            steps.push(&node.step);
            at = &node.before.0;
        }
        steps.reverse();
        steps
    }

    /// A trail that starts at `step`, with the origin that it had so far as its second place.
    #[must_use]
    pub fn restarted(&self, step: Step, what: &'static str) -> Self {
        let start = Self::default().then(step);
        match self.origin() {
            Some(origin) => start.then(Step::new(origin, what)),
            None => start,
        }
    }

    /// Where the value was written: the place that a person would edit.
    pub fn origin(&self) -> Option<Span> {
        self.steps().first().map(|step| step.span)
    }

    /// Where the value was last seen: the write to the setting.
    pub fn end(&self) -> Option<Span> {
        self.0.as_ref().map(|node| node.step.span)
    }

    /// Whether nothing is known of where the value comes from.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
