//! Floor 4: the abstract interpreter. It runs a project's configuration code over values that are
//! known, partly known or unknown, and yields a [`crate::flask::Deployment`] for each app and profile.
//!
//! It does no I/O except through [`crate::source::Sources`], and cannot fail: what it does not
//! understand is an unknown value.

use crate::flask::Deployment;
use crate::source::{FileId, Sources};

/// Limits and choices of an interpretation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `MODULE:NAME` as for `flask --app`: only this app. Without it every app is found.
    pub app: Option<String>,
}

/// What an interpretation yields.
#[derive(Default)]
pub struct Interpretation {
    /// One for each app and profile, in the order of their places.
    pub deployments: Vec<Deployment>,
    /// How many files were parsed.
    pub parsed: usize,
}

/// Finds and configures the apps that the files in `seeds` make.
pub fn interpret(_sources: &Sources, _seeds: &[FileId], _options: &Options) -> Interpretation {
    Interpretation::default()
}
