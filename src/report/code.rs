//! Source code as it is shown to people: lines without keys and without what a terminal would obey.

use super::view::{Place, ShownEdit};
use super::visible::visible;

/// The lines of a file. Lines and columns are those of the file.
pub(super) struct Code {
    lines: Vec<String>,
}

/// Lines that an edit replaces, and what they become.
pub(super) struct Hunk {
    /// The path of the file.
    pub(super) path: String,
    /// The first line that goes.
    pub(super) line: u32,
    /// Lines that go.
    pub(super) removed: Vec<String>,
    /// Lines that come.
    pub(super) added: Vec<String>,
}

impl Code {
    /// The lines of `text`, which may hold no keys any more.
    pub(super) fn new(text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Self { lines: text.split('\n').map(visible).collect() }
    }

    /// All lines, each ended by `\n`.
    pub(super) fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line, "\n"]).collect()
    }

    /// The byte in [`Code::text`] at `line` and `column` (from 1, in characters).
    pub(super) fn offset(&self, line: u32, column: u32) -> usize {
        let before = self.lines.iter().take(line as usize - 1).map(|line| line.len() + 1).sum::<usize>();
        before + self.lines.get(line as usize - 1).map_or(0, |line| head(line, column).len())
    }

    /// What the edits in `edits`, all of this file, do to its lines; neighbouring edits in one hunk.
    pub(super) fn hunks(&self, edits: &[&ShownEdit]) -> Vec<Hunk> {
        let mut edits = edits.to_vec();
        edits.sort_by_key(|edit| (edit.place.line, edit.place.column));
        let mut groups: Vec<Vec<&ShownEdit>> = Vec::new();
        for edit in edits {
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|last| last.place.end_line >= edit.place.line) => {
                    group.push(edit);
                }
                _ => groups.push(vec![edit]),
            }
        }
        groups.iter().filter_map(|group| self.hunk(group)).collect()
    }

    fn hunk(&self, edits: &[&ShownEdit]) -> Option<Hunk> {
        let (first, last) = (&edits.first()?.place, &edits.last()?.place);
        let mut text = String::new();
        let mut done = (first.line, 1);
        for edit in edits {
            text.push_str(&self.between(done, (edit.place.line, edit.place.column)));
            text.push_str(&edit.text.replace("\r\n", "\n"));
            done = (edit.place.end_line, edit.place.end_column);
        }
        text.push_str(&self.between(done, (last.end_line, u32::MAX)));
        let removed = self.lines.get(first.line as usize - 1..last.end_line as usize)?.to_vec();
        let added = text.split('\n').map(visible).collect();
        Some(trimmed(Hunk { path: first.path.clone(), line: first.line, removed, added }))
    }

    /// The text from one line and column to another.
    fn between(&self, from: (u32, u32), to: (u32, u32)) -> String {
        let mut text = String::new();
        for number in from.0..=to.0 {
            let line = self.lines.get(number as usize - 1).map_or("", String::as_str);
            let end = if number == to.0 { head(line, to.1) } else { line };
            let start = if number == from.0 { head(line, from.1).len() } else { 0 };
            text.push_str(end.get(start..).unwrap_or(""));
            if number != to.0 {
                text.push('\n');
            }
        }
        text
    }
}

/// Leaves out lines that stay as they are at either end.
fn trimmed(mut hunk: Hunk) -> Hunk {
    while hunk.removed.first().is_some_and(|line| hunk.added.first() == Some(line)) {
        hunk.removed.remove(0);
        hunk.added.remove(0);
        hunk.line += 1;
    }
    while hunk.removed.last().is_some_and(|line| hunk.added.last() == Some(line)) {
        hunk.removed.pop();
        hunk.added.pop();
    }
    hunk
}

/// `line` up to, not including, `column` (from 1, in characters).
fn head(line: &str, column: u32) -> &str {
    let end = line.char_indices().nth(column as usize - 1).map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or(line)
}

impl Place {
    /// `path:line:column`, as editors and terminals understand it.
    pub(super) fn shown(&self) -> String {
        format!("{}:{}:{}", visible(&self.path), self.line, self.column)
    }
}
