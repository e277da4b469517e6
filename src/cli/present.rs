//! Between the command line and the reports: which report, where, with what hidden.
//!
//! It chooses what is said and where; how it is said is the reports' business.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Terminal;
use super::arguments::Arguments;
use super::output::Destination;
use crate::flask::{Deployment, GapKind};
use crate::lint::Linted;
use crate::report::{self, Color, Format, Outcome, Repository, Secrets, TextOptions, visible};
use crate::rules::{Catalogue, Safety};
use crate::settings::SettingsFiles;
use crate::source::Span;

/// What a report is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// What is wrong.
    Findings,
    /// What each app ends up with.
    Configuration,
    /// How many findings each rule has.
    Statistics,
}

impl Subject {
    /// What the command line asks for.
    pub(super) fn asked_for(arguments: &Arguments) -> Self {
        match (arguments.show_config, arguments.statistics) {
            (true, _) => Self::Configuration,
            (false, true) => Self::Statistics,
            (false, false) => Self::Findings,
        }
    }
}

/// How a report is presented.
#[derive(Clone, Debug)]
pub(super) struct Presentation {
    pub(super) format: Format,
    pub(super) subject: Subject,
    pub(super) shows_secrets: bool,
    /// Whether unsafe fixes count.
    pub(super) unsafe_fixes: bool,
    pub(super) terminal: Terminal,
    pub(super) working_folder: PathBuf,
    pub(super) sarif_category: Option<String>,
}

impl Presentation {
    /// Whether a person who looks at the console sees the problems in the report.
    pub(super) fn lists_problems_on(&self, destination: &Destination) -> bool {
        self.format == Format::Text && self.subject == Subject::Findings && *destination == Destination::Console
    }

    /// Whether nothing is better than a report of nothing.
    pub(super) fn is_for_people(&self) -> bool {
        match self.format {
            Format::Text | Format::Concise => self.subject == Subject::Findings,
            Format::Json | Format::Sarif | Format::Github | Format::Gitlab | Format::Junit | Format::Rdjson => false,
        }
    }

    /// Writes the report.
    pub(super) fn write(&self, linted: &Linted, catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
        let options = self.options(linted);
        match self.subject {
            Subject::Findings => report::write(&linted.outcome, &linted.sources, catalogue, &options, out),
            Subject::Statistics => report::write_statistics(&linted.outcome, self.format, out),
            Subject::Configuration => report::write_config(&linted.outcome, &linted.sources, &options, out),
        }
    }

    /// What is to be masked.
    pub(super) fn secrets(&self, linted: &Linted) -> Secrets {
        if self.shows_secrets { Secrets::Shown } else { Secrets::Hidden(report::redactor(&[&linted.outcome])) }
    }

    fn options(&self, linted: &Linted) -> report::Options {
        let secrets = self.secrets(linted);
        let Terminal { is_colored, has_links, width } = self.terminal;
        let color = if is_colored { Color::Ansi } else { Color::None };
        let text = TextOptions { color, has_links, ..TextOptions::default() };
        report::Options {
            format: self.format,
            secrets,
            text: TextOptions { width: width.unwrap_or(text.width), ..text },
            repository: Repository::find(&self.working_folder, Path::exists),
            fixes: if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe },
            sarif_category: self.sarif_category.clone(),
        }
    }
}

/// The problems, for a person who reads the report elsewhere or by a program.
pub(super) fn problems(outcome: &Outcome, secrets: &Secrets, notes: &mut dyn Write) {
    for problem in &outcome.problems {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        // The report holds them as well; a closed stderr loses nothing.
        let _ = writeln!(
            notes,
            "problem: {}{line}: {}",
            visible(&problem.path),
            visible(&secrets.redact_sentence(&problem.message))
        );
    }
}

/// What was read and how long it took (`--verbose`).
pub(super) fn account(linted: &Linted, files: &SettingsFiles, notes: &mut dyn Write) {
    let outcome = &linted.outcome;
    let settings: Vec<String> = files.files.iter().map(|file| file.path.display().to_string()).collect();
    let settings = if settings.is_empty() { "none".to_owned() } else { settings.join(", extends ") };
    let root = linted.sources.root().display().to_string();
    let _ = writeln!(notes, "project: {}\nsettings: {}", visible(&root), visible(&settings));
    let (files, parsed, seconds) = (outcome.files, outcome.parsed, outcome.seconds);
    let _ = writeln!(notes, "files: {files} found, {parsed} parsed, {seconds:.3} s");
    for deployment in &outcome.deployments {
        unfollowed(linted, deployment, notes);
    }
}

/// What could not be followed of an app, and where.
fn unfollowed(linted: &Linted, deployment: &Deployment, notes: &mut dyn Write) {
    let redactor = report::redactor(&[&linted.outcome]);
    let place = |span: Span| {
        let file = linted.sources.file(span.file);
        format!("{}:{}", file.name, file.position(span.start).line)
    };
    let profile = deployment.profile.as_ref().map_or_else(String::new, |name| format!(", profile {name}"));
    let app = format!("{} {}{profile}", place(deployment.app.span), deployment.app.name);
    let gaps = deployment.gaps.iter().map(|gap| match gap.kind {
        GapKind::Optional | GapKind::RestOfProfile => ("not followed", gap.span, &gap.message),
        GapKind::Required | GapKind::Rest => ("not followed, may set anything", gap.span, &gap.message),
    });
    let limits = deployment.limits.iter().map(|limit| ("bound reached", limit.span, &limit.message));
    for (what, span, message) in gaps.chain(limits) {
        let _ = writeln!(
            notes,
            "{}",
            visible(&redactor.redact_sentence(&format!("{app}: {what}: {}: {message}", place(span))))
        );
    }
}
