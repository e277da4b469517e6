//! Between the command line and the floors that say things: the catalogue's and the reports' texts.
//!
//! It chooses what is said and where; how it is said is the reports' business.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::output::{Destination, Failure};
use crate::lint::Linted;
use crate::report::Outcome;
use crate::rules::Catalogue;
use crate::settings::{OutputFormat, SettingsFile};

/// What a report is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// What is wrong.
    Findings,
    /// What each app ends up with.
    Configuration,
}

/// How a report is presented.
#[derive(Clone, Debug)]
#[expect(dead_code, reason = "the reports that read the last three are not here yet")]
pub(super) struct Presentation {
    pub(super) format: OutputFormat,
    pub(super) subject: Subject,
    pub(super) shows_secrets: bool,
    pub(super) is_colored: bool,
    pub(super) working_folder: PathBuf,
}

impl Presentation {
    /// Whether a person who looks at the console sees the problems in the report.
    pub(super) fn lists_problems_on(&self, destination: &Destination) -> bool {
        self.format == OutputFormat::Text && self.subject == Subject::Findings && *destination == Destination::Console
    }

    /// Whether nothing is better than a report of nothing.
    pub(super) fn is_for_people(&self) -> bool {
        match self.format {
            OutputFormat::Text | OutputFormat::Concise => self.subject == Subject::Findings,
            OutputFormat::Json | OutputFormat::Sarif => false,
        }
    }

    /// Writes the report.
    pub(super) fn write(&self, linted: &Linted, _catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
        let outcome = &linted.outcome;
        if self.lists_problems_on(&Destination::Console) {
            problems(outcome, out);
            writeln!(out, "{} findings in {} files", outcome.findings.len(), outcome.files)?;
        }
        Ok(())
    }
}

/// The rules of the program, and those in `folder`.
#[expect(clippy::unnecessary_wraps, reason = "the reader of rule files is not here yet")]
pub(super) fn catalogue(_folder: Option<&Path>) -> Result<Catalogue, Failure> {
    Ok(Catalogue::default())
}

/// One line a rule.
pub(super) fn rule_list(catalogue: &Catalogue) -> String {
    let ids: Vec<&str> = catalogue.rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.join("\n")
}

/// The page of the rule `name`.
pub(super) fn explanation(catalogue: &Catalogue, name: &str) -> String {
    let rule = catalogue.rules.iter().find(|rule| rule.id == name);
    rule.map(|rule| rule.page.clone()).unwrap_or_default()
}

/// The problems, for a person who reads the report elsewhere or by a program.
pub(super) fn problems(outcome: &Outcome, notes: &mut dyn Write) {
    for problem in &outcome.problems {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        // The report holds them as well; a closed stderr loses nothing.
        let _ = writeln!(notes, "problem: {}{line}: {}", problem.path, problem.message);
    }
}

/// What was read and how long it took (`--verbose`).
pub(super) fn account(linted: &Linted, file: Option<&SettingsFile>, notes: &mut dyn Write) {
    let outcome = &linted.outcome;
    let settings = file.map_or_else(|| "none".to_owned(), |file| file.path.display().to_string());
    let root = linted.sources.root().display();
    let _ = writeln!(notes, "project: {root}\nsettings: {settings}");
    let (files, parsed, seconds) = (outcome.files, outcome.parsed, outcome.seconds);
    let _ = writeln!(notes, "files: {files} found, {parsed} parsed, {seconds:.3} s");
}
