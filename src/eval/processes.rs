//! What hosts are told to run: the commands in a `Procfile`, `render.yaml`, `app.yaml`, `zappa_settings.json`, `uwsgi.ini`
//! and `Dockerfile`. uWSGI's file may have any name.
//!
//! What a command means is for `command_lines` to say.

use super::dockerfile::{self, Folders};
use super::documents::{self, Content, Format, Node};
use super::shell::quoted;
use crate::value::Data;

/// A file that says what is run.
pub(super) struct Teller {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The commands in its text.
    pub(super) commands: fn(&str) -> Vec<Told>,
}

/// What a file that says what is run is for.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// What it says is all that is run: a project may have further images, but one list of processes.
    List,
    /// A server is started with it.
    Server,
    /// An image is made by it, which may be one for work on the project.
    Image,
}

/// A command, and where it is run.
pub(super) struct Told {
    pub(super) command: String,
    pub(super) folders: Folders,
    /// The variables that the environment has there, where the file lists them.
    pub(super) variables: Option<Vec<String>>,
}

/// The files that say what is run, those first that say it of all, and those for production before others.
pub(super) const TELLERS: [Teller; 17] = [
    list("Procfile", |text| here(values(text, "web:"))),
    list("zappa_settings.json", |text| here(of_zappa(text))),
    list("render.yaml", of_render),
    list("app.yaml", of_app_engine),
    UWSGI,
    image("Dockerfile.prod"),
    image("Dockerfile.production"),
    image("Dockerfile-prod"),
    image("Dockerfile-production"),
    image("Dockerfile_prod"),
    image("prod.Dockerfile"),
    image("production.Dockerfile"),
    image("Dockerfile"),
    image("Dockerfile.web"),
    image("Dockerfile.backend"),
    image("Dockerfile.api"),
    image("Dockerfile.app"),
];

/// uWSGI's file, under its usual name.
pub(super) const UWSGI: Teller =
    Teller { name: "uwsgi.ini", kind: Kind::Server, commands: |text| here(of_uwsgi(text)) };

const fn list(name: &'static str, commands: fn(&str) -> Vec<Told>) -> Teller {
    Teller { name, kind: Kind::List, commands }
}

const fn image(name: &'static str) -> Teller {
    Teller { name, kind: Kind::Image, commands: |text| dockerfile::told_by(text).into_iter().collect() }
}

/// Commands that are run in the folder of the file.
fn here(commands: impl IntoIterator<Item = String>) -> Vec<Told> {
    commands.into_iter().map(|command| Told { command, folders: Folders::default(), variables: None }).collect()
}

/// What follows `key` in a line that starts with it.
fn value<'t>(line: &'t str, key: &str) -> Option<&'t str> {
    Some(line.trim_start_matches([' ', '\t', '-']).strip_prefix(key)?.trim())
}

/// What follows `key` in the lines that start with it.
fn values(text: &str, key: &str) -> Vec<String> {
    text.lines().filter_map(|line| value(line, key)).map(ToOwned::to_owned).collect()
}

/// The `startCommand` of each service, in the `rootDir` of the same one, with its `envVars`. A group of them is not known.
fn of_render(text: &str) -> Vec<Told> {
    let Some(root) = documents::parse(text, Format::Yaml) else { return Vec::new() };
    let services = root.entry("services").map_or(&[][..], Node::items);
    let told = |service: &Node| {
        let listed = service.entry("envVars").map_or(&[][..], Node::items);
        let named = listed.iter().map(|one| Some((one.entry("key")?.text()?, one.entry("value").and_then(Node::text))));
        let folder = service.entry("rootDir").and_then(Node::text).unwrap_or_default();
        Some(with_variables(&service.entry("startCommand")?.text()?, &folder, named.collect()))
    };
    services.iter().filter_map(told).collect()
}

/// The `entrypoint`, with its `env_variables`.
fn of_app_engine(text: &str) -> Vec<Told> {
    let Some(root) = documents::parse(text, Format::Yaml) else { return Vec::new() };
    let listed = match root.entry("env_variables").map(|node| &node.content) {
        Some(Content::Map(entries)) => entries.as_slice(),
        Some(Content::Scalar(_) | Content::List(_)) | None => &[],
    };
    let named = listed.iter().map(|(name, value)| match name {
        Data::Str(name) => Some((name.to_string(), value.text())),
        _ => None,
    });
    let command = root.entry("entrypoint").and_then(Node::text);
    command.map(|command| with_variables(&command, "", named.collect())).into_iter().collect()
}

/// A command that is run in `folder` with these variables, where they are known: their names, and the values that are
/// written down. Of a command without any, nobody knows whether it has others.
fn with_variables(command: &str, folder: &str, named: Option<Vec<(String, Option<String>)>>) -> Told {
    let named = named.filter(|named| !named.is_empty());
    let given = named.iter().flatten().filter_map(|(name, value)| Some(format!("{name}={} ", quoted(value.as_ref()?))));
    let command = given.collect::<String>() + command;
    let variables = named.map(|named| named.into_iter().map(|(name, _)| name).collect());
    Told { command, folders: Folders::of_folder(folder), variables }
}

/// `"app_function": "shop.web.app"` of each stage (Zappa 0.58).
fn of_zappa(text: &str) -> Vec<String> {
    let quoted = |rest: &str| rest.split('"').nth(1).map(ToOwned::to_owned);
    let functions = text.split("\"app_function\"").skip(1).filter_map(quoted);
    functions.filter_map(|name| name.rsplit_once('.').map(|(module, app)| format!("zappa {module}:{app}"))).collect()
}

/// `module = shop:app`, `wsgi-file = web/wsgi.py`, `mount = /shop=shop:app`. A `callable` with parentheses is called (uWSGI
/// 2.0).
pub(super) fn of_uwsgi(text: &str) -> Vec<String> {
    let mut is_inside = false;
    let own = text.lines().filter(|line| {
        is_inside = if line.trim_start().starts_with('[') { is_section_of_uwsgi(line) } else { is_inside };
        is_inside
    });
    let setting =
        |line: &str| line.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
    let settings: Vec<(String, String)> = own.filter_map(setting).collect();
    let called = settings.iter().find(|(key, value)| key == "callable" && value.ends_with(')'));
    let command = |(key, value): &(String, String)| match &**key {
        "module" | "wsgi" | "wsgi-file" | "file" => Some(match called {
            Some((_, call)) if !value.contains(':') => format!("uwsgi --app {}", quoted(&format!("{value}:{call}"))),
            _ => format!("uwsgi --app {value}"),
        }),
        "mount" => value.split_once('=').map(|(_, value)| format!("uwsgi --app {}", value.trim())),
        _ => None,
    };
    // `env = NAME=value`.
    let environment = settings.iter().filter(|(key, _)| key == "env").map(|(_, value)| quoted(value) + " ");
    let environment: String = environment.collect();
    settings.iter().filter_map(command).map(|command| environment.clone() + &command).collect()
}

/// Whether a line begins uWSGI's own section of an INI file.
pub(super) fn is_section_of_uwsgi(line: &str) -> bool {
    line.trim() == "[uwsgi]"
}

#[cfg(test)]
mod tests {
    use super::TELLERS;

    fn commands(name: &str, text: &str) -> Vec<String> {
        let tellers = TELLERS.iter().filter(|teller| teller.name == name);
        tellers.flat_map(|teller| (teller.commands)(text)).map(|told| told.command).collect()
    }

    #[test]
    fn each_file_tells_its_commands() {
        let web = "release: flask db upgrade\nweb: gunicorn shop:app\nworker: python work.py\n";
        assert_eq!(commands("Procfile", web), ["gunicorn shop:app"]);
        let zappa = r#"{"dev": {"app_function": "shop.web.app"}, "prod": {"extends": "dev"}}"#;
        assert_eq!(commands("zappa_settings.json", zappa), ["zappa shop.web:app"]);
        let render = "services:\n  - type: web\n    startCommand: gunicorn shop:app\n  - type: worker\n    \
                      startCommand: celery -A shop worker\n    envVars:\n      - key: MODE\n        value: live\n      \
                      - key: KEY\n        sync: false\n";
        assert_eq!(commands("render.yaml", render), ["gunicorn shop:app", "MODE=live celery -A shop worker"]);
        let app = "runtime: python312\nentrypoint: gunicorn -b :$PORT shop:app\nenv_variables:\n  MODE: live\n";
        assert_eq!(commands("app.yaml", app), ["MODE=live gunicorn -b :$PORT shop:app"]);
        let uwsgi = "[app]\nmodule = other\n[uwsgi]\nwsgi-file = web/wsgi.py\nmount=/shop=shop:app\nmodule = wsgi\nmaster = true\n";
        assert_eq!(
            commands("uwsgi.ini", uwsgi),
            ["uwsgi --app web/wsgi.py", "uwsgi --app shop:app", "uwsgi --app wsgi"]
        );
        let uwsgi = "[uwsgi]\nmodule = shop\ncallable = make('live')\n";
        assert_eq!(commands("uwsgi.ini", uwsgi), [r"uwsgi --app 'shop:make('\''live'\'')'"]);
    }
}
