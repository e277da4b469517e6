//! What a generator makes at start, and how much of its randomness survives what a program does with it.
//!
//! Only amounts are kept, never a value. All of them are upper bounds, so a key that is called guessable is.

use std::sync::Arc;

/// Bits that a byte holds.
pub const BITS_OF_BYTE: f64 = 8.0;
/// Bits that a hexadecimal digit holds.
pub const BITS_OF_HEX: f64 = 4.0;
/// Bits that a character of base64 holds.
pub const BITS_OF_BASE64: f64 = 6.0;

/// A value that a generator makes at start.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// What made it.
    pub source: Source,
    /// The call as a person knows it, for example `os.urandom(24)`, or a noun: "the time".
    pub name: Arc<str>,
    /// Bits of randomness that survive in the value; `None` if not known.
    pub bits: Option<f64>,
    /// How it is written.
    pub form: Form,
}

/// Whether a generator's output can be guessed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The operating system's cryptographic generator: `os.urandom`, `secrets`, `uuid4`, `SystemRandom`.
    Secure,
    /// Predictable whatever its length: `random`, `time`, `uuid1`, host name, process id, `hash` of constants.
    Predictable,
}

/// How a generated value is written, as far as its parts depend on it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Form {
    /// A number, a time, or something of which nothing is known.
    Opaque,
    /// A `UUID`.
    Uuid,
    /// Bytes, characters or items.
    Units {
        /// How many there are at most; `None` if not known.
        length: Option<u32>,
        /// Bits that one of them can hold.
        each: f64,
    },
}

impl Form {
    /// So many units of so many bits.
    pub fn units(length: Option<u32>, each: f64) -> Self {
        Self::Units { length, each }
    }

    /// How many units it has at most.
    pub fn length(self) -> Option<u32> {
        match self {
            Self::Opaque => None,
            Self::Uuid => Some(36),
            Self::Units { length, .. } => length,
        }
    }

    /// Bits that one of its units can hold; `None` if that is not known.
    fn each(self) -> Option<f64> {
        match self {
            Self::Opaque => None,
            Self::Uuid => Some(BITS_OF_HEX),
            Self::Units { each, .. } => Some(each),
        }
    }
}

impl Generated {
    /// The same randomness, written otherwise.
    #[must_use]
    pub fn written(&self, form: Form) -> Self {
        Self { form, ..self.clone() }
    }

    /// `str(value)`.
    #[must_use]
    pub fn text(&self) -> Self {
        self.written(match self.form {
            Form::Opaque => Form::units(None, 10_f64.log2()),
            Form::Uuid => Form::units(Some(36), BITS_OF_HEX),
            Form::Units { .. } => self.form,
        })
    }

    /// Bytes as hexadecimal digits.
    #[must_use]
    pub fn hexadecimal(&self) -> Self {
        self.written(Form::units(self.form.length().and_then(|length| length.checked_mul(2)), BITS_OF_HEX))
    }

    /// Bytes in base64.
    #[must_use]
    pub fn base64(&self) -> Self {
        let length = self.form.length().and_then(|length| length.div_ceil(3).checked_mul(4));
        self.written(Form::units(length, BITS_OF_BASE64))
    }

    /// The bytes that a text of digits or of base64 stands for.
    #[must_use]
    pub fn decoded(&self) -> Self {
        self.written(Form::units(self.form.length(), BITS_OF_BYTE))
    }

    /// What is left in `count` of its units.
    #[must_use]
    pub fn part(&self, count: Option<u32>) -> Self {
        let Some(each) = self.form.each() else { return self.clone() };
        let form = Form::units(count, each);
        match count {
            Some(count) => self.written(form).limited(f64::from(count) * each),
            None => self.written(form),
        }
    }

    /// The same with at most so many bits.
    #[must_use]
    pub fn limited(&self, bits: f64) -> Self {
        Self { bits: Some(self.bits.map_or(bits, |known| known.min(bits))), ..self.clone() }
    }

    /// This beside a constant of so many units.
    #[must_use]
    pub fn beside_constant(&self, length: Option<u32>) -> Self {
        let all = self.form.length().zip(length).and_then(|(one, other)| one.checked_add(other));
        match self.form.each() {
            Some(each) => self.written(Form::units(all, each)),
            None => self.clone(),
        }
    }

    /// This beside another: what can be predicted adds nothing to what cannot.
    #[must_use]
    pub fn beside(&self, other: &Self) -> Self {
        let (better, worse) = match (self.source, other.source) {
            (Source::Predictable, Source::Secure) => (other, self),
            (Source::Secure | Source::Predictable, _) => (self, other),
        };
        let bits = match worse.source {
            Source::Predictable => better.bits,
            Source::Secure => better.bits.zip(worse.bits).map(|(one, other)| one + other),
        };
        let length = self.form.length().zip(other.form.length()).and_then(|(one, other)| one.checked_add(other));
        let form = match (self.form.each(), other.form.each()) {
            (Some(one), Some(other)) => Form::units(length, one.max(other)),
            (None, _) | (_, None) => Form::Opaque,
        };
        Self { bits, form, ..better.clone() }
    }
}

/// How many units `value[lower:upper:step]` has at most, of `length`.
pub fn units_of_slice(length: Option<u32>, [lower, upper, step]: [Option<i64>; 3]) -> Option<u32> {
    let whole = length.map(i64::from);
    if step.is_some_and(|step| step < 0) && (lower.is_some() || upper.is_some()) {
        return length;
    }
    let lower = lower.unwrap_or(0);
    let span = match (lower < 0, upper) {
        (false, Some(upper)) if upper >= 0 => Some(upper - lower),
        (true, Some(upper)) if upper < 0 => Some(upper - lower),
        (true, None) => Some(lower.saturating_neg()),
        (false, None) => whole.map(|whole| whole - lower),
        (false, Some(upper)) => whole.map(|whole| whole + upper - lower),
        (true, Some(upper)) => Some(upper),
    };
    let most = match (span, whole) {
        (Some(span), Some(whole)) => span.min(whole),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => return None,
    };
    let step = step.unwrap_or(1).unsigned_abs().max(1);
    let most = u64::try_from(most.max(0)).unwrap_or(0).div_ceil(step);
    u32::try_from(most).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(count: u32) -> Generated {
        Generated {
            source: Source::Secure,
            name: "os.urandom()".into(),
            bits: Some(f64::from(count) * BITS_OF_BYTE),
            form: Form::units(Some(count), BITS_OF_BYTE),
        }
    }

    #[test]
    fn encodings_keep_the_bits_and_change_the_length() {
        let key = bytes(24);
        for (made, length) in [(key.hexadecimal(), 48), (key.base64(), 32), (key.base64().decoded(), 32)] {
            assert_eq!((made.bits, made.form.length()), (Some(192.0), Some(length)));
        }
    }

    #[test]
    fn a_part_has_at_most_what_its_units_hold() {
        assert_eq!(bytes(24).hexadecimal().part(Some(10)).bits, Some(40.0));
        assert_eq!(bytes(2).base64().part(Some(30)).bits, Some(16.0));
        assert_eq!(Generated { bits: None, ..bytes(1) }.part(Some(2)).bits, Some(16.0));
        assert_eq!(Generated { form: Form::Opaque, ..bytes(9) }.part(Some(2)).bits, Some(72.0));
    }

    #[test]
    fn what_can_be_predicted_adds_nothing() {
        let time = Generated { source: Source::Predictable, name: "the time".into(), bits: None, form: Form::Opaque };
        let both = time.text().beside(&bytes(2).hexadecimal());
        assert_eq!((both.source, both.bits, both.form.length()), (Source::Secure, Some(16.0), None));
        assert_eq!(bytes(2).beside(&bytes(3)).bits, Some(40.0));
        assert_eq!(time.beside(&time).source, Source::Predictable);
    }

    #[test]
    fn slices_have_the_length_that_python_gives_them() {
        let cases = [
            ([None, Some(8), None], Some(8)),
            ([Some(-8), None, None], Some(8)),
            ([Some(4), Some(8), None], Some(4)),
            ([Some(30), None, None], Some(2)),
            ([None, Some(-30), None], Some(2)),
            ([None, None, Some(2)], Some(16)),
            ([None, None, Some(-1)], Some(32)),
            ([Some(8), Some(4), None], Some(0)),
            ([Some(8), Some(4), Some(-1)], Some(32)),
            ([None, Some(99), None], Some(32)),
        ];
        for (bounds, expected) in cases {
            assert_eq!(units_of_slice(Some(32), bounds), expected, "{bounds:?}");
        }
        assert_eq!(units_of_slice(None, [None, Some(8), None]), Some(8));
        assert_eq!(units_of_slice(None, [Some(8), None, None]), None);
    }
}
