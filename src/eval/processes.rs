//! What hosts are told to run: the commands in a `Procfile`, `render.yaml`, `app.yaml`, `zappa_settings.json`, `uwsgi.ini`
//! and `Dockerfile`.
//!
//! Lines are read one by one: a command that stands below its key is not seen. What a command means is for `procfile` to
//! say.

use std::path::Path;

use super::dockerfile;

/// A file that says what is run.
pub(super) struct Teller {
    pub(super) name: &'static str,
    /// Whether what it says is all that is run: a project may have further images, but one list of processes.
    pub(super) is_list: bool,
    /// The commands in its text.
    pub(super) commands: fn(&str) -> Vec<String>,
}

/// The files that say what is run, those first that say it of all.
pub(super) const TELLERS: [Teller; 6] = [
    Teller { name: "Procfile", is_list: true, commands: |text| values(text, "web:") },
    Teller { name: "zappa_settings.json", is_list: true, commands: of_zappa },
    Teller { name: "render.yaml", is_list: true, commands: |text| values(text, "startCommand:") },
    Teller { name: "app.yaml", is_list: true, commands: |text| values(text, "entrypoint:") },
    Teller { name: "uwsgi.ini", is_list: false, commands: of_uwsgi },
    Teller { name: "Dockerfile", is_list: false, commands: |text| dockerfile::command_of(text).into_iter().collect() },
];

/// What follows `key` in the lines that start with it. A worker of Celery serves nothing, and its `-A` is no app of Flask.
fn values(text: &str, key: &str) -> Vec<String> {
    let value = |line: &str| Some(line.trim_start_matches([' ', '\t', '-']).strip_prefix(key)?.trim().to_owned());
    text.lines().filter_map(value).filter(|command| !command.contains("celery")).collect()
}

/// `"app_function": "shop.web.app"` of each stage (Zappa 0.58).
fn of_zappa(text: &str) -> Vec<String> {
    let quoted = |rest: &str| rest.split('"').nth(1).map(ToOwned::to_owned);
    let functions = text.split("\"app_function\"").skip(1).filter_map(quoted);
    functions.filter_map(|name| name.rsplit_once('.').map(|(module, app)| format!("{module}:{app}"))).collect()
}

/// `module = shop:app`, `wsgi-file = web/wsgi.py`, `mount = /shop=shop:app` (uWSGI 2.0).
fn of_uwsgi(text: &str) -> Vec<String> {
    let setting =
        |line: &str| line.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
    let command = |(key, value): (String, String)| match &*key {
        "module" | "wsgi" | "wsgi-file" | "file" => Some(of_module_or_file(&value)),
        "mount" => value.split_once('=').map(|(_, value)| of_module_or_file(value.trim())),
        _ => None,
    };
    text.lines().filter_map(setting).filter_map(command).collect()
}

fn of_module_or_file(value: &str) -> String {
    let path = Path::new(value);
    let is_file = path.extension().is_some_and(|ending| ending == "py");
    match (is_file, path.parent().and_then(Path::to_str), path.file_name().and_then(|name| name.to_str())) {
        (true, Some(folder), Some(name)) if !folder.is_empty() => format!("--chdir {folder} --app {name}"),
        _ => format!("--app {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::TELLERS;

    fn commands(name: &str, text: &str) -> Vec<String> {
        TELLERS.iter().filter(|teller| teller.name == name).flat_map(|teller| (teller.commands)(text)).collect()
    }

    #[test]
    fn each_file_tells_its_commands() {
        let web = "release: flask db upgrade\nweb: gunicorn shop:app\nworker: python work.py\n";
        assert_eq!(commands("Procfile", web), ["gunicorn shop:app"]);
        let zappa = r#"{"dev": {"app_function": "shop.web.app"}, "prod": {"extends": "dev"}}"#;
        assert_eq!(commands("zappa_settings.json", zappa), ["shop.web:app"]);
        let render = "services:\n  - type: web\n    startCommand: gunicorn shop:app\n  - type: worker\n    \
                      startCommand: celery -A shop worker\n";
        assert_eq!(commands("render.yaml", render), ["gunicorn shop:app"]);
        assert_eq!(commands("app.yaml", "runtime: python312\nentrypoint: gunicorn -b :$PORT shop:app\n").len(), 1);
        let uwsgi = "[uwsgi]\nwsgi-file = web/wsgi.py\nmount=/shop=shop:app\nmodule = wsgi\nmaster = true\n";
        assert_eq!(commands("uwsgi.ini", uwsgi), ["--chdir web --app wsgi.py", "--app shop:app", "--app wsgi"]);
    }
}
