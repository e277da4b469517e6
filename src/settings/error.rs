//! What can be wrong with what was asked for, with the place where it was asked.

use miette::{Diagnostic, NamedSource, SourceSpan};

use crate::source::PatternError;
use crate::triage::UnknownRule;

/// Settings or flags that cannot be followed.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum SettingsError {
    /// A settings file that cannot be read.
    #[error("cannot read the settings in {path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A place in a settings file.
    #[error(transparent)]
    #[diagnostic(transparent)]
    InFile(Box<Defect>),
    /// A flag that names a rule.
    #[error(transparent)]
    Rule(#[from] UnknownRule),
    /// A flag with a pattern.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

/// A place in a settings file, and what is wrong there.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Defect {
    /// What is wrong there.
    pub message: String,
    /// The file.
    #[source_code]
    pub source_code: NamedSource<String>,
    /// The place.
    #[label]
    pub span: SourceSpan,
    /// What to do.
    #[help]
    pub help: Option<String>,
}
