//! The `.env` files of python-decouple 3.8.
//!
//! They are not python-dotenv's: a line is `NAME=value`, and nothing is escaped or expanded.

/// The value of `name` with its place in bytes; the last one counts.
pub(super) fn find(text: &str, name: &str) -> Option<(String, u32, u32)> {
    let mut found = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let Some((key, value)) = line.split_once('=') else { continue };
        if line.trim_start().starts_with('#') || key.trim() != name {
            continue;
        }
        let before = line.len() - value.trim_start().len();
        let (inner, quote) = unquoted(value.trim());
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
        assert_eq!(find(text, "A"), Some(("three".to_owned(), 25, 30)));
        assert_eq!(find(text, "B"), Some(("two".to_owned(), 15, 18)));
        assert_eq!(find(text, "C"), None);
    }
}
