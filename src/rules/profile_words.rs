//! Says which profiles of an app end with what was found, where that depends on the profile.

use super::describe::listed;
use super::draft::{Draft, effective};
use super::keys::Reach;
use super::predicate::variables;
use crate::flask::{Context, Deployment, Origin, Setting, State};

/// The profiles that a finding is about, and those of the same app beside them.
pub(super) struct Profiles<'a> {
    /// Those that end so, if others do not.
    names: Vec<&'a str>,
    /// Those for production that set what is missing in the one that runs by default.
    better: Vec<&'a str>,
    /// When they end so.
    reach: Reach,
}

impl<'a> Profiles<'a> {
    /// The profiles of what is reported first of a group of drafts.
    pub(super) fn of(best: &Draft<'a>, group: &[Draft<'a>], deployments: &'a [Deployment]) -> Self {
        let app = &best.deployment.app;
        let same = || group.iter().filter(|draft| draft.rule.id == best.rule.id && draft.deployment.app == *app);
        let is_same = |other: &&Deployment| same().any(|draft| std::ptr::eq(draft.deployment, *other));
        let others = || deployments.iter().filter(|one| one.app == *app && !is_same(one));
        if is_of_server(best) || others().all(|other| ends_alike(best.deployment, other, &best.setting)) {
            return Self { names: Vec::new(), better: Vec::new(), reach: best.reach };
        }
        let mut names: Vec<&str> = same().filter_map(|draft| draft.deployment.profile.as_deref()).collect();
        names.dedup();
        // Another way to the same profile is no other profile.
        if others().all(|other| names.as_slice() == other.profile.as_deref().as_slice()) {
            names.clear();
        }
        let is_default = best.value.is_none() && best.deployment.is_default && best.deployment.profile.is_some();
        let sets = |other: &&Deployment| {
            let setting = effective(other, &best.setting);
            // What is not known sets nothing.
            let is_set = |setting: &Setting| setting.origin == Origin::Written && setting.state() != State::Unknown;
            other.context == Context::Production && setting.is_some_and(is_set)
        };
        let better = others().filter(|other| is_default && sets(other)).filter_map(|other| other.profile.as_deref());
        Self { names, better: better.collect(), reach: best.reach }
    }

    /// Whether production has profiles of its own that set what is missing.
    pub(super) fn are_left_for_production(&self) -> bool {
        !self.better.is_empty()
    }

    /// Which profiles end so, if the app has others that do not.
    pub(super) fn in_words(&self) -> Option<String> {
        let (profiles, end) = if self.names.len() == 1 { ("profile", "ends") } else { ("profiles", "end") };
        let names = (!self.names.is_empty()).then(|| listed(&self.names, "and"))?;
        let set = if self.better.len() == 1 { "sets" } else { "set" };
        Some(match (self.reach, self.better.as_slice()) {
            // None ends so where that branch does not run.
            (Reach::Branch | Reach::WhenSet, _) => format!("So it is in the {profiles} {names}."),
            (Reach::Always | Reach::WhenUnset, []) => format!("This is what the {profiles} {names} {end} with."),
            (Reach::Always | Reach::WhenUnset, better) => format!(
                "This is what the {profiles} {names} {end} with, where nothing selects {}, which {set} it.",
                listed(better, "or")
            ),
        })
    }
}

/// Whether debug mode is what a server is told, and not what the profile says.
fn is_of_server(draft: &Draft<'_>) -> bool {
    let said = effective(draft.deployment, &draft.setting).and_then(|setting| setting.trail().origin());
    draft.setting == "DEBUG" && said != Some(draft.span)
}

/// Whether two profiles of an app have the same value for a setting, from the same place.
fn ends_alike(one: &Deployment, other: &Deployment, setting: &str) -> bool {
    match (effective(one, setting), effective(other, setting)) {
        (Some(one), Some(other)) => {
            one.origin == other.origin
                && one.value_by_default().data == other.value_by_default().data
                && one.trail().origin() == other.trail().origin()
                && variables(&one.value) == variables(&other.value)
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}
