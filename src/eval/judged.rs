//! Which of an app's deployments rules about production judge.
//!
//! The same app is often reached in several ways; what counts is what is deployed.

use std::cmp::Reverse;

use crate::flask::{Context, Deployment, Guard, Origin, RunCall, Setting, State};
use crate::source::Sources;

/// Orders deployments, drops repetitions, and marks those that production may be.
pub(super) fn select(mut deployments: Vec<Deployment>, sources: &Sources) -> Vec<Deployment> {
    deployments.sort_by_cached_key(|deployment| rank(deployment, sources));
    let mut by_app: Vec<Vec<Deployment>> = Vec::new();
    for deployment in deployments {
        match by_app.last_mut().filter(|known| known.iter().any(|one| one.app.span == deployment.app.span)) {
            Some(known) => match known.iter_mut().find(|one| is_same(one, &deployment)) {
                Some(one) => add_runs(one, deployment.runs),
                None => known.push(deployment),
            },
            None => by_app.push(vec![deployment]),
        }
    }
    by_app.into_iter().flat_map(mark).collect()
}

/// By place, context and profile; of the same, the way that is known to write most comes first.
fn rank(deployment: &Deployment, sources: &Sources) -> (String, u32, Context, Option<String>, bool, Reverse<usize>) {
    let is_known = |setting: &&Setting| setting.origin == Origin::Written && setting.state() != State::Unknown;
    let written = deployment.settings.values().filter(is_known).count();
    let span = deployment.app.span;
    let file = sources.file(span.file).name.clone();
    let profile = deployment.profile.clone();
    (file, span.start, deployment.context, profile, !deployment.is_default, Reverse(written))
}

/// The same app in the same profile: the way that writes most of it stands for all.
fn is_same(one: &Deployment, other: &Deployment) -> bool {
    one.profile == other.profile && one.context == other.context
}

/// Each way to an app may start a server of its own: a script, `wsgi.py`.
fn add_runs(deployment: &mut Deployment, runs: Vec<RunCall>) {
    for run in runs {
        if !deployment.runs.contains(&run) {
            deployment.runs.push(run);
        }
    }
}

/// A key that one profile refuses and another runs with is refused under a condition: said where it runs.
fn share_guards(deployments: &mut [Deployment]) {
    let refused: Vec<(Guard, String)> = deployments
        .iter()
        .flat_map(|deployment| {
            let always = deployment.guards.iter().filter(|guard| guard.when.is_empty());
            always.map(|guard| (guard.clone(), deployment.profile.clone().unwrap_or_else(|| "another profile".into())))
        })
        .collect();
    for deployment in deployments.iter_mut().filter(|deployment| deployment.context != Context::Testing) {
        for (guard, profile) in &refused {
            let runs_with_it = deployment.settings.get(&guard.setting).is_some_and(|setting| {
                guard.refused.as_ref().is_some_and(|refused| {
                    refused.data == setting.value_by_default().data
                        && refused.trail.origin() == setting.trail().origin()
                })
            });
            let is_said = deployment.guards.iter().any(|known| known.setting == guard.setting);
            if runs_with_it && !is_said {
                deployment.guards.push(Guard { when: format!("in {profile}"), ..guard.clone() });
            }
        }
    }
}

/// Production and unnamed profiles are judged; others only where there is nothing else to deploy.
fn mark(mut deployments: Vec<Deployment>) -> Vec<Deployment> {
    share_guards(&mut deployments);
    let is_deployable = |deployment: &Deployment| matches!(deployment.context, Context::Production | Context::Unnamed);
    let any = deployments.iter().any(is_deployable);
    let any_development = deployments.iter().any(|one| one.context == Context::Development);
    for deployment in &mut deployments {
        deployment.is_judged =
            if any { is_deployable(deployment) } else { any_development && deployment.context == Context::Development };
    }
    deployments
}
