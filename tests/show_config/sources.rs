//! Where settings come from: files that a pattern names, options of a command, modules of libraries, and folders that hold
//! no module.

use serde_json::json;

use super::{Project, value};

/// The files of a pattern are read in the order of their names; where the program runs there may be more.
#[test]
fn a_pattern_names_the_files_that_the_project_has() {
    let app = |lines: &str| {
        format!(
            "from configparser import ConfigParser\nfrom glob import glob\nfrom flask import Flask\n\
             parser = ConfigParser()\n{lines}\napp = Flask(__name__)\n\
             app.config['SESSION_COOKIE_NAME'] = parser['web']['name']\n"
        )
    };
    let config = |lines: &str| {
        let app = app(lines);
        let files = [
            ("app.py", app.as_str()),
            ("config/00-default.conf", "[web]\nname = first\n"),
            ("config/10-shop.conf", "[web]\nname = second\n"),
            ("config/notes.txt", "[web]\nname = none\n"),
        ];
        let apps = Project::of(&files).apps(&[]);
        apps[0]["settings"]["SESSION_COOKIE_NAME"].clone()
    };
    for lines in [
        "for name in sorted(glob('config/*.conf')):\n    parser.read(name)",
        "parser.read(sorted(glob('config/*.conf')))",
        "parser.read(glob('config/1*.conf'))",
    ] {
        let setting = config(lines);
        assert_eq!((&setting["value"], &setting["overridable"]), (&json!("second"), &json!(true)), "{lines}");
    }
    // In which order they come otherwise, nobody knows.
    assert_ne!(config("parser.read(glob('config/*.conf'))")["state"], json!("known"));
    assert_ne!(config("parser.read(glob('other/*.conf'))")["state"], json!("known"));
}

/// A module of a library that is known to set nothing else leaves the rest as it is.
#[test]
fn a_known_module_of_a_library_sets_what_it_sets() {
    for source in ["rq_dashboard.default_settings", "'rq_dashboard.default_settings'"] {
        let text = format!(
            "import rq_dashboard\nfrom flask import Flask\napp = Flask(__name__)\napp.config['SESSION_COOKIE_NAME'] = 'shop'\n\
             app.config['DEBUG'] = True\napp.config.from_object({source})\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        assert_eq!(
            (value(app, "SESSION_COOKIE_NAME"), value(app, "DEBUG")),
            (&json!("shop"), &json!(false)),
            "{source}"
        );
    }
}

/// A folder without code is no configuration: its module is made where the program runs.
#[test]
fn a_folder_without_a_module_may_hold_any_settings() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.config.from_object('config')\n";
    let project = Project::of(&[("app.py", app), ("config/__init__.py.example", "SECRET_KEY = 'k'\n")]);
    assert_eq!(project.apps(&[])[0]["settings"]["SECRET_KEY"]["state"], json!("unknown"));
}

/// What a loop over unknown things puts into a `defaultdict` is there, perhaps.
#[test]
fn a_defaultdict_that_is_filled_under_unknown_keys_lacks_none() {
    let text = "from collections import defaultdict\nfrom flask import Flask\nfrom lib import pairs\n\
                tables = defaultdict(dict)\ntables['known']['a'] = 'old'\n\
                for kind, name in pairs():\n    tables[kind][name] = 'new'\nfeeds = tables['table']['feeds']\n\
                old = tables['known']['a']\napp = Flask(__name__)\napp.config['SESSION_COOKIE_NAME'] = 'shop'\n\
                app.config['SESSION_COOKIE_PATH'] = old\n";
    let app = &Project::app(text).apps(&[])[0];
    assert_eq!(value(app, "SESSION_COOKIE_NAME"), "shop");
    assert_eq!(app["gaps"], json!([]));
    assert_eq!(app["settings"]["SESSION_COOKIE_PATH"]["state"], json!("unknown"));
}

/// A path is one of the system that servers have.
#[test]
fn a_path_is_a_posix_path() {
    let text = "from pathlib import Path, PosixPath\nfrom flask import Flask\n\n\ndef create_app(config):\n    \
                app = Flask(__name__)\n    if isinstance(config, PosixPath):\n        app.config.from_pyfile(str(config))\n    \
                return app\n\n\napp = create_app(Path('.') / 'settings.py')\n";
    let app = &Project::of(&[("app.py", text), ("settings.py", "SESSION_COOKIE_NAME = 'shop'\n")]).apps(&[])[0];
    assert_eq!(value(app, "SESSION_COOKIE_NAME"), "shop");
}

/// A key that only a script has is the one that runs, also one that is made there.
#[test]
fn a_predictable_key_of_a_script_is_reported() {
    let text = "import random\nfrom flask import Flask, session\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n    \
                session['n'] = 1\n    return ''\n\n\nif __name__ == '__main__':\n    \
                app.secret_key = str(random.randint(100000, 999999))\n    app.run(host='0.0.0.0')\n";
    let (_, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(report.contains("predictable-secret-key"), "{report}");
}

#[test]
fn the_monitoring_dashboard_brings_a_key_where_there_is_none() {
    let key = |line: &str| {
        let lines = format!(
            "import flask_monitoringdashboard as dashboard\nfrom flask import Flask\napp = Flask(__name__)\n{line}\ndashboard.bind(app)\n"
        );
        value(&Project::app(&lines).apps(&["--show-secrets"])[0], "SECRET_KEY").clone()
    };
    assert_eq!(key(""), "my-secret-key");
    assert_eq!(key("app.secret_key = 'own'"), "own");
}

/// Lines that end as on Windows are read as others, and stand where they stand.
#[test]
fn the_lines_of_a_file_have_their_places_however_they_end() {
    let app = "import os\nfrom flask import Flask\nfor line in open('config.env'):\n    name, value = line.strip().split('=')\n    \
               os.environ[name] = value\napp = Flask(__name__)\napp.config['SECRET_KEY'] = os.environ['KEY']\n";
    for end in ["\n", "\r\n"] {
        let lines = format!("A=1{end}B=2{end}KEY=some words{end}C=3");
        let apps = Project::of(&[("app.py", app), ("config.env", &lines)]).apps(&[]);
        let key = &apps[0]["settings"]["SECRET_KEY"];
        assert_eq!((&key["path"], &key["line"]), (&json!("config.env"), &json!(3)), "{end:?}");
    }
}

/// A loader that leaves comments out makes another text of the file, of the same lines.
#[test]
fn what_is_read_from_some_lines_of_a_file_has_its_place_there() {
    let file = "{\n    # a long comment that is left out, so that offsets differ\n    \"DEBUG\": false,\n    # more\n    \
                \"SESSION_COOKIE_HTTPONLY\": false\n}\n";
    let place = |load: &str| {
        let app = format!(
            "import json\nfrom flask import Flask\n{load}\napp = Flask(__name__)\napp.config.update(json.loads(text))\n"
        );
        let app = Project::of(&[("app.py", &app), ("config.json", file)]).apps(&[]).remove(0);
        let setting = &app["settings"]["SESSION_COOKIE_HTTPONLY"];
        (setting["path"].clone(), setting["line"].clone())
    };
    let there = ("config.json".into(), 5.into());
    for load in [
        "text = ''\nfor line in open('config.json'):\n    if not line.strip().startswith('#'):\n        text += line",
        "text = ''.join(line for line in open('config.json') if '#' not in line)",
        "text = '\\n'.join(one for one in open('config.json').read().splitlines() if '#' not in one)",
    ] {
        assert_eq!(place(load), there, "{load}");
    }
}

/// python-decouple's `Config` and starlette's read the file that they are given, and no other.
#[test]
fn a_reader_of_settings_that_is_given_a_file_reads_no_other() {
    let report = |reader: &str, read: &str| {
        let text = format!(
            "from decouple import Config, RepositoryEnv\nimport starlette.config\nfrom flask import Flask\n\nconfig = {reader}\napp = Flask(__name__)\napp.secret_key = config({read})\n"
        );
        let files =
            [("app.py", &*text), (".env", "KEY=my-little-secret\n"), ("shop.env", "OWN_KEY=kQ2vL9sX4mT7bN1w\n")];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    let (decouple, starlette) = ("Config(RepositoryEnv('prod.env'))", "starlette.config.Config('prod.env')");
    for reader in [decouple, starlette, "starlette.config.Config()"] {
        assert_eq!(report(reader, "'KEY'"), "", "{reader}");
    }
    for reader in [decouple, starlette] {
        let fallback = report(reader, "'KEY', default='fK8q2ZxV7nB4tR1m'");
        assert!(fallback.contains("neither `KEY` nor `prod.env[\"KEY\"]` provides one"), "{fallback}");
    }
    for reader in ["Config(RepositoryEnv('shop.env'))", "starlette.config.Config('shop.env')"] {
        let found = report(reader, "'OWN_KEY'");
        assert!(found.starts_with("shop.env:1:9: "), "{found}");
    }
    let found = report("starlette.config.Config('shop.env', env_prefix='OWN_')", "'KEY'");
    assert!(found.starts_with("shop.env:1:9: "), "{found}");
}

/// pydantic-settings 2.14 reads an alias, without the prefix; pydantic 1.10 only `env`.
#[test]
fn a_field_of_settings_is_read_under_the_name_that_it_has_in_the_environment() {
    let provider = |import: &str, field: &str, config: &str| {
        let text = format!(
            "from flask import Flask\nfrom pydantic import AliasChoices, Field\nfrom {import} import BaseSettings\n\n\n\
             class Settings(BaseSettings):\n    key: str = Field({field})\n{config}\n\n\
             app = Flask(__name__)\napp.secret_key = Settings().key\n"
        );
        let (_, report, _) = Project::app(&text).run(&["--output-format", "concise"]);
        let (_, rest) = report.split_once("whenever ").unwrap_or_else(|| panic!("{field}: {report}"));
        rest.split(" provide").next().unwrap_or_default().to_owned()
    };
    let (two, one) = ("pydantic_settings", "pydantic");
    let prefixed = "    class Config:\n        env_prefix = 'SHOP_'\n";
    let of_config = "    class Config:\n        fields = {'key': {'env': 'OWN'}}\n";
    for (import, field, config, expected) in [
        (two, "'fK8q2ZxV7nB4tR1m', validation_alias='OWN'", prefixed, "`OWN` does not"),
        (two, "'fK8q2ZxV7nB4tR1m', alias='OWN'", prefixed, "`OWN` does not"),
        (two, "'fK8q2ZxV7nB4tR1m', env='OWN'", prefixed, "`SHOP_KEY` does not"),
        (two, "default_factory=lambda: 'fK8q2ZxV7nB4tR1m'", prefixed, "`SHOP_KEY` does not"),
        (two, "'fK8q2ZxV7nB4tR1m', validation_alias=AliasChoices('A', 'B')", "", "neither `A` nor `B`"),
        (one, "'fK8q2ZxV7nB4tR1m', env='OWN'", prefixed, "`OWN` does not"),
        (one, "'fK8q2ZxV7nB4tR1m', env=['A', 'B']", "", "neither `A` nor `B`"),
        (one, "'fK8q2ZxV7nB4tR1m'", of_config, "`OWN` does not"),
        (one, "'fK8q2ZxV7nB4tR1m', alias='OWN'", prefixed, "`SHOP_KEY` does not"),
    ] {
        assert_eq!(provider(import, field, config), expected, "{import}: {field}");
    }
}
