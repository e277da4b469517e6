//! What is left of a line of code without all that may hold a key: what a finding is recognised by.
//!
//! It reads texts that are masked already; what it cuts out besides makes an outline outlive a changed value.

use super::token::{TokenKind, tokens};

/// The lines of `text` (masked, see [`super::masked`]): no contents of literals, no comments, single spaces, and one
/// star for whatever was masked, so that nothing is left of a key but that there is one.
pub fn outlines(text: &str) -> Vec<String> {
    let mut outline = String::new();
    let mut done = 0;
    for token in tokens(text) {
        outline.push_str(text.get(done..token.range.start).unwrap_or(""));
        let hidden = text.get(token.range.clone()).unwrap_or("");
        outline.extend(hidden.chars().filter(|character| matches!(character, '\r' | '\n')));
        match token.kind {
            TokenKind::Number => outline.push('0'),
            TokenKind::Text | TokenKind::Comment => {}
        }
        done = token.range.end;
    }
    outline.push_str(text.get(done..).unwrap_or(""));
    let lines = one_star(&outline.replace("\r\n", "\n").replace('\r', "\n"));
    lines.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Runs of stars as one.
fn one_star(text: &str) -> String {
    let mut before = ' ';
    let keep = |character: &char| {
        let repeats = *character == '*' && before == '*';
        before = *character;
        !repeats
    };
    text.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_hold_nothing_of_literals_and_comments() {
        assert_eq!(outlines("  KEY  = b'abc'  # was 'x'\r\nN1 = 0x1f"), ["KEY = b''", "N1 = 0"]);
        assert_eq!(outlines("K = '''a\nb\n'''\nx"), ["K = '''", "", "'''", "x"]);
    }

    #[test]
    fn outlines_say_nothing_of_how_long_a_key_is() {
        assert_eq!(outlines("SECRET_KEY=****\n"), outlines("SECRET_KEY=********\n"));
    }
}
