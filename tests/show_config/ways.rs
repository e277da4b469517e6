//! Apps that a program makes in several ways: what a server loads is what counts.

use serde_json::json;

use super::{Project, value};

/// What a script does to the app that a factory made for it alone is not what a server gets.
#[test]
fn what_a_script_does_to_its_own_app_is_not_what_a_server_runs() {
    let factory = "from flask import Flask\ndef create_app():\n    app = Flask('shop')\n    app.secret_key = 'k'\n    \
                   return app\n";
    let changes = "app = create_app()\n    app.debug = True\n    app.config['SESSION_COOKIE_PATH'] = '/script'\n    \
                   app.config['SESSION_COOKIE_NAME'] = 'script'\n    app.run()\n";
    let server = format!("{factory}if __name__ == '__main__':\n    {changes}");
    let values = |files: &[(&str, &str)]| {
        let apps = Project::of(files).apps(&[]);
        (apps.len(), value(&apps[0], "DEBUG").clone(), value(&apps[0], "SESSION_COOKIE_NAME").clone())
    };
    let wsgi = "from server import create_app\napp = create_app()\n";
    assert_eq!(values(&[("server.py", &server), ("wsgi.py", wsgi)]), (1, json!(false), json!("session")));
    // Where nothing else makes the app, the script is what runs.
    assert_eq!(values(&[("server.py", &server)]), (1, json!(true), json!("script")));
}

/// Where only scripts call the factory of another module, what it returns by itself runs nowhere.
#[test]
fn what_only_a_script_makes_is_what_the_script_ends_with() {
    let factory = "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n    \
                   app.config.from_mapping(SESSION_COOKIE_NAME='dev')\n    return app\n";
    let serve = "    app = create_app()\n    app.config['SESSION_COOKIE_NAME'] = 'script'\n    app.run()\n";
    let imports = "from app import create_app\n\n";
    let guarded = format!("{imports}if __name__ == '__main__':\n{serve}");
    let function = format!("{imports}\ndef main():\n{serve}");
    let body = format!("{imports}{}", serve.replace("    ", ""));
    let names = |files: &[(&str, &str)]| {
        let apps = Project::of(files).apps(&[]);
        (apps.len(), value(&apps[0], "SESSION_COOKIE_NAME").clone())
    };
    for script in [&guarded, &function, &body] {
        assert_eq!(names(&[("app.py", factory), ("run.py", script)]), (1, json!("script")), "{script}");
        let wsgi = format!("{imports}application = create_app()\n");
        let files = [("app.py", factory), ("run.py", script), ("wsgi.py", wsgi.as_str())];
        assert_eq!(names(&files), (1, json!("dev")), "{script}");
    }
}

/// A script that serves the app itself serves it in debug mode on its own machine only.
#[test]
fn debug_mode_of_a_script_reaches_as_far_as_its_server() {
    let text = "from flask import Flask\napp = Flask(__name__)\napp.debug = True\napp.run(host='127.0.0.1')\n";
    let (_, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(report.contains("debug-enabled [low]"), "{report}");
    // What the factory turns on itself reaches whoever calls it.
    let factory = "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n    \
                   app.config['DEBUG'] = True\n    return app\n";
    let script = "from app import create_app\n\nif __name__ == '__main__':\n    app = create_app()\n    app.run()\n";
    let (_, report, _) = Project::of(&[("app.py", factory), ("run.py", script)]).run(&["--output-format", "concise"]);
    assert!(report.contains("debug-enabled [high]"), "{report}");
}

/// A profile that sets `TESTING` is none for production where another one of that name is.
#[test]
fn a_production_that_is_tested_is_not_the_one_that_is_deployed() {
    let config = "class Production:\n    SESSION_COOKIE_SECURE = True\n\n\nclass ProductionFF(Production):\n    \
                  TESTING = True\n\n\nconfigs = {'production': Production, 'production_ff': ProductionFF}\n";
    let app = "import os\nfrom config import configs\nfrom flask import Flask\n\napp = Flask(__name__)\n\
               app.config.from_object(configs[os.environ['SHOP_ENV']])\n";
    let apps = Project::of(&[("config.py", config), ("app.py", app)]).apps(&[]);
    let contexts: Vec<_> = apps.iter().map(|app| (&app["profile"], &app["context"])).collect();
    assert_eq!(contexts, [(&json!("Production"), &json!("production")), (&json!("ProductionFF"), &json!("testing"))]);
}

/// What a script makes of an app that servers import, only to write down its routes, is not deployed.
#[test]
fn a_profile_of_a_script_that_serves_nothing_is_quiet() {
    let app = "import os\nfrom flask import Flask\n\n\nclass Config:\n    SECRET_KEY = os.environ['SECRET_KEY']\n\n\n\
               def create_app(config=Config):\n    app = Flask(__name__)\n    app.config.from_object(config)\n    return app\n";
    let routes = "from app import Config, create_app\n\n\nclass RoutesConfig(Config):\n    SECRET_KEY = 'none'\n\n\n\
                  if __name__ == '__main__':\n    print(create_app(RoutesConfig).url_map)\n";
    let wsgi = "from app import create_app\napp = create_app()\n";
    let files = [("app.py", app), ("routes.py", routes), ("wsgi.py", wsgi)];
    let (_, report, _) = Project::of(&files).run(&["--output-format", "concise"]);
    assert!(!report.contains("routes.py"), "{report}");
}

/// What a file that may be missing decides is as open as what it sets.
#[test]
fn what_a_missing_file_decides_is_said_with_the_file() {
    let text = "from flask import Flask\napp = Flask(__name__)\nif not app.config.from_pyfile('local.py', silent=True):\n    \
                app.config['SESSION_COOKIE_NAME'] = 'dev'\n";
    let (_, report, _) = Project::app(text).run(&["--show-config"]);
    let name = report.lines().find(|line| line.contains("SESSION_COOKIE_NAME")).unwrap_or_default();
    assert!(name.contains("'dev'") && name.contains("unless local.py exists"), "{report}");
}

/// Where a function configures the app of a package, what only imports the package runs it in no profile.
#[test]
fn an_import_of_an_app_that_a_function_configures_is_no_profile() {
    let package = "import os\nfrom flask import Flask\nfrom shop.settings import Development, Production\n\n\
                   app = Flask(__name__)\n\n\ndef create_app():\n    if os.getenv('SHOP_ENV') == 'production':\n        \
                   app.config.from_object(Production)\n    else:\n        app.config.from_object(Development)\n    \
                   return app\n";
    let settings = "import os\n\n\nclass Development:\n    SESSION_COOKIE_NAME = 'development'\n    \
                    SESSION_COOKIE_SECURE = os.getenv('SHOP_ENV') == 'production'\n\n\nclass Production(Development):\n    \
                    SESSION_COOKIE_NAME = 'production'\n";
    let wsgi = "from shop import create_app\napp = create_app()\n";
    let helpers = "from flask import session\n\n\ndef user():\n    return session['user']\n";
    let files = [
        ("shop/__init__.py", package),
        ("shop/settings.py", settings),
        ("shop/helpers.py", helpers),
        ("wsgi.py", wsgi),
    ];
    let apps = Project::of(&files).apps(&[]);
    let mut names: Vec<_> = apps.iter().map(|app| value(app, "SESSION_COOKIE_NAME").to_string()).collect();
    names.sort();
    assert_eq!(names, ["\"development\"", "\"production\""]);
}

/// What only imports the app has none of the views that the function gives it which configures it.
#[test]
fn an_import_of_an_app_that_gets_its_views_elsewhere_is_no_profile() {
    let package = "import os\nfrom flask import Flask\n\nMODE = os.environ.get('SHOP_MODE', 'production')\n\
                   app = Flask(__name__)\napp.config['SESSION_COOKIE_HTTPONLY'] = True\n\n\ndef create_app():\n    \
                   app.secret_key = os.environ['SHOP_KEY']\n    if MODE not in ['development', 'test']:\n        \
                   app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'\n    return app\n";
    let main = "from . import create_app\n\n\ndef main():\n    app = create_app()\n    from .views import pages\n    \
                app.register_blueprint(pages)\n    app.run()\n";
    let views = "from flask import Blueprint, session\n\npages = Blueprint('pages', __name__)\n\n\n@pages.route('/')\n\
                 def index():\n    session['seen'] = True\n    return 'ok'\n";
    let files = [
        ("shop/__init__.py", package),
        ("shop/main.py", main),
        ("shop/views.py", views),
        ("run.py", "from shop.main import main\n\nif __name__ == '__main__':\n    main()\n"),
        ("tools.py", "from shop import app\n\nprint(app.name)\n"),
    ];
    let apps = Project::of(&files).apps(&[]);
    let profiles: Vec<_> = apps.iter().map(|app| &app["profile"]).collect();
    assert_eq!(profiles, [&json!("production"), &json!("development"), &json!("test")]);
}

/// A script that makes an app for its context alone does not stand for the function that makes it for a server.
#[test]
fn a_script_that_serves_nothing_does_not_hide_a_factory() {
    let factory = "from flask import Flask\n\n\ndef make_app():\n    return Flask(__name__)\n";
    let script =
        "from web import make_app\n\nif __name__ == '__main__':\n    with make_app().app_context():\n        work()\n";
    let server = "from web import make_app\n\n\ndef prepare():\n    app = make_app()\n    \
                  app.config['SESSION_COOKIE_NAME'] = 'shop'\n    return app\n";
    let apps = Project::of(&[("web.py", factory), ("worker.py", script), ("serving.py", server)]).apps(&[]);
    assert_eq!((apps.len(), value(&apps[0], "SESSION_COOKIE_NAME")), (1, &json!("shop")));
}

/// A module of configuration that is found under two names is one profile, named as the program names it.
#[test]
fn a_module_of_settings_has_the_name_that_the_program_gives_it() {
    let api = "from os import getenv\nfrom flask import Flask\napp = Flask(__name__)\n\
               app.config.from_object('pkg.write.config.{}'.format(getenv('STAGE', 'development')))\n";
    let apps = Project::of(&[
        ("start.py", "from pkg.write.api import app\n"),
        ("pkg/__init__.py", ""),
        ("pkg/write/__init__.py", ""),
        ("pkg/write/api.py", api),
        ("pkg/write/config/__init__.py", ""),
        ("pkg/write/config/development.py", "DEBUG = True\n"),
        ("pkg/write/config/production.py", "SESSION_COOKIE_SECURE = True\nSECRET_KEY = 'k'\n"),
    ])
    .apps(&[]);
    let profiles: Vec<&str> = apps.iter().filter_map(|app| app["profile"].as_str()).collect();
    assert_eq!(profiles, ["pkg.write.config.production", "pkg.write.config.development"]);
}

/// Keys that are no longer used are nobody's to give: what may set anything does not make them external.
#[test]
fn fallbacks_that_nobody_writes_are_a_default() {
    let text = "from flask import Flask\napp = Flask(__name__)\napp.config.from_prefixed_env('SHOP')\n";
    let apps = Project::app(text).apps(&[]);
    let state = |name: &str| apps[0]["settings"][name]["state"].clone();
    assert_eq!(state("SECRET_KEY_FALLBACKS"), json!("default"));
    assert_eq!(state("SECRET_KEY"), json!("external"));
}

/// Nobody imports `__main__.py`: what stands below its guard runs whenever it does.
#[test]
fn the_guard_of_a_main_file_always_holds() {
    let app = "import os\nfrom flask import Flask, session\nfrom waitress import serve\napp = Flask(__name__)\n\
               app.secret_key = os.environ['K']\n\n\n@app.route('/')\ndef index():\n    session['n'] = 1\n    \
               return ''\n\n\ndef start():\n    \
               app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE='Lax')\n    serve(app)\n";
    let start = "from shop import start\nif __name__ == '__main__':\n    start()\n";
    let project = Project::of(&[("shop/__init__.py", app), ("shop/__main__.py", start)]);
    assert_eq!(project.run(&["--output-format", "concise"]).1, "");
    // A script beside the package may be all that is never started.
    let project = Project::of(&[("shop/__init__.py", app), ("start.py", start)]);
    assert!(project.run(&["--output-format", "concise"]).1.contains("as a script asks for it"));
}

/// A fix goes where it runs whenever the app is imported, not into the function that only one start calls.
#[test]
fn a_setting_is_added_where_every_start_runs_it() {
    let shop = "import os\nfrom flask import Flask, session\napp = Flask(__name__)\napp.secret_key = os.environ['K']\n\n\n\
                @app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n\n\ndef serve():\n    \
                app.config['TEMPLATES_AUTO_RELOAD'] = True\n    app.run()\n";
    let project = Project::of(&[("shop.py", shop), ("start.py", "from shop import serve\nserve()\n")]);
    let (_, diff, _) = project.run(&["--diff"]);
    assert!(diff.contains(" app.secret_key = os.environ['K']\n+app.config['SESSION_COOKIE_SAMESITE']"), "{diff}");
}

/// The views may be registered by another module than the one that the app is seen from first.
#[test]
fn views_that_one_of_several_modules_registers_are_the_apps() {
    let shop = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config.from_pyfile('config.py')\n";
    let tasks = "from shop import app\n\n\ndef job():\n    with app.app_context():\n        pass\n";
    let start = "from flask import session\nfrom shop import app\n\n\n@app.route('/')\ndef index():\n    session['seen'] = True\n    return ''\n";
    let uses = |files: &[(&str, &str)]| {
        let all = [&[("shop/__init__.py", shop), ("shop/config.py", "SECRET_KEY = 'a'\n")], files].concat();
        Project::of(&all).apps(&[])[0]["uses_session"].clone()
    };
    assert_eq!(uses(&[("shop/tasks.py", tasks)]), json!(false));
    for name in ["start.py", "wsgi.py"] {
        assert_eq!(uses(&[("shop/tasks.py", tasks), (name, start)]), json!(true), "{name}");
    }
}

/// The only profile is what is deployed, also where the program gives it to a function that leaves the app otherwise bare.
#[test]
fn what_a_called_function_would_leave_elsewhere_is_no_other_deployment() {
    let shop = "from flask import Flask, session\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n    \
                session['seen'] = True\n    return ''\n\n\ndef prepare(config):\n    app.config.from_object(config)\n    \
                return app\n";
    let classes = "class Config:\n    SECRET_KEY = '4^3YcK5rnQg97^Cm'\n\n\nclass DevelopmentConfig(Config):\n    DEBUG = True\n\n\n\
                   classes = {'development': DevelopmentConfig}\n";
    let start = "from classes import classes\nfrom shop import prepare\napp = prepare(classes['development'])\n";
    let findings = |start: &str| {
        let files = [("shop/__init__.py", shop), ("classes.py", classes), ("start.py", start)];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    let missing = "session-cookie-secure-missing";
    assert!(findings(start).contains(missing));
    // Nobody calls it here: it may leave anything.
    assert!(!findings("import classes\n").contains(missing));
}

/// What `wsgi.py` writes over the app of a module is what a server ends with, whatever else leads to that app.
#[test]
fn what_a_module_for_servers_writes_over_an_app_counts_whatever_else_imports_it() {
    let shop = "from flask import Flask\n\napp = Flask(__name__)\napp.config['SESSION_COOKIE_NAME'] = 'shop'\n";
    let wsgi = "from shop import app as application\napplication.config['SESSION_COOKIE_NAME'] = 'server'\n";
    let jobs = "from flask import current_app\n\n\ndef now():\n    return current_app.name\n";
    let seed = "from shop import app\napp.config['SESSION_COOKIE_PATH'] = '/seed'\n\
                app.config['SESSION_COOKIE_NAME'] = 'seed'\nprint(app.name)\n";
    let settings = |others: &[(&str, &str)]| {
        let files = [&[("shop/__init__.py", shop), ("wsgi.py", wsgi)], others].concat();
        let apps = Project::of(&files).apps(&[]);
        assert_eq!(apps.len(), 1, "{apps:?}");
        ["SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH"].map(|key| value(&apps[0], key).clone())
    };
    let of_server = [json!("server"), json!(null)];
    for others in [&[("shop/jobs.py", jobs)], &[("scripts/seed.py", seed)], &[("a.py", seed)]] {
        assert_eq!(settings(others), of_server, "{others:?}");
    }
    assert_eq!(settings(&[("shop/jobs.py", jobs), ("scripts/seed.py", seed), ("zapp.py", seed)]), of_server);
}

/// A factory that its own file calls where it is started as a script may be told another profile by a server.
#[test]
fn a_script_does_not_hide_the_profiles_that_a_server_may_choose() {
    let settings = "class Base:\n    SESSION_COOKIE_PATH = '/'\n\n\nclass DevConfig(Base):\n    SESSION_COOKIE_NAME = 'dev'\n\n\n\
                    class ProdConfig(Base):\n    SESSION_COOKIE_NAME = 'prod'\n";
    let by_string = "from flask import Flask\n\n\ndef create_app(config='settings.DevConfig'):\n    app = Flask(__name__)\n    \
                     app.config.from_object(config)\n    return app\n\n\n";
    let by_name = "from flask import Flask\nfrom settings import DevConfig, ProdConfig\n\n\
                   configs = {'development': DevConfig, 'production': ProdConfig}\n\n\n\
                   def create_app(name):\n    app = Flask(__name__)\n    app.config.from_object(configs[name])\n    \
                   return app\n\n\n";
    let names = |app: &str| {
        let apps = Project::of(&[("settings.py", settings), ("app.py", app)]).apps(&[]);
        apps.iter()
            .map(|app| (value(app, "SESSION_COOKIE_NAME").clone(), app["is_default"].clone()))
            .collect::<Vec<_>>()
    };
    let both = [(json!("prod"), json!(false)), (json!("dev"), json!(true))];
    let started = "if __name__ == '__main__':\n    ";
    for call in ["create_app().run()\n", "create_app('settings.DevConfig').run()\n"] {
        assert_eq!(names(&format!("{by_string}{started}{call}")), both, "{call}");
    }
    let main = format!("def main():\n    create_app().run()\n\n\n{started}main()\n");
    assert_eq!(names(&format!("{by_string}{main}")), both);
    assert_eq!(names(&format!("{by_name}{started}create_app('development').run()\n")), both);
    // What the script asks the environment for leads to each of them anyway.
    let asks = format!("{started}import os\n    create_app(os.getenv('SHOP', 'development')).run()\n");
    assert_eq!(names(&format!("{by_name}{asks}")), both);
}
