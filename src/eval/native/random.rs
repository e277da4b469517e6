//! Generators: `os.urandom`, `secrets`, `uuid`, `random`, and things that look random and are not.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use crate::source::Span;
use crate::value::{Data, Generated, Source, Step, Value};

/// Bytes that `secrets.token_*` makes when it is not told how many (`CPython` 3.11).
const DEFAULT_BYTES: i64 = 32;

impl Machine<'_> {
    pub(super) fn random_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        Some(match name {
            "secrets.token_bytes" | "secrets.token_hex" | "secrets.token_urlsafe" => {
                let count = number(arguments.get(0, "nbytes"), DEFAULT_BYTES);
                secure(name, count.map(|count| count.saturating_mul(8)), span)
            }
            "secrets.choice" | "random.SystemRandom.choice" => {
                let bits = self.bits_of_choice(arguments);
                secure(name, bits, span)
            }
            "secrets.randbits" => secure(name, number(arguments.first(), 0), span),
            "secrets.randbelow" => secure(name, number(arguments.first(), 1).and_then(floor_log2), span),
            "uuid.uuid4" => secure(name, Some(122), span),
            "uuid.uuid1" | "uuid.uuid6" | "uuid.uuid7" => Self::predictable(&format!("{name}()"), span),
            "uuid.getnode" => Self::predictable("the network address of the machine", span),
            // A hash of two constants; of anything else it is as good as that.
            "uuid.uuid3" | "uuid.uuid5" => match arguments.get(1, "name").map(Value::by_default) {
                Some(text) if text.as_str().is_none() => text.clone(),
                _ => Self::predictable(&format!("{name}()"), span),
            },
            "datetime.datetime.now"
            | "datetime.datetime.utcnow"
            | "datetime.datetime.today"
            | "datetime.date.today" => Self::predictable("the time", span),
            "uuid.UUID" | "getpass.getpass" => return None,
            "random.SystemRandom" | "secrets.SystemRandom" => {
                self.new_object(ObjectKind::Native("random.SystemRandom".into())).1
            }
            "random.seed" | "time.sleep" => Value::of(Data::None),
            "time.time" | "time.time_ns" | "time.monotonic" | "time.perf_counter" => {
                Self::predictable("the time", span)
            }
            "socket.gethostname" | "socket.getfqdn" | "platform.node" | "getpass.getuser" => {
                Self::predictable("the name of the machine or user", span)
            }
            _ if name.starts_with("random.") => {
                let bits = if name == "random.getrandbits" { number(arguments.first(), 0) } else { None };
                let made = Self::predictable(&format!("{name}()"), span);
                with_bits(made, bits)
            }
            _ => return None,
        })
    }

    pub(super) fn urandom(arguments: &Arguments, span: Span) -> Value {
        let bits = number(arguments.first(), 0).map(|count| count.saturating_mul(8));
        secure("os.urandom", bits, span)
    }

    /// A value that someone who knows when and where the program started can guess.
    pub(super) fn predictable(name: &str, span: Span) -> Value {
        generated(Source::Predictable, name.into(), None, span)
    }

    fn bits_of_choice(&mut self, arguments: &Arguments) -> Option<i64> {
        let items = self.iterate(arguments.first()?)?;
        let letters = i64::try_from(items.len()).ok()?;
        floor_log2(letters)
    }
}

fn secure(name: &str, bits: Option<i64>, span: Span) -> Value {
    generated(Source::Secure, format!("{name}()").into(), bits, span)
}

fn generated(source: Source, name: Arc<str>, bits: Option<i64>, span: Span) -> Value {
    let bits = bits.map(|bits| u32::try_from(bits.max(0)).unwrap_or(u32::MAX));
    Value::at(Data::Generated(Generated { source, name, bits }), Step::new(span, "generated here"))
}

fn with_bits(value: Value, bits: Option<i64>) -> Value {
    let bits = bits.and_then(|bits| u32::try_from(bits).ok());
    match &value.data {
        Data::Generated(generated) => value.with(Data::Generated(Generated { bits, ..generated.clone() })),
        _ => value,
    }
}

/// A known integer argument; `default` where it is not given or `None`.
fn number(argument: Option<&Value>, default: i64) -> Option<i64> {
    match argument.map(|value| &value.by_default().data) {
        None | Some(Data::None) => Some(default),
        Some(Data::Int(number)) => Some(*number),
        Some(_) => None,
    }
}

fn floor_log2(number: i64) -> Option<i64> {
    number.checked_ilog2().map(i64::from)
}
