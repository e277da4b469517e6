//! What the worlds of one entry make, and what of that says nothing, since another world knows better.
//!
//! Which of the ways to an app is judged is for `judged` to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::world::{Assumptions, Subject};
use crate::flask::{Deployment, LoadedFrom};
use crate::source::Span;

/// Where it is said what selects the configuration, what is made without that is only a profile that might be selected.
pub(super) fn without_unstated(made: Vec<(Deployment, bool)>) -> Vec<(Deployment, bool)> {
    let stated: BTreeSet<Span> = made.iter().filter(|(one, _)| one.is_default).map(|(one, _)| one.app.span).collect();
    let is_kept = |one: &Deployment| one.is_default || one.profile.is_some() || !stated.contains(&one.app.span);
    made.into_iter().filter(|(one, _)| is_kept(one)).collect()
}

/// Where the value of a variable leads to a profile, the same profile under a name that is only supposed at one place
/// lacks what else the variable decides.
pub(super) fn without_guessed(made: Vec<(Made, bool)>) -> Vec<(Made, bool)> {
    let place = |made: &Made| (made.deployment.app.span, made.deployment.profile.clone());
    let by_variable: BTreeSet<_> =
        made.iter().filter(|(one, _)| one.supposes == Supposed::Variable).map(|(one, _)| place(one)).collect();
    let is_guessed = |one: &Made| one.supposes == Supposed::Name && by_variable.contains(&place(one));
    made.into_iter().filter(|(one, _)| !is_guessed(one)).collect()
}

/// Where a variable leads to an app that another world has by what it supposes of that variable, what the world without
/// assumptions makes of it is not what it is then. Of that world are the first `of_default`.
pub(super) fn without_decided(
    made: Vec<(Made, bool)>,
    of_default: usize,
    decided: &BTreeSet<(Span, Subject)>,
) -> Vec<(Deployment, bool)> {
    let is_decided = |made: &Made| {
        let app = made.deployment.app.span;
        made.deciders.iter().any(|name| decided.contains(&(app, Subject::Environment(Arc::clone(name)))))
    };
    let kept = made.into_iter().enumerate().filter(|(at, (one, _))| *at >= of_default || !is_decided(one));
    kept.map(|(_, (one, ends_early))| (one.deployment, ends_early)).collect()
}

/// Where each class that an app may be configured by has a world of its own, what is made of all of them together says
/// nothing of any. That comes first, and has no profile.
pub(super) fn without_undecided(mut deployments: Vec<Deployment>, undecided: &[Span]) -> Vec<Deployment> {
    let is_deployed = |one: &Deployment| one.context.is_deployable();
    let decided: BTreeSet<Span> =
        deployments.iter().filter(|one| one.profile.is_some() && is_deployed(one)).map(|one| one.app.span).collect();
    deployments.retain(|one| {
        let is_open = one.profile.is_none() && undecided.contains(&one.app.span);
        !is_open || !decided.contains(&one.app.span)
    });
    deployments
}

/// A class that others derive from, and with which the program ends though it does not with theirs, is no profile: it
/// lacks what they add.
pub(super) fn without_abstract(found: Vec<(Deployment, bool)>) -> Vec<Deployment> {
    let running: BTreeSet<Span> =
        found.iter().filter(|(_, ends)| !ends).flat_map(|(one, _)| classes_of(one).iter().skip(1)).copied().collect();
    let is_abstract = |one: &Deployment| classes_of(one).first().is_some_and(|class| running.contains(class));
    let kept = found.into_iter().filter(|(one, ends)| !(*ends && is_abstract(one)));
    kept.map(|(one, _)| one).collect()
}

/// The class that an app's configuration is loaded from last, and its bases.
fn classes_of(deployment: &Deployment) -> &[Span] {
    match deployment.loads.last().map(|load| &load.from) {
        Some(LoadedFrom::Class(classes)) => classes,
        Some(LoadedFrom::File(_)) | None => &[],
    }
}

/// What a world takes for granted.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Supposed {
    Nothing,
    /// The value of a variable or an argument.
    Variable,
    /// The name that is selected at one place, whatever decides that.
    Name,
}

impl Supposed {
    pub(super) fn of(assumptions: &Assumptions) -> Self {
        match assumptions.keys().next() {
            None => Self::Nothing,
            Some(_) if assumptions.keys().any(|subject| matches!(subject, Subject::Site(_))) => Self::Name,
            Some(_) => Self::Variable,
        }
    }
}

/// An app that one world has.
pub(super) struct Made {
    pub(super) supposes: Supposed,
    pub(super) deployment: Deployment,
    /// What decides whether it is made, where it is not by default.
    pub(super) deciders: Vec<Arc<str>>,
}
