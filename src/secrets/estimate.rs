//! How many guesses a key needs, from its characters, its runs and its words.
//!
//! The method: a key that is mostly words costs what its words cost; any other costs what its characters
//! can hold, less the part that is predictable. Generated keys are hardly discounted, since generators
//! write words only by chance.

use super::format::{self, Format};
use super::runs::{self, Mark, Runs};
use super::{placeholder, words};

/// Longer keys are judged by their start: it decides, and the time stays bounded.
const LONGEST: usize = 256;
/// From this share of predictable characters on, a key is what its parts cost.
const STRUCTURED: f64 = 0.35;
/// Random bits of a version 4 UUID.
const UUID4_BITS: f64 = 122.0;
/// What a person must guess of a version 1 UUID, which has the time and the machine's address.
const UUID1_BITS: f64 = 60.0;
/// What a known phrase costs.
const PHRASE_BITS: f64 = 8.0;

/// What was found out about a key.
#[derive(Clone, Debug)]
pub(super) struct Estimate {
    /// Guesses that it needs, as a power of two.
    pub(super) bits: f64,
    /// Share of its characters that stand in words and runs; separators and copies are left out.
    pub(super) coverage: f64,
    /// Bits of characters outside phrases and words that look random.
    pub(super) random_bits: f64,
    /// Words that were found.
    pub(super) count: words::Count,
    /// Whether a phrase for a secret that is still to be chosen stands in it.
    pub(super) phrase: bool,
    /// Characters that are copies of earlier ones, or run on.
    pub(super) followed: usize,
    /// The shape in which a generator wrote it.
    pub(super) format: Option<Format>,
}

/// The characters of a key: UTF-8 where it is that, otherwise one for each byte.
pub(super) fn characters(key: &[u8]) -> Vec<char> {
    match str::from_utf8(key) {
        Ok(text) => text.chars().collect(),
        Err(_) => key.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Estimates a key by its characters.
pub(super) fn estimate(whole: &[char]) -> Estimate {
    let text = whole.get(..LONGEST).unwrap_or(whole);
    let format = format::of(text);
    let mut runs = runs::find(text);
    let phrases = placeholder::phrases(text);
    mark_phrases(&phrases, &mut runs);
    let each = bits_per_character(text);
    let machine = matches!(format, Some(Format::Hexadecimal | Format::Uuid(_)));
    let settled = !phrases.is_empty() && random_bits(text, &runs, each) < 64.0;
    let count = if machine || settled { words::Count::default() } else { words::mark(text, &mut runs) };
    let coverage = coverage(text, &runs);
    Estimate {
        bits: bits(text, &runs, each, coverage, format),
        coverage,
        random_bits: random_bits(text, &runs, each),
        count,
        phrase: !phrases.is_empty(),
        followed: runs.marks.iter().filter(|mark| matches!(mark, Mark::Copy | Mark::Run)).count(),
        format,
    }
}

fn mark_phrases(phrases: &[std::ops::Range<usize>], runs: &mut Runs) {
    for phrase in phrases {
        runs.bits += PHRASE_BITS;
        for mark in runs.marks.iter_mut().take(phrase.end).skip(phrase.start) {
            *mark = Mark::Word;
        }
    }
}

fn bits(text: &[char], runs: &Runs, each: f64, coverage: f64, format: Option<Format>) -> f64 {
    let kept = runs.marks.iter().filter(|mark| **mark != Mark::Copy).count();
    let class_bits = each * amount(kept);
    match format {
        Some(Format::Uuid(4)) => (UUID4_BITS - followed_bits(runs, each)).max(0.0),
        Some(Format::Uuid(_)) => UUID1_BITS,
        Some(Format::Hexadecimal) => (class_bits - followed_bits(runs, each)).max(0.0),
        Some(Format::Base64) | None if coverage < STRUCTURED => class_bits * (1.0 - coverage),
        Some(Format::Base64) | None => (runs.bits + free_bits(text, runs, each)).min(class_bits),
    }
}

/// What the characters of runs would hold if they were random, less what the runs cost.
fn followed_bits(runs: &Runs, each: f64) -> f64 {
    let running = runs.marks.iter().filter(|mark| **mark == Mark::Run).count();
    (each * amount(running) - runs.bits).max(0.0)
}

/// What the characters cost that nothing predicts. A separator costs something when it first appears.
fn free_bits(text: &[char], runs: &Runs, each: f64) -> f64 {
    let mut separators: Vec<char> = Vec::new();
    let mut total = 0.0;
    for (character, _) in text.iter().zip(&runs.marks).filter(|(_, mark)| **mark == Mark::Free) {
        if !is_separator(*character) {
            total += each;
        } else if !separators.contains(character) {
            separators.push(*character);
            total += 4.0;
        }
    }
    total
}

/// Signs that people put between words and at the end of a phrase.
pub(super) fn is_separator(character: char) -> bool {
    " _-.,:/!?'".contains(character)
}

/// The share of characters in words and runs; separators and copies count neither way.
fn coverage(text: &[char], runs: &Runs) -> f64 {
    let counted = |mark: Mark| {
        let counts = |character: char| mark == Mark::Run || !is_separator(character);
        let pairs = text.iter().zip(&runs.marks);
        amount(pairs.filter(|(character, found)| **found == mark && counts(**character)).count())
    };
    let covered = counted(Mark::Word) + counted(Mark::Run);
    let all = covered + counted(Mark::Free);
    if all > 0.0 { covered / all } else { 0.0 }
}

/// Bits of the free characters in tokens that look generated: with digits, or with capitals all over.
fn random_bits(text: &[char], runs: &Runs, each: f64) -> f64 {
    let mut total = 0.0;
    let mut place = 0;
    for token in text.split(|character| !character.is_alphanumeric()) {
        let free = runs.marks.iter().skip(place).take(token.len()).filter(|mark| **mark == Mark::Free).count();
        if looks_generated(token) {
            total += each * amount(free);
        }
        place += token.len() + 1;
    }
    total
}

/// Whether a key has letters and signs between words alone, and is written as a person writes them.
pub fn is_written_out(key: &[u8]) -> bool {
    let text = characters(key);
    let is_plain = |one: &char| one.is_ascii_alphabetic() || is_separator(*one);
    text.iter().all(is_plain)
        && !text.split(|one| !one.is_alphabetic()).any(|token| !token.is_empty() && looks_generated(token))
}

fn looks_generated(token: &[char]) -> bool {
    let humps = token.windows(2).filter(|pair| matches!(pair, [a, b] if a.is_lowercase() && b.is_uppercase())).count();
    token.iter().filter(|character| character.is_ascii_digit()).count() >= 2 || humps * 5 >= token.len()
}

/// What one character holds if the key is random over the kinds of characters that occur. Separators add
/// no kind: one hyphen does not make every letter harder to guess.
fn bits_per_character(text: &[char]) -> f64 {
    if text.iter().all(char::is_ascii_digit) {
        return 10_f64.log2();
    }
    if format::is_hexadecimal(text) || matches!(format::of(text), Some(Format::Uuid(_))) {
        return 4.0;
    }
    let size = |kind: &dyn Fn(&char) -> bool, size: f64| if text.iter().any(kind) { size } else { 0.0 };
    let pool = size(&char::is_ascii_lowercase, 26.0)
        + size(&char::is_ascii_uppercase, 26.0)
        + size(&char::is_ascii_digit, 10.0)
        + size(&|character| character.is_ascii_punctuation() && !is_separator(*character), 33.0)
        + size(&|character| !character.is_ascii_graphic() && *character != ' ', 100.0);
    pool.max(2.0).log2()
}

/// A count as a number to calculate with; keys are at most [`LONGEST`] characters here.
pub(super) fn amount(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
