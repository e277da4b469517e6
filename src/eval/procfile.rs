//! Which module a deployment serves: the `web` process of the nearest `Procfile`, where it names one (`gunicorn shop:app`).
//!
//! What else a process may do (`python app.py`, `flask run`, a script of the shell) is not read: nothing is said then.

use std::path::{Path, PathBuf};

use super::program::Program;
use crate::source::FileId;

/// What the command of a process says of a module: the folder that it is imported in, and its dotted name.
#[derive(Debug, PartialEq, Eq)]
struct Served<'t> {
    folder: &'t str,
    module: &'t str,
}

/// The file of the module that is served near `file`, by the first Procfile in its folder or one around it.
pub(super) fn served_near(program: &Program<'_>, file: FileId) -> Option<PathBuf> {
    let sources = program.sources;
    let path = &sources.file(file).path;
    let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(sources.root()));
    let procfile = folders.map(|folder| folder.join("Procfile")).find(|path| sources.is_file(path))?;
    let text = &sources.file(sources.load_data(&procfile)?).text;
    let served = text.lines().find_map(|line| served_by(line.trim().strip_prefix("web:")?))?;
    let importer = procfile.with_file_name(Path::new(served.folder).join("Procfile"));
    program.find_absolute(&importer, served.module)
}

/// What a command serves: its first word that is a module and a name in it.
fn served_by(command: &str) -> Option<Served<'_>> {
    let mut folder = "";
    let mut words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    while let Some(word) = words.next() {
        if matches!(word, "cd" | "--chdir") {
            folder = words.next()?;
        } else if let Some(given) = word.strip_prefix("--chdir=") {
            folder = given;
        } else if let Some((module, name)) = word.split_once(':')
            && module.split('.').all(is_identifier)
            && name.split('(').next().is_some_and(is_identifier)
        {
            return Some(Served { folder, module });
        }
    }
    None
}

fn is_identifier(text: &str) -> bool {
    let is_part = |letter: char| letter == '_' || letter.is_alphanumeric();
    text.chars().all(is_part) && text.chars().next().is_some_and(|first| !first.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::{Served, served_by};

    #[test]
    fn a_command_serves_the_module_whose_name_it_has() {
        let served = |command| served_by(command).map(|Served { folder, module }| (folder, module));
        assert_eq!(served(" gunicorn --log-file - shop:app"), Some(("", "shop")));
        assert_eq!(served("gunicorn -b 0.0.0.0:$PORT -w 3 shop.web:create_app()"), Some(("", "shop.web")));
        assert_eq!(served("newrelic-admin run-program gunicorn 'shop:create_app(\"prod\")'"), Some(("", "shop")));
        assert_eq!(served("cd backend && gunicorn app:app"), Some(("backend", "app")));
        assert_eq!(served("gunicorn --chdir=src app:app --bind localhost:8000"), Some(("src", "app")));
        assert_eq!(served("gunicorn --bind localhost:8000 wsgi"), None);
        assert_eq!(served("python app.py"), None);
    }
}
