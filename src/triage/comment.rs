//! Ignore comments: `# flask-sec-lint: ignore[rule]`, and the `# noqa` and `# nosec` that projects have already.
//!
//! It reads comments, never code, and does not know which rules exist: a name that is none hides nothing.

use crate::python::Comment;
use crate::source::SourceFile;

/// A comment that hides findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IgnoreComment {
    /// The line (from 1) whose findings it hides.
    line: u32,
    rules: Rules,
}

/// Which findings a comment hides.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rules {
    All,
    Named(Vec<String>),
}

impl IgnoreComment {
    /// Whether it hides what `rule` reports at `line`.
    pub(super) fn hides(&self, line: u32, rule: &str) -> bool {
        self.line == line
            && match &self.rules {
                Rules::All => true,
                Rules::Named(names) => names.iter().any(|name| name == rule),
            }
    }
}

/// The ignore comments among `comments`, those of `file`.
pub(super) fn ignore_comments(file: &SourceFile, comments: Vec<Comment>) -> Vec<IgnoreComment> {
    comments.into_iter().flat_map(|comment| ignores_of(file, &comment)).collect()
}

fn ignores_of(file: &SourceFile, comment: &Comment) -> Vec<IgnoreComment> {
    let line = file.lines.line(comment.range.start);
    let own = own_ignore(&comment.text).map(|rules| {
        // Alone on its line, it speaks of the line below.
        let line = if is_alone(file, comment, line) { line + 1 } else { line };
        IgnoreComment { line, rules }
    });
    let others = [noqa(&comment.text), nosec(&comment.text)].into_iter().flatten();
    own.into_iter().chain(others.map(|rules| IgnoreComment { line, rules })).collect()
}

fn is_alone(file: &SourceFile, comment: &Comment, line: u32) -> bool {
    let start = file.lines.range(&file.text, line).map_or(comment.range.start, |range| range.start);
    let before = file.text.get(start as usize..comment.range.start as usize).unwrap_or("");
    before.trim().is_empty()
}

/// `# flask-sec-lint: ignore[rule, rule] reason`, or `ignore` for every rule.
fn own_ignore(text: &str) -> Option<Rules> {
    let (_, rest) = text.split_once("flask-sec-lint:")?;
    let rest = rest.trim_start().strip_prefix("ignore")?;
    match rest.strip_prefix('[') {
        Some(list) => list.split_once(']').map(|(names, _)| Rules::Named(words(names))),
        None if rest.starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_') => None,
        None => Some(Rules::All),
    }
}

/// `# noqa`, or `# noqa: rule, rule`. Other linters' codes are among the names and mean nothing here.
fn noqa(text: &str) -> Option<Rules> {
    let rest = directive(text, "noqa")?;
    match rest.trim_start().strip_prefix(':') {
        Some(names) => Some(Rules::Named(words(names))),
        None => Some(Rules::All),
    }
}

/// `# nosec`. With a code of bandit's (`# nosec B105`) it is bandit's affair.
fn nosec(text: &str) -> Option<Rules> {
    let rest = directive(text, "nosec")?;
    let is_code = |word: &str| word.strip_prefix('B').is_some_and(|number| number.parse::<u16>().is_ok());
    let names_code = words(rest.trim_start_matches(':')).iter().any(|word| is_code(word));
    (!names_code).then_some(Rules::All)
}

/// What follows `# word` in a comment; the word may stand after another `#` and in either case.
fn directive<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.split('#').find_map(|part| {
        let part = part.trim_start();
        let start = part.get(..word.len())?;
        let rest = part.get(word.len()..)?;
        let ends = !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_');
        (start.eq_ignore_ascii_case(word) && ends).then_some(rest)
    })
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|between: char| between == ',' || between.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
