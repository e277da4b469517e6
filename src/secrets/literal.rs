//! Python string literals in lists of keys: quotes, prefixes and escapes undone.
//!
//! This reads the lines of a wordlist and text that was never read by Python, such as a value in an
//! `.env` file. Source code is the parser's.

/// The bytes that the key on a line may be: a Python string literal, or the line itself.
pub(super) fn keys_of(line: &str) -> Vec<Vec<u8>> {
    match parse(line.trim()) {
        Some(characters) => encodings(&characters),
        None => encodings(&line.chars().collect::<Vec<_>>()),
    }
}

/// The bytes that a text may be: UTF-8 as Flask encodes a `str`, Latin-1 as a `b""` literal has them.
pub(super) fn encodings(characters: &[char]) -> Vec<Vec<u8>> {
    let text: String = characters.iter().collect();
    let bytes: Option<Vec<u8>> = characters.iter().map(|character| u8::try_from(*character).ok()).collect();
    let mut forms = vec![text.into_bytes()];
    forms.extend(bytes.filter(|bytes| !forms.contains(bytes)));
    forms
}

/// `text` with the escapes of a Python string undone; `None` if one of them is broken.
pub(super) fn unescape(text: &str) -> Option<Vec<char>> {
    let mut characters = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '\\' {
            let (character, length) = escape(rest)?;
            characters.extend(character);
            rest = rest.get(length..)?;
        } else {
            characters.push(first);
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    Some(characters)
}

/// What the escape at the start of `text` stands for, and its length in bytes. A backslash before
/// anything else than an escape stands for itself, as in Python. `None` if the escape is cut off.
pub(super) fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let next = text.chars().nth(1)?;
    match next {
        '\n' => Some((None, 2)),
        '\r' => Some((None, if text.starts_with("\\\r\n") { 3 } else { 2 })),
        'N' => by_name(text),
        'x' => numbered(text, 2, 16).map(|(character, length)| (Some(character), length)),
        'u' => numbered(text, 4, 16).map(|(character, length)| (Some(character), length)),
        'U' => numbered(text, 8, 16).map(|(character, length)| (Some(character), length)),
        '0'..='7' => Some(octal(text)),
        _ => Some(named(next).map_or((Some('\\'), 1), |character| (Some(character), 2))),
    }
}

/// `\N{LATIN SMALL LETTER A}`
fn by_name(text: &str) -> Option<(Option<char>, usize)> {
    let (name, _) = text.strip_prefix("\\N{")?.split_once('}')?;
    let character = unicode_names2::character(name)?;
    Some((Some(character), name.len() + "\\N{}".len()))
}

fn named(letter: char) -> Option<char> {
    Some(match letter {
        '\\' | '\'' | '"' => letter,
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        _ => return None,
    })
}

fn numbered(text: &str, digits: usize, base: u32) -> Option<(char, usize)> {
    let number = text.get(2..2 + digits)?;
    if !number.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(number, base).ok()?)?;
    Some((character, 2 + digits))
}

fn octal(text: &str) -> (Option<char>, usize) {
    let digits = text.chars().skip(1).take(3).take_while(|digit| digit.is_digit(8));
    let (number, length) =
        digits.fold((0, 1), |(number, length), digit| (number * 8 + digit.to_digit(8).unwrap_or(0), length + 1));
    (char::from_u32(number), length)
}

/// The characters of a Python string literal; `None` if `line` is not one.
fn parse(line: &str) -> Option<Vec<char>> {
    let start = line.find(['"', '\''])?;
    let prefix = line.get(..start)?.to_ascii_lowercase();
    if !["", "b", "u", "r", "br", "rb"].contains(&prefix.as_str()) {
        return None;
    }
    let quoted = line.get(start..)?;
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| quoted.starts_with(quote))?;
    let body = quoted.strip_prefix(quote)?.strip_suffix(quote)?;
    if !is_one_literal(body, quote) {
        return None;
    }
    if prefix.contains('r') { Some(body.chars().collect()) } else { unescape(body) }
}

/// Whether no unescaped quote ends the literal early, as in `"a" + "b"`.
fn is_one_literal(body: &str, quote: &str) -> bool {
    let mut escaped = false;
    for (place, character) in body.char_indices() {
        if !escaped && body.get(place..).is_some_and(|rest| rest.starts_with(quote)) {
            return false;
        }
        escaped = !escaped && character == '\\';
    }
    !escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(line: &str) -> Vec<u8> {
        keys_of(line).swap_remove(0)
    }

    #[test]
    fn literals_and_plain_lines_are_read() {
        assert_eq!(first(r#""a\"b""#), b"a\"b");
        assert_eq!(first(r"'a\x41\101\n'"), b"aAA\n");
        assert_eq!(first(r"r'a\x41'"), br"a\x41");
        assert_eq!(first("plain key"), b"plain key");
        assert_eq!(first(r#""a" + "b""#), br#""a" + "b""#);
        assert_eq!(first("it's"), b"it's");
        assert_eq!(first(r"'\N{DIGIT ONE}\N{latin small letter e with acute}'"), "1\u{e9}".as_bytes());
    }

    #[test]
    fn characters_below_256_are_also_bytes() {
        assert_eq!(keys_of(r"b'\xfd{H'"), vec!["\u{fd}{H".as_bytes().to_vec(), b"\xfd{H".to_vec()]);
    }

    #[test]
    fn unknown_escapes_stand_for_themselves() {
        assert_eq!(unescape(r"\e\y"), Some(r"\e\y".chars().collect()));
        assert_eq!(unescape(r"\x4"), None);
    }
}
