//! Which module a deployment serves: what the nearest `Procfile`, `Dockerfile` or another file of that kind says is run,
//! where that names it (`gunicorn shop:app`, `flask --app shop run`, `python shop.py`), or where a script of the shell that
//! it names does, or the settings of uWSGI that it names.
//!
//! What a command says is for `command_lines` to tell.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command_lines::{Command, What, served_by};
use super::deploy::context_of_path;
use super::dockerfile::Folders;
use super::entries::Named;
use super::processes::{Kind, TELLERS, Teller, Told, UWSGI, is_section_of_uwsgi, of_uwsgi};
use super::program::Program;
use super::shell::words;
use super::switches::is_yes;
use super::world::{Assumptions, Subject};
use crate::flask::{Context, SecretSetting};
use crate::source::FileId;

/// A module that is served.
#[derive(Clone)]
pub(super) struct Served {
    pub(super) path: PathBuf,
    /// What is called to have the app.
    pub(super) call: Option<Named>,
    /// The variables that the command sets and that name a file of settings or a profile.
    pub(super) environment: Assumptions,
    /// The folder of the file that says so.
    folder: PathBuf,
    /// Where the paths of the command lead to from there.
    folders: Folders,
    /// The names of all variables that the environment has there, where that is said.
    pub(super) variables: Option<BTreeSet<Arc<str>>>,
    pub(super) by: Server,
    /// Whether nothing else is served: a project may have further images, but one list of processes.
    pub(super) is_all: bool,
    /// Whether it is an example that says so of itself.
    pub(super) is_of_example: bool,
}

impl Served {
    /// The files that a container has a copy of at an absolute path.
    pub(super) fn originals_of(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        self.folders.originals_of(path).into_iter().map(|original| self.folder.join(original))
    }
}

/// What serves a module.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Server {
    /// A server that imports it.
    Other,
    /// The `flask` command, which loads `.env` and `.flaskenv` before.
    FlaskWithFiles,
    /// The module itself, which is started as a script.
    Script,
}

/// What is said to be served near `file`, if that is the file itself.
pub(super) fn served_as<'p>(program: &'p Program<'_>, file: FileId) -> Option<&'p Served> {
    served_near(program, file).filter(|served| served.path == program.sources.file(file).path)
}

/// The module that is served near `file`, by what stands in the first folder around it that says so.
pub(super) fn served_near<'p>(program: &'p Program<'_>, file: FileId) -> Option<&'p Served> {
    let path = program.sources.file(file).path.clone();
    served_in_or_above(program, path.parent()?)
}

fn served_in_or_above<'p>(program: &'p Program<'_>, folder: &Path) -> Option<&'p Served> {
    let known = &program.served;
    let find = || match tellers_in(program, folder).as_slice() {
        [] => {
            let above = folder.parent().filter(|above| above.starts_with(program.sources.root()));
            above.and_then(|above| served_in_or_above(program, above)).cloned()
        }
        tellers => tellers.iter().find_map(|(path, teller)| served_by_teller(program, folder, path, teller)),
    };
    let served = known.get(folder.as_os_str());
    served.unwrap_or_else(|| known.insert(folder.into(), Box::new(find()))).as_ref()
}

/// The files in a folder that say what is run.
fn tellers_in(program: &Program<'_>, folder: &Path) -> Vec<(PathBuf, &'static Teller)> {
    let usual = TELLERS.iter().map(|teller| (folder.join(teller.name), teller));
    let mut tellers: Vec<_> = usual.filter(|(path, _)| program.sources.is_file(path)).collect();
    if !tellers.iter().any(|(_, teller)| teller.name == UWSGI.name) {
        let at = tellers.iter().take_while(|(_, teller)| teller.kind == Kind::List).count();
        if let Some(path) = settings_of_uwsgi(program, folder) {
            tellers.insert(at, (path, &UWSGI));
        }
    }
    tellers
}

/// uWSGI's settings under another name than the usual one, if there is one such file but for those for work on the project.
fn settings_of_uwsgi(program: &Program<'_>, folder: &Path) -> Option<PathBuf> {
    let is_meant = |path: &PathBuf| {
        let is_local = |stem: &OsStr| program.profiles.of_name(&stem.to_string_lossy()).is_local();
        path.extension().is_some_and(|ending| ending == "ini")
            && !path.file_stem().is_some_and(is_local)
            && text_of(program, path).is_some_and(|text| text.lines().any(is_section_of_uwsgi))
    };
    let mut found = program.sources.files_in(folder).into_iter().filter(is_meant);
    found.next().filter(|_| found.next().is_none())
}

fn served_by_teller(program: &Program<'_>, folder: &Path, path: &Path, teller: &Teller) -> Option<Served> {
    let text = text_of(program, path)?;
    let commands = (teller.commands)(&text);
    let mut all = commands.iter().filter_map(|told| Some((told, served_by_command(program, folder, told)?)));
    let (told, (path, command)) = all.next()?;
    let environment = selections(program, folder, teller, told, &command);
    let set = || command.environment.iter().map(|(name, _)| name);
    let variables =
        told.variables.as_ref().map(|listed| listed.iter().chain(set()).map(|name| Arc::from(&**name)).collect());
    let is_without_env_files =
        || text_of(program, &folder.join(".dockerignore")).is_some_and(|text| text.contains(".env"));
    let by = match command.what {
        What::Script(_) => Server::Script,
        _ if command.is_by_flask && (teller.kind == Kind::List || !is_without_env_files()) => Server::FlaskWithFiles,
        What::Module(_) | What::File(_) | What::Usual => Server::Other,
    };
    Some(Served {
        environment,
        folder: folder.to_path_buf(),
        folders: told.folders.clone(),
        variables,
        by,
        is_all: teller.kind == Kind::List && by != Server::Script && all.all(|(_, (other, _))| other == path),
        is_of_example: context_of_path(&folder.join("Procfile"), program) == Context::Example,
        call: command.call.and_then(|call| Named::parse(&call)),
        path,
    })
}

fn text_of(program: &Program<'_>, path: &Path) -> Option<String> {
    let text = program.sources.is_file(path).then(|| program.sources.load_data(path))??;
    Some(program.sources.file(text).text.clone())
}

/// The file that a command in `folder` serves, or what the script of the shell does that it starts, or the file says that
/// uWSGI is given.
fn served_by_command(program: &Program<'_>, folder: &Path, told: &Told) -> Option<(PathBuf, Command)> {
    if let Some(command) = served_by(&told.command) {
        return Some((path_of(program, folder, told, &command)?, command));
    }
    let said = words(&told.command);
    let ends_with =
        |ending: &str| said.iter().find(|word| Path::new(word).extension().is_some_and(|one| one == ending));
    let (file, is_of_shell) = ends_with("sh").map(|file| (file, true)).or_else(|| Some((ends_with("ini")?, false)))?;
    let text =
        told.folders.places_of(Path::new(file)).iter().find_map(|place| text_of(program, &folder.join(place)))?;
    let lines = if is_of_shell { lines_of_script(&text) } else { of_uwsgi(&text) };
    let mut commands = lines.iter().filter_map(|line| served_by(line));
    let command = commands.next()?;
    // Which of several is run, its conditions say.
    let is_only = commands
        .all(|other| (&other.folder, &other.what, &other.call) == (&command.folder, &command.what, &command.call));
    if is_only { Some((path_of(program, folder, told, &command)?, command)) } else { None }
}

fn lines_of_script(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim_start().starts_with('#')).map(ToOwned::to_owned).collect()
}

/// The file that a command in `folder` means.
fn path_of(program: &Program<'_>, folder: &Path, told: &Told, command: &Command) -> Option<PathBuf> {
    let place = |path: &str| {
        let inside = Path::new(&command.folder).join(path);
        told.folders.places_of(&inside).into_iter().map(|place| folder.join(place))
    };
    let file = |name: &str| place(name).find(|path| program.sources.is_file(path));
    let module = |name: &str| {
        place("(entry)").find_map(|entry| program.find_absolute(&entry, name)).map(|path| path.to_path_buf())
    };
    match &command.what {
        What::Module(name) => module(name),
        What::File(path) | What::Script(path) => file(path),
        // `locate_app` of Flask 3.1.
        What::Usual => file("wsgi.py").or_else(|| file("app.py")),
    }
}

/// What selects the configuration among the variables that a command sets: the name of a file that is there, and that of a
/// profile for production or of one that is named for nothing; and what is named for production and switched on, as
/// `PRODUCTION=true`. What a container for development selects is not deployed; a
/// server's own file says what it runs.
fn selections(program: &Program<'_>, folder: &Path, teller: &Teller, told: &Told, command: &Command) -> Assumptions {
    const WORDS: [&str; 6] = ["CONFIG", "SETTINGS", "ENV", "PROFILE", "MODE", "STAGE"];
    let meant = |(name, value): &(String, String)| {
        if SecretSetting::is_withheld(name) || value.is_empty() || value.contains('$') {
            return None;
        }
        let is_file = |path: &PathBuf| program.sources.is_file(path);
        let places = || told.folders.places_of(Path::new(value)).into_iter().map(|place| folder.join(place));
        let file = Path::new(value).is_absolute().then(|| places().find(is_file)).flatten();
        let is_name = || !value.contains('/') && WORDS.iter().any(|word| name.contains(word));
        let context = program.profiles.of_name(value);
        let is_deployed = context.is_deployable() || (teller.kind != Kind::Image && context != Context::Example);
        let name_of_profile = || (is_name() && is_deployed).then(|| value.clone());
        let is_switch = || program.profiles.of_name(name) == Context::Production && is_yes(value);
        let said = || name_of_profile().or_else(|| is_switch().then(|| value.clone()));
        let value = file.map(|path| path.to_string_lossy().into_owned()).or_else(said)?;
        Some((Subject::Environment(name.as_str().into()), value.into()))
    };
    command.environment.iter().filter_map(meant).collect()
}
