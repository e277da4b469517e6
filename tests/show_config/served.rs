//! What a server is told to load or to call, wherever that is said.

use super::Project;

const FACTORY: &str = "from flask import Flask\n\n\nclass Dev:\n    SECRET_KEY = 'kittens'\n\n\nclass Prod:\n    \
                       SECRET_KEY = 'puppies'\n\n\ndef make(name='development'):\n    app = Flask(__name__)\n    \
                       app.config.from_object({'development': Dev, 'production': Prod}[name])\n    return app\n";

/// The lines of `name` that are reported.
fn reported(files: &[(&str, &str)], name: &str) -> Vec<u32> {
    let report = Project::of(files).run(&["--output-format", "concise"]).1;
    let at = |line: &str| line.strip_prefix(name)?.strip_prefix(':')?.split(':').next()?.parse().ok();
    let mut lines: Vec<u32> = report.lines().filter_map(at).collect();
    lines.dedup();
    lines
}

/// `shop:make()` in a command means what `app = make()` in a module for servers does.
#[test]
fn a_factory_that_a_server_calls_is_called_so() {
    let lines = |file: &str, text: &str| {
        let lines = reported(&[("shop.py", FACTORY), (file, text)], "shop.py");
        lines.contains(&5)
    };
    for (file, text) in [
        ("Procfile", "web: gunicorn \"shop:make()\"\n"),
        ("Procfile", "web: gunicorn shop:make\\(\\'development\\'\\)\n"),
        ("Procfile", "web: waitress-serve --call shop:make\n"),
        ("Dockerfile", "FROM a\nCMD [\"gunicorn\", \"shop:make(name=\\\"development\\\")\"]\n"),
        ("Dockerfile", "FROM a\nENV FLASK_APP=shop:make\nCMD flask run\n"),
        ("Dockerfile", "FROM a\nCMD FLASK_APP=\"shop:make('development')\" flask run\n"),
        ("uwsgi.ini", "[uwsgi]\nmodule = shop\ncallable = make()\n"),
    ] {
        assert!(lines(file, text), "{text}");
    }
    for (file, text) in [
        ("Procfile", "web: gunicorn \"shop:make('production')\"\n"),
        ("Procfile", "web: gunicorn \"shop:make('$MODE')\"\n"),
        ("Dockerfile", "FROM a\nENV FLASK_APP=\"shop:make('production')\"\nCMD flask run\n"),
        ("uwsgi.ini", "[uwsgi]\nmodule = shop\ncallable = make('production')\n"),
    ] {
        assert!(!lines(file, text), "{text}");
    }
}

/// The settings of uWSGI may have any name.
#[test]
fn what_uwsgi_is_told_in_a_file_that_a_command_names_is_served() {
    let is_found = |settings: &str| {
        let command = "FROM a\nCOPY . /app\nWORKDIR /app\nCMD [\"uwsgi\", \"--ini\", \"/app/conf/live.ini\"]\n";
        let files = [("shop.py", FACTORY), ("Dockerfile", command), ("conf/live.ini", settings)];
        reported(&files, "shop.py").contains(&5)
    };
    assert!(is_found("[uwsgi]\nmodule = shop:make()\n"));
    assert!(!is_found("[uwsgi]\nmodule = shop:make('production')\n"));
    assert!(!is_found("[pytest]\nmodule = shop:make()\n"));
}

/// The file that a command means lies where the command is run, or where the container has its copy from.
#[test]
fn what_is_served_is_found_where_the_command_runs() {
    let is_found = |files: &[(&str, &str)]| {
        let files: Vec<(&str, &str)> = files.iter().copied().chain([("backend/shop.py", FACTORY)]).collect();
        reported(&files, "backend/shop.py").contains(&5)
    };
    let render = "services:\n  - type: web\n    rootDir: backend\n    startCommand: gunicorn \"shop:make()\"\n";
    let copied = "FROM a\nWORKDIR /app\nCOPY backend/ .\nCMD gunicorn \"shop:make()\"\n";
    assert!(is_found(&[("render.yaml", render)]));
    for name in ["Dockerfile", "Dockerfile.prod", "Dockerfile-production"] {
        assert!(is_found(&[(name, copied)]), "{name}");
    }
    assert!(!is_found(&[("Dockerfile", &copied.replace("backend/", "frontend/"))]));
    assert!(!is_found(&[("render.yaml", &render.replace("backend", "frontend"))]));
    let by_script = |script: &str| {
        is_found(&[("Dockerfile", "FROM a\nCOPY . .\nENTRYPOINT [\"./bin/start.sh\"]\n"), ("bin/start.sh", script)])
    };
    let start = "cd backend && exec gunicorn \"shop:make()\"\n";
    assert!(by_script(&format!("#!/bin/sh\n# gunicorn other:app\nset -e\n{start}")));
    // Which of two is run, its conditions say.
    assert!(!by_script(&format!("#!/bin/sh\nif [ -n \"$A\" ]; then\ngunicorn other:app\nfi\n{start}")));
}

/// Without the call, no key is set.
#[test]
fn what_a_factory_is_given_by_a_command_decides() {
    let factory = "from flask import Flask, session\nimport config\n\n\ndef make(mode=None):\n    app = Flask(__name__)\n    \
                   if mode:\n        app.config.from_object(getattr(config, mode))\n\n    @app.get('/')\n    def index():\n        \
                   session['a'] = 1\n        return ''\n\n    return app\n";
    let config = "from os import getenv\n\n\nclass Production:\n    SECRET_KEY = getenv('SECRET_KEY', 'secret')\n";
    let report = |procfile: &str| {
        let files = [("shop.py", factory), ("config.py", config), ("Procfile", procfile)];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    let called = report("web: gunicorn \"shop:make('Production')\" -w 3\n");
    assert!(called.contains("config.py:5:") && !called.contains("missing-secret-key"), "{called}");
    assert!(report("web: gunicorn \"shop:make()\"\n").contains("missing-secret-key"));
}

/// A script that is said to be started is no module that a server imports: what it sets when it is started is set.
#[test]
fn what_a_script_sets_that_is_started_is_set() {
    let app = "from flask import Flask, session\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n    \
               session['a'] = 1\n    return ''\n";
    let start = "\nif __name__ == '__main__':\n    app.config['SECRET_KEY'] = 'kittens'\n    app.run(host='0.0.0.0')\n";
    let with_start = format!("{app}{start}");
    let other = format!("from app import app\n{start}");
    let is_missing = |files: &[(&str, &str)]| {
        let report = Project::of(files).run(&["--output-format", "text"]).1;
        assert!(report.contains("secret-key [critical]"), "{report}");
        report.contains("missing-secret-key").then_some(report)
    };
    assert_eq!(is_missing(&[("app.py", &with_start), ("Procfile", "web: python app.py\n")]), None);
    assert_eq!(is_missing(&[("app.py", app), ("run.py", &other), ("Dockerfile", "FROM a\nCMD python run.py\n")]), None);
    let report = is_missing(&[("app.py", &with_start), ("Procfile", "web: gunicorn app:app\n")]).unwrap();
    assert!(report.contains("only when the file is run as a script"), "{report}");
    let report = is_missing(&[("app.py", app), ("run.py", &other)]).unwrap();
    assert!(report.contains("only when the file that sets it is run"), "{report}");
    assert!(report.contains("run.py:4:5: only a start of this file sets a key"), "{report}");
}

/// The settings file or profile that a container, a Procfile or uWSGI names is the one that is loaded.
#[test]
fn the_command_that_serves_says_which_configuration_is_loaded() {
    let app = "from flask import Flask, session\n\napp = Flask(__name__)\napp.config.from_envvar('APP_CONFIG', silent=True)\n\n\n\
               @app.get('/')\ndef index():\n    session['a'] = 1\n    return ''\n";
    let report = |teller: &str, text: &str| {
        let files = [("app.py", app), ("prod.cfg", "SECRET_KEY = 'dev'\n"), (teller, text)];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    for (teller, text) in [
        ("Dockerfile", "FROM a\nCOPY . /app\nWORKDIR /app\nENV APP_CONFIG /app/prod.cfg\nCMD gunicorn app:app\n"),
        ("Dockerfile", "FROM a\nWORKDIR /app\nCMD APP_CONFIG=/app/prod.cfg gunicorn app:app\n"),
        ("uwsgi.ini", "[uwsgi]\nenv = APP_CONFIG=/prod.cfg\nmodule = app:app\n"),
    ] {
        let report = report(teller, text);
        assert!(report.contains("prod.cfg:1:") && !report.contains("missing-secret-key"), "{text}{report}");
    }
    // A file that is not there may hold anything.
    let report = report("Dockerfile", "FROM a\nENV APP_CONFIG=/etc/app.cfg\nCMD gunicorn app:app\n");
    assert!(report.contains("It holds unless"), "{report}");
}

/// Production's profile, not the default one: the default is another profile as before.
#[test]
fn the_command_that_serves_says_which_profile_is_selected() {
    let wsgi = "import os\nfrom shop import make\napp = make(os.environ.get('SHOP_ENV', 'development'))\n";
    let by_default = |text: &str| {
        let apps = Project::of(&[("shop.py", FACTORY), ("wsgi.py", wsgi), ("Dockerfile", text)]).apps(&[]);
        let defaults = apps.iter().filter(|app| app["is_default"] == true).map(|app| app["profile"].clone());
        defaults.collect::<Vec<_>>()
    };
    assert_eq!(by_default("FROM a\nCMD gunicorn wsgi:app\n"), ["Dev"]);
    assert_eq!(by_default("FROM a\nENV SHOP_ENV=production\nCMD gunicorn wsgi:app\n"), ["Prod"]);
    let stage = wsgi.replace("SHOP_ENV", "STAGE");
    let files = [
        ("shop.py", FACTORY),
        ("wsgi.py", &stage),
        ("Dockerfile", "FROM a\nENV STAGE=production\nCMD gunicorn wsgi:app\n"),
    ];
    let apps = Project::of(&files).apps(&[]);
    assert!(apps.iter().any(|app| app["is_default"] == true && app["profile"] == "Prod"), "{apps:#?}");
    // What a container for development selects is not what is deployed, and another command selects nothing here.
    assert_eq!(by_default("FROM a\nENV SHOP_ENV=testing\nCMD gunicorn wsgi:app\n"), ["Dev"]);
    assert_eq!(by_default("FROM a\nENV SHOP_ENV=production\nCMD gunicorn other:app\n"), ["Dev"]);
    // A key is none of that.
    let app = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ.get('SECRET_KEY_CONFIG')\n";
    let docker = "FROM a\nENV SECRET_KEY_CONFIG=production\nCMD gunicorn app:app\n";
    let report = Project::of(&[("app.py", app), ("Dockerfile", docker)]).run(&["--output-format", "concise"]).1;
    assert!(!report.contains("secret-key"), "{report}");
}

/// The profile that a server's own file selects, or that a script serves, is what runs, even if it is named for tests.
#[test]
fn a_profile_that_is_named_for_tests_counts_where_it_is_what_is_served() {
    let shop = FACTORY.replace("Prod:", "StagingTest:").replace("'production': Prod", "'test': StagingTest");
    let wsgi = "import os\nfrom shop import make\napp = make(os.environ.get('SHOP_ENV', 'development'))\n";
    let judged = |files: &[(&str, &str)]| {
        let files = [&[("shop.py", &*shop)], files].concat();
        // Its key is no real one, which would be reported wherever it is.
        reported(&files, "shop.py").contains(&9)
    };
    let uwsgi = "[uwsgi]\nmodule = wsgi:app\nenv = SHOP_ENV=test\n";
    assert!(judged(&[("wsgi.py", wsgi), ("uwsgi.ini", uwsgi)]));
    assert!(judged(&[("wsgi.py", wsgi), ("shop.ini", uwsgi)]));
    assert!(judged(&[("wsgi.py", wsgi), ("Procfile", "web: SHOP_ENV=test gunicorn wsgi:app\n")]));
    assert!(judged(&[("run.py", "from shop import make\napp = make('test')\napp.run()\n")]));
    let guarded = "from shop import make\nif __name__ == '__main__':\n    app = make('test')\n    app.run()\n";
    assert!(judged(&[("run.py", guarded)]));
    // What is selected for work on the project, or nowhere.
    assert!(!judged(&[("wsgi.py", wsgi), ("uwsgi-test.ini", uwsgi)]));
    assert!(!judged(&[("wsgi.py", wsgi), ("shop.ini", &uwsgi.replace("uwsgi", "shop"))]));
    assert!(!judged(&[("wsgi.py", wsgi), ("a.ini", uwsgi), ("b.ini", uwsgi)]));
    assert!(!judged(&[("wsgi.py", wsgi), ("Dockerfile", "FROM a\nENV SHOP_ENV=test\nCMD gunicorn wsgi:app\n")]));
    assert!(!judged(&[("wsgi.py", wsgi)]));
    assert!(!judged(&[("tests/app.py", guarded)]));
    let with_default = format!("{guarded}else:\n    app = make()\n");
    assert!(!judged(&[("run.py", &with_default)]));
}

/// `flask run` loads `.env` before it imports the app, and a container has that file unless it is left out.
#[test]
fn flask_run_loads_env_files() {
    let prefixed = "from flask import Flask\napp = Flask(__name__)\napp.config.from_prefixed_env()\n";
    let read =
        "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['FLASK_SECRET_KEY']\n";
    let is_reported = |app: &str, command: &str, ignored: &str| {
        let docker = format!("FROM a\nCOPY . .\nCMD {command}\n");
        let files = [
            ("app.py", app),
            (".env", "FLASK_SECRET_KEY=kittens\n"),
            ("requirements.txt", "flask\npython-dotenv\n"),
            ("Dockerfile", &docker),
            (".dockerignore", ignored),
        ];
        Project::of(&files).run(&["--output-format", "concise"]).1.contains(".env:1:")
    };
    for app in [prefixed, &read.replace("['FLASK_SECRET_KEY']", ".get('FLASK_SECRET_KEY')")] {
        assert!(is_reported(app, "[\"flask\", \"run\"]", "*.pyc\n"), "{app}");
        assert!(!is_reported(app, "[\"flask\", \"run\"]", ".env\n"), "{app}");
        assert!(!is_reported(app, "gunicorn app:app", ""), "{app}");
    }
}

/// A web server starts such a file as a script, if it is Python's.
#[test]
fn a_file_for_fast_cgi_is_what_a_server_starts() {
    let app = "from flask import Flask, session\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n    \
               session['a'] = 1\n    return ''\n";
    let start = "from flup.server.fcgi import WSGIServer\nfrom shop import app\n\nif __name__ == '__main__':\n    \
                 app.secret_key = 'kittens'\n    WSGIServer(app).run()\n";
    let report = |name: &str, first: &str| {
        let start = format!("{first}\n{start}");
        Project::of(&[("shop.py", app), (name, &start)]).run(&["--output-format", "concise"]).1
    };
    for name in ["index.fcgi", "index.cgi"] {
        let report = report(name, "#!/usr/bin/python3");
        assert!(report.contains(&format!("{name}:6:")) && !report.contains("missing-secret-key"), "{report}");
    }
    assert!(!report("index.cgi", "#!/usr/bin/perl").contains("index.cgi"));
}

/// A process that starts the server is what serves; what another one sets is its own.
#[test]
fn a_server_in_a_process_of_its_own_serves() {
    let report = |code: &str| {
        let app = format!(
            "import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\nfrom multiprocessing import Process\n\
             from flask import Flask, session\n\napp = Flask(__name__)\n\n\n@app.get('/')\ndef index():\n    \
             session['a'] = 1\n    return ''\n\n\ndef serve(debug):\n    app.secret_key = 'kittens'\n    \
             app.run('0.0.0.0', 80, debug)\n\n\ndef set_up():\n    app.secret_key = 'puppies'\n\n\n{code}\n"
        );
        Project::app(&app).run(&["--output-format", "concise"]).1
    };
    for code in [
        "Process(target=serve, args=(True,)).start()",
        "pool = ThreadPoolExecutor()\npool.submit(serve, True)",
        "asyncio.run(asyncio.to_thread(serve, True))",
    ] {
        let report = report(code);
        assert!(report.contains("debug-enabled [high]") && report.contains("app.py:16:"), "{code}\n{report}");
        assert!(!report.contains("missing-secret-key"), "{code}\n{report}");
    }
    assert!(!report("Process(target=serve, args=(False,)).start()").contains("debug-enabled"));
    assert!(report("Process(target=set_up).start()").contains("missing-secret-key"));
}
