//! Which of several apps a file's code is part of. An app has what its own file imports, directly or not, and what
//! imports that file; a file with none of the apps in this way may be part of each of them.
//!
//! It looks at imports alone. Where there is only one app, all code is its own, and nobody asks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::deploy::context_of_path;
use super::glances::names;
use super::linked::Linked;
use super::program::Program;
use super::registrations::Registrations;
use super::said_names::is_said;
use super::uses::Uses;
use crate::flask::{Context, Deployment, Evidence};
use crate::python::{Import, imports};
use crate::source::{FileId, Span};

/// The files of several apps.
pub(super) struct Owners<'p, 's> {
    program: &'p Program<'s>,
    /// The files that make the apps.
    makers: BTreeSet<FileId>,
    /// What their apps are called there.
    names: BTreeMap<FileId, BTreeSet<String>>,
}

impl<'p, 's> Owners<'p, 's> {
    /// Of the apps that these files make, or may make, by their names. A file that is only given an app has none.
    pub(super) fn among<'n>(program: &'p Program<'s>, apps: impl Iterator<Item = (FileId, &'n str)>) -> Self {
        let mut names: BTreeMap<FileId, BTreeSet<String>> = BTreeMap::new();
        for (file, name) in apps {
            names.entry(file).or_default().insert(name.to_owned());
        }
        let mut makers: BTreeSet<FileId> = names.keys().copied().collect();
        if makers.len() > 1 {
            makers.retain(|file| program.makes_apps(*file));
        }
        Self { program, makers, names }
    }

    /// Whether code in `file` may be part of the app that `app` makes.
    pub(super) fn may_share(&self, app: FileId, file: FileId) -> bool {
        if file == app || !self.tell_apart(app) {
            return true;
        }
        let owners = self.of(file);
        owners.is_empty() || owners.contains(&app)
    }

    /// Whether there are others than the app that this file makes.
    pub(super) fn tell_apart(&self, app: FileId) -> bool {
        self.makers.len() > 1 && self.makers.contains(&app)
    }

    /// The files whose apps the code in `file` is part of; none if nothing says so.
    pub(super) fn of(&self, file: FileId) -> BTreeSet<FileId> {
        if self.makers.len() < 2 {
            return BTreeSet::new();
        }
        let makers = || self.makers.iter().copied();
        let mut owners: BTreeSet<FileId> = makers().filter(|maker| self.program.reaches(*maker, file)).collect();
        // A file that makes an app has its views on that one, whatever it takes from others.
        if !self.makers.contains(&file) {
            let reached: Vec<FileId> = makers().filter(|maker| self.program.reaches(file, *maker)).collect();
            let passed_over = if reached.len() > 1 { self.passed_over(file) } else { BTreeSet::new() };
            owners.extend(reached.into_iter().filter(|file| !passed_over.contains(file)));
        }
        owners
    }

    /// The makers that `file` imports classes from alone, while it imports the app of another one.
    fn passed_over(&self, file: FileId) -> BTreeSet<FileId> {
        let source = self.program.sources.file(file);
        // Whether what is imported of a maker may be the app, or make it.
        let mut imported: BTreeMap<FileId, bool> = BTreeMap::new();
        let mut names_app = false;
        for (import, _) in imports(&source.text).into_iter().flatten() {
            let Import::From { level, module, names } = import else { continue };
            let found = self.program.find_import(&source.path, level, &module);
            names_app |= found.as_deref().is_some_and(|path| self.passes_on_app(path, &names));
            let maker = found.and_then(|path| self.program.sources.load(&path));
            if let Some((maker, apps)) = maker.and_then(|file| self.names.get_key_value(&file)) {
                *imported.entry(*maker).or_default() |= names.iter().any(|name| !name.starts_with(char::is_uppercase));
                names_app |= names.iter().any(|name| apps.contains(name));
            }
        }
        imported.into_iter().filter(|(_, may_be_app)| names_app && !may_be_app).map(|(maker, _)| maker).collect()
    }
}

impl Owners<'_, '_> {
    /// Whether one of the `names` is an app that a module below the package at `path` makes.
    fn passes_on_app(&self, path: &Path, names: &[String]) -> bool {
        let Some(folder) = path.parent().filter(|_| path.ends_with("__init__.py")) else { return false };
        let makers = self.names.iter().filter(|(_, apps)| names.iter().any(|name| apps.contains(name)));
        makers.into_iter().any(|(maker, _)| self.program.sources.file(*maker).path.starts_with(folder))
    }
}

/// Whether what `file` holds may be used by the code in `files`: all but what stands in a package that none of them names.
pub(super) fn may_be_used(program: &Program<'_>, file: FileId, mut files: impl Iterator<Item = FileId>) -> bool {
    let is_package = program.sources.file(file).path.ends_with("__init__.py");
    !is_package || files.any(|other| other != file && names(program, other, file))
}

/// The files that may register views of the app that `app` makes: itself, and what imports it and makes none.
fn roots_of(program: &Program<'_>, app: FileId, files: &[FileId]) -> BTreeSet<FileId> {
    let leads_to_app = |file: &FileId| !program.makes_apps(*file) && program.reaches(*file, app);
    files.par_iter().copied().filter(leads_to_app).chain([app]).collect()
}

/// What no module that an app loads shows, other files of its folder may, unless they are another app's. Only those of
/// the `seeds` that are `leading` to apps may register views of one.
pub(super) fn complete_uses<'d>(
    program: &Program<'_>,
    seeds: &[FileId],
    leading: &[FileId],
    registrations: &Registrations,
    deployments: impl Iterator<Item = &'d mut Deployment>,
) {
    let path_of = |file: FileId| program.sources.file(file).path.clone();
    let is_unnamed = |file: &FileId| context_of_path(&path_of(*file), program) == Context::Unnamed;
    let mut deployments: Vec<&mut Deployment> = deployments.collect();
    let makers: BTreeSet<FileId> = deployments.iter().map(|one| one.app.span.file).filter(is_unnamed).collect();
    let apps = deployments.iter().map(|one| (one.app.span.file, one.app.name.as_str()));
    let owners = Owners::among(program, apps.filter(|(file, _)| makers.contains(file)));
    let folder_of = |file: FileId| path_of(file).parent().map(PathBuf::from);
    let folders: BTreeSet<PathBuf> = deployments.iter().filter_map(|one| folder_of(one.app.span.file)).collect();
    let is_beside_app = |file: &FileId| path_of(*file).ancestors().any(|folder| folders.contains(folder));
    let unnamed = seeds.par_iter().copied().filter(is_unnamed);
    let (beside, elsewhere): (Vec<FileId>, Vec<FileId>) = unnamed.partition(is_beside_app);
    let elsewhere: Vec<(FileId, Option<Arc<Path>>)> =
        elsewhere.into_par_iter().map(|file| (file, outermost_package(program, file))).collect();
    spare_reads(program, &elsewhere, &mut deployments);
    let unrun = registrations.unrun(program, &beside);
    let showing = beside.into_par_iter().filter(|file| !program.uses(*file).is_empty());
    let is_used = |file: &FileId| makers.contains(file) || may_be_used(program, *file, seeds.iter().copied());
    let (showing, lent): (Vec<FileId>, Vec<FileId>) = showing.partition(is_used);
    let uses_something = |file: &FileId| !program.uses(*file).shows_no_use();
    let lent: Vec<PathBuf> = lent.into_iter().filter(uses_something).map(path_of).collect();
    let showing: Vec<(PathBuf, BTreeSet<FileId>, &Uses)> =
        showing.into_par_iter().map(|file| (path_of(file), owners.of(file), program.uses(file))).collect();
    let leading: Vec<FileId> = leading.iter().copied().filter(is_unnamed).collect();
    // An app that is not told apart from others may have all that its folder shows.
    let mut by_folder: BTreeMap<(PathBuf, bool), Uses> = BTreeMap::new();
    let by_app = by_maker(&showing, folder_of);
    let mut linked_by_app: BTreeMap<FileId, Linked<'_, '_>> = BTreeMap::new();
    for deployment in deployments {
        let app = deployment.app.span.file;
        let Some(folder) = folder_of(app) else { continue };
        let is_apart = owners.tell_apart(app);
        let of_app = || Linked::of(program, app, roots_of(program, app, &leading));
        let may_share = |file: FileId| owners.may_share(app, file);
        if unrun.may_give_blueprints(may_share) {
            deployment.foreign_views.clear();
        }
        if !deployment.serves {
            let linked = linked_by_app.entry(app).or_insert_with(of_app);
            let elsewhere = elsewhere.iter().map(|(file, _)| *file);
            let may_get_views = unrun.may_give_views(program, app, linked, elsewhere, may_share);
            deployment.session = if may_get_views { Evidence::Unknown } else { Evidence::Absent };
        }
        if deployment.session == Evidence::Absent {
            continue;
        }
        let of_folder = by_folder.entry((folder.clone(), is_apart)).or_insert_with(|| {
            let mut uses = Uses::default();
            let is_meant = |makers: &BTreeSet<FileId>| !is_apart || makers.is_empty();
            for (.., shown) in showing.iter().filter(|(path, makers, _)| is_meant(makers) && path.starts_with(&folder))
            {
                uses.complete(shown);
            }
            uses
        });
        let mut uses = by_app.get(&app).filter(|_| is_apart).cloned().unwrap_or_default();
        uses.complete(of_folder);
        uses.note_in(&mut deployment.extensions);
        uses.spare_in(&mut deployment.ignored, deployment.flask_version.release.flask);
        // Where the app was not followed to its end, the rest of its code may use it, and so may what is no seed yet.
        let is_cut = deployment.gaps.iter().any(|gap| gap.kind.is_rest());
        let is_whole = !is_cut && !lent.iter().any(|path| path.starts_with(&folder));
        let unwritten = || uses.read_session(deployment).unwrap_or(Evidence::Absent);
        let otherwise = if is_whole { unwritten() } else { Evidence::Unknown };
        let was_seen = deployment.session != Evidence::Unknown;
        if !was_seen {
            deployment.session = uses.session(deployment).unwrap_or(otherwise.clone());
        }
        // What an app imports for something else, another one may use, and nobody uses what nothing imports.
        if let (true, Evidence::Found(place, _)) = (is_apart || !was_seen, &deployment.session)
            && place.file != app
            && deployment.context.is_program()
        {
            let linked = linked_by_app.entry(app).or_insert_with(of_app);
            let is_its = |path: &Path, makers: &BTreeSet<FileId>| {
                if is_apart { makers.is_empty() || makers.contains(&app) } else { path.starts_with(&folder) }
            };
            let of_files = showing.iter().filter(|(path, makers, _)| is_its(path, makers));
            let shown = of_files.filter_map(|(.., shown)| shown.session(deployment));
            let may_be_any = was_seen || is_cut || deployment.packages.is_none();
            let may_have = |place: Span| may_be_any || linked.may_have(place.file);
            // A form in another app's file may be for the views of that one alone, and so may all that it leads to.
            let is_others = |place: Span| {
                let is_form = || owners.makers.contains(&place.file) && program.uses(place.file).has_form(place);
                place.file != app && (is_form() || linked.is_behind(&owners.makers, place.file))
            };
            let is_said = |place: Span| !is_apart || (!is_others(place) && is_said(program, &linked.roots, place));
            let all = std::iter::once(deployment.session.clone()).chain(shown);
            deployment.session = first_of(all, may_have, is_said).unwrap_or(otherwise);
        }
        // A function may bring the app together with another part of its package.
        let package = outermost_package(program, app);
        let is_linked =
            |file: FileId| !deployment.serves && linked_by_app.get(&app).is_some_and(|all| all.leads_to(file));
        let may_be_its = |file: FileId, around: &Option<Arc<Path>>| {
            (package.is_some() && *around == package || is_linked(file)) && may_share(file)
        };
        let uses_session = |file: FileId| program.uses(file).session(deployment).is_some();
        if matches!(deployment.session, Evidence::Absent | Evidence::OnlyRead(..))
            && elsewhere.iter().any(|(file, around)| may_be_its(*file, around) && uses_session(*file))
        {
            deployment.session = Evidence::Unknown;
        }
    }
}

/// Takes away what settings that nobody reads are said of, where a file reads them.
fn spare_reads(program: &Program<'_>, files: &[(FileId, Option<Arc<Path>>)], deployments: &mut [&mut Deployment]) {
    for deployment in deployments.iter_mut().filter(|one| !one.ignored.is_empty()) {
        let flask = deployment.flask_version.release.flask;
        for (file, _) in files {
            program.uses(*file).spare_own_reads(&mut deployment.ignored, flask);
        }
    }
}

/// What files in the folder of an app show that are part of it, by the file that makes it.
fn by_maker(
    showing: &[(PathBuf, BTreeSet<FileId>, &Uses)],
    folder_of: impl Fn(FileId) -> Option<PathBuf>,
) -> BTreeMap<FileId, Uses> {
    let mut all: BTreeMap<FileId, Uses> = BTreeMap::new();
    for (path, makers, shown) in showing {
        for maker in makers.iter().filter(|maker| folder_of(**maker).is_some_and(|folder| path.starts_with(folder))) {
            all.entry(*maker).or_default().complete(shown);
        }
    }
    all
}

/// The package around a file that no other is around.
fn outermost_package(program: &Program<'_>, file: FileId) -> Option<Arc<Path>> {
    let path = &program.sources.file(file).path;
    let own = || path.ends_with("__init__.py").then(|| path.as_path().into());
    program.packages_around(path).last().or_else(own)
}

/// The first evidence that an app may have and says; unknown if it says none of what it may have.
fn first_of(
    all: impl Iterator<Item = Evidence>,
    may_have: impl Fn(Span) -> bool,
    is_said: impl Fn(Span) -> bool,
) -> Option<Evidence> {
    let holds = |one: &Evidence, test: &dyn Fn(Span) -> bool| matches!(one, Evidence::Found(place, _) if test(*place));
    let mut had = all.filter(|one| holds(one, &may_have)).peekable();
    had.peek()?;
    Some(had.find(|one| holds(one, &is_said)).unwrap_or(Evidence::Unknown))
}
