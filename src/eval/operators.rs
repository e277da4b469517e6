//! Operators: arithmetic, concatenation, comparison, membership.
//!
//! An operation on something from outside stays external, on something generated stays generated;
//! what is not modelled is unknown.

use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::Key;
use crate::python::ast::{self, CmpOp, Operator};
use crate::source::Span;
use crate::value::{Data, Form, Generated, HandleKind, Source, Step, Value};

/// Longest text that an operation may make, in bytes. Configuration never comes near it.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

impl<'p> Machine<'p> {
    pub(super) fn binary(&mut self, left: &Value, operator: Operator, right: &Value, span: Span) -> Value {
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
        match (operator, self.kind_of(left)?) {
            (Operator::BitOr, (id, ObjectKind::Dict | ObjectKind::Config(_))) => {
                let entries: Vec<(Key, Value)> =
                    self.store.object(id).fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
                let (merged, value) = self.new_object(ObjectKind::Dict);
                for (key, entry) in entries {
                    self.store.set(merged, key, entry);
                }
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

    pub(super) fn compare(&mut self, compare: &'p ast::ExprCompare) -> Eval<Value> {
        let mut left = self.expression(&compare.left)?;
        let mut result: Option<Value> = None;
        for (operator, right) in compare.ops.iter().zip(&compare.comparators) {
            let right = self.expression(right)?;
            let one = self.compare_two(&left, *operator, &right);
            result = Some(match result {
                Some(before) => self.both_true(&before, &one),
                None => one,
            });
            left = right;
        }
        Ok(result.unwrap_or_else(|| Value::unknown("an empty comparison")))
    }

    fn compare_two(&mut self, left: &Value, operator: CmpOp, right: &Value) -> Value {
        match operator {
            CmpOp::Eq | CmpOp::Is => {
                self.note_comparison(left, right);
                self.equals(left, right)
            }
            CmpOp::NotEq | CmpOp::IsNot => {
                self.note_comparison(left, right);
                let equal = self.equals(left, right);
                self.not(&equal)
            }
            CmpOp::In => self.contains(right, left),
            CmpOp::NotIn => {
                let contained = self.contains(right, left);
                self.not(&contained)
            }
            CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                self.lift2(left, right, &mut |_, left, right| match order(&left.data, &right.data) {
                    Some(order) => left.with(Data::Bool(match operator {
                        CmpOp::Lt => order.is_lt(),
                        CmpOp::LtE => order.is_le(),
                        CmpOp::Gt => order.is_gt(),
                        _ => order.is_ge(),
                    })),
                    None => left.with(Data::Unknown("how two values compare".into())),
                })
            }
        }
    }

    pub(super) fn equals(&mut self, left: &Value, right: &Value) -> Value {
        self.lift2(left, right, &mut |machine, left, right| {
            let known = machine.equal(left, right);
            left.with(known.map_or_else(|| Data::Unknown("whether two values are equal".into()), Data::Bool))
        })
    }

    fn equal(&self, left: &Value, right: &Value) -> Option<bool> {
        match (&left.data, &right.data) {
            (Data::Unknown(_) | Data::External(_) | Data::Absent, _)
            | (_, Data::Unknown(_) | Data::External(_) | Data::Absent) => None,
            (Data::Generated(one), _) | (_, Data::Generated(one)) => differs_by_chance(one),
            (Data::Bool(flag), Data::Int(number)) | (Data::Int(number), Data::Bool(flag)) => {
                Some(i64::from(*flag) == *number)
            }
            (Data::Handle(one), Data::Handle(other)) if one == other => Some(true),
            (Data::Handle(_), Data::Handle(_)) => match (self.items_of(left), self.items_of(right)) {
                (Some(one), Some(other)) if one.len() == other.len() => {
                    one.iter().zip(&other).try_fold(true, |all, (one, other)| Some(all && self.equal(one, other)?))
                }
                (Some(_), Some(_)) => Some(false),
                _ => differs(left, right),
            },
            (one, other) => Some(one == other),
        }
    }

    /// `item in container`.
    pub(super) fn contains(&mut self, container: &Value, item: &Value) -> Value {
        if self.native_name(container).as_deref() == Some("os.environ") {
            return self.environment_has(item);
        }
        if let Some(items) = self.items_of(container) {
            for one in &items {
                self.note_comparison(item, one);
            }
            let mut any = item.with(Data::Bool(false));
            for one in &items {
                let equal = self.equals(item, one);
                any = self.either_true(&any, &equal);
            }
            return any;
        }
        self.lift2(container, item, &mut |machine, container, item| {
            let known = machine.contains_known(container, item);
            item.with(known.map_or_else(|| Data::Unknown("whether something is contained".into()), Data::Bool))
        })
    }

    fn contains_known(&self, container: &Value, item: &Value) -> Option<bool> {
        if let (Data::Str(text), Data::Str(part)) = (&container.data, &item.data) {
            return Some(text.contains(&**part));
        }
        let (id, kind) = self.kind_of(container)?;
        if !matches!(kind, ObjectKind::Dict | ObjectKind::Set | ObjectKind::Config(_) | ObjectKind::Scope) {
            return None;
        }
        let key = Key::of(item)?;
        match self.store.get(id, &key) {
            Some(value) => match &value.data {
                Data::OneOf(_) | Data::Overridable(_) => {
                    super::names::present(value).filter(|one| one == value).map(|_| true)
                }
                Data::Absent => Some(false),
                _ => Some(true),
            },
            None => self.store.object(id).blurred.is_none().then_some(false),
        }
    }
}

/// Nothing else is the same as a long random value; with few bits or predictable ones it may be.
fn differs_by_chance(generated: &Generated) -> Option<bool> {
    let is_long = generated.bits.is_none_or(|bits| bits >= 64.0);
    (generated.source == Source::Secure && is_long).then_some(false)
}

/// Two definitions that are not the same one are not equal; of two objects nothing is known.
fn differs(left: &Value, right: &Value) -> Option<bool> {
    let is_object = |value: &Value| matches!(value.data, Data::Handle(handle) if handle.kind == HandleKind::Object);
    (!is_object(left) && !is_object(right)).then_some(false)
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
        (Data::External(_), _) => left.clone(),
        (_, Data::External(_)) => right.clone(),
        (Data::Generated(one), Data::Generated(other)) => Data::Generated(one.beside(other)),
        (Data::Generated(generated), constant) | (constant, Data::Generated(generated)) if is_plain(constant) => {
            Data::Generated(generated.beside_constant(length_of(constant)))
        }
        _ => Data::Unknown("the result of an operation that is not modelled".into()),
    }
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
fn float(data: &Data) -> Option<f64> {
    match data {
        Data::Int(number) => Some(*number as f64),
        Data::Float(number) => Some(*number),
        Data::Bool(flag) => Some(f64::from(u8::from(*flag))),
        _ => None,
    }
}

fn order(left: &Data, right: &Data) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Data::Str(one), Data::Str(other)) => Some(one.cmp(other)),
        (Data::Bytes(one), Data::Bytes(other)) => Some(one.cmp(other)),
        (Data::Duration(one), Data::Duration(other)) => Some(one.cmp(other)),
        (Data::Tuple(one), Data::Tuple(other)) => {
            let differs = one.iter().zip(other.iter()).map(|(one, other)| order(&one.data, &other.data));
            let differs = differs.into_iter().find(|order| *order != Some(std::cmp::Ordering::Equal));
            differs.unwrap_or_else(|| Some(one.len().cmp(&other.len())))
        }
        _ => float(left)?.partial_cmp(&float(right)?),
    }
}
