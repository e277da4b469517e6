//! A team's own list of published keys (`--wordlist FILE`).
//!
//! It reads bytes that somebody else has loaded; blank lines are the only ones that are skipped, since
//! any other line may be a key. Nothing that it returns contains a line.

use super::literal;
use super::published::fingerprint;

/// Keys that count as published, besides those that the program knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wordlist {
    name: String,
    hashes: Vec<u64>,
}

/// A list that is no text, and the first line that is not.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not UTF-8: save the list as UTF-8, and write keys of bytes as Python does, as in b\"\\xff\"")]
pub struct NotText {
    /// The line, from 1.
    pub line: usize,
}

impl Wordlist {
    /// Reads a list: one key a line, as it is or as a Python string literal. `name` is what a judgement
    /// names as the origin, for example the file's name.
    ///
    /// # Errors
    ///
    /// If it is not UTF-8: a key in another encoding would never be found, and nobody would notice.
    pub fn parse(name: &str, text: &[u8]) -> Result<Self, NotText> {
        let text = str::from_utf8(text).map_err(|error| {
            let before = text.iter().take(error.valid_up_to());
            NotText { line: before.filter(|byte| **byte == b'\n').count() + 1 }
        })?;
        let mut hashes: Vec<u64> = text
            .trim_start_matches('\u{feff}')
            .lines()
            .filter(|line| !line.trim().is_empty())
            .flat_map(literal::keys_of)
            .map(|key| fingerprint(&key))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Ok(Self { name: name.to_owned(), hashes })
    }

    /// Whether it lists `key`.
    pub fn contains(&self, key: &[u8]) -> bool {
        self.hashes.binary_search(&fingerprint(key)).is_ok()
    }

    /// What a judgement names as the origin.
    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_keys_in_either_form() {
        let text = b"\xef\xbb\xbfplain key\r\n\n'quoted\\x21'\nb'\\xff\\xfe raw'\n# not a comment\n";
        let list = Wordlist::parse("team.txt", text).unwrap();
        for key in [&b"plain key"[..], b"quoted!", b"\xff\xfe raw", b"# not a comment"] {
            assert!(list.contains(key), "{}", key.escape_ascii());
        }
        assert!(!list.contains(b""));
        assert!(!list.contains(b"plain"));
    }

    #[test]
    fn a_list_that_is_no_text_is_refused_without_showing_it() {
        let error = Wordlist::parse("team.txt", b"one\nt\xfcr-otter\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(!error.to_string().contains("otter"));
    }
}
