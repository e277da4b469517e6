//! Comprehensions: lists and dicts that are made of what is iterated.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::items::MOST_ITEMS;
use super::lists::existence;
use super::machine::{Eval, Machine};
use super::names::present;
use super::object::ObjectKind;
use super::open_names::unless;
use super::store::Key;
use crate::python::ast::{self, Expr};
use crate::value::{Data, Generated, Value, override_with};

/// How much of what a comprehension makes is known.
#[derive(Clone, PartialEq, Eq)]
enum Made {
    Whole,
    /// By default it is all; what decides that.
    Unless(Arc<str>),
    Partly,
}

/// What a comprehension does for one combination of items, and how much it makes of it.
type Each<'e, 'p> = &'e mut dyn FnMut(&mut Machine<'p>) -> Eval<Made>;

impl Made {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Partly, _) | (_, Self::Partly) => Self::Partly,
            (Self::Whole, other) => other,
            (made @ Self::Unless(_), _) => made,
        }
    }
}

impl<'p> Machine<'p> {
    /// The list that a comprehension makes. Over something that the environment decides it is made twice.
    pub(super) fn comprehension(
        &mut self,
        element: &'p Expr,
        generators: &'p [ast::Comprehension],
        node: &'p Expr,
    ) -> Eval<Value> {
        let Some((generator, _)) = generators.split_first() else { return Ok(self.place(None, node)) };
        let iterable = self.expression(&generator.iter)?;
        let Data::Overridable(both) = &iterable.data else {
            let (items, made) = self.items_made(element, generators, &iterable)?;
            let drawn = if made == Made::Partly { self.drawn_any_times(element, generators) } else { None };
            return Ok(drawn.unwrap_or_else(|| self.place_made(items, made, node)));
        };
        let (default, made) = self.items_made(element, generators, &both.default)?;
        if made == Made::Partly {
            return Ok(self.place(None, node));
        }
        let default = self.place_made(default, made, node);
        let otherwise = match self.items_made(element, generators, &both.otherwise)? {
            (_, Made::Partly) => both.otherwise.clone(),
            (otherwise, made) => self.place_made(otherwise, made, node),
        };
        Ok(override_with(&default, &otherwise, &both.by))
    }

    /// What is drawn at random as often as nobody knows is as `random.choices` draws it: `choice(letters) for _ in
    /// range(randint(16, 32))`.
    fn drawn_any_times(&mut self, element: &'p Expr, generators: &'p [ast::Comprehension]) -> Option<Value> {
        if !element.is_call_expr() {
            return None;
        }
        let outer = self.names_before(generators);
        for generator in generators {
            self.assign(&generator.target, &Value::unknown("an item that is not known")).ok()?;
        }
        let item = self.expression(element);
        self.restore_names(outer);
        let item = item.ok()?;
        let Data::Generated(one) = &item.data else { return None };
        let drawn = Generated { bits: None, ..one.text().part(None) };
        Some(item.with(Data::Generated(drawn)))
    }

    fn place_made(&mut self, items: Vec<Value>, made: Made, node: &'p Expr) -> Value {
        if made == Made::Partly {
            return self.place(None, node);
        }
        let list = self.place(Some(items), node);
        if let (Made::Unless(deciders), Some(id)) = (made, Self::object_of(&list)) {
            self.blur(id, &unless(&deciders));
        }
        list
    }

    /// The items that a comprehension makes of `iterable`, some of which may be absent.
    fn items_made(
        &mut self,
        element: &'p Expr,
        generators: &'p [ast::Comprehension],
        iterable: &Value,
    ) -> Eval<(Vec<Value>, Made)> {
        let (id, _) = self.new_object(ObjectKind::List);
        let outer = self.names_before(generators);
        let mut is_too_long = false;
        let made = self.generate(generators, iterable, &mut |machine| {
            let item = machine.expression(element)?;
            let length = machine.store.object(id).fields.len();
            is_too_long |= i64::try_from(length).is_ok_and(|length| length >= MOST_ITEMS);
            if !is_too_long {
                machine.push(id, item);
            }
            Ok(Made::Whole)
        });
        self.restore_names(outer);
        let made = made?;
        Ok((self.list_items(id), if is_too_long { Made::Partly } else { made }))
    }

    /// What the names that a comprehension binds are outside of it: they are its own.
    fn names_before(&self, generators: &'p [ast::Comprehension]) -> Vec<(Key, Option<Value>)> {
        let mut names = Vec::new();
        let mut targets: Vec<&Expr> = generators.iter().map(|generator| &generator.target).collect();
        while let Some(target) = targets.pop() {
            match target {
                Expr::Name(name) => names.push(Key::text(name.id.as_str())),
                Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                    targets.extend(elts);
                }
                Expr::Starred(starred) => targets.push(&starred.value),
                _ => {}
            }
        }
        let scope = self.frame().scope;
        names.into_iter().map(|key| (key.clone(), self.store.get(scope, &key).cloned())).collect()
    }

    fn restore_names(&mut self, names: Vec<(Key, Option<Value>)>) {
        let scope = self.frame().scope;
        for (key, value) in names {
            match value {
                Some(value) => self.store.set(scope, key, value),
                None => {
                    self.store.remove(scope, &key);
                }
            }
        }
    }

    /// Over something that the environment decides, a dict is made twice too.
    pub(super) fn dict_comprehension(&mut self, comprehension: &'p ast::ExprDictComp) -> Eval<Value> {
        let Some((generator, _)) = comprehension.generators.split_first() else {
            return Ok(Value::unknown("a comprehension over nothing"));
        };
        let iterable = self.expression(&generator.iter)?;
        let Data::Overridable(both) = &iterable.data else { return self.dict_made(comprehension, &iterable) };
        let default = self.dict_made(comprehension, &both.default)?;
        let otherwise = match both.otherwise.data {
            Data::External(_) => both.otherwise.clone(),
            _ => self.dict_made(comprehension, &both.otherwise)?,
        };
        Ok(override_with(&default, &otherwise, &both.by))
    }

    fn dict_made(&mut self, comprehension: &'p ast::ExprDictComp, iterable: &Value) -> Eval<Value> {
        let (id, value) = self.new_object(ObjectKind::Dict);
        let outer = self.names_before(&comprehension.generators);
        let made = self.generate(&comprehension.generators, iterable, &mut |machine| {
            let key = machine.expression(&comprehension.key)?;
            let entry = machine.expression(&comprehension.value)?;
            match Key::of(&key) {
                Some(key) => machine.store.set(id, key, entry),
                None => machine.blur(id, "a key that is not known"),
            }
            Ok(Made::Whole)
        });
        self.restore_names(outer);
        match made? {
            Made::Whole => {}
            Made::Unless(deciders) => self.blur(id, &unless(&deciders)),
            Made::Partly => self.blur(id, "made from something that is not known"),
        }
        Ok(value)
    }

    /// Runs `each` for every combination that the generators yield, the first of which goes through
    /// `iterable`.
    fn generate(&mut self, generators: &'p [ast::Comprehension], iterable: &Value, each: Each<'_, 'p>) -> Eval<Made> {
        let Some((generator, rest)) = generators.split_first() else { return each(self) };
        let (items, mut made) = match (self.steps(iterable), self.deciders_of_more(iterable)) {
            (Some(items), _) => (items, Made::Whole),
            (None, Some(deciders)) => (self.items_for_sure(iterable), Made::Unless(deciders)),
            (None, None) => return Ok(Made::Partly),
        };
        for item in items {
            let Some(present) = present(&item) else { continue };
            let of_item = self.perhaps(&existence(&item), &mut |machine| {
                machine.assign(&generator.target, &present)?;
                machine.where_all_hold(&generator.ifs, &mut |machine| match rest.first() {
                    Some(next) => {
                        let iterable = machine.expression(&next.iter)?;
                        machine.generate(rest, &iterable, each)
                    }
                    None => each(machine),
                })
            })?;
            made = made.and(of_item);
        }
        Ok(made)
    }

    /// Runs `each` where all conditions of a comprehension hold, or where they may.
    fn where_all_hold(&mut self, conditions: &'p [Expr], each: Each<'_, 'p>) -> Eval<Made> {
        let Some((condition, rest)) = conditions.split_first() else { return each(self) };
        let decision = self.test(condition)?;
        self.perhaps(&decision, &mut |machine| {
            let narrowed = machine.narrow(condition, true, &decision);
            let made = machine.where_all_hold(rest, each);
            machine.widen(narrowed);
            made
        })
    }

    /// Runs `each` if that is decided, and as something that may not happen if it is not.
    fn perhaps(&mut self, decision: &Decision, each: Each<'_, 'p>) -> Eval<Made> {
        let mut made = Made::Whole;
        let mut then = |machine: &mut Self| {
            made = each(machine)?;
            Ok(Flow::Next)
        };
        self.branch(decision, &mut then, &mut |_| Ok(Flow::Next))?;
        Ok(made)
    }
}
