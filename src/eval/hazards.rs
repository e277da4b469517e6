//! Hazards: what may go wrong without our knowing whether it does. What a `try` makes of them is for `exceptions` to say.

use std::sync::Arc;

use super::machine::Machine;
use crate::source::Span;

/// Something that may go wrong in a `try` body without our knowing whether it does.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Hazard {
    /// A module that is not in the project was imported.
    Import,
    /// An environment variable or key that may not exist was read.
    Missing,
    /// A file that is not in the project was opened.
    File,
    /// Code that we do not have was called, or a branch raised.
    Call,
}

/// A hazard that was met.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub(super) hazard: Hazard,
    /// The environment variables or files, where it is certain that it fails without any of them.
    pub(super) fails_without: Arc<[Arc<str>]>,
    /// What leads past it, where a condition around it does not hold.
    pub(super) passed_by: Vec<Arc<str>>,
    /// Where a branch or operand raises then.
    pub(super) span: Option<Span>,
}

impl Met {
    /// All that keeps the program from failing.
    pub(super) fn saviours(&self) -> impl Iterator<Item = &Arc<str>> {
        self.fails_without.iter().chain(&self.passed_by)
    }
}

impl Machine<'_> {
    pub(super) fn met(&mut self, hazard: Hazard, fails_without: Option<Arc<str>>) {
        let fails_without = fails_without.into_iter().collect();
        self.hazards.push(Met { hazard, fails_without, passed_by: Vec::new(), span: None });
    }
}
