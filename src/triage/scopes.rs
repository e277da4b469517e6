//! Which lines the ignore comments of a file speak of.
//!
//! A comment speaks of its own line or, alone on it, of the next line that is no comment. Where a string or a
//! backslash joins lines, no comment can stand between them: one before or after them speaks of them all.

use std::ops::RangeInclusive;

use super::comment::{Form, Ignore, OWN, ignores_in};
use crate::python::{Comment, trivia};
use crate::source::SourceFile;

/// The ignore comments of a file.
#[derive(Debug, Default)]
pub(super) struct Ignores {
    /// Each with the lines (from 1) that it speaks of.
    pub(super) all: Vec<(RangeInclusive<u32>, Ignore)>,
    /// Lines that are joined.
    joined: Vec<RangeInclusive<u32>>,
}

impl Ignores {
    /// The ignore comments of `file`.
    pub(super) fn of(file: &SourceFile) -> Self {
        if may_ignore(&file.text) { Self::with_joined_lines(file) } else { Self::default() }
    }

    /// The ignore comments of `file`, and which lines are joined even if it has none.
    pub(super) fn with_joined_lines(file: &SourceFile) -> Self {
        let trivia = trivia(&file.text);
        let line = |at: u32| file.lines().line(at);
        let joined = merged(trivia.joined.iter().map(|range| line(range.start)..=line(range.end)).collect());
        let mut ignores = Self { all: Vec::new(), joined };
        let alone: Vec<u32> =
            trivia.comments.iter().filter(|one| is_alone(file, one)).map(|one| line(one.range.start)).collect();
        for comment in &trivia.comments {
            let mut of = line(comment.range.start);
            if alone.binary_search(&of).is_ok() {
                while alone.binary_search(&of).is_ok() {
                    of += 1;
                }
                let lines = ignores.lines_with(of);
                // Others' comments do not speak of the line below.
                let own = ignores_in(comment).into_iter().filter(|one| matches!(one.form, Form::Own | Form::OwnFile));
                ignores.all.extend(own.map(|one| (lines.clone(), one)));
            } else {
                let lines = ignores.lines_with(of);
                ignores.all.extend(ignores_in(comment).into_iter().map(|one| (lines.clone(), one)));
            }
        }
        ignores
    }

    /// Whether one of them hides what `rule` reports at `line`.
    pub(super) fn hide(&self, line: u32, rule: &str) -> bool {
        self.all.iter().any(|(lines, ignore)| speaks_of(ignore, lines, line) && ignore.rules.hide(rule))
    }

    /// `line` and the lines that are joined with it.
    pub(super) fn lines_with(&self, line: u32) -> RangeInclusive<u32> {
        self.joined.iter().find(|lines| lines.contains(&line)).cloned().unwrap_or(line..=line)
    }
}

/// Whether an ignore for `lines` concerns `line`.
pub(super) fn speaks_of(ignore: &Ignore, lines: &RangeInclusive<u32>, line: u32) -> bool {
    match ignore.form {
        Form::OwnFile => true,
        Form::Own | Form::Noqa | Form::Nosec => lines.contains(&line),
    }
}

/// Whether a text may hold an ignore comment at all; most do not.
fn may_ignore(text: &str) -> bool {
    let lower = ["noqa", "nosec"];
    let is_word = |window: &[u8]| lower.iter().any(|word| window.eq_ignore_ascii_case(word.as_bytes()));
    text.contains(OWN) || text.as_bytes().windows(4).any(is_word) || text.as_bytes().windows(5).any(is_word)
}

fn is_alone(file: &SourceFile, comment: &Comment) -> bool {
    let line = file.lines().line(comment.range.start);
    let start = file.lines().range(&file.text, line).map_or(comment.range.start, |range| range.start);
    let before = file.text.get(start as usize..comment.range.start as usize).unwrap_or("");
    before.trim().is_empty()
}

/// Ranges that share a line are one.
fn merged(mut ranges: Vec<RangeInclusive<u32>>) -> Vec<RangeInclusive<u32>> {
    ranges.sort_by_key(|range| (*range.start(), *range.end()));
    let mut merged: Vec<RangeInclusive<u32>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end() >= range.start() => *last = *last.start()..=*last.end().max(range.end()),
            _ => merged.push(range),
        }
    }
    merged
}
