//! `uuid.UUID`: something that is written, or comes from elsewhere, as a UUID (`uuid.py`, `CPython` 3.13).
//!
//! What is made at random (`uuid.uuid4()`) is `random.rs`'s. A UUID is a native instance whose attributes are its
//! fields, each made of what it was given; `int`, of a constant, is not kept, since no number of ours is that large.

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::hashing::unhex;
use super::random::UUID4_BITS;
use crate::source::Span;
use crate::value::{BITS_OF_BYTE, BITS_OF_HEX, Data, Form, Value};

/// The field for `str(uuid)`; no attribute has such a name.
const TEXT: &str = "str()";
/// Digits of a UUID.
const DIGITS: usize = 32;
/// Where the dashes of a UUID stand among its digits (RFC 9562, section 4).
const DASHES: [usize; 4] = [8, 12, 16, 20];
/// Bits that say which version a UUID is of, and by which RFC.
const FIXED_BITS: u128 = (0xf << 76) | (0b11 << 62);
/// The variant of RFC 9562.
const VARIANT: u128 = 0b10 << 62;

impl Machine<'_> {
    /// `uuid.UUID(text)`, `uuid.UUID(bytes=b"…")`, `uuid.UUID(int=1)`.
    pub(super) fn uuid_call(&mut self, arguments: &Arguments, span: Span) -> Eval<Value> {
        let given = ["hex", "bytes", "bytes_le", "fields", "int"].into_iter().enumerate().find_map(|(at, name)| {
            let value = arguments.get(at, name)?;
            (value.data != Data::None || at == 0 && arguments.named.is_empty()).then(|| (name, value.clone()))
        });
        let Some((name, value)) = given else { return Ok(Value::unknown("a UUID of nothing that is known")) };
        let version = arguments.get(5, "version").filter(|version| version.data != Data::None).cloned();
        if let Some(class) = refusal(name, &value.data) {
            return Err(Raise { class: class.into(), span });
        }
        if let Data::Overridable(both) = &value.data
            && let Some(class) = refusal(name, &both.default.data)
        {
            let make = &mut |machine: &mut Self, value: &Value| machine.new_uuid(name, value, version.as_ref());
            return self.refused_by_default(both, class, span, make);
        }
        Ok(self.new_uuid(name, &value, version.as_ref()))
    }

    fn new_uuid(&mut self, name: &str, value: &Value, version: Option<&Value>) -> Value {
        let (id, object) = self.new_object(ObjectKind::Native("uuid.UUID".into()));
        for part in ["hex", "bytes", "bytes_le", "urn", "int", TEXT] {
            let made = self.lift(value, &mut |_, value| value.with(part_of(part, name, &value.data, version)));
            self.store.set(id, Key::text(part), made);
        }
        object
    }

    /// `str(uuid)`.
    pub(in super::super) fn uuid_text(&self, value: &Value) -> Option<Value> {
        match self.kind_of(value)? {
            (id, ObjectKind::Native(class)) if &**class == "uuid.UUID" => self.store.get(id, TEXT).cloned(),
            _ => None,
        }
    }
}

/// What `uuid.UUID(name=data)` raises for what is certainly no UUID.
fn refusal(name: &str, data: &Data) -> Option<&'static str> {
    match data {
        Data::None => Some("TypeError"),
        Data::Str(text) if name == "hex" => {
            let digits = digits_of(text);
            // `int()` takes underscores and blanks among the digits, and digits of other scripts.
            let may_be_digit = |one: char| one.is_numeric() || one.is_ascii_hexdigit() || "_+-".contains(one);
            let may_be = |one: char| may_be_digit(one) || one.is_whitespace();
            (digits.chars().count() != DIGITS || !digits.chars().all(may_be)).then_some("ValueError")
        }
        Data::Bytes(bytes) if name.starts_with("bytes") => (bytes.len() != size_of::<u128>()).then_some("ValueError"),
        Data::Int(number) if name == "int" => (*number < 0).then_some("ValueError"),
        _ => None,
    }
}

/// An attribute of the UUID that is made of `data`.
fn part_of(part: &str, name: &str, data: &Data, version: Option<&Value>) -> Data {
    match (data, number_of(name, data, version)) {
        (_, Some(number)) => part_of_number(part, number),
        (Data::External(external), _) if name == "hex" && matches!(part, "hex" | TEXT) => {
            Data::External(external.clone())
        }
        (Data::External(external), _) => Data::External(external.converted()),
        (Data::Generated(generated), _) => {
            let known = if version.is_some() { generated.limited(UUID4_BITS) } else { generated.clone() };
            Data::Generated(match part {
                "hex" => known.written(Form::units(Some(32), BITS_OF_HEX)),
                TEXT => known.written(Form::Uuid).text(),
                "urn" => known.written(Form::Uuid).text().beside_constant(Some(9)),
                "int" => known.written(Form::Opaque),
                _ => known.written(Form::units(Some(16), BITS_OF_BYTE)),
            })
        }
        (Data::Unknown(why), _) => Data::Unknown(why.clone()),
        _ => Data::Unknown("a UUID that is not known".into()),
    }
}

fn part_of_number(part: &str, number: u128) -> Data {
    let hex = format!("{number:032x}");
    let mut text = hex.clone();
    for at in DASHES.iter().rev() {
        text.insert(*at, '-');
    }
    match part {
        "hex" => Data::Str(hex.into()),
        TEXT => Data::Str(text.into()),
        "urn" => Data::Str(format!("urn:uuid:{text}").into()),
        "bytes" => Data::Bytes(number.to_be_bytes().as_slice().into()),
        "bytes_le" => Data::Bytes(little_endian(number.to_be_bytes()).as_slice().into()),
        _ => Data::Unknown("a number that is too large".into()),
    }
}

/// A constant UUID as its number.
fn number_of(name: &str, data: &Data, version: Option<&Value>) -> Option<u128> {
    let number = match (name, data) {
        ("hex", Data::Str(text)) => u128::from_be_bytes(unhex(digits_of(text).as_bytes())?.try_into().ok()?),
        ("bytes", Data::Bytes(bytes)) => u128::from_be_bytes((**bytes).try_into().ok()?),
        ("bytes_le", Data::Bytes(bytes)) => u128::from_be_bytes(little_endian((**bytes).try_into().ok()?)),
        ("int", Data::Int(number)) => u128::try_from(*number).ok()?,
        _ => return None,
    };
    match version.map(|version| &version.data) {
        None => Some(number),
        Some(Data::Int(version @ 1..=8)) => Some(number & !FIXED_BITS | VARIANT | u128::try_from(*version).ok()? << 76),
        Some(_) => None,
    }
}

/// `hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")`.
fn digits_of(text: &str) -> String {
    text.replace("urn:", "").replace("uuid:", "").trim_matches(['{', '}']).replace('-', "")
}

/// The first three fields with their bytes in the other order, which is its own inverse.
fn little_endian(mut bytes: [u8; 16]) -> [u8; 16] {
    for (from, to) in [(0, 4), (4, 6), (6, 8)] {
        if let Some(field) = bytes.get_mut(from..to) {
            field.reverse();
        }
    }
    bytes
}
