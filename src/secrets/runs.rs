//! Characters that follow from those before them: repeats, sequences, neighbouring keys.
//!
//! It is written here and not left to zxcvbn because that reads only the start of a key, and because a
//! key that is its first half twice is as strong as that half.

/// Fewer characters in a row are chance.
const SHORTEST_RUN: usize = 4;
/// A shorter copy of earlier text is chance, and would save nothing.
const SHORTEST_COPY: usize = 6;
/// Where a run starts, how long it is, which way it goes.
const RUN_BITS: f64 = 9.0;
/// Where the copied text starts, and how long it is.
const COPY_BITS: f64 = 8.0;

/// Rows and columns of the keyboard as people slide along them.
const ROWS: [&str; 7] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qwertzuiop",
    "azertyuiop",
];

/// What is known of each character of a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing yet.
    Free,
    /// One of a sequence, a run of one character or of neighbouring keys.
    Run,
    /// A copy of earlier text.
    Copy,
    /// A part of a word or phrase.
    Word,
}

/// The marks of a text, and the bits that the marked characters cost together.
pub(super) struct Runs {
    /// One mark for each character.
    pub(super) marks: Vec<Mark>,
    /// What an attacker must guess to know the marked ones.
    pub(super) bits: f64,
}

/// Finds the runs and copies of `text`.
pub(super) fn find(text: &[char]) -> Runs {
    let mut runs = Runs { marks: vec![Mark::Free; text.len()], bits: 0.0 };
    let mut place = 0;
    while place < text.len() {
        let (length, mark, bits) = longest(text, place);
        runs.bits += bits;
        for slot in runs.marks.iter_mut().skip(place).take(length) {
            *slot = mark;
        }
        place += length.max(1);
    }
    runs
}

fn longest(text: &[char], place: usize) -> (usize, Mark, f64) {
    let rest = text.get(place..).unwrap_or_default();
    let run = sequence(rest).max(slide(rest));
    let copy = copied(text, place);
    if copy >= SHORTEST_COPY && copy >= run {
        (copy, Mark::Copy, COPY_BITS)
    } else if run >= SHORTEST_RUN {
        (run, Mark::Run, RUN_BITS)
    } else {
        (1, Mark::Free, 0.0)
    }
}

/// How many characters from the start are one character again and again, or count up or down.
fn sequence(rest: &[char]) -> usize {
    let step = |pair: &[char]| match pair {
        [before, after] => i64::from(u32::from(*after)) - i64::from(u32::from(*before)),
        _ => i64::MAX,
    };
    let mut steps = rest.windows(2).map(step);
    match steps.next() {
        Some(first) if (-1..=1).contains(&first) => 2 + steps.take_while(|step| *step == first).count(),
        _ => 1,
    }
}

/// How many characters from the start are neighbours on a keyboard, in one direction.
fn slide(rest: &[char]) -> usize {
    ROWS.iter().map(|row| along(rest, row.chars()).max(along(rest, row.chars().rev()))).max().unwrap_or(0)
}

fn along(rest: &[char], row: impl Iterator<Item = char>) -> usize {
    let Some(first) = rest.first() else { return 0 };
    let row = row.skip_while(|key| !first.eq_ignore_ascii_case(key));
    row.zip(rest).take_while(|(key, character)| character.eq_ignore_ascii_case(key)).count()
}

/// How many characters from `place` stand in the same order before it; the copy may reach into itself.
fn copied(text: &[char], place: usize) -> usize {
    let rest = text.get(place..).unwrap_or_default();
    let Some((first, others)) = rest.split_first() else { return 0 };
    let starts = text.iter().enumerate().take(place).filter(|(_, character)| *character == first);
    let agreeing = |start: usize| text.iter().skip(start + 1).zip(others).take_while(|(a, b)| a == b).count() + 1;
    starts.map(|(start, _)| agreeing(start)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(text: &str) -> usize {
        let characters: Vec<char> = text.chars().collect();
        find(&characters).marks.iter().filter(|mark| **mark == Mark::Free).count()
    }

    #[test]
    fn sequences_repeats_and_slides_are_not_free() {
        for text in ["aaaaaaaa", "abcdefgh", "87654321", "qwertyuiop", "POIUYTREWQ", "1qaz2wsx3edc"] {
            assert_eq!(free(text), 0, "{text}");
        }
    }

    #[test]
    fn a_copy_of_earlier_text_is_not_free() {
        assert_eq!(free("k9#Zb2k9#Zb2k9#Zb2"), 6);
    }

    #[test]
    fn random_text_is_free() {
        assert_eq!(free("hG7xQ2mZ9vK4tR1w"), 16);
    }
}
