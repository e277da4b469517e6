//! What can be wrong with a rule file: always the file, the line, and the next step.

use thiserror::Error;

/// A rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}; {next_step}")]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub next_step: String,
}

impl RuleError {
    /// An error at `line` (from 1) of `file`.
    pub(super) fn new(file: &str, line: usize, problem: impl Into<String>, next_step: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, problem: problem.into(), next_step: next_step.into() }
    }
}
