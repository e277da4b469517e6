//! The laws of joins, for any values.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Data, External, ExternalKind, Value, choose, override_with};

const TOO_MANY: &str = "too many alternatives";

/// A value without alternatives.
fn plain() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Data::None),
        any::<bool>().prop_map(Data::Bool),
        (-2_i64..3).prop_map(Data::Int),
        "[ab]{0,2}".prop_map(|text| Data::Str(text.into())),
        Just(Data::Bytes([1, 2].into())),
        Just(Data::Absent),
        "[pq]".prop_map(|why| Data::Unknown(why.into())),
        "[XY]".prop_map(|name| Data::External(External::new(ExternalKind::Environment, name.into(), true))),
    ];
    let leaf = leaf.prop_map(Value::of);
    leaf.prop_recursive(2, 6, 3, |inner| {
        proptest::collection::vec(inner, 0..3).prop_map(|items| Value::of(Data::Tuple(items.into())))
    })
}

fn names() -> impl Strategy<Value = Vec<Arc<str>>> {
    proptest::collection::vec("[A-D]".prop_map(Arc::from), 1..3)
}

/// Any value, as joins make them.
fn value() -> impl Strategy<Value = Value> {
    plain().prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| choose(&one, &other)),
            (inner.clone(), inner, names()).prop_map(|(one, other, by)| override_with(&one, &other, &by)),
        ]
    })
}

/// What a value may be. More alternatives than are kept stand for every value.
fn set(value: &Value) -> Option<BTreeSet<String>> {
    let all = value.alternatives();
    let is_everything = |one: &&Value| matches!(&one.data, Data::Unknown(why) if &**why == TOO_MANY);
    (!all.iter().any(is_everything)).then(|| all.iter().map(|one| format!("{:?}", one.data)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_choice_may_be_what_either_may_be(one in value(), other in value()) {
        let (Some(joined), Some(one), Some(other)) = (set(&choose(&one, &other)), set(&one), set(&other)) else {
            return Ok(());
        };
        prop_assert_eq!(joined, one.union(&other).cloned().collect());
    }

    #[test]
    fn choices_commute(one in value(), other in value()) {
        prop_assert_eq!(set(&choose(&one, &other)), set(&choose(&other, &one)));
    }

    #[test]
    fn choices_associate(one in value(), other in value(), third in value()) {
        let left = set(&choose(&choose(&one, &other), &third));
        let right = set(&choose(&one, &choose(&other, &third)));
        if let (Some(left), Some(right)) = (left, right) {
            prop_assert_eq!(left, right);
        }
    }

    #[test]
    fn a_choice_between_equals_is_no_choice(one in value(), by in names()) {
        prop_assert_eq!(&choose(&one, &one).data, &one.data);
        prop_assert_eq!(&override_with(&one, &one, &by).data, &one.data);
    }

    #[test]
    fn what_holds_by_default_is_kept_and_never_itself_overridable(one in value(), other in value(), by in names()) {
        let both = override_with(&one, &other, &by);
        prop_assert_eq!(&both.by_default().data, &one.by_default().data);
        if let Data::Overridable(both) = &both.data {
            prop_assert!(!matches!(both.default.data, Data::Overridable(_)));
            prop_assert!(!both.by.is_empty() && both.by.is_sorted());
        }
    }

    #[test]
    fn an_override_may_be_what_either_may_be(one in value(), other in value(), by in names()) {
        let (Some(joined), Some(one), Some(other)) = (set(&override_with(&one, &other, &by)), set(&one), set(&other)) else {
            return Ok(());
        };
        prop_assert_eq!(joined, one.union(&other).cloned().collect());
    }

    #[test]
    fn the_truth_of_a_value_is_known_only_if_all_that_it_may_be_agree(one in value()) {
        let all: BTreeSet<Option<bool>> = one.alternatives().iter().map(|one| one.truth()).collect();
        if let Some(truth) = one.truth() {
            prop_assert_eq!(all, BTreeSet::from([Some(truth)]));
        }
    }
}
