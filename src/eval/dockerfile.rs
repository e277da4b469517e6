//! What a container runs: the last `CMD` of a `Dockerfile`, behind its `ENTRYPOINT`, as one command with the variables that
//! `ENV` sets, and where the container has the folders of the project.
//!
//! Only the last stage counts, and only what it states: variables are left as they are written, but for an `ARG` with a default.

use std::path::{Component, Path, PathBuf};

use super::processes::Told;
use super::shell::{quoted, words};

/// Where the paths of a command lead to in the project: the command runs in a folder of it, or in a container that has
/// copies.
#[derive(Clone, Debug, Default)]
pub(super) struct Folders {
    /// The folder of the project that the command runs in.
    own: PathBuf,
    /// The folder of the container that it runs in.
    working: PathBuf,
    /// What the container has copies of, and where.
    copies: Vec<(PathBuf, PathBuf)>,
}

impl Folders {
    pub(super) fn of_folder(folder: &str) -> Self {
        Self { own: PathBuf::from(folder), ..Self::default() }
    }

    /// The paths in the project, relative to the file that says what is run, that `path` may be.
    pub(super) fn places_of(&self, path: &Path) -> Vec<PathBuf> {
        let inside = normalised(&self.working.join(path));
        // Without a copy that is seen, the folder that the command runs in is that of the file.
        let own = if path.is_absolute() { inside.strip_prefix(&self.working).unwrap_or(&inside) } else { path };
        self.copied(&inside).chain([self.own.join(own)]).collect()
    }

    /// Those that an absolute path is a copy of.
    pub(super) fn originals_of(&self, path: &Path) -> Vec<PathBuf> {
        self.copied(&normalised(path)).collect()
    }

    fn copied(&self, inside: &Path) -> impl Iterator<Item = PathBuf> {
        self.copies.iter().rev().filter_map(move |(from, to)| {
            let rest = inside.strip_prefix(to).ok()?;
            Some(if rest.as_os_str().is_empty() { from.clone() } else { from.join(rest) })
        })
    }
}

/// `path` from the root of the container, without `.` and `..`.
fn normalised(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir | Component::Prefix(_) | Component::RootDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(name) => parts.push(name),
        }
    }
    parts
}

/// What one stage says.
#[derive(Default)]
struct Stage {
    entry_point: Option<String>,
    command: Option<String>,
    environment: Vec<String>,
    /// What `ARG` says with a default, as it is written where it is used.
    arguments: Vec<(String, String)>,
    folders: Folders,
}

/// The command that a container of the image runs.
pub(super) fn told_by(text: &str) -> Option<Told> {
    let mut stage = Stage::default();
    for line in lines(text) {
        let (instruction, rest) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        let rest = rest.trim();
        match instruction.to_ascii_uppercase().as_str() {
            // A stage has what the one says that it is made from: that is not followed.
            "FROM" => stage = Stage::default(),
            "ENTRYPOINT" => stage.entry_point = Some(command_of(rest)),
            "CMD" => stage.command = Some(command_of(rest)),
            "ARG" => stage.arguments.extend(argument(rest)),
            "ENV" => stage.environment.extend(assignments(&stage.with_arguments(rest))),
            "WORKDIR" => stage.folders.working = normalised(&stage.folders.working.join(rest)),
            "COPY" | "ADD" => stage.copy(rest),
            _ => {}
        }
    }
    let Stage { entry_point, command, environment, folders, arguments: _ } = stage;
    let command: Vec<String> = entry_point.into_iter().chain(command).collect();
    (!command.is_empty()).then(|| Told { command: [environment, command].concat().join(" "), folders, variables: None })
}

impl Stage {
    /// A text with the defaults of the arguments that it names: whoever builds the image may say otherwise.
    fn with_arguments(&self, text: &str) -> String {
        self.arguments.iter().fold(text.to_owned(), |text, (name, default)| text.replace(name, default))
    }

    /// `COPY backend/ .` and `COPY a.py b.py /app/`. What another image has is not the project's.
    fn copy(&mut self, arguments: &str) {
        let given = exec_form(arguments).unwrap_or_else(|| words(arguments));
        if given.iter().any(|word| word.starts_with("--from")) {
            return;
        }
        let given: Vec<String> = given.into_iter().filter(|word| !word.starts_with("--")).collect();
        let Some((to, sources)) = given.split_last() else { return };
        let folder = normalised(&self.folders.working.join(to));
        for source in sources {
            let source = normalised(Path::new(source.trim_start_matches('/')));
            // A folder gives what it holds, a file goes into the folder, unless that is its new name.
            let name = source.file_name().map(|name| (source.clone(), folder.join(name)));
            self.folders.copies.extend(name);
            self.folders.copies.push((source, folder.clone()));
        }
    }
}

/// `NAME=default`, as `${NAME}` is written where it is used.
fn argument(text: &str) -> Option<(String, String)> {
    let (name, default) = text.split_once('=')?;
    Some((format!("${{{}}}", name.trim()), default.trim().trim_matches(['"', '\'']).to_owned()))
}

/// The instructions of a file, each in one line: a backslash at the end of a line goes on in the next one.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    for line in text.lines().filter(|line| !is_comment(line)) {
        let Some(last) = lines.last_mut() else { break };
        let goes_on = line.trim_end().strip_suffix('\\');
        last.push_str(goes_on.unwrap_or(line).trim());
        if goes_on.is_some() {
            last.push(' ');
        } else {
            lines.push(String::new());
        }
    }
    lines
}

/// `["gunicorn", "shop:app"]` and `gunicorn shop:app` alike.
fn command_of(arguments: &str) -> String {
    let quote = |words: Vec<String>| words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    exec_form(arguments).map_or_else(|| arguments.to_owned(), quote)
}

/// The words of `["gunicorn", "shop:app"]`.
fn exec_form(arguments: &str) -> Option<Vec<String>> {
    arguments.starts_with('[').then(|| serde_json::from_str(arguments).ok()).flatten()
}

/// `A=1 B=2`, or in the old form `A 1`, as a command has it before its first word.
fn assignments(arguments: &str) -> Vec<String> {
    let words = words(arguments);
    match words.first() {
        Some(first) if !first.contains('=') => {
            let value = arguments.trim_start_matches(first.as_str()).trim().trim_matches(['"', '\'']);
            vec![format!("{first}={}", quoted(value))]
        }
        _ => words
            .iter()
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| format!("{name}={}", quoted(value)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::told_by;

    #[test]
    fn a_container_runs_the_last_command_of_its_last_stage() {
        for (text, expected) in [
            ("FROM python\nCMD [\"gunicorn\", \"shop:app\"]\n", "gunicorn shop:app"),
            ("FROM python\ncmd gunicorn -b :80 shop:app", "gunicorn -b :80 shop:app"),
            ("FROM a\nCMD x\nFROM b\n# CMD y\nCMD gunicorn \\\n  # bound\n  shop:app\n", "gunicorn shop:app"),
            ("FROM a\nENTRYPOINT [\"gunicorn\"]\nCMD [\"-w\", \"2\", \"shop:app\"]", "gunicorn -w 2 shop:app"),
            ("FROM a\nCMD [\"sh\", \"-c\", \"gunicorn shop:app\"]", "sh -c 'gunicorn shop:app'"),
            ("FROM a\nCMD [\"gunicorn\", \"shop:make(\\\"x\\\")\"]", "gunicorn 'shop:make(\"x\")'"),
            ("FROM a\nENV FLASK_APP=shop.py PORT=80\nCMD flask run", "FLASK_APP=shop.py PORT=80 flask run"),
            ("FROM a\nARG LIVE=true\nENV A=${LIVE} B=${X}\nCMD x", "A=true B='${X}' x"),
            ("FROM a\nENV FLASK_APP \"shop\"\nCMD flask --app other run", "FLASK_APP=shop flask --app other run"),
        ] {
            assert_eq!(told_by(text).map(|told| told.command).as_deref(), Some(expected), "{text}");
        }
        assert!(told_by("FROM python\nCMD x\nFROM nginx\n").is_none());
    }

    #[test]
    fn a_container_has_copies_of_folders_and_files() {
        let places = |text: &str, path: &str| {
            let told = told_by(&format!("FROM a\n{text}\nCMD x")).unwrap();
            let places = told.folders.places_of(Path::new(path)).into_iter();
            places.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(places("WORKDIR /app\nCOPY backend/ .", "run.py"), ["backend/run.py", "run.py"]);
        assert_eq!(places("WORKDIR app\nCOPY . .", "/app/a/b.cfg"), ["a/b.cfg", "a/b.cfg"]);
        assert_eq!(places("COPY --chown=a a.py b.cfg /srv/", "/srv/b.cfg")[..2], ["b.cfg/b.cfg", "b.cfg"]);
        assert_eq!(places("COPY --from=other x /srv", "/srv/x"), ["srv/x"]);
    }
}
