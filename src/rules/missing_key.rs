//! Judges an app without a key. What a key is worth that there is, is for `secret_check`.

use std::sync::Arc;

use super::check::{Predicate, SecretProblem};
use super::describe::providers;
use super::draft::{Draft, effective, has_required_gap};
use super::finding::Related;
use super::predicate::{holds_of_setting, is_external, variables};
use super::rule::Catalogue;
use super::secret_check::rule_for;
use super::secret_words::needed_by;
use crate::flask::{Deployment, Origin};
use crate::source::Span;
use crate::value::{Data, Decider, Value};

/// No key, though the session is used.
pub(super) fn missing<'a>(catalogue: &'a Catalogue, deployment: &'a Deployment) -> Option<Draft<'a>> {
    let rule = rule_for(catalogue, SecretProblem::Missing)?;
    let (place, what) = needed_by(deployment)?;
    let setting = effective(deployment, "SECRET_KEY")?;
    let is_missing = match setting.origin {
        Origin::Default | Origin::Deleted => true,
        Origin::Written => holds_of_setting(&Predicate::Falsy, setting) && !is_external(&setting.value),
    };
    if !is_missing || has_required_gap(deployment) || refuses_empty(deployment) {
        return None;
    }
    let mut draft = match setting.origin {
        Origin::Default | Origin::Deleted => Draft::at_app(rule, deployment, "SECRET_KEY"),
        Origin::Written => Draft::at_value(rule, deployment, "SECRET_KEY", setting.value_by_default(), setting.trail()),
    };
    let names = variables(&setting.value);
    if !names.is_empty() {
        // What is not followed is named as such.
        let gaps = || deployment.gaps.iter().filter(|gap| !gap.kind.may_set_anything());
        let is_said_of_gaps = names.iter().all(|name| gaps().any(|gap| gap.message.contains(&**name)));
        let remark = match names.as_slice() {
            [only] if Decider::of(only) == Decider::Script => match set_elsewhere(deployment, &setting.value) {
                None => "It has one only when the file is run as a script.".to_owned(),
                Some(span) => {
                    draft.related.push(Related { span, message: "only a start of this file sets a key".to_owned() });
                    "It has one only when the file that sets it is run as a script.".to_owned()
                }
            },
            names => match call_for_one(names, &setting.value) {
                Some(call) => format!("It has one only where `{call}` is called."),
                None => format!("It has one only where {} provides it.", providers(names)),
            },
        };
        if !is_said_of_gaps {
            draft.remarks.push(remark);
        }
        draft.lower_confidence();
    }
    draft.related.push(Related { span: place, message: format!("{what} needs it") });
    draft.fill.detail = what;
    draft.allow_for_gaps();
    Some(draft)
}

/// The function that has to be called for a key: the only way to one, or what gives a constant where something else only
/// may give another one.
fn call_for_one<'n>(names: &'n [Arc<str>], value: &Value) -> Option<&'n str> {
    if let [only] = names
        && Decider::of(only).is_start()
    {
        return Some(only);
    }
    let gives_constant = value.alternatives().into_iter().any(|one| matches!(one.data, Data::Str(_) | Data::Bytes(_)));
    names.iter().map(|name| &**name).find(|name| gives_constant && matches!(Decider::of(name), Decider::Call(_)))
}

/// Where a key is set in another file than that of the app.
fn set_elsewhere(deployment: &Deployment, value: &Value) -> Option<Span> {
    let places = value.alternatives().into_iter().filter_map(|value| value.trail.end());
    places.into_iter().find(|place| place.file != deployment.app.span.file)
}

/// Whether the program does not start without a key.
fn refuses_empty(deployment: &Deployment) -> bool {
    deployment.guards.iter().any(|guard| {
        let is_empty = guard.refused.as_ref().is_none_or(|refused| refused.truth() == Some(false));
        guard.setting == "SECRET_KEY" && guard.when.is_empty() && is_empty
    })
}
