//! Words in a key, by zxcvbn's dictionaries.
//!
//! zxcvbn's own total is not used: it stops at 64 bits and at 100 characters, and credits any unmatched
//! character with 3.3 bits. Only its matches are, and only on pieces that could be words: that keeps the
//! time for a random key low.

use zxcvbn::Match;
use zxcvbn::matching::patterns::MatchPattern;

use super::runs::{Mark, Runs};

/// Shorter words are found in random text.
const SHORTEST_WORD: usize = 4;
/// Shorter words written with digits and signs for letters are found in random text.
const SHORTEST_DISGUISED: usize = 5;
/// What zxcvbn is asked at once: its total cannot overflow, and its time grows with the square.
const WINDOW: usize = 18;
/// What a letter of a written language adds in a phrase.
const BITS_PER_FOREIGN_LETTER: f64 = 2.0;
/// What a Chinese, Japanese or Korean character adds in a phrase.
const BITS_PER_IDEOGRAPH: f64 = 6.0;

/// Words that are too short to look for in running text, and count where they stand alone.
const SHORT_WORDS: [&str; 48] = [
    "a", "i", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on",
    "or", "so", "to", "up", "us", "we", "the", "and", "for", "not", "you", "our", "are", "has", "was", "any", "all",
    "api", "app", "aws", "csv", "dev", "env", "jwt", "key", "new", "old", "url", "web",
];
/// What one of them costs.
const SHORT_WORD_BITS: f64 = 6.0;

/// How many words a key has.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Count {
    /// Words that the dictionaries know.
    pub(super) words: usize,
    /// Articles, prepositions and the like, which make a sentence.
    pub(super) short: usize,
}

/// Marks the words of `text` in `runs`, and adds what they cost.
pub(super) fn mark(text: &[char], runs: &mut Runs) -> Count {
    let mut found = Count { words: 0, short: mark_short(text, runs) };
    for piece in pieces(text, &runs.marks) {
        found.words += ask(text, piece, runs);
    }
    foreign(text, runs);
    found
}

/// Marks the short words that stand between other signs than letters and digits, or between capitals.
fn mark_short(text: &[char], runs: &mut Runs) -> usize {
    let plain = |place: usize| letter(text, &runs.marks, place, false);
    let digit = |place: Option<usize>| place.and_then(|place| text.get(place)).is_some_and(char::is_ascii_digit);
    let alone = |piece: &Piece| !digit(piece.start.checked_sub(1)) && !digit(Some(piece.end));
    let known = |piece: &Piece| {
        let word: String = (piece.start..piece.end).filter_map(plain).collect();
        SHORT_WORDS.contains(&word.as_str())
    };
    let short: Vec<Piece> = split(text, &plain, 1).into_iter().filter(|piece| alone(piece) && known(piece)).collect();
    for piece in &short {
        runs.bits += SHORT_WORD_BITS;
        for mark in runs.marks.iter_mut().take(piece.end).skip(piece.start) {
            *mark = Mark::Word;
        }
    }
    short.len()
}

/// A part of a text that could be a word, from `start` until `end`.
#[derive(Copy, Clone)]
struct Piece {
    start: usize,
    end: usize,
    shortest: usize,
}

/// The parts that could be words: letters, or letters with a few digits and signs in their place.
fn pieces(text: &[char], marks: &[Mark]) -> Vec<Piece> {
    let plain = |place: usize| letter(text, marks, place, false);
    let disguised = |place: usize| letter(text, marks, place, true);
    let mut pieces = split(text, &plain, SHORTEST_WORD);
    for piece in split(text, &disguised, SHORTEST_DISGUISED) {
        let signs = (piece.start..piece.end).filter(|place| plain(*place).is_none()).count();
        if signs > 0 && signs * 5 <= (piece.end - piece.start) * 2 {
            pieces.push(piece);
        }
    }
    pieces.retain(|piece| (piece.start..piece.end).any(|place| disguised(place).is_some_and(is_vowel)));
    pieces
}

/// Runs of letters, cut where a capital follows a small letter.
fn split(text: &[char], letter: &dyn Fn(usize) -> Option<char>, shortest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for place in 0..=text.len() {
        let capital = |place: usize| text.get(place).is_some_and(|character| character.is_uppercase());
        let inside = letter(place).is_some();
        let hump = place > start && capital(place) && !capital(place - 1);
        if !inside || hump {
            if place >= start + shortest {
                pieces.push(Piece { start, end: place, shortest });
            }
            start = if inside { place } else { place + 1 };
        }
    }
    pieces
}

/// The small letter that stands at `place`, if it is free; with `disguised` also as a digit or sign.
fn letter(text: &[char], marks: &[Mark], place: usize, disguised: bool) -> Option<char> {
    if marks.get(place) != Some(&Mark::Free) {
        return None;
    }
    let character = *text.get(place)?;
    let plain = plain_letter(character);
    if disguised { plain.or_else(|| undisguised(character)) } else { plain }
}

/// The letter without its case and accent.
pub(super) fn plain_letter(character: char) -> Option<char> {
    let small = character.to_lowercase().next()?;
    Some(match small {
        'a'..='z' => small,
        'à'..='å' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ı' => 'i',
        'ñ' | 'ń' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ß' | 'ś' | 'š' | 'ş' => 's',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ł' => 'l',
        'ğ' => 'g',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

/// The letter for which people write this digit or sign.
pub(super) fn undisguised(character: char) -> Option<char> {
    Some(match character {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

fn ask(text: &[char], piece: Piece, runs: &mut Runs) -> usize {
    let mut found = 0;
    let places: Vec<usize> = (piece.start..piece.end).collect();
    for window in places.chunks(WINDOW) {
        let letters: String = window.iter().filter_map(|place| letter_of(*text.get(*place)?)).collect();
        for matched in zxcvbn::zxcvbn(&letters, &[]).sequence().iter().filter(|found| counts(found, piece.shortest)) {
            let places = window.get(matched.range_inclusive()).unwrap_or_default();
            found += usize::from(take(text, places, matched, runs));
        }
    }
    found
}

/// Like the character, a plain letter: zxcvbn must not undo a disguise, which is slow.
fn letter_of(character: char) -> Option<char> {
    let letter = plain_letter(character).or_else(|| undisguised(character))?;
    Some(if character.is_uppercase() { letter.to_ascii_uppercase() } else { letter })
}

fn counts(found: &Match, shortest: usize) -> bool {
    let length = found.range_inclusive().count();
    match &found.pattern {
        MatchPattern::Dictionary(_) => length >= shortest,
        MatchPattern::Spatial(_) | MatchPattern::Repeat(_) | MatchPattern::Sequence(_) => true,
        MatchPattern::Regex(_) | MatchPattern::Date(_) | MatchPattern::BruteForce => false,
    }
}

/// Marks a word, if no other has taken its characters; each disguised letter costs a bit.
fn take(text: &[char], places: &[usize], matched: &Match, runs: &mut Runs) -> bool {
    if !places.iter().all(|place| runs.marks.get(*place) == Some(&Mark::Free)) {
        return false;
    }
    for place in places {
        if let Some(mark) = runs.marks.get_mut(*place) {
            *mark = Mark::Word;
        }
    }
    let disguises = places.iter().filter(|place| text.get(**place).is_some_and(|c| plain_letter(*c).is_none())).count();
    runs.bits += logarithm(matched.guesses.unwrap_or(1)) + logarithm(1 << disguises.min(20));
    true
}

/// The bits of a number of guesses.
#[expect(clippy::cast_precision_loss, reason = "an estimate of guesses is no better than a few digits")]
fn logarithm(guesses: u64) -> f64 {
    (guesses.max(1) as f64).log2()
}

/// Letters of other scripts: no generator writes them, so they are words.
fn foreign(text: &[char], runs: &mut Runs) {
    for (character, mark) in text.iter().zip(&mut runs.marks) {
        if *mark == Mark::Free && *character > '\u{24f}' && character.is_alphabetic() {
            *mark = Mark::Word;
            runs.bits += if *character >= '\u{2e80}' { BITS_PER_IDEOGRAPH } else { BITS_PER_FOREIGN_LETTER };
        }
    }
}
