//! What is deployed of a project, by the names of its folders and by what its Procfile serves.

use serde_json::json;

use super::{Project, value};
use flask_sec_lint::cli::Status;

/// What a development script does to the app of a package is not what the server of the Procfile runs.
#[test]
fn a_procfile_says_what_is_served() {
    let package = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n";
    let script = "from shop import app\napp.debug = True\nif __name__ == '__main__':\n    app.run()\n";
    let debug = |procfile: &str| {
        let files = [("shop/__init__.py", package), ("app.py", script), ("Procfile", procfile)];
        let apps = Project::of(&files).apps(&[]);
        (apps.len(), value(&apps[0], "DEBUG").clone())
    };
    assert_eq!(debug("web: gunicorn --log-file - shop:app\nworker: python app.py\n"), (1, json!(false)));
    assert_eq!(debug("web: gunicorn app:app\n"), (1, json!(true)));
    assert_eq!(debug("worker: python app.py\n"), (1, json!(true)));
    assert_eq!(debug("web: gunicorn elsewhere:app\n"), (1, json!(true)));
}

/// Other hosts have files of their own, and a server may be given a function that makes the app for the first request.
#[test]
fn what_a_server_is_told_to_load_is_what_runs() {
    let package = "from flask import Flask\n\n\ndef create_app():\n    return Flask('shop')\n\n\napp = create_app()\n";
    let script = "from shop import app\napp.debug = True\napp.run()\n";
    let lazy = "made = {}\n\n\ndef application(environ, start_response):\n    from shop import create_app\n\n    \
                if 'app' not in made:\n        made['app'] = create_app()\n    return made['app'](environ, start_response)\n";
    let debug = |teller: (&str, &str), package: &str, script: &str| {
        let files = [("shop.py", package), ("main.py", script), ("wsgi_app.py", lazy), teller];
        value(&Project::of(&files).apps(&[])[0], "DEBUG").clone()
    };
    let tellers = [
        ("zappa_settings.json", "{\"dev\": {\"app_function\": \"shop.app\"}}"),
        ("render.yaml", "services:\n  - type: web\n    startCommand: gunicorn shop:app\n"),
        ("app.yaml", "entrypoint: gunicorn -b :$PORT shop:app\n"),
        ("uwsgi.ini", "[uwsgi]\nmodule = shop:app\n"),
    ];
    for teller in tellers {
        assert_eq!(debug(teller, package, script), json!(false), "{teller:?}");
    }
    let package = package.split("\n\n\napp =").next().unwrap();
    let script = "from shop import create_app\napp = create_app()\napp.debug = True\n";
    assert_eq!(debug(("uwsgi.ini", "[uwsgi]\nwsgi-file = wsgi_app.py\n"), package, script), json!(false));
    assert_eq!(debug(("uwsgi.ini", "[uwsgi]\nwsgi-file = elsewhere.py\n"), package, script), json!(true));
}

/// Which profile runs by default, the module says that is served.
#[test]
fn another_script_selects_no_profile_for_the_server() {
    let config = "import os\n\n\nclass DevelopmentConfig:\n    SECRET_KEY = 'dev'\n\n\nclass ProductionConfig:\n    \
                  SECRET_KEY = os.environ['KEY']\n\n\n\
                  config = {'development': DevelopmentConfig, 'production': ProductionConfig}\n";
    let factory = "from flask import Flask\nfrom config import config\n\n\ndef create_app(name):\n    \
                   app = Flask(__name__)\n    app.config.from_object(config[name])\n    return app\n";
    let prod = "import os\nfrom shop import create_app\napp = create_app(os.getenv('FLASK_CONFIG', 'production'))\n";
    let devel = "from shop import create_app\napp = create_app('development')\napp.run()\n";
    let files = [
        ("config.py", config),
        ("shop.py", factory),
        ("prod.py", prod),
        ("devel.py", devel),
        ("Procfile", "web: gunicorn prod:app"),
    ];
    let defaults = |files: &[(&str, &str)]| {
        let apps = Project::of(files).apps(&[]);
        let defaults = apps.iter().filter(|app| app["is_default"] == true).map(|app| app["profile"].clone());
        defaults.collect::<Vec<_>>()
    };
    assert_eq!(defaults(&files), ["ProductionConfig"]);
    // A script's own default is none of the server's, and what it puts into the environment is not either.
    let by_default = prod.replace("production", "development");
    let run = format!("{by_default}app.run()\n");
    let launcher = format!("import os\nos.environ['FLASK_CONFIG'] = 'development'\n{prod}app.run()\n");
    for script in [&run, &launcher] {
        let files = [("config.py", config), ("shop.py", factory), ("wsgi.py", prod), ("run.py", script)];
        assert_eq!(defaults(&files), ["ProductionConfig"], "{script}");
    }
}

/// `documentation/` holds examples as `docs/` does; what is in `ci/` may be deployed.
#[test]
fn folders_say_what_an_app_is_for() {
    let app = "from flask import Flask\napp = Flask(__name__)\n";
    let context = |path: &str| Project::of(&[(path, app)]).apps(&[])[0]["context"].clone();
    assert_eq!(context("documentation/sample.py"), json!("example"));
    assert_eq!(context("docs/sample.py"), json!("example"));
    assert_eq!(context("shop/ci/web.py"), json!("unnamed"));
    assert_eq!(context("shop/ci-tests/web.py"), json!("testing"));
}

/// A project's own class of Dash that is given an app makes none.
#[test]
fn charts_on_an_app_are_no_other_app() {
    let charts = "import dash\nimport flask\n\n\nclass Charts(dash.Dash):\n    def __init__(self, *args, **kwargs):\n        \
                  kwargs['update_title'] = None\n        super().__init__(*args, **kwargs)\n\n\n\
                  def add_charts(server):\n    charts = Charts(server=server)\n    \
                  charts.server.config['SESSION_COOKIE_NAME'] = 'charts'\n    return charts.server\n";
    let app = "from flask import Flask, session\nfrom charts import add_charts\n\n\ndef create_app():\n    \
               app = Flask(__name__)\n    app.secret_key = 'k'\n    return add_charts(app)\n";
    let apps = Project::of(&[("charts.py", charts), ("app.py", app)]).apps(&[]);
    let names: Vec<_> = apps.iter().map(|app| (&app["path"], value(app, "SESSION_COOKIE_NAME"))).collect();
    assert_eq!(names, [(&json!("app.py"), &json!("charts"))]);
    // Without one it makes its own.
    let own = "import flask\nfrom charts import Charts\napp = Charts(__name__)\n";
    let apps = Project::of(&[("charts.py", charts), ("own.py", own)]).apps(&[]);
    assert!(apps.iter().any(|app| app["path"] == "own.py"), "{apps:#?}");
}

/// A program whose rest is not followed still has the key that it set.
#[test]
fn a_key_is_no_fallback_since_the_rest_of_the_program_is_not_followed() {
    let text = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'correct horse'\nx = {}['nothing']\n";
    let (status, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert_eq!(status, Status::Findings);
    assert!(report.contains("weak-secret-key") && !report.contains("fallback"), "{report}");
    assert!(report.contains("What comes after it could not be followed"), "{report}");
}

/// A file that lists the variables of the environment says which profile runs: the default, where none of them selects one.
#[test]
fn a_list_of_variables_says_what_is_selected() {
    let config = "class Development:\n    DEBUG = True\nclass Production:\n    DEBUG = False\n\
                  profiles = {'development': Development, 'production': Production}\n";
    let shop = "import os\nfrom flask import Flask\nfrom config import profiles\ndef create_app():\n    \
                app = Flask(__name__)\n    \
                app.config.from_object(profiles[os.environ.get('SHOP_CONFIG', 'development')])\n    return app\n";
    let is_reported = |name: &str, text: &str| {
        let files = [("config.py", config), ("shop.py", shop), (name, text)];
        Project::of(&files).run(&["--output-format", "concise"]).1.contains("config.py:2:")
    };
    let render = |variables: &str| {
        format!("services:\n- type: web\n  startCommand: gunicorn 'shop:create_app()'\n  envVars:\n{variables}")
    };
    let flask = "  - key: FLASK_ENV\n    value: production\n";
    assert!(is_reported("render.yaml", &render(flask)));
    for selecting in [
        "  - key: SHOP_CONFIG\n    value: production\n",
        "  - key: SHOP_CONFIG\n    sync: false\n",
        "  - fromGroup: shop\n",
    ] {
        assert!(!is_reported("render.yaml", &render(&format!("{flask}{selecting}"))), "{selecting}");
    }
    assert!(!is_reported("render.yaml", &render("").replace("  envVars:\n", "")));
    let engine = "entrypoint: gunicorn 'shop:create_app()'\nenv_variables:\n";
    assert!(is_reported("app.yaml", &format!("{engine}  FLASK_ENV: production\n")));
    assert!(!is_reported("app.yaml", &format!("{engine}  SHOP_CONFIG: production\n")));
}

/// The development class is what runs, though there is another one.
#[test]
fn a_dockerfile_says_what_is_served() {
    let config = "class Config:\n    DEBUG = False\nclass DevelopmentConfig(Config):\n    SECRET_KEY = 'kittens'\n\
                  class ProductionConfig(Config):\n    SECRET_KEY = 'puppies'\n";
    let factory = "from flask import Flask\ndef create_app(config):\n    app = Flask(__name__)\n    \
                   app.config.from_object(config)\n    return app\n";
    let run = "from shop import create_app\nfrom config import DevelopmentConfig, ProductionConfig\n\
               app = create_app(DevelopmentConfig)\n";
    let is_reported = |dockerfile: &str| {
        let files = [("config.py", config), ("shop.py", factory), ("run.py", run), ("Dockerfile", dockerfile)];
        Project::of(&files).run(&["--output-format", "concise"]).1.contains("config.py:4:")
    };
    for command in [
        "CMD [\"gunicorn\", \"run:app\"]",
        "ENTRYPOINT python run.py",
        "ENV FLASK_APP=run.py\nCMD [\"flask\", \"run\"]",
    ] {
        assert!(is_reported(&format!("FROM python\n{command}\n")), "{command}");
    }
    assert!(!is_reported("FROM python\nCMD [\"./start.sh\"]\n"));
}

/// An example may say how itself is served.
#[test]
fn what_is_served_is_no_example() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'dev-secret'\n";
    let report = |procfile: &str, text: &str| {
        let files = [("src/demo/main.py", app), (procfile, text)];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    assert!(report("Procfile", "web: gunicorn --chdir src/demo main:app").contains("published-secret-key"));
    assert!(report("Dockerfile", "FROM x\nCMD gunicorn --chdir src/demo main:app").contains("published-secret-key"));
    assert_eq!(report("src/demo/Procfile", "web: gunicorn main:app"), "");
    assert_eq!(report("Procfile", "web: gunicorn elsewhere:app"), "");
}

/// What is named for production is switched on in an image.
#[test]
fn an_image_says_that_it_is_production() {
    let app = "import os\nfrom flask import Flask, session\n\nLIVE = os.environ.get('production', 'false') == 'true'\n\
               app = Flask(__name__)\nif LIVE:\n    app.config['SESSION_COOKIE_SECURE'] = True\n";
    let secure = |dockerfile: &str| {
        let apps = Project::of(&[("app.py", app), ("Dockerfile", dockerfile)]).apps(&[]);
        assert_eq!(apps.len(), 1, "{dockerfile}");
        value(&apps[0], "SESSION_COOKIE_SECURE").clone()
    };
    assert_eq!(secure("FROM a\nENV production=true\nCMD gunicorn app:app\n"), json!(true));
    assert_eq!(secure("FROM a\nARG LIVE=true\nENV production=${LIVE}\nCMD gunicorn app:app\n"), json!(true));
    assert_eq!(secure("FROM a\nARG LIVE\nENV production=${LIVE}\nCMD gunicorn app:app\n"), json!(false));
    assert_eq!(secure("FROM a\nENV production=false\nCMD gunicorn app:app\n"), json!(false));
}
