//! A team's own list of published keys (`--wordlist FILE`).
//!
//! It reads text that somebody else has loaded; blank lines are the only ones that are skipped, since
//! any other line may be a key.

use super::literal;
use super::published::fingerprint;

/// Keys that count as published, besides those that the program knows.
#[derive(Clone, Debug, Default)]
pub struct Wordlist {
    name: String,
    hashes: Vec<u64>,
}

impl Wordlist {
    /// Reads a list: one key a line, as it is or as a Python string literal. `name` is what a judgement
    /// names as the origin, for example the file's name.
    pub fn parse(name: &str, text: &[u8]) -> Self {
        let mut hashes: Vec<u64> = text
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .filter(|line| !line.trim_ascii().is_empty())
            .flat_map(forms)
            .map(|key| fingerprint(&key))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { name: name.to_owned(), hashes }
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

fn forms(line: &[u8]) -> Vec<Vec<u8>> {
    match str::from_utf8(line) {
        Ok(text) => literal::keys_of(text),
        Err(_) => vec![line.to_vec()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_keys_in_either_form() {
        let list = Wordlist::parse("team.txt", b"plain key\r\n\n'quoted\\x21'\n\xff\xfe raw\n# not a comment\n");
        for key in [&b"plain key"[..], b"quoted!", b"\xff\xfe raw", b"# not a comment"] {
            assert!(list.contains(key), "{}", key.escape_ascii());
        }
        assert!(!list.contains(b""));
        assert!(!list.contains(b"plain"));
    }
}
