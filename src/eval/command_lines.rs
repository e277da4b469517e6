//! What a command serves: the module that it names (`gunicorn shop:app`, `flask --app shop run`), with the function that is
//! called there, or the file that Python starts.
//!
//! Which file is meant is for `procfile` to say.

use std::path::Path;

use super::shell::{assignment, ends_command, words};

/// What a command says of what is served.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    /// The folder that it is looked for in.
    pub(super) folder: String,
    pub(super) what: What,
    /// What is called to have the app, as `create_app('prod')`, or the name of what may be called. Empty for what the `flask`
    /// command looks for by itself.
    pub(super) call: Option<String>,
    /// Whether the `flask` command serves it.
    pub(super) is_by_flask: bool,
    /// The variables that the command sets.
    pub(super) environment: Vec<(String, String)>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum What {
    /// A module by its dotted name.
    Module(String),
    /// A file that is loaded as a module.
    File(String),
    /// A file that is started.
    Script(String),
    /// What the `flask` command looks for by itself.
    #[default]
    Usual,
}

/// What a command serves, if it shows that: by its first word that is a module and a name in it, by what `flask` is told, or
/// by the file that Python starts.
pub(super) fn served_by(command: &str) -> Option<Command> {
    let words = words(command);
    if let [only] = words.as_slice() {
        return only.contains(char::is_whitespace).then(|| served_by(only)).flatten();
    }
    let mut reader = Reader::default();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if reader.takes(&word, &mut words) {
            let Reader { command, .. } = reader;
            return Some(command);
        }
    }
    None
}

/// What was read of a command.
#[derive(Default)]
struct Reader {
    command: Command,
    before: String,
    is_python: bool,
    /// Whether it is a worker of Celery, which serves nothing: its `-A` is no app of Flask.
    is_celery: bool,
    /// Whether the server calls what it is told to load.
    calls: bool,
}

impl Reader {
    /// Reads a word, and those after it that belong to it; true if it says what is served.
    fn takes(&mut self, word: &str, rest: &mut impl Iterator<Item = String>) -> bool {
        let before = std::mem::replace(&mut self.before, word.to_owned());
        let is_python = std::mem::take(&mut self.is_python);
        let name = word.rsplit('/').next().unwrap_or(word);
        self.is_python = name.starts_with("python") || (is_python && word.starts_with('-') && word != "-m");
        if ends_command(word) {
            (self.is_celery, self.command.is_by_flask) = (false, false);
        }
        if let Some((name, value)) = assignment(word) {
            self.command.environment.push((name.to_owned(), value.to_owned()));
            return false;
        }
        let (option, value) = word.split_once('=').unwrap_or((word, ""));
        let mut value = || if value.is_empty() { rest.next() } else { Some(value.to_owned()) };
        match option {
            "cd" | "--chdir" => {
                let folder = value().unwrap_or_default();
                self.command.folder = Path::new(&self.command.folder).join(folder).to_string_lossy().into_owned();
            }
            "celery" => self.is_celery = true,
            "flask" => self.command.is_by_flask = true,
            "--call" | "--factory" => self.calls = true,
            "--app" | "-A" | "--wsgi-file" if !self.is_celery => return value().is_some_and(|app| self.loads(&app)),
            "run" if self.command.is_by_flask => return self.loads_by_variable(),
            "-c" if matches!(before.rsplit('/').next(), Some("sh" | "bash")) => {
                return value().and_then(|script| served_by(&script)).is_some_and(|command| self.goes_on_in(command));
            }
            _ if word.contains(':') => return self.loads(word),
            _ if is_python && is_script(word) => {
                self.command.what = What::Script(word.to_owned());
                return true;
            }
            _ => {}
        }
        false
    }

    /// Takes over what a script of the shell says that is given as a word.
    fn goes_on_in(&mut self, mut command: Command) -> bool {
        let mut environment = std::mem::take(&mut self.command.environment);
        environment.append(&mut command.environment);
        self.command = Command { environment, ..command };
        true
    }

    fn loads_by_variable(&mut self) -> bool {
        let given = self.command.environment.iter().rev().find(|(name, _)| name == "FLASK_APP");
        if let Some(app) = given.map(|(_, app)| app.clone()).filter(|app| !app.is_empty()) {
            return self.loads(&app);
        }
        self.command.call = Some(String::new());
        true
    }

    /// Whether `word` is an app: `shop.web:create_app()`, `shop.web` or `shop.py`.
    fn loads(&mut self, word: &str) -> bool {
        let (module, name) = word.split_once(':').unwrap_or((word, ""));
        let function = name.split('(').next().unwrap_or(name);
        let Some(what) = module_or_file(module).filter(|_| name.is_empty() || is_identifier(function)) else {
            return false;
        };
        // What a variable of the shell gives is not known.
        let is_known = !name.contains('$');
        let is_call = self.command.is_by_flask || self.calls || name.ends_with(')');
        self.command.what = what;
        self.command.call = (is_known && is_call).then(|| name.to_owned());
        true
    }
}

fn module_or_file(text: &str) -> Option<What> {
    if is_script(text) {
        return Some(What::File(text.to_owned()));
    }
    text.split('.').all(is_identifier).then(|| What::Module(text.to_owned()))
}

fn is_script(word: &str) -> bool {
    Path::new(word).extension().is_some_and(|ending| ending == "py")
}

fn is_identifier(text: &str) -> bool {
    let is_part = |letter: char| letter == '_' || letter.is_alphanumeric();
    text.chars().all(is_part) && text.chars().next().is_some_and(|first| !first.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::{Command, What, served_by};

    fn told(command: &str) -> Option<(String, String)> {
        served_by(command).map(|Command { folder, what, .. }| match what {
            What::Module(name) | What::File(name) | What::Script(name) => (folder, name),
            What::Usual => (folder, "?".to_owned()),
        })
    }

    #[test]
    fn a_command_serves_the_module_whose_name_it_has() {
        for (command, folder, name) in [
            (" gunicorn --log-file - shop:app", "", "shop"),
            ("gunicorn -b 0.0.0.0:$PORT -w 3 shop.web:create_app()", "", "shop.web"),
            ("newrelic-admin run-program gunicorn 'shop:create_app(\"prod\")'", "", "shop"),
            ("cd backend && gunicorn app:app", "backend", "app"),
            ("gunicorn --chdir=src app:app --bind localhost:8000", "src", "app"),
            ("python -m gunicorn shop:app", "", "shop"),
            ("flask --app shop.py run --host 0.0.0.0", "", "shop.py"),
            ("FLASK_APP=src/shop.py flask run", "", "src/shop.py"),
            ("export FLASK_APP=shop; flask db upgrade && flask run", "", "shop"),
            ("flask run -p 80", "", "?"),
            ("uwsgi --http :80 --wsgi-file web/wsgi.py", "", "web/wsgi.py"),
            ("python3 -u src/app.py", "", "src/app.py"),
            ("/usr/bin/python3 app.py", "", "app.py"),
            ("sh -c 'cd a && exec gunicorn shop:app'", "a", "shop"),
            ("\"gunicorn shop:app\"", "", "shop"),
            ("celery -A work worker & gunicorn shop:app", "", "shop"),
        ] {
            assert_eq!(told(command), Some((folder.to_owned(), name.to_owned())), "{command}");
        }
        for command in
            ["gunicorn --bind localhost:8000 wsgi", "python -m shop", "./start.sh app.py", "celery -A work worker"]
        {
            assert_eq!(told(command), None, "{command}");
        }
    }

    #[test]
    fn a_command_says_what_is_called() {
        let call = |command| served_by(command).and_then(|command| command.call);
        assert_eq!(call("gunicorn shop:app"), None);
        assert_eq!(call(r"gunicorn shop:make\(\'prod\'\)").as_deref(), Some("make('prod')"));
        assert_eq!(call("gunicorn \"shop:make('$MODE')\""), None);
        assert_eq!(call("waitress-serve --port 80 --call shop:make").as_deref(), Some("make"));
        assert_eq!(call("flask --app shop:make run").as_deref(), Some("make"));
        assert_eq!(call("FLASK_APP=shop flask run").as_deref(), Some(""));
    }
}
