//! A finding in the making: one rule's judgement of one deployment, before those that concern the same
//! place are made one.

use std::sync::Arc;

use super::describe::providers;
use super::finding::{Confidence, Related, Severity};
use super::keys::Reach;
use super::rule::Rule;
use super::template::Fill;
use crate::flask::{Deployment, Gap, Guard, Setting, knows};
use crate::source::Span;
use crate::value::{Trail, Value};

/// One rule's judgement of one deployment.
pub(super) struct Draft<'a> {
    /// The rule.
    pub(super) rule: &'a Arc<Rule>,
    /// What it judges.
    pub(super) deployment: &'a Deployment,
    /// How bad it is here.
    pub(super) severity: Severity,
    /// How sure it is.
    pub(super) confidence: Confidence,
    /// The place that a person would edit.
    pub(super) span: Span,
    /// The setting that it is about.
    pub(super) setting: String,
    /// Whether it is about a key: one key gives one finding, whatever the rule.
    pub(super) is_about_key: bool,
    /// The words for the templates.
    pub(super) fill: Fill,
    /// Sentences that follow the message.
    pub(super) remarks: Vec<String>,
    /// Places that explain it.
    pub(super) related: Vec<Related>,
    /// The value that is wrong, where there is one.
    pub(super) value: Option<&'a Value>,
    /// Template of what to do, in place of the rule's.
    pub(super) advice: Option<&'a str>,
    /// When it holds.
    pub(super) reach: Reach,
    /// Whether the rule's fix would be wrong for it.
    pub(super) has_no_fix: bool,
    /// Whether it is reported from every context: a key that looks real may be production's, and one that a check
    /// keeps from production was meant for it too.
    pub(super) concerns_all: bool,
}

impl<'a> Draft<'a> {
    /// A draft at the app itself, as sure and as bad as the rule says.
    pub(super) fn at_app(rule: &'a Arc<Rule>, deployment: &'a Deployment, setting: &str) -> Self {
        let fill = Fill {
            setting: setting.to_owned(),
            read: setting.to_owned(),
            app: deployment.app.name.clone(),
            profile: deployment.profile.clone().unwrap_or_default(),
            ..Fill::default()
        };
        Self {
            rule,
            deployment,
            severity: rule.severity,
            confidence: rule.confidence,
            span: deployment.app.span,
            setting: setting.to_owned(),
            is_about_key: false,
            fill,
            remarks: Vec::new(),
            related: Vec::new(),
            value: None,
            advice: None,
            reach: Reach::Always,
            has_no_fix: false,
            concerns_all: false,
        }
    }

    /// A draft at the place where `value` was written.
    pub(super) fn at_value(
        rule: &'a Arc<Rule>,
        deployment: &'a Deployment,
        setting: &str,
        value: &'a Value,
        way: &Trail,
    ) -> Self {
        let mut draft = Self::at_app(rule, deployment, setting);
        let trail = if value.trail.is_empty() { way } else { &value.trail };
        draft.value = Some(value);
        if let Some(origin) = trail.origin() {
            draft.span = origin;
            let steps = trail.way().into_iter().skip(1);
            draft.related = steps.map(|step| Related { span: step.span, message: step.what.to_string() }).collect();
        }
        draft
    }

    /// Says what to do about a value in a file of environment variables, unless the environment itself gives one `by`
    /// another source.
    pub(super) fn tell_of_environment_file(&mut self, by: &[Arc<str>], reach: Reach) {
        self.advise_on_environment_file();
        let is_loaded = match reach {
            Reach::WhenSet => "where the file is loaded, and",
            Reach::Always | Reach::WhenUnset | Reach::Branch => "wherever",
        };
        let what = if by.is_empty() { "one".to_owned() } else { providers(by) };
        self.remarks.push(format!("So it is {is_loaded} the environment does not set {what} itself."));
    }

    /// Takes the advice for values in a file of environment variables. No edit of the code would mend that.
    pub(super) fn advise_on_environment_file(&mut self) {
        self.advice = self.rule.advice_in_env_file.as_deref();
        self.has_no_fix = true;
    }

    /// Makes it one step less sure.
    pub(super) fn lower_confidence(&mut self) {
        self.confidence = self.confidence.lowered();
    }

    /// Names the sources that were not followed and could set what is missing, and is less sure for them.
    pub(super) fn allow_for_gaps(&mut self) {
        let mut optional = self.deployment.gaps.iter().filter(|gap| !gap.kind.may_set_anything()).peekable();
        if let Some(first) = optional.peek() {
            let remark = format!("It holds unless it is set by what could not be followed: {}.", first.message);
            self.remarks.push(remark);
            self.related.extend(optional.map(related_gap));
            self.lower_confidence();
        }
    }
}

fn related_gap(gap: &Gap) -> Related {
    Related { span: gap.span, message: format!("not followed: {}", gap.message) }
}

/// The setting as requests see it: what the first request changes, else what import leaves. `None` if
/// the app's Flask does not read it.
pub(super) fn effective<'a>(deployment: &'a Deployment, key: &str) -> Option<&'a Setting> {
    if !knows(deployment.flask_version.release.flask, key) {
        return None;
    }
    deployment.after_request.get(key).or_else(|| deployment.settings.get(key))
}

/// Whether a source that the program needs could not be followed: it may set anything.
pub(super) fn has_required_gap(deployment: &Deployment) -> bool {
    deployment.gaps.iter().any(|gap| gap.kind.may_set_anything())
}

/// What the checks at start do with `value`.
pub(super) enum Refusal<'a> {
    /// None refuses it.
    Never,
    /// This one refuses it under a condition.
    Sometimes(&'a Guard),
    /// The program does not start with it.
    Always,
}

/// Whether a check at start refuses `value` for `setting`.
pub(super) fn refusal<'a>(deployment: &'a Deployment, setting: &str, value: &Value) -> Refusal<'a> {
    let refuses = |guard: &&Guard| {
        guard.setting == setting && guard.refused.as_ref().is_some_and(|refused| refused.data == value.data)
    };
    let mut guards = deployment.guards.iter().filter(refuses).peekable();
    let Some(first) = guards.peek().copied() else { return Refusal::Never };
    if guards.any(|guard| guard.when.is_empty()) { Refusal::Always } else { Refusal::Sometimes(first) }
}
