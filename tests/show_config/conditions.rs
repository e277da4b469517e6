//! Settings that only a condition sets: what is said of them where it does not hold, or may not.

use super::Project;

/// What is reported of an app that is made of these lines, on one line each.
fn report(lines: &str) -> String {
    Project::app(&format!("import os\n{lines}")).run(&["--output-format", "concise"]).1
}

/// An app that remembers logins, of which `branch` says when its cookie is secure.
fn remembering(branch: &str) -> String {
    report(&format!(
        "from flask import Flask\nfrom flask_login import LoginManager, login_user\napp = Flask(__name__)\n\
         app.config.update(SECRET_KEY=os.environ['SECRET_KEY'], SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE='Lax')\n\
         {branch}\nLoginManager(app)\n@app.route('/')\ndef index():\n    login_user(find(), remember=True)\n    return ''\n"
    ))
}

#[test]
fn an_extensions_setting_that_a_branch_sets_is_the_default_elsewhere() {
    let off = remembering("if os.environ.get('APP_ENV') == 'dev':\n    app.config['REMEMBER_COOKIE_SECURE'] = False");
    assert!(off.contains("REMEMBER_COOKIE_SECURE is never set"), "{off}");
    let on = remembering("if os.environ.get('APP_ENV') == 'prod':\n    app.config['REMEMBER_COOKIE_SECURE'] = True");
    assert!(on.contains("REMEMBER_COOKIE_SECURE is set for `app` only where `APP_ENV` asks for it"), "{on}");
    assert!(!on.contains("Nobody sets it"), "{on}");
    let by_default =
        remembering("if os.environ.get('APP_ENV', 'prod') == 'prod':\n    app.config['REMEMBER_COOKIE_SECURE'] = True");
    assert_eq!(by_default, "");
}

#[test]
fn an_extensions_setting_that_is_taken_away_again_is_the_default() {
    let gone = remembering("app.config['REMEMBER_COOKIE_SECURE'] = True\ndel app.config['REMEMBER_COOKIE_SECURE']");
    assert!(gone.contains("remember-cookie-secure-missing"), "{gone}");
}

#[test]
fn a_class_of_development_does_not_set_what_productions_leaves_to_the_extension() {
    let tokens = report(
        "from flask import Flask, jsonify\nfrom flask_jwt_extended import JWTManager, create_access_token, set_access_cookies\n\
         class Dev:\n    JWT_COOKIE_SECURE = False\nclass Prod:\n    DEBUG = False\napp = Flask(__name__)\n\
         app.config.update(JWT_SECRET_KEY=os.environ['KEY'], JWT_TOKEN_LOCATION=['cookies'])\n\
         app.config.from_object(Dev if os.environ.get('APP_ENV') == 'dev' else Prod)\nJWTManager(app)\n\
         @app.route('/')\ndef login():\n    response = jsonify(ok=True)\n    \
         set_access_cookies(response, create_access_token('me'))\n    return response\n",
    );
    assert!(tokens.contains("jwt-cookie-secure-missing"), "{tokens}");
}

/// An app that uses the session and has a `Talisman` that is told so, after `lines`.
fn with_talisman(lines: &str, told: &str) -> String {
    report(&format!(
        "from flask import Flask, session\nfrom flask_talisman import Talisman\napp = Flask(__name__)\n\
         app.secret_key = os.environ['SECRET_KEY']\n{lines}\nTalisman(app{told})\n@app.route('/')\ndef index():\n    \
         session['n'] = 1\n    return ''\n"
    ))
}

#[test]
fn talisman_may_be_asked_for_a_secure_cookie_by_the_environment() {
    let asked = "secure = os.getenv('SECURE_COOKIE', 'True').upper() != 'FALSE'";
    assert_eq!(with_talisman(asked, ", session_cookie_secure=secure"), "");
    let unasked = with_talisman("secure = os.getenv('SECURE_COOKIE') == '1'", ", session_cookie_secure=secure");
    assert!(unasked.contains("session_cookie_secure=`False` unless `SECURE_COOKIE` says otherwise"), "{unasked}");
    let unknown = with_talisman("from company import SECURE", ", session_cookie_secure=SECURE");
    assert!(!unknown.contains("session-cookie-secure"), "{unknown}");
}

#[test]
fn talisman_secures_the_cookie_where_the_app_does_not_debug() {
    let debug = with_talisman("app.config['DEBUG'] = os.getenv('FLASK_DEBUG', 'True') == 'True'", "");
    assert!(debug.contains("SESSION_COOKIE_SECURE is set for `app` only where `FLASK_DEBUG` asks for it"), "{debug}");
    let constant = with_talisman("app.config['DEBUG'] = True", "");
    assert!(constant.contains("SESSION_COOKIE_SECURE is not set for `app`: Talisman leaves it alone"), "{constant}");
}

#[test]
fn a_condition_sets_it_also_where_a_file_may() {
    let app = |lines: &str| {
        report(&format!(
            "from flask import Flask, session\napp = Flask(__name__)\napp.config['SECRET_KEY'] = os.environ['SECRET_KEY']\n\
             {lines}\n@app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n"
        ))
    };
    let file = "if os.environ.get('SHOP_CONF'):\n    app.config.from_envvar('SHOP_CONF')";
    let tls = "if os.environ.get('TLS') in ('1', 'on'):\n    app.config['SESSION_COOKIE_SECURE'] = True";
    let both = app(&format!("{file}\n{tls}"));
    assert!(both.contains("SESSION_COOKIE_SECURE is set for `app` only where `TLS` asks for it"), "{both}");
    assert!(
        both.contains("It holds unless it is set by what could not be followed: the file that SHOP_CONF"),
        "{both}"
    );
    assert!(both.contains("SESSION_COOKIE_SAMESITE is never set"), "{both}");
    let by_file_alone = app(file);
    assert!(by_file_alone.contains("SESSION_COOKIE_SECURE is never set"), "{by_file_alone}");
}

/// A class for tests that inherits a setting has it as the default one has.
#[test]
fn a_variable_that_changes_nothing_decides_nothing() {
    let app = |of_tests: &str| {
        report(&format!(
            "from flask import Flask, session\nclass Base:\n    SECRET_KEY = os.environ['SECRET_KEY']\n    \
             SESSION_COOKIE_SECURE = os.environ.get('SYSTEM', 'local') != 'local'\n    SESSION_COOKIE_SAMESITE = 'Lax'\n\
             class Default(Base):\n    pass\nclass Test(Base):\n    {of_tests}\napp = Flask(__name__)\n\
             app.config.from_object(Default)\nif os.environ.get('ON_TRIAL', 'no') == 'yes':\n    \
             app.config.from_object(Test)\n@app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n"
        ))
    };
    let inherited = app("TESTING = True");
    assert!(inherited.contains("SESSION_COOKIE_SECURE is `False` unless `SYSTEM` says otherwise"), "{inherited}");
    let own = app("SESSION_COOKIE_SECURE = True");
    assert!(own.contains("is `False` unless `ON_TRIAL` or `SYSTEM` say otherwise"), "{own}");
}
