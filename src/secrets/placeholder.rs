//! Phrases that people write where a secret is still to be chosen, in several languages.
//!
//! Case, separators, accents and digits for letters do not matter: `Ch4nge_Me!` is `changeme`.
//! What a template engine would fill in (`${SECRET_KEY}`) counts here too; whether a file is a template
//! is known elsewhere.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::estimate::is_separator;
use super::words::{plain_letter, undisguised};

/// One phrase after another, without separators and accents.
static PHRASES: &str = include_str!("phrases.txt");

static MATCHER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(list())
        .expect("a list of short phrases is far below the size that a matcher can have")
});

/// Why a text stands for a secret that something else was to put in its place.
pub(super) const TEMPLATE: &str = "a template that nobody has filled in";

/// Shorter ones are looked for only as they are: with digits for letters they are found in random text.
const SHORTEST_DISGUISED: usize = 6;

/// Words that ask for something to be put in, before one of [`NOUNS`].
const DETERMINERS: [&str; 13] =
    ["your", "my", "some", "any", "a", "an", "the", "our", "put", "insert", "enter", "generate", "this"];
/// What is to be put in.
const NOUNS: [&str; 8] = ["secret", "key", "random", "string", "value", "token", "password", "phrase"];
/// Whole words that say that something is missing.
const MARKERS: [&str; 8] = ["todo", "fixme", "tbd", "xxx", "dev", "none", "null", "test"];

fn list() -> impl Iterator<Item = &'static str> {
    PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Where phrases stand in `text`, by characters.
pub(super) fn phrases(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Folded::of(text, plain_or_digit).phrases(1);
    if found.is_empty() && text.iter().any(|character| undisguised(*character).is_some()) {
        found =
            Folded::of(text, |c| plain_letter(c).or_else(|| undisguised(c)).or(Some(c))).phrases(SHORTEST_DISGUISED);
    }
    if found.is_empty() && is_request(text) {
        found.extend(words(text));
    }
    found
}

/// Why the whole text stands for a secret that is still to be chosen, if it does.
pub(super) fn whole(text: &[char]) -> Option<&'static str> {
    if text.is_empty() {
        Some("empty")
    } else if text.iter().all(|character| character.is_whitespace()) {
        Some("nothing but blanks")
    } else if is_filler(text) {
        Some("a filler")
    } else if is_template(text) {
        Some(TEMPLATE)
    } else {
        None
    }
}

/// Runs of signs that mark a place to fill in.
fn is_filler(text: &[char]) -> bool {
    text.iter().all(|character| "xX*._-?# ".contains(*character))
}

/// `${KEY}`, `{{ key }}`, `%(key)s`.
fn is_template(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    let text = text.trim();
    let brackets = [("${", "}"), ("{{", "}}"), ("{%", "%}"), ("%(", ")s")];
    brackets.iter().any(|(open, close)| within(text, open, close).is_some())
}

/// What stands in `<your key>`, `[key]` or `{key}`: most often the name of what is to be put there. A key that was pasted
/// between them, and a GUID as Windows writes it, are as good as without them.
pub(super) fn in_brackets(text: &str) -> Option<&str> {
    let text = text.trim();
    [("<", ">"), ("[", "]"), ("{", "}")].iter().find_map(|(open, close)| within(text, open, close))
}

fn within<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    inner.chars().all(|c| c.is_alphanumeric() || " _-.:|'\"()".contains(c)).then_some(inner)
}

/// Whether it is words that ask for a secret (`put some string here`), or marks one as missing.
fn is_request(text: &[char]) -> bool {
    let text: String = text.iter().map(char::to_ascii_lowercase).collect();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let determiner = words.iter().position(|word| DETERMINERS.contains(word));
    let noun = words.iter().rposition(|word| NOUNS.contains(word));
    let asks = determiner.zip(noun).is_some_and(|(first, last)| first < last);
    asks || words.iter().any(|word| MARKERS.contains(word))
}

/// Where words without digits stand: a random part beside them is not a part of the request.
fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut words = Vec::new();
    for token in text.split(|character| !character.is_alphanumeric()) {
        if !token.is_empty() && token.iter().all(|character| character.is_alphabetic()) {
            words.push(start..start + token.len());
        }
        start += token.len() + 1;
    }
    words
}

fn plain_or_digit(character: char) -> Option<char> {
    plain_letter(character).or(Some(character))
}

/// A text without case, accents and separators, and where each byte of it comes from.
struct Folded {
    text: String,
    places: Vec<usize>,
}

impl Folded {
    fn of(text: &[char], fold: impl Fn(char) -> Option<char>) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (place, character) in text.iter().enumerate() {
            let small = character.to_lowercase().next().and_then(&fold);
            if let Some(letter) = small.filter(|letter| !is_separator(*letter)) {
                folded.text.push(letter);
                folded.places.extend(std::iter::repeat_n(place, letter.len_utf8()));
            }
        }
        folded
    }

    fn phrases(&self, shortest: usize) -> Vec<Range<usize>> {
        let places = |found: aho_corasick::Match| {
            let (first, last) = (self.places.get(found.start())?, self.places.get(found.end() - 1)?);
            (found.len() >= shortest).then_some(*first..*last + 1)
        };
        MATCHER.find_iter(&self.text).filter_map(places).collect()
    }
}
