//! Bytes to text as Python reads source files: byte order mark, coding cookie (PEP 263), UTF-8 otherwise.
//!
//! It never fails: text that is not what its encoding says is decoded with replacement characters, and
//! the defect is returned beside it. Line ends are kept as they are. Codecs that are not encodings of
//! characters (`rot13`, `unicode_escape`) and those that `encoding_rs` lacks (`cp437`) are defects too.

use encoding_rs::Encoding;

/// What is wrong with the bytes of a file; its text is usable all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Defect {
    /// The line (from 1) of the first byte that could not be decoded, or of the coding cookie.
    pub(super) line: u32,
    /// What is wrong and what to do.
    pub(super) message: String,
}

/// How the bytes of a file are to be read.
pub(super) enum Codec {
    Utf8,
    Ascii,
    Latin1,
    Other(&'static Encoding),
}

/// The codec that the bytes of a file, without byte order mark, say they are in; `None` if it is not supported.
pub(super) fn codec_of(body: &[u8]) -> Option<Codec> {
    match cookie(body) {
        Some((_, label)) => codec(&label),
        None => Some(Codec::Utf8),
    }
}

/// The text of a Python file, without byte order mark, and what was wrong with its bytes.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Defect>) {
    let (body, has_mark) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let Some((line, label)) = cookie(body) else {
        return utf8(body, "UTF-8");
    };
    match codec(&label) {
        Some(Codec::Utf8) => utf8(body, "UTF-8"),
        Some(_) if has_mark => {
            let message = format!("says it is {label} but starts with the mark of UTF-8; it is read as UTF-8");
            (utf8(body, "UTF-8").0, Some(Defect { line, message }))
        }
        Some(Codec::Ascii) if body.is_ascii() => utf8(body, "ASCII"),
        Some(Codec::Ascii) => {
            let at = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            (utf8(body, "ASCII").0, Some(undecodable(body, at, "ASCII")))
        }
        Some(Codec::Latin1) => (body.iter().copied().map(char::from).collect(), None),
        Some(Codec::Other(encoding)) => other(body, encoding),
        None => {
            let message = format!("says it is {label}, an encoding that is not supported; it is read as UTF-8");
            (utf8(body, "UTF-8").0, Some(Defect { line, message }))
        }
    }
}

fn utf8(body: &[u8], name: &str) -> (String, Option<Defect>) {
    match std::str::from_utf8(body) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let defect = undecodable(body, error.valid_up_to(), name);
            (String::from_utf8_lossy(body).into_owned(), Some(defect))
        }
    }
}

fn other(body: &[u8], encoding: &'static Encoding) -> (String, Option<Defect>) {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
        return (text.into_owned(), None);
    }
    let (text, _) = encoding.decode_without_bom_handling(body);
    // The first replacement character stands on the line of the first bad byte: line ends are ASCII.
    let before = text.split('\u{FFFD}').next().unwrap_or("");
    let defect = Defect { line: line_after(before.as_bytes()), message: not_in(encoding.name()) };
    (text.into_owned(), Some(defect))
}

fn undecodable(body: &[u8], at: usize, name: &str) -> Defect {
    Defect { line: line_after(body.get(..at).unwrap_or(body)), message: not_in(name) }
}

fn not_in(name: &str) -> String {
    format!(
        "is not valid {name}, so Python cannot run it; the rest was linted: save it in that encoding or declare another"
    )
}

fn line_after(before: &[u8]) -> u32 {
    let ends = before.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => before.get(at + 1).is_some_and(|next| *next != b'\n'),
        _ => false,
    });
    ends.count() as u32 + 1
}

/// The coding cookie in the first two lines: its line and the name it gives, in lower case with `-`.
fn cookie(body: &[u8]) -> Option<(u32, String)> {
    // Cookies are rare and files are many: most have none of this in their first lines.
    let mut lines = body.split(|byte| *byte == b'\n' || *byte == b'\r').take(3);
    let first = lines.next()?;
    if let Some(label) = cookie_of(first) {
        return Some((1, label));
    }
    if !is_blank_or_comment(first) {
        return None;
    }
    // `\r\n` splits into an empty piece between the lines.
    let mut second = lines.next()?;
    if second.is_empty() && body.get(first.len()..first.len() + 2) == Some(b"\r\n") {
        second = lines.next()?;
    }
    cookie_of(second).map(|label| (2, label))
}

/// `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`, as PEP 263 has it.
fn cookie_of(line: &[u8]) -> Option<String> {
    let comment = trim_blanks(line).strip_prefix(b"#")?;
    let word = b"coding";
    let rest = comment.windows(word.len()).enumerate().find_map(|(at, window)| {
        let rest = comment.get(at + word.len()..)?;
        (window == word && matches!(rest.first(), Some(b':' | b'='))).then(|| rest.get(1..))?
    })?;
    let label = trim_blanks(rest).iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
    let label: String = label.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    (!label.is_empty()).then(|| label.replace('_', "-"))
}

fn is_blank_or_comment(line: &[u8]) -> bool {
    matches!(trim_blanks(line).first(), None | Some(b'#'))
}

fn trim_blanks(line: &[u8]) -> &[u8] {
    let blanks = line.iter().take_while(|byte| b" \t\x0C".contains(byte)).count();
    line.get(blanks..).unwrap_or(&[])
}

/// The codec that Python has under this name. Python's `latin-1` and `ascii` are what they say, where
/// the web's labels of the same name mean windows-1252.
fn codec(label: &str) -> Option<Codec> {
    // With whatever follows a hyphen, as in `# -*- coding: utf-8-*-` (`get_normal_name` of Python 3.13's tokenizer).
    let says = |name: &str| label.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
    if says("utf-8") {
        return Some(Codec::Utf8);
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|name| says(name)) {
        return Some(Codec::Latin1);
    }
    let label = ["-unix", "-dos", "-mac"].iter().find_map(|end| label.strip_suffix(end)).unwrap_or(label);
    match label {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Some(Codec::Utf8),
        "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => Some(Codec::Ascii),
        "latin-1" | "latin1" | "l1" | "latin" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" | "8859" | "cp819" => {
            Some(Codec::Latin1)
        }
        "cp932" | "ms-kanji" => Some(Codec::Other(encoding_rs::SHIFT_JIS)),
        "cp936" => Some(Codec::Other(encoding_rs::GBK)),
        "cp949" => Some(Codec::Other(encoding_rs::EUC_KR)),
        "cp950" => Some(Codec::Other(encoding_rs::BIG5)),
        _ => Encoding::for_label(label.as_bytes()).filter(|found| found.is_ascii_compatible()).map(Codec::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text_of(bytes: &[u8]) -> String {
        let (text, defect) = decode(bytes);
        assert_eq!(defect, None);
        text
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(text_of(b"\xEF\xBB\xBFx = 1\n"), "x = 1\n");
    }

    #[test]
    fn line_ends_are_kept() {
        assert_eq!(text_of(b"a\r\nb\rc\n"), "a\r\nb\rc\n");
    }

    #[test]
    fn a_cookie_in_either_of_the_first_two_lines_counts() {
        assert_eq!(text_of(b"# -*- coding: cp1252 -*-\nx = '\x80'"), "# -*- coding: cp1252 -*-\nx = '\u{20AC}'");
        assert_eq!(text_of(b"#!/bin/sh\r\n# vim: set fileencoding=latin-1 :\r\n'\xE9'"), {
            "#!/bin/sh\r\n# vim: set fileencoding=latin-1 :\r\n'\u{E9}'"
        });
    }

    #[test]
    fn a_cookie_after_code_or_in_the_third_line_does_not_count() {
        assert!(decode(b"x = 1\n# coding: latin-1\n'\xE9'").1.is_some());
        assert!(decode(b"#\n#\n# coding: latin-1\n'\xE9'").1.is_some());
    }

    #[test]
    fn latin_1_is_not_windows_1252() {
        assert!(text_of(b"# coding: iso-8859-1\n'\x80'").contains('\u{80}'));
        assert!(text_of(b"# coding: Latin_1-unix\n'\x80'").contains('\u{80}'));
        assert!(text_of(b"# -*- coding: latin-1-*-\n'\x80'").contains('\u{80}'));
    }

    #[test]
    fn what_follows_the_name_without_a_blank_is_left_out() {
        assert_eq!(text_of(b"# -*- coding:utf-8-*-\n'\xC3\xA9'"), "# -*- coding:utf-8-*-\n'\u{E9}'");
        assert!(decode(b"# -*- coding:rot13-*-\n").1.is_some());
    }

    #[test]
    fn invalid_bytes_are_a_defect_at_their_line_and_the_rest_stays() {
        let (text, defect) = decode(b"a = 1\nb = '\xFF'\nc = 2\n");
        assert_eq!(text, "a = 1\nb = '\u{FFFD}'\nc = 2\n");
        assert_eq!(defect.map(|defect| defect.line), Some(2));
    }

    #[test]
    fn an_unknown_encoding_is_a_defect_that_names_it() {
        let (text, defect) = decode(b"# coding: rot13\nk = 1\n");
        assert_eq!(text, "# coding: rot13\nk = 1\n");
        assert!(defect.is_some_and(|defect| defect.line == 1 && defect.message.contains("rot13")));
    }

    #[test]
    fn multibyte_encodings_are_read() {
        assert!(text_of(b"# coding: shift_jis\n'\x82\xA0'").contains('\u{3042}'));
        assert!(text_of(b"# coding: gb2312\n'\xC4\xE3'").contains('\u{4F60}'));
    }

    #[test]
    fn ascii_with_other_bytes_is_a_defect() {
        assert!(decode(b"# coding: ascii\n'\xC3\xA9'").1.is_some_and(|defect| defect.line == 2));
    }

    #[test]
    fn utf_16_is_no_encoding_of_a_python_file() {
        assert!(decode(b"# coding: utf-16\n").1.is_some());
    }
}
