//! Programs for Pythons and Flasks that are gone: what the parser cannot read, what Python 3 lacks, what extensions were
//! called, and which settings Flask did not know.

use serde_json::json;

use super::{Project, value};

/// The app's key is the environment's; a function that nobody calls has another one.
#[test]
fn a_function_whose_header_cannot_be_read_is_not_run() {
    for parameters in ["name, (host, port)", "name, async=True", "name, await", "name, $"] {
        for (class, indent) in [("", ""), ("class A:\n", "    ")] {
            let app = Project::app(&format!(
                "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n\
                 app.config['SESSION_COOKIE_SECURE'] = True\n{class}{indent}def use_test_settings({parameters}):\n\
                 {indent}    app.secret_key = 'testing'\n{indent}    app.config['SESSION_COOKIE_SECURE'] = False\n"
            ));
            let app = &app.apps(&[])[0];
            assert_eq!(app["settings"]["SECRET_KEY"]["state"], "external", "{class}{parameters}");
            assert_eq!(value(app, "SESSION_COOKIE_SECURE"), &json!(true), "{class}{parameters}");
        }
    }
}

#[test]
fn a_tuple_of_parameters_and_a_parameter_named_async_are_given_what_is_passed() {
    for (parameters, call) in [("name, (key, secure)", "'x', ('kitten', True)"), ("key, async", "'kitten', async=True")]
    {
        let project = Project::app(&format!(
            "from flask import Flask\napp = Flask(__name__)\n\
             def configure({parameters}):\n    app.secret_key = key\n    app.config['SESSION_COOKIE_SECURE'] = {}\n\
             configure({call})\n",
            if parameters.contains("async") { "async" } else { "secure" },
        ));
        let app = &project.apps(&["--show-secrets"])[0];
        assert_eq!(value(app, "SECRET_KEY"), "kitten", "{parameters}");
        assert_eq!(value(app, "SESSION_COOKIE_SECURE"), &json!(true), "{parameters}");
    }
}

/// What holds under Python 3 where the program asks, and what Python 2 means elsewhere.
#[test]
fn built_ins_of_python_2_are_those_of_today() {
    let key = |lines: &str| {
        let project = Project::app(&format!(
            "import os\nfrom flask import Flask\nkey = os.environ.get('KEY', 'kitten')\napp = Flask(__name__)\n{lines}"
        ));
        value(&project.apps(&["--show-secrets"])[0], "SECRET_KEY").clone()
    };
    for lines in [
        "if isinstance(key, basestring):\n    app.secret_key = key\n",
        "if isinstance(key, (bytes, unicode)):\n    app.secret_key = key\n",
        "if isinstance(5, (int, long)):\n    app.secret_key = key\n",
        "app.secret_key = unicode(key)\n",
        "try:\n    kind = basestring\nexcept NameError:\n    kind = str\nif isinstance(key, kind):\n    app.secret_key = key\n",
        "try:\n    text = unicode\nexcept NameError:\n    text = str\napp.secret_key = text(key)\n",
        "try:\n    unicode\nexcept NameError:\n    app.secret_key = key\n",
        "for at in xrange(1):\n    app.secret_key = key\n",
    ] {
        assert_eq!(key(lines), "kitten", "{lines}");
    }
    // What no file defines is no class that is known.
    let app = &Project::app(
        "from flask import Flask\napp = Flask(__name__)\nif isinstance('a', texts):\n    app.secret_key = 'kitten'\n",
    )
    .apps(&[])[0];
    assert_ne!(app["settings"]["SECRET_KEY"]["state"], "default");
}

#[test]
fn iterators_and_views_of_dicts_are_followed() {
    for (method, each, item) in [
        ("iteritems", "name, value", "value"),
        ("viewitems", "name, value", "value"),
        ("iterkeys", "name", "DEFAULTS[name]"),
    ] {
        let project = Project::app(&format!(
            "from flask import Flask\nDEFAULTS = {{'SECRET_KEY': 'kitten', 'SESSION_COOKIE_SECURE': True}}\n\
             app = Flask(__name__)\nfor {each} in DEFAULTS.{method}():\n    app.config[name] = {item}\n"
        ));
        let app = &project.apps(&["--show-secrets"])[0];
        assert_eq!(value(app, "SECRET_KEY"), "kitten", "{method}");
        assert_eq!(value(app, "SESSION_COOKIE_SECURE"), &json!(true), "{method}");
    }
}

/// `execfile("local_settings.py")` over the defaults of a module of settings.
#[test]
fn executed_files_replace_what_stands_before_them() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.config.from_object('settings')\n";
    let settings = |lines: &str| format!("import os\nSECRET_KEY = 'dev'\nSESSION_COOKIE_SECURE = False\n{lines}\n");
    let local = "import os\nSECRET_KEY = os.environ['K']\nSESSION_COOKIE_SECURE = True\n";
    let beside = "os.path.join(os.path.dirname(__file__), 'local_settings.py')";
    let run = |lines: &str, local: Option<&str>| {
        let settings = settings(lines);
        let files = [("app.py", app), ("settings.py", &settings)];
        let files: Vec<(&str, &str)> = files.into_iter().chain(local.map(|text| ("local_settings.py", text))).collect();
        let app = Project::of(&files).apps(&[]).remove(0);
        let state = |name: &str| app["settings"][name]["state"].as_str().expect("a state").to_owned();
        (state("SECRET_KEY"), value(&app, "SESSION_COOKIE_SECURE").clone())
    };
    let there = ("external".to_owned(), json!(true));
    assert_eq!(run(&format!("execfile({beside})"), Some(local)), there);
    assert_eq!(run(&format!("execfile({beside}, globals())"), Some(local)), there);
    assert_eq!(run(&format!("if os.path.exists({beside}):\n    execfile({beside})"), Some(local)), there);
    for lines in ["execfile('/etc/shop.py')", "exec open('/etc/shop.py').read()", "exec(open('/etc/shop.py').read())"] {
        assert_eq!(run(lines, None).0, "unknown", "{lines}");
    }
    let itself = format!("execfile({beside})");
    assert_eq!(run(&itself, Some(&itself)).0, "unknown");
}

#[test]
fn extensions_below_flaskext_are_those_of_today() {
    let app = |module: &str| {
        let project = Project::app(&format!(
            "import os\nfrom flask import Flask\nfrom {module} import LoginManager, login_user\n\
             app = Flask(__name__)\napp.secret_key = os.environ['K']\nLoginManager().setup_app(app)\n\
             @app.route('/')\ndef index():\n    login_user(object(), remember=True)\n    return ''\n"
        ));
        let rules = project.run(&["--output-format", "concise"]).1;
        (project.apps(&[])[0]["uses_session"].clone(), rules.contains("remember-cookie-secure-missing"))
    };
    for module in ["flask_login", "flask.ext.login", "flaskext.login"] {
        assert_eq!(app(module), (json!(true), true), "{module}");
    }
}

/// Flask to 0.9 called blueprints modules.
#[test]
fn a_module_of_views_is_a_blueprint() {
    let uses = |registered: &str| {
        let app = format!(
            "import os\nfrom flask import Flask\nfrom views import front, back\napp = Flask(__name__)\n\
             app.secret_key = os.environ['K']\napp.register_module({registered}, url_prefix='/x')\n"
        );
        let views = "from flask import Module, session\nfront = Module(__name__)\nback = Module(__name__)\n\
                     @front.route('/')\ndef index():\n    session['a'] = 1\n    return ''\n";
        Project::of(&[("app.py", &app), ("views.py", views)]).apps(&[])[0]["uses_session"].clone()
    };
    assert_eq!(uses("front"), true);
    assert_eq!(uses("back"), false);
}

/// What a class of apps copies of Flask's own defaults is nobody's write, whatever Flask it is.
#[test]
fn defaults_that_an_older_flask_lacks_are_not_written_by_a_copy_of_them() {
    let app = |defaults: &str| {
        format!(
            "from flask import Flask as Base, Config\nclass Flask(Base):\n    def make_config(self, relative=False):\n        \
             return Config(self.root_path, {defaults})\napp = Flask(__name__)\n"
        )
    };
    assert_eq!(Project::app(&app("self.default_config")).ignored("0.12"), [""; 0]);
    let written = Project::app(&app("dict(self.default_config, SESSION_COOKIE_SAMESITE='Lax')"));
    assert_eq!(written.ignored("0.12").len(), 1);
    assert_eq!(written.ignored("3.1"), [""; 0]);
}

#[test]
fn a_setting_to_come_that_the_program_reads_itself_is_not_ignored() {
    let ignored = |lines: &str| {
        let main = format!(
            "import flask\nimport config\napp = flask.Flask(__name__)\napp.config.from_object(config)\n{lines}"
        );
        Project::of(&[("main.py", &main), ("config.py", "TRUSTED_HOSTS = ['shop.example.com']\n")]).ignored("1.1").len()
    };
    for lines in [
        "class Request(flask.Request):\n    trusted_hosts = config.TRUSTED_HOSTS\n",
        "flask.Request.trusted_hosts = app.config['TRUSTED_HOSTS']\n",
        "flask.Request.trusted_hosts = app.config.get('TRUSTED_HOSTS')\n",
    ] {
        assert_eq!(ignored(lines), 0, "{lines}");
    }
    for lines in [
        "",
        "app.config['TRUSTED_HOSTS'] = config.TRUSTED_HOSTS\n",
        "app.config.update(TRUSTED_HOSTS=config.TRUSTED_HOSTS)\n",
        "app.config.update({'TRUSTED_HOSTS': config.TRUSTED_HOSTS})\n",
        "TRUSTED_HOSTS = config.TRUSTED_HOSTS\napp.config['TRUSTED_HOSTS'] = TRUSTED_HOSTS\n",
    ] {
        assert_ne!(ignored(lines), 0, "{lines}");
    }
}
