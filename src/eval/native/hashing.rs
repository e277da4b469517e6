//! Digests and encodings: computed where the input is known, kept as generated or external otherwise.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use sha2::Digest;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::super::text_methods::hex;
use crate::source::Span;
use crate::value::{BITS_OF_BYTE, Data, Form, Generated, Step, Value};

impl Machine<'_> {
    pub(super) fn hash_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        let (library, function) = name.rsplit_once('.')?;
        match library {
            "hashlib" => Some(self.new_hash(function, arguments, span)),
            "base64" | "binascii" => {
                let input = arguments.first()?.clone();
                Some(self.lift(&input, &mut |_, value| encoded(function, value)))
            }
            _ => None,
        }
    }

    /// A hash object: its algorithm and what it was fed.
    fn new_hash(&mut self, function: &str, arguments: &Arguments, span: Span) -> Value {
        let (algorithm, input) = match function {
            "new" => (Self::text_of(arguments, 0, "name"), arguments.positional.get(1)),
            _ => (Some(function.into()), arguments.first()),
        };
        let (id, value) = self.new_object(ObjectKind::Native("hashlib.hash".into()));
        let input = input.cloned().unwrap_or_else(|| Value::of(Data::Bytes([].into())));
        let algorithm = algorithm
            .map_or_else(|| Value::unknown("an algorithm that is not known"), |name| Value::of(Data::Str(name)));
        self.store.set(id, Key::text("algorithm"), algorithm);
        self.store.set(id, Key::text("input"), input);
        value.via(Step::new(span, "hashed here"))
    }

    /// Methods of instances whose state is kept in fields.
    pub(super) fn native_instance_call(
        &mut self,
        receiver: &Value,
        class: &str,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Option<Value> {
        if class == "random.SystemRandom" {
            return self.random_call(&format!("{class}.{name}"), arguments, span);
        }
        if class != "hashlib.hash" {
            return None;
        }
        match name {
            "update" => {
                let before = self.field(receiver, "input")?;
                let more = arguments.first()?.clone();
                let fed = self.binary(&before, crate::python::ast::Operator::Add, &more, span);
                self.store.set(Self::object_of(receiver)?, Key::text("input"), fed);
                Some(Value::of(Data::None))
            }
            "digest" | "hexdigest" => {
                let algorithm = self.field(receiver, "algorithm")?;
                let input = self.field(receiver, "input")?;
                let wants_text = name == "hexdigest";
                Some(self.lift(&input, &mut |_, input| digest_of(algorithm.as_str(), input, wants_text, span)))
            }
            _ => None,
        }
    }
}

fn digest_of(algorithm: Option<&str>, input: &Value, wants_text: bool, span: Span) -> Value {
    let step = Step::digest(span);
    let data = match &input.data {
        Data::Bytes(bytes) => match algorithm.and_then(|algorithm| digest(algorithm, bytes)) {
            Some(digest) if wants_text => Data::Str(hex(&digest).into()),
            Some(digest) => Data::Bytes(digest.into()),
            None => Data::Unknown("a digest that is not modelled".into()),
        },
        Data::Generated(generated) => Data::Generated(hashed(generated, algorithm, wants_text)),
        Data::External(external) => Data::External(external.converted()),
        _ => Data::Unknown("the digest of something that is not known".into()),
    };
    input.with(data).via(step)
}

/// A digest has the randomness of what went in, and no more than its own length.
fn hashed(generated: &Generated, algorithm: Option<&str>, wants_text: bool) -> Generated {
    let length = algorithm.and_then(|name| digest(name, &[])).and_then(|digest| u32::try_from(digest.len()).ok());
    let digest = generated.written(Form::units(length, BITS_OF_BYTE));
    let digest = length.map_or_else(|| digest.clone(), |length| digest.limited(f64::from(length) * BITS_OF_BYTE));
    if wants_text { digest.hexadecimal() } else { digest }
}

fn digest(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "md5" => md5::Md5::digest(bytes).to_vec(),
        "sha1" => sha1::Sha1::digest(bytes).to_vec(),
        "sha224" => sha2::Sha224::digest(bytes).to_vec(),
        "sha256" => sha2::Sha256::digest(bytes).to_vec(),
        "sha384" => sha2::Sha384::digest(bytes).to_vec(),
        "sha512" => sha2::Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

fn encoded(function: &str, value: &Value) -> Value {
    let bytes: Vec<u8> = match &value.data {
        Data::Bytes(bytes) => bytes.to_vec(),
        Data::Str(text) => text.as_bytes().to_vec(),
        Data::Generated(generated) => return value.with(Data::Generated(encoded_randomness(function, generated))),
        Data::External(external) => return value.with(Data::External(external.converted())),
        _ => return value.with(Data::Unknown("an encoding of something that is not known".into())),
    };
    let result = match function {
        "b64encode" | "standard_b64encode" => Some(STANDARD.encode(bytes).into_bytes()),
        "urlsafe_b64encode" => Some(URL_SAFE.encode(bytes).into_bytes()),
        "hexlify" | "b16encode" => {
            let digits = hex(&bytes);
            Some(if function == "hexlify" { digits } else { digits.to_uppercase() }.into_bytes())
        }
        "b64decode" | "standard_b64decode" => STANDARD.decode(bytes).ok(),
        "urlsafe_b64decode" => URL_SAFE.decode(bytes).ok(),
        "unhexlify" => unhex(&bytes),
        _ => None,
    };
    match result {
        Some(bytes) => value.with(Data::Bytes(bytes.into())),
        None => value.with(Data::Unknown("an encoding that is not modelled".into())),
    }
}

fn encoded_randomness(function: &str, generated: &Generated) -> Generated {
    match function {
        "b64encode" | "standard_b64encode" | "urlsafe_b64encode" => generated.base64(),
        "hexlify" | "b16encode" => generated.hexadecimal(),
        "b64decode" | "standard_b64decode" | "urlsafe_b64decode" | "unhexlify" => generated.decoded(),
        _ => generated.written(Form::units(None, BITS_OF_BYTE)),
    }
}

/// The bytes that hexadecimal digits stand for.
pub(super) fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(nibble(high)? * 16 + nibble(low)?),
            _ => None,
        })
        .collect()
}
