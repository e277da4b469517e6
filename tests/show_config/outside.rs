//! What is not in the project: it is not known what it does, and what it is called decides nothing that is stated.

use serde_json::json;

use super::{Project, value};

const SESSION: &str = "\n\n@app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n";

fn findings(files: &[(&str, &str)]) -> String {
    Project::of(files).run(&["--output-format", "concise"]).1
}

/// A key is compared with a known one in order to refuse it, and that one may be somebody's.
#[test]
fn what_a_key_is_compared_with_is_no_profile_in_any_output() {
    let head = "import os\nimport secrets\n\nfrom flask import Flask\n\napp = Flask(__name__)\n";
    for text in [
        "key = os.environ.get('SECRET_KEY')\nif not key or key == 'dev_key_of_old':\n    key = secrets.token_hex(32)\n",
        "key = os.environ['SIGNER']\nif key in ('changeme', 'dev_key_of_old'):\n    raise RuntimeError('set it')\n",
        "key = os.getenv('APP_TOKEN', '').strip()\nif key not in ('', 'dev_key_of_old'):\n    print('set')\n",
        "key = os.getenv('SIGNER')\nif key == 'dev_key_of_old':\n    print('unsafe')\n",
    ] {
        let project = Project::app(&format!("{head}{text}app.secret_key = key\n"));
        for format in ["text", "json", "sarif"] {
            for shown in [&["--show-config"][..], &["--pedantic"]] {
                let (_, output, notes) = project.run(&[shown, &["--output-format", format]].concat());
                let named = output.lines().chain(notes.lines()).find(|line| {
                    let line = line.to_lowercase();
                    line.contains("dev_key_of_old") && line.contains("profile")
                });
                assert_eq!(named, None, "{text} as {format}");
            }
        }
        let apps = project.apps(&[]);
        assert_eq!((apps.len(), &apps[0]["profile"]), (1, &json!(null)), "{text}");
    }
}

#[test]
fn where_debugging_is_not_known_neither_is_what_talisman_sets_unless_debugging() {
    let text = "from flask import Flask, session\nfrom flask_talisman import Talisman\nfrom company import read\n\
                app = Flask(__name__)\napp.secret_key = read('KEY')\napp.config['DEBUG'] = read('DEBUG')\nTalisman(app)\n";
    let project = Project::app(&format!("{text}{SESSION}"));
    let app = &project.apps(&[])[0];
    assert_eq!(app["after_request"]["SESSION_COOKIE_SECURE"]["state"], "unknown");
    assert_eq!(findings(&[("app.py", &format!("{text}{SESSION}"))]), "");
}

#[test]
fn what_may_configure_an_app_outside_the_project_is_no_source_that_was_followed() {
    let app = |import: &str, call: &str| {
        let text = format!("{import}\nfrom flask import Flask, session\napp = Flask(__name__)\n{call}\n{SESSION}");
        Project::app(&text).apps(&[])[0]["gaps"].as_array().expect("a list").len()
    };
    assert_eq!(app("import coaster.app", "coaster.app.init_app(app)"), 1);
    assert_eq!(app("from company.setup import configure", "configure(app, 'shop')"), 1);
    assert_eq!(app("from company import ext", "ext.init_app(app)"), 1);
    assert_eq!(app("from company.auth import auth_manager", "jwt = auth_manager(app)"), 1);
    assert_eq!(app("import company.auth", "company.auth.auth_manager(app)"), 1);
    assert_eq!(app("from company import auth", "auth.manager(app)"), 0);
    assert_eq!(app("from company import Setup", "Setup(app)"), 1);
    assert_eq!(app("from company import Setup", "Setup().init_app(app)"), 1);
    assert_eq!(app("from flask_environments import Environments", "Environments(app).from_object('config')"), 1);
    assert_eq!(app("from flask_appconfig import AppConfig", "AppConfig(app, default_settings={})"), 1);
    assert_eq!(app("from flask_sqlalchemy import SQLAlchemy", "db = SQLAlchemy()\ndb.init_app(app)"), 0);
    assert_eq!(app("from flask_migrate import Migrate", "Migrate().init_app(app)"), 0);
    assert_eq!(app("from flask_login import LoginManager", "LoginManager().init_app(app)"), 0);
    assert_eq!(app("from waitress import serve", "serve(app)"), 0);
}

#[test]
fn a_session_interface_outside_the_project_may_read_no_setting() {
    let head = "import os\nfrom flask import Flask, session\n";
    let own = "app = Flask(__name__)\napp.secret_key = os.environ['KEY']\n";
    for interface in ["OldSecureCookieSessionInterface", "StoredSessions"] {
        let import = format!("from company.sessions import {interface}\n");
        let set = format!("app.session_interface = {interface}()\n{SESSION}");
        let text = format!("{head}{import}{own}{set}");
        let app = &Project::app(&text).apps(&[])[0];
        assert_eq!(app["set_cookie"], json!(null), "{interface}");
        assert_eq!(app["settings"]["SESSION_COOKIE_SAMESITE"]["state"], "unknown", "{interface}");
        assert_eq!(findings(&[("app.py", &text)]), "", "{interface}");
        // What somebody set was set for it.
        let text = format!("{head}{import}{own}app.config['SESSION_COOKIE_SECURE'] = False\n{set}");
        assert_eq!(value(&Project::app(&text).apps(&[])[0], "SESSION_COOKIE_SECURE"), false);
    }
}

#[test]
fn a_class_that_is_named_after_flask_makes_an_app_of_an_import_name() {
    let names = |text: &str| {
        let (_, report, _) = Project::app(text).run(&["--show-config", "--output-format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        report["apps"].as_array().expect("a list").len()
    };
    let import = "from company.flask_base.app import FlaskBase\n";
    assert_eq!(names(&format!("{import}app = FlaskBase(__name__, 'shop')\napp.secret_key = 'k'\n")), 1);
    assert_eq!(names(&format!("{import}def create_app():\n    app = FlaskBase(__name__)\n    return app\n")), 1);
    assert_eq!(names("from flask.ext.api import FlaskAPI\napp = FlaskAPI(__name__)\n"), 1);
    assert_eq!(names(&format!("{import}app = FlaskBase('shop')\napp.secret_key = 'k'\n")), 0);
    assert_eq!(names("from company import FlaskLogger\nlog = FlaskLogger(__name__)\nlog.secret_key = 'k'\n"), 0);
}

#[test]
fn a_key_of_a_branch_that_is_named_for_development_is_no_fallback() {
    let head = "import company\nfrom flask import Flask\napp = Flask(__name__)\n";
    let key = "app.secret_key = 'dev'";
    let read = "app.secret_key = company.read()";
    for condition in ["company.DEBUG", "company.is_local()", "company.UNIT_TEST_MODE", "company.env == 'test'"] {
        let ways = [
            format!("if {condition}:\n    {key}\nelse:\n    {read}\n"),
            format!("app.secret_key = 'dev' if {condition} else company.read()\n"),
            format!(
                "def key():\n    if {condition}:\n        return 'dev'\n    return company.read()\napp.secret_key = key()\n"
            ),
        ];
        for way in ways {
            assert_eq!(findings(&[("app.py", &format!("{head}{way}"))]), "", "{way}");
        }
    }
    let report = findings(&[("app.py", &format!("{head}if company.ready:\n    {key}\nelse:\n    {read}\n"))]);
    assert!(report.contains("secret-key-fallback") && report.contains("one of several branches"), "{report}");
    // The same key on both sides is production's, too.
    let report = findings(&[("app.py", &format!("{head}if company.DEBUG:\n    {key}\nelse:\n    {key}\n"))]);
    assert!(report.contains("published-secret-key") || report.contains("secret-key"), "{report}");
}

const APP: &str =
    "import os\nfrom flask import Flask, session\n\napp = Flask(__name__)\napp.secret_key = os.environ['K']\n";

#[test]
fn what_only_copies_the_configuration_sets_nothing() {
    let celery = "from celery import Celery\ncelery = Celery('shop')\n";
    let report = |write: &str| findings(&[("app.py", &format!("{APP}{celery}{write}\n{SESSION}"))]);
    let copied = report("celery.conf.update(app.config)");
    assert!(copied.contains("session-cookie-secure-missing") && !copied.contains("It holds unless"), "{copied}");
    for given in ["celery.conf.setup(app.config)", "celery.conf.update(app)"] {
        assert!(report(given).contains("It holds unless"), "{given}");
    }
}

#[test]
fn a_class_with_a_debug_mode_alone_is_an_extensions_own() {
    let report = |class: &str| {
        let given = format!("from maps import SiteMap\n\n\nclass Map:\n    {class}\n\n\nSiteMap(app, config=Map)\n");
        findings(&[("app.py", &format!("{APP}{given}{SESSION}"))])
    };
    assert!(report("DEBUG = False\n    TESTING = False").contains("session-cookie-secure-missing"));
    assert_eq!(report("DEBUG = False\n    SESSION_COOKIE_SECURE = True"), "");
}

#[test]
fn the_defaults_of_another_package_are_no_settings_of_the_app() {
    let load = "import company_jobs\napp.config.from_object(company_jobs.NAME)\n";
    let report = |name: &str| findings(&[("app.py", &format!("{APP}{}{SESSION}", load.replace("NAME", name)))]);
    let hedged = report("default_settings");
    assert!(hedged.contains("secure-missing") && hedged.contains("company_jobs.default_settings"), "{hedged}");
    assert_eq!(report("live_settings"), "");
    // They may have a debug mode of their own.
    let debug = APP.to_owned() + "app.config['DEBUG'] = True\n" + &load.replace("NAME", "default_settings");
    assert!(!findings(&[("app.py", &debug)]).contains("debug-enabled"));
}

/// What the program reads and nobody writes is what the code outside has loaded, and more may be.
#[test]
fn code_outside_that_must_have_loaded_something_may_have_loaded_anything() {
    let state = |line: &str| {
        let app = format!(
            "from flask import Flask, session\nfrom company import web\napp = Flask(__name__)\nweb.init_app(app)\n{line}\n\n\n\
             @app.route('/')\ndef index():\n    session['seen'] = True\n    return ''\n"
        );
        Project::app(&app).apps(&[])[0]["settings"]["SESSION_COOKIE_SECURE"]["state"].clone()
    };
    assert_eq!(state("app.config['ZONE'] = app.config['TIMEZONE']"), "unknown");
    for line in
        ["", "zone = app.config.get('TIMEZONE')", "app.config['TIMEZONE'] = 'UTC'\nzone = app.config['TIMEZONE']"]
    {
        assert_eq!(state(line), "default", "{line}");
    }
    assert_eq!(state("if web.zones:\n    zone = app.config['TIMEZONE']"), "default");
}

/// A script that makes tables with a class that its library no longer has answers no request.
#[test]
fn a_database_that_is_not_found_registers_no_views() {
    let locale = "from flask import session\n\n\ndef locale():\n    session['locale'] = 'de'\n";
    let uses = |class: &str| {
        let script =
            format!("from flask import Flask\nfrom lib import {class}\napp = Flask(__name__)\ndb = {class}(app)\n");
        let library = "from .web import locale\n";
        let files = [("lib/__init__.py", library), ("lib/web.py", locale), ("tables.py", &script)];
        Project::of(&files).apps(&[])[0]["uses_session"].clone()
    };
    assert_eq!(uses("SQLA"), json!(false));
    assert_eq!(uses("Pages"), json!(true));
}

#[test]
fn an_instance_of_a_class_outside_the_project_may_have_any_setting() {
    let missing = |load: &str| {
        let head = "import company\nfrom flask import Flask, session\napp = Flask(__name__)\n";
        findings(&[("app.py", &format!("{head}{load}\n{SESSION}"))]).contains("missing")
    };
    for load in [
        "app.config.from_object(company.Config())",
        "from company import Config\nconf = Config()\nconf.load()\napp.config.from_object(conf)",
        "app.config.from_object({}.get('config') or company.settings.Config())",
    ] {
        assert!(!missing(load), "{load}");
    }
    assert!(missing("from types import SimpleNamespace\napp.config.from_object(SimpleNamespace(TITLE='shop'))"));
}

/// As pydantic's does: the environment goes before what the class says.
#[test]
fn a_constructor_outside_the_project_may_fill_what_the_class_states() {
    let state = |class: &str, write: &str| {
        let text = format!(
            "from company import Vault\nfrom flask import Flask\n\n\nclass Config(Vault):\n    SECRET_KEY = 'fK8q2ZxV7nB4tR1m'\n{class}\n\n\
             app = Flask(__name__)\nconf = Config()\n{write}\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        (app["settings"]["SECRET_KEY"]["state"].clone(), app["settings"]["SECRET_KEY"]["overridable"].clone())
    };
    let by_default = (json!("known"), json!(true));
    let certain = (json!("known"), json!(false));
    let all = ["app.config.from_object(conf)", "app.secret_key = conf.SECRET_KEY", "app.config.update(conf.dict())"];
    for write in all {
        assert_eq!(state("    SECRET_KEY: str", write), by_default, "{write}");
    }
    for write in all.iter().take(2) {
        let init = "    def __init__(self):\n        super().__init__()\n";
        assert_eq!(state(init, write), by_default, "{write}");
        let own = "        self.SECRET_KEY = 'kQ2vL9sX4mT7bN1w'\n";
        assert_eq!(state(&format!("{init}{own}"), write), certain, "{write}");
        assert_eq!(state(&format!("    def __init__(self):\n{own}"), write), certain, "{write}");
    }
}

/// `app.py`'s settings by what stands before and after the app is made.
fn states(before: &str, after: &str) -> (serde_json::Value, serde_json::Value) {
    let head = "import os\nimport random\nimport sys\n";
    let text = format!("{head}{before}\nfrom flask import Flask\napp = Flask(__name__)\n{after}\n");
    let apps = Project::app(&text).apps(&[]);
    let state = |key: &str| apps.first().map_or(json!("no app"), |app| app["settings"][key]["state"].clone());
    (state("SECRET_KEY"), state("SESSION_COOKIE_SECURE"))
}

#[test]
fn what_is_typed_in_is_a_text_that_is_not_known() {
    for read in ["input('Key: ')", "raw_input('Key: ')", "input('Key: ').strip()", "int(input('Key: '))"] {
        assert_eq!(states("", &format!("app.secret_key = {read}")).0, "unknown", "{read}");
    }
    for before in [
        "size = int(input('How many? '))",
        "while True:\n    try:\n        size = int(input())\n        break\n    except ValueError:\n        pass",
    ] {
        assert_eq!(states(before, "app.secret_key = 'fK8q2ZxV7nB4tR1m'").0, "known", "{before}");
    }
    let asked = "if input('Strict? ') == 'y':\n    app.config['SESSION_COOKIE_SECURE'] = True";
    assert_eq!(states("", asked).1, "unknown");
}

#[test]
fn a_number_that_is_made_at_start_may_be_zero() {
    let key = "app.secret_key = 'fK8q2ZxV7nB4tR1m'";
    assert_eq!(states("if os.getuid():\n    sys.exit('root only')", key).0, "known");
    for number in ["random.randint(0, 1)", "os.getuid()", "random.random()", "random.getrandbits(1)"] {
        let set = format!("if {number}:\n    app.config['SESSION_COOKIE_SECURE'] = True");
        assert_eq!(states("", &set).1, "unknown", "{number}");
    }
    let text = "if os.urandom(8).hex():\n    app.config['SESSION_COOKIE_SECURE'] = True";
    assert_eq!(states("", text).1, "known");
}

#[test]
fn a_file_of_variables_that_the_project_lacks_may_be_found_where_it_runs() {
    let ends = "from dotenv import find_dotenv, load_dotenv\npath = find_dotenv()\nif not path:\n    raise SystemExit('no .env')\nload_dotenv(path)";
    assert_eq!(states(ends, "app.secret_key = 'fK8q2ZxV7nB4tR1m'").0, "known");
}

/// Each menu leads to all others again: to run each a hundred times takes all that there is to burn.
#[test]
fn menus_that_ask_a_person_do_not_make_the_program_too_large() {
    let text = "from flask import Flask, session\napp = Flask(__name__)\napp.secret_key = 'menu-of-menus'\n\
                def inner(depth):\n    while True:\n        answer = input('? ')\n        if answer == '1':\n            \
                inner(depth + 1)\n        elif answer == '2':\n            return\n\
                if __name__ == '__main__':\n    while True:\n        answer = input('? ')\n        if answer == '1':\n            \
                inner(0)\n        if answer == '2':\n            inner(1)\n        else:\n            break\n";
    let app = &Project::app(&format!("{text}{SESSION}")).apps(&[])[0];
    assert_eq!(app["gaps"], json!([]));
    assert_eq!(app["settings"]["SECRET_KEY"]["state"], "known");
}

#[test]
fn what_a_wait_of_unknown_length_counts_is_not_known() {
    let text = "import os\nfrom company import is_ready\nfrom flask import Flask, session\napp = Flask(__name__)\n\
                app.secret_key = os.environ['KEY']\nwaited = 0\nwhile True:\n    if is_ready():\n        break\n    \
                waited += 1\napp.config['SESSION_COOKIE_SECURE'] = waited > 5\n";
    let app = &Project::app(&format!("{text}{SESSION}")).apps(&[])[0];
    assert_eq!(app["settings"]["SESSION_COOKIE_SECURE"]["state"], "unknown");
}

/// What a row of a table says of itself is no setting that its base could take from elsewhere.
#[test]
fn what_a_base_outside_the_project_may_fill_is_what_is_named_for_settings() {
    let app = |class: &str| {
        let text = format!(
            "import os\nfrom company import Base\nfrom flask import Flask, session\napp = Flask(__name__)\n\
             app.secret_key = os.environ['KEY']\nclass {class}(Base):\n    secure = True\n\
             app.config['SESSION_COOKIE_SECURE'] = {class}().secure\n{SESSION}"
        );
        Project::app(&text).apps(&[])[0]["settings"]["SESSION_COOKIE_SECURE"]["overridable"].clone()
    };
    assert_eq!(app("Row"), false);
    assert_eq!(app("ShopSettings"), true);
}

/// What nobody in the project sets and the program reads, code outside has set that was given the app.
#[test]
fn a_setting_that_foreign_code_must_have_set_does_not_end_the_program() {
    let app = |pass: &str| {
        format!(
            "import os\nfrom flask import Flask, session\nfrom company_core.auth import AuthManager, auth_manager\n\n\
             app = Flask(__name__)\napp.config['SESSION_COOKIE_SECURE'] = os.environ.get('SECURE', 'False') == 'True'\n\
             {pass}\napp.secret_key = app.config['JWT_SECRET_KEY']\n{SESSION}"
        )
    };
    for pass in ["jwt = auth_manager(app)", "jwt = AuthManager(app)"] {
        let found = findings(&[("app.py", &app(pass))]);
        assert!(found.contains("session-cookie-secure-disabled"), "{pass}: {found}");
        // It may set anything.
        assert!(!found.contains("never set") && !found.contains("missing-secret-key"), "{pass}: {found}");
    }
    assert_eq!(findings(&[("app.py", &app("print(app.name)"))]), "");
}

/// A program that puts a server's folder on `sys.path`, to import the project from there, says where the project is.
#[test]
fn a_path_below_the_servers_copy_of_the_project_is_one_of_the_project() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.config.from_envvar('SHOP_CONFIG')\n";
    let wsgi = "import os\nimport sys\nsys.path.insert(0, '/srv/www/shop/')\n\
                os.environ['SHOP_CONFIG'] = '/srv/www/shop/config/live.py'\nfrom app import app as application\n";
    let live = ("config/live.py", "SESSION_COOKIE_SECURE = False\n");
    let is_known = |wsgi: &str, more: &[(&str, &str)]| {
        let files = [&[("app.py", app), ("deploy/shop.wsgi", wsgi), live], more].concat();
        findings(&files).contains("config/live.py:1:")
    };
    assert!(is_known(wsgi, &[]));
    assert!(!is_known(&wsgi.replace("sys.path.insert(0, '/srv/www/shop/')", ""), &[]));
    assert!(!is_known(&wsgi.replace("insert(0, '/srv/www/shop/')", "insert(0, '/srv/www/other')"), &[]));
    // Two files may be meant.
    assert!(!is_known(wsgi, &[("deploy/config/live.py", "SESSION_COOKIE_SECURE = True\n")]));
}

/// What a container has at a path, its file says.
#[test]
fn a_path_in_a_container_is_that_of_the_file_that_was_copied_there() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.config.from_pyfile('/srv/shop/config/live.py')\n";
    let live = ("config/live.py", "SESSION_COOKIE_SECURE = False\n");
    let is_known = |copy: &str| {
        let dockerfile = format!("FROM python\nWORKDIR /srv/shop\n{copy}\nCMD gunicorn app:app\n");
        findings(&[("app.py", app), live, ("Dockerfile", &dockerfile)]).contains("config/live.py:1:")
    };
    assert!(is_known("COPY . ."));
    assert!(is_known("COPY config/ config/"));
    assert!(!is_known("COPY app.py ."));
    assert!(!is_known("COPY . /opt"));
}
