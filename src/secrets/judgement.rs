//! A key's strength, in tiers.
//!
//! It says how strong a key is, not what to do about it. No text in a judgement contains a part of the key.

use super::estimate::{self, Estimate};
use super::format::{self, Format};
use super::{Wordlist, effort, placeholder, published};

/// Below this a key falls within a day to one graphics card.
const WEAK: f64 = 48.0;
/// Below this a key falls within years to a few of them.
const SHORT: f64 = 64.0;
/// Sixteen random bytes; Flask's documentation recommends thirty-two.
const RECOMMENDED: f64 = 128.0;
/// From this share of words and runs on, a key is a phrase.
const PHRASE: f64 = 0.5;
/// Phrases fall to word lists with rules within minutes, however long they are.
const PHRASE_BITS: f64 = 40.0;
/// A phrase of rare words that nobody would write as a sentence, as dice choose them.
const PASSPHRASE: (usize, f64, f64) = (6, 11.0, 77.0);

/// How strong a key is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub tier: Tier,
    /// Guesses that a good attacker needs, as a power of two.
    pub bits: f64,
    /// Why, as a clause: "a placeholder phrase", "12 characters long".
    pub reason: String,
    /// Where the key is published, if it is.
    pub origin: Option<String>,
    /// How long one graphics card needs, as a clause: "one GPU finds it in less than a second".
    pub words: String,
}

/// How strong a key is, weakest first.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// It stands in a public list.
    Published,
    /// A phrase, or a mark that a secret is still to be chosen.
    Placeholder,
    /// Fewer than 2^48 guesses: at most a day on one graphics card.
    Weak,
    /// Fewer than 2^64 guesses: weeks to years.
    Short,
    /// Fewer than 2^128 guesses: out of reach, but less than is recommended.
    BelowRecommendation,
    /// As strong as is recommended.
    Strong,
}

impl Tier {
    /// Whether a key of this tier can be found by guessing.
    pub fn is_guessable(self) -> bool {
        match self {
            Self::Published | Self::Placeholder | Self::Weak | Self::Short => true,
            Self::BelowRecommendation | Self::Strong => false,
        }
    }

    fn of(bits: f64) -> Self {
        match bits {
            bits if bits < WEAK => Self::Weak,
            bits if bits < SHORT => Self::Short,
            bits if bits < RECOMMENDED => Self::BelowRecommendation,
            _ => Self::Strong,
        }
    }
}

/// Judges a key as Flask signs with it: a `str` by its UTF-8 bytes.
pub fn judge_key(key: &[u8]) -> Judgement {
    match published::origin(key) {
        Some(origin) => listed(origin),
        None => judge_unlisted(key),
    }
}

/// Judges a key, counting the keys of `wordlist` as published too.
pub fn judge_with(key: &[u8], wordlist: &Wordlist) -> Judgement {
    match published::origin(key) {
        Some(origin) => listed(origin),
        None if wordlist.contains(key) => listed(wordlist.name()),
        None => judge_unlisted(key),
    }
}

fn listed(origin: &str) -> Judgement {
    let bits = estimate::amount(published::count()).log2();
    let origin = Some(origin.to_owned());
    Judgement { origin, ..judgement(Tier::Published, bits, "in a public list of keys".to_owned()) }
}

fn judgement(tier: Tier, bits: f64, reason: String) -> Judgement {
    Judgement { tier, bits, reason, origin: None, words: effort::time_to_find(bits) }
}

fn judge_unlisted(key: &[u8]) -> Judgement {
    let text = estimate::characters(key);
    if let Some(reason) = placeholder::whole(&text) {
        return judgement(Tier::Placeholder, 0.0, reason.to_owned());
    }
    if let Some(inner) = str::from_utf8(key).ok().and_then(placeholder::in_brackets) {
        let judged = judge_key(inner.as_bytes());
        let is_name = judged.tier <= Tier::Placeholder;
        return if is_name { judgement(Tier::Placeholder, 0.0, placeholder::TEMPLATE.to_owned()) } else { judged };
    }
    let plain = judge_text(&text);
    match str::from_utf8(key).ok().and_then(format::decoded) {
        Some(hidden) => weaker(plain, judge_hidden(&hidden)),
        None => plain,
    }
}

fn weaker(one: Judgement, other: Judgement) -> Judgement {
    if other.tier < one.tier { other } else { one }
}

/// What the hexadecimal or base64 form of a text hides; being published in clear does not publish the form.
fn judge_hidden(text: &[u8]) -> Judgement {
    let inner = match published::origin(text) {
        Some(_) => judgement(Tier::Placeholder, PHRASE_BITS, String::new()),
        None => judge_text(&estimate::characters(text)),
    };
    Judgement { reason: "a readable text in hexadecimal or base64".to_owned(), ..inner }
}

fn judge_text(text: &[char]) -> Judgement {
    let estimate = estimate::estimate(text);
    if estimate.phrase && estimate.random_bits < SHORT {
        return judgement(Tier::Placeholder, estimate.bits.min(PHRASE_BITS), "a placeholder phrase".to_owned());
    }
    if estimate.coverage >= PHRASE && estimate.random_bits < SHORT && !is_passphrase(&estimate) {
        let reason = if estimate.count.words + estimate.count.short > 0 {
            "made of common words"
        } else {
            "a sequence or a repeated character"
        };
        return judgement(Tier::Placeholder, estimate.bits.min(PHRASE_BITS), reason.to_owned());
    }
    judgement(Tier::of(estimate.bits), estimate.bits, shape(text, &estimate))
}

fn is_passphrase(estimate: &Estimate) -> bool {
    let (words, bits_each, bits) = PASSPHRASE;
    let mean = estimate.bits / estimate::amount(estimate.count.words.max(1));
    estimate.count.words >= words && estimate.count.short == 0 && mean >= bits_each && estimate.bits >= bits
}

/// What a key looks like, as a clause.
fn shape(text: &[char], estimate: &Estimate) -> String {
    let length = text.len();
    if estimate.followed * 2 >= length {
        return "a short text that is repeated or runs on".to_owned();
    }
    match estimate.format {
        Some(Format::Hexadecimal) => format!("{length} hexadecimal digits"),
        Some(Format::Uuid(4)) => "a random UUID".to_owned(),
        Some(Format::Uuid(_)) => "a UUID that is not random".to_owned(),
        Some(Format::Base64) | None if length == 1 => "one character long".to_owned(),
        Some(Format::Base64) | None => format!("{length} characters long"),
    }
}
