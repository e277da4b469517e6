//! Ignore comments: `# flask-sec-lint: ignore[rule]`, and the `# noqa` and `# nosec` that projects have already.
//!
//! It reads comments, never code, and does not know which rules exist: a name that is none hides nothing.

use std::ops::Range;

use crate::python::Comment;

/// What stands before the word in a comment of our own.
pub(super) const OWN: &str = "flask-sec-lint:";

/// The rule about ignores that hide nothing.
pub(super) const UNUSED: &str = "unused-ignore";

/// A part of a comment that hides findings, or means to. A comment may have several, each after a `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ignore {
    /// Whose form it has.
    pub(super) form: Form,
    /// Which findings it hides.
    pub(super) rules: Rules,
    /// The part of the comment, as bytes of the file: from its `#` to before the next part or the line's end.
    pub(super) part: Range<u32>,
    /// The whole comment.
    pub(super) comment: Range<u32>,
}

/// The forms of ignore comments.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `# flask-sec-lint: ignore`
    Own,
    /// `# flask-sec-lint: ignore-file`
    OwnFile,
    /// `# noqa`
    Noqa,
    /// `# nosec`
    Nosec,
}

/// Which findings a comment hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// All.
    All,
    /// Those of these rules.
    Named(Vec<Name>),
    /// None, because it is not written as it should be: what is wrong, as a clause.
    Malformed(String),
}

/// The name of a rule in a comment, and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) range: Range<u32>,
}

impl Rules {
    /// Whether it hides what `rule` reports.
    pub(super) fn hide(&self, rule: &str) -> bool {
        match self {
            // A comment cannot hide that it is of no use itself.
            Self::All => rule != UNUSED,
            Self::Named(names) => names.iter().any(|name| name.text == rule),
            Self::Malformed(_) => false,
        }
    }
}

/// The ignores in `comment`.
pub(super) fn ignores_in(comment: &Comment) -> Vec<Ignore> {
    let mut found = Vec::new();
    for part in parts(&comment.text) {
        let text = comment.text.get(part.clone()).unwrap_or("");
        let start = comment.range.start + part.start as u32;
        let Some((form, rules)) = read(text, start) else { continue };
        let part = start..comment.range.start + part.end as u32;
        found.push(Ignore { form, rules, part, comment: comment.range.clone() });
    }
    found
}

/// The parts of a comment that a `#` starts, without the space at their ends.
fn parts(text: &str) -> Vec<Range<usize>> {
    let starts: Vec<usize> = text.match_indices('#').map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let trimmed = |(start, end): (&usize, usize)| *start..start + text.get(*start..end).unwrap_or("").trim_end().len();
    starts.iter().zip(ends).map(trimmed).collect()
}

/// What a part that starts at the byte `start` of the file means.
fn read(text: &str, start: u32) -> Option<(Form, Rules)> {
    let body = text.trim_start_matches('#').trim_start();
    let at = |rest: &str| start + (text.len() - rest.len()) as u32;
    if let Some(rest) = body.strip_prefix(OWN) {
        let rest = rest.trim_start();
        let (form, rest) = match (rest.strip_prefix("ignore-file"), rest.strip_prefix("ignore")) {
            (Some(rest), _) => (Form::OwnFile, rest),
            (None, Some(rest)) => (Form::Own, rest),
            (None, None) => return Some((Form::Own, Rules::Malformed(format!("has no `ignore` after `{OWN}`")))),
        };
        return Some((form, own(rest, at(rest))));
    }
    if let Some(rest) = directive(body, "noqa") {
        let list = rest.trim_start();
        return match list.strip_prefix(':') {
            Some(list) => Some((Form::Noqa, Rules::Named(names(list, at(list))))),
            None => Some((Form::Noqa, Rules::All)),
        };
    }
    let rest = directive(body, "nosec")?;
    // With a code of bandit's (`# nosec B105`) it is bandit's affair.
    let is_code = |name: &Name| name.text.strip_prefix('B').is_some_and(|number| number.parse::<u16>().is_ok());
    let names_code = names(rest.trim_start_matches(':'), 0).iter().any(is_code);
    (!names_code).then_some((Form::Nosec, Rules::All))
}

/// What follows `ignore`: `[rule, rule] reason`, or a reason.
fn own(rest: &str, start: u32) -> Rules {
    let Some(list) = rest.trim_start().strip_prefix('[') else {
        return match rest.chars().next() {
            Some(next) if is_of_word(next) => Rules::Malformed("has another word in place of `ignore`".to_owned()),
            Some(_) | None => Rules::All,
        };
    };
    let Some((inner, _)) = list.split_once(']') else {
        return Rules::Malformed("has no `]` at the end of its list".to_owned());
    };
    let names = names(inner, start + (rest.len() - list.len()) as u32);
    if names.is_empty() { Rules::Malformed("has an empty list".to_owned()) } else { Rules::Named(names) }
}

/// What follows `word` at the start of `text`, in either case.
fn directive<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let start = text.get(..word.len())?;
    let rest = text.get(word.len()..)?;
    (start.eq_ignore_ascii_case(word) && !rest.starts_with(is_of_word)).then_some(rest)
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '-' || character == '_'
}

/// The words of `text`, which starts at the byte `start` of the file.
fn names(text: &str, start: u32) -> Vec<Name> {
    let is_between = |character: char| character == ',' || character.is_whitespace();
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(is_between) {
        let range = start + at as u32..start + (at + word.len()) as u32;
        if !word.is_empty() {
            found.push(Name { text: word.to_owned(), range });
        }
        // Whatever stands between words may take several bytes.
        let between = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        at += word.len() + between.map_or(0, char::len_utf8);
    }
    found
}
