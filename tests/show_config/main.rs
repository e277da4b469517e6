//! `--show-config` over small projects: the fields of its JSON, and what differs between versions of Flask.

mod conditions;
mod config_classes;
mod deployed;
mod ended_early;
mod entries;
mod folders;
mod narrowing;
mod older_pythons;
mod open_names;
mod options;
mod outside;
mod profiles;
mod served;
mod session_use;
mod sources;
mod switches;
mod variants;
mod ways;
mod whose_session;
mod wording;

use std::fs;
use std::path::Path;

use flask_sec_lint::cli::{Audience, Console, Status, run};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// A project on disk.
struct Project(TempDir);

impl Project {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    /// A project of one file, `app.py`.
    fn app(text: &str) -> Self {
        Self::of(&[("app.py", text)])
    }

    /// What the program prints on standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (Status, String, String) {
        let (mut output, mut notes) = (Vec::new(), Vec::new());
        let mut console = Console {
            input: &mut std::io::empty(),
            output: &mut output,
            notes: &mut notes,
            terminal: flask_sec_lint::cli::Terminal::default(),
            audience: Audience::Nobody,
        };
        let arguments = ["flask-sec-lint"].iter().chain(arguments).map(Into::into).collect();
        let folder: &Path = &self.0.path().canonicalize().expect("a folder");
        let status = run(arguments, folder, &mut console);
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (status, text(output), text(notes))
    }

    /// The apps of `--show-config --output-format json`.
    fn apps(&self, arguments: &[&str]) -> Vec<Json> {
        let arguments: Vec<&str> =
            ["--show-config", "--output-format", "json"].iter().chain(arguments).copied().collect();
        let (status, output, notes) = self.run(&arguments);
        assert_eq!(status, Status::Clean, "{notes}");
        let report: Json = serde_json::from_str(&output).expect("JSON");
        assert_eq!(report["version"], 1);
        report["apps"].as_array().expect("a list").clone()
    }

    /// The only app, under this version of Flask.
    fn under(&self, version: &str) -> Json {
        let apps = self.apps(&["--flask-version", version]);
        assert_eq!(apps.len(), 1, "{apps:#?}");
        apps[0].clone()
    }

    /// The messages of `ignored-setting` under this version of Flask.
    fn ignored(&self, version: &str) -> Vec<String> {
        let arguments = ["--select", "ignored-setting", "--output-format", "json", "--flask-version", version];
        let (_, output, _) = self.run(&arguments);
        let report: Json = serde_json::from_str(&output).expect("JSON");
        let findings = report["findings"].as_array().expect("a list");
        findings.iter().map(|finding| finding["message"].as_str().expect("a text").to_owned()).collect()
    }
}

const APP: &str = "\
from flask import Flask, session
app = Flask(__name__)
app.config['SECRET_KEY'] = 'correct horse battery staple'
";

fn app_with(lines: &str) -> Project {
    Project::app(&format!("{APP}{lines}"))
}

fn value<'a>(app: &'a Json, setting: &str) -> &'a Json {
    &app["settings"][setting]["value"]
}

#[test]
fn defaults_are_those_of_the_version() {
    let project = app_with("");
    let (old, middle, new) = (project.under("0.12"), project.under("2.2"), project.under("3.1"));
    assert_eq!(value(&old, "APPLICATION_ROOT"), &json!(null));
    assert_eq!(value(&old, "TRAP_BAD_REQUEST_ERRORS"), &json!(false));
    assert_eq!(value(&old, "SEND_FILE_MAX_AGE_DEFAULT"), &json!({"seconds": 43200.0}));
    assert_eq!(value(&middle, "SEND_FILE_MAX_AGE_DEFAULT"), &json!(null));
    assert_eq!(middle["settings"]["ENV"], json!({"state": "default", "value": "production"}));
    assert_eq!(value(&new, "MAX_FORM_PARTS"), &json!(1000));
    for (app, unknown) in [(&old, "SESSION_COOKIE_SAMESITE"), (&middle, "TRUSTED_HOSTS"), (&new, "ENV")] {
        assert_eq!(app["settings"].get(unknown), None, "{unknown}");
    }
}

#[test]
fn settings_that_a_version_does_not_know_are_reported() {
    let project = app_with("app.config.update(SESSION_COOKIE_SAMESITE='Lax', TRUSTED_HOSTS=['a'], ENV='x')\n");
    let names = |version: &str| -> Vec<String> {
        let first = |message: &String| message.split_whitespace().nth(3).map(str::to_owned).unwrap_or_default();
        project.ignored(version).iter().map(first).collect()
    };
    assert_eq!(names("0.12"), ["SESSION_COOKIE_SAMESITE", "TRUSTED_HOSTS", "ENV"]);
    assert_eq!(names("2.2"), ["TRUSTED_HOSTS"]);
    assert_eq!(names("3.1"), ["ENV"]);
    let messages = project.ignored("2.2").join("\n");
    assert!(messages.contains("Flask 2.2.5 does not know it: it came with Flask 3.1"), "{messages}");
    let messages = project.ignored("3.0").join("\n");
    assert!(messages.contains("Flask 3.0.3 does not read it: it went with Flask 2.3"), "{messages}");
    let unpinned = project.run(&["--select", "ignored-setting"]);
    assert_eq!(unpinned.0, Status::Clean, "{}", unpinned.1);
}

#[test]
fn a_setting_that_is_not_read_breaks_no_rule() {
    let project = app_with("app.config['SESSION_COOKIE_PARTITIONED'] = True\nsession['a'] = 1\n");
    let count = |version| {
        let (_, output, _) = project.run(&["--output-format", "concise", "--flask-version", version]);
        output.matches("session-cookie-partitioned-insecure").count()
    };
    assert_eq!((count("3.1"), count("3.0")), (1, 0));
}

#[test]
fn attributes_stand_for_settings_in_some_versions() {
    let project = app_with("app.session_cookie_name = 'id'\napp.templates_auto_reload = True\napp.env = 'x'\n");
    let values = |version: &str| {
        let app = project.under(version);
        ["SESSION_COOKIE_NAME", "TEMPLATES_AUTO_RELOAD", "ENV"].map(|name| value(&app, name).clone())
    };
    assert_eq!(values("2.2"), [json!("id"), json!(true), json!("x")]);
    assert_eq!(values("0.12"), [json!("id"), json!(null), json!(null)]);
    assert_eq!(values("2.3"), [json!("session"), json!(null), json!(null)]);
}

#[test]
fn a_loader_that_does_not_exist_raises() {
    let text =
        format!("{APP}try:\n    app.config.from_json('a.json')\nexcept AttributeError:\n    app.config['DEBUG'] = 1\n");
    let project = Project::of(&[("app.py", &text), ("a.json", "{\"TESTING\": true}")]);
    let values = |version: &str| {
        let app = project.under(version);
        (value(&app, "TESTING").clone(), value(&app, "DEBUG").clone())
    };
    assert_eq!(values("2.0"), (json!(true), json!(false)));
    assert_eq!(values("2.1"), (json!(false), json!(1)));
    assert_eq!(value(&project.apps(&[])[0], "TESTING"), &json!(true));
}

#[test]
fn the_environment_of_the_program_turns_debug_on() {
    let debug = |line: &str, version: &str| {
        let project = Project::app(&format!("import os\n{line}\n{APP}"));
        value(&project.under(version), "DEBUG").clone()
    };
    let env = "os.environ['FLASK_ENV'] = 'development'";
    assert_eq!(debug(env, "2.2"), json!(true));
    assert_eq!(debug(env, "2.3"), json!(false));
    for (text, expected) in [("1", true), ("off", true), ("no", false), ("False", false), ("", false)] {
        assert_eq!(debug(&format!("os.environ['FLASK_DEBUG'] = '{text}'"), "3.1"), json!(expected), "{text}");
    }
}

#[test]
fn the_cookie_is_that_of_the_version() {
    let project = app_with("app.config.update(SERVER_NAME='example.com:80', SESSION_COOKIE_SECURE=0)\n");
    let cookie = |version: &str| project.under(version)["set_cookie"].clone();
    assert_eq!(cookie("2.2"), "session=<value>; Domain=.example.com; HttpOnly; Path=/");
    assert_eq!(cookie("2.3"), "session=<value>; Secure=0; HttpOnly; Path=/");
}

#[test]
fn the_version_is_found_in_the_project_and_shown() {
    let project = Project::of(&[("app.py", APP), ("requirements.txt", "# web\nflask~=3.0.1\n")]);
    let app = &project.apps(&[])[0];
    let requirement = json!({"path": "requirements.txt", "line": 2, "text": "flask~=3.0.1"});
    let found = json!({"flask": "3.0.3", "werkzeug": "3.0.6", "basis": "newest", "requirement": requirement});
    assert_eq!(app["flask_version"], found);
    let (_, text, _) = project.run(&["--show-config"]);
    let line = "  Flask 3.0.3 with Werkzeug 3.0.6: the newest that satisfies `flask~=3.0.1` at requirements.txt:2\n";
    assert!(text.contains(line), "{text}");
    let given = project.under("2.0");
    assert_eq!(
        given["flask_version"],
        json!({"flask": "2.0.3", "werkzeug": "2.0.3", "basis": "given", "requirement": null})
    );
}

#[test]
fn a_version_that_is_none_is_an_error_of_use() {
    let (status, _, notes) = app_with("").run(&["--flask-version", "latest"]);
    assert_eq!(status, Status::Failed);
    assert!(notes.contains("`latest` is no version of Flask"), "{notes}");
}

#[test]
fn verbose_says_what_was_not_followed_and_where() {
    let lines = "app.config.from_pyfile('gone.cfg', silent=True)\nx = 0\nwhile x < 1000:\n    x += 1\n";
    let (_, _, notes) = app_with(lines).run(&["--verbose", "--show-config"]);
    for expected in [
        "app.py:2 app: not followed: app.py:4: gone.cfg is loaded over it and is not in the project\n",
        "app.py:2 app: bound reached: app.py:6: a loop that runs too often to be followed\n",
    ] {
        assert!(notes.contains(expected), "{expected}\n{notes}");
    }
    let (_, _, notes) = app_with(lines).run(&["--show-config"]);
    assert_eq!(notes, "");
}

#[test]
fn every_run_says_the_same_on_any_number_of_threads() {
    let module = |n: usize| {
        let text = format!(
            "{APP}app.config['SESSION_COOKIE_NAME'] = 's{n}'\napp.config.from_envvar('V')\nsession['a'] = {n}\n"
        );
        (format!("pkg{n}/app.py"), text)
    };
    let modules: Vec<(String, String)> = (0..12).map(module).collect();
    let mut files: Vec<(&str, &str)> = modules.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("requirements.txt", "flask==2.2.5\n"));
    files.push(("pkg3/requirements.txt", "flask==3.0.3\n"));
    let project = Project::of(&files);
    for arguments in [["--show-config", "--output-format", "json"], ["--pedantic", "--output-format", "sarif"]] {
        let run = |threads| {
            let (_, output, notes) = project.run(&[&arguments[..], &["--threads", threads]].concat());
            (output, notes)
        };
        let first = run("1");
        assert!(first.0.contains("pkg11/app.py"));
        for threads in ["1", "2", "2", "4"] {
            assert!(run(threads) == first, "{arguments:?} with {threads} threads");
        }
    }
}

#[test]
fn each_state_is_told_apart() {
    let lines = "\
import os, secrets
app.config['SECRET_KEY'] = secrets.token_hex()
app.config['SESSION_COOKIE_NAME'] = os.environ['NAME']
app.config['SESSION_COOKIE_SECURE'] = os.environ.get('SECURE', 'no') == 'yes'
app.config['SESSION_COOKIE_DOMAIN'] = elsewhere()
app.config['SESSION_COOKIE_PATH'] = b'/\\xff'
app.config['PERMANENT_SESSION_LIFETIME'] = __import__('datetime').timedelta(hours=1)
app.config['TRUSTED_HOSTS'] = ('a', None)
app.config['JWT_COOKIE_SECURE'] = True
app.config['SHOP'] = 'otters'
del app.config['TESTING']
";
    let project = app_with(lines);
    let apps = project.apps(&[]);
    let settings = apps[0]["settings"].as_object().expect("an object");
    let at = |line: u32, rest: Json| {
        let mut expected = rest;
        expected["path"] = json!("app.py");
        expected["line"] = json!(line);
        expected
    };
    assert_eq!(settings["SECRET_KEY"], at(5, json!({"state": "generated"})));
    assert_eq!(settings["SESSION_COOKIE_NAME"], at(6, json!({"state": "external"})));
    assert_eq!(
        settings["SESSION_COOKIE_SECURE"],
        at(7, json!({"state": "known", "value": false, "overridable": true}))
    );
    assert_eq!(settings["SESSION_COOKIE_DOMAIN"]["state"], "unknown");
    assert_eq!(settings["SESSION_COOKIE_PATH"]["value"], json!({"bytes": "2fff"}));
    assert_eq!(settings["TRUSTED_HOSTS"]["value"], json!(["a", null]));
    assert_eq!(settings["JWT_COOKIE_SECURE"]["value"], true);
    assert_eq!(settings["TESTING"], json!({"state": "unset"}));
    assert_eq!(settings["MAX_CONTENT_LENGTH"], json!({"state": "default", "value": null}));
    assert_eq!(settings.get("SHOP"), None);
    // All settings that matter and that 3.1 has, and the one of an extension.
    assert_eq!(settings.len(), 29 + 1);
}

#[test]
fn the_default_profile_and_the_use_of_the_session_are_said() {
    let text = "\
import os
from flask import Flask, flash

class Development:
    SECRET_KEY = 'a'
class Production:
    SECRET_KEY = os.environ['KEY']
configs = {'development': Development, 'production': Production}

def create_app():
    app = Flask(__name__)
    app.config.from_object(configs[os.environ.get('MODE', 'development')])

    @app.route('/')
    def index():
        flash('hello')
    return app
";
    let apps = Project::app(text).apps(&[]);
    let fields: Vec<Json> = apps.iter().map(|app| json!([app["profile"], app["is_default"], app["context"]])).collect();
    let expected = [json!(["Production", false, "production"]), json!(["Development", true, "development"])];
    assert_eq!(fields, expected);
    for app in &apps {
        assert_eq!(
            (&app["uses_session"], &app["factory"], &app["name"], &app["line"]),
            (&json!(true), &json!("create_app"), &json!("app"), &json!(11))
        );
    }
    assert_eq!(apps[0]["settings"]["SECRET_KEY"]["state"], "external");
    assert_eq!(apps[1]["settings"]["SECRET_KEY"]["value"], "<redacted>");
    let silent =
        Project::app("from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef index():\n    return ''\n");
    assert_eq!(silent.apps(&[])[0]["uses_session"], false);
}

#[test]
fn what_the_first_request_changes_stands_apart() {
    let app = &app_with("from flask_talisman import Talisman\nTalisman(app)\n").apps(&[])[0];
    assert_eq!(app["settings"]["SESSION_COOKIE_SECURE"], json!({"state": "default", "value": false}));
    let changed = app["after_request"].as_object().expect("an object");
    assert_eq!(changed.keys().collect::<Vec<_>>(), ["SESSION_COOKIE_SECURE"]);
    assert_eq!(changed["SESSION_COOKIE_SECURE"]["value"], true);
    assert_eq!(app["set_cookie"], "session=<value>; Secure; HttpOnly; Path=/; SameSite=Lax");
}

/// Classes that something outside chooses among are profiles if they state settings or if several are named like
/// profiles. What else is chosen so is told apart by nobody: each variant would be a run of its own.
#[test]
fn what_is_chosen_by_name_is_a_profile_only_if_it_looks_like_one() {
    let profiles = |classes: &str, options: &str| {
        let text = format!(
            "import os\nfrom flask import Flask\n{classes}\napp = Flask(__name__)\n\
             chosen = {{{options}}}[os.environ.get('KIND', 'local')]\napp.extensions['chosen'] = chosen()\n"
        );
        Project::app(&text).apps(&[]).len()
    };
    let drivers = "from z import Base\nclass Files(Base): pass\nclass Buckets(Base): pass\n";
    assert_eq!(profiles(drivers, "'local': Files, 's3': Buckets"), 1);
    assert_eq!(profiles(drivers, "'local': Files, 'production': Buckets"), 2);
    let settings = "class Files:\n    SESSION_COOKIE_SECURE = True\nclass Buckets(Files): pass\n";
    assert_eq!(profiles(settings, "'local': Files, 's3': Buckets"), 2);
    // An operator selects none.
    assert_eq!(profiles(settings, "'<': Files, '>=': Buckets"), 1);
}

/// Flask 2.2 has `JSON_SORT_KEYS` and Quart `BODY_TIMEOUT` from the start, whose defaults are not kept; Flask 2.3 has neither.
#[test]
fn a_default_that_is_not_kept_is_unknown_and_not_missing() {
    let states = |head: &str, arguments: &[&str], namespace: &str, key: &str| {
        let text = format!(
            "{head}\napp.config['TESTING'] = '{namespace}{key}' in app.config\n\
             app.config['PREFERRED_URL_SCHEME'] = app.config.get('{namespace}{key}', 'none')\n\
             app.config['APPLICATION_ROOT'] = app.config.get_namespace('{namespace}').get('{}', '/none')\n",
            key.to_lowercase()
        );
        let apps = Project::app(&text).apps(arguments);
        ["TESTING", "PREFERRED_URL_SCHEME", "APPLICATION_ROOT"]
            .map(|setting| apps[0]["settings"][setting]["state"].clone())
    };
    let flask = "from flask import Flask\napp = Flask(__name__)";
    let quart = "from quart import Quart\napp = Quart(__name__)";
    let (unknown, known) = (["unknown", "unknown", "unknown"], ["known", "known", "known"]);
    assert_eq!(states(flask, &["--flask-version", "2.2"], "JSON_", "SORT_KEYS"), unknown);
    assert_eq!(states(flask, &["--flask-version", "2.3"], "JSON_", "SORT_KEYS"), known);
    assert_eq!(states(flask, &["--flask-version", "2.2"], "SHOP_", "SORT_KEYS"), known);
    assert_eq!(states(quart, &[], "BODY_", "TIMEOUT"), unknown);
}
