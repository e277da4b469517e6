//! A key, how source code writes it, and every text as which it must not show up.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::forms::HEAD;

/// So many characters of a key in a row are a part of it that helps.
const PART: usize = 8;

/// A key that is planted in a project.
pub(crate) struct Planted {
    key: String,
}

impl Planted {
    pub(crate) fn new(key: &str) -> Self {
        Self { key: key.to_owned() }
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// `template` with the key in place of its marks.
    pub(crate) fn fill(&self, template: &str) -> String {
        let (one, two) = self.halves();
        let bytes = format!("b{}", python(self.key.as_bytes(), |byte| format!("\\x{byte:02x}")));
        let marks = [
            ("@HEAD@", HEAD.to_owned()),
            ("@KEY@", literal(&self.key)),
            ("@ONE@", literal(&one)),
            ("@TWO@", literal(&two)),
            ("@BYTES@", bytes),
            ("@JSON@", serde_json::to_string(&self.key).expect("a text")),
            ("@BASE64@", format!("'{}'", base64::engine::general_purpose::STANDARD.encode(&self.key))),
            ("@HEX@", format!("'{}'", hex(self.key.as_bytes()))),
            ("@RAW@", self.key.clone()),
            ("@NAMES@", format!("'{}'", self.key.chars().map(by_name).collect::<String>())),
            (
                "@OCTAL@",
                format!("b'{}'", self.key.bytes().map(|byte| format!("\\{byte:03o}")).collect::<Vec<_>>().concat()),
            ),
            ("@LONG@", format!("'{}'", self.key.chars().map(by_number).collect::<String>())),
            ("@TRIPLE@", format!("\"\"{}\"\"", literal(&self.key))),
            (
                "@CONTINUED@",
                literal(&one).trim_end_matches('"').to_owned() + "\\\n" + literal(&two).trim_start_matches('"'),
            ),
        ];
        marks.iter().fold(template.to_owned(), |text, (mark, written)| text.replace(mark, written))
    }

    /// What must not stand in an output.
    pub(crate) fn needles(&self) -> BTreeSet<String> {
        let letters: Vec<char> = self.key.chars().collect();
        let parts = letters.windows(PART).map(|part| part.iter().collect::<String>());
        let mut needles: BTreeSet<String> = parts.flat_map(|part| escapings(&part)).collect();
        let bytes = self.key.as_bytes();
        needles.extend([
            hex(bytes),
            hex(bytes).to_uppercase(),
            STANDARD_NO_PAD.encode(bytes),
            URL_SAFE_NO_PAD.encode(bytes),
        ]);
        needles
    }

    fn halves(&self) -> (String, String) {
        let middle = self.key.chars().count() / 2;
        (self.key.chars().take(middle).collect(), self.key.chars().skip(middle).collect())
    }
}

/// A part of the key as programs write texts: as it is, for Python, JSON, Rust, URLs, HTML.
fn escapings(part: &str) -> Vec<String> {
    let json = serde_json::to_string(part).expect("a text");
    let json = json.trim_matches('"').to_owned();
    let ascii = |text: &str| text.chars().map(escape_other).collect::<String>();
    let all_percent: String = part.bytes().flat_map(percent_of).collect();
    let percent: String = part.chars().map(percent).collect();
    let html = part.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&#39;");
    let rust: String = part.chars().flat_map(char::escape_debug).collect();
    vec![
        part.to_owned(),
        ascii(&json),
        ascii(part),
        literal(part).trim_matches('"').to_owned(),
        json,
        rust,
        all_percent.to_lowercase(),
        all_percent,
        percent,
        html,
        part.chars().map(by_name).collect(),
        part.chars().map(by_number).collect(),
        part.bytes().map(|byte| format!("\\{byte:03o}")).collect::<Vec<_>>().concat(),
    ]
}

/// `\N{DIGIT ONE}`
fn by_name(letter: char) -> String {
    unicode_names2::name(letter).map_or_else(|| by_number(letter), |name| format!("\\N{{{name}}}"))
}

/// `\U00000031`
fn by_number(letter: char) -> String {
    format!("\\U{:08x}", u32::from(letter))
}

/// A Python literal, all that is not ASCII escaped.
fn literal(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|letter| if "\"\\".contains(letter) { format!("\\{letter}") } else { escape_other(letter) })
        .collect();
    format!("\"{escaped}\"")
}

fn python(bytes: &[u8], other: impl Fn(u8) -> String) -> String {
    let write = |byte: &u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(*byte)),
        b' '..=b'~' => char::from(*byte).to_string(),
        _ => other(*byte),
    };
    format!("\"{}\"", bytes.iter().map(write).collect::<String>())
}

fn escape_other(letter: char) -> String {
    if letter.is_ascii() { letter.to_string() } else { format!("\\u{:04x}", u32::from(letter)) }
}

fn percent(letter: char) -> String {
    if letter.is_ascii_alphanumeric() {
        return letter.to_string();
    }
    letter.to_string().bytes().flat_map(percent_of).collect()
}

fn percent_of(byte: u8) -> Vec<char> {
    format!("%{byte:02X}").chars().collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").chars().collect::<Vec<_>>()).collect()
}
