//! What conditions and early returns leave of a value: what it is by default, and what decides otherwise.

use serde_json::{Value as Json, json};

use super::{Project, value};

/// A variable that a branch sees more narrowly is what it was again for what comes after the function that the branch
/// returns from.
#[test]
fn one_call_of_a_helper_decides_nothing_of_the_next() {
    let text = "import os\nfrom flask import Flask\n\nPROJECT = os.getenv('PROJECT', '')\n\n\n\
                def setting(name, default=''):\n    if PROJECT == '':\n        value = os.getenv(name, '')\n        \
                if value == '':\n            return default\n        return value\n    return default\n\n\n\
                HOST = setting('HOST')\napp = Flask(__name__)\n\
                app.config['SESSION_COOKIE_NAME'] = setting('COOKIE', 'shop')\n";
    let (_, table, _) = Project::app(text).run(&["--show-config"]);
    assert!(table.contains("'shop'") && table.contains("unless COOKIE or PROJECT is set"), "{table}");
}

/// A default that the program does not start with is no value after the first request either.
#[test]
fn what_the_program_refuses_does_not_come_back_with_a_request() {
    let text = "import os\nfrom flask import Flask\nfrom flask_talisman import Talisman\n\napp = Flask(__name__)\n\
                app.config['SECRET_KEY'] = os.environ.get('SECRET_KEY')\nif not app.config['SECRET_KEY']:\n    \
                raise ValueError('no key')\nTalisman(app)\n";
    let apps = Project::app(text).apps(&[]);
    assert_eq!(apps[0]["after_request"]["SESSION_COOKIE_SECURE"]["value"], json!(true));
    assert_eq!(apps[0]["after_request"].get("SECRET_KEY"), None);
}

/// What only runs where something has not returned before ends no program that starts.
#[test]
fn what_fails_behind_an_early_return_refuses_no_default() {
    let text = "import os\nfrom flask import Flask\n\n\ndef monitor(app):\n    if not app.config.get('MONITORED'):\n        \
                return\n    for key in ('URL', 'LENGTH'):\n        if app.config.get('MONITOR_' + key) is None:\n            \
                raise ValueError(key)\n\n\ndef create_app():\n    app = Flask(__name__)\n    \
                app.config['SESSION_COOKIE_NAME'] = os.environ.get('COOKIE', 'shop')\n    \
                app.config['MONITORED'] = os.environ.get('MONITORED') == 'yes'\n    \
                app.config['MONITOR_URL'] = os.environ.get('MONITOR_URL')\n    \
                app.config.from_envvar('SETTINGS', silent=True)\n    monitor(app)\n    return app\n";
    let apps = Project::app(text).apps(&[]);
    let name = &apps[0]["settings"]["SESSION_COOKIE_NAME"];
    assert_eq!((&name["state"], &name["value"]), (&json!("known"), &json!("shop")), "{name}");
}

/// A file that is not there is what a handler does without.
#[test]
fn a_handler_loads_another_file_instead() {
    let app = "from flask import Flask\napp = Flask(__name__)\ntry:\n    app.config.from_pyfile('own.py')\n\
               except Exception:\n    app.config.from_pyfile('usual.py')\n";
    let apps = Project::of(&[("app.py", app), ("usual.py", "SESSION_COOKIE_NAME = 'usual'\n")]).apps(&[]);
    let name = &apps[0]["settings"]["SESSION_COOKIE_NAME"];
    assert_eq!((&name["value"], &name["overridable"]), (&json!("usual"), &json!(true)), "{name}");
}

/// What one of two variables may mend is not certainly refused: of the other's setting the check says nothing.
#[test]
fn a_check_of_two_settings_leaves_the_one_that_is_no_key() {
    let text = "import os\nfrom flask import Flask\n\n\nclass Config:\n    SECRET_KEY = os.environ.get('SECRET_KEY') or 'my own key'\n    \
                SESSION_COOKIE_SECURE = os.environ.get('SHOP', 'live') == 'live'\n\n    def __init__(self):\n        \
                if self.SESSION_COOKIE_SECURE and self.SECRET_KEY == 'my own key':\n            raise ValueError('no key')\n\n\n\
                app = Flask(__name__)\napp.config.from_object(Config())\n";
    let app = Project::app(text).apps(&[]).remove(0);
    assert_eq!(value(&app, "SESSION_COOKIE_SECURE"), true);
    assert_eq!(app["settings"]["SECRET_KEY"]["state"], "external");
}

/// `config.get("KEY")` is the entry, whether or not nothing stands for it where it is missing.
#[test]
fn a_check_may_get_the_entry_that_it_looks_at() {
    let config = "import os\n\n\nclass Prod:\n    SECRET_KEY = os.environ.get('SECRET_KEY')\n";
    let wsgi = "from flask import Flask\nfrom config import Prod\n\n\
                app = Flask(__name__)\napp.config.from_object(Prod)\nif CHECK:\n    raise RuntimeError('no key')\n";
    let report = |check: &str| {
        let wsgi = wsgi.replace("CHECK", check);
        let files = [("config.py", config), ("wsgi.py", &wsgi), (".env", "SECRET_KEY='the village shop'\n")];
        let files = [&files[..], &[("requirements.txt", "flask\npython-dotenv\n")]].concat();
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    for check in [
        "not app.config['SECRET_KEY']",
        "not app.config.get('SECRET_KEY')",
        "app.config.get('SECRET_KEY') is None",
        "not app.config.get('SECRET_KEY', '')",
    ] {
        let report = report(check);
        assert!(report.contains(".env:1:13: weak-secret-key"), "{check}: {report}");
    }
}

/// A loop over names checks each of them: what it lets pass, it does not refuse.
#[test]
fn a_check_in_a_loop_over_names_refuses_what_it_is_for() {
    let report = |check: &str| {
        let text = format!(
            "import os\nfrom flask import Flask, session\n\napp = Flask(__name__)\n\
             app.config['SECRET_KEY'] = os.environ.get('K', 'dev')\n{check}\n    raise RuntimeError('no key')\n"
        );
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let written_out = report("if not app.config['SECRET_KEY']:");
    assert!(written_out.contains("[critical]"), "{written_out}");
    let looped = report("for name in ['SECRET_KEY']:\n  if not app.config[name]:");
    assert!(looped.contains("[critical]") && !looped.contains("refuses it"), "{looped}");
    assert_eq!(report("for name in ['SECRET_KEY']:\n  if app.config[name] == 'dev':"), "");
}

/// What each pass of a loop without end sets to the same is known; what it counts is not.
#[test]
fn a_loop_without_end_leaves_what_it_always_sets() {
    let text = "from flask import Flask\n\napp = Flask(__name__)\ncount = 0\n\n\ndef serve():\n    \
                app.config['SESSION_COOKIE_NAME'] = 'shop'\n    app.config['SESSION_COOKIE_PATH'] = '/' + str(count)\n\n\n\
                while True:\n    count += 1\n    try:\n        serve()\n    except OSError:\n        print('again')\n";
    let settings = Project::app(text).apps(&[])[0]["settings"].clone();
    assert_eq!(settings["SESSION_COOKIE_PATH"]["state"], "unknown", "{settings}");
    assert_eq!(settings["SESSION_COOKIE_SAMESITE"]["state"], "default", "{settings}");
    let name = &settings["SESSION_COOKIE_NAME"];
    assert!(name.to_string().contains("'shop'") || name.to_string().contains("\"shop\""), "{name}");
}

/// A variable that is not one name may well be the other: production has a profile of its own, whichever is asked for first.
#[test]
fn a_name_that_is_excluded_leaves_the_others_possible() {
    let config = "import os\n\n\nclass Dev:\n    SECRET_KEY = 'dev'\n    DEBUG = True\n\n\n\
                  class Prod:\n    SECRET_KEY = os.environ['KEY']\n    SESSION_COOKIE_SECURE = True\n    \
                  SESSION_COOKIE_SAMESITE = 'Lax'\n";
    let branch = |name: &str, class: &str| format!("env == '{name}':\n    app.config.from_object({class})\n");
    let (dev, prod) = (branch("development", "Dev"), branch("production", "Prod"));
    let either = branch("development' or env == 'dev", "Dev");
    let not_prod = format!("env != 'production' and {}", branch("development", "Dev"));
    for (first, second) in [(&dev, &prod), (&prod, &dev), (&either, &prod), (&not_prod, &prod)] {
        for otherwise in ["", "else:\n    raise ValueError(env)\n"] {
            let app = format!(
                "import os\nfrom flask import Flask, session\nfrom config import Dev, Prod\n\napp = Flask(__name__)\n\
                 env = os.environ.get('APP_ENV')\nif {first}elif {second}{otherwise}\n\n\
                 @app.route('/')\ndef index():\n    session['a'] = 1\n    return ''\n"
            );
            let project = Project::of(&[("app.py", &app), ("config.py", config)]);
            let apps = project.apps(&[]);
            let is_secure = |one: &Json| one["profile"] == "Prod" && value(one, "SESSION_COOKIE_SECURE") == true;
            assert!(apps.iter().any(is_secure), "{app}");
            let (_, report, _) = project.run(&["--output-format", "concise"]);
            let is_wrong = ["secret-key", "debug", "never set"].iter().any(|words| report.contains(words));
            assert!(!is_wrong, "{app}{report}");
        }
    }
}
