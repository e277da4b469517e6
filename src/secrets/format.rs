//! The shapes in which generators write random bytes.
//!
//! A shape says how many bits each character can hold; whether the bytes are random is the estimate's
//! business.

/// A shape that a generator writes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Hexadecimal digits of one case, at least 16 bytes.
    Hexadecimal,
    /// A UUID with this version.
    Uuid(u8),
    /// Standard or URL-safe base64 of at least 16 bytes, with three kinds of characters.
    Base64,
}

/// The shape of `text`, if it is one that generators write.
pub(super) fn of(text: &[char]) -> Option<Format> {
    if text.len() >= 32 && is_hexadecimal(text) {
        return Some(Format::Hexadecimal);
    }
    uuid(text).or_else(|| is_base64(text).then_some(Format::Base64))
}

/// Whether `text` is made of hexadecimal digits of one case.
pub(super) fn is_hexadecimal(text: &[char]) -> bool {
    let upper = text.iter().any(char::is_ascii_uppercase);
    let lower = text.iter().any(char::is_ascii_lowercase);
    !(upper && lower) && text.iter().all(char::is_ascii_hexdigit)
}

/// The text that `text` is the hexadecimal or base64 form of, if that is readable.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};
    let bytes = hexadecimal(text).or_else(|| STANDARD.decode(text).ok()).or_else(|| URL_SAFE.decode(text).ok())?;
    let readable = bytes.len() >= 6 && bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    readable.then_some(bytes)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

fn uuid(text: &[char]) -> Option<Format> {
    let hyphens = [8, 13, 18, 23];
    let fits = |(place, character): (usize, &char)| {
        if hyphens.contains(&place) { *character == '-' } else { character.is_ascii_hexdigit() }
    };
    if text.len() != 36 || !text.iter().enumerate().all(fits) {
        return None;
    }
    let version = text.get(14)?.to_digit(16)?;
    Some(Format::Uuid(u8::try_from(version).ok()?))
}

fn is_base64(text: &[char]) -> bool {
    let padding = text.iter().rev().take_while(|character| **character == '=').count();
    let body = text.get(..text.len() - padding).unwrap_or_default();
    let kinds = [char::is_ascii_lowercase, char::is_ascii_uppercase, char::is_ascii_digit];
    let alphabet = |character: &char| character.is_ascii_alphanumeric() || "+/-_".contains(*character);
    padding <= 2 && body.len() >= 22 && body.iter().all(alphabet) && kinds.iter().all(|kind| body.iter().any(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_recognised() {
        let cases = [
            ("9f86d081884c7d659a2feaa0c55ad015", Some(Format::Hexadecimal)),
            ("9F86d081884c7d659a2feaa0c55ad015", Some(Format::Base64)),
            ("0b0f3e1a-6c1d-4c8e-9a57-1f6b8f2f2a11", Some(Format::Uuid(4))),
            ("uJ2l2mYq3yZQ0cXk0vXn3A==", Some(Format::Base64)),
            ("correct horse battery staple", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of(&text.chars().collect::<Vec<_>>()), expected, "{text}");
        }
    }

    #[test]
    fn readable_text_is_decoded() {
        assert_eq!(decoded("c2VjcmV0LWtleQ=="), Some(b"secret-key".to_vec()));
        assert_eq!(decoded("7365637265742d6b6579"), Some(b"secret-key".to_vec()));
        assert_eq!(decoded("9f86d081884c7d659a2feaa0c55ad015"), None);
    }
}
