//! What a branch learns from its condition: the variables and entries that it looks at are in the branch what selects
//! it.
//!
//! Only what can be read again without an effect is looked at. Which branch runs is for `conditions` to say.

use super::branches::Decision;
use super::machine::{App, Machine};
use super::object::ObjectKind;
use super::store::{Changes, Key, ObjectId};
use crate::flask;
use crate::python::ast::{BoolOp, CmpOp, Expr, ExprCall, UnaryOp};
use crate::value::{Data, Value, choose, override_with};

/// A variable that a branch sees more narrowly: its slot, what it was, and what it is in the branch.
pub(super) type Narrowed = (ObjectId, Key, Value, Value);

/// A variable of which each branch sees only some alternatives.
pub(super) struct Divided {
    id: ObjectId,
    key: Key,
    before: Value,
    then: Value,
    otherwise: Value,
}

/// Among changes that something was seen more narrowly for, variables that are still so are what they were before.
pub(super) fn widen_in(changes: &mut Changes, narrowed: &[Narrowed]) {
    for (id, key, before, narrow) in narrowed.iter().rev() {
        if let Some(value) = changes.get_mut(&(*id, key.clone()))
            && value.as_ref() == Some(narrow)
        {
            *value = Some(before.clone());
        }
    }
}

impl<'p> Machine<'p> {
    /// In a branch of a condition that the environment decides, the variables and entries of the condition have
    /// the reading that selects the branch. Returns what was narrowed before.
    pub(super) fn narrow(&mut self, test: &'p Expr, branch: bool, decision: &Decision) -> usize {
        let since = self.narrowed.len();
        let Decision::ByDefault(truth, _) = decision else { return since };
        let by_default = *truth == branch;
        let whole = match test {
            _ if is_place(test) => Some(branch),
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not && is_place(&unary.operand) => Some(!branch),
            _ => None,
        };
        for place in places_in(test) {
            let Some((id, key, value)) = self.slot_of(place) else { continue };
            let Data::Overridable(both) = &value.data else { continue };
            let narrow = match whole {
                _ if by_default && tells(test, branch, place) => both.default.clone(),
                _ if by_default => {
                    let left = self.selecting(test, branch, (id, &key), &both.otherwise);
                    override_with(&both.default, &left, &both.by)
                }
                Some(truth) => self.unless_switched(&self.of_truth(&both.otherwise, truth), &both.by),
                None if self.may_stay(test, branch, (id, &key)) => continue,
                None => self.selecting(test, branch, (id, &key), &both.otherwise),
            };
            self.store.set(id, key.clone(), narrow.clone());
            self.narrowed.push((id, key, value, narrow));
        }
        since
    }

    /// Whether a variable may have any of its values in a branch: another one selects it, as of `a or b`.
    fn may_stay(&mut self, test: &'p Expr, branch: bool, slot: (ObjectId, &Key)) -> bool {
        match test {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.may_stay(&unary.operand, !branch, slot),
            Expr::BoolOp(both) => {
                let mut may_stay = |one: &'p Expr| !self.reads(one, slot) || self.may_stay(one, branch, slot);
                let are_all_so = (both.op == BoolOp::And) == branch;
                if are_all_so { both.values.iter().all(may_stay) } else { both.values.iter().any(&mut may_stay) }
            }
            _ => false,
        }
    }

    fn reads(&mut self, test: &'p Expr, (id, key): (ObjectId, &Key)) -> bool {
        places_in(test)
            .into_iter()
            .any(|place| self.slot_of(place).is_some_and(|(of, name, _)| (of, &name) == (id, key)))
    }

    /// Where a variable, or an entry under a known name, is kept, and its value.
    fn slot_of(&mut self, place: &'p Expr) -> Option<(ObjectId, Key, Value)> {
        match place {
            Expr::Name(name) => {
                let (scope, value) = self.find_name(name.id.as_str())?;
                Some((scope, Key::text(name.id.as_str()), value))
            }
            Expr::Subscript(subscript) => self.slot_of_entry(&subscript.value, &subscript.slice),
            Expr::Call(call) => {
                let (mapping, key) = entry_got(call)?;
                self.slot_of_entry(mapping, key)
            }
            Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value).ok()?;
                let app = self.app_of(&object)?;
                let name = attribute.attr.as_str();
                let App { object, class, config, .. } = self.apps[app as usize];
                // An attribute of that name hides the alias.
                let is_own = self.store.get(object, name).is_some()
                    || class.is_some_and(|class| self.find_in_class(class, name).is_some());
                let setting = flask::setting_of_attribute(self.flask_of(app), name).filter(|_| !is_own)?;
                let key = Key::text(setting);
                let value = self.store.get(config, &key)?.clone();
                Some((config, key, value))
            }
            _ => None,
        }
    }

    fn slot_of_entry(&mut self, mapping: &'p Expr, key: &'p Expr) -> Option<(ObjectId, Key, Value)> {
        let object = self.expression(mapping).ok()?;
        let (id, ObjectKind::Dict | ObjectKind::Config(_)) = self.kind_of(&object)? else { return None };
        let key = Key::text(self.expression(key).ok()?.as_str()?);
        let value = self.store.get(id, &key)?.clone();
        Some((id, key, value))
    }

    /// The alternatives of a value that may have this truth. What is not there is read as nothing, if at all.
    pub(super) fn of_truth(&self, value: &Value, truth: bool) -> Value {
        let may_be = |one: &&Value| self.truth(one) != Some(!truth) && !(truth && one.data == Data::Absent);
        let left = value.alternatives().into_iter().filter(may_be).cloned();
        left.reduce(|one, other| choose(&one, &other)).unwrap_or_else(|| value.clone())
    }

    /// The alternatives of a variable that may select a branch of a condition.
    fn selecting(&mut self, test: &'p Expr, branch: bool, (id, key): (ObjectId, &Key), value: &Value) -> Value {
        let Data::OneOf(alternatives) = &value.data else { return value.clone() };
        if !is_readable(test) {
            return value.clone();
        }
        let left = alternatives.iter().filter(|one| self.truth_with(test, id, key, one) != Some(!branch)).cloned();
        let left: Vec<Value> = left.collect();
        left.into_iter().reduce(|one, other| choose(&one, &other)).unwrap_or_else(|| value.clone())
    }

    /// After the branch, variables that it did not change are what they were.
    pub(super) fn widen(&mut self, since: usize) {
        for (id, key, before, narrow) in self.narrowed.split_off(since) {
            if self.store.get(id, &key) == Some(&narrow) {
                self.store.set(id, key, before);
            }
        }
    }

    /// The variables and entries that a condition which is not decided divides: each alternative is tried, and belongs
    /// to the branches that it may select.
    pub(super) fn divide(&mut self, test: &'p Expr, decision: &Decision) -> Vec<Divided> {
        if !matches!(decision, Decision::Open) || !is_readable(test) {
            return Vec::new();
        }
        let mut divided = Vec::new();
        for place in places_in(test) {
            let Some((id, key, before)) = self.slot_of(place) else { continue };
            let Data::OneOf(alternatives) = &before.data else { continue };
            let (mut then, mut otherwise): (Option<Value>, Option<Value>) = (None, None);
            for one in alternatives.iter() {
                let truth = self.truth_with(test, id, &key, one);
                for (side, of_side) in [(&mut then, true), (&mut otherwise, false)] {
                    if truth != Some(!of_side) {
                        *side = Some(side.as_ref().map_or_else(|| one.clone(), |known| choose(known, one)));
                    }
                }
            }
            if let (Some(then), Some(otherwise)) = (then, otherwise)
                && (then.data != before.data || otherwise.data != before.data)
            {
                divided.push(Divided { id, key, before, then, otherwise });
            }
        }
        divided
    }

    /// The truth of a condition where a variable is one of its alternatives.
    fn truth_with(&mut self, test: &'p Expr, id: ObjectId, key: &Key, alternative: &Value) -> Option<bool> {
        if alternative.data == Data::Absent {
            return None;
        }
        let (hazards, choices) = (self.hazards.len(), self.choices.clone());
        let start = self.now();
        self.store.set(id, key.clone(), alternative.clone());
        let decision = self.test(test);
        self.end_path(&start);
        self.hazards.truncate(hazards);
        self.choices = choices;
        match decision {
            Ok(Decision::Known(truth)) => Some(truth),
            Ok(Decision::ByDefault(..) | Decision::Open) | Err(_) => None,
        }
    }

    /// Shows a branch its alternatives.
    pub(super) fn show_side(&mut self, divided: &[Divided], branch: bool) {
        for one in divided {
            let side = if branch { &one.then } else { &one.otherwise };
            self.store.set(one.id, one.key.clone(), side.clone());
        }
    }

    /// After both branches, variables that neither changed are what they were. Where only one of them goes on, they
    /// stay what it saw.
    pub(super) fn unite(&mut self, divided: Vec<Divided>) {
        for Divided { id, key, before, then, otherwise } in divided {
            let both = choose(&then, &otherwise);
            if self.store.get(id, &key).is_some_and(|now| now.data == both.data) {
                self.store.set(id, key, before);
            }
        }
    }
}

/// Whether an expression is a variable or an entry of one, which can be read again.
fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Name(_) => true,
        Expr::Attribute(attribute) => is_place(&attribute.value),
        Expr::Subscript(subscript) => is_key(&subscript.slice) && is_place(&subscript.value),
        Expr::Call(call) => entry_got(call).is_some_and(|(mapping, _)| is_place(mapping)),
        _ => false,
    }
}

/// Whether an expression is a constant key, or the variable of a loop over some.
fn is_key(expression: &Expr) -> bool {
    expression.is_string_literal_expr() || expression.is_name_expr()
}

/// The mapping and the key of `config.get("KEY")`, which is the entry where there is one: another default than one that
/// is no more than nothing would take its place.
fn entry_got(call: &ExprCall) -> Option<(&Expr, &Expr)> {
    let Expr::Attribute(method) = &*call.func else { return None };
    let is_nothing = |default: &Expr| match default {
        Expr::NoneLiteral(_) => true,
        Expr::StringLiteral(text) => text.value.to_str().is_empty(),
        Expr::BooleanLiteral(boolean) => !boolean.value,
        _ => false,
    };
    let (key, defaults) = call.arguments.args.split_first()?;
    let is_get = method.attr.as_str() == "get" && call.arguments.keywords.is_empty() && defaults.len() < 2;
    (is_get && is_key(key) && defaults.iter().all(is_nothing)).then_some((&*method.value, key))
}

/// Whether a branch says what a place in its condition is, and not merely what it is not: where `env == "development"` is
/// false, `env` may be anything else.
fn tells(test: &Expr, branch: bool, place: &Expr) -> bool {
    match test {
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => tells(&unary.operand, !branch, place),
        Expr::BoolOp(both) => {
            (both.op == BoolOp::And) == branch && both.values.iter().any(|one| tells(one, branch, place))
        }
        _ if !places_in(test).iter().any(|one| std::ptr::eq(*one, place)) => false,
        Expr::Compare(compare) => match *compare.ops {
            [CmpOp::Eq | CmpOp::Is | CmpOp::In] => branch,
            [CmpOp::NotEq | CmpOp::IsNot | CmpOp::NotIn] => !branch,
            _ => true,
        },
        Expr::Call(_) if !is_place(test) => branch,
        _ => true,
    }
}

/// The variables and entries of a condition.
fn places_in(test: &Expr) -> Vec<&Expr> {
    match test {
        _ if is_place(test) => vec![test],
        Expr::UnaryOp(unary) => places_in(&unary.operand),
        Expr::Compare(compare) => {
            let mut places = places_in(&compare.left);
            places.extend(compare.comparators.iter().flat_map(places_in));
            places
        }
        // What is asked of a text: `name.lower()`.
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => places_in(&method.value),
            _ => Vec::new(),
        },
        Expr::BoolOp(both) => both.values.iter().flat_map(places_in).collect(),
        _ => Vec::new(),
    }
}

/// Whether a condition can be evaluated again: it calls nothing but methods of texts.
pub(super) fn is_readable(test: &Expr) -> bool {
    const METHODS: [&str; 9] =
        ["lower", "upper", "casefold", "title", "strip", "lstrip", "rstrip", "startswith", "endswith"];
    match test {
        Expr::Compare(compare) => is_readable(&compare.left) && compare.comparators.iter().all(is_readable),
        Expr::BoolOp(both) => both.values.iter().all(is_readable),
        Expr::UnaryOp(unary) => is_readable(&unary.operand),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_readable),
        Expr::List(list) => list.elts.iter().all(is_readable),
        Expr::Set(set) => set.elts.iter().all(is_readable),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if METHODS.contains(&method.attr.as_str()) => {
                is_readable(&method.value)
                    && call.arguments.keywords.is_empty()
                    && call.arguments.args.iter().all(is_readable)
            }
            _ => false,
        },
        _ => test.is_literal_expr() || is_place(test),
    }
}
