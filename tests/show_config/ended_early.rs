//! Apps whose program, or the way to them, ends before it is through: they have what they had until then.

use serde_json::json;

use super::{Project, value};

/// Where nothing sets anything, `server` raises before it makes an app: what is shown is what the app has where it is made.
#[test]
fn an_app_that_only_an_optional_module_makes_has_its_configuration() {
    let server =
        "from local_settings import *\nfrom flask import Flask\napp = Flask(__name__)\napp.config['DEBUG'] = True\n";
    let program = "# flask\ntry:\n    import server\nexcept ImportError:\n    pass\n";
    let app = &Project::of(&[("run.py", program), ("server.py", server)]).apps(&[])[0];
    assert_eq!(value(app, "SESSION_COOKIE_NAME"), "session");
    assert_eq!(value(app, "DEBUG"), true);
}

/// What a factory raises after it made its app takes nothing away from the app, whatever it returned before.
#[test]
fn an_app_whose_factory_raises_has_what_it_had_until_then() {
    let early = "    if has_app_context():\n        return current_app\n";
    for early in ["", early] {
        let text = format!(
            "from flask import Flask, current_app, has_app_context\ndef make_app():\n{early}    app = Flask('shop')\n    \
             app.config['DEBUG'] = True\n    raise ValueError('no settings')\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        assert_eq!(
            (value(app, "SESSION_COOKIE_NAME"), value(app, "DEBUG")),
            (&json!("session"), &json!(true)),
            "{early}"
        );
    }
}

/// What a path lost that raised does not replace what another returned.
#[test]
fn an_app_that_was_returned_is_as_it_was_returned() {
    let text = "from flask import Flask\ndef make_app():\n    app = Flask('shop')\n    app.config['DEBUG'] = True\n    \
                if check(app):\n        app.config['TESTING'] = True\n        return app\n    \
                app.config['DEBUG'] = False\n    raise ValueError('no settings')\n";
    let app = &Project::app(text).apps(&[])[0];
    assert_eq!((value(app, "DEBUG"), value(app, "TESTING")), (&json!(true), &json!(true)));
}

/// A name that is none of the options goes on with what stands for the rest, if the program goes on at all.
#[test]
fn other_names_than_the_options_are_a_profile_unless_the_program_refuses_them() {
    let profiles = |lines: &str| {
        let text = format!(
            "import os\nfrom flask import Flask\nclass Base:\n    SECRET_KEY = 'base'\nclass Development(Base):\n    DEBUG = True\n\
             class Testing(Base):\n    TESTING = True\nconfigs = {{'development': Development, 'testing': Testing}}\n\
             name = os.environ['KIND']\napp = Flask(__name__)\n{lines}\n"
        );
        let name = |app: &serde_json::Value| app["profile"].as_str().map(ToOwned::to_owned);
        Project::app(&text).apps(&[]).iter().map(name).collect::<Vec<_>>()
    };
    let some = |names: &[&str]| names.iter().map(|name| Some((*name).to_owned())).collect::<Vec<_>>();
    let all = some(&["Base", "Development", "Testing"]);
    let load = "app.config.from_object(configs[name])";
    assert_eq!(profiles(&format!("if name in configs:\n    {load}\nelse:\n    app.config.from_object(Base)")), all);
    assert_eq!(profiles(&format!("try:\n    {load}\nexcept KeyError:\n    app.config.from_object(Base)")), all);
    assert_eq!(profiles("app.config.from_object(configs.get(name, Base))"), all);
    let options = some(&["Development", "Testing"]);
    assert_eq!(profiles(load), options);
    assert_eq!(profiles(&format!("if name not in configs:\n    raise ValueError(name)\n{load}")), options);
    assert_eq!(profiles(&format!("assert name in configs\n{load}")), options);
}

/// Flask has the missing module when the program runs: what it reads of it ends nothing.
#[test]
fn a_key_that_a_source_we_do_not_have_may_hold_does_not_end_the_program() {
    for source in ["from_object('local_settings')", "from_pyfile('/etc/shop.conf')", "update(settings_of(app))"] {
        let text = format!(
            "from flask import Flask\nfrom shelf import settings_of\napp = Flask('shop')\napp.config.{source}\n\
             log = app.config['LOG']\napp.config['SESSION_COOKIE_NAME'] = 'shop'\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        assert_eq!(value(app, "SESSION_COOKIE_NAME"), "shop", "{source}");
    }
}

/// `ENV` went with Flask 2.3: a program that reads it runs under an older one that its requirement admits, if at all.
#[test]
fn a_setting_that_newer_versions_lack_tells_which_flask_it_is() {
    let text = "from flask import Flask\napp = Flask(__name__)\nmode = app.config['ENV']\n\
                app.config['SESSION_COOKIE_SECURE'] = mode == 'production'\n";
    let run = |text: &str, requirement: &str| {
        let project = Project::of(&[("app.py", text), ("requirements.txt", requirement)]);
        let app = project.apps(&[]).remove(0);
        (app["flask_version"]["flask"].clone(), value(&app, "SESSION_COOKIE_SECURE").clone())
    };
    assert_eq!(run(text, "flask>=2.0\n"), (json!("2.2.5"), json!(true)));
    assert_eq!(run(text, "flask>=2.0,<2.2\n"), (json!("2.1.3"), json!(true)));
    assert_eq!(run(text, ""), (json!("2.2.5"), json!(true)));
    assert_eq!(run(text, "flask>=3.0\n").0, "3.1.3");
    let caught = text
        .replace("mode = app.config['ENV']", "try:\n    mode = app.config['ENV']\nexcept KeyError:\n    mode = 'new'");
    assert_eq!(run(&caught, "flask>=2.0\n"), (json!("3.1.3"), json!(false)));
    let report = Project::of(&[("app.py", text), ("requirements.txt", "flask>=2.0\n")]).run(&["--show-config"]).1;
    assert!(report.contains("of those that have `ENV`, which the program reads"), "{report}");
}

/// A check at start that collects what is wrong refuses it where anything was collected.
#[test]
fn a_list_that_a_branch_fills_by_default_stops_the_program() {
    let text = |test: &str| {
        format!(
            "import os\nfrom flask import Flask\napp = Flask(__name__)\n\
             app.secret_key = os.environ.get('SECRET_KEY', 'dev')\nerrors = []\n\
             if os.environ.get('SECRET_KEY', 'dev') == 'dev':\n    errors.append('SECRET_KEY')\n\
             if os.environ.get('MAIL') == 'none':\n    errors.append('MAIL')\n{test}:\n    raise RuntimeError(errors)\n"
        )
    };
    for test in ["if errors", "if not (not errors)", "if bool(errors)"] {
        let project = Project::app(&text(test));
        assert_eq!(project.apps(&[])[0]["settings"]["SECRET_KEY"]["state"], "external", "{test}");
        assert_eq!(project.run(&["--output-format", "concise"]).1, "", "{test}");
    }
    let warns = Project::app(&text("if errors and os.environ.get('STRICT')"));
    assert!(warns.run(&["--output-format", "concise"]).1.contains("secret-key-fallback"));
}

/// A profile with which the program seems to end leaves what is known of it: it runs with the default one.
#[test]
fn a_profile_that_ends_the_program_takes_nothing_away_from_what_was_set_before() {
    let app = "import os\nfrom flask import Flask, session\n\n\nclass Config:\n    SECRET_KEY = os.environ['SECRET_KEY']\n    \
               SESSION_COOKIE_SAMESITE = 'Lax'\n\n\nclass Dev(Config):\n    LOG = True\n\n\nclass Prod(Config):\n    pass\n\n\n\
               profiles = {'dev': Dev, 'prod': Prod, 'default': Dev}\n\n\n\
               app = Flask(__name__)\napp.config.from_object(profiles[os.getenv('SHOP') or 'default'])\n\n\n\
               @app.route('/')\ndef index():\n    session['n'] = 1\n    return 'x'\n\n\n";
    let ends = format!("{app}if app.config['LOG']:\n    print('log')\n");
    let (_, report, _) = Project::app(&ends).run(&["--output-format", "concise"]);
    let finding = "session-cookie-secure-missing [medium]";
    assert!(report.contains(finding), "{report}");
    assert!(report.contains("the program seems to end at app.py:31 with KeyError"), "{report}");
    assert!(!report.contains("samesite"), "{report}");
    let apps = Project::app(&ends).apps(&[]);
    let prod = apps.iter().find(|app| app["profile"] == "Prod").unwrap();
    assert_eq!(value(prod, "SESSION_COOKIE_SAMESITE"), &json!("Lax"));
    // Where it ends by default, too, it is we who do not follow it.
    let always = ends.replace("LOG = True", "pass");
    let (_, report, _) = Project::app(&always).run(&["--output-format", "concise"]);
    assert!(!report.contains("session-cookie"), "{report}");
}
