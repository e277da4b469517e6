//! Operators: arithmetic, concatenation, comparison, membership.
//!
//! An operation on something from outside stays external, on something generated stays generated;
//! what is not modelled is unknown.

use super::machine::Machine;
use super::object::ObjectKind;
use crate::python::ast::Operator;
use crate::source::Span;
use crate::value::{Data, External, Form, Step, Value};

/// Longest text that an operation may make, in bytes. Configuration never comes near it.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

impl Machine<'_> {
    pub(super) fn binary(&mut self, left: &Value, operator: Operator, right: &Value, span: Span) -> Value {
        let is_chosen = |value: &Value| matches!(value.data, Data::Overridable(_));
        let is_container = |value: &Value| matches!(value.by_default().data, Data::Handle(_) | Data::Tuple(_));
        if (is_chosen(left) && is_container(left)) || (is_chosen(right) && is_container(right)) {
            return self.lift2(left, right, &mut |machine, left, right| machine.binary(left, operator, right, span));
        }
        if let Some(value) = self.object_binary(left, operator, right) {
            return value;
        }
        if operator == Operator::Mod && matches!(left.by_default().data, Data::Str(_) | Data::Bytes(_)) {
            return self.percent_format(left, right);
        }
        self.lift2(left, right, &mut |_, left, right| {
            let data = operate(&left.data, operator, &right.data);
            let from = if is_outside(&right.data) { right } else { weightier(left, right) };
            let other = if std::ptr::eq(from, left) { right } else { left };
            match data {
                Some(data) if is_text(&data) && !from.trail.is_empty() => {
                    Value { data, trail: from.trail.joined(&other.trail) }
                }
                Some(data) if from.trail.is_empty() => Value::at(data, Step::new(span, "computed here")),
                Some(data) => from.with(data),
                None if operator == Operator::Add => from.with(beside(&left.data, &right.data)),
                None => from.with(outcome(&left.data, &right.data)),
            }
        })
    }

    /// Operators on containers and paths.
    fn object_binary(&mut self, left: &Value, operator: Operator, right: &Value) -> Option<Value> {
        if let (Operator::Add, Some(mut items), Some(more)) = (operator, self.items_of(left), self.items_of(right)) {
            items.extend(more);
            return Some(match left.by_default().data {
                Data::Tuple(_) => left.with(Data::Tuple(items.into())),
                _ => self.new_list(items),
            });
        }
        // Only a mapping has `|` with a dict, and of both the dict's entries count.
        if operator == Operator::BitOr
            && matches!(left.data, Data::Unknown(_) | Data::External(_))
            && matches!(self.kind_of(right), Some((_, ObjectKind::Dict)))
        {
            let (merged, value) = self.new_object(ObjectKind::Dict);
            self.merge_into(merged, left);
            self.merge_into(merged, right);
            return Some(value);
        }
        match (operator, self.kind_of(left)?) {
            (Operator::BitOr, (_, ObjectKind::Dict | ObjectKind::Config(_))) => {
                let (merged, value) = self.new_object(ObjectKind::Dict);
                self.merge_into(merged, left);
                self.merge_into(merged, right);
                Some(value)
            }
            (Operator::Div, (_, ObjectKind::Native(name))) if name.starts_with("pathlib.") => {
                Some(self.join_path(left, right))
            }
            _ => None,
        }
    }

    /// `x op= y` where Python changes the object itself.
    pub(super) fn augment_in_place(
        &mut self,
        current: &Value,
        operator: Operator,
        operand: &Value,
        span: Span,
    ) -> bool {
        match (operator, self.kind_of(current).map(|(id, kind)| (id, kind.clone()))) {
            (Operator::BitOr, Some((_, ObjectKind::Config(app)))) => {
                self.update_config(app, operand, span);
                true
            }
            (Operator::BitOr, Some((id, ObjectKind::Dict))) => {
                self.merge_into(id, operand);
                true
            }
            (Operator::Add, Some((id, ObjectKind::List))) => {
                self.extend_list(id, operand);
                true
            }
            _ => false,
        }
    }
}

/// Of two texts that are put together, the one whose place is where a key would be edited: the longer.
pub(super) fn weightier<'a>(one: &'a Value, other: &'a Value) -> &'a Value {
    let length = |value: &Value| match &value.data {
        Data::Str(text) => text.len(),
        Data::Bytes(bytes) => bytes.len(),
        _ => 0,
    };
    if one.trail.is_empty() || (length(other) > length(one) && !other.trail.is_empty()) { other } else { one }
}

fn is_text(data: &Data) -> bool {
    matches!(data, Data::Str(_) | Data::Bytes(_))
}

/// What is known of an operation that is not modelled.
pub(super) fn outcome(left: &Data, right: &Data) -> Data {
    match (left, right) {
        (Data::External(external), _) | (_, Data::External(external)) => Data::External(external.reshaped()),
        (Data::Generated(one), Data::Generated(other)) => Data::Generated(one.beside(other)),
        (Data::Generated(generated), constant) | (constant, Data::Generated(generated)) if is_plain(constant) => {
            Data::Generated(generated.beside_constant(length_of(constant)))
        }
        _ => Data::Unknown("the result of an operation that is not modelled".into()),
    }
}

/// What is known of two texts beside each other that are not both known.
pub(super) fn beside(left: &Data, right: &Data) -> Data {
    External::joined(left, right).map_or_else(|| outcome(left, right), Data::External)
}

/// Whether nothing in it is unknown, so that it hides nothing that could be a secret.
fn is_plain(data: &Data) -> bool {
    match data {
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Duration(_) => true,
        Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => false,
    }
}

fn length_of(data: &Data) -> Option<u32> {
    match data {
        Data::Str(text) => u32::try_from(text.chars().count()).ok(),
        Data::Bytes(bytes) => u32::try_from(bytes.len()).ok(),
        _ => None,
    }
}

fn is_outside(data: &Data) -> bool {
    matches!(data, Data::Generated(_) | Data::External(_) | Data::Unknown(_))
}

fn operate(left: &Data, operator: Operator, right: &Data) -> Option<Data> {
    match (left, operator, right) {
        (Data::Generated(number), Operator::Mod | Operator::BitAnd, Data::Int(limit)) => {
            Some(Data::Generated(number.written(Form::Opaque).limited(bits_below(*limit)?)))
        }
        (Data::Str(one), Operator::Add, Data::Str(other)) => {
            (one.len() + other.len() <= LONGEST_TEXT).then(|| Data::Str(format!("{one}{other}").into()))
        }
        (Data::Bytes(one), Operator::Add, Data::Bytes(other)) => {
            (one.len() + other.len() <= LONGEST_TEXT).then(|| Data::Bytes([&**one, &**other].concat().into()))
        }
        (Data::Str(text), Operator::Mult, Data::Int(times)) | (Data::Int(times), Operator::Mult, Data::Str(text)) => {
            let times = repeats(text.len(), *times)?;
            Some(Data::Str(text.repeat(times).into()))
        }
        (Data::Bytes(text), Operator::Mult, Data::Int(times))
        | (Data::Int(times), Operator::Mult, Data::Bytes(text)) => {
            let times = repeats(text.len(), *times)?;
            Some(Data::Bytes(text.repeat(times).into()))
        }
        (Data::Duration(one), _, _) | (_, _, Data::Duration(one)) => durations(*one, left, operator, right),
        _ => numbers(left, operator, right),
    }
}

/// Bits that a number below `limit` holds.
#[expect(clippy::cast_precision_loss, reason = "an estimate of bits is no better than a few digits")]
pub(super) fn bits_below(limit: i64) -> Option<f64> {
    (limit > 0).then(|| (limit as f64).log2())
}

fn repeats(length: usize, times: i64) -> Option<usize> {
    let times = usize::try_from(times.max(0)).ok()?;
    (length.checked_mul(times)? <= LONGEST_TEXT).then_some(times)
}

fn durations(one: i64, left: &Data, operator: Operator, right: &Data) -> Option<Data> {
    match (left, operator, right) {
        (Data::Duration(one), Operator::Add, Data::Duration(other)) => one.checked_add(*other).map(Data::Duration),
        (Data::Duration(one), Operator::Sub, Data::Duration(other)) => one.checked_sub(*other).map(Data::Duration),
        (_, Operator::Mult, Data::Int(times)) | (Data::Int(times), Operator::Mult, _) => {
            one.checked_mul(*times).map(Data::Duration)
        }
        _ => None,
    }
}

fn numbers(left: &Data, operator: Operator, right: &Data) -> Option<Data> {
    let integer = |data: &Data| match data {
        Data::Int(number) => Some(*number),
        Data::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    };
    if let (Some(one), Some(other)) = (integer(left), integer(right)) {
        return integers(one, operator, other);
    }
    let (one, other) = (float(left)?, float(right)?);
    let result = match operator {
        Operator::Add => one + other,
        Operator::Sub => one - other,
        Operator::Mult => one * other,
        Operator::Div if other != 0.0 => one / other,
        _ => return None,
    };
    Some(Data::Float(result))
}

#[expect(clippy::cast_precision_loss, reason = "Python's own int to float conversion rounds the same way")]
fn integers(one: i64, operator: Operator, other: i64) -> Option<Data> {
    let result = match operator {
        Operator::Add => one.checked_add(other)?,
        Operator::Sub => one.checked_sub(other)?,
        Operator::Mult => one.checked_mul(other)?,
        Operator::Pow => one.checked_pow(u32::try_from(other).ok()?)?,
        Operator::FloorDiv if other > 0 => one.div_euclid(other),
        Operator::Mod if other > 0 => one.rem_euclid(other),
        Operator::Div if other != 0 => return Some(Data::Float(one as f64 / other as f64)),
        Operator::LShift => {
            let shift = u32::try_from(other).ok()?;
            one.checked_mul(1_i64.checked_shl(shift).filter(|_| shift < 63)?)?
        }
        Operator::BitOr => one | other,
        Operator::BitAnd => one & other,
        Operator::BitXor => one ^ other,
        _ => return None,
    };
    Some(Data::Int(result))
}

#[expect(clippy::cast_precision_loss, reason = "Python's own int to float conversion rounds the same way")]
pub(super) fn float(data: &Data) -> Option<f64> {
    match data {
        Data::Int(number) => Some(*number as f64),
        Data::Float(number) => Some(*number),
        Data::Bool(flag) => Some(f64::from(u8::from(*flag))),
        _ => None,
    }
}
