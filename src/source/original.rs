//! The bytes that a text was decoded from, and the bytes of a changed text in the same form: encoding, byte order
//! mark and line ends stay.
//!
//! It changes no file. A file whose bytes cannot be had back from its text is refused: what nobody touched must
//! stay as it is, byte by byte.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::decode::{Codec, codec_of, decode};
use super::sources::SourceFile;

const MARK_OF_UTF_8: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of a file as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    bytes: Vec<u8>,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Python's: PEP 263.
    Python,
    /// By its mark: what is no Python may be UTF-16.
    Utf16(&'static Encoding),
}

impl Original {
    /// The `bytes` that `file` was read from.
    ///
    /// # Errors
    /// Why they cannot be changed, as a clause about the file.
    pub(super) fn new(file: &SourceFile, bytes: Vec<u8>) -> Result<Self, String> {
        let form = match bytes.as_slice() {
            [0xFF, 0xFE, ..] => Form::Utf16(UTF_16LE),
            [0xFE, 0xFF, ..] => Form::Utf16(UTF_16BE),
            _ => Form::Python,
        };
        let (text, has_defect) = match &form {
            Form::Python => {
                let (text, defect) = decode(&bytes);
                (text, defect.is_some())
            }
            Form::Utf16(encoding) => {
                let (text, _, has_defect) = encoding.decode(&bytes);
                (text.into_owned(), has_defect)
            }
        };
        if text != file.text {
            return Err("has changed since it was read".to_owned());
        }
        let original = Self { bytes, form };
        if has_defect || original.with_text(&text)? != original.bytes {
            return Err("has bytes that are not of its encoding, and they would not survive a change".to_owned());
        }
        Ok(original)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of `text` in the form of the original.
    ///
    /// # Errors
    /// If the encoding lacks a character of `text`, as a clause about the file.
    pub fn with_text(&self, text: &str) -> Result<Vec<u8>, String> {
        let lacks = |name: &str| format!("is in {name}, which lacks a character of what would be written");
        match &self.form {
            Form::Utf16(encoding) => Ok(utf_16(text, encoding)),
            Form::Python => {
                let body = self.bytes.strip_prefix(MARK_OF_UTF_8);
                let encoded = match codec_of(body.unwrap_or(&self.bytes)) {
                    Some(Codec::Utf8) | None => text.as_bytes().to_vec(),
                    Some(Codec::Ascii) if text.is_ascii() => text.as_bytes().to_vec(),
                    Some(Codec::Ascii) => return Err(lacks("ASCII")),
                    Some(Codec::Latin1) => {
                        let bytes: Option<Vec<u8>> =
                            text.chars().map(|one| u8::try_from(u32::from(one)).ok()).collect();
                        bytes.ok_or_else(|| lacks("Latin-1"))?
                    }
                    Some(Codec::Other(encoding)) => match encoding.encode(text) {
                        (bytes, used, false) if used == encoding => bytes.into_owned(),
                        _ => return Err(lacks(encoding.name())),
                    },
                };
                Ok(if body.is_some() { [MARK_OF_UTF_8, &encoded].concat() } else { encoded })
            }
        }
    }
}

/// `text` in UTF-16 with its mark; `encoding_rs` does not write it.
fn utf_16(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    let bytes = |unit: u16| if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() };
    units.flat_map(bytes).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Original;
    use crate::source::Sources;

    fn original(bytes: &[u8]) -> Result<(Original, String), String> {
        let path = Path::new("/a.py");
        let sources = Sources::in_memory([]).with_overlay(path, bytes.to_vec());
        let id = sources.load(path).or_else(|| sources.load_data(path)).expect("it is there");
        sources.original(id).map(|original| (original, sources.file(id).text.clone()))
    }

    #[test]
    fn a_change_keeps_encoding_mark_and_line_ends() {
        let cases: [(&[u8], &[u8]); 5] = [
            (b"\xEF\xBB\xBFx = 1\r\ny = '\xC3\xA9'\r", b"\xEF\xBB\xBFx = 2\r\ny = '\xC3\xA9'\r"),
            (b"# coding: latin-1\nx = 1 # \xE9\x80", b"# coding: latin-1\nx = 2 # \xE9\x80"),
            (b"# coding: cp1252\nx = 1 # \x80", b"# coding: cp1252\nx = 2 # \x80"),
            (b"# coding: shift_jis\nx = 1 # \x82\xA0", b"# coding: shift_jis\nx = 2 # \x82\xA0"),
            (b"# coding: gb2312\nx = 1 # \xC4\xE3", b"# coding: gb2312\nx = 2 # \xC4\xE3"),
        ];
        for (bytes, expected) in cases {
            let (original, text) = original(bytes).unwrap();
            assert_eq!(original.with_text(&text.replace("x = 1", "x = 2")).unwrap(), expected);
        }
    }

    #[test]
    fn utf_16_is_written_as_it_was() {
        let path = Path::new("/data.txt");
        for bytes in [vec![0xFF, 0xFE, b'a', 0], vec![0xFE, 0xFF, 0, b'a']] {
            let sources = Sources::in_memory([]).with_overlay(path, bytes.clone());
            let original = sources.original(sources.load_data(path).unwrap()).unwrap();
            assert_eq!(original.with_text("a").unwrap(), bytes);
        }
    }

    #[test]
    fn bytes_that_would_not_survive_are_refused() {
        assert!(original(b"x = 1 # \xFF").is_err_and(|why| why.contains("would not survive")));
        assert!(original(b"# coding: rot13\nx = 1").is_err());
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_refused() {
        let (latin, _) = original(b"# coding: latin-1\nx = 1").unwrap();
        assert!(latin.with_text("# coding: latin-1\nx = '\u{20AC}'").is_err_and(|why| why.contains("Latin-1")));
        let (ascii, _) = original(b"# coding: ascii\nx = 1").unwrap();
        assert!(ascii.with_text("\u{e9}").is_err());
    }
}
