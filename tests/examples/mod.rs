//! Examples in Markdown: files in memory, marks at the ends of lines, and what the rules find in them.
//!
//! A mark is stripped before the file is read, so that any kind of file can have one. What an example
//! means (a rule's bad case, a form of configuration) is for the tests that use this.

use std::path::PathBuf;

use flask_sec_lint::eval;
use flask_sec_lint::rules::judge::Options;
use flask_sec_lint::rules::{Catalogue, ExampleFile, Finding, judge};
use flask_sec_lint::source::{FileId, Sources};
use flask_sec_lint::triage::{Choice, Selection, triage, unused_ignores};
use libtest_mimic::Failed;

/// Starts a mark at the end of a line: `# error: [rule, rule]`.
pub(crate) const MARK: &str = "  # error: [";

/// File (path), line and rule.
pub(crate) type Place = (String, u32, String);

/// The marks of all files, sorted.
pub(crate) fn marks(files: &[ExampleFile]) -> Result<Vec<Place>, Failed> {
    let mut marks = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(file.text.lines()) {
            let Some((_, mark)) = line.split_once(MARK) else { continue };
            let ids = mark.strip_suffix(']').ok_or_else(|| format!("{}:{number}: a mark without an end", file.path))?;
            marks.extend(ids.split(", ").map(|id| (file.path.clone(), number, id.to_owned())));
        }
    }
    marks.sort();
    Ok(marks)
}

/// The files as a project would have them.
pub(crate) fn without_marks(files: &[ExampleFile]) -> Vec<ExampleFile> {
    let strip = |text: &str| {
        let lines = text.lines().map(|line| line.split_once(MARK).map_or(line, |(code, _)| code));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    files.iter().map(|file| ExampleFile { path: file.path.clone(), text: strip(&file.text) }).collect()
}

/// What the rules of `catalogue` find in `files`, and ignore comments do not hide.
pub(crate) fn judge_files(catalogue: &Catalogue, pedantic: bool, files: &[ExampleFile]) -> (Sources, Vec<Finding>) {
    let (sources, seeds) = load(files);
    let deployments = eval::interpret(&sources, &seeds, &eval::Options::default()).deployments;
    let findings = judge(&deployments, &sources, catalogue, &Options { pedantic, ..Options::default() });
    let rules = Choice::usual(catalogue, pedantic).into_rules();
    let selection = Selection { rules, pedantic, ..Selection::usual(catalogue) };
    let unused = unused_ignores(&seeds, &findings, Vec::new, &sources, catalogue, &selection);
    let findings = triage([findings, unused].concat(), &sources, &selection).shown;
    (sources, findings)
}

/// The files in memory; the Python files are the seeds.
fn load(files: &[ExampleFile]) -> (Sources, Vec<FileId>) {
    let sources = Sources::in_memory(files.iter().map(|file| (file.path.clone(), file.text.clone())));
    let python = files.iter().map(|file| PathBuf::from("/").join(&file.path));
    let python = python.filter(|path| path.extension().is_some_and(|ending| ending == "py" || ending == "wsgi"));
    let seeds = python.filter_map(|path| sources.load(&path)).collect();
    (sources, seeds)
}

/// Where the findings are, sorted.
pub(crate) fn places(findings: &[Finding], sources: &Sources) -> Vec<Place> {
    let place = |finding: &Finding| {
        let file = sources.file(finding.span.file);
        (file.name.clone(), file.position(finding.span.start).line, finding.rule.id.clone())
    };
    let mut places: Vec<Place> = findings.iter().map(place).collect();
    places.sort();
    places
}

/// Fails with both sides if they differ.
pub(crate) fn expect_equal<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Result<(), Failed> {
    if expected == found {
        return Ok(());
    }
    Err(format!("{what} differ\n expected {expected:?}\n    found {found:?}").into())
}
