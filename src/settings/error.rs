//! What can be wrong with what was asked for, with the place where it was asked.

use miette::{Diagnostic, NamedSource, SourceSpan};

use crate::rules::RuleError;
use crate::secrets::NotText;
use crate::source::PatternError;
use crate::triage::{BaselineError, UnknownRule};

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
    /// A rule file, or a folder of them.
    #[error(transparent)]
    RuleFile(#[from] RuleError),
    /// A flag with a pattern.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// A baseline.
    #[error(transparent)]
    Baseline(#[from] BaselineFileError),
    /// A list of published keys.
    #[error(transparent)]
    Wordlist(#[from] WordlistError),
}

/// A list of published keys that cannot be used. It never shows a line of the list.
#[derive(Debug, thiserror::Error)]
pub enum WordlistError {
    /// It does not exist, or may not be read.
    #[error("cannot read the wordlist `{name}` ({reason}): name a file with one key a line")]
    Unreadable {
        /// The file as it was named.
        name: String,
        /// Why.
        reason: String,
    },
    /// It is not UTF-8.
    #[error("cannot use the wordlist `{name}`: {error}")]
    NotText {
        /// The file as it was named.
        name: String,
        /// Where.
        error: NotText,
    },
}

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineFileError {
    /// It does not exist, or may not be read.
    #[error("cannot read the baseline `{name}` ({reason}): `--write-baseline {name}` makes one of today's findings")]
    Unreadable {
        /// The file as it was named.
        name: String,
        /// Why.
        reason: String,
    },
    /// It is not in the format.
    #[error("the file `{name}` is no baseline: {error}")]
    NoBaseline {
        /// The file as it was named.
        name: String,
        /// What is wrong.
        error: BaselineError,
    },
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
