//! reviewdog's diagnostic format, with its suggestions: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.
//!
//! Its columns count bytes of UTF-8, from 1; the end of a range is exclusive.

use std::io::{self, Write};

use serde::Serialize;

use super::names;
use super::view::{Place, ShownFinding, View};
use super::write_json;
use crate::rules::Safety;

#[derive(Serialize)]
struct Report {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// Writes the findings.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = view.findings().into_iter().map(|finding| diagnostic(view, finding)).collect();
    write_json(&Report { source: Source { name: "flask-sec-lint" }, diagnostics }, out)
}

fn diagnostic(view: &View, finding: ShownFinding) -> Diagnostic {
    Diagnostic {
        message: finding.sentences(),
        severity: names::level(finding.severity).reviewdog(),
        code: Code { value: finding.rule.id.clone() },
        suggestions: suggestions(view, &finding),
        location: Location { range: range(view, &finding.place), path: finding.place.path },
    }
}

/// A suggestion has no path of its own, so only a fix of the finding's file can be suggested, and a half one helps nobody.
fn suggestions(view: &View, finding: &ShownFinding) -> Vec<Suggestion> {
    let edits = finding.fix.iter().filter(|fix| fix.safety != Safety::Display).flat_map(|fix| &fix.edits);
    let edits: Vec<_> = edits.collect();
    if edits.iter().any(|edit| edit.place.file != finding.place.file) {
        return Vec::new();
    }
    edits.iter().map(|edit| Suggestion { range: range(view, &edit.place), text: edit.text.clone() }).collect()
}

fn range(view: &View, place: &Place) -> Range {
    let position = |line: u32, column: u32| Position { line, column: in_bytes(view, place, line, column) };
    Range { start: position(place.line, place.column), end: position(place.end_line, place.end_column) }
}

/// A column that counts characters as one that counts bytes.
fn in_bytes(view: &View, place: &Place, line: u32, column: u32) -> u32 {
    let file = view.sources.file(place.file);
    let range = file.lines().range(&file.text, line).unwrap_or(0..0);
    let text = file.text.get(range.start as usize..range.end as usize).unwrap_or("");
    let before = text.chars().take(column as usize - 1).map(char::len_utf8).sum::<usize>();
    before as u32 + 1
}
