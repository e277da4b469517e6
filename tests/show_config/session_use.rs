//! Whether an app uses the session: what only looks like it, and what depends on a setting.

use serde_json::{Value as Json, json};

use super::Project;

pub(super) fn use_of(files: &[(&str, &str)], path: &str) -> Json {
    let apps = Project::of(files).apps(&[]);
    apps.iter().find(|app| app["path"] == path).expect("the app")["uses_session"].clone()
}

/// What makes an app one that answers requests.
pub(super) const VIEW: &str = "\n\n@app.route('/')\ndef index():\n    return ''\n";

/// A view whose requests change something.
const CHANGE: &str = "\n\n@app.post('/')\ndef index():\n    return ''\n";

/// Flask-Login asks a user loader for whom the session names, and nobody is named there who was never logged in.
#[test]
fn users_that_requests_bring_are_not_in_the_session() {
    let app = |lines: &str| {
        format!(
            "from flask import Flask\nfrom flask_login import LoginManager, login_required, login_user\n\
             app = Flask(__name__)\nmanager = LoginManager(app)\n\n\n@manager.request_loader\ndef of_request(request):\n    \
             return None\n\n\n@manager.user_loader\ndef of_session(name):\n    return None\n\n\n@app.route('/')\n\
             @login_required\ndef index():\n    return ''\n{lines}"
        )
    };
    let uses = |lines: &str| use_of(&[("app.py", &app(lines))], "app.py");
    assert_eq!(uses(""), json!(false));
    assert_eq!(uses("\n\n@app.route('/in')\ndef log_in():\n    login_user(find())\n    return ''\n"), json!(true));
    assert_eq!(uses("manager.login_view = 'index'\n"), json!(true));
}

/// Who logs visitors in by what each request brings needs no session, and that may be a package that has the app.
#[test]
fn a_login_that_another_package_sets_up_may_use_no_session() {
    let uses = |lines: &str, import: &str| {
        let app = format!(
            "from flask import Flask\nfrom flask_login import LoginManager, login_required, login_user\n{import}\n\
             app = Flask(__name__)\n{lines}\n\n\n@app.route('/')\n@login_required\ndef index():\n    return ''\n"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    let import = "from shop_auth import Tokens";
    assert_eq!(uses("tokens = Tokens(app=app)", import), json!("unknown"));
    assert_eq!(uses("tokens = Tokens(app=app)\nLoginManager(app)", import), json!(true));
    assert_eq!(uses("tokens = Tokens(app=app)\ndef enter(user):\n    login_user(user)", import), json!(true));
    assert_eq!(uses("LoginManager(app)", ""), json!(true));
}

/// A form of Flask-WTF's only has a token where the setting does not turn it off.
#[test]
fn a_form_without_a_token_does_not_touch_the_session() {
    let app = |line: &str| {
        format!(
            "import os\nfrom flask import Flask\nfrom flask_wtf import FlaskForm\nfrom lib import setting\n\
             app = Flask(__name__)\n{line}\n\n\nclass NameForm(FlaskForm):\n    pass\n\n\n\
             @app.route('/', methods=['POST'])\ndef index():\n    return NameForm().data\n"
        )
    };
    let uses = |line: &str| use_of(&[("app.py", &app(line))], "app.py");
    assert_eq!(uses(""), json!(true));
    assert_eq!(uses("app.config['WTF_CSRF_ENABLED'] = False"), json!(false));
    assert_eq!(uses("app.config['WTF_CSRF_ENABLED'] = os.environ.get('CSRF') == 'on'"), json!(false));
    assert_eq!(uses("app.config['WTF_CSRF_ENABLED'] = setting('csrf')"), json!("unknown"));
}

/// A package that is run since one of its modules is imported lends nobody its functions.
#[test]
fn what_a_package_holds_is_used_by_whoever_names_it() {
    let package = "from flask import flash\n\n\ndef complain(text):\n    flash(text)\n";
    let module = "class Missing(Exception):\n    pass\n";
    let uses = |import: &str| {
        let app = format!("from flask import Flask\n{import}\napp = Flask(__name__)\n{VIEW}");
        use_of(&[("shop/__init__.py", package), ("shop/errors.py", module), ("proxy.py", &app)], "proxy.py")
    };
    assert_ne!(uses("from shop.errors import Missing"), json!(true));
    for import in
        ["import shop", "from shop import complain", "import shop.errors", "from shop import errors, complain"]
    {
        assert_eq!(uses(import), json!(true), "{import}");
    }
    let app = format!("from flask import Flask\nfrom shop.errors import Missing\napp = Flask(__name__)\n{VIEW}");
    let asks = "from . import complain\n\n\nclass Missing(Exception):\n    pass\n";
    assert_eq!(
        use_of(&[("shop/__init__.py", package), ("shop/errors.py", asks), ("proxy.py", &app)], "proxy.py"),
        json!(true)
    );
}

/// What is imported by `*`, or from a module of the project that imports it, is what it is there.
#[test]
fn names_that_modules_pass_on_mean_what_they_mean_there() {
    let uses = |config: &str, views: &str| {
        let views = format!(
            "{views}\nviews = Blueprint('views', __name__)\n\n\n@views.route('/')\ndef index():\n    session['a'] = 1\n"
        );
        let app = "from shop.config import app\nfrom shop.views import views\napp.register_blueprint(views)\n";
        let files = [("shop/config.py", config), ("shop/views.py", &views), ("shop/__init__.py", ""), ("app.py", app)];
        use_of(&files, "shop/config.py")
    };
    let plain = "from flask import Blueprint, Flask, session\napp = Flask(__name__)\n";
    let all = "from flask import *\napp = Flask(__name__)\n";
    for config in [plain, all] {
        assert_eq!(uses(config, "from flask import *"), json!(true));
        assert_eq!(uses(config, "from .config import *"), json!(true));
        assert_eq!(uses(config, "from shop.config import Blueprint, session"), json!(true));
        assert_eq!(uses(config, "from flask import Blueprint\nfrom .config import session"), json!(true));
        assert_eq!(uses(config, "from flask import Blueprint\nfrom .config import app as session"), json!(false));
    }
    let database = "from flask import *\nsession = make_session()\napp = Flask(__name__)\n";
    assert_eq!(uses(database, "from flask import Blueprint\nfrom .config import session"), json!(false));
    assert_eq!(uses(database, "from flask import *\nfrom .config import session"), json!(false));
    assert_eq!(uses(plain, "from flask import *\nsession = make_session()"), json!(false));
}

/// A form that says so has no token (Flask-WTF 1.3).
#[test]
fn forms_without_tokens_by_their_class_do_not_touch_the_session() {
    let uses = |body: &str| {
        let app = format!(
            "from flask import Flask\nfrom flask_wtf import FlaskForm\napp = Flask(__name__)\n\n\n\
             class NameForm(FlaskForm):\n{body}\n\n\n@app.route('/', methods=['POST'])\ndef index():\n    return NameForm().data\n"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    assert_eq!(uses("    class Meta:\n        csrf = False"), json!(false));
    assert_eq!(uses("    class Meta:\n        csrf = True"), json!(true));
    let init = |meta: &str| format!("    def __init__(self, *args):\n        super().__init__(*args, meta={meta})");
    assert_eq!(uses(&init("{'csrf': False}")), json!(false));
    assert_eq!(uses(&init("{'locales': False}")), json!(true));
}

/// Protection that is set up on no app keeps no token in its session.
#[test]
fn protection_counts_where_it_is_set_up() {
    let uses = |lines: &str| {
        let app = format!(
            "from flask import Flask\nfrom flask_wtf.csrf import CSRFProtect\nfrom lib import configure_app\n\
             csrf = CSRFProtect()\napp = Flask(__name__)\n{lines}\n{CHANGE}"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    assert_eq!(uses(""), json!(false));
    assert_eq!(uses("csrf.init_app(app)"), json!(true));
    // What is done with the app there is not known.
    assert_eq!(uses("configure_app(app)"), json!(true));
    // It asks both settings before it looks for a token (Flask-WTF 1.2).
    for setting in ["WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT"] {
        let off = format!("app.config['{setting}'] = False\ncsrf.init_app(app)");
        assert_eq!(uses(&off), json!(false));
        let checks = format!("{off}\n\n\n@app.before_request\ndef check():\n    csrf.protect()");
        assert_eq!(uses(&checks), json!(true));
    }
}

/// An extension that nobody gives the app does nothing for it; what is derived from it in the project is one, too.
#[test]
fn an_extension_counts_where_it_has_the_app() {
    let uses = |lines: &str| {
        let app = format!(
            "from flask import Flask\nfrom flask_oidc import OpenIDConnect\nfrom flask_wtf.csrf import CSRFProtect\n\
             from lib import extend\n\n\nclass Plain(OpenIDConnect):\n    pass\n\n\nclass Own(OpenIDConnect):\n    \
             def __init__(self, app):\n        super().__init__(app)\n\n\nclass Csrf(CSRFProtect):\n    \
             def init_app(self, app):\n        super().init_app(app)\n\n\n\
             oidc = OpenIDConnect()\napp = Flask(__name__)\n{lines}\n{CHANGE}"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    assert_eq!(uses(""), json!(false));
    assert_eq!(uses("other = Flask('other')\noidc.init_app(other)"), json!(false));
    for line in ["oidc.init_app(app)", "OpenIDConnect(app)", "Plain(app)", "Own(app)", "Csrf().init_app(app)"] {
        assert_eq!(uses(line), json!(true), "{line}");
    }
    // What is done with the app there is not known.
    assert_eq!(uses("extend(app)"), json!(true));
}

/// Libraries that keep something in the session by themselves, of which the app has the object or a blueprint.
#[test]
fn libraries_that_write_the_session_are_uses_of_it() {
    let uses = |module: &str, class: &str, line: &str| {
        let app =
            format!("from flask import Flask\nfrom {module} import {class}\napp = Flask(__name__)\n{line}\n{VIEW}");
        use_of(&[("app.py", &app)], "app.py")
    };
    assert_eq!(uses("flask_paranoid", "Paranoid", "Paranoid(app)"), json!(true));
    assert_eq!(uses("flask_paranoid", "Paranoid", "Paranoid()"), json!(false));
    assert_eq!(uses("flask_multipass", "Multipass", "Multipass().init_app(app)"), json!(true));
    let registered = "app.register_blueprint(ServiceProvider().create_blueprint())";
    assert_eq!(uses("flask_saml2.sp", "ServiceProvider", registered), json!(true));
}

/// What only development has is not what production serves.
#[test]
fn what_is_registered_for_development_alone_is_not_productions() {
    let uses = |condition: &str, line: &str| {
        let app = format!(
            "import os\nfrom flask import Blueprint, Flask, session\nfrom flask_admin import Admin\n\
             from flask_admin.contrib.sqla import ModelView\nfrom lib import models, settings\n\n\n\
             class UserView(ModelView):\n    pass\n\n\nadmin = Admin()\ntools = Blueprint('tools', __name__)\n\n\n\
             @tools.route('/tools')\ndef show():\n    {line}\n    return ''\n\n\n\
             app = Flask(__name__)\nif {condition}:\n    admin.init_app(app)\n    app.register_blueprint(tools)\n{VIEW}"
        );
        use_of(&[("app.py", &app), ("requirements.txt", "flask==1.1.1\n")], "app.py")
    };
    for line in ["pass", "session['seen'] = True"] {
        for condition in ["os.getenv('FLASK_ENV') == 'development'", "app.debug", "settings.DEBUG"] {
            assert_eq!(uses(condition, line), json!(false), "{condition}, {line}");
        }
        for condition in ["os.getenv('FLASK_ENV') != 'development'", "os.getenv('WITH_ADMIN')", "settings.ADMIN"] {
            assert_eq!(uses(condition, line), json!(true), "{condition}, {line}");
        }
    }
}

/// Flask-Principal keeps who it is when it is told (0.4.0); by itself it only looks.
#[test]
fn an_identity_is_kept_where_it_changes() {
    let uses = |line: &str| {
        let app = format!(
            "from flask import Flask\nfrom flask_principal import Identity, Principal, identity_changed\n\
             app = Flask(__name__)\nPrincipal(app)\n\n\n@app.route('/')\ndef index():\n    {line}\n    return ''\n"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    assert_eq!(uses("pass"), json!(false));
    assert_eq!(uses("identity_changed.send(app, identity=Identity(1))"), json!(true));
}

/// Views are of the app or blueprint that declares them; an app has those of the blueprints that it registers.
#[test]
fn views_are_of_the_app_that_registers_them() {
    let views = "from flask import Blueprint, session\nshop = Blueprint('shop', __name__)\n\n\n@shop.route('/')\n\
                 def index():\n    session['a'] = 1\n    return ''\n";
    let uses = |line: &str| {
        let apps = format!(
            "from flask import Flask\nfrom lib import install, names, api\nfrom views import shop\n\
             plain = Flask('plain')\n@plain.route('/')\ndef index():\n    return ''\n\n\
             {line}\nother = Flask('other')\nother.register_blueprint(shop)\n"
        );
        use_of(&[("apps.py", &apps), ("views.py", views)], "apps.py")
    };
    assert_eq!(uses(""), json!(false));
    assert_eq!(uses("plain.register_blueprint(shop)"), json!(true));
    assert_eq!(uses("for one in [shop]:\n    plain.register_blueprint(one)"), json!(true));
    // What is registered there is not known.
    assert_eq!(uses("for one in names():\n    plain.register_blueprint(one)"), json!(true));
    assert_eq!(uses("install(plain, shop)"), json!(true));
    assert_eq!(uses("api.register_blueprint(shop)"), json!(true));
}

/// The other app's views in the same file.
#[test]
fn views_of_another_app_are_none_of_this_one() {
    let app = |name: &str, body: &str| {
        format!("{name} = Flask('{name}')\n\n\n@{name}.route('/')\ndef of_{name}():\n    {body}\n    return ''\n\n\n")
    };
    let uses = |first: &str, second: &str| {
        let text = format!("from flask import Flask, session\n{}{}", app("first", first), app("second", second));
        use_of(&[("app.py", &text)], "app.py")
    };
    assert_eq!(uses("pass", "session['a'] = 1"), json!(false));
    assert_eq!(uses("session['a'] = 1", "pass"), json!(true));
    // A function's own name is none of the module's.
    let factory = "from flask import Flask, session\napp = Flask('plain')\n\n\n@app.route('/')\ndef index():\n    return ''\n\n\n\
                   def make():\n    app = Flask('other')\n\n    @app.route('/')\n    def other():\n        session['a'] = 1\n    return app\n";
    let apps = Project::of(&[("app.py", factory)]).apps(&[]);
    let made = apps.iter().find(|app| app["factory"] == "make").expect("the app of the factory");
    assert_eq!(made["uses_session"], json!(true));
}

/// Where it is not known whether Flask-Session is set up, sessions may be Flask's own.
#[test]
fn an_interface_that_may_not_be_set_leaves_flasks_sessions() {
    let report = |set_up: &str| {
        let text = format!(
            "import json\nfrom flask import Flask, session\nfrom flask_session import Session\n\
             storage = json.load(open('/etc/shop.json'))['storage']\napp = Flask(__name__)\napp.secret_key = 'shop'\n\
             {set_up}\n\n\n@app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n"
        );
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let perhaps = report("if storage == 'redis':\n    Session(app)");
    assert!(perhaps.contains("sign a session for any user"), "{perhaps}");
    let always = report("Session(app)");
    assert!(!always.contains("sign a session for any user"), "{always}");
}

/// An import brings all that a file holds, whoever calls it.
#[test]
fn what_an_app_only_imports_for_something_else_another_one_uses() {
    let main = format!(
        "import flask\nimport auth\nimport wizard\n\napp = flask.Flask(__name__){}",
        VIEW.replace("''", "auth.check()")
    );
    let wizard =
        |call: &str| format!("import flask\nimport helpers\n\napp = flask.Flask(__name__){}", VIEW.replace("''", call));
    let auth = "import flask\n\n\ndef check():\n    return flask.session.setdefault('admin', False)\n";
    let helpers = "import auth\n\n\ndef name():\n    return 'x'\n\n\ndef admins():\n    return auth.check()\n";
    let uses = |call: &str, path: &str| {
        use_of(&[("main.py", &main), ("wizard.py", &wizard(call)), ("auth.py", auth), ("helpers.py", helpers)], path)
    };
    assert_eq!(uses("helpers.name()", "main.py"), json!(true));
    assert_eq!(uses("helpers.name()", "wizard.py"), json!("unknown"));
    assert_eq!(uses("helpers.admins()", "wizard.py"), json!(true));
    // A view of another app calls it.
    let shop = "from flask import Flask\n\napp = Flask(__name__)\nfrom shop import views\n";
    let views = "import auth\nfrom shop import app\n\n\n@app.route('/')\ndef index():\n    return auth.check()\n";
    let tools = format!("from flask import Flask\nfrom shop import app as shop, views\n\napp = Flask(__name__){VIEW}");
    let files = [("shop/__init__.py", shop), ("shop/views.py", views), ("tools.py", &tools), ("auth.py", auth)];
    assert_eq!((use_of(&files, "shop/__init__.py"), use_of(&files, "tools.py")), (json!(true), json!("unknown")));
}

/// What no import leads to or names is nobody's, unless a name that is a value may be its own.
#[test]
fn what_nothing_imports_is_not_the_apps() {
    let forms = "from flask_wtf import FlaskForm\n\n\nclass PostForm(FlaskForm):\n    pass\n";
    let uses = |line: &str| {
        let app = format!("from flask import Flask\n{line}\napp = Flask(__name__)\n{VIEW}");
        use_of(&[("app.py", &app), ("old/__init__.py", ""), ("old/forms.py", forms)], "app.py")
    };
    assert_eq!(uses(""), json!(false));
    for line in
        ["from old import forms", "from elsewhere import forms", "import old", "from importlib import import_module"]
    {
        assert_eq!(uses(line), json!(true), "{line}");
    }
    let app = format!("from flask import Flask\napp = Flask(__name__)\n{VIEW}");
    let start = "from app import app\nfrom old.forms import PostForm\n";
    let views = "from flask import flash\nfrom app import app\n\n\n@app.route('/in')\ndef enter():\n    flash('in')\n";
    for other in [("start.py", start), ("views.py", views)] {
        let files = [("app.py", app.as_str()), ("old/__init__.py", ""), ("old/forms.py", forms), other];
        assert_eq!(use_of(&files, "app.py"), json!(true), "{}", other.0);
    }
}

/// An app that only stands in for the one that Flask-SocketIO gets later answers nothing.
#[test]
fn an_app_that_only_sockets_have_has_no_session() {
    let events = "from flask import Flask\nfrom flask_socketio import SocketIO\nsockets = SocketIO(Flask(__name__))\n";
    let shop = "from importlib import import_module\nfrom flask import Flask\nfrom shop.events import sockets\n\n\n\
                def create_app():\n    app = Flask(__name__)\n    sockets.init_app(app)\n    \
                for name in ['cart']:\n        import_module(f'shop.{name}')\n    return app\n";
    let cart = "from flask_wtf import FlaskForm\n\n\nclass CartForm(FlaskForm):\n    pass\n";
    let run = "from shop import create_app\napp = create_app()\n";
    let files = [("shop/events.py", events), ("shop/__init__.py", shop), ("shop/cart.py", cart), ("run.py", run)];
    assert_eq!(use_of(&files, "shop/events.py"), json!(false));
}

/// Measured on Flask 3.1.3: what only reads an empty session works without a key and sends nothing.
#[test]
fn what_only_reads_the_session_sends_none() {
    let uses = |line: &str, more: &str| {
        let app = format!(
            "from flask import Flask, jsonify, render_template, session\nfrom elsewhere import keep\napp = Flask(__name__)\n{more}\n\n\n\
             @app.route('/')\ndef index():\n    {line}\n    return ''\n"
        );
        use_of(&[("app.py", &app)], "app.py")
    };
    for read in [
        "'user' in session",
        "session['user']",
        "session.get('user')",
        "session.permanent",
        "dict(session)",
        "jsonify(session)",
        "render_template('page', session=session)",
        "[key for key in session]",
        "{**session}",
        "1 if session else 2",
        "if session and 'user' not in session: pass",
        "for key in session: pass",
    ] {
        assert_eq!(uses(read, ""), json!(false), "{read}");
        // A read is where the session is used, if something else writes it.
        let written = "\n\n@app.before_request\ndef before():\n    session.permanent = True";
        assert_eq!(uses(read, written), json!(true), "{read}");
        // Who reads it expects that somebody writes it.
        let lent = "from flask_sso import SSO\nSSO(app)";
        assert_eq!(uses(read, lent), json!("unknown"), "{read}");
        assert_eq!(uses(read, "from flask_cors import CORS\nCORS(app)"), json!(false), "{read}");
    }
    for write in [
        "session['user'] = 1",
        "session['user'] += 1",
        "del session['user']",
        "session.pop('user', None)",
        "session.setdefault('user', 1)",
        "session.update(user=1)",
        "session.permanent = True",
        "keep(session)",
        "own = session",
        "own = session or {}",
    ] {
        assert_eq!(uses(write, ""), json!(true), "{write}");
    }
}
