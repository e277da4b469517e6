//! `primaryLocationLineHash`: the fingerprint by which GitHub recognises an alert in later uploads.
//!
//! The algorithm is that of GitHub's upload action, which computes the same hash when a report has none
//! and warns when a report has another. It therefore covers the line as it stands in the file: that action
//! reads every file as UTF-8, and a byte order mark belongs to the first line.

use std::collections::{BTreeMap, VecDeque};

/// How many code units a hash covers.
const WINDOW: usize = 100;
const MULTIPLIER: u64 = 37;
/// What stands for the end of the file.
const END_OF_FILE: u16 = 0xffff;

/// The hash of each line of `text`, in order, as `hash:n` for the `n`-th line with that hash.
pub(super) fn line_hashes(text: &str) -> Vec<String> {
    let mut rolling = Rolling::new();
    let mut at_line_start = true;
    let mut after_return = false;
    for unit in text.encode_utf16().chain([END_OF_FILE]) {
        let is_line_feed = unit == u16::from(b'\n');
        let is_return = unit == u16::from(b'\r');
        let is_skipped = unit == u16::from(b' ') || unit == u16::from(b'\t') || (after_return && is_line_feed);
        after_return = is_return;
        if is_skipped {
            continue;
        }
        rolling.push(if is_return { u16::from(b'\n') } else { unit }, at_line_start);
        at_line_start = is_line_feed || is_return;
    }
    for _ in 0..WINDOW {
        rolling.push(0, false);
    }
    rolling.hashes
}

/// A hash over the last `WINDOW` code units.
struct Rolling {
    /// The code units in the window, oldest first, and whether each starts a line.
    window: VecDeque<(u16, bool)>,
    hash: u64,
    /// The factor of the code unit that leaves the window.
    oldest: u64,
    counts: BTreeMap<u64, u32>,
    hashes: Vec<String>,
}

impl Rolling {
    fn new() -> Self {
        let oldest = (0..WINDOW).fold(1, |factor: u64, _| factor.wrapping_mul(MULTIPLIER));
        let window = VecDeque::from(vec![(0, false); WINDOW]);
        Self { window, hash: 0, oldest, counts: BTreeMap::new(), hashes: Vec::new() }
    }

    fn push(&mut self, unit: u16, starts_line: bool) {
        let (leaving, started_line) = self.window.pop_front().unwrap_or_default();
        if started_line {
            let count = self.counts.entry(self.hash).or_default();
            *count += 1;
            self.hashes.push(format!("{:x}:{count}", self.hash));
        }
        self.window.push_back((unit, starts_line));
        let without = self.oldest.wrapping_mul(u64::from(leaving));
        self.hash = MULTIPLIER.wrapping_mul(self.hash).wrapping_add(u64::from(unit)).wrapping_sub(without);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTORS: [&str; 4] = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];

    #[test]
    fn the_vectors_of_githubs_action_hold() {
        assert_eq!(line_hashes(" a\nb\n  \t\tc\n d"), VECTORS);
    }

    #[test]
    fn line_ends_do_not_matter() {
        assert_eq!(line_hashes(" a\r\nb\r\n  \t\tc\r\n d"), VECTORS);
        assert_eq!(line_hashes(" a\rb\r  \t\tc\r d"), VECTORS);
    }

    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn equal_hashes_are_counted() {
        let hashes = line_hashes(&"x = 1\n".repeat(40));
        assert_eq!(hashes.len(), 41);
        let first = hashes[0].strip_suffix(":1").unwrap();
        assert_eq!(hashes[1], format!("{first}:2"));
    }

    #[test]
    fn a_line_longer_than_the_window_has_one_hash() {
        let text = format!("{}\nb\n", "a".repeat(250));
        assert_eq!(line_hashes(&text).len(), 3);
    }
}
