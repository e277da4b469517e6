//! `sorted(items, key=..., reverse=...)`, where the order of the items is known.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Eval, Machine};
use crate::source::Span;
use crate::value::{Data, Value, override_with};

/// What values of one kind are ordered by. Python refuses to compare values of different kinds.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(i64),
    Text(Arc<str>),
    Several(Vec<Rank>),
}

impl Machine<'_> {
    /// `None` if nothing is known of the items or their order.
    pub(super) fn sorted(&mut self, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        let given = arguments.first().map(|items| self.matched_files(items).unwrap_or_else(|| items.clone()));
        let Some(items) = given.and_then(|items| self.iterate(&items)) else { return Ok(None) };
        let reverse = match arguments.keyword("reverse") {
            Some(reverse) => reverse.truth(),
            None => Some(false),
        };
        let Some(reverse) = reverse.filter(|_| !arguments.is_open) else { return Ok(None) };
        let mut keys = Vec::new();
        for item in &items {
            keys.push(match arguments.keyword("key").filter(|key| key.data != Data::None) {
                Some(key) => self.call(key, &Arguments::of(vec![item.clone()]), span)?,
                None => item.clone(),
            });
        }
        let names: Vec<Arc<str>> = keys.iter().flat_map(deciding).collect();
        let Some(items) = in_order(items, &keys, reverse) else { return Ok(None) };
        let list = self.new_list(items);
        if names.is_empty() {
            return Ok(Some(list));
        }
        let otherwise = Value::unknown("an order that the environment decides");
        Ok(Some(override_with(&list, &otherwise, &names)))
    }
}

/// The names that decide what a key is.
fn deciding(key: &Value) -> Vec<Arc<str>> {
    match &key.data {
        Data::Overridable(both) => both.by.to_vec(),
        Data::Tuple(items) => items.iter().flat_map(deciding).collect(),
        _ => Vec::new(),
    }
}

/// The items in the order that their keys have by default.
fn in_order(items: Vec<Value>, keys: &[Value], reverse: bool) -> Option<Vec<Value>> {
    let ranks: Vec<Rank> = keys.iter().map(rank).collect::<Option<_>>()?;
    if !ranks.iter().zip(ranks.iter().skip(1)).all(|(one, other)| compare(one, other)) {
        return None;
    }
    let mut ranked: Vec<(Rank, Value)> = ranks.into_iter().zip(items).collect();
    // Equal items stay in their order either way.
    ranked.sort_by(|(one, _), (other, _)| if reverse { other.cmp(one) } else { one.cmp(other) });
    Some(ranked.into_iter().map(|(_, item)| item).collect())
}

fn rank(key: &Value) -> Option<Rank> {
    Some(match &key.by_default().data {
        Data::Int(number) => Rank::Number(*number),
        Data::Bool(flag) => Rank::Number(i64::from(*flag)),
        Data::Str(text) => Rank::Text(Arc::clone(text)),
        Data::Tuple(items) => Rank::Several(items.iter().map(rank).collect::<Option<_>>()?),
        _ => return None,
    })
}

fn compare(one: &Rank, other: &Rank) -> bool {
    match (one, other) {
        (Rank::Number(_), Rank::Number(_)) | (Rank::Text(_), Rank::Text(_)) => true,
        (Rank::Several(some), Rank::Several(others)) => some.iter().zip(others).all(|(one, other)| compare(one, other)),
        (Rank::Number(_) | Rank::Text(_) | Rank::Several(_), _) => false,
    }
}
