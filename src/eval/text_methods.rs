//! What a method of a text or of bytes yields, as Python computes it.
//!
//! Plain functions over known values: nothing here knows the machine. A method that is not modelled is `None`.

use std::sync::Arc;

use super::operators::LONGEST_TEXT;
use crate::value::{Data, Letters, Value};

/// What remains of a generated or external text after a method.
pub(super) fn outside_method(data: &Data, name: &str) -> Data {
    match (data, name) {
        (
            _,
            "startswith" | "endswith" | "isdigit" | "isupper" | "islower" | "isalpha" | "find" | "count" | "__len__",
        ) => Data::Unknown("a property of a text that is not known".into()),
        (Data::Generated(generated), "hex") => Data::Generated(generated.hexadecimal()),
        (Data::Generated(generated), "encode" | "decode" | "upper" | "lower" | "strip" | "rstrip" | "lstrip") => {
            Data::Generated(generated.text())
        }
        // `replace`, `isoformat` and whatever else: at most as random, of a length that is not known.
        (Data::Generated(generated), _) => Data::Generated(generated.beside_constant(None)),
        (Data::External(external), "encode" | "partition" | "rpartition") => Data::External(external.converted()),
        (Data::External(external), "__str__") => Data::External(external.clone()),
        (Data::External(external), _) => Data::External(match letters_of(name) {
            Some(letters) => external.lettered(letters),
            None => external.reshaped(),
        }),
        _ => data.clone(),
    }
}

/// How a method writes the letters of a text.
fn letters_of(name: &str) -> Option<Letters> {
    match name {
        "lower" | "casefold" => Some(Letters::Small),
        "upper" => Some(Letters::Capital),
        "capitalize" => Some(Letters::FirstCapital),
        "title" => Some(Letters::WordsCapital),
        _ => None,
    }
}

fn text_argument(arguments: &[Data], at: usize) -> Option<Arc<str>> {
    match arguments.get(at)? {
        Data::Str(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

pub(super) fn str_method(text: &str, name: &str, arguments: &[Data]) -> Option<Data> {
    let letters: Vec<char> = text_argument(arguments, 0).map(|text| text.chars().collect()).unwrap_or_default();
    let strips = |letter: char| if letters.is_empty() { letter.is_whitespace() } else { letters.contains(&letter) };
    let result: String = match name {
        "upper" => text.to_uppercase(),
        "lower" | "casefold" => text.to_lowercase(),
        "strip" => text.trim_matches(strips).into(),
        "lstrip" => text.trim_start_matches(strips).into(),
        "rstrip" => text.trim_end_matches(strips).into(),
        "capitalize" => capitalize(text),
        "title" => title(text),
        "replace" => {
            let (old, new) = (text_argument(arguments, 0)?, text_argument(arguments, 1)?);
            let count = match arguments.get(2) {
                None => usize::MAX,
                Some(Data::Int(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
                Some(_) => return None,
            };
            let length = text.matches(&*old).count().checked_mul(new.len())?.checked_add(text.len())?;
            (length <= LONGEST_TEXT).then(|| text.replacen(&*old, &new, count))?
        }
        "removeprefix" => {
            let prefix = text_argument(arguments, 0)?;
            text.strip_prefix(&*prefix).unwrap_or(text).into()
        }
        "removesuffix" => {
            let suffix = text_argument(arguments, 0)?;
            text.strip_suffix(&*suffix).unwrap_or(text).into()
        }
        "__str__" | "get_secret_value" => text.into(),
        _ => return str_property(text, name, arguments),
    };
    Some(Data::Str(result.into()))
}

fn str_property(text: &str, name: &str, arguments: &[Data]) -> Option<Data> {
    Some(match name {
        "startswith" => Data::Bool(affix(arguments, |part| text.starts_with(part))?),
        "endswith" => Data::Bool(affix(arguments, |part| text.ends_with(part))?),
        "isdigit" | "isnumeric" | "isdecimal" => {
            Data::Bool(!text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit()))
        }
        "isupper" => Data::Bool(text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)),
        "islower" => Data::Bool(text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase)),
        "isalpha" => Data::Bool(!text.is_empty() && text.chars().all(char::is_alphabetic)),
        "isalnum" => Data::Bool(!text.is_empty() && text.chars().all(char::is_alphanumeric)),
        "__len__" => Data::Int(i64::try_from(text.chars().count()).ok()?),
        "encode" => encode(text, arguments)?,
        "partition" | "rpartition" => {
            let separator = text_argument(arguments, 0).filter(|separator| !separator.is_empty())?;
            let is_first = name == "partition";
            let parts = if is_first { text.split_once(&*separator) } else { text.rsplit_once(&*separator) };
            let parts = match parts {
                Some((before, after)) => [before, &separator, after],
                None if is_first => [text, "", ""],
                None => ["", "", text],
            };
            Data::Tuple(parts.map(Value::text).into())
        }
        _ => return None,
    })
}

fn affix(arguments: &[Data], test: impl Fn(&str) -> bool) -> Option<bool> {
    match arguments.first()? {
        Data::Str(part) => Some(test(part)),
        Data::Tuple(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            Some(parts?.into_iter().any(test))
        }
        _ => None,
    }
}

fn encode(text: &str, arguments: &[Data]) -> Option<Data> {
    let encoding = text_argument(arguments, 0).unwrap_or_else(|| "utf-8".into()).to_lowercase().replace('_', "-");
    let bytes = match encoding.as_str() {
        "utf-8" | "utf8" => text.as_bytes().to_vec(),
        "ascii" | "us-ascii" if text.is_ascii() => text.as_bytes().to_vec(),
        "latin-1" | "latin1" | "iso-8859-1" => {
            text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect::<Option<Vec<u8>>>()?
        }
        _ => return None,
    };
    Some(Data::Bytes(bytes.into()))
}

pub(super) fn bytes_method(bytes: &[u8], name: &str, arguments: &[Data]) -> Option<Data> {
    Some(match name {
        "decode" => {
            let encoding =
                text_argument(arguments, 0).unwrap_or_else(|| "utf-8".into()).to_lowercase().replace('_', "-");
            match encoding.as_str() {
                "utf-8" | "utf8" | "ascii" => Data::Str(std::str::from_utf8(bytes).ok()?.into()),
                "latin-1" | "latin1" | "iso-8859-1" => {
                    Data::Str(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into())
                }
                _ => return None,
            }
        }
        "hex" => Data::Str(hex(bytes).into()),
        "strip" if arguments.is_empty() => Data::Bytes(bytes.trim_ascii().into()),
        "rstrip" if arguments.is_empty() => Data::Bytes(bytes.trim_ascii_end().into()),
        "__len__" => Data::Int(i64::try_from(bytes.len()).ok()?),
        _ => return None,
    })
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters.as_str().to_lowercase().chars()).collect(),
        None => String::new(),
    }
}

fn title(text: &str) -> String {
    let mut after_letter = false;
    let mut result = String::new();
    for letter in text.chars() {
        if after_letter {
            result.extend(letter.to_lowercase());
        } else {
            result.extend(letter.to_uppercase());
        }
        after_letter = letter.is_alphabetic();
    }
    result
}
