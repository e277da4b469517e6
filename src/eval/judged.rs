//! Which of an app's deployments rules about production judge.
//!
//! The same app is often reached in several ways; what counts is what is deployed.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::flask::{Context, Deployment, Guard, MadeBy, Origin, Setting, State};
use crate::source::{Sources, Span};

/// What one entry reaches.
pub(super) struct Reached {
    pub(super) deployments: Vec<Deployment>,
    /// Whether importing a module is enough, as a server does; otherwise we call a function of it.
    pub(super) by_import: bool,
    /// Whether it is a file that was run without what it imports, since that is too large.
    pub(super) by_itself: bool,
}

/// How an app is reached; the least stands for the others.
type Way = (bool, bool, bool, Reverse<usize>);

/// A deployment, and which entry reaches it.
struct Candidate {
    entry: usize,
    by_import: bool,
    deployment: Deployment,
}

impl Candidate {
    /// Whether a program of the project makes it for a server that imports the program.
    fn is_served(&self) -> bool {
        let Deployment { context, made_by, .. } = &self.deployment;
        self.by_import && *made_by == MadeBy::Server && !matches!(context, Context::Testing | Context::Example)
    }
}

/// Orders deployments, drops repetitions, and marks those that production may be.
pub(super) fn select(reached: Vec<Reached>, sources: &Sources) -> Vec<Deployment> {
    let whole = reached.iter().filter(|reached| !reached.by_itself).flat_map(|reached| &reached.deployments);
    let whole: BTreeSet<Span> = whole.map(|one| one.app.span).collect();
    let candidates =
        reached.into_iter().enumerate().flat_map(|(entry, Reached { deployments, by_import, by_itself })| {
            let counts = |one: &Deployment| !by_itself || !whole.contains(&one.app.span);
            let counting: Vec<Deployment> = deployments.into_iter().filter(counts).collect();
            counting.into_iter().map(move |deployment| Candidate { entry, by_import, deployment })
        });
    let mut candidates: Vec<Candidate> = candidates.collect();
    let served: BTreeSet<Span> =
        candidates.iter().filter(|one| one.is_served()).map(|one| one.deployment.app.span).collect();
    candidates.sort_by_cached_key(|candidate| {
        let is_served = served.contains(&candidate.deployment.app.span);
        rank(candidate, is_served, sources)
    });
    let mut by_app: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        let span = candidate.deployment.app.span;
        match by_app.last_mut().filter(|known| known.iter().any(|one| one.deployment.app.span == span)) {
            Some(known) => match known.iter_mut().find(|one| is_same(one, &candidate)) {
                Some(one) => stand_for(&mut one.deployment, candidate.deployment),
                None => known.push(candidate),
            },
            None => by_app.push(vec![candidate]),
        }
    }
    by_app.into_iter().map(without_bare).flat_map(mark).collect()
}

/// What a server imports is what runs by default; calling the factory without arguments is another way.
fn with_one_default(candidates: Vec<Candidate>) -> Vec<Deployment> {
    let is_imported = candidates.iter().any(|one| one.by_import && one.deployment.is_default);
    let settle = |one: Candidate| Deployment {
        is_default: one.deployment.is_default && (one.by_import || !is_imported),
        ..one.deployment
    };
    candidates.into_iter().map(settle).collect()
}

/// Where a function configures the app of its module, a program that only imports the module is not what runs.
fn without_bare(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let is_program = |one: &Deployment| !matches!(one.context, Context::Testing | Context::Example);
    let is_configured = |one: &Candidate| {
        let deployment = &one.deployment;
        deployment.is_default && is_program(deployment) && !is_bare(deployment)
    };
    if candidates.iter().any(is_configured) {
        candidates.retain(|one| !one.deployment.is_default || !is_bare(&one.deployment));
    }
    candidates
}

/// Whether nothing has been written to the configuration, as far as we see.
fn is_bare(deployment: &Deployment) -> bool {
    deployment.gaps.is_empty() && deployment.settings.values().all(|setting| setting.origin == Origin::Default)
}

/// By place, context and profile; of the same, what a server loads comes before a script, what importing a module makes
/// before what a function makes that only we call, and then the way that is known to write most. Where only scripts call
/// a factory, they come before what it returns by itself.
fn rank(candidate: &Candidate, is_served: bool, sources: &Sources) -> (String, u32, Context, Option<String>, Way) {
    let Candidate { by_import, deployment, .. } = candidate;
    let is_known = |setting: &&Setting| setting.origin == Origin::Written && setting.state() != State::Unknown;
    let written = deployment.settings.values().filter(is_known).count();
    let span = deployment.app.span;
    let file = sources.file(span.file).name.clone();
    let profile = deployment.profile.clone();
    let is_of_script = deployment.made_by == MadeBy::Script;
    let way = (is_of_script == is_served, !deployment.is_default, !by_import, Reverse(written));
    (file, span.start, deployment.context, profile, way)
}

/// The same app in the same profile: of several ways to it, the one that writes most of it stands for all. One
/// entry reaches it twice only if something else that is chosen differs.
fn is_same(one: &Candidate, other: &Candidate) -> bool {
    let are_named_alike =
        one.deployment.profile == other.deployment.profile && one.deployment.context == other.deployment.context;
    are_named_alike && (one.entry != other.entry || is_configured_alike(&one.deployment, &other.deployment))
}

fn is_configured_alike(one: &Deployment, other: &Deployment) -> bool {
    one.settings.len() == other.settings.len()
        && one.settings.iter().all(|(key, setting)| {
            other.settings.get(key).is_some_and(|other| {
                setting.origin == other.origin && setting.value_by_default().data == other.value_by_default().data
            })
        })
}

/// Each way to an app may start a server of its own: a script, `wsgi.py`. What another way yields too is not the script's
/// own doing: debug mode may reach every server.
fn stand_for(deployment: &mut Deployment, other: Deployment) {
    let debug = |one: &Deployment| one.settings.get("DEBUG").map(|setting| setting.value_by_default().data.clone());
    if other.made_by == MadeBy::Server && debug(deployment) == debug(&other) {
        deployment.made_by = MadeBy::Server;
    }
    for run in other.runs {
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

/// Where a profile for production does not set `TESTING`, another one that does is for tests of it.
fn set_tests_apart(deployments: &mut [Deployment]) {
    let is_tested = |one: &Deployment| {
        let testing = one.settings.get("TESTING").filter(|testing| testing.origin == Origin::Written);
        testing.is_some_and(|testing| testing.value_by_default().truth() == Some(true))
    };
    let is_for_production = |one: &Deployment| one.context == Context::Production;
    if deployments.iter().any(|one| is_for_production(one) && !is_tested(one)) {
        for one in deployments.iter_mut().filter(|one| is_for_production(one) && is_tested(one)) {
            one.context = Context::Testing;
        }
    }
}

/// Whether a script makes the app for a purpose of its own, and no server: to write down its routes.
fn is_made_aside(deployment: &Deployment) -> bool {
    deployment.made_by == MadeBy::Script && deployment.context == Context::Unnamed && deployment.runs.is_empty()
}

/// Production and unnamed profiles are judged; others only where there is nothing else to deploy.
fn mark(candidates: Vec<Candidate>) -> Vec<Deployment> {
    let is_served = candidates.iter().any(Candidate::is_served);
    let mut deployments = with_one_default(candidates);
    set_tests_apart(&mut deployments);
    share_guards(&mut deployments);
    let is_deployable = |deployment: &Deployment| matches!(deployment.context, Context::Production | Context::Unnamed);
    let any = deployments.iter().any(is_deployable);
    let any_development = deployments.iter().any(|one| one.context == Context::Development);
    for deployment in &mut deployments {
        deployment.is_judged =
            if any { is_deployable(deployment) } else { any_development && deployment.context == Context::Development };
        deployment.is_judged &= !(is_served && is_made_aside(deployment));
    }
    deployments
}
