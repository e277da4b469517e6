//! Floor 7: findings and configurations as text, concise lines, JSON, SARIF and what CI services read;
//! one file per format.
//!
//! Every format shows the same findings in the same order. Nothing here decides what is reported, and
//! nothing here reads a file or the environment: colours, width and the repository are options.

mod code;
mod concise;
mod diff;
mod effective;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod line_hash;
mod names;
mod python_text;
mod rdjson;
mod repository;
mod sarif;
mod show_config;
mod show_config_json;
mod statistics;
mod text;
mod view;
mod visible;

use std::io::{self, Write};
use std::slice;

use crate::flask::Deployment;
use crate::rules::{Catalogue, Finding, Safety};
use crate::secrets::{self, Redactor};
use crate::source::{Problem, Sources};

pub use diff::{Diff, Masking};
pub use repository::Repository;
pub use text::{Charset, Color, TextOptions};
pub use visible::{visible, visible_lines};

use view::View;

/// What a run found, for reports.
pub struct Outcome {
    /// What is wrong, in the order of every report.
    pub findings: Vec<Finding>,
    /// What could not be read, parsed or followed.
    pub problems: Vec<Problem>,
    /// What a baseline hid, where there is one.
    pub known: Option<Known>,
    /// The apps, configured.
    pub deployments: Vec<Deployment>,
    /// Python files discovered.
    pub files: usize,
    /// Files that were parsed.
    pub parsed: usize,
    /// Apps found.
    pub apps: usize,
    /// Wall time.
    pub seconds: f64,
}

/// What a baseline hid.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Findings that were there before, and are not among those that are reported.
    pub hidden: usize,
    /// What was there and is not any more: rule, path and setting, with how many of it.
    pub gone: Vec<Gone>,
}

/// An entry of a baseline that may be removed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Gone {
    /// The rule.
    pub rule: String,
    /// The file, relative to the baseline.
    pub path: String,
    /// The setting.
    pub setting: Option<String>,
    /// How many do not occur any more.
    pub count: u32,
}

/// What masks every key that the runs know, and leaves the names of their apps and profiles readable.
pub fn redactor(outcomes: &[&Outcome]) -> Redactor {
    let deployments = || outcomes.iter().flat_map(|outcome| &outcome.deployments);
    let names = deployments().flat_map(|one| [Some(one.app.name.as_str()), one.profile.as_deref()]);
    Redactor::sparing(&names.flatten().collect(), deployments().flat_map(|one| secrets::keys(slice::from_ref(one))))
}

/// The formats of a report.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Code in context, for people.
    #[default]
    Text,
    /// One line a finding.
    Concise,
    /// The stable format for programs.
    Json,
    /// SARIF 2.1.0, as GitHub code scanning reads it.
    Sarif,
    /// Workflow commands that GitHub Actions shows as annotations.
    Github,
    /// GitLab's Code Quality JSON.
    Gitlab,
    /// Test results as CI services show them: the XML of `JUnit`.
    Junit,
    /// reviewdog's diagnostics, with suggestions.
    Rdjson,
}

/// How a report is written.
pub struct Options {
    /// The format.
    pub format: Format,
    /// Whether keys are shown.
    pub secrets: Secrets,
    /// For people: colours, characters, width.
    pub text: TextOptions,
    /// The repository that the working folder is in; paths in SARIF are relative to its root.
    pub repository: Option<Repository>,
    /// The least safe fixes that are counted as applicable; others are only hinted at.
    pub fixes: Safety,
    /// SARIF's `automationDetails.id`, only where it was asked for.
    pub sarif_category: Option<String>,
}

/// Whether keys are shown.
pub enum Secrets {
    /// They are masked, wherever they turn up.
    Hidden(Redactor),
    /// `--show-secrets`.
    Shown,
}

impl Secrets {
    /// `text`, a sentence of the program's own, without keys.
    pub fn redact_sentence(&self, text: &str) -> String {
        match self {
            Self::Hidden(redactor) => redactor.redact_sentence(text).into_owned(),
            Self::Shown => text.to_owned(),
        }
    }
}

/// Writes the findings and problems of `outcome`.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write(
    outcome: &Outcome,
    sources: &Sources,
    catalogue: &Catalogue,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let view = View::new(outcome, sources, &options.secrets).counting(options.fixes);
    match options.format {
        Format::Text => text::write(&view, &options.text, out),
        Format::Concise => concise::write(&view, out),
        Format::Json => json::write(&view, out),
        Format::Sarif => sarif::write(&view, catalogue, options, out),
        Format::Github => github::write(&view, options.repository.as_ref(), out),
        Format::Gitlab => gitlab::write(&view, options.repository.as_ref(), out),
        Format::Junit => junit::write(&view, out),
        Format::Rdjson => rdjson::write(&view, out),
    }
}

/// Writes the configuration that each app ends up with (`--show-config`): JSON if that is the format,
/// a table for people in every other.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write_config(outcome: &Outcome, sources: &Sources, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let view = View::new(outcome, sources, &options.secrets);
    match options.format {
        Format::Json => show_config_json::write(&view, out),
        Format::Text
        | Format::Concise
        | Format::Sarif
        | Format::Github
        | Format::Gitlab
        | Format::Junit
        | Format::Rdjson => show_config::write(&view, out),
    }
}

/// Writes how many findings each rule has (`--statistics`): JSON if that is the format, a table in every other.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write_statistics(outcome: &Outcome, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => statistics::write_as_json(outcome, out),
        Format::Text
        | Format::Concise
        | Format::Sarif
        | Format::Github
        | Format::Gitlab
        | Format::Junit
        | Format::Rdjson => statistics::write(outcome, out),
    }
}

/// Writes `value` as JSON that a person can read too.
fn write_json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
