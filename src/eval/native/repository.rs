//! The files of python-decouple 3.8: `settings.ini`, of which the section `[settings]` counts, and `.env`.
//!
//! Its `.env` is not python-dotenv's: a line is `NAME=value`, and nothing is escaped or expanded.

/// The value of `name` with its place in bytes; the last one counts.
pub(super) fn find(text: &str, name: &str, is_ini: bool) -> Option<(String, u32, u32)> {
    let mut found = None;
    let mut is_in_section = !is_ini;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let content = line.trim();
        if is_ini && content.starts_with('[') {
            is_in_section = content.eq_ignore_ascii_case("[settings]");
            continue;
        }
        let is_comment = content.starts_with('#') || (is_ini && content.starts_with(';'));
        let Some((key, value)) = line.split_once(['=', if is_ini { ':' } else { '=' }]) else { continue };
        let is_it = if is_ini { key.trim().eq_ignore_ascii_case(name) } else { key.trim() == name };
        if is_comment || !is_in_section || !is_it {
            continue;
        }
        let before = line.len() - value.trim_start().len();
        let value = value.trim();
        let (inner, quote) = if is_ini { (value, 0) } else { unquoted(value) };
        let at = start + before + quote;
        let place = u32::try_from(at).ok().zip(u32::try_from(at + inner.len()).ok());
        found = place.map(|(start, end)| (inner.to_owned(), start, end));
    }
    found
}

/// Without quotes around it, and how long the opening one is.
fn unquoted(value: &str) -> (&str, usize) {
    let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.map_or((value, 0), |inner| (inner, 1))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_last_value_counts_and_quotes_do_not() {
        let text = "# A=0\nA=1\nB = 'two' \nA= \"three\"\n";
        assert_eq!(find(text, "A", false), Some(("three".to_owned(), 25, 30)));
        assert_eq!(find(text, "B", false), Some(("two".to_owned(), 15, 18)));
        assert_eq!(find(text, "C", false), None);
    }

    #[test]
    fn only_the_section_of_settings_counts() {
        let text = "[other]\nA=0\n[settings]\na : 1\n; A=2\n";
        assert_eq!(find(text, "A", true).map(|(value, ..)| value), Some("1".to_owned()));
    }
}
