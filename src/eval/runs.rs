//! Runs entries in all their worlds. What the entries of one file have in common is run once: its body; what
//! those of several files have in common is for `preludes` to say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::budget::{fuel_of_each, fuel_of_test, fuel_of_trial, fuel_of_worlds};
use super::deploy::context_of_path;
use super::entries::{Entry, Import};
use super::judged::{Reached, Server};
use super::launch::Start;
use super::machine::{App, AppRole, Machine};
use super::made::{
    Made, Supposed, without_abstract, without_decided, without_guessed, without_undecided, without_unstated,
};
use super::preludes::Preludes;
use super::procfile::{Served, served_as, served_near};
use super::program::Program;
use super::reach::Chance;
use super::registrations::Registrations;
use super::world::{
    Assumptions, Choice, MOST_WORLDS, Subject, is_default_name, is_of_another, is_switched_on, successors,
};
use crate::flask::{Context, Deployment, Limit};
use crate::source::{FileId, Span, is_for_server};

/// What all `entries` reach, in their order, each with those of `places` that it runs: of functions, or the beginnings of
/// files.
pub(super) fn run_all(program: &Program<'_>, entries: &[Entry], places: &[Span]) -> Vec<Reached> {
    let mut by_file: BTreeMap<FileId, Vec<(usize, &Entry)>> = BTreeMap::new();
    for (order, entry) in entries.iter().enumerate() {
        by_file.entry(entry.file).or_default().push((order, entry));
    }
    let files: BTreeSet<FileId> = by_file.keys().copied().collect();
    let context = |file: &FileId| context_of_path(&program.sources.file(*file).path, program);
    let contexts: BTreeMap<FileId, Context> = files.iter().map(|file| (*file, context(file))).collect();
    let is_program = |file: &FileId| contexts[file].is_program();
    let runs = entries.iter().filter(|entry| entry.chance != Chance::None);
    let (programs, tests): (Vec<&Entry>, Vec<&Entry>) = runs.partition(|entry| is_program(&entry.file));
    let fuel = fuel_of_each(programs.len());
    let fuel_of_test = fuel_of_test(tests.len());
    let preludes = Preludes::of(program, files);
    let run_group = |(file, entries): (&FileId, &Vec<(usize, &Entry)>)| {
        let is_test = contexts[file] == Context::Testing;
        let path = &program.sources.file(*file).path;
        let served = served_near(program, *file);
        let is_named = |served: &Served| served.path == *path;
        let is_deployed = !is_test && (is_for_server(path) || served.is_some_and(is_named));
        let is_no_example = served.is_some_and(|one| is_named(one) && !one.is_of_example);
        let fuel = if is_no_example || is_program(file) { fuel } else { fuel_of_test };
        // Where it is said what a server loads, whatever else makes the app does so by hand.
        let is_aside = !is_deployed && served.is_some_and(|served| served.is_all);
        let group = Group { program, preludes: &preludes, file: *file, is_test, loaded: Mutex::default(), places };
        let run = |(order, entry): &(usize, &Entry)| {
            let mut noted = Noted::default();
            let mut deployments = try_entry(&group, entry, fuel, &mut noted);
            if is_no_example && entry.import == Import::Served {
                for deployment in &mut deployments {
                    set_apart_from_examples(deployment, program);
                }
            }
            let import = if is_aside && entry.import == Import::Served { Import::Called } else { entry.import };
            let is_told = || served.is_some_and(|served| is_named(served) && tells_all(served, &noted.selecting));
            let for_servers = match import == Import::Served && is_deployed {
                true if is_told() => Server::Told,
                true => Server::Open,
                false => Server::None,
            };
            let Noted { called, registrations, returned, configured, by_itself, .. } = noted;
            let function = entry.start.span();
            let reached = Reached {
                deployments,
                import,
                server: for_servers,
                is_program: is_program(file),
                function,
                returned,
                configured,
                called,
                registrations,
                by_itself,
            };
            (*order, reached)
        };
        let reached: Vec<_> = entries.par_iter().with_max_len(1).map(run).collect();
        preludes.release(*file);
        reached
    };
    // One by one: what a processor has begun no other can share with it, and a file may take a thousand times as long as
    // the next.
    let groups: Vec<_> = by_file.iter().collect();
    let mut found: Vec<(usize, Reached)> = groups.into_par_iter().with_max_len(1).flat_map(run_group).collect();
    found.sort_by_key(|(order, ..)| *order);
    found.into_iter().map(|(_, reached)| reached).collect()
}

/// Whether the file that says what is served lists the variables, and all that select a profile have a value there, or none
/// at all.
fn tells_all(served: &Served, selecting: &BTreeSet<Subject>) -> bool {
    let Some(listed) = &served.variables else { return false };
    let is_told = |subject: &Subject| match subject {
        Subject::Environment(name) => served.environment.contains_key(subject) || !listed.contains(name),
        Subject::Argument(_) | Subject::Site(_) => false,
    };
    selecting.iter().all(is_told)
}

/// What is served is no example, whatever its folder is called.
fn set_apart_from_examples(deployment: &mut Deployment, program: &Program<'_>) {
    if deployment.context == Context::Example {
        let of_profile = deployment.profile.as_ref().map(|name| program.profiles.of_name(name));
        deployment.context = of_profile.unwrap_or(Context::Unnamed);
    }
}

/// What is noted of an entry besides its deployments.
#[derive(Default)]
struct Noted {
    /// What it runs of the places in question.
    called: BTreeSet<Span>,
    /// What it runs of the functions that register views.
    registrations: Registrations,
    /// The apps of modules that it returns, by place.
    returned: BTreeSet<Span>,
    /// The apps of modules that the function finds, by place.
    configured: BTreeSet<Span>,
    /// What selects its profiles.
    selecting: BTreeSet<Subject>,
    /// Whether its file was run without what it imports.
    by_itself: bool,
    /// Whether it was not followed to its end.
    is_cut: bool,
    /// Whether it does not end with an exception where nothing is assumed.
    runs_by_default: bool,
    /// Its function, if the script that its file is has called it, where others may choose what it is given.
    again: Option<Span>,
}

/// Runs an entry that hardly can make an app as far as it takes to see that it makes none, others all the way.
fn try_entry(group: &Group<'_, '_>, entry: &Entry, fuel: u64, noted: &mut Noted) -> Vec<Deployment> {
    match entry.chance {
        Chance::None => return Vec::new(),
        Chance::Slim | Chance::Remote => {
            let is_empty = run_entry(group, entry, fuel_of_trial(fuel), noted).is_empty();
            let is_cut = std::mem::take(&mut noted.is_cut);
            noted.by_itself = false;
            // A program that goes on may set the key yet; of a test that matters to nobody.
            if is_empty && (!is_cut || group.is_test || entry.chance == Chance::Remote) {
                return Vec::new();
            }
        }
        Chance::Likely => {}
    }
    let mut deployments = run_entry(group, entry, fuel, noted);
    if let Some(span) = noted.again {
        let again = Entry { start: Start::Again(span), ..entry.clone() };
        deployments.extend(run_entry(group, &again, fuel, noted));
    }
    deployments
}

/// Runs one entry in all its worlds, each with `fuel` as long as all together burn no more than a few of them may.
fn run_entry(group: &Group<'_, '_>, entry: &Entry, fuel: u64, noted: &mut Noted) -> Vec<Deployment> {
    let mut left = fuel_of_worlds(fuel);
    let mut deployments = Vec::new();
    let mut undecided = Vec::new();
    // What is made without assumptions comes first.
    let (mut of_default, mut decided) = (0, BTreeSet::new());
    // Each with whether it is what runs when the environment sets nothing but what is said where the program is started.
    let stated = stated_for(group, entry);
    let is_stated = !stated.is_empty();
    let mut worlds = vec![(Assumptions::new(), !is_stated)];
    worlds.extend(is_stated.then_some((stated, true)));
    let mut next = 0;
    let mut is_cut = false;
    while let Some((assumptions, is_default)) = worlds.get(next).cloned() {
        next += 1;
        let (found, choices, burnt) = group.run_world(entry, &assumptions, fuel.min(left), noted);
        left -= burnt;
        let (counts, more) = successors(&assumptions, &choices);
        let has_named_default = !counts || choices.iter().any(Choice::has_named_default);
        if counts {
            let is_default = is_default && !has_named_default;
            let ends_early = found.ends_early;
            if assumptions.is_empty() {
                undecided = found.undecided;
                noted.runs_by_default = !ends_early;
            }
            let apps = found.made.iter().map(|one| one.deployment.app.span);
            decided.extend(apps.flat_map(|app| assumptions.keys().map(move |subject| (app, subject.clone()))));
            deployments.extend(found.made.into_iter().map(|mut one| {
                one.deployment.is_default = is_default;
                (one, ends_early)
            }));
            if assumptions.is_empty() {
                of_default = deployments.len();
            }
        }
        // A test says which of the profiles it runs.
        let more = if counts && group.is_test { Vec::new() } else { more };
        for world in more {
            // Where nothing is selected without being told, the option called default is meant to be.
            let chosen = world.iter().filter(|(subject, _)| !assumptions.contains_key(subject));
            let is_named_default = has_named_default && chosen.into_iter().all(|(_, option)| is_default_name(option));
            if worlds.iter().any(|(known, _)| *known == world) {
                continue;
            }
            is_cut |= worlds.len() == MOST_WORLDS;
            if worlds.len() < MOST_WORLDS {
                worlds.push((world, is_default && is_named_default));
            }
        }
    }
    noted.selecting.extend(worlds.into_iter().flat_map(|(world, _)| world.into_keys()));
    let deployments = without_decided(without_guessed(deployments), of_default, &decided);
    let deployments = if is_stated { without_unstated(deployments) } else { deployments };
    let mut deployments = without_undecided(without_abstract(deployments), &undecided);
    for deployment in deployments.iter_mut().filter(|_| is_cut) {
        let message = format!("more than {MOST_WORLDS} variants of the configuration: the others are not told apart");
        deployment.limits.push(Limit { span: deployment.app.span, message });
    }
    deployments
}

/// What the command that starts the program says of the variables that select a configuration.
fn stated_for(group: &Group<'_, '_>, entry: &Entry) -> Assumptions {
    let is_started = entry.import == Import::Served && entry.start == Start::Body;
    served_as(group.program, group.file)
        .filter(|_| is_started)
        .map(|served| served.environment.clone())
        .unwrap_or_default()
}

/// What one world yields.
struct Found {
    made: Vec<Made>,
    /// The apps that one of several classes configures, by place.
    undecided: Vec<Span>,
    /// Whether the program ends with an exception of those that say that something is missing.
    ends_early: bool,
}

/// What one file's entries share: the machines that have run its body.
struct Group<'p, 'a> {
    program: &'p Program<'p>,
    preludes: &'a Preludes<'p>,
    file: FileId,
    is_test: bool,
    loaded: Mutex<Vec<Machine<'p>>>,
    /// Of what it is asked whether anything runs it.
    places: &'a [Span],
}

impl<'p> Group<'p, '_> {
    /// A machine that has run the file's body under `assumptions`, and started with `fuel`.
    fn loaded(&self, assumptions: &Assumptions, fuel: u64) -> Machine<'p> {
        // Whoever wants the same waits for it rather than do it too.
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = loaded.iter().find_map(|machine| machine.in_world(assumptions, fuel)) {
            return known;
        }
        let mut machine = self.preludes.machine(self.program, self.file, assumptions, fuel);
        machine.run_entry_module(self.file);
        machine.freeze();
        loaded.push(machine.clone());
        machine
    }

    /// Runs `entry` in one world, and adds to `noted` what that runs of the places in question.
    fn run_world(
        &self,
        entry: &Entry,
        assumptions: &Assumptions,
        fuel: u64,
        noted: &mut Noted,
    ) -> (Found, Vec<Choice>, u64) {
        let (is_switched_on, is_of_another) = (is_switched_on(assumptions), is_of_another(assumptions));
        let is_named = !is_switched_on && !is_of_another;
        let is_path = |option: &&Arc<str>| Path::new(&***option).is_absolute();
        let profile = assumptions.values().find(|option| !is_path(option)).filter(|_| is_named).cloned();
        let mut machine = self.loaded(assumptions, fuel);
        if let Start::Function(span) | Start::Method(span) = &entry.start
            && !machine.has_called(span)
            && self.program.profiles.of_name(self.program.sources.file(self.file).slice(*span)).is_deployable()
        {
            noted.configured.extend(machine.apps.iter().map(|app| app.span));
        }
        if let (Start::Function(span), true) = (&entry.start, assumptions.is_empty()) {
            noted.again = machine.leaves_choice(span).then_some(*span);
        }
        let first = entry.start.first_app(machine.apps.len(), assumptions);
        let returned = machine.start(&entry.start);
        let mut wanted = machine.named_app(entry.name.as_ref());
        noted.returned.extend(returned.map(|app| machine.apps[app as usize].span));
        let burnt = fuel - machine.fuel;
        let at_requests = machine.places_of_hooks();
        let is_called = |place: &&Span| machine.has_called(place) || at_requests.contains(place);
        noted.called.extend(self.places.iter().filter(is_called));
        if !self.is_test {
            // What tests run says nothing of the program.
            machine.note_registrations(&mut noted.registrations);
        }
        noted.is_cut |= machine.left_off().is_some();
        let is_without_apps = machine.apps.iter().all(|app| app.role == AppRole::BareConfig);
        if let (Some(span), true) = (machine.left_off(), is_without_apps) {
            noted.by_itself = true;
            machine = Machine::alone(self.program, self.file, assumptions, fuel_of_trial(fuel), span);
            machine.start(&entry.start);
            wanted = machine.named_app(entry.name.as_ref());
        } else if !self.is_test {
            // What only tests import is run by something else.
            let loaded = machine.loaded_files();
            let is_loaded = |place: &&Span| place.end == 0 && loaded.contains(&place.file);
            noted.called.extend(self.places.iter().filter(is_loaded));
        }
        machine.refuse_rest();
        machine.forget_choices_by_keys();
        machine.drop_doubted_choices();
        if assumptions.is_empty() {
            machine.note_other_values();
        }
        let by_default = || machine.choices.iter().find_map(|choice| choice.default.clone());
        let profile = if is_named { profile.or_else(by_default) } else { None };
        machine.settle_stops(noted.runs_by_default);
        let deployments = machine.deployments(profile.as_ref().filter(|profile| !profile.is_empty()));
        // One for each app, in their order.
        let with_apps = deployments.into_iter().zip(&machine.apps).enumerate();
        let is_wanted = |at: usize, app: &App| match (&entry.name, wanted) {
            (Some(_), wanted) => wanted.is_some_and(|wanted| wanted as usize == at),
            (None, _) => app.role == AppRole::Own,
        };
        let mut made: Vec<Made> = with_apps
            .filter(|(at, (_, app))| first.is_some_and(|first| *at >= first) && is_wanted(*at, app))
            .map(|(_, (deployment, app))| Made {
                supposes: Supposed::of(assumptions),
                deployment,
                deciders: app.deciders.clone(),
            })
            .collect();
        if is_switched_on && stated_for(self, entry) != *assumptions {
            // What a switch loads that nobody is seen to use is a profile, if it is a class that is named for one.
            made.retain(|one| one.deployment.profile.is_some());
        }
        if is_of_another && !machine.stopped.is_empty() {
            // The program refuses whatever it does not ask for.
            made.clear();
        }
        let ends_early = machine.stops().next().is_some();
        let undecided =
            machine.apps.iter().filter(|app| machine.has_undecided_profile(app)).map(|app| app.span).collect();
        (Found { made, undecided, ends_early }, machine.choices, burnt)
    }
}
