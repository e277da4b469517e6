//! Ignore comments that hide nothing, name no rule, or are not written as they should be.
//!
//! It speaks only of our own form, and of our rules' names in `# noqa`: what else stands there is for other tools.
//! Whether a run saw enough to know is for the caller to say.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::comment::{Form, Ignore, Name, OWN, Rules, UNUSED};
use super::scopes::{Ignores, speaks_of};
use super::selection::{RuleName, Selection};
use crate::rules::{Catalogue, Edit, Finding, Fix, Rule, Safety, about_comment};
use crate::source::{FileId, SourceFile, Sources, Span};

/// An ignore that seems to hide nothing.
struct Candidate {
    file: Arc<SourceFile>,
    lines: RangeInclusive<u32>,
    ignore: Ignore,
    /// The name that hides nothing; `None` where the whole comment does.
    name: Option<Name>,
}

/// The unused ignores of `files`. `findings` is what the rules found, whether it is selected or not; `quiet` also
/// finds what is only reported to who asks for it. It is asked only if there is a doubt.
pub fn unused_ignores(
    files: &[FileId],
    findings: &[Finding],
    quiet: impl FnOnce() -> Vec<Finding>,
    sources: &Sources,
    catalogue: &Catalogue,
    selection: &Selection,
) -> Vec<Finding> {
    let Some(rule) = catalogue.get(UNUSED).filter(|rule| selection.enables(&rule.id)) else {
        return Vec::new();
    };
    let mut reported = Vec::new();
    let mut candidates = Vec::new();
    // Others' comments without the name of a rule of ours are not spoken of, and most files have no others.
    let speaks_of_ours = |file: &Arc<SourceFile>| {
        file.text.contains(OWN) || catalogue.rules.iter().any(|rule| file.text.contains(&*rule.id))
    };
    for file in files.iter().map(|file| sources.file(*file)).filter(speaks_of_ours) {
        let ignores = Ignores::of(&file);
        for (lines, ignore) in &ignores.all {
            reported.extend(defects(rule, &file, ignore, catalogue));
            candidates.extend(candidates_of(&file, lines, ignore, catalogue, selection));
        }
        // Somebody may have a reason to keep it.
        reported.retain(|one| one.span.file != file.id || !ignores.hide(file.lines().line(one.span.start), UNUSED));
        candidates
            .retain(|one| one.file.id != file.id || !ignores.hide(file.lines().line(one.ignore.part.start), UNUSED));
    }
    candidates.retain(|candidate| !candidate.hides_any(findings));
    if !candidates.is_empty() {
        let quiet = quiet();
        candidates.retain(|candidate| !candidate.hides_any(&quiet));
    }
    reported.extend(candidates.iter().map(|candidate| candidate.finding(rule)));
    reported
}

/// What is wrong with an ignore whatever is reported: its form, and names that no rule has.
fn defects(rule: &Arc<Rule>, file: &SourceFile, ignore: &Ignore, catalogue: &Catalogue) -> Vec<Finding> {
    if !is_own(ignore) {
        return Vec::new();
    }
    match &ignore.rules {
        Rules::All => Vec::new(),
        Rules::Malformed(defect) => {
            let detail = format!("This comment {defect}, so it hides nothing.");
            let span = Span::new(file.id, ignore.part.start, ignore.part.end);
            vec![about_comment(rule, span, &detail, None)]
        }
        Rules::Named(names) => {
            let unknown = |name: &Name| {
                let error = RuleName::find(&name.text, catalogue).err()?;
                let detail = format!("This comment names what is no rule: {error}");
                Some(about_comment(
                    rule,
                    span_of(file, ignore, Some(name)),
                    &ended(&detail),
                    Some(removal(file, ignore, Some(name))),
                ))
            };
            names.iter().filter_map(unknown).collect()
        }
    }
}

fn ended(text: &str) -> String {
    if text.ends_with('?') { text.to_owned() } else { format!("{text}.") }
}

/// The names of an ignore, or the whole of it, that may be expected to hide something of what is selected.
fn candidates_of(
    file: &Arc<SourceFile>,
    lines: &RangeInclusive<u32>,
    ignore: &Ignore,
    catalogue: &Catalogue,
    selection: &Selection,
) -> Vec<Candidate> {
    let candidate = |name: Option<&Name>| Candidate {
        file: Arc::clone(file),
        lines: lines.clone(),
        ignore: ignore.clone(),
        name: name.cloned(),
    };
    let reports = |id: &str| selection.enables(id) && !selection.ignores_in(id, &file.path);
    match &ignore.rules {
        Rules::All if is_own(ignore) => {
            let reports_all = catalogue.rules.iter().filter(|rule| !rule.pedantic).all(|rule| reports(&rule.id));
            if reports_all { vec![candidate(None)] } else { Vec::new() }
        }
        Rules::All | Rules::Malformed(_) => Vec::new(),
        Rules::Named(names) => {
            let is_expected = |name: &&Name| name.text != UNUSED && reports(&name.text);
            names.iter().filter(is_expected).map(|name| candidate(Some(name))).collect()
        }
    }
}

fn is_own(ignore: &Ignore) -> bool {
    matches!(ignore.form, Form::Own | Form::OwnFile)
}

impl Candidate {
    fn hides_any(&self, findings: &[Finding]) -> bool {
        findings.iter().any(|finding| {
            let is_here = finding.span.file == self.file.id
                && speaks_of(&self.ignore, &self.lines, self.file.lines().line(finding.span.start));
            is_here && self.name.as_ref().is_none_or(|name| name.text == finding.rule.id)
        })
    }

    fn finding(&self, rule: &Arc<Rule>) -> Finding {
        let place = match self.ignore.form {
            Form::OwnFile => "in this file",
            Form::Own | Form::Noqa | Form::Nosec => "here",
        };
        let detail = match &self.name {
            Some(name) => format!("`{}` is ignored {place}, and nothing is reported for it.", name.text),
            None => format!("All rules are ignored {place}, and nothing is reported."),
        };
        let name = self.name.as_ref();
        let fix = Some(removal(&self.file, &self.ignore, name));
        about_comment(rule, span_of(&self.file, &self.ignore, name), &detail, fix)
    }
}

fn span_of(file: &SourceFile, ignore: &Ignore, name: Option<&Name>) -> Span {
    let range = name.map_or(&ignore.part, |name| &name.range);
    Span::new(file.id, range.start, range.end)
}

/// Takes a name out of a comment, or the comment away with its last name.
fn removal(file: &SourceFile, ignore: &Ignore, name: Option<&Name>) -> Fix {
    let names = match &ignore.rules {
        Rules::Named(names) => names.as_slice(),
        Rules::All | Rules::Malformed(_) => &[],
    };
    let position = name.and_then(|name| names.iter().position(|one| one == name));
    let neighbours = position.map(|at| (at.checked_sub(1).and_then(|at| names.get(at)), names.get(at + 1)));
    let range = match (name, neighbours) {
        (Some(name), Some((Some(before), _))) => before.range.end..name.range.end,
        (Some(name), Some((None, Some(after)))) => name.range.start..after.range.start,
        (Some(_) | None, _) => part_with_space(file, ignore),
    };
    let title = match name {
        Some(name) => format!("remove `{}` from the ignore comment", name.text),
        None => "remove the ignore comment".to_owned(),
    };
    let edit = Edit { span: Span::new(file.id, range.start, range.end), text: String::new() };
    Fix { title, safety: Safety::Safe, edits: vec![edit], changes: Vec::new() }
}

/// The bytes that go with a part of a comment: the space before it, or its line if there is nothing else on it.
fn part_with_space(file: &SourceFile, ignore: &Ignore) -> std::ops::Range<u32> {
    let slice = |start: u32, end: u32| file.text.get(start as usize..end as usize).unwrap_or("");
    let following = slice(ignore.part.end, ignore.comment.end);
    if !following.is_empty() {
        let gap = following.len() - following.trim_start().len();
        return ignore.part.start..ignore.part.end + gap as u32;
    }
    let line = file.lines().range(&file.text, file.lines().line(ignore.part.start)).unwrap_or(ignore.part.clone());
    let kept = slice(line.start, ignore.part.start).trim_end().len() as u32;
    if kept == 0 { line } else { line.start + kept..ignore.part.end }
}
