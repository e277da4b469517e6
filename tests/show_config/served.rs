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
    ] {
        assert!(lines(file, text), "{text}");
    }
    for (file, text) in [
        ("Procfile", "web: gunicorn \"shop:make('production')\"\n"),
        ("Procfile", "web: gunicorn \"shop:make('$MODE')\"\n"),
        ("Dockerfile", "FROM a\nENV FLASK_APP=\"shop:make('production')\"\nCMD flask run\n"),
    ] {
        assert!(!lines(file, text), "{text}");
    }
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
