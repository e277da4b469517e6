//! Which files can make or configure a Flask app: one pass over their bytes, before any decoding.
//!
//! It picks *seeds*, never the universe: what a seed refers to is loaded whether it would be a seed or
//! not. A file that matches by accident costs time and nothing else.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a file that makes an app, configures one or writes a security setting contains. Parts of words
/// stand for either case of their first letter (`Flask`, `flask`; `Quart`, `quart`).
const MARKS: [&str; 13] = [
    "lask",
    "uart",
    "SECRET_KEY",
    "secret_key",
    "SESSION_COOKIE",
    "COOKIE_",
    "PASSWORD_SALT",
    "create_app",
    "_app(",
    "app.config",
    "connexion",
    "dynaconf",
    // Not an app, but an ignore comment that may be of no use.
    "flask-sec-lint:",
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MARKS).ok());

/// Whether the file with these bytes is worth parsing from the start.
pub(super) fn is_seed(bytes: &[u8]) -> bool {
    // Without an automaton, which cannot fail for so few words, every file would be a seed.
    AUTOMATON.as_ref().is_none_or(|automaton| automaton.is_match(bytes))
}

#[cfg(test)]
mod tests {
    use super::is_seed;

    #[test]
    fn files_that_name_flask_a_key_or_a_factory_are_seeds() {
        for text in
            ["from flask import Flask", "import quart", "SECRET_KEY = 1", "app = make_app()", "JWT_COOKIE_X = 1"]
        {
            assert!(is_seed(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_files_are_not() {
        assert!(!is_seed(b"import django\nfrom collections import deque\nprint(1)\n"));
        assert!(!is_seed(b""));
    }
}
