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
    /// What becomes of the value there.
    pub change: Change,
}

/// What becomes of a value at a step.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing that hides how it was written.
    Plain,
    /// It is hashed: whoever knows what went in can do that too.
    Digest,
    /// It is put together with what was written there. No place of its way, but a place where a part of it stands.
    Joined,
    /// It is only used where a file of the project, which gives another value, is not there.
    Fallback,
    /// A profile takes it from what all profiles share.
    Shared,
    /// It was written in a file of environment variables (`.env`), beside the code and not in it.
    EnvironmentFile,
    /// It is only so where a condition holds that is named for development or tests. No place of its way.
    Local,
}

impl Change {
    /// Whether something that the value consists of stands there.
    fn adds(self) -> bool {
        match self {
            Self::Digest | Self::Joined => true,
            Self::Plain | Self::Fallback | Self::Shared | Self::EnvironmentFile | Self::Local => false,
        }
    }
}

impl Step {
    /// A step at `span`.
    pub fn new(span: Span, what: impl Into<Cow<'static, str>>) -> Self {
        Self { span, what: what.into(), change: Change::Plain }
    }

    /// The step at which a function is given a value.
    pub fn passed(span: Span) -> Self {
        Self::new(span, "passed here")
    }

    /// The step at which a value becomes its digest.
    pub fn digest(span: Span) -> Self {
        Self { span, what: "hashed here".into(), change: Change::Digest }
    }

    /// The load at which a profile takes a value from what all profiles share.
    pub fn shared(span: Span) -> Self {
        Self { span, what: "loaded here".into(), change: Change::Shared }
    }

    /// The place in a file of environment variables at which a value was written.
    pub fn in_environment_file(span: Span) -> Self {
        Self { span, what: "written here".into(), change: Change::EnvironmentFile }
    }

    /// The condition of a branch that is named for development or tests, of which a value is.
    pub fn local(span: Span) -> Self {
        Self { span, what: "only where this holds".into(), change: Change::Local }
    }

    /// The read at which a value stands in for a file that is not there.
    pub fn fallback(span: Span) -> Self {
        Self { span, what: "used here where the file is not there".into(), change: Change::Fallback }
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

    /// This trail of a value that is put together with one that came by `other`.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let parts = other.steps().into_iter().enumerate();
        let parts = parts.filter(|(index, step)| *index == 0 || step.change.adds());
        parts.fold(self.clone(), |trail, (_, step)| trail.then(Step { change: Change::Joined, ..step.clone() }))
    }

    /// Where it or a part of it was written, or hashed.
    pub fn parts(&self) -> Vec<Span> {
        let steps = self.steps().into_iter().enumerate();
        steps.filter(|(index, step)| *index == 0 || step.change.adds()).map(|(_, step)| step.span).collect()
    }

    /// The steps of its way: without the parts that it was put together with, and the conditions around it.
    pub fn way(&self) -> Vec<&Step> {
        let is_aside = |step: &&Step| matches!(step.change, Change::Joined | Change::Local);
        self.steps().into_iter().filter(|step| !is_aside(step)).collect()
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
        self.way().last().map(|step| step.span)
    }

    /// Whether it is the digest of what was written.
    pub fn is_hashed(&self) -> bool {
        self.steps().iter().any(|step| step.change == Change::Digest)
    }

    /// The step from which on it is only used where a file of the project is not there.
    pub fn fallback(&self) -> Option<&Step> {
        self.steps().into_iter().find(|step| step.change == Change::Fallback)
    }

    /// Whether a profile takes it from what all profiles share.
    pub fn is_shared(&self) -> bool {
        self.steps().iter().any(|step| step.change == Change::Shared)
    }

    /// Whether it was written in a file of environment variables.
    pub fn is_from_environment_file(&self) -> bool {
        self.steps().first().is_some_and(|step| step.change == Change::EnvironmentFile)
    }

    /// Whether only a branch has it that is named for development or tests.
    pub fn is_local(&self) -> bool {
        self.steps().iter().any(|step| step.change == Change::Local)
    }

    /// Whether nothing is known of where the value comes from.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
