//! Generators: `os.urandom`, `secrets`, `uuid`, `random`, and things that look random and are not.
//!
//! How much randomness survives what is done with them is `value::Generated`'s business.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::operators::bits_below;
use super::super::store::Key;
use crate::source::Span;
use crate::value::{BITS_OF_BASE64, BITS_OF_BYTE, Data, Form, Generated, Source, Step, Value};

/// Bytes that `secrets.token_*` makes when it is not told how many (`CPython` 3.11).
const DEFAULT_BYTES: i64 = 32;
/// Random bits of a version 4 UUID (RFC 9562, section 5.4).
pub(super) const UUID4_BITS: f64 = 122.0;
/// Random bits of a version 7 UUID, whose other bits are the time (RFC 9562, section 5.7).
const UUID7_BITS: f64 = 74.0;
/// The alphabet of Werkzeug's `gen_salt`: letters and digits.
const SALT_LETTERS: i64 = 62;
/// Characters of a Fernet key: 32 bytes in base64.
const FERNET_LENGTH: i64 = 44;
/// Bits of a `float` that `random()` makes.
const FLOAT_BITS: f64 = 53.0;

impl Machine<'_> {
    pub(super) fn random_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        if let Some(function) = name.strip_prefix("random.SystemRandom.") {
            return Some(self.draw(Source::Secure, &format!("SystemRandom().{function}"), function, arguments, span));
        }
        let count = || number(arguments.first());
        Some(match name {
            "secrets.token_bytes" | "secrets.token_hex" | "secrets.token_urlsafe" => {
                let bytes = match arguments.get(0, "nbytes").map(|value| &value.by_default().data) {
                    None | Some(Data::None) => Some(DEFAULT_BYTES),
                    Some(Data::Int(count)) => Some(*count),
                    Some(_) => None,
                };
                token(name, bytes, arguments.get(0, "nbytes"), span)
            }
            "secrets.choice" | "secrets.randbelow" => {
                self.draw(Source::Secure, name, name.trim_start_matches("secrets."), arguments, span)
            }
            "secrets.randbits" => self.draw(Source::Secure, name, "getrandbits", arguments, span),
            "uuid.uuid4" => secure("uuid.uuid4()".into(), Some(UUID4_BITS), Form::Uuid, span),
            "uuid.uuid7" => secure("uuid.uuid7()".into(), Some(UUID7_BITS), Form::Uuid, span),
            "uuid.uuid1" | "uuid.uuid6" => generated(Source::Predictable, called(name, None), None, Form::Uuid, span),
            // A hash of two constants; of anything else it is as good as that.
            "uuid.uuid3" | "uuid.uuid5" => match arguments.get(1, "name").map(Value::by_default) {
                Some(text) if text.as_str().is_none() => text.clone(),
                _ => generated(Source::Predictable, called(name, None), None, Form::Uuid, span),
            },
            "uuid.getnode" => Self::predictable("the network address of the machine", span),
            "getpass.getpass" => return None,
            "werkzeug.security.gen_salt" => {
                let each = bits_below(SALT_LETTERS)?;
                secure(
                    called(name, arguments.first()),
                    count().map(|count| each * bits_of(count)),
                    units(count(), each),
                    span,
                )
            }
            "cryptography.fernet.Fernet.generate_key" => {
                let bits = bits_of(DEFAULT_BYTES) * BITS_OF_BYTE;
                secure("Fernet.generate_key()".into(), Some(bits), units(Some(FERNET_LENGTH), BITS_OF_BASE64), span)
            }
            "Crypto.Random.get_random_bytes" => random_bytes(name, count(), span),
            "random.SystemRandom" | "secrets.SystemRandom" => {
                self.new_object(ObjectKind::Native("random.SystemRandom".into())).1
            }
            "random.seed" | "time.sleep" => Value::of(Data::None),
            "time.time"
            | "time.time_ns"
            | "time.monotonic"
            | "time.perf_counter"
            | "time.ctime"
            | "time.strftime"
            | "datetime.datetime.now"
            | "datetime.datetime.utcnow"
            | "datetime.datetime.today"
            | "datetime.date.today" => Self::predictable("the time", span),
            "socket.gethostname" | "socket.getfqdn" | "platform.node" | "getpass.getuser" => {
                Self::predictable("the name of the machine or user", span)
            }
            _ => {
                let function = name.strip_prefix("random.").or_else(|| name.strip_prefix("numpy.random."))?;
                self.draw(Source::Predictable, name, function, arguments, span)
            }
        })
    }

    /// A value that someone who knows when and where the program started can guess.
    pub(super) fn predictable(name: &str, span: Span) -> Value {
        generated(Source::Predictable, name.into(), None, Form::Opaque, span)
    }

    /// What a method of `random.Random` draws. `name` is the call as a person knows it.
    fn draw(&mut self, source: Source, name: &str, function: &str, arguments: &Arguments, span: Span) -> Value {
        let (first, second) = (number(arguments.first()), number(arguments.positional.get(1)));
        let (bits, form) = match function {
            "choice" => self.letters(arguments, Some(1)),
            "choices" => self.letters(arguments, number(arguments.get(2, "k"))),
            "sample" => self.letters(arguments, number(arguments.get(1, "k"))),
            "getrandbits" => (first.map(bits_of), Form::Opaque),
            "randbelow" => (first.and_then(bits_below), Form::Opaque),
            "randbytes" | "bytes" => (first.map(|count| bits_of(count) * BITS_OF_BYTE), units(first, BITS_OF_BYTE)),
            "randint" | "randrange" => {
                let (low, high) = if second.is_none() { (Some(0), first) } else { (first, second) };
                let range = high.zip(low).and_then(|(high, low)| high.checked_sub(low)?.checked_add(1));
                (range.and_then(bits_below), Form::Opaque)
            }
            "random" | "uniform" => (Some(FLOAT_BITS), Form::Opaque),
            "shuffle" => {
                self.shuffle(source, name, arguments, span);
                return Value::of(Data::None);
            }
            _ => (None, Form::Opaque),
        };
        generated(source, format!("{name}()").into(), bits, form, span)
    }

    /// The bits and form of `count` items that are drawn from the first argument.
    fn letters(&mut self, arguments: &Arguments, count: Option<i64>) -> (Option<f64>, Form) {
        let Some(items) = arguments.first().and_then(|items| self.iterate(items)) else { return (None, Form::Opaque) };
        let Some(each) = i64::try_from(items.len()).ok().and_then(bits_below) else { return (None, Form::Opaque) };
        let are_letters = items.iter().all(|item| item.as_str().is_some_and(|text| text.chars().nth(1).is_none()));
        let form = if are_letters { units(count, each) } else { Form::Opaque };
        (count.map(|count| bits_of(count) * each), form)
    }

    /// Each item of a list becomes one that is not known.
    fn shuffle(&mut self, source: Source, name: &str, arguments: &Arguments, span: Span) {
        let Some(id) = arguments.first().and_then(Self::object_of) else { return };
        let (bits, form) = self.letters(arguments, Some(1));
        let one = generated(source, format!("{name}()").into(), bits, form, span);
        for index in 0..self.store.object(id).fields.len() {
            self.store.set(id, Key::Int(i64::try_from(index).unwrap_or(i64::MAX)), one.clone());
        }
    }
}

/// So many random bytes.
pub(super) fn random_bytes(name: &str, count: Option<i64>, span: Span) -> Value {
    let bits = count.map(|count| bits_of(count) * BITS_OF_BYTE);
    let name = count.map_or_else(|| format!("{name}()"), |count| format!("{name}({count})"));
    secure(name.into(), bits, units(count, BITS_OF_BYTE), span)
}

/// What `secrets.token_*` makes of so many bytes.
fn token(name: &str, bytes: Option<i64>, argument: Option<&Value>, span: Span) -> Value {
    let as_bytes = random_bytes(name, bytes, span);
    let Data::Generated(made) = &as_bytes.data else { return as_bytes };
    let made = Generated { name: called(name, argument), ..made.clone() };
    as_bytes.with(Data::Generated(match name {
        "secrets.token_hex" => made.hexadecimal(),
        // Four characters for three bytes, without the padding.
        "secrets.token_urlsafe" => {
            let length = bytes.and_then(|bytes| bytes.checked_mul(4)).map(|quarters| (quarters + 2) / 3);
            made.written(units(length, BITS_OF_BASE64))
        }
        _ => made,
    }))
}

/// A call as a person knows it, with its count where that is known.
fn called(name: &str, argument: Option<&Value>) -> Arc<str> {
    match argument.map(|value| &value.by_default().data) {
        Some(Data::Int(count)) => format!("{name}({count})").into(),
        _ => format!("{name}()").into(),
    }
}

fn secure(name: Arc<str>, bits: Option<f64>, form: Form, span: Span) -> Value {
    generated(Source::Secure, name, bits, form, span)
}

fn generated(source: Source, name: Arc<str>, bits: Option<f64>, form: Form, span: Span) -> Value {
    Value::at(Data::Generated(Generated { source, name, bits, form }), Step::new(span, "generated here"))
}

fn units(length: Option<i64>, each: f64) -> Form {
    Form::units(length.and_then(|length| u32::try_from(length).ok()), each)
}

/// An integer argument, if it is known.
pub(super) fn number(argument: Option<&Value>) -> Option<i64> {
    match argument?.by_default().data {
        Data::Int(number) => Some(number),
        _ => None,
    }
}

/// A count as a number of bits.
fn bits_of(count: i64) -> f64 {
    f64::from(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}
