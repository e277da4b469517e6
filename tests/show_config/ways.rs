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
