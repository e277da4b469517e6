//! Judges the keys of one deployment: each gets the worst problem that it has, and only that.

use std::sync::Arc;

use super::check::{Check, SecretProblem};
use super::describe::providers;
use super::draft::{Draft, Refusal, effective, refusal};
use super::fallbacks::{FALLBACKS, is_same_key, is_text, items_of, split_variable};
use super::finding::{Confidence, Related, Severity};
use super::keys::{Key, Reach, is_constant, keys_in};
use super::missing_key::missing;
use super::provided::{is_by_switch, none_provides, provides, switches_of, variables_read};
use super::rule::{Catalogue, Rule};
use super::secret_words::{
    ADVICE_BESIDE_FILE, ADVICE_BESIDE_SWITCH, ADVICE_IN_BRANCH, detail, evidence, is_unused, made_by, power,
    problem_of, random_bits, required, time,
};
use crate::flask::{Basis, Context, Deployment, Extension, GapKind, Origin, SUPPOSED, SecretSetting, Setting, Version};
use crate::secrets::{Tier, Wordlist, is_written_out, judge_with, time_to_find};
use crate::value::{Data, Decider, ExternalKind, Generated, Source, Value};

/// Random bits below which a generated key can be guessed: the same limit as for constants (2^64 guesses).
const FEWEST_BITS: f64 = 64.0;

/// What `catalogue` has to say of the keys of `deployment`.
pub(super) fn drafts<'a>(
    catalogue: &'a Catalogue,
    deployment: &'a Deployment,
    wordlist: &'a Wordlist,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    for name in SecretSetting::NAMES {
        let Some(setting) = effective(deployment, name).filter(|setting| setting.origin == Origin::Written) else {
            continue;
        };
        // Without Flask-Security the name is often that of a salt of itsdangerous, which only tells tokens apart.
        if name == "SECURITY_PASSWORD_SALT" && !deployment.extensions.contains_key(&Extension::Security) {
            continue;
        }
        if is_unused(name, deployment) {
            continue;
        }
        let judge = Judge { catalogue, deployment, wordlist, name, setting };
        let keys = keys_in(&setting.value, &|why| is_rest(deployment, why));
        drafts.extend(keys.iter().filter_map(|key| judge.key(key)));
        if name == FALLBACKS {
            drafts.extend(split_variable(&setting.value, &keys).and_then(|key| judge.split_variable(key)));
            drafts.extend(judge.repeated());
            drafts.extend(judge.signed_with_fallback());
        }
    }
    drafts.extend(missing(catalogue, deployment));
    drafts
}

/// The first rule that reports `problem`.
pub(super) fn rule_for(catalogue: &Catalogue, problem: SecretProblem) -> Option<&Arc<Rule>> {
    let reports = |check: &Check| match check {
        Check::Secret(secret) => secret.problem == problem,
        Check::Setting(_) | Check::Ignored(_) | Check::Argument(_) | Check::Debug(_) | Check::UnusedIgnore(_) => false,
    };
    catalogue.rules.iter().find(|rule| rule.checks.iter().any(reports))
}

struct Judge<'a> {
    catalogue: &'a Catalogue,
    deployment: &'a Deployment,
    wordlist: &'a Wordlist,
    name: &'static str,
    setting: &'a Setting,
}

impl<'a> Judge<'a> {
    fn key(&self, key: &Key<'a>) -> Option<Draft<'a>> {
        if let Data::Generated(generated) = &key.value.data {
            return self.generated(key, generated);
        }
        if !is_constant(key.value) {
            return None;
        }
        let strength = key.value.key_bytes().map(|key| judge_with(key, self.wordlist));
        let is_split = self.name == FALLBACKS && is_text(&self.setting.value, key.value);
        let own = if is_split { SecretProblem::Split } else { problem_of(key.value, strength.as_ref()) };
        let is_strong = strength.as_ref().is_none_or(|judged| judged.tier >= Tier::BelowRecommendation) && !is_split;
        let is_random = strength.as_ref().is_none_or(|judged| judged.tier >= Tier::Strong);
        if key.reach == Reach::WhenSet && (!is_strong || (key.value.trail.is_local() && !is_random)) {
            return None;
        }
        // What stands in a committed `.env` is no default: the code has none, and the file is what is deployed.
        let is_in_file = key.reach != Reach::Always && key.value.trail.is_from_environment_file();
        let is_own = key.reach == Reach::Always || is_split || is_in_file;
        let problem = if is_own { own } else { SecretProblem::Fallback };
        let mut draft = self.draft(problem, key)?;
        if is_in_file {
            let by = if key.by.is_empty() { &variables_read(&self.setting.value) } else { &key.by };
            draft.tell_of_environment_file(by, key.reach);
        }
        draft.fill.detail = detail(own, strength.as_ref());
        draft.fill.time = strength.as_ref().map(|judged| time(self.name, problem, &judged.words)).unwrap_or_default();
        let is_phrase = || key.value.key_bytes().is_some_and(is_written_out);
        draft.concerns_all = is_strong && strength.is_some() && !is_phrase();
        self.raise(&mut draft, problem, own);
        self.allow_for_context(&mut draft, key.value);
        self.allow_for_guards(draft, key.value)
    }

    fn generated(&self, key: &Key<'a>, generated: &Generated) -> Option<Draft<'a>> {
        if key.reach == Reach::WhenSet {
            return None;
        }
        let (problem, detail) = match (generated.source, generated.bits) {
            (Source::Predictable, _) => (SecretProblem::Predictable, made_by(generated)),
            (Source::Secure, Some(bits)) if bits < FEWEST_BITS => {
                (SecretProblem::Weak, format!("only {}, from {}", random_bits(bits), made_by(generated)))
            }
            (Source::Secure, _) => (SecretProblem::Ephemeral, made_by(generated)),
        };
        let mut draft = self.draft(problem, key)?;
        draft.fill.detail = detail;
        draft.fill.time = generated.bits.map(|bits| time(self.name, problem, &time_to_find(bits))).unwrap_or_default();
        match key.reach {
            Reach::WhenUnset => {
                draft
                    .remarks
                    .push(format!("So it is whenever {}.", none_provides(self.name, &self.setting.value, key)));
            }
            Reach::Branch if self.unfollowed().is_none() => {
                let remark =
                    "So it is in one of several branches, and which of them runs cannot be told from the source.";
                draft.remarks.push(remark.to_owned());
            }
            Reach::Branch | Reach::Always | Reach::WhenSet => {}
        }
        Some(draft)
    }

    fn draft(&self, problem: SecretProblem, key: &Key<'a>) -> Option<Draft<'a>> {
        let rule = rule_for(self.catalogue, problem)?;
        let mut draft = Draft::at_value(rule, self.deployment, self.name, key.value, self.setting.trail());
        draft.is_about_key = true;
        draft.reach = key.reach;
        draft.fill.power = power(self.name, self.deployment);
        if let [name] = key.by.as_slice()
            && variables_read(&self.setting.value).contains(name)
        {
            draft.fill.read = name.to_string();
        }
        evidence(self.name, self.deployment).clone_into(&mut draft.fill.evidence);
        draft.fill.variable = match key.reach {
            Reach::Always | Reach::WhenUnset | Reach::WhenSet => provides(self.name, key),
            Reach::Branch if self.unfollowed().is_some() => "another source".to_owned(),
            Reach::Branch => "another branch".to_owned(),
        };
        draft.fill.when = match key.reach {
            Reach::Branch if self.unfollowed().is_none() => {
                draft.advice =
                    (problem == SecretProblem::Fallback && self.name != FALLBACKS).then_some(ADVICE_IN_BRANCH);
                "in one of several branches, and which of them runs cannot be told from the source: if it is this one"
                    .to_owned()
            }
            Reach::WhenSet if key.value.trail.is_local() => {
                "in a branch that is named for development or tests: where it runs all the same".to_owned()
            }
            Reach::WhenSet if !switches_of(&self.setting.value, key).is_empty() => {
                format!("where {} asks for it: there", providers(&switches_of(&self.setting.value, key)))
            }
            Reach::WhenUnset if key.by.iter().all(|name| Decider::of(name) == Decider::Script) => {
                "unless the file is started as a script: under a server".to_owned()
            }
            Reach::WhenUnset if is_by_switch(&self.setting.value, key) => {
                format!("unless {} leads to another one: in a deployment that forgets it", draft.fill.variable)
            }
            Reach::Always | Reach::WhenUnset | Reach::WhenSet | Reach::Branch => {
                format!(
                    "whenever {}: in a deployment that forgets it",
                    none_provides(self.name, &self.setting.value, key)
                )
            }
        };
        let is_replaced = match key.reach {
            Reach::WhenUnset => self.is_replaced_from_file(),
            Reach::Branch => self.unfollowed().is_some_and(|why| !is_rest(self.deployment, why)),
            Reach::Always | Reach::WhenSet => false,
        };
        if is_replaced {
            draft.has_no_fix = true;
            let advice = if is_by_switch(&self.setting.value, key) { ADVICE_BESIDE_SWITCH } else { ADVICE_BESIDE_FILE };
            draft.advice = (self.name != FALLBACKS).then_some(advice);
        }
        match self.unfollowed() {
            Some(why) if is_rest(self.deployment, why) => {
                draft.remarks.push(format!("What comes after it could not be followed: {why}."));
                draft.lower_confidence();
            }
            Some(why) if key.reach == Reach::Branch => {
                draft.remarks.push(format!("What may provide one could not be followed: {why}."));
            }
            Some(_) | None => {}
        }
        match key.reach {
            Reach::Always | Reach::WhenUnset => {}
            Reach::Branch => draft.lower_confidence(),
            Reach::WhenSet => draft.confidence = Confidence::Low,
        }
        Some(draft)
    }

    /// Whether something that is no environment variable may replace the key by another.
    fn is_replaced_from_file(&self) -> bool {
        let Data::Overridable(both) = &self.setting.value.data else { return false };
        both.otherwise.alternatives().iter().any(|one| match &one.data {
            Data::Unknown(_) => true,
            Data::External(external) => external.kind == ExternalKind::Store,
            _ => false,
        })
    }

    /// Why the source is not followed that may set the key to something else.
    fn unfollowed(&self) -> Option<&str> {
        let alternatives = self.setting.value.alternatives();
        let reasons = alternatives.into_iter().filter_map(|value| match &value.data {
            Data::Unknown(why) => Some(&**why),
            _ => None,
        });
        let gaps = &self.deployment.gaps;
        let gap_of = |why: &str| {
            let is_supposed = why == SUPPOSED;
            let gap = gaps.iter().find(|gap| gap.message == why || is_supposed && gap.kind.may_set_anything())?;
            Some(gap.message.as_str())
        };
        reasons.into_iter().find_map(gap_of)
    }

    /// A fallback that is also published or weak says so and is as bad as that.
    fn raise(&self, draft: &mut Draft<'a>, problem: SecretProblem, own: SecretProblem) {
        if problem != SecretProblem::Fallback {
            return;
        }
        let detail = &draft.fill.detail;
        match own {
            SecretProblem::Published => draft.remarks.push(format!("The constant is published: {detail}.")),
            SecretProblem::Weak => {
                let time = &draft.fill.time;
                draft.remarks.push(format!("The constant can be guessed ({detail}): {time}."));
            }
            SecretProblem::Split
            | SecretProblem::Repeated
            | SecretProblem::SignedWithFallback
            | SecretProblem::Hardcoded
            | SecretProblem::Fallback
            | SecretProblem::Predictable
            | SecretProblem::Missing
            | SecretProblem::Ephemeral => return,
        }
        let as_bad = rule_for(self.catalogue, own).map_or(draft.severity, |rule| rule.severity);
        draft.severity = draft.severity.max(as_bad);
    }

    /// A variable whose text is taken for a list of keys, always or whenever it is set.
    fn split_variable(&self, key: &Key<'a>) -> Option<Draft<'a>> {
        let mut draft = self.draft(SecretProblem::Split, key)?;
        draft.confidence = draft.rule.confidence;
        match key.reach {
            Reach::Always => {}
            Reach::WhenUnset | Reach::WhenSet => {
                draft.remarks.push(format!("So it is whenever {} is set.", providers(&key.by)));
                draft.lower_confidence();
            }
            Reach::Branch => draft.lower_confidence(),
        }
        Some(draft)
    }

    /// Old keys that are the current one: the same constant, variable or value.
    fn repeated(&self) -> Vec<Draft<'a>> {
        let Some(current) = effective(self.deployment, "SECRET_KEY") else { return Vec::new() };
        let repeats = items_of(&self.setting.value).into_iter().filter(|item| is_same_key(item, &current.value));
        let drafts = repeats.filter_map(|item| {
            self.draft(SecretProblem::Repeated, &Key { value: item, reach: Reach::Always, by: Vec::new() })
        });
        drafts.collect()
    }

    /// Old keys under Flask 3.1.0, if the project says that it is that one: it signs with the last of them (measured;
    /// mended in 3.1.1, CVE-2025-47278).
    fn signed_with_fallback(&self) -> Option<Draft<'a>> {
        let installed = &self.deployment.flask_version;
        if installed.release.flask != Version::new(3, 1, 0) || items_of(&self.setting.value).is_empty() {
            return None;
        }
        let rule = rule_for(self.catalogue, SecretProblem::SignedWithFallback)?;
        let (value, way) = (&self.setting.value, self.setting.trail());
        let mut draft = Draft::at_value(rule, self.deployment, self.name, value, way);
        match &installed.basis {
            Basis::Supposed | Basis::Disputed(..) => return None,
            Basis::Given => {}
            Basis::Pinned(requirement) => draft.related.push(required(requirement)),
            Basis::Newest(requirement) => {
                draft.related.push(required(requirement));
                draft.lower_confidence();
            }
        }
        Some(draft)
    }

    fn allow_for_context(&self, draft: &mut Draft<'a>, value: &Value) {
        if self.deployment.is_judged {
            return;
        }
        let is_what_runs = self.deployment.is_default && self.deployment.context == Context::Development;
        if draft.concerns_all {
            let whose = if self.deployment.context == Context::Example { "an example's" } else { "not production's" };
            draft.remarks.push(format!("It is {whose} configuration, but the key looks like a real one."));
        } else if is_what_runs && value.trail.is_shared() {
            draft.remarks.push("It is what runs where the environment selects no profile.".to_owned());
            draft.concerns_all = true;
            draft.lower_confidence();
        }
    }

    /// A key that the program always refuses is never used; one that it sometimes refuses does less harm.
    fn allow_for_guards(&self, mut draft: Draft<'a>, value: &Value) -> Option<Draft<'a>> {
        match refusal(self.deployment, self.name, value) {
            Refusal::Never => Some(draft),
            Refusal::Always => None,
            Refusal::Sometimes(guard) => {
                draft.remarks.push(format!("The program refuses it {}.", guard.when));
                draft.related.push(Related { span: guard.span, message: format!("refused here {}", guard.when) });
                draft.concerns_all |= self.deployment.context.is_program();
                draft.severity = draft.severity.min(Severity::Medium);
                draft.confidence = Confidence::Low;
                Some(draft)
            }
        }
    }
}

/// Whether a value is not known since the rest of the program is not followed, for this reason.
fn is_rest(deployment: &Deployment, why: &str) -> bool {
    deployment.gaps.iter().any(|gap| gap.kind == GapKind::Rest && gap.message == why)
}
