//! Judges what extensions are told when they are set up.

use std::sync::Arc;

use super::check::ArgumentCheck;
use super::describe::value_in_words;
use super::draft::{Draft, effective};
use super::finding::Related;
use super::predicate::{holds, variables};
use super::rule::Rule;
use super::setting_check::condition_holds;
use crate::flask::{Deployment, ExtensionCall, Origin};

/// What `check` has to say of `deployment`: one draft for each call that sets the extension up.
pub(super) fn drafts<'a>(rule: &'a Arc<Rule>, check: &ArgumentCheck, deployment: &'a Deployment) -> Vec<Draft<'a>> {
    if !check.with.iter().all(|condition| condition_holds(condition, deployment)) {
        return Vec::new();
    }
    let calls = deployment.calls.iter().filter(|call| Some(call.extension) == check.of.extension());
    calls.filter_map(|call| draft(rule, check, deployment, call)).collect()
}

fn draft<'a>(
    rule: &'a Arc<Rule>,
    check: &ArgumentCheck,
    deployment: &'a Deployment,
    call: &'a ExtensionCall,
) -> Option<Draft<'a>> {
    let value = call.arguments.get(&check.name).filter(|value| holds(&check.is, value))?;
    let setting = check.about.as_deref().unwrap_or(&check.name);
    let constant = value.by_default();
    let mut draft = Draft::at_value(rule, deployment, setting, constant, &constant.trail);
    if constant.trail.is_empty() {
        draft.span = call.span;
    }
    draft.fill.setting.clone_from(&check.name);
    draft.fill.value = value_in_words(value);
    if !variables(value).is_empty() {
        draft.lower_confidence();
    }
    draft.related.push(Related { span: call.span, message: "the extension is set up here".to_owned() });
    for condition in &check.with {
        let written = effective(deployment, &condition.key).filter(|setting| setting.origin == Origin::Written);
        if let Some(span) = written.and_then(|setting| setting.trail().origin()) {
            draft.related.push(Related { span, message: format!("{} is set here", condition.key) });
        }
    }
    Some(draft)
}
