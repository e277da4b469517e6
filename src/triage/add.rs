//! Ignore comments for findings, as edits: on the line of a finding, or above it where none fits there.
//!
//! It writes nothing, and does not look at the result: the caller lints it again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::comment::{Form, Name, OWN, Rules, UNUSED};
use super::scopes::Ignores;
use crate::rules::{Edit, Finding};
use crate::source::{FileId, SourceFile, Sources, Span, may_be_python};

/// Columns that a line with a comment may have; what is longer gets the comment above.
const WIDEST: usize = 88;

/// Comments to add.
#[derive(Debug, Default)]
pub struct Added {
    /// One group of edits for each comment.
    pub comments: Vec<Vec<Edit>>,
    /// How many findings they hide.
    pub findings: usize,
}

/// Comments that hide `findings`. There are none for what stands in a file that is no Python, and none for ignores
/// that are of no use.
pub fn add_ignores(findings: &[Finding], sources: &Sources) -> Added {
    let mut by_file: BTreeMap<FileId, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule.id != UNUSED) {
        by_file.entry(finding.span.file).or_default().push(finding);
    }
    let mut added = Added::default();
    for (id, findings) in by_file {
        let file = sources.file(id);
        if may_be_python(&file.path) {
            added.findings += findings.len();
            added.comments.extend(comments(&file, &findings).into_iter().map(|edit| vec![edit]));
        }
    }
    added
}

/// One edit for the lines that a comment can speak of.
fn comments(file: &SourceFile, findings: &[&Finding]) -> Vec<Edit> {
    let ignores = Ignores::with_joined_lines(file);
    let mut by_lines: BTreeMap<(u32, u32), BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        let lines = ignores.lines_with(file.lines().line(finding.span.start));
        by_lines.entry((*lines.start(), *lines.end())).or_default().insert(&finding.rule.id);
    }
    let edit = |((start, end), rules): ((u32, u32), BTreeSet<&str>)| {
        let rules = rules.into_iter().collect::<Vec<_>>().join(", ");
        merged(file, &ignores, start..=end, &rules).unwrap_or_else(|| new(file, start..=end, &rules))
    };
    by_lines.into_iter().map(edit).collect()
}

/// The rules in a comment that is there already.
fn merged(file: &SourceFile, ignores: &Ignores, lines: RangeInclusive<u32>, rules: &str) -> Option<Edit> {
    let last_name = |(of, ignore): &(RangeInclusive<u32>, super::comment::Ignore)| match &ignore.rules {
        Rules::Named(names) if ignore.form == Form::Own && *of == lines => names.last().cloned(),
        Rules::Named(_) | Rules::All | Rules::Malformed(_) => None,
    };
    let Name { range, .. } = ignores.all.iter().find_map(last_name)?;
    Some(Edit { span: Span::new(file.id, range.end, range.end), text: format!(", {rules}") })
}

fn new(file: &SourceFile, lines: RangeInclusive<u32>, rules: &str) -> Edit {
    let comment = format!("# {OWN} ignore[{rules}]");
    let line = file.lines().range(&file.text, *lines.start()).unwrap_or(0..0);
    let text = file.text.get(line.start as usize..line.end as usize).unwrap_or("");
    let code = text.trim_end();
    let insertion = |at: u32, text: String| Edit { span: Span::new(file.id, at, at), text };
    let fits = code.chars().count() + 2 + comment.chars().count() <= WIDEST;
    if lines.start() == lines.end() && fits {
        return insertion(line.start + code.len() as u32, format!("  {comment}"));
    }
    let indentation: String = code.chars().take_while(|character| character.is_whitespace()).collect();
    insertion(line.start, format!("{indentation}{comment}{}", line_end(file)))
}

/// How the lines of a file end.
fn line_end(file: &SourceFile) -> &'static str {
    let first = file.text.find(['\r', '\n']).and_then(|at| file.text.get(at..)).unwrap_or("\n");
    if first.starts_with("\r\n") {
        "\r\n"
    } else if first.starts_with('\r') {
        "\r"
    } else {
        "\n"
    }
}
