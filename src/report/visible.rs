//! Neutralises what a terminal would obey instead of show: escape sequences, and characters that
//! reorder or hide the text around them (CVE-2021-42574).

/// `text` with each control, bidirectional or invisible character replaced by one that can be seen.
/// As many characters come out as go in. Line ends count as control characters; tabs stay.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(visible_character).collect()
}

fn visible_character(character: char) -> char {
    match character {
        '\t' => '\t',
        // The Unicode block of pictures for these characters: `␛` for escape.
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidirectional_controls_become_visible() {
        assert_eq!(visible("\x1b[31mred\u{202e}\u{2066}\x07\u{9b}"), "\u{241b}[31mred\u{fffd}\u{fffd}\u{2407}\u{fffd}");
    }

    #[test]
    fn line_ends_become_visible_and_ordinary_text_stays() {
        assert_eq!(visible("a\tb\r\nä漢"), "a\tb\u{240d}\u{240a}ä漢");
    }
}
