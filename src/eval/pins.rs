//! Which Flask each app of a project runs under: what the nearest requirement, lock file or package
//! metadata upwards of the app says.
//!
//! It reads such files and chooses between what they say; how each is written is in `pins::files`.

mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::flask::{
    Basis, Context, Installed, Login, Release, Requirement, Talisman, Version, flask_versions, login_versions,
    talisman_versions, werkzeug_versions,
};
use crate::source::{FileId, Sources, Span};

use files::{Mention, Package};

/// The versions of a project, by the folder of the file that makes an app.
pub(super) struct Pins {
    given: Option<Installed>,
    by_folder: BTreeMap<PathBuf, Installed>,
}

/// Where a mention stands, in the order of how much it says.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// What an installer resolved.
    Lock,
    /// What the project asks for.
    Requirement,
    /// What it asks for in development, tests or documentation.
    Aside,
}

/// What one folder's files say of one package.
struct Stated {
    rank: Rank,
    mention: Mention,
    requirement: Requirement,
}

impl Pins {
    /// The versions that apps in the folders of `seeds` run under; `given` wins.
    pub(super) fn of(sources: &Sources, seeds: &[FileId], given: Option<Release>) -> Self {
        let given = given.map(|release| Installed { release, basis: Basis::Given, ..Installed::default() });
        let mut pins = Self { given, by_folder: BTreeMap::new() };
        if pins.given.is_some() {
            return pins;
        }
        let mut stated = BTreeMap::new();
        for seed in seeds {
            if let Some(folder) = sources.file(*seed).path.parent()
                && !pins.by_folder.contains_key(folder)
            {
                let installed = installed(sources, folder, &mut stated);
                pins.by_folder.insert(folder.to_path_buf(), installed);
            }
        }
        pins
    }

    /// The version that an app runs under that the file at `path` makes.
    pub(super) fn installed(&self, path: &Path) -> Installed {
        let nearest = || path.ancestors().skip(1).find_map(|folder| self.by_folder.get(folder));
        self.given.as_ref().or_else(nearest).cloned().unwrap_or_default()
    }
}

/// What the folders from `folder` up to the root say, nearest first.
fn installed(sources: &Sources, folder: &Path, known: &mut BTreeMap<PathBuf, Vec<Stated>>) -> Installed {
    let root = sources.root();
    let folders: Vec<&Path> = folder.ancestors().take_while(|one| one.starts_with(root)).collect();
    for one in &folders {
        if !known.contains_key(*one) {
            known.insert(one.to_path_buf(), stated_in(sources, one));
        }
    }
    let stated: Vec<&[Stated]> = folders.iter().filter_map(|one| known.get(*one)).map(Vec::as_slice).collect();
    let has_dotenv = stated.iter().any(|all| best(all, Package::Dotenv).is_some());
    let login = extension_in(&stated, Package::Login, login_versions()).map(Login);
    let talisman = extension_in(&stated, Package::Talisman, talisman_versions()).map(Talisman);
    let (login, talisman) = (login.unwrap_or_default(), talisman.unwrap_or_default());
    Installed { login, talisman, has_dotenv, ..flask_in(&stated) }
}

/// An extension of the nearest folder that names it: the version, or the newest of `versions` that is admitted.
fn extension_in(stated: &[&[Stated]], package: Package, versions: impl Iterator<Item = Version>) -> Option<Version> {
    let named = stated.iter().find(|all| best(all, package).is_some());
    let named = named.filter(|all| disputed(all, package).is_none());
    let specifiers = &best(named?, package)?.mention.specifiers;
    specifiers.exact().or_else(|| versions.filter(|version| specifiers.admits(*version)).last())
}

/// The Flask of the nearest folder that names it.
fn flask_in(stated: &[&[Stated]]) -> Installed {
    let names_flask = |all: &&[Stated]| all.iter().any(|one| one.mention.package == Package::Flask);
    let Some(at) = stated.iter().position(names_flask) else { return Installed::default() };
    let (here, above) = (stated[at], stated.get(at + 1..).unwrap_or_default());
    if let Some((lock, other)) = disputed(here, Package::Flask) {
        if let Some((version, newest)) = newest_of_one_minor(here) {
            return settled(version, Basis::Pinned(newest.requirement.clone()), here, newest);
        }
        let basis = Basis::Disputed(lock.requirement.clone(), other.requirement.clone());
        return Installed { basis, ..Installed::default() };
    }
    let Some(flask) = best(here, Package::Flask) else { return Installed::default() };
    if let Some(version) = flask.mention.specifiers.exact() {
        return settled(version, Basis::Pinned(flask.requirement.clone()), here, flask);
    }
    // The lock file of a workspace stands above its members.
    let locks = above.iter().flat_map(|all| all.iter().map(move |one| (*all, one)));
    for (all, lock) in locks.filter(|(_, one)| one.rank == Rank::Lock && one.mention.package == Package::Flask) {
        if let Some(version) = lock.mention.specifiers.exact().filter(|one| flask.mention.specifiers.admits(*one)) {
            return settled(version, Basis::Pinned(lock.requirement.clone()), all, lock);
        }
    }
    newest(here, flask)
}

/// The release with this Flask: a pin of Werkzeug beside it wins over the Werkzeug of its time.
fn settled(flask: Version, basis: Basis, all: &[Stated], by: &Stated) -> Installed {
    let pair = Release::of(flask);
    let beside = all.iter().filter(|one| one.rank == by.rank && one.mention.package == Package::Werkzeug);
    let stated = beside.max_by_key(|one| one.mention.specifiers.exact()).or_else(|| best(all, Package::Werkzeug));
    let werkzeug = stated.and_then(|stated| werkzeug_of(stated, pair));
    let release = Release { werkzeug: werkzeug.unwrap_or(pair.werkzeug), ..pair };
    Installed { release, basis, ..Installed::default() }
}

fn werkzeug_of(stated: &Stated, pair: Release) -> Option<Version> {
    let specifiers = &stated.mention.specifiers;
    let newest = || werkzeug_versions().filter(|version| specifiers.admits(*version)).last();
    specifiers.exact().or_else(|| specifiers.admits(pair.werkzeug).then_some(pair.werkzeug)).or_else(newest)
}

/// The newest release that satisfies what `flask` says, and that the pinned Werkzeug allows.
fn newest(here: &[Stated], flask: &Stated) -> Installed {
    let werkzeug = best(here, Package::Werkzeug).and_then(|one| one.mention.specifiers.exact());
    let is_possible = |flask: &Version| {
        let pair = Release::of(*flask);
        Release { werkzeug: werkzeug.unwrap_or(pair.werkzeug), ..pair }.is_possible()
    };
    let admitted = flask_versions().filter(|version| flask.mention.specifiers.admits(*version));
    let basis = || Basis::Newest(flask.requirement.clone());
    let possible: Vec<Installed> =
        admitted.filter(is_possible).map(|version| settled(version, basis(), here, flask)).collect();
    let admitted = possible.iter().map(|one| one.release).collect();
    possible.into_iter().next_back().map_or_else(Installed::default, |newest| Installed { admitted, ..newest })
}

/// A pin of a lock file and one of what the project asks for, if no two of them agree: either may be what is installed.
fn disputed(stated: &[Stated], package: Package) -> Option<(&Stated, &Stated)> {
    let pins = |rank: Rank| {
        let all = stated.iter().filter(move |one| one.rank == rank && one.mention.package == package);
        all.filter(|one| one.mention.specifiers.exact().is_some())
    };
    let is_same = |one: &Stated, other: &Stated| one.mention.specifiers.exact() == other.mention.specifiers.exact();
    let agree = pins(Rank::Lock).any(|lock| pins(Rank::Requirement).any(|other| is_same(lock, other)));
    pins(Rank::Lock).next().zip(pins(Rank::Requirement).next()).filter(|_| !agree)
}

/// The newest of the pins, where they are of one minor version: what is said of it holds for all of them.
fn newest_of_one_minor(stated: &[Stated]) -> Option<(Version, &Stated)> {
    let flask = stated.iter().filter(|one| one.rank != Rank::Aside && one.mention.package == Package::Flask);
    let pins: Vec<(Version, &Stated)> = flask.filter_map(|one| Some((one.mention.specifiers.exact()?, one))).collect();
    let (newest, by) = pins.iter().copied().max_by_key(|(version, _)| *version)?;
    let is_alike = |version: &Version| version.is_patch_of(newest);
    pins.iter().all(|(version, _)| is_alike(version)).then_some((newest, by))
}

/// The mention that decides: an exact one by rank, else the first that restricts, else any.
fn best(stated: &[Stated], package: Package) -> Option<&Stated> {
    let all = || stated.iter().filter(|one| one.mention.package == package);
    let exact = all().filter(|one| one.mention.specifiers.exact().is_some());
    // Lines for other Pythons give the older versions.
    let exact = exact.min_by_key(|one| (one.rank, std::cmp::Reverse(one.mention.specifiers.exact())));
    exact.or_else(|| all().find(|one| !one.mention.specifiers.is_empty())).or_else(|| all().next())
}

/// What the files of one folder say, best rank first.
fn stated_in(sources: &Sources, folder: &Path) -> Vec<Stated> {
    let mut candidates: Vec<(Rank, PathBuf)> = Vec::new();
    for folder in [folder.to_path_buf(), folder.join("requirements")] {
        for path in sources.files_in(&folder) {
            if let Some(rank) = rank(&path, folder.ends_with("requirements")) {
                candidates.push((rank, path));
            }
        }
    }
    candidates.sort_by_key(|(rank, path)| (*rank, !path.ends_with("requirements.txt")));
    let mut stated = Vec::new();
    for (rank, path) in candidates {
        let mut visited = Vec::new();
        collect(sources, &path, rank, &mut visited, &mut stated);
    }
    stated
}

fn collect(sources: &Sources, path: &Path, rank: Rank, visited: &mut Vec<FileId>, stated: &mut Vec<Stated>) {
    let Some(id) = sources.load_data(path) else { return };
    if visited.contains(&id) {
        return;
    }
    visited.push(id);
    let file = sources.file(id);
    let contents = files::read(path, &file.text);
    for mention in contents.mentions {
        let span = Span::new(id, mention.start, mention.end);
        let requirement = Requirement { span, text: mention.text.clone() };
        stated.push(Stated { rank, mention, requirement });
    }
    for included in contents.includes {
        let folder = path.parent().unwrap_or(path);
        collect(sources, &folder.join(included), rank, visited, stated);
    }
}

/// Whether the file at `path` names packages, and what it says.
fn rank(path: &Path, in_requirements: bool) -> Option<Rank> {
    let name = path.file_name()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    let is_text = path.extension().is_some_and(|ending| ending == "txt");
    let is_list = is_text && (in_requirements || name.contains("requirements") || name.contains("constraints"));
    match name {
        "uv.lock" | "poetry.lock" | "pdm.lock" | "Pipfile.lock" => Some(Rank::Lock),
        "pyproject.toml" | "Pipfile" | "setup.cfg" | "setup.py" | "environment.yml" | "environment.yaml" => {
            Some(Rank::Requirement)
        }
        _ if is_list && Context::of_name(stem) > Context::Unnamed => Some(Rank::Aside),
        _ if is_list => Some(Rank::Requirement),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
