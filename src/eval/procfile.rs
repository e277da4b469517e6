//! Which module a deployment serves: what the nearest `Procfile`, `Dockerfile` or another file of that kind says is run,
//! where that names it (`gunicorn shop:app`, `flask --app shop run`, `python shop.py`).
//!
//! What a script of the shell does is not read: nothing is said then.

use std::path::{Path, PathBuf};

use super::deploy::context_of_path;
use super::processes::{TELLERS, Teller};
use super::program::Program;
use crate::flask::Context;
use crate::source::FileId;

/// What a command says of a module: the folder that it is looked for in, and its dotted name or path.
#[derive(Debug, PartialEq, Eq)]
struct Command<'t> {
    folder: &'t str,
    what: What<'t>,
}

#[derive(Debug, PartialEq, Eq)]
enum What<'t> {
    Module(&'t str),
    /// A file that is started.
    Script(&'t str),
}

/// A module that is served.
pub(super) struct Served {
    pub(super) path: PathBuf,
    /// Whether nothing else is: a project may have further images, but one list of processes.
    pub(super) is_all: bool,
    /// Whether it is an example that says so of itself.
    pub(super) is_of_example: bool,
}

/// The module that is served near `file`, by what stands in the first folder around it that says so.
pub(super) fn served_near(program: &Program<'_>, file: FileId) -> Option<Served> {
    let sources = program.sources;
    let path = &sources.file(file).path;
    let mut folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(sources.root()));
    let says = |folder: &&Path| TELLERS.iter().any(|teller| sources.is_file(&folder.join(teller.name)));
    let folder = folders.find(says)?;
    let told = |teller: &Teller| {
        let path = folder.join(teller.name);
        let text = sources.is_file(&path).then(|| sources.load_data(&path))??;
        let commands = (teller.commands)(&sources.file(text).text);
        let module = |command: &String| module_of(program, folder, served_by(command)?);
        let mut modules = commands.iter().filter_map(module);
        let (path, is_script) = modules.next()?;
        let is_all = teller.is_list && !is_script && modules.all(|(other, _)| other == path);
        Some((path, is_all))
    };
    let (path, is_all) = TELLERS.iter().find_map(told)?;
    let is_of_example = context_of_path(&folder.join("Procfile"), program) == Context::Example;
    Some(Served { path, is_all, is_of_example })
}

/// The file that a command in `folder` means, and whether that is started as a script.
fn module_of(program: &Program<'_>, folder: &Path, command: Command<'_>) -> Option<(PathBuf, bool)> {
    let folder = folder.join(command.folder);
    match command.what {
        What::Module(module) => Some((program.find_absolute(&folder.join("Procfile"), module)?, false)),
        What::Script(file) => {
            Some(folder.join(file)).filter(|path| program.sources.is_file(path)).map(|path| (path, true))
        }
    }
}

/// What a command serves: its first word that is a module and a name in it, what `flask` is told, or the file that Python
/// starts.
fn served_by(command: &str) -> Option<Command<'_>> {
    let mut folder = "";
    let mut is_python = false;
    let mut words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    while let Some(word) = words.next() {
        if matches!(word, "cd" | "--chdir") {
            folder = words.next()?;
        } else if let Some(given) = word.strip_prefix("--chdir=") {
            folder = given;
        } else if matches!(word, "--app" | "-A") {
            return words.next().and_then(app_of).map(|module| Command { folder, what: What::Module(module) });
        } else if let Some(module) = word.split_once(':').and_then(|_| app_of(word)) {
            return Some(Command { folder, what: What::Module(module) });
        } else if is_python && is_script(word) {
            return Some(Command { folder, what: What::Script(word) });
        }
        is_python = word.starts_with("python") || (is_python && word.starts_with('-') && word != "-m");
    }
    None
}

/// The module of `shop.web:create_app()`, `shop.web` and `shop.py`.
fn app_of(word: &str) -> Option<&str> {
    let (module, name) = word.split_once(':').unwrap_or((word, "app"));
    let module = module.strip_suffix(".py").unwrap_or(module);
    let is_meant = module.split('.').all(is_identifier) && name.split('(').next().is_some_and(is_identifier);
    is_meant.then_some(module)
}

fn is_script(word: &str) -> bool {
    Path::new(word).extension().is_some_and(|ending| ending == "py") && Path::new(word).is_relative()
}

fn is_identifier(text: &str) -> bool {
    let is_part = |letter: char| letter == '_' || letter.is_alphanumeric();
    text.chars().all(is_part) && text.chars().next().is_some_and(|first| !first.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::{Command, What, served_by};

    #[test]
    fn a_command_serves_the_module_whose_name_it_has() {
        let module = |command| {
            served_by(command).map(|Command { folder, what }| match what {
                What::Module(module) => (folder, module),
                What::Script(file) => (folder, file),
            })
        };
        assert_eq!(module(" gunicorn --log-file - shop:app"), Some(("", "shop")));
        assert_eq!(module("gunicorn -b 0.0.0.0:$PORT -w 3 shop.web:create_app()"), Some(("", "shop.web")));
        assert_eq!(module("newrelic-admin run-program gunicorn 'shop:create_app(\"prod\")'"), Some(("", "shop")));
        assert_eq!(module("cd backend && gunicorn app:app"), Some(("backend", "app")));
        assert_eq!(module("gunicorn --chdir=src app:app --bind localhost:8000"), Some(("src", "app")));
        assert_eq!(module("python -m gunicorn shop:app"), Some(("", "shop")));
        assert_eq!(module("flask --app shop.py run --host 0.0.0.0"), Some(("", "shop")));
        assert_eq!(module("python3 -u src/app.py"), Some(("", "src/app.py")));
        assert_eq!(module("gunicorn --bind localhost:8000 wsgi"), None);
        assert_eq!(module("python -m shop"), None);
        assert_eq!(module("./start.sh app.py"), None);
    }
}
