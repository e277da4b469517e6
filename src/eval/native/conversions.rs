//! `str()`, `int()`, `bytes()` and the like: one value as one of another type.

use super::super::calls::Arguments;
use super::super::machine::Machine;
use crate::value::{BITS_OF_HEX, Data, Form, Value};

/// A character is one of 1 114 112 (Unicode 16).
const BITS_OF_CHARACTER: f64 = 20.1;

impl Machine<'_> {
    /// `str(value)` and the like.
    pub(super) fn conversion(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let value = match arguments.first() {
            Some(value) => value.clone(),
            None => return empty_of(name),
        };
        Some(match name {
            "str" if arguments.positional.len() == 1 => self.str_of(&value),
            "str" => self.text_method(&value, "decode", &Arguments::of(arguments.positional.get(1..)?.to_vec())),
            "bool" => self.truth_value(&value),
            "int" => self.lift(&value, &mut |_, value| match &value.data {
                Data::Generated(generated) => value.with(Data::Generated(generated.written(Form::Opaque))),
                _ => converted(value, integer),
            }),
            "hex" | "oct" | "bin" => self.lift(&value, &mut |_, value| match &value.data {
                Data::Generated(generated) => {
                    value.with(Data::Generated(generated.written(Form::units(None, BITS_OF_HEX))))
                }
                _ => value.with(Data::Unknown("the digits of a number".into())),
            }),
            "chr" => self.lift(&value, &mut |_, value| value.with(character(&value.data))),
            "float" => self.lift(&value, &mut |_, value| converted(value, float)),
            "repr" => value.with(Data::Unknown("how a value is shown".into())),
            "bytes" | "bytearray" => match (&value.data, arguments.positional.get(1)) {
                (Data::Str(_), Some(encoding)) => {
                    self.text_method(&value, "encode", &Arguments::of(vec![encoding.clone()]))
                }
                (Data::External(external), _) => value.with(Data::External(external.converted())),
                (Data::Bytes(_) | Data::Generated(_), _) => value,
                _ => value.with(Data::Unknown("bytes that are not known".into())),
            },
            "hash" if matches!(value.data, Data::External(_)) => value,
            "hash" | "id" => Self::predictable_hash(&value),
            _ => return None,
        })
    }

    fn predictable_hash(value: &Value) -> Value {
        let span = value.trail.origin();
        match span {
            Some(span) => Self::predictable("hash()", span),
            None => Value::unknown("a hash"),
        }
    }
}

fn empty_of(name: &str) -> Option<Value> {
    Some(Value::of(match name {
        "str" => Data::Str("".into()),
        "bytes" => Data::Bytes([].into()),
        "bool" => Data::Bool(false),
        "int" => Data::Int(0),
        "float" => Data::Float(0.0),
        _ => return None,
    }))
}

/// `chr(33)`, `chr(random.randint(33, 126))`: a character has the randomness of its number.
fn character(number: &Data) -> Data {
    let of_number = |number: i64| u32::try_from(number).ok().and_then(char::from_u32);
    match number {
        Data::Int(number) => of_number(*number)
            .map_or_else(|| Data::Unknown("no character".into()), |one| Data::Str(one.to_string().into())),
        Data::Generated(one) => {
            Data::Generated(one.written(Form::units(Some(1), one.bits.unwrap_or(BITS_OF_CHARACTER))))
        }
        Data::External(external) => Data::External(external.converted()),
        _ => Data::Unknown("a character that is not known".into()),
    }
}

/// What `int()` and `float()` raise for a value that is certainly no number.
pub(super) fn refusal(data: &Data) -> Option<&'static str> {
    match data {
        Data::None => Some("TypeError"),
        Data::Str(text) => {
            let may_be_part = |letter: char| letter.is_numeric() || "+-_.".contains(letter) || letter.is_whitespace();
            let text = text.trim().to_lowercase();
            let is_word =
                text.trim_start_matches(['+', '-']).starts_with("inf") || text.contains("nan") || text.contains('e');
            (!is_word && (text.is_empty() || !text.chars().all(may_be_part))).then_some("ValueError")
        }
        _ => None,
    }
}

fn converted(value: &Value, convert: impl Fn(&Data) -> Option<Data>) -> Value {
    match (&value.data, convert(&value.data)) {
        (_, Some(data)) => value.with(data),
        (Data::External(external), None) => value.with(Data::External(external.converted())),
        (Data::Generated(_), None) => value.clone(),
        (_, None) => value.with(Data::Unknown("a number that is not known".into())),
    }
}

fn integer(data: &Data) -> Option<Data> {
    Some(Data::Int(match data {
        Data::Int(number) => *number,
        Data::Bool(flag) => i64::from(*flag),
        Data::Str(text) => text.trim().replace('_', "").parse().ok()?,
        #[expect(clippy::cast_possible_truncation, reason = "Python's int() truncates; the range is checked")]
        Data::Float(number) if number.abs() < 9e15 => number.trunc() as i64,
        _ => return None,
    }))
}

fn float(data: &Data) -> Option<Data> {
    Some(Data::Float(match data {
        #[expect(clippy::cast_precision_loss, reason = "Python's own conversion rounds the same way")]
        Data::Int(number) => *number as f64,
        Data::Float(number) => *number,
        Data::Str(text) => text.trim().parse().ok()?,
        _ => return None,
    }))
}
