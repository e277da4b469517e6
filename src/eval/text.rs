//! Texts and bytes: slices, and formatting with `%`, `.format` and f-strings; methods are `text_methods`.
//!
//! A text built from something external or generated stays that; formats with a specification that
//! is not modelled are unknown.

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::operators::{LONGEST_TEXT, beside, outcome, weightier};
use super::text_methods::{bytes_method, outside_method, str_method};
use crate::python::ast::{self, FStringPart, InterpolatedStringElement};
use crate::value::{Data, Trail, Value, units_of_slice};

impl<'p> Machine<'p> {
    pub(super) fn f_string(&mut self, text: &'p ast::ExprFString) -> Eval<Value> {
        let mut pieces = Vec::new();
        for part in &text.value {
            match part {
                FStringPart::Literal(literal) => {
                    pieces.push(self.written(Data::Str(literal.value.to_string().into()), literal));
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
                Ok(if is_plain { self.str_of(&value) } else { self.shown_otherwise(&value) })
            }
        }
    }

    /// A value with a format that is not modelled: of something generated the randomness is known all the same.
    fn shown_otherwise(&mut self, value: &Value) -> Value {
        self.lift(value, &mut |_, value| value.with(outcome(&value.data, &Data::None)))
    }

    /// `str(value)`.
    pub(super) fn str_of(&mut self, value: &Value) -> Value {
        self.lift(value, &mut |machine, value| match shown(&value.data) {
            _ if matches!(value.data, Data::Str(_)) => value.clone(),
            Some(text) => value.with(Data::Str(text.into())),
            None => match (machine.path_text(value).or_else(|| machine.uuid_text(value)), &value.data) {
                (Some(text), _) => text,
                (None, Data::Generated(generated)) => value.with(Data::Generated(generated.text())),
                (None, Data::External(_)) => value.clone(),
                (None, _) => value.with(outcome(&value.data, &Data::None)),
            },
        })
    }

    /// The pieces as one text. It is written where its longest piece is.
    pub(super) fn concatenate(&mut self, pieces: &[Value]) -> Value {
        let mut whole = Value::of(Data::Str("".into()));
        let mut longest = Value::of(Data::Str("".into()));
        for piece in pieces {
            let (most, less) = match weightier(&longest, piece) {
                most if std::ptr::eq(most, piece) => (piece, &longest),
                most => (most, piece),
            };
            longest = Value { data: most.data.clone(), trail: most.trail.joined(&less.trail) };
        }
        for piece in &coalesced(pieces) {
            whole = self.lift2(&whole, piece, &mut |_, whole, piece| {
                let data = match (&whole.data, &piece.data) {
                    (Data::Str(one), Data::Str(other)) if one.len() + other.len() <= LONGEST_TEXT => {
                        Data::Str(format!("{one}{other}").into())
                    }
                    (one, other) => beside(one, other),
                };
                let from = if whole.trail.is_empty() || !matches!(piece.data, Data::Str(_)) { piece } else { whole };
                from.with(data)
            });
        }
        if matches!(whole.data, Data::Str(_)) { longest.with(whole.data) } else { whole }
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
            machine.formatted(text, pieces, &positional)
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
        self.formatted(text, pieces, &arguments.positional)
    }

    fn formatted(&mut self, format: &Value, pieces: Option<Vec<Value>>, arguments: &[Value]) -> Value {
        let Some(pieces) = pieces else {
            return match arguments {
                [value] if matches!(value.data, Data::Generated(_)) => self.shown_otherwise(value),
                _ => format.with(Data::Unknown("formatted in a way that is not modelled".into())),
            };
        };
        let texts: Vec<Value> = pieces.iter().map(|piece| self.str_of(piece)).collect();
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
        let items = arguments.first().and_then(|items| match items.data {
            // What `random.choices` yields is as good as its items beside each other.
            Data::Generated(_) => Some(vec![items.clone()]),
            _ => self.iterate(items),
        });
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
            return receiver.with(match &receiver.data {
                Data::External(external) => Data::External(external.converted()),
                _ => Data::Unknown("parts of a text that is not known".into()),
            });
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

/// The pieces with known texts that follow each other as one, so that putting them together copies each once. Of what
/// is too long for a text nothing is kept.
fn coalesced(pieces: &[Value]) -> Vec<Value> {
    let mut joined = Vec::new();
    let mut run: Option<(String, Trail)> = None;
    let mut length = 0;
    for piece in pieces {
        length += piece.as_str().map_or(0, str::len);
        match (&piece.data, &mut run) {
            (Data::Str(_), _) if length > LONGEST_TEXT => {
                joined.clear();
                run = Some((String::new(), Trail::default()));
            }
            (Data::Str(text), Some((texts, trail))) => {
                texts.push_str(text);
                if trail.is_empty() {
                    *trail = piece.trail.clone();
                }
            }
            (Data::Str(text), None) => run = Some((text.to_string(), piece.trail.clone())),
            (_, _) => {
                joined.extend(run.take().map(known));
                joined.push(piece.clone());
            }
        }
    }
    joined.extend(run.map(known));
    if length > LONGEST_TEXT {
        joined.push(Value::unknown("a text that is too long to be kept"));
    }
    joined
}

fn known((text, trail): (String, Trail)) -> Value {
    Value { data: Data::Str(text.into()), trail }
}

/// A part of a format for `%`.
pub(super) enum Piece {
    Literal(String),
    /// The next argument.
    Next,
    Named(String),
}

/// The parts of a format for `%`; `None` if it has others than `%s`, `%d`, `%(name)s` and `%%`.
pub(super) fn percent_pieces(format: &str) -> Option<Vec<Piece>> {
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

/// `text[key]`, where `object` is the text.
pub(super) fn letter_at(object: &Value, text: &str, key: &Value) -> Value {
    let Data::Int(index) = key.data else { return Value::unknown("a character at a position that is not known") };
    let letter = match usize::try_from(index) {
        Ok(index) => text.chars().nth(index),
        Err(_) => index.checked_neg().and_then(|back| text.chars().nth_back(usize::try_from(back - 1).ok()?)),
    };
    match letter {
        Some(letter) => object.with(Data::Str(letter.to_string().into())),
        None => Value::unknown("a character past the end"),
    }
}

/// `value[lower:upper:step]`.
pub(super) fn slice_value(value: &Value, bounds: [Option<i64>; 3]) -> Value {
    let data = match &value.data {
        Data::Str(text) => {
            let letters: Vec<char> = text.chars().collect();
            Data::Str(slice(&letters, bounds).into_iter().collect::<String>().into())
        }
        Data::Bytes(bytes) => Data::Bytes(slice(bytes, bounds).into()),
        Data::Generated(generated) => Data::Generated(generated.part(units_of_slice(generated.form.length(), bounds))),
        Data::External(external) => Data::External(external.reshaped()),
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
