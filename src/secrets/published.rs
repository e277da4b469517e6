//! Keys that anyone can look up: a table of hashes, searched where it lies in the program.
//!
//! The table is made by `published/build.py` and holds no key in readable form. Only exact keys match:
//! the public wordlist has much junk, and a substring search over it would hit everything.

use sha2::{Digest, Sha256};

use super::literal;

/// Sorted little-endian numbers: the first 8 bytes of the SHA-256 of each key.
static KEYS: &[u8] = include_bytes!("published/keys.bin");
/// Where the best known of them are published: a hash in hexadecimal, a space, the place.
static ORIGINS: &str = include_str!("published/origins.txt");
/// What is named for the others.
const WORDLIST: &str = "the flask-unsign wordlist of keys from public code";

/// Where `key` is published, if it is; also when it stands in a file with its Python escapes not undone.
pub(super) fn origin(key: &[u8]) -> Option<&'static str> {
    forms(key).iter().map(|form| fingerprint(form)).find(|hash| holds(*hash)).map(place)
}

/// The number that stands for a key in tables.
pub(super) fn fingerprint(key: &[u8]) -> u64 {
    let digest = Sha256::digest(key);
    digest.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// How many keys the table has.
pub(super) fn count() -> usize {
    KEYS.len() / 8
}

fn forms(key: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![key.to_vec()];
    if key.contains(&b'\\')
        && let Ok(text) = str::from_utf8(key)
        && let Some(characters) = literal::unescape(text)
    {
        forms.extend(literal::encodings(&characters));
    }
    forms
}

fn holds(hash: u64) -> bool {
    let (rows, _) = KEYS.as_chunks::<8>();
    rows.binary_search_by_key(&hash, |row| u64::from_le_bytes(*row)).is_ok()
}

fn place(hash: u64) -> &'static str {
    let wanted = format!("{hash:016x}");
    ORIGINS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find_map(|(hash, place)| (hash == wanted).then_some(place))
        .unwrap_or(WORDLIST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_of_the_expected_size() {
        let (rows, rest) = KEYS.as_chunks::<8>();
        assert!(rest.is_empty());
        assert!(rows.is_sorted_by_key(|row| u64::from_le_bytes(*row)));
        assert!((50_000..60_000).contains(&count()));
    }

    #[test]
    fn every_origin_is_in_the_table() {
        for line in ORIGINS.lines() {
            let (hash, _) = line.split_once(' ').expect("a hash and a place");
            assert!(holds(u64::from_str_radix(hash, 16).expect("hexadecimal")), "{line}");
        }
    }

    #[test]
    fn escapes_that_were_not_undone_are_found() {
        assert!(origin(br#"_5#y2L"F4Q8z\n\xec]/"#).is_some());
        assert!(origin(b"_5#y2L\"F4Q8z\n\xec]/").is_some());
        assert!(origin("_5#y2L\"F4Q8z\n\u{ec}]/".as_bytes()).is_some());
    }

    #[test]
    fn only_whole_keys_match() {
        assert!(origin(b"dev").is_some_and(|place| place.contains("Flask")));
        assert!(origin(b"dev-b7f1c9e2").is_none());
    }
}
