//! Finds the literals and comments of Python text without parsing it, so that what may hold a key can
//! be masked.
//!
//! It is no tokenizer: quotes nested in an f-string's braces end it early, and text that is not
//! Python yields something harmless.

use std::ops::Range;

/// What a [`Token`] is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// What stands between the quotes of a string literal.
    Text,
    /// From `#` to the end of the line.
    Comment,
    /// A number.
    Number,
}

/// A literal's contents or a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// The literals and comments of `text`, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (kind, range, next) = match byte {
            b'\'' | b'"' => {
                let quotes = quotes(bytes, at, *byte);
                let end = end_of_text(bytes, at + quotes, *byte, quotes);
                (TokenKind::Text, at + quotes..end, end + quotes)
            }
            b'#' => {
                let end = run(bytes, at, |byte| !is_line_end(byte));
                (TokenKind::Comment, at..end, end)
            }
            b'0'..=b'9' => {
                let end = run(bytes, at, |byte| is_word(byte) || byte == b'.');
                (TokenKind::Number, at..end, end)
            }
            other if is_word(*other) => {
                at = run(bytes, at, is_word);
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        found.push(Token { kind, range });
        at = next;
    }
    found
}

/// How many quotes open the literal at `at`.
fn quotes(bytes: &[u8], at: usize, quote: u8) -> usize {
    let triple = bytes.get(at..at + 3).is_some_and(|three| three.iter().all(|byte| *byte == quote));
    if triple { 3 } else { 1 }
}

/// Where the contents that start at `at` end: at the closing quotes, or where they ought to be.
fn end_of_text(bytes: &[u8], mut at: usize, quote: u8, quotes: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' | b'\r' if quotes == 1 => return at,
            other if *other == quote && (quotes == 1 || self::quotes(bytes, at, quote) == 3) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn run(bytes: &[u8], start: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len())
}

/// Letters, digits and `_`; all bytes of characters beyond ASCII count as letters.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(TokenKind, &str)> {
        tokens(text).into_iter().map(|token| (token.kind, text.get(token.range).unwrap())).collect()
    }

    #[test]
    fn literals_and_comments_are_found_and_names_are_not() {
        let expected = [(TokenKind::Text, "a'b"), (TokenKind::Number, "0x1F"), (TokenKind::Comment, "# it's")];
        assert_eq!(found("key1 = rb\"a'b\" + 0x1F  # it's\n"), expected);
    }

    #[test]
    fn a_triple_quoted_text_spans_lines() {
        assert_eq!(found("'''a\n'b''' 'c'"), [(TokenKind::Text, "a\n'b"), (TokenKind::Text, "c")]);
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_text() {
        assert_eq!(found(r#""a\"b" 'c'"#), [(TokenKind::Text, r#"a\"b"#), (TokenKind::Text, "c")]);
    }

    #[test]
    fn an_unclosed_text_ends_with_its_line_or_the_file() {
        assert_eq!(found("'a\n'b'"), [(TokenKind::Text, "a"), (TokenKind::Text, "b")]);
        assert_eq!(found("'ab\\"), [(TokenKind::Text, "ab\\")]);
        assert_eq!(found("\"\"\"é"), [(TokenKind::Text, "é")]);
    }
}
