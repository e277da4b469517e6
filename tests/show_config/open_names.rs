//! Settings that something may bind again under a name that is not in the source.

use serde_json::json;

use super::{Project, value};

/// The settings of a module `settings` as an app loads them.
fn loaded(settings: &str) -> serde_json::Value {
    let app = "import settings\nfrom flask import Flask\napp = Flask('shop')\napp.config.from_object(settings)\n";
    Project::of(&[("app.py", app), ("settings.py", settings)]).apps(&[])[0].clone()
}

#[test]
fn what_a_missing_module_may_bind_again_holds_unless_it_is_there() {
    let optional = "try:\n    from local_settings import *\nexcept ImportError:\n    pass\n";
    let app = &loaded(&format!("SESSION_COOKIE_NAME = 'shop'\n{optional}"));
    assert_eq!(value(app, "SESSION_COOKIE_NAME"), "shop");
    assert_eq!(app["settings"]["SESSION_COOKIE_NAME"]["overridable"], true);
    let checked = format!("SECRET_KEY = ''\n{optional}if len(SECRET_KEY) < 32:\n    raise ValueError('no key')\n");
    assert_eq!(loaded(&checked)["settings"]["SECRET_KEY"]["state"], "external", "the check refuses the default");
}

#[test]
fn what_follows_a_write_of_any_name_is_known() {
    let app = &loaded("SESSION_COOKIE_NAME = 'shop'\nfrom .local import *\nSESSION_COOKIE_PATH = '/shop'\n");
    assert_eq!(value(app, "SESSION_COOKIE_PATH"), "/shop");
}

#[test]
fn a_setting_is_not_known_after_a_write_of_any_name() {
    for write in [
        "from local_settings import *",
        "from .local_settings import *",
        "exec(open('/etc/shop.py').read())",
        "import sys\nsetattr(sys.modules[__name__], read(), read())",
        "globals().update(read())",
        "globals()[read()] = read()",
    ] {
        let app = &loaded(&format!("from shelf import read\nSESSION_COOKIE_NAME = 'shop'\n{write}\n"));
        assert_eq!(app["settings"]["SESSION_COOKIE_NAME"]["state"], "unknown", "{write}");
    }
}

#[test]
fn an_instance_that_is_filled_with_any_names_is_not_complete() {
    for write in ["setattr(self, key, value)", "self.__dict__.update({key: value})", "vars(self)[key] = value"] {
        let text = format!(
            "import json\nfrom flask import Flask\nclass Settings:\n    SESSION_COOKIE_NAME = 'shop'\n    \
             def __init__(self):\n        for key, value in json.load(open('/etc/shop.json')).items():\n            \
             {write}\napp = Flask('shop')\napp.config.from_object(Settings())\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        for name in ["SESSION_COOKIE_NAME", "SECRET_KEY"] {
            assert_eq!(app["settings"][name]["state"], json!("unknown"), "{name} after {write}");
        }
    }
}

/// What is put into a dict under names that are not known, where a file exists, is no more certain than the file.
#[test]
fn a_file_that_is_read_if_it_exists_sets_what_it_may_set() {
    let report = |test: &str| {
        let text = format!(
            "import os, tomllib\nfrom flask import Flask, session\nconfig = dict(SESSION_COOKIE_NAME='shop')\n{test}:\n    \
             with open('/etc/shop.toml') as file:\n        for key, value in tomllib.loads(file.read()).items():\n            \
             config[key.upper()] = value\napp = Flask(__name__)\napp.config.update(config)\n\
             @app.route('/')\ndef index():\n    session['seen'] = 1\n    return ''\n"
        );
        let project = Project::app(&text);
        let name = project.apps(&[])[0]["settings"]["SESSION_COOKIE_NAME"]["state"].clone();
        (project.run(&["--output-format", "concise"]).1, name)
    };
    let (hedged, name) = report("if os.path.exists('/etc/shop.toml')");
    assert!(hedged.contains("session-cookie-secure-missing") && hedged.contains("/etc/shop.toml"), "{hedged}");
    assert_eq!(name, "known");
    let (silent, name) = report("if True");
    assert!(!silent.contains("session-cookie-secure-missing"), "{silent}");
    assert_eq!(name, "unknown");
}

/// What is made of the environment has nothing by default, wherever it is kept until it is loaded.
#[test]
fn what_is_collected_from_the_environment_is_nothing_by_default() {
    let state = |load: &str| {
        let text = format!(
            "import os\nfrom flask import Flask\napp = Flask('shop')\napp.config['SESSION_COOKIE_NAME'] = 'shop'\n{load}\n"
        );
        let setting = Project::app(&text).apps(&[])[0]["settings"]["SESSION_COOKIE_NAME"].clone();
        (setting["value"].clone(), setting["overridable"].clone())
    };
    for load in [
        "app.config.update({k[4:]: v for k, v in os.environ.items() if k.startswith('APP_')})",
        "app.config.update((k[4:], v) for k, v in os.environ.items())",
        "app.config.update(dict([(k[4:], os.environ[k]) for k in os.environ]))",
        "found = {}\nfound.update(os.environ)\napp.config.from_mapping(found)",
        "found = {k: v for k, v in os.environ.items()}\nfor k, v in found.items():\n    app.config[k] = v",
    ] {
        assert_eq!(state(load), (json!("shop"), json!(true)), "{load}");
    }
    // What is certain of it is written in any case.
    let load = "found = {'SESSION_COOKIE_NAME': 'other'}\nfound.update(os.environ)\nfor k, v in found.items():\n    \
                app.config[k] = v";
    assert_eq!(state(load).0, json!("other"));
}

/// A function that fills a dict of its module with entries of any name gives the key where it is called.
#[test]
fn a_dict_that_a_function_fills_may_have_what_a_default_stands_for() {
    let head = "from flask import Flask\n\noverrides = {}\n\n\ndef set_override(key, value):\n    overrides[key] = value\n\n\n\
                def get(key, default):\n    return overrides.get(key, default)\n\n\n";
    let report = |lines: &str| {
        let app = "app = Flask(__name__)\napp.secret_key = get('SECRET_KEY', 'my own key')\n";
        Project::app(&format!("{head}{lines}{app}")).run(&["--output-format", "concise"]).1
    };
    let open = report("");
    let claim = "secret-key-fallback [critical] SECRET_KEY is a constant whenever a call of `set_override()` does not provide one";
    assert!(open.contains(claim), "{open}");
    // Where the program is seen to call it, what that puts there is known.
    assert!(
        report("set_override('DEBUG', True)\n").contains("weak-secret-key"),
        "{}",
        report("set_override('DEBUG', True)\n")
    );
    let given = report("import os\nset_override('SECRET_KEY', os.environ['KEY'])\n");
    assert!(!given.contains("secret-key"), "{given}");
}

/// What a file holds that is not there is not known, though its entries are written one by one.
#[test]
fn a_file_that_is_put_over_the_settings_may_hold_any_of_them() {
    let state = |load: &str| {
        let head = "import attrs\nimport json\nfrom flask import Flask\n\napp = Flask(__name__)\n\
                    app.config['SESSION_COOKIE_SECURE'] = True\nwith open('shop.json') as file:\n    ";
        let setting = Project::app(&format!("{head}{load}")).apps(&[])[0]["settings"]["SESSION_COOKIE_SECURE"].clone();
        (setting["state"].clone(), setting["overridable"].clone())
    };
    for load in [
        "app.config.update(json.load(file))",
        "for name, value in json.load(file).items():\n        app.config[name] = value",
        "for name, value in json.load(file).items():\n        app.config[name.upper()] = value",
    ] {
        assert_eq!(state(load).0, json!("unknown"), "{load}");
    }
    // Of a file of variables that is not there, python-dotenv has none.
    let dotenv = "pass\n\n\nfrom dotenv import dotenv_values\napp.config.update(dotenv_values('.env'))\n";
    assert_eq!(state(dotenv), (json!("known"), json!(true)));
    let attrs = "pass\n\n\n@attrs.define\nclass Cookie:\n    secure: bool = True\n\n\nwith open('shop.json') as file:\n    \
                 cookie = Cookie(**json.load(file))\napp.config['SESSION_COOKIE_SECURE'] = cookie.secure\n";
    assert_eq!(state(attrs), (json!("known"), json!(true)));
}
