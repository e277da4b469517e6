//! Which of an app's deployments rules about production judge.
//!
//! The same app is often reached in several ways; what counts is what is deployed.

mod ways;

use std::collections::BTreeSet;
use std::rc::Rc;

use super::compared_profiles::{set_tests_apart, share_guards};
use super::entries::Import;
use super::registrations::Registrations;
use super::stand_ins::stand_for;
use super::uncalled::allow_for_call;
use crate::flask::{self, Context, Deployment, FACTORIES, GapKind, Load, MadeBy, Origin, Setting};
use crate::source::{Sources, Span};
use crate::value::{Data, Value};
use ways::{Known, rank};

/// Whether a module is there for servers alone, as `wsgi.py` is.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Server {
    None,
    /// What it is told may select any profile.
    Open,
    /// It is said what it is told that selects a profile.
    Told,
}

/// What one entry reaches.
pub(super) struct Reached {
    pub(super) deployments: Vec<Deployment>,
    /// Whether importing a module is enough, as a server does.
    pub(super) import: Import,
    pub(super) server: Server,
    /// Whether the module is neither a test's nor an example's.
    pub(super) is_program: bool,
    /// The name of the function that it starts with.
    pub(super) function: Option<Span>,
    /// The apps of modules that the function returns, by place.
    pub(super) returned: BTreeSet<Span>,
    /// The apps of modules that the function may configure, by place.
    pub(super) configured: BTreeSet<Span>,
    /// The places in question that it runs, those of functions that are entries too among them.
    pub(super) called: BTreeSet<Span>,
    /// What it runs of the functions that register views.
    pub(super) registrations: Registrations,
    /// Whether it is a file that was run without what it imports, since that is too large.
    pub(super) by_itself: bool,
}

/// A deployment, and which entry reaches it.
struct Candidate {
    entry: usize,
    import: Import,
    /// Whether a function returns it that a server may call, once it has configured it.
    is_returned: bool,
    deployed: Deployed,
    /// Whether it is a profile for tests that a file of the program starts a server with.
    is_started_for_tests: bool,
    /// The function that nobody is seen to call, where it does not make the app but may configure it.
    configurer: Option<Span>,
    /// The functions that are entries too and that it calls.
    called: Rc<BTreeSet<Span>>,
    deployment: Deployment,
}

/// Whether what servers alone import ends with an app.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Deployed {
    Never,
    /// Where the environment selects it.
    Selected,
    /// Where the environment selects nothing.
    ByDefault,
}

impl Candidate {
    fn of(entry: usize, reached: Reached) -> impl Iterator<Item = Self> {
        let Reached { deployments, import, server, is_program, function, returned, configured, called, .. } = reached;
        let called = Rc::new(called);
        deployments.into_iter().map(move |deployment| {
            let is_returned = returned.contains(&deployment.app.span);
            let deployed = match server {
                Server::Open | Server::Told if deployment.made_by != MadeBy::Server => Deployed::Never,
                Server::Open | Server::Told if deployment.is_default => Deployed::ByDefault,
                Server::Open => Deployed::Selected,
                Server::Told | Server::None => Deployed::Never,
            };
            let is_of_program = is_program && import == Import::Served;
            let is_run = deployment.runs.iter().any(|run| !run.is_wrapper);
            let is_started_for_tests = is_of_program && is_run && is_default_of_tests(&deployment);
            let configurer = function.filter(|_| configured.contains(&deployment.app.span));
            let called = Rc::clone(&called);
            Self { entry, import, is_returned, deployed, is_started_for_tests, configurer, called, deployment }
        })
    }

    /// Whether a server imports the module that makes it.
    fn by_import(&self) -> bool {
        self.import == Import::Served
    }

    /// Whether what servers alone import ends with it.
    fn is_deployed(&self) -> bool {
        self.deployed != Deployed::Never
    }

    /// Whether a program of the project makes it for a server that imports the program.
    fn is_served(&self) -> bool {
        self.by_import() && self.deployment.made_by == MadeBy::Server && self.deployment.context.is_program()
    }
}

/// Orders deployments, drops repetitions, and marks those that production may be.
pub(super) fn select(reached: Vec<Reached>, sources: &Sources) -> Vec<Deployment> {
    let mut candidates: Vec<Candidate> = without_partial(reached)
        .into_iter()
        .enumerate()
        .flat_map(|(entry, reached)| Candidate::of(entry, reached))
        .collect();
    let written = candidates.iter().filter(|one| !is_bare(&one.deployment));
    let configured: BTreeSet<(usize, Span)> = written.map(|one| (one.entry, one.deployment.app.span)).collect();
    let known = Known::of(&candidates);
    candidates.sort_by_cached_key(|candidate| rank(candidate, &known, sources));
    let mut by_app: Vec<Vec<Candidate>> = Vec::new();
    for mut candidate in candidates {
        let span = candidate.deployment.app.span;
        match by_app.last_mut().filter(|known| known.iter().any(|one| one.deployment.app.span == span)) {
            Some(known) => match known.iter_mut().find(|one| is_same(one, &candidate)) {
                Some(one) => {
                    if goes_on_after(&candidate, one) {
                        std::mem::swap(&mut one.deployment, &mut candidate.deployment);
                    }
                    one.deployed = one.deployed.max(candidate.deployed);
                    one.is_started_for_tests |= candidate.is_started_for_tests;
                    if one.is_returned && candidate.by_import() {
                        one.import = Import::Served;
                    }
                    if let (None, Some(function)) = (one.configurer, candidate.configurer)
                        && candidate.deployment.context.is_program()
                        && !one.is_deployed()
                        && !one.called.contains(&function)
                    {
                        allow_for_call(
                            &mut one.deployment,
                            &candidate.deployment,
                            sources.file(function.file).slice(function),
                        );
                    }
                    stand_for(&mut one.deployment, candidate.deployment, candidate.import);
                }
                None => known.push(candidate),
            },
            None => by_app.push(vec![candidate]),
        }
    }
    let is_serving = |one: &Candidate| one.is_served() && one.deployment.serves;
    let serving: BTreeSet<Span> =
        by_app.iter().flatten().filter(|one| is_serving(one)).map(|one| one.deployment.app.span).collect();
    let by_app = by_app.into_iter().map(without_supposed).map(|candidates| without_bare(candidates, &configured));
    by_app.flat_map(|candidates| mark(candidates, &serving)).collect()
}

/// What a file makes by itself counts only where no run that follows its imports reaches the app.
fn without_partial(mut reached: Vec<Reached>) -> Vec<Reached> {
    let whole = reached.iter().filter(|reached| !reached.by_itself).flat_map(|reached| &reached.deployments);
    let whole: BTreeSet<Span> = whole.map(|one| one.app.span).collect();
    for partial in reached.iter_mut().filter(|reached| reached.by_itself) {
        partial.deployments.retain(|one| !whole.contains(&one.app.span));
    }
    reached
}

/// What a server imports is what runs by default, what is there for servers alone before all else; not what we call.
fn with_one_default(candidates: Vec<Candidate>) -> Vec<Deployment> {
    let is_imported = candidates.iter().any(|one| one.by_import() && one.deployment.is_default);
    let is_by_default = |one: &Candidate| one.deployed == Deployed::ByDefault;
    let is_deployed = candidates.iter().any(|one| is_by_default(one) && one.deployment.is_default);
    let settle = |one: Candidate| Deployment {
        is_default: one.deployment.is_default
            && (one.by_import() || !is_imported)
            && (is_by_default(&one) || !is_deployed),
        ..one.deployment
    };
    candidates.into_iter().map(settle).collect()
}

/// Where a function configures the app of its module, a program that only imports the module is not what runs: it leaves the
/// app without settings, or without the views that the function gives it. Of the entries that are `configured`, an app that one of their profiles leaves as it is counts.
fn without_bare(mut candidates: Vec<Candidate>, configured: &BTreeSet<(usize, Span)>) -> Vec<Candidate> {
    let is_configured = |one: &Candidate| {
        let deployment = &one.deployment;
        deployment.is_default && deployment.context.is_program() && !is_bare(deployment)
    };
    if candidates.iter().any(is_configured) {
        let gives_views = |one: &Candidate| one.configurer.is_some() && one.deployment.serves;
        let has_views_given = candidates.iter().any(|one| is_configured(one) && gives_views(one));
        let lacks_views = |one: &Candidate| !one.deployment.serves && one.deployment.runs.is_empty();
        let is_left_alone =
            |one: &Candidate| is_bare(&one.deployment) || has_views_given && lacks_views(one) && !one.is_deployed();
        candidates.retain(|one| {
            let is_profile = !one.deployment.is_default && configured.contains(&(one.entry, one.deployment.app.span));
            is_profile || !is_left_alone(one)
        });
    }
    candidates
}

/// Where a server's program says what the factory loads, a class that is named for nothing is not supposed to be it,
/// unless the program may load that, too.
fn without_supposed(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let served = candidates.iter().filter(|one| one.is_served()).flat_map(|one| &one.deployment.loads);
    let said: Vec<Load> = served.filter(|load| !load.is_supposed).cloned().collect();
    candidates.retain(|one| {
        let is_said = |load: &Load| said.iter().any(|other| (other.at, &other.from) == (load.at, &load.from));
        let is_beside =
            |load: &Load| load.is_supposed && said.iter().any(|other| other.at == load.at) && !is_said(load);
        one.deployment.context != Context::Unnamed || !one.deployment.loads.last().is_some_and(is_beside)
    });
    candidates
}

/// Whether nothing has been written to the configuration, as far as we see.
fn is_bare(deployment: &Deployment) -> bool {
    deployment.gaps.is_empty() && deployment.settings.values().all(|setting| setting.origin == Origin::Default)
}

/// The same app in the same profile: of several ways to it, the one that writes most of it stands for all. One
/// entry reaches it twice only if something else that is chosen differs.
fn is_same(one: &Candidate, other: &Candidate) -> bool {
    let are_named_alike =
        one.deployment.profile == other.deployment.profile && one.deployment.context == other.deployment.context;
    let may_differ = one.entry == other.entry || are_apart(one, other);
    are_named_alike && (!may_differ || is_configured_alike(&one.deployment, &other.deployment))
}

/// Whether two modules call one factory, each for an app of its own: none of them is more of a server's than the other.
fn are_apart(one: &Candidate, other: &Candidate) -> bool {
    let calls = one.deployment.called_at.zip(other.deployment.called_at);
    let are_alike = one.is_deployed() == other.is_deployed() && one.is_served() && other.is_served();
    are_alike && calls.is_some_and(|(one, other)| one != other)
}

fn is_configured_alike(one: &Deployment, other: &Deployment) -> bool {
    one.settings.len() == other.settings.len()
        && one.settings.iter().all(|(key, setting)| {
            other.settings.get(key).is_some_and(|other| {
                setting.origin == other.origin && setting.value_by_default().data == other.value_by_default().data
            })
        })
}

/// Whether a way that was not followed to its end configures the app after another one has left it so. What it ends with
/// is not known, but it is not what the other one ends with.
fn goes_on_after(cut: &Candidate, whole: &Candidate) -> bool {
    let is_cut = |one: &Candidate| one.deployment.gaps.iter().any(|gap| gap.kind == GapKind::Rest);
    let reach = |one: &Candidate| (one.import, one.deployment.made_by, one.deployment.is_default);
    let writes_more = || {
        cut.deployment.settings.iter().any(|(key, setting)| {
            let known = whole.deployment.settings.get(key).map(places_of).unwrap_or_default();
            places_of(setting).iter().any(|place| !known.contains(place))
        })
    };
    is_cut(cut) && !is_cut(whole) && reach(cut) == reach(whole) && writes_more()
}

/// Where what is known of a setting was written.
fn places_of(setting: &Setting) -> Vec<Span> {
    let is_known = |value: &&Value| !matches!(value.data, Data::Unknown(_));
    setting.value.alternatives().into_iter().filter(is_known).filter_map(|value| value.trail.end()).collect()
}

/// Whether a script makes the app for a purpose of its own, and starts no server: to write down its routes.
fn is_for_script(deployment: &Deployment) -> bool {
    deployment.made_by == MadeBy::Script && deployment.runs.iter().all(|run| run.is_wrapper)
}

/// Whether an app only lends its context to code that runs by hand: nothing that a server imports makes it, nor a factory
/// that `flask run` finds by its name, and it answers nothing.
fn is_for_context(candidates: &[Candidate]) -> bool {
    // `find_best_app` of Flask 3.1.
    let is_found = |one: &Deployment| one.app.factory.as_deref().is_some_and(|name| FACTORIES.contains(&name));
    let is_of_server =
        |one: &Candidate| one.deployment.made_by == MadeBy::Server && (one.by_import() || is_found(&one.deployment));
    candidates.iter().all(|one| !is_of_server(one) && !one.deployment.serves && one.deployment.runs.is_empty())
}

/// Whether a server's module ends with it: of the profiles for tests, only one that it loads by default.
fn is_loaded(candidate: &Candidate) -> bool {
    let is_of_tests = candidate.deployment.context == Context::Testing;
    candidate.is_deployed() && (!is_of_tests || is_default_of_tests(&candidate.deployment))
}

/// Whether it is a profile for tests, and what runs by default; no script's purpose of its own.
fn is_default_of_tests(deployment: &Deployment) -> bool {
    let Deployment { context, is_default, profile, .. } = deployment;
    *context == Context::Testing && *is_default && profile.is_some() && !is_for_script(deployment)
}

/// Whether a profile is for changes of the database, by its name, or for builds, which nobody selects by default.
fn is_for_work_beside(deployment: &Deployment) -> bool {
    let is_meant = |name: &str| flask::is_for_migrations(name) || !deployment.is_default && flask::is_for_builds(name);
    deployment.context == Context::Unnamed && deployment.profile.as_deref().is_some_and(is_meant)
}

/// Whether an app is what a function leaves that nobody calls with what we do not know: the program is seen to call it.
fn is_called_by(one: &Candidate, others: &[Candidate]) -> bool {
    let Some(function) = one.configurer else { return false };
    others.iter().any(|other| other.called.contains(&function) && other.deployment.context.is_program())
}

/// Production and unnamed profiles are judged; development's where there is nothing else to deploy (no other app among
/// those that are `serving`, no other profile), or where it is what `wsgi.py` deploys. So is that of tests which it loads, or
/// which a script serves where the other profiles are for work on the project and none of them runs by default.
fn mark(candidates: Vec<Candidate>, serving: &BTreeSet<Span>) -> Vec<Deployment> {
    let is_served = candidates.iter().any(Candidate::is_served);
    let is_aside = !serving.is_empty() && is_for_context(&candidates);
    let loaded = || candidates.iter().filter(|one| is_loaded(one)).map(|one| one.deployment.context);
    let is_local = loaded().any(Context::is_local) && !loaded().any(Context::is_deployable);
    let is_other = |one: &Candidate| match one.deployment.context {
        Context::Production | Context::Unnamed => true,
        Context::Development => one.deployment.is_default && one.by_import(),
        Context::Testing | Context::Example => false,
    };
    let is_started = !candidates.iter().any(is_other);
    let is_deployed = |one: &Candidate| is_local && is_loaded(one) || is_started && one.is_started_for_tests;
    let is_deployed: Vec<bool> = candidates.iter().map(is_deployed).collect();
    let is_for_tests =
        is_local && !candidates.iter().any(|one| is_loaded(one) && one.deployment.context != Context::Testing);
    let counts: Vec<bool> = candidates.iter().map(|one| !is_called_by(one, &candidates)).collect();
    let mut deployments = with_one_default(candidates);
    set_tests_apart(&mut deployments);
    share_guards(&mut deployments);
    let any = deployments.iter().zip(counts).any(|(one, counts)| counts && one.context.is_deployable());
    let any_other = deployments.iter().any(|one| one.context.is_deployable() && !is_for_work_beside(one));
    for (deployment, is_deployed) in deployments.iter_mut().zip(is_deployed) {
        let context = deployment.context;
        deployment.is_judged &=
            is_deployed || if any { context.is_deployable() } else { context == Context::Development && !is_for_tests };
        deployment.is_judged &= !(is_served && context == Context::Unnamed && is_for_script(deployment));
        deployment.is_judged &= !(is_aside || any_other && is_for_work_beside(deployment));
    }
    deployments
}
