//! What every format shows: findings with places as people count, and texts without keys.
//!
//! This is the one place where keys are redacted. No format reads `Outcome`'s texts or a source's text
//! past it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::code::Code;
use super::fingerprint::Fingerprints;
use super::{Outcome, Secrets};
use crate::flask::AppPlace;
use crate::rules::{Confidence, Finding, Fix, Identities, Rule, Safety, Severity};
use crate::secrets::{masked, places_of_keys};
use crate::source::{FileId, Problem, Sources, Span};

/// The outcome of a run as reports may show it.
pub(super) struct View<'a> {
    /// Counts and configurations. Its texts only leave through [`View::text`].
    pub(super) outcome: &'a Outcome,
    /// The files that spans are in.
    pub(super) sources: &'a Sources,
    /// The least safe fixes that count as applicable.
    pub(super) fixes: Safety,
    secrets: &'a Secrets,
    keys: BTreeMap<FileId, BTreeSet<Span>>,
}

/// A span as people count: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(super) struct Place {
    #[serde(skip)]
    pub(super) file: FileId,
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// A finding.
pub(super) struct ShownFinding {
    pub(super) rule: Arc<Rule>,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) advice: String,
    pub(super) label: String,
    pub(super) place: Place,
    pub(super) setting: Option<String>,
    pub(super) app: Option<ShownApp>,
    pub(super) profile: Option<String>,
    pub(super) related: Vec<ShownRelated>,
    pub(super) fix: Option<ShownFix>,
    /// Whether its fix would be applied.
    pub(super) is_fixable: bool,
    pub(super) fingerprint: String,
}

/// The app that a finding is about.
#[derive(serde::Serialize)]
pub(super) struct ShownApp {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) name: String,
}

/// Another place of a finding. Its place ends on the line where it starts.
#[derive(serde::Serialize)]
pub(super) struct ShownRelated {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) message: String,
}

/// A change that mends a finding.
#[derive(serde::Serialize)]
pub(super) struct ShownFix {
    pub(super) title: String,
    pub(super) safety: Safety,
    pub(super) edits: Vec<ShownEdit>,
}

/// The text at a place is replaced.
#[derive(serde::Serialize)]
pub(super) struct ShownEdit {
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) text: String,
}

/// What could not be read, parsed or followed.
#[derive(serde::Serialize)]
pub(super) struct ShownProblem {
    pub(super) path: String,
    pub(super) line: Option<u32>,
    pub(super) message: String,
}

impl<'a> View<'a> {
    /// The view of `outcome`, whose spans are in `sources`.
    pub(super) fn new(outcome: &'a Outcome, sources: &'a Sources, secrets: &'a Secrets) -> Self {
        let keys = match secrets {
            Secrets::Hidden(_) => places_of_keys(&outcome.deployments),
            Secrets::Shown => BTreeMap::new(),
        };
        Self { outcome, sources, fixes: Safety::Safe, secrets, keys }
    }

    /// The same view, in which fixes as safe as `fixes` count as applicable.
    pub(super) fn counting(self, fixes: Safety) -> Self {
        Self { fixes, ..self }
    }

    /// `text` without keys.
    pub(super) fn text(&self, text: &str) -> String {
        match self.secrets {
            Secrets::Hidden(redactor) => redactor.redact(text).into_owned(),
            Secrets::Shown => text.to_owned(),
        }
    }

    /// `text`, a sentence of the program's own, without keys.
    pub(super) fn sentence(&self, text: &str) -> String {
        self.secrets.redact_sentence(text)
    }

    /// Whether the values of secret settings are withheld.
    pub(super) fn hides_keys(&self) -> bool {
        match self.secrets {
            Secrets::Hidden(_) => true,
            Secrets::Shown => false,
        }
    }

    /// The lines of a file without keys.
    pub(super) fn code(&self, file: FileId) -> Code {
        Code::new(&self.file_text(file))
    }

    /// The text of a file without keys, with its line ends and with what a terminal would obey.
    pub(super) fn file_text(&self, file: FileId) -> String {
        let file = self.sources.file(file);
        let none = BTreeSet::new();
        match self.secrets {
            Secrets::Hidden(redactor) => {
                let places = self.keys.get(&file.id).unwrap_or(&none);
                keep_lines(&masked(&file, places, redactor), |text| self.text(text))
            }
            Secrets::Shown => file.text.clone(),
        }
    }

    /// Where `span` is.
    pub(super) fn place(&self, span: Span) -> Place {
        let file = self.sources.file(span.file);
        let (start, end) = (file.position(span.start), file.position(span.end));
        Place {
            file: span.file,
            path: file.name.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// Where the part of `span` on its first line is.
    pub(super) fn first_line(&self, span: Span) -> Place {
        let text = self.sources.file(span.file).slice(span).to_owned();
        let first = text.split(['\r', '\n']).next().unwrap_or("");
        self.place(Span::new(span.file, span.start, span.start + first.len() as u32))
    }

    /// The findings, in the order of every report.
    pub(super) fn findings(&self) -> Vec<ShownFinding> {
        let mut fingerprints = Fingerprints::default();
        let mut identities = Identities::new(&self.outcome.deployments, self.sources);
        let mut shown = Vec::new();
        for finding in &self.outcome.findings {
            let place = self.first_line(finding.span);
            let fingerprint = fingerprints.next(&identities.of(finding));
            shown.push(self.finding(finding, place, fingerprint));
        }
        shown
    }

    /// The problems, in the order of every report.
    pub(super) fn problems(&self) -> Vec<ShownProblem> {
        let shown = |problem: &Problem| ShownProblem {
            path: problem.path.clone(),
            line: problem.line,
            message: self.text(&problem.message),
        };
        self.outcome.problems.iter().map(shown).collect()
    }

    fn finding(&self, finding: &Finding, place: Place, fingerprint: String) -> ShownFinding {
        let related =
            |span, message: &str| ShownRelated { place: self.first_line(span), message: self.sentence(message) };
        ShownFinding {
            rule: Arc::clone(&finding.rule),
            severity: finding.severity,
            confidence: finding.confidence,
            message: self.sentence(&finding.message),
            advice: self.sentence(&finding.advice),
            label: self.sentence(&finding.label),
            place,
            setting: finding.setting.clone(),
            app: finding.app.as_ref().map(|app| self.app(app)),
            profile: finding.profile.clone(),
            related: finding.related.iter().map(|one| related(one.span, &one.message)).collect(),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
            is_fixable: finding.fix.as_ref().is_some_and(|fix| fix.safety <= self.fixes && !fix.edits.is_empty()),
            fingerprint,
        }
    }

    fn app(&self, app: &AppPlace) -> ShownApp {
        let place = self.place(app.span);
        ShownApp { path: place.path, line: place.line, name: app.name.clone() }
    }

    fn fix(&self, fix: &Fix) -> ShownFix {
        let edits =
            fix.edits.iter().map(|edit| ShownEdit { place: self.place(edit.span), text: self.text(&edit.text) });
        ShownFix { title: self.sentence(&fix.title), safety: fix.safety, edits: edits.collect() }
    }
}

impl ShownFinding {
    /// What marks a finding that `--fix` mends, after a blank.
    pub(super) fn mark(&self) -> &'static str {
        if self.is_fixable { " [*]" } else { "" }
    }

    /// Message and advice as sentences. Services take the first sentence for a title.
    pub(super) fn sentences(&self) -> String {
        let sentences = [&self.message, &self.advice].map(|text| text.trim_end());
        let ended = |text: &&str| if text.ends_with(['.', '!', '?']) { (*text).to_owned() } else { format!("{text}.") };
        sentences.iter().filter(|text| !text.is_empty()).map(ended).collect::<Vec<_>>().join(" ")
    }
}

/// `redact(text)`, with as many lines as `text`: a key over several lines must not join them.
fn keep_lines(text: &str, redact: impl Fn(&str) -> String) -> String {
    let redacted = redact(text);
    if redacted.chars().count() != text.chars().count() {
        return text.split_inclusive('\n').map(redact).collect();
    }
    let keep = |(before, after): (char, char)| if matches!(before, '\r' | '\n') { before } else { after };
    text.chars().zip(redacted.chars()).map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redacted_text_over_several_lines_keeps_them() {
        let redact = |text: &str| text.replace("a\nb", "***");
        assert_eq!(keep_lines("x = '''a\nb'''\n", redact), "x = '''*\n*'''\n");
    }

    #[test]
    fn a_redactor_that_changes_lengths_works_by_line() {
        let redact = |text: &str| text.replace('ä', "**");
        assert_eq!(keep_lines("ä\nb\n", redact), "**\nb\n");
    }
}
