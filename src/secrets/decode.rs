//! The readings of a text: as it stands, and with the escapes of string literals, URLs and markup undone.
//!
//! Reports nest encodings (a Python literal in a JSON string), so readings of readings are read too. Each
//! reading knows where in the text its characters come from. What cannot be read stands for itself.

use std::ops::Range;

use super::literal;

/// How deep encodings are undone: a literal, in a document.
const DEPTH: usize = 2;

/// A text with some encoding undone.
pub(super) struct Reading {
    /// What it says.
    pub(super) text: String,
    /// For each byte of it where in the text it comes from; empty if nothing was undone.
    places: Vec<Range<usize>>,
}

/// What stands for something else at the start of a text: a character or nothing, and the bytes that it takes.
type Undone = Option<(Option<char>, usize)>;

/// The characters that may start an escape, and what undoes one.
type Encoding = (&'static [char], fn(&str) -> Undone);

const ENCODINGS: [Encoding; 3] = [(&['\\'], backslash), (&['%', '+'], percent), (&['&'], entity)];

/// All readings of `text`, the text itself first.
pub(super) fn readings(text: &str) -> Vec<Reading> {
    let mut readings = vec![Reading { text: text.to_owned(), places: Vec::new() }];
    let mut fresh = 0;
    for _ in 0..DEPTH {
        let next: Vec<Reading> = readings.iter().skip(fresh).flat_map(undo_each).collect();
        fresh = readings.len();
        for reading in next {
            if readings.iter().all(|known| known.text != reading.text) {
                readings.push(reading);
            }
        }
    }
    readings
}

impl Reading {
    /// Where in the original text the bytes `range` of this reading come from.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        match self.places.get(range.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            Some([]) | None => range,
        }
    }
}

fn undo_each(reading: &Reading) -> Vec<Reading> {
    let applies = |starts: &[char]| reading.text.contains(starts);
    ENCODINGS
        .iter()
        .filter(|(starts, _)| applies(starts))
        .map(|(starts, undo)| undone(reading, starts, *undo))
        .collect()
}

fn undone(reading: &Reading, starts: &[char], undo: fn(&str) -> Undone) -> Reading {
    let mut result = Reading { text: String::with_capacity(reading.text.len()), places: Vec::new() };
    let mut place = 0;
    while let Some(rest) = reading.text.get(place..)
        && let Some(first) = rest.chars().next()
    {
        let escape = if starts.contains(&first) { undo(rest) } else { None };
        let (character, length) = escape.unwrap_or((Some(first), first.len_utf8()));
        if let Some(character) = character {
            result.text.push(character);
            let origin = reading.place(place..place + length);
            result.places.extend(std::iter::repeat_n(origin, character.len_utf8()));
        }
        place += length.max(1);
    }
    result
}

/// The escapes of Python, JSON, JavaScript and of Rust's debug output.
fn backslash(text: &str) -> Undone {
    if text.starts_with("\\/") {
        return Some((Some('/'), 2));
    }
    surrogates(text).or_else(|| braced(text)).or_else(|| literal::escape(text))
}

/// Two `\uXXXX` that are one character in UTF-16.
fn surrogates(text: &str) -> Undone {
    let unit = |from: usize| {
        let digits = text.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let pair = [unit(0)?, unit(6)?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    (character.len_utf16() == 2).then_some((Some(character), 12))
}

/// `\u{1f}`
fn braced(text: &str) -> Undone {
    let (digits, _) = text.strip_prefix("\\u{")?.split_once('}')?;
    let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((Some(character), digits.len() + 4))
}

/// `%2F`, and `+` for a blank.
fn percent(text: &str) -> Undone {
    if text.starts_with('+') {
        return Some((Some(' '), 1));
    }
    let digits = text.get(1..3).filter(|digits| digits.chars().all(|digit| digit.is_ascii_hexdigit()))?;
    Some((Some(char::from(u8::from_str_radix(digits, 16).ok()?)), 3))
}

/// `&amp;`, `&#38;`, `&#x26;`
fn entity(text: &str) -> Undone {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => numeric(name)?,
    };
    Some((Some(character), name.len() + 2))
}

fn numeric(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, expected: &str) -> bool {
        readings(text).iter().any(|reading| reading.text.contains(expected))
    }

    #[test]
    fn encodings_are_undone() {
        for text in [
            r"a\x2fb",
            r"a\57b",
            r"a\u002fb",
            r"a\u{2f}b",
            "a%2fb",
            "a&#47;b",
            "a&#x2F;b",
            r"a\/b",
            r"a\\x2fb",
            r"a%5cx2fb",
        ] {
            assert!(says(text, "a/b"), "{text}");
        }
        assert!(says(r"\ud83d\ude00", "\u{1f600}"));
    }

    #[test]
    fn a_reading_knows_where_it_comes_from() {
        let text = r#"x = "\x41\\b""#;
        let reading = readings(text).into_iter().find(|reading| reading.text.contains(r"A\b")).expect("a reading");
        let start = reading.text.find(r"A\b").expect("just found");
        assert_eq!(text.get(reading.place(start..start + 3)), Some(r"\x41\\b"));
    }
}
