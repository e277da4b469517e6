//! The comments of a text: real ones, not what looks like one inside a string; and where none can stand.
//!
//! It does not know what a comment may say.

use std::ops::Range;

use rustpython_ast::token::TokenKind;

use super::tree::tree_of;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its bytes, from `#` to before the line's end.
    pub range: Range<u32>,
    /// Its text, with the `#`.
    pub text: String,
}

/// What a text has besides code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trivia {
    /// The comments, in their order.
    pub comments: Vec<Comment>,
    /// Where lines are joined, as bytes: from within the first of them to within the last. A comment cannot stand
    /// between such lines, since a string or a backslash goes on there.
    pub joined: Vec<Range<u32>>,
}

/// The comments and joined lines of `text`; none if the text nests too deeply, or is too long, to be analysed.
pub fn trivia(text: &str) -> Trivia {
    let Ok(parsed) = tree_of(text) else {
        return Trivia::default();
    };
    let mut trivia = Trivia::default();
    let mut covered = Vec::new();
    let mut open = Vec::new();
    for token in parsed.tokens() {
        let (kind, range) = token.as_tuple();
        let range = range.start().to_u32()..range.end().to_u32();
        match kind {
            TokenKind::Comment => {
                trivia.comments.push(Comment { range: range.clone(), text: slice(text, &range).to_owned() });
                covered.push(range);
            }
            TokenKind::String => covered.push(range),
            TokenKind::FStringStart | TokenKind::TStringStart => open.push(range.start),
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                covered.extend(open.pop().map(|start| start..range.end));
            }
            _ => {}
        }
    }
    let spans_lines = |range: &&Range<u32>| slice(text, range).contains(['\n', '\r']);
    trivia.joined = covered.iter().filter(spans_lines).cloned().collect();
    trivia.joined.extend(backslashes(text, covered));
    trivia
}

/// Where a backslash joins two lines, outside of what is `covered` by strings and comments.
fn backslashes(text: &str, mut covered: Vec<Range<u32>>) -> Vec<Range<u32>> {
    covered.sort_by_key(|range| (range.start, range.end));
    let mut covered = covered.into_iter().peekable();
    let mut until = 0;
    let mut found = Vec::new();
    for (at, _) in text.match_indices('\\') {
        let rest = text.get(at + 1..).unwrap_or("");
        let Some(end) = ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end)) else { continue };
        let start = at as u32;
        while let Some(range) = covered.next_if(|range| range.start <= start) {
            until = until.max(range.end);
        }
        if start >= until {
            found.push(start..start + 1 + end.len() as u32);
        }
    }
    found
}

fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{slice, trivia};

    #[test]
    fn text_inside_strings_is_no_comment() {
        let found = trivia("x = '# no'  # yes\ny = '''\n# no\n'''\nz = f'{1 # part\n}'\n").comments;
        let found: Vec<&str> = found.iter().map(|comment| comment.text.as_str()).collect();
        assert_eq!(found.first(), Some(&"# yes"));
        assert!(!found.contains(&"# no"));
    }

    #[test]
    fn comments_of_a_broken_file_are_found() {
        let found = trivia("def (\nx = 1  # here\n").comments;
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|comment| comment.range.clone()), Some(13..19));
    }

    #[test]
    fn lines_are_joined_by_strings_and_backslashes() {
        let joined = |text: &str| {
            let ranges = trivia(text).joined.into_iter();
            ranges.map(|range| slice(text, &range).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(joined("x = \\\n  1\n"), ["\\\n"]);
        assert_eq!(joined("x = '''a\nb''' + 'c'\n"), ["'''a\nb'''"]);
        assert_eq!(joined("x = f'''a{\n'b'}'''\n"), ["f'''a{\n'b'}'''"]);
        assert_eq!(joined("x = (1,  # c \\\n2)\ny = '\\\\'\n"), Vec::<String>::new());
    }
}
