//! Whose the session is that code uses: of which of several apps, of another part of the package, or of a socket.

use serde_json::json;

use super::Project;
use super::session_use::{VIEW, use_of};

/// `from flask import Flask, session` in a module of views: the class is only imported.
#[test]
fn a_module_of_views_that_imports_the_class_of_apps_for_nothing_makes_none() {
    let core = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n";
    let main = |imported: &str| {
        format!(
            "from flask import {imported}, session\nfrom core import app\n\
             @app.route('/')\ndef home():\n    session['user'] = 1\n    return ''\n"
        )
    };
    for imported in ["Flask", "Flask as F", "request"] {
        let project = Project::of(&[("core/__init__.py", core), ("main.py", &main(imported))]);
        assert_eq!(project.apps(&[])[0]["uses_session"], true, "{imported}");
    }
}

#[test]
fn a_session_that_a_function_may_bring_to_the_app_is_not_ruled_out() {
    let app = "import os\nfrom flask import Flask\nclass Server:\n    def __init__(self, notes):\n        \
               self.app = Flask(__name__)\n        self.app.secret_key = os.environ['KEY']\n        \
               self.app.add_url_rule('/', view_func=lambda: notes.remember('x'))\n";
    let notes =
        "from flask import session\nclass Notes:\n    def remember(self, name):\n        session['name'] = name\n";
    let cli = "from server.app.app import Server\nfrom server.common.notes import Notes\n\
               def launch():\n    Server(Notes()).app.run()\n";
    let files = [
        ("server/__init__.py", ""),
        ("server/app/__init__.py", ""),
        ("server/app/app.py", app),
        ("server/common/__init__.py", ""),
        ("server/common/notes.py", notes),
        ("server/cli.py", cli),
    ];
    assert_eq!(Project::of(&files).apps(&[])[0]["uses_session"], "unknown");
    assert_eq!(Project::of(&files[..3]).apps(&[])[0]["uses_session"], false);
}

/// A file that registers a view of one app, and takes a class from the module of another one.
#[test]
fn a_view_of_one_app_is_not_that_of_another_whose_module_has_a_class_it_uses() {
    let auth = |imported: &str| {
        format!(
            "from flask_login import login_user\nfrom flask_restx import Api, Resource\nfrom api import api_app\n\
             from web import {imported}\nns = Api(api_app).namespace('auth')\n\
             @ns.route('/login')\nclass Login(Resource):\n    def post(self):\n        login_user({imported}())\n"
        )
    };
    let uses = |imported: &str| {
        let web = "import os\nfrom flask import Flask\ndefault_app = Flask('default')\ndefault_app.secret_key = os.environ['K']\n\
                   class User: pass\ndef find_user(): pass\n@default_app.route('/')\ndef home(): return ''\n";
        let api = "import os\nfrom flask import Flask\napi_app = Flask('api')\napi_app.secret_key = os.environ['K']\n";
        let project = Project::of(&[("auth.py", &auth(imported)), ("web.py", web), ("api.py", api)]);
        let apps = project.apps(&[]);
        let uses = apps.iter().map(|app| (app["name"].as_str().unwrap().to_owned(), app["uses_session"].clone()));
        uses.collect::<Vec<_>>()
    };
    assert_eq!(uses("User"), [("api_app".to_owned(), json!(true)), ("default_app".to_owned(), json!(false))]);
    assert_eq!(uses("find_user"), [("api_app".to_owned(), json!(true)), ("default_app".to_owned(), json!(true))]);
}

/// Flask-SocketIO 5.7 gives handlers a session of their own, which no cookie carries.
#[test]
fn handlers_of_a_namespace_and_registered_ones_do_not_use_the_cookie() {
    let uses = |handlers: &str| {
        let project = Project::app(&format!(
            "import os\nfrom flask import Flask, session\nimport flask_socketio\n\
             from flask_socketio import Namespace, SocketIO\n\
             app = Flask(__name__)\napp.secret_key = os.environ['KEY']\nsocketio = SocketIO(app)\n{handlers}\n@app.route('/')\ndef index():\n    return ''\n"
        ));
        project.apps(&[])[0]["uses_session"].clone()
    };
    for handlers in [
        "class Game(Namespace):\n    def on_hello(self, message):\n        session['n'] = 1\n",
        "class Game(flask_socketio.Namespace):\n    def on_hello(self, message):\n        session['n'] = 1\n",
        "def hello(message):\n    session['n'] = 1\nsocketio.on_event('hello', hello)\n",
        "def hello(message):\n    session['n'] = 1\nsocketio.on_event('hello', handler=hello)\n",
    ] {
        assert_eq!(uses(handlers), false, "{handlers}");
    }
    for views in [
        "class Game:\n    def on_hello(self, message):\n        session['n'] = 1\n",
        "def hello():\n    session['n'] = 1\napp.add_url_rule('/', view_func=hello)\n",
    ] {
        assert_eq!(uses(views), true, "{views}");
    }
}

/// The views that a factory declares on the app that it makes are not those of the app that mounts it.
#[test]
fn an_app_has_no_views_of_the_app_that_it_mounts() {
    let main = format!(
        "from flask import Flask\nfrom werkzeug.middleware.dispatcher import DispatcherMiddleware\n\
         from panel import create_panel\nsite = Flask(__name__)\n{}\n\
         application = DispatcherMiddleware(site, {{'/panel': create_panel()}})\n",
        VIEW.replace("@app", "@site")
    );
    let panel = |decorated: &str, parameter: &str| {
        format!(
            "from flask import Flask, session\n\n\ndef create_panel({parameter}):\n    app = Flask(__name__)\n\n    \
             @{decorated}.route('/seen')\n    def seen():\n        session['seen'] = True\n        return 'ok'\n\n    \
             return app\n"
        )
    };
    let uses = |main: &str, panel: &str| {
        let files = [("main.py", main), ("panel/__init__.py", panel)];
        (use_of(&files, "main.py"), use_of(&files, "panel/__init__.py"))
    };
    assert_eq!(uses(&main, &panel("app", "")), (json!(false), json!(true)));
    let given = main.replace("create_panel()", "create_panel(site)");
    assert_eq!(uses(&given, &panel("other", "other")).0, json!(true));
}

/// A script that serves two apps side by side, and says that nothing of the shop's is its own app's.
#[test]
fn what_only_another_app_leads_to_is_no_use_of_this_one() {
    let shop = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n\
                from . import notes\n@app.route('/')\ndef index():\n    return notes.note('seen')\n";
    let notes = "from flask import flash\ndef note(text):\n    flash(text)\n    return text\n";
    let side = |import: &str| {
        format!(
            "from flask import Flask\nfrom shop import app\n{import}\ninfo = Flask('info')\n\
             @info.route('/')\ndef note():\n    return 'ok'\n"
        )
    };
    let uses = |import: &str| {
        let files = [("shop/__init__.py", shop), ("shop/notes.py", notes), ("side.py", &side(import))];
        (use_of(&files, "shop/__init__.py"), use_of(&files, "side.py"))
    };
    assert_eq!(uses(""), (json!(true), json!("unknown")));
    assert_eq!(uses("from shop.notes import note as show"), (json!(true), json!(true)));
}

/// The app that a view belongs to may be imported from the package around its module.
#[test]
fn a_view_belongs_to_the_app_that_it_has_from_a_package() {
    let login = |class: &str| {
        format!(
            "from flask_login import login_user\nfrom flask_restx import Api, Resource\nfrom api import api_app\n\
             from web import {class}\nns = Api(api_app).namespace('auth')\n\
             @ns.route('/login')\nclass Login(Resource):\n    def post(self):\n        login_user({class}())\n"
        )
    };
    let uses = |class: &str| {
        let web = "import os\nfrom flask import Flask\nhome = Flask('home')\nhome.secret_key = os.environ['K']\n\
                   class User: pass\ndef user(): pass\n@home.route('/')\ndef index(): return ''\n";
        let app = "import os\nfrom flask import Flask\napi_app = Flask('api')\napi_app.secret_key = os.environ['K']\n";
        let files = [
            ("api/__init__.py", "from .app import api_app\n"),
            ("api/app.py", app),
            ("login.py", &login(class)),
            ("web.py", web),
        ];
        (use_of(&files, "api/app.py"), use_of(&files, "web.py"))
    };
    assert_eq!(uses("User"), (json!(true), json!(false)));
    assert_eq!(uses("user"), (json!(true), json!(true)));
}

/// What a star import of an extension binds is the extension's, not code that may do anything with the app.
#[test]
fn a_star_import_of_an_extension_brings_its_class() {
    for (library, class) in [("flask_cors", "CORS"), ("flask_talisman", "Talisman"), ("flask_migrate", "Migrate")] {
        let gaps = |import: &str| {
            let app = format!(
                "from flask import Flask\nfrom {library} import {import}\napp = Flask(__name__)\n{class}(app)\n{VIEW}"
            );
            Project::app(&app).apps(&[])[0].clone()
        };
        assert_eq!(gaps("*"), gaps(class), "{library}");
    }
}

/// Nobody names the package, so its views may be any app's; they use no session.
#[test]
fn a_package_with_views_that_use_no_session_leaves_it_unused() {
    let app = "from flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef home():\n    return ''\n";
    let views = |body: &str| {
        format!(
            "import flask\nfrom flask.views import MethodView\nclass Items(MethodView):\n    def post(self):\n        {body}\n"
        )
    };
    let uses = |body: &str| {
        Project::of(&[("app.py", app), ("shop/__init__.py", &views(body))]).apps(&[])[0]["uses_session"].clone()
    };
    assert_eq!(uses("return ''"), json!(false));
    assert_eq!(uses("flask.session['n'] = 1"), json!("unknown"));
}

/// Somebody outside the project calls what registers the views: it is there to be called.
#[test]
fn views_that_nobody_is_seen_to_register_may_be_those_of_the_app() {
    let make = "from flask import Blueprint, Flask, session\n\n\nclass Shop:\n    def __init__(self, web):\n        \
                self.web = web\n\n    @classmethod\n    def create(cls):\n        return cls(Flask('shop'))\n\n    \
                def log_in(self):\n        session['user'] = 1\n\n    def register(self):\n        \
                self.web.add_url_rule('/login', 'login', self.log_in)\n";
    let prepare = "\n\ndef prepare():\n    shop = Shop.create()\n    shop.register()\n    return shop\n";
    let monitor = "\n\nif __name__ == '__main__':\n    shop = toolkit.monitor(prepare)\n    shop.web.run()\n";
    let uncalled = format!("{make}{prepare}");
    assert_eq!(use_of(&[("app.py", &uncalled)], "app.py"), json!(true));
    assert_eq!(use_of(&[("app.py", &format!("import toolkit\n{uncalled}{monitor}"))], "app.py"), json!(true));
    let without_views = uncalled.replace("self.web.add_url_rule('/login', 'login', self.log_in)", "pass");
    assert_eq!(use_of(&[("app.py", &without_views)], "app.py"), json!(false));
    let pages = "from flask import Blueprint, session\npages = Blueprint('pages', __name__)\n\n\n\
                 @pages.route('/a')\ndef index():\n    session['a'] = 1\n";
    let app = format!("from flask import Flask\nfrom pages import pages\napp = Flask(__name__)\n{VIEW}");
    let registers = format!("{app}\n\ndef register():\n    app.register_blueprint(pages)\n");
    assert_eq!(use_of(&[("app.py", &app), ("pages.py", pages)], "app.py"), json!(false));
    assert_eq!(use_of(&[("app.py", &registers), ("pages.py", pages)], "app.py"), json!(true));
}

/// What a container gives may be the app.
#[test]
fn views_may_be_registered_on_what_is_not_known() {
    let make = "from container import Container, Single\nfrom flask import Flask\n\n\ndef create_app():\n    \
                return Flask('shop')\n\n\nclass Shop(Container):\n    app = Single(create_app)\n";
    let main = "from flask import session\nfrom shop import Shop\napp = Shop().app()\n\n\n\
                @app.route('/')\ndef index():\n    session['a'] = 1\n";
    assert_eq!(use_of(&[("shop.py", make), ("main.py", main)], "shop.py"), json!(true));
    let context = main.replace("@app.route('/')", "@app.cached('/')");
    assert_eq!(use_of(&[("shop.py", make), ("main.py", &context)], "shop.py"), json!(false));
}

/// An app that only lends its context has none of the views that a function registers on another one.
#[test]
fn views_that_a_function_registers_on_another_app_are_no_use() {
    let pages = "from flask import session\n\n\ndef register(app):\n    @app.route('/')\n    def index():\n        \
                 session['a'] = 1\n";
    let context = "import pages\nfrom flask import Flask\napp = Flask('worker')\n";
    let web = "import pages\nfrom flask import Flask\napp = Flask('web')\npages.register(app)\n";
    let files = |web| [("context.py", context), ("pages.py", pages), ("web.py", web)];
    assert_eq!(use_of(&files(web), "context.py"), json!(false));
    assert_eq!(use_of(&files(web), "web.py"), json!(true));
    assert_eq!(use_of(&files(&web.replace("pages.register(app)", "pass")), "context.py"), json!("unknown"));
    let both = "from flask import Flask, session\nworker = Flask('worker')\n\n\ndef create_app():\n    \
                app = Flask('web')\n\n    @app.route('/')\n    def index():\n        session['a'] = 1\n    return app\n";
    let apps = Project::of(&[("app.py", both)]).apps(&[]);
    let uses: Vec<_> = apps.iter().map(|app| app["uses_session"].clone()).collect();
    assert_eq!(uses, [json!(false), json!(true)]);
}

/// A module that imports `flask` for whoever imports it passes the session on.
#[test]
fn what_modules_pass_on_is_what_it_is_there() {
    let common = "import flask\nimport flask as f\nfrom flask import session\nfrom lib import db\n";
    let uses = |import: &str, session: &str| {
        let app = format!("from flask import Flask\n{import}\napp = Flask(__name__)\n");
        let view = format!("\n\n@app.route('/')\ndef index():\n    {session}['a'] = 1\n    return ''\n");
        use_of(&[("shop/__init__.py", &(app + &view)), ("shop/common.py", common)], "shop/__init__.py")
    };
    for (import, session) in [
        ("import shop.common", "shop.common.flask.session"),
        ("import shop.common as c", "c.flask.session"),
        ("from shop import common", "common.session"),
        ("from . import common", "common.flask.session"),
        ("from .common import f", "f.session"),
    ] {
        assert_eq!(uses(import, session), json!(true), "{import}");
        assert_eq!(uses(import, &session.replace("session", "g")), json!(false), "{import}");
    }
    assert_eq!(uses("from . import common", "common.db.session"), json!(false));
}

/// A hook answers requests where there is no view.
#[test]
fn an_app_with_hooks_alone_answers_requests() {
    let app = |hook: &str| {
        format!(
            "from flask import Flask, session\napp = Flask(__name__)\n\n\n@app.{hook}\ndef answer(*_):\n    \
             session['a'] = 1\n    return 'here'\n"
        )
    };
    assert_eq!(use_of(&[("app.py", &app("before_request"))], "app.py"), json!(true));
    assert_eq!(use_of(&[("app.py", &app("after_request"))], "app.py"), json!(true));
    assert_eq!(use_of(&[("app.py", &app("teardown_appcontext"))], "app.py"), json!(false));
}
