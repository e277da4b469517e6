//! Of several ways to the same app the one that stands for all. What the others add to it is for `stand_ins` to say.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Candidate, is_bare, is_for_script};
use crate::eval::entries::Import;
use crate::flask::{Context, MadeBy, Origin, Setting, State};
use crate::source::{Sources, Span};

/// How an app is reached; the least stands for the others.
pub(super) type Way = (bool, bool, bool, bool, [Reverse<usize>; 3]);

/// By place, context and profile; of the same, what a server loads comes before a script, what importing a module makes
/// before what a function makes that only we call, and then the way that is known to write and to use most. Where only
/// scripts call a factory, those that serve it come before what it returns by itself. What a module ends with that is there
/// for servers comes before what others do to the app, however much that is; one that only imports it says nothing. What a
/// function returns that configures it comes before what nobody configured so, unless a server's module has it without that.
pub(super) fn rank(
    candidate: &Candidate,
    known: &Known,
    sources: &Sources,
) -> (String, u32, Context, Option<String>, Way) {
    let Candidate { import, is_returned, deployment, .. } = candidate;
    let is_known = |setting: &&Setting| setting.origin == Origin::Written && setting.state() != State::Unknown;
    let values = deployment.settings.values();
    let written = values.clone().filter(is_known).count();
    let written_somewhere = values.filter(|setting| !setting.value.trail.is_empty()).count();
    let span = deployment.app.span;
    let file = sources.file(span.file).name.clone();
    let profile = deployment.profile.clone();
    let is_of_script = deployment.made_by == MadeBy::Script;
    let is_aside = is_for_script(deployment);
    let is_after = if known.served.contains(&span) { is_of_script } else { !is_of_script || is_aside };
    let is_called_by_server = *is_returned && !known.deployed.contains(&span);
    let is_enough = match import {
        Import::Served => true,
        Import::Leading => !known.called.contains(&span),
        Import::Called => false,
    };
    let is_imported = (is_enough || is_called_by_server) && !is_aside;
    let is_of_server = candidate.is_deployed() && (deployment.called_at.is_some() || !is_bare(deployment));
    let most = [written, deployment.extensions.len(), written_somewhere].map(Reverse);
    let way = (is_after, !deployment.is_default, !is_imported, !is_of_server, most);
    (file, span.start, deployment.context, profile, way)
}

/// What is known of the ways to apps, by their places.
pub(super) struct Known {
    /// Those that a program makes for a server.
    served: BTreeSet<Span>,
    /// Those that a module has which is there for servers.
    deployed: BTreeSet<Span>,
    /// Those that a function of the program makes or configures, if it is called.
    called: BTreeSet<Span>,
}

impl Known {
    pub(super) fn of(candidates: &[Candidate]) -> Self {
        let places = |is_one: &dyn Fn(&Candidate) -> bool| {
            candidates.iter().filter(|one| is_one(one)).map(|one| one.deployment.app.span).collect()
        };
        Self {
            served: places(&Candidate::is_served),
            deployed: places(&Candidate::is_deployed),
            called: places(&|one| one.import == Import::Called && one.deployment.context.is_program()),
        }
    }
}
