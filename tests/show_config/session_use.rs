//! Whether an app uses the session: what only looks like it, and what depends on a setting.

use serde_json::{Value as Json, json};

use super::Project;

fn use_of(files: &[(&str, &str)], path: &str) -> Json {
    let apps = Project::of(files).apps(&[]);
    apps.iter().find(|app| app["path"] == path).expect("the app")["uses_session"].clone()
}

/// What makes an app one that answers requests.
const VIEW: &str = "\n\n@app.route('/')\ndef index():\n    return ''\n";

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
