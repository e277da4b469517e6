//! Comparison and membership: `==`, `<`, `in` and their opposites.

use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::operators::float;
use super::store::Key;
use crate::python::ast::{self, CmpOp};
use crate::value::{Data, Generated, HandleKind, Source, Step, Value, for_each, override_with};

/// How many levels of lists and tuples within each other are compared.
const DEEPEST_COMPARISON: usize = 8;

impl<'p> Machine<'p> {
    pub(super) fn compare(&mut self, compare: &'p ast::ExprCompare) -> Eval<Value> {
        // `"PRODUCTION" in os.environ` comes from nowhere else.
        let step = Step::new(self.span(compare), "compared here");
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
        let result = result.unwrap_or_else(|| Value::unknown("an empty comparison"));
        Ok(for_each(&result, &|one| if one.trail.is_empty() { one.via(step.clone()) } else { one.clone() }))
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
            let known = machine.equal(left, right, DEEPEST_COMPARISON);
            left.with(known.map_or_else(|| Data::Unknown("whether two values are equal".into()), Data::Bool))
        })
    }

    /// Lists may contain themselves: below `depth` levels nothing is known.
    fn equal(&self, left: &Value, right: &Value, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        match (&left.data, &right.data) {
            (Data::Unknown(_) | Data::External(_) | Data::Absent | Data::Overridable(_) | Data::OneOf(_), _)
            | (_, Data::Unknown(_) | Data::External(_) | Data::Absent | Data::Overridable(_) | Data::OneOf(_)) => None,
            (Data::Generated(one), _) | (_, Data::Generated(one)) => differs_by_chance(one),
            (Data::Bool(flag), Data::Int(number)) | (Data::Int(number), Data::Bool(flag)) => {
                Some(i64::from(*flag) == *number)
            }
            (Data::Float(_), Data::Int(_) | Data::Bool(_)) | (Data::Int(_) | Data::Bool(_), Data::Float(_)) => {
                Some(float(&left.data)?.partial_cmp(&float(&right.data)?)?.is_eq())
            }
            (Data::Tuple(one), Data::Tuple(other)) => self.same_items(one, other, depth),
            (Data::Handle(one), Data::Handle(other)) if one == other => Some(true),
            (Data::Handle(_), Data::Handle(_)) if self.may_be_anything(left) || self.may_be_anything(right) => None,
            (Data::Handle(_), Data::Handle(_)) => match (self.items_of(left), self.items_of(right)) {
                (Some(one), Some(other)) => self.same_items(&one, &other, depth),
                _ => self.differs(left, right),
            },
            (Data::Handle(_), _) if self.may_be_anything(left) => None,
            (_, Data::Handle(_)) if self.may_be_anything(right) => None,
            // An object may say itself what it equals.
            (Data::Handle(_), _) if self.may_equal_anything(left) => None,
            (_, Data::Handle(_)) if self.may_equal_anything(right) => None,
            (one, other) => Some(one == other),
        }
    }

    fn same_items(&self, one: &[Value], other: &[Value], depth: usize) -> Option<bool> {
        if one.len() != other.len() {
            return Some(false);
        }
        one.iter().zip(other).try_fold(true, |all, (one, other)| Some(all && self.equal(one, other, depth)?))
    }

    /// Two definitions that are not the same one are not equal, nor are two members of an enumeration; of two
    /// objects nothing is known.
    fn differs(&self, left: &Value, right: &Value) -> Option<bool> {
        let is_own = |value: &Value| match (&value.data, self.kind_of(value)) {
            (_, Some((_, ObjectKind::Instance(class)))) => self.is_enumeration(*class),
            (Data::Handle(handle), _) => handle.kind != HandleKind::Object,
            _ => false,
        };
        (is_own(left) && is_own(right)).then_some(false)
    }

    /// Whether an object may equal a constant: it has `__eq__`, or is an instance of something that we do not have.
    fn may_equal_anything(&self, value: &Value) -> bool {
        match self.kind_of(value) {
            Some((_, ObjectKind::Instance(class))) => {
                self.find_in_class(*class, "__eq__").is_some()
                    || self.is_blurred(*class)
                    || self.classes[*class as usize].native_bases.iter().any(|base| &**base != "enum.Enum")
            }
            Some((_, ObjectKind::Native(_))) => true,
            Some(_) | None => false,
        }
    }

    /// `item in container`.
    pub(super) fn contains(&mut self, container: &Value, item: &Value) -> Value {
        if self.native_name(container).as_deref() == Some("os.environ") {
            return self.environment_has(item);
        }
        if self.native_name(container).as_deref() == Some("sys.modules") && item.as_str().is_some_and(runs_tests) {
            let [no, yes] = [false, true].map(|is_loaded| Value::of(Data::Bool(is_loaded)));
            return override_with(&no, &yes, &["a run of the tests".into()]);
        }
        if self.native_name(container).as_deref() == Some("os.environb")
            && let Some(name) = super::native::text_of_bytes(item)
        {
            return self.environment_has(&name);
        }
        if let Data::Overridable(_) = container.data {
            return self.lift(container, &mut |machine, container| machine.contains(container, item));
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
        if let Some((id, ObjectKind::Set)) = self.kind_of(container) {
            let items: Vec<Value> = self.store.object(id).fields.keys().map(Key::value).collect();
            for one in &items {
                self.note_comparison(item, one);
            }
        }
        if self.selects_none(container, item) {
            return item.with(Data::Bool(false));
        }
        self.lift2(container, item, &mut |machine, container, item| {
            if let (Data::Str(text), Data::Str(part)) = (&container.data, &item.data) {
                return item.with(Data::Bool(text.contains(&**part)));
            }
            let known = machine.has_entry(container, item);
            item.with(known.map_or_else(|| Data::Unknown("whether something is contained".into()), |known| known.data))
        })
    }
}

/// Nothing else is the same as a long random value; with few bits or predictable ones it may be.
fn differs_by_chance(generated: &Generated) -> Option<bool> {
    let is_long = generated.bits.is_none_or(|bits| bits >= 64.0);
    (generated.source == Source::Secure && is_long).then_some(false)
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

/// Whether a module is only loaded where it runs tests. Programs import `unittest` for other reasons, too.
fn runs_tests(module: &str) -> bool {
    matches!(module, "pytest" | "_pytest" | "nose")
}
