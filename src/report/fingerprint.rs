//! The fingerprint of a finding: by it, tools recognise a finding after the code around it has moved.
//!
//! It says nothing of a key: whatever may hold one is cut out of the line before it is hashed, so that
//! it is also the same with and without `--show-secrets`.

use std::collections::BTreeMap;

use super::token::{TokenKind, tokens};

/// Makes the fingerprints of one report.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<u64, u64>,
}

impl Fingerprints {
    /// The fingerprint of the next finding of `rule` at `line` (see [`outlines`]) of the file `path`:
    /// 16 hexadecimal digits. Findings that agree in all of this are counted.
    pub(super) fn next(&mut self, rule: &str, path: &str, setting: Option<&str>, line: &str) -> String {
        let mut hash = Fnv::default();
        for part in [rule, path, setting.unwrap_or(""), line] {
            hash.add(part.as_bytes());
            hash.add(&[0]);
        }
        let count = self.seen.entry(hash.0).or_default();
        hash.add(&count.to_le_bytes());
        *count += 1;
        format!("{:016x}", hash.0)
    }
}

/// The lines of `text` as fingerprints see them: no contents of literals, no comments, single spaces.
pub(super) fn outlines(text: &str) -> Vec<String> {
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
    let lines = outline.replace("\r\n", "\n").replace('\r', "\n");
    lines.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// FNV-1a with 64 bits: stable for ever, and collisions are no danger here.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv() {
        let mut hash = Fnv::default();
        hash.add(b"foobar");
        assert_eq!(hash.0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn outlines_hold_nothing_of_literals_and_comments() {
        assert_eq!(outlines("  KEY  = b'abc'  # was 'x'\r\nN1 = 0x1f"), ["KEY = b''", "N1 = 0"]);
        assert_eq!(outlines("K = '''a\nb\n'''\nx"), ["K = '''", "", "'''", "x"]);
    }

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let mut fingerprints = Fingerprints::default();
        let first = fingerprints.next("rule", "a.py", Some("KEY"), "KEY = ''");
        let second = fingerprints.next("rule", "a.py", Some("KEY"), "KEY = ''");
        assert_ne!(first, second);
        assert_eq!(Fingerprints::default().next("rule", "a.py", Some("KEY"), "KEY = ''"), first);
        assert_eq!(first.len(), 16);
    }
}
