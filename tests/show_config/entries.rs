//! Apps of several modules: which of them are run, and which of the apps that they make are told apart.

use serde_json::{Value as Json, json};

use super::{Project, value};

const FACTORY: &str = "from flask import Flask\n\n\ndef create_app(name):\n    app = Flask(__name__)\n    \
                       app.config['SESSION_COOKIE_NAME'] = name\n    return app\n";

fn names(files: &[(&str, &str)]) -> Vec<Json> {
    Project::of(files).apps(&[]).iter().map(|app| value(app, "SESSION_COOKIE_NAME").clone()).collect()
}

/// What a server imports stands for what other modules make by the same factory.
#[test]
fn of_several_calls_of_a_factory_the_server_s_counts() {
    let call = |name: &str| format!("from shop import create_app\n\napp = create_app('{name}')\n");
    let (first, second) = (call("first"), call("second"));
    for other in ["dev_app.py", "manage.py", "zoo.py"] {
        let files = [("shop.py", FACTORY), (other, first.as_str()), ("wsgi.py", second.as_str())];
        assert_eq!(names(&files), [json!("second")], "{other}");
    }
}

/// Two services that share a factory are two apps.
#[test]
fn each_module_that_calls_a_factory_has_an_app_of_its_own() {
    let call = |name: &str| format!("from shop import create_app\n\napp = create_app('{name}')\n");
    let (admin, public) = (call("admin"), call("public"));
    let both = [("shop.py", FACTORY), ("admin/flask.py", &admin), ("public/flask.py", &public)];
    assert_eq!(names(&both), [json!("admin"), json!("public")]);
    let servers = [("shop.py", FACTORY), ("admin/wsgi.py", &admin), ("public/wsgi.py", &public)];
    assert_eq!(names(&servers), [json!("admin"), json!("public")]);
    let alike = [("shop.py", FACTORY), ("admin/flask.py", &admin), ("public/flask.py", &admin)];
    assert_eq!(names(&alike), [json!("admin")]);
}

/// What a function imports need not be run by anybody else: it is a program itself.
#[test]
fn a_module_that_only_a_function_imports_is_run() {
    let core = ("core.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    let main = ("main.py", "from core import app\n\napp.config['SESSION_COOKIE_NAME'] = 'main'\n");
    let command = ("cli.py", "def create_app():\n    from main import app\n\n    return app\n");
    assert_eq!(names(&[core, main, command]), [json!("main")]);
    let package = ("pkg/__init__.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    let module = ("pkg/app.py", "from pkg import app\n\napp.config['SESSION_COOKIE_NAME'] = 'module'\n");
    let script = ("manage.py", "from pkg import app\n\nif __name__ == '__main__':\n    app.run()\n");
    assert_eq!(names(&[package, module, script]), [json!("module")]);
}

/// A console script, a thread or a command of click runs it, and nothing in the project is seen to call it.
#[test]
fn what_a_function_sets_that_nobody_calls_is_set_where_it_is_called() {
    let web = ("web.py", "from flask import Flask\n\napp = Flask(__name__)\n");
    let body = "():\n    app.secret_key = 'changeme'\n    app.config['SESSION_COOKIE_SECURE'] = True\n    app.run()\n";
    let settings = |files: &[(&str, &str)]| Project::of(files).apps(&[])[0]["settings"].clone();
    let by = |settings: &Json| {
        (settings["SECRET_KEY"]["overridable"].clone(), settings["SESSION_COOKIE_SECURE"]["state"].clone())
    };
    for (before, after) in [("", ""), ("import click\n@click.command()\n", ""), ("", "Thread(target=main).start()\n")] {
        let cli = format!("from web import app\n\n\n{before}def main{body}{after}");
        assert_eq!(by(&settings(&[web, ("cli.py", &cli)])), (json!(true), json!("default")), "{cli}");
        let one = format!("{}{before}def main{body}{after}", web.1);
        assert_eq!(by(&settings(&[("web.py", &one)])), (json!(true), json!("default")), "{one}");
    }
    let cli = format!("from web import app\n\n\ndef main{body}");
    let run = ("run.py", "import cli\n\ncli.main()\n");
    assert_eq!(by(&settings(&[web, ("cli.py", &cli), run])), (json!(false), json!("known")));
    let served = ("wsgi.py", "from web import app as application\n");
    assert_eq!(by(&settings(&[web, ("cli.py", &cli), served])), (json!(null), json!("default")));
}

/// A package that says nothing of Flask may import what does: no program starts with that.
#[test]
fn what_a_file_imports_that_says_nothing_of_flask_is_no_program() {
    let main = "from flask import Flask\n\nstate = {}\n\n\ndef get_app():\n    if 'app' not in state:\n        \
                app = Flask('board')\n        app.config.from_object('defaults.Defaults')\n        \
                state['app'] = app\n    return state['app']\n";
    let wsgi =
        "from board import main\n\napp = main.get_app()\napp.config.from_object('config')\nfrom board import views\n";
    let files = [
        ("defaults.py", "class Defaults:\n    SESSION_COOKIE_NAME = 'default'\n"),
        ("board/main.py", main),
        ("board/wsgi.py", wsgi),
        ("board/views.py", "from board import main, checks\n\napp = main.get_app()\n"),
        ("board/checks/__init__.py", "from . import nonce\n"),
        ("board/checks/nonce.py", "from board import main\n\napp = main.get_app()\n"),
    ];
    let apps = Project::of(&files).apps(&[]);
    assert_eq!(
        apps.iter().map(|app| app["settings"]["SESSION_COOKIE_NAME"]["state"].clone()).collect::<Vec<_>>(),
        ["unknown"]
    );
}

/// No server calls a method as it calls a function, without arguments.
#[test]
fn what_the_caller_of_a_method_gives_is_not_known() {
    let made = "        app = Flask('shop')\n        app.config.update(settings)\n        return app\n";
    let state = |text: String| Project::app(&text).apps(&[])[0]["settings"]["SESSION_COOKIE_NAME"]["state"].clone();
    let text = |head: &str| format!("from flask import Flask\n\n\n{head}{made}");
    assert_eq!(state(text("class Shop:\n    def get_app(self, **settings):\n")), "unknown");
    assert_eq!(state(text("if True:\n    def create_app(**settings):\n")), "default");
}

/// Whichever side of a conditional expression makes it, there is one app.
#[test]
fn both_sides_of_a_conditional_expression_make_one_app() {
    let text = "import os\nfrom flask import Flask\n\nis_local = bool(os.environ.get('LOCAL'))\n\
                app = Flask(__name__, instance_path='/tmp') if is_local else Flask(__name__)\n\
                app.config['SESSION_COOKIE_SECURE'] = not is_local\n";
    let apps = Project::app(text).apps(&[]);
    assert_eq!(apps.len(), 1);
    let expected = json!({"state": "known", "value": true, "overridable": true, "path": "app.py", "line": 4});
    assert_eq!(apps[0]["settings"]["SESSION_COOKIE_SECURE"], expected);
}

/// In a branch that a variable selects, what the same variable selects is decided.
#[test]
fn an_app_of_a_branch_has_the_profile_that_leads_to_the_branch() {
    let config = "class Development:\n    SESSION_COOKIE_NAME = 'development'\n\n\nclass Production:\n    \
                  SESSION_COOKIE_NAME = 'production'\n\n\n\
                  configs = {'development': Development, 'production': Production}\n";
    let app = "import os\nfrom flask import Flask\nfrom config import configs\n\n\ndef create_app(name):\n    \
               if os.getenv('KIND') == 'production':\n        app = Flask(__name__)\n        \
               app.config.from_object(configs[name])\n    else:\n        app = Flask('shop')\n        \
               app.config.from_object(configs[name])\n    return app\n";
    let run = "import os\nfrom app import create_app\n\nname = os.environ.get('KIND')\n\
               app = create_app('development') if name is None else create_app(name)\n";
    let apps = Project::of(&[("config.py", config), ("app.py", app), ("run.py", run)]).apps(&[]);
    let found: Vec<Json> =
        apps.iter().map(|app| json!([app["line"], value(app, "SESSION_COOKIE_NAME"), app["is_default"]])).collect();
    assert!(found.contains(&json!([8, "production", false])), "{found:?}");
    let by_default: Vec<&Json> = found.iter().filter(|one| one[2] == true).collect();
    assert_eq!(by_default, [&json!([11, "development", true])], "{found:?}");
}

/// A file that another variable would load is no profile where that one is not set.
#[test]
fn a_file_of_a_branch_that_does_not_run_is_no_profile() {
    let app = "import os\nfrom flask import Flask\n\nos.environ.setdefault('SHOP_FILE', 'config/local.py')\n\n\n\
               def create_app(config='config/local.py'):\n    app = Flask(__name__)\n    if config:\n        \
               app.config.from_pyfile(config)\n    else:\n        app.config.from_envvar('SHOP_FILE')\n    return app\n";
    let files = [
        ("app.py", app),
        ("config/local.py", "SESSION_COOKIE_NAME = 'local'\n"),
        ("config/staging.py", "SESSION_COOKIE_NAME = 'staging'\n"),
        ("seed.py", "from app import create_app\n\napp = create_app()\n"),
        ("wsgi.py", "from app import create_app\n\napplication = create_app('config/staging.py')\n"),
    ];
    assert_eq!(names(&files), [json!("staging")]);
    assert_eq!(names(&files[..4]), [json!("local")]);
}

/// What a base class outside the project sets is not known, however it is imported; a class of the project that comes
/// after it in the order may be overruled.
#[test]
fn a_base_class_outside_the_project_may_set_anything() {
    let state = |head: &str, base: &str, source: &str, key: &str| {
        let text = format!(
            "from flask import Flask\n{head}\n\nclass Own:\n    SESSION_COOKIE_PATH = '/own'\n\n\
             class Settings({base}):\n    SESSION_COOKIE_NAME = 'own'\n\n\
             app = Flask(__name__)\napp.config.from_object({source})\n"
        );
        Project::app(&text).apps(&[])[0]["settings"][key]["state"].clone()
    };
    for (head, base) in [
        ("from company import Config", "Config"),
        ("from company.config import Settings as Base", "Base"),
        ("import company.config as base", "base.Settings"),
        ("import company.config", "company.config.Settings"),
    ] {
        for source in ["Settings", "Settings()", "__name__ + '.Settings'"] {
            let of = |key| state(head, base, source, key);
            assert_eq!(of("SESSION_COOKIE_NAME"), "known", "{head} {source}");
            assert_eq!(of("SESSION_COOKIE_SECURE"), "unknown", "{head} {source}");
        }
    }
    let head = "from company import Config";
    assert_eq!(state(head, "Own, Config", "Settings", "SESSION_COOKIE_PATH"), "known");
    assert_eq!(state(head, "Config, Own", "Settings", "SESSION_COOKIE_PATH"), "unknown");
    for (head, base) in [("import abc", "abc.ABC"), ("from typing import Generic", "Generic"), ("", "object")] {
        assert_eq!(state(head, base, "Settings", "SESSION_COOKIE_SECURE"), "default", "{head}");
    }
}

/// A function that configures the app of its module and returns it is what a server is told to call, unless the module
/// of a server takes the app itself, or the function is one for tests.
#[test]
fn what_a_function_makes_of_the_app_that_it_returns_counts() {
    let shop = |function: &str| {
        format!(
            "from flask import Flask\nfrom keys import load\n\napp = Flask(__name__)\n\
             app.config['SESSION_COOKIE_SECURE'] = True\n\n\ndef {function}():\n    app.secret_key = load()\n    \
             return app\n"
        )
    };
    let keys =
        "import sqlite3\n\n\ndef load():\n    return sqlite3.connect('db').execute('select key').fetchone()[0]\n";
    let state = |files: &[(&str, &str)]| Project::of(files).apps(&[])[0]["settings"]["SECRET_KEY"]["state"].clone();
    let (server, test) = (shop("initialize"), shop("create_test_app"));
    assert_eq!(state(&[("shop.py", &server), ("keys.py", keys)]), "unknown");
    assert_eq!(state(&[("shop.py", &test), ("keys.py", keys)]), "default");
    let wsgi = ("wsgi.py", "from shop import app as application\n");
    assert_eq!(state(&[("shop.py", &server), ("keys.py", keys), wsgi]), "default");
}

/// A cloud calls a handler for each event, as a server calls an application.
#[test]
fn what_a_handler_of_a_cloud_sets_is_set() {
    let key = |parameters: &str| {
        let text = format!(
            "import serverless_wsgi\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef handler({parameters}):\n    \
             app.secret_key = 'changeme'\n    return serverless_wsgi.handle_request(app, event, context)\n"
        );
        Project::app(&text).apps(&["--show-secrets"])[0]["settings"]["SECRET_KEY"].clone()
    };
    let set = key("event, context");
    assert_eq!((&set["value"], &set["overridable"]), (&json!("changeme"), &json!(false)));
    assert_eq!(key("job")["overridable"], json!(true), "somebody may call it");
}

/// What a server calls is what decorators have made of a factory.
#[test]
fn a_factory_under_a_decorator_of_the_project_is_called_with_it() {
    let decorator = "from functools import wraps\nfrom flask import Flask\n\n\ndef named(make):\n    @wraps(make)\n    \
                     def inner(*args, **kwargs):\n        app = make(*args, **kwargs)\n        \
                     app.config['SESSION_COOKIE_NAME'] = 'inner'\n        return app\n    return inner\n\n\n";
    let factory = "def create_app(name='development'):\n    app = Flask(__name__)\n    \
                   app.config['SESSION_COOKIE_PATH'] = '/' + name\n    return app\n";
    let settings = |decorators: &str| {
        let apps = Project::app(&format!("{decorator}{decorators}{factory}")).apps(&[]);
        assert_eq!(apps.len(), 1, "{apps:?}");
        ["SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH"].map(|key| value(&apps[0], key).clone())
    };
    assert_eq!(settings("@named\n"), [json!("inner"), json!("/development")]);
    assert_eq!(settings(""), [json!("session"), json!("/development")]);
    // What a decorator makes of it that is not known: the function by itself.
    assert_eq!(settings("@elsewhere.cached\n"), [json!("session"), json!("/development")]);
}

/// A server that is told `shop:app` asks the module for a name that it only makes then.
#[test]
fn a_name_that_a_module_makes_when_it_is_asked_for_is_served() {
    let config = "class Base:\n    SESSION_COOKIE_PATH = '/'\n\n\nclass LocalConfig(Base):\n    SESSION_COOKIE_NAME = 'local'\n\n\n\
                  class ProdConfig(Base):\n    SESSION_COOKIE_NAME = 'prod'\n";
    let shop = "from flask import Flask\n\n\ndef create_app(config=None):\n    app = Flask(__name__)\n    \
                app.config.from_object(config or 'shop.config.LocalConfig')\n    return app\n\n\n\
                def __getattr__(name):\n    if name == 'app':\n        return create_app('shop.config.ProdConfig')\n    \
                raise AttributeError(name)\n\n\nif __name__ == '__main__':\n    app = create_app()\n    app.run()\n";
    let serve = "from shop import create_app\n\napp = create_app('shop.config.LocalConfig')\napp.run(port=8080)\n";
    let files = [("shop/__init__.py", shop), ("shop/config.py", config), ("serve.py", serve)];
    let apps = Project::of(&files).apps(&[]);
    let found: Vec<_> = apps.iter().map(|app| (&app["context"], value(app, "SESSION_COOKIE_NAME"))).collect();
    let expected = [("production", "prod"), ("development", "local")].map(|(one, name)| (json!(one), json!(name)));
    assert_eq!(found, expected.each_ref().map(|(one, name)| (one, name)));
}
