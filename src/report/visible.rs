//! Neutralises what a reader would obey instead of show: escape sequences of terminals, characters that reorder or
//! hide the text around them (CVE-2021-42574), and the commands that a CI service looks for in what is printed.

/// `text` with each control, bidirectional or invisible character replaced by one that can be seen.
/// As many characters come out as go in. Line ends count as control characters; tabs stay.
pub fn visible(text: &str) -> String {
    let text: String = text.chars().map(visible_character).collect();
    without_commands(text)
}

/// [`visible`] of each line of `text`: for text whose lines are ours, with parts that may be anybody's.
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
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
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        other => other,
    }
}

/// GitHub Actions obeys `::command::` where a printed line starts, and `##[command]` anywhere in it.
fn without_commands(text: String) -> String {
    let start = text.len() - text.trim_start().len();
    let text = match text.get(start..).and_then(|rest| rest.strip_prefix("::")) {
        Some(rest) => format!("{}\u{ff1a}:{rest}", text.get(..start).unwrap_or_default()),
        None => text,
    };
    if text.contains("##[") { text.replace("##[", "##\u{ff3b}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidirectional_controls_become_visible() {
        assert_eq!(visible("\x1b[31mred\u{202e}\u{2066}\x07\u{9b}"), "\u{241b}[31mred\u{fffd}\u{fffd}\u{2407}\u{fffd}");
        assert_eq!(visible("a\u{e0041}b"), "a\u{fffd}b");
    }

    #[test]
    fn line_ends_become_visible_and_ordinary_text_stays() {
        assert_eq!(visible("a\tb\r\nä漢"), "a\tb\u{240d}\u{240a}ä漢");
        assert_eq!(visible_lines("a\x1b\nb\r\n"), "a\u{241b}\nb\u{240d}\n");
    }

    #[test]
    fn commands_of_a_ci_service_are_only_text() {
        assert_eq!(visible("::stop-commands::x"), "\u{ff1a}:stop-commands::x");
        assert_eq!(visible("  ::error::x"), "  \u{ff1a}:error::x");
        assert_eq!(visible("a::b: ##[add-mask]x"), "a::b: ##\u{ff3b}add-mask]x");
        assert_eq!(visible_lines("x\n::error::y"), "x\n\u{ff1a}:error::y");
    }
}
