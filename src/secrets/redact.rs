//! Keeps keys out of every output, by value: whatever holds a key, in whatever encoding, is masked.
//!
//! It knows neither the syntax of a report nor where a key comes from. It is meant for texts that may
//! quote user code (messages, snippets, values): in a whole document, a key that equals a word of the
//! document's own would be masked there too. Each masked character becomes one `*`, so columns hold; line
//! breaks and tabs stay. Where a key that is an ordinary word is masked says [`super::vocabulary`].

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::decode;
use super::vocabulary::{Standing, standing, standing_in_sentences, standing_of_name, stands};

/// The hexadecimal or base64 form of fewer bytes stands in other texts by chance.
const SHORTEST_ENCODED: usize = 4;
/// Fewer characters of a key stand in other texts by chance, and help nobody.
const SHORTEST_PART: usize = 4;
/// What stands for each character of a key.
const MASK: char = '*';

/// Where a form of a key counts as itself.
struct Standings {
    in_code: Standing,
    in_sentences: Standing,
}

/// Masks known keys in texts. It has no `Debug`, which would show them.
pub struct Redactor {
    forms: Option<(AhoCorasick, Vec<Standings>)>,
    keys: Vec<String>,
}

impl Redactor {
    /// Masks `keys`. A key that is put together from parts is masked in source code only if the parts are
    /// among `keys` too; each line of a key with several lines is a part.
    ///
    /// # Panics
    /// Never: keys fit into source files, which are far below the size that a matcher can have.
    pub fn new(keys: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self::sparing(&BTreeSet::new(), keys)
    }

    /// The same, but `names` stay readable: those of apps and profiles, which messages and code are full of. They are
    /// masked where they stand as values.
    ///
    /// # Panics
    /// Never, as [`Redactor::new`].
    pub fn sparing(names: &BTreeSet<&str>, keys: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let forms: BTreeSet<(String, bool)> = keys.into_iter().flat_map(|key| forms(&key)).collect();
        let keys = forms.iter().filter(|(_, encoded)| !encoded).map(|(form, _)| form.clone()).collect();
        let standings: Vec<Standings> =
            forms.iter().map(|(form, encoded)| Standings::of(form, *encoded, names)).collect();
        // Any other kind takes the square of a key's length to build where the key repeats itself.
        let mut builder = AhoCorasick::builder();
        builder.kind(Some(AhoCorasickKind::ContiguousNFA));
        let matcher = builder
            .build(forms.iter().map(|(form, _)| form))
            .expect("keys fit into source files, far below what a matcher takes");
        Self { forms: (!standings.is_empty()).then_some((matcher, standings)), keys }
    }

    /// Masks nothing: `--show-secrets`.
    pub fn off() -> Self {
        Self { forms: None, keys: Vec::new() }
    }

    /// Whether the contents of a string literal are a part of a key: what a key is put together from.
    pub fn knows_part(&self, literal: &str) -> bool {
        let may_be = |text: &str| text.chars().count() >= SHORTEST_PART && standing(text) != Standing::Literal;
        let is_part = |text: &str| may_be(text) && self.keys.iter().any(|key| key.contains(text));
        decode::readings(literal).iter().any(|reading| is_part(&reading.text))
    }

    /// `text` with every key masked by as many stars as it has characters there.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redact_where(text, |standings| standings.in_code)
    }

    /// The same of a sentence that the program says: it may quote code, and its own words stay.
    pub fn redact_sentence<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.redact_where(text, |standings| standings.in_sentences)
    }

    fn redact_where<'a>(&self, text: &'a str, standing: impl Fn(&Standings) -> Standing) -> Cow<'a, str> {
        let Some((matcher, standings)) = &self.forms else { return Cow::Borrowed(text) };
        let mut places: Vec<Range<usize>> = Vec::new();
        for reading in decode::readings(text) {
            for found in matcher.find_overlapping_iter(&reading.text) {
                let before = reading.text.get(..found.start()).unwrap_or_default();
                let after = reading.text.get(found.end()..).unwrap_or_default();
                let standings = standings.get(found.pattern().as_usize());
                if standings.is_some_and(|standings| stands(standing(standings), before, after)) {
                    places.push(reading.place(found.range()));
                }
            }
        }
        if places.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(mask(text, places)) }
    }
}

impl Standings {
    fn of(form: &str, is_encoded: bool, names: &BTreeSet<&str>) -> Self {
        if is_encoded {
            return Self { in_code: Standing::Anywhere, in_sentences: Standing::Anywhere };
        }
        if let Some(standing) = standing_of_name(form).filter(|_| names.contains(form)) {
            return Self { in_code: standing, in_sentences: standing };
        }
        Self { in_code: standing(form), in_sentences: standing_in_sentences(form) }
    }
}

fn mask(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.sort_by_key(|place| place.start);
    let mut places = places.into_iter().peekable();
    let mut until = 0;
    let hide = |(place, character): (usize, char)| {
        while let Some(range) = places.next_if(|range| range.start <= place) {
            until = until.max(range.end);
        }
        if place < until && !"\r\n\t".contains(character) { MASK } else { character }
    };
    text.char_indices().map(hide).collect()
}

/// The texts as which a key may appear once escapes are undone, and whether each is an encoding of it.
fn forms(key: &[u8]) -> Vec<(String, bool)> {
    let mut plain = vec![key.iter().map(|byte| char::from(*byte)).collect::<String>()];
    plain.push(String::from_utf8_lossy(key).into_owned());
    // As a path, where it is the name of a file.
    plain.push(String::from_utf8_lossy(key).replace('\\', "/"));
    let lines: Vec<String> = plain.iter().flat_map(|form| form.lines()).map(|line| line.trim().to_owned()).collect();
    plain.extend(lines);
    plain.retain(|form| form.chars().any(|character| !character.is_whitespace() && character != '\u{fffd}'));
    let plain = plain.into_iter().map(|form| (form, false));
    let encoded = encodings(key).into_iter().map(|form| (form, true));
    plain.chain(encoded).collect()
}

fn encodings(key: &[u8]) -> Vec<String> {
    if key.len() < SHORTEST_ENCODED {
        return Vec::new();
    }
    let digits = key.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let small: String = digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
    vec![small.to_uppercase(), small, STANDARD_NO_PAD.encode(key), URL_SAFE_NO_PAD.encode(key)]
}
