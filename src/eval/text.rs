//! Texts and bytes: their methods, slices, and formatting with `%`, `.format` and f-strings.
//!
//! A text built from something external or generated stays that; formats with a specification that
//! is not modelled are unknown.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::operators::{LONGEST_TEXT, outcome};
use crate::python::ast::{self, FStringPart, InterpolatedStringElement};
use crate::value::{Data, Generated, Value};

impl<'p> Machine<'p> {
    pub(super) fn f_string(&mut self, text: &'p ast::ExprFString) -> Eval<Value> {
        let mut pieces = Vec::new();
        for part in &text.value {
            match part {
                FStringPart::Literal(literal) => {
                    pieces.push(self.written(Data::Str(literal.value.to_string().into()), literal))
                }
                FStringPart::FString(format) => {
                    for element in &format.elements {
                        pieces.push(self.f_string_element(element)?);
                    }
                }
            }
        }
        let step = crate::value::Step::new(self.span(text), "written here");
        let value = self.concatenate(&pieces);
        Ok(if value.trail.is_empty() { value.via(step) } else { value })
    }

    fn f_string_element(&mut self, element: &'p InterpolatedStringElement) -> Eval<Value> {
        match element {
            InterpolatedStringElement::Literal(literal) => {
                Ok(self.written(Data::Str(literal.value.to_string().into()), literal))
            }
            InterpolatedStringElement::Interpolation(field) => {
                let value = self.expression(&field.expression)?;
                let is_plain = field.format_spec.is_none()
                    && field.debug_text.is_none()
                    && matches!(field.conversion, ast::ConversionFlag::None | ast::ConversionFlag::Str);
                Ok(if is_plain { self.to_text(&value) } else { value.with(outcome(&value.data, &Data::None)) })
            }
        }
    }

    /// `str(value)`.
    pub(super) fn to_text(&mut self, value: &Value) -> Value {
        self.lift(value, &mut |machine, value| match shown(&value.data) {
            Some(text) => value.with(Data::Str(text.into())),
            None => match machine.path_text(value) {
                Some(path) => path,
                None => value.with(outcome(&value.data, &Data::None)),
            },
        })
    }

    /// The pieces as one text.
    pub(super) fn concatenate(&mut self, pieces: &[Value]) -> Value {
        let mut whole = Value::of(Data::Str("".into()));
        for piece in pieces {
            whole = self.lift2(&whole, piece, &mut |_, whole, piece| {
                let data = match (&whole.data, &piece.data) {
                    (Data::Str(one), Data::Str(other)) if one.len() + other.len() <= LONGEST_TEXT => {
                        Data::Str(format!("{one}{other}").into())
                    }
                    (one, other) => outcome(one, other),
                };
                let from = if whole.trail.is_empty() || !matches!(piece.data, Data::Str(_)) { piece } else { whole };
                from.with(data)
            });
        }
        whole
    }

    /// `text % arguments`, for `%s`, `%d` and `%(name)s`.
    pub(super) fn percent_format(&mut self, text: &Value, arguments: &Value) -> Value {
        let positional = match &arguments.data {
            Data::Tuple(items) => items.to_vec(),
            _ => vec![arguments.clone()],
        };
        let named = self.entries(arguments).unwrap_or_default();
        self.lift(text, &mut |machine, text| {
            let Data::Str(format) = &text.data else { return text.with(Data::Unknown("formatted bytes".into())) };
            let mut next = positional.iter();
            let pieces = percent_pieces(format).map(|pieces| {
                pieces.into_iter().map(|piece| match piece {
                    Piece::Literal(literal) => Some(text.with(Data::Str(literal.into()))),
                    Piece::Next => next.next().cloned(),
                    Piece::Named(name) => {
                        let key = super::store::Key::text(&name);
                        named.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
                    }
                })
            });
            let pieces: Option<Vec<Value>> = pieces.and_then(Iterator::collect);
            machine.formatted(text, pieces)
        })
    }

    /// `text.format(...)`, for `{}`, `{0}` and `{name}`.
    fn brace_format(&mut self, text: &Value, arguments: &Arguments) -> Value {
        let Data::Str(format) = &text.data else { return text.with(Data::Unknown("formatted bytes".into())) };
        let mut next = 0;
        let pieces = brace_pieces(format).map(|pieces| {
            pieces.into_iter().map(|piece| match piece {
                Piece::Literal(literal) => Some(text.with(Data::Str(literal.into()))),
                Piece::Next => {
                    next += 1;
                    arguments.positional.get(next - 1).cloned()
                }
                Piece::Named(name) => match name.parse::<usize>() {
                    Ok(position) => arguments.positional.get(position).cloned(),
                    Err(_) => arguments.keyword(&name).cloned(),
                },
            })
        });
        let pieces: Option<Vec<Value>> = pieces.and_then(Iterator::collect);
        self.formatted(text, pieces)
    }

    fn formatted(&mut self, format: &Value, pieces: Option<Vec<Value>>) -> Value {
        let Some(pieces) = pieces else {
            return format.with(Data::Unknown("formatted in a way that is not modelled".into()));
        };
        let texts: Vec<Value> = pieces.iter().map(|piece| self.to_text(piece)).collect();
        self.concatenate(&texts)
    }

    /// A method of a text, of bytes, or of what stands for one.
    pub(super) fn text_method(&mut self, receiver: &Value, name: &str, arguments: &Arguments) -> Value {
        match name {
            "format" => return self.brace_format(receiver, arguments),
            "join" => return self.join_texts(receiver, arguments),
            "split" | "rsplit" | "splitlines" => return self.split(receiver, name, arguments),
            _ => {}
        }
        let plain: Vec<Data> = arguments.positional.iter().map(|value| value.by_default().data.clone()).collect();
        let data = match &receiver.data {
            Data::Str(text) => str_method(text, name, &plain),
            Data::Bytes(bytes) => bytes_method(bytes, name, &plain),
            Data::Generated(_) | Data::External(_) => Some(outside_method(&receiver.data, name)),
            _ => None,
        };
        receiver.with(data.unwrap_or_else(|| Data::Unknown("a method of a text that is not modelled".into())))
    }

    fn join_texts(&mut self, separator: &Value, arguments: &Arguments) -> Value {
        let items = arguments.first().and_then(|items| self.iterate(items));
        let Some(items) = items else {
            return separator.with(Data::Unknown("joined from items that are not known".into()));
        };
        let mut pieces = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                pieces.push(Value::of(separator.data.clone()));
            }
            pieces.push(item.clone());
        }
        self.concatenate(&pieces)
    }

    fn split(&mut self, receiver: &Value, name: &str, arguments: &Arguments) -> Value {
        let Some(text) = receiver.as_str() else {
            let data = if matches!(receiver.data, Data::External(_)) {
                receiver.data.clone()
            } else {
                Data::Unknown("parts of a text that is not known".into())
            };
            return receiver.with(data);
        };
        let separator = arguments.get(0, "sep").map(|value| value.data.clone());
        let limit = match arguments.get(1, "maxsplit").map(|value| &value.data) {
            Some(Data::Int(limit)) if *limit >= 0 => usize::try_from(*limit).unwrap_or(usize::MAX).saturating_add(1),
            _ => usize::MAX,
        };
        let parts: Vec<&str> = match (name, &separator) {
            ("splitlines", _) => text.lines().collect(),
            (_, None | Some(Data::None)) => text.split_whitespace().collect(),
            ("rsplit", Some(Data::Str(separator))) if !separator.is_empty() => {
                let mut parts: Vec<&str> = text.rsplitn(limit, &**separator).collect();
                parts.reverse();
                parts
            }
            (_, Some(Data::Str(separator))) if !separator.is_empty() => text.splitn(limit, &**separator).collect(),
            _ => return receiver.with(Data::Unknown("split in a way that is not modelled".into())),
        };
        let parts: Vec<Value> = parts.into_iter().map(|part| receiver.with(Data::Str(part.into()))).collect();
        self.new_list(parts)
    }
}

enum Piece {
    Literal(String),
    Next,
    Named(String),
}

fn percent_pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = format.chars();
    while let Some(letter) = rest.next() {
        if letter != '%' {
            literal.push(letter);
            continue;
        }
        match rest.next()? {
            '%' => literal.push('%'),
            's' | 'd' => {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                pieces.push(Piece::Next);
            }
            '(' => {
                let name: String = rest.by_ref().take_while(|letter| *letter != ')').collect();
                if !matches!(rest.next()?, 's' | 'd') {
                    return None;
                }
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                pieces.push(Piece::Named(name));
            }
            _ => return None,
        }
    }
    pieces.push(Piece::Literal(literal));
    Some(pieces)
}

fn brace_pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = format.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '{' if rest.peek() == Some(&'{') => {
                rest.next();
                literal.push('{');
            }
            '}' if rest.peek() == Some(&'}') => {
                rest.next();
                literal.push('}');
            }
            '{' => {
                let name: String = rest.by_ref().take_while(|letter| *letter != '}').collect();
                if !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
                    return None;
                }
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                pieces.push(if name.is_empty() { Piece::Next } else { Piece::Named(name) });
            }
            letter => literal.push(letter),
        }
    }
    pieces.push(Piece::Literal(literal));
    Some(pieces)
}

/// What `str()` shows of a known value.
pub(super) fn shown(data: &Data) -> Option<String> {
    match data {
        Data::Str(text) => Some(text.to_string()),
        Data::Int(number) => Some(number.to_string()),
        Data::Bool(true) => Some("True".into()),
        Data::Bool(false) => Some("False".into()),
        Data::None => Some("None".into()),
        _ => None,
    }
}

/// What remains of a generated or external text after a method.
fn outside_method(data: &Data, name: &str) -> Data {
    match (data, name) {
        (
            _,
            "startswith" | "endswith" | "isdigit" | "isupper" | "islower" | "isalpha" | "find" | "count" | "__len__",
        ) => Data::Unknown("a property of a text that is not known".into()),
        (Data::Generated(generated), "hex" | "decode" | "encode" | "hexdigest" | "digest") => {
            Data::Generated(generated.clone())
        }
        (Data::Generated(generated), _) => Data::Generated(Generated { bits: generated.bits, ..generated.clone() }),
        _ => data.clone(),
    }
}

fn text_argument(arguments: &[Data], at: usize) -> Option<Arc<str>> {
    match arguments.get(at)? {
        Data::Str(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

fn str_method(text: &str, name: &str, arguments: &[Data]) -> Option<Data> {
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
            let length = text.matches(&*old).count().checked_mul(new.len())?.checked_add(text.len())?;
            (length <= LONGEST_TEXT).then(|| text.replace(&*old, &new))?
        }
        "removeprefix" => {
            let prefix = text_argument(arguments, 0)?;
            text.strip_prefix(&*prefix).unwrap_or(text).into()
        }
        "removesuffix" => {
            let suffix = text_argument(arguments, 0)?;
            text.strip_suffix(&*suffix).unwrap_or(text).into()
        }
        "__str__" => text.into(),
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

fn bytes_method(bytes: &[u8], name: &str, arguments: &[Data]) -> Option<Data> {
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
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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

/// `value[lower:upper:step]`.
pub(super) fn slice_value(value: &Value, bounds: [Option<i64>; 3]) -> Value {
    let data = match &value.data {
        Data::Str(text) => {
            let letters: Vec<char> = text.chars().collect();
            Data::Str(slice(&letters, bounds).into_iter().collect::<String>().into())
        }
        Data::Bytes(bytes) => Data::Bytes(slice(bytes, bounds).into()),
        Data::Generated(generated) => Data::Generated(Generated { bits: None, ..generated.clone() }),
        Data::External(_) => value.data.clone(),
        _ => Data::Unknown("a part of something that is not known".into()),
    };
    value.with(data)
}

/// Python's slicing of a sequence.
pub(super) fn slice<T: Clone>(items: &[T], [lower, upper, step]: [Option<i64>; 3]) -> Vec<T> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let step = step.unwrap_or(1);
    let clamp = |bound: i64, low: i64, high: i64| (if bound < 0 { bound + length } else { bound }).clamp(low, high);
    let mut taken = Vec::new();
    let mut take = |at: i64| taken.extend(usize::try_from(at).ok().and_then(|at| items.get(at).cloned()));
    if step > 0 {
        let mut at = lower.map_or(0, |lower| clamp(lower, 0, length));
        let end = upper.map_or(length, |upper| clamp(upper, 0, length));
        while at < end {
            take(at);
            at = at.saturating_add(step);
        }
    } else if step < 0 {
        let mut at = lower.map_or(length - 1, |lower| clamp(lower, -1, length - 1));
        let end = upper.map_or(-1, |upper| clamp(upper, -1, length - 1));
        while at > end {
            take(at);
            at = at.saturating_add(step);
        }
    }
    taken
}
