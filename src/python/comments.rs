//! The comments of a text: real ones, not what looks like one inside a string.
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

/// The comments of `text` in their order; none if the text nests too deeply to be analysed.
pub fn comments(text: &str) -> Vec<Comment> {
    let Some(parsed) = tree_of(text) else {
        return Vec::new();
    };
    let tokens = parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment);
    tokens
        .map(|token| {
            let (_, range) = token.as_tuple();
            let range = range.start().to_u32()..range.end().to_u32();
            let text = text.get(range.start as usize..range.end as usize).unwrap_or("").to_owned();
            Comment { range, text }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn text_inside_strings_is_no_comment() {
        let found = comments("x = '# no'  # yes\ny = '''\n# no\n'''\nz = f'{1 # part\n}'\n");
        let found: Vec<&str> = found.iter().map(|comment| comment.text.as_str()).collect();
        assert_eq!(found.first(), Some(&"# yes"));
        assert!(!found.contains(&"# no"));
    }

    #[test]
    fn comments_of_a_broken_file_are_found() {
        let found = comments("def (\nx = 1  # here\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|comment| comment.range.clone()), Some(13..19));
    }
}
