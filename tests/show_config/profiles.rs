//! Profiles: what they are called, and what belongs to each.

use serde_json::json;

use super::Project;

#[test]
fn a_class_whose_name_says_nothing_is_named_by_its_module() {
    let app = "import os\nfrom flask import Flask\nenv = os.getenv('SHOP_ENV', 'dev')\napp = Flask(__name__)\n\
               app.config.from_object('settings.' + env + '.Config')\n";
    let dev = "class Config:\n    SECRET_KEY = 'dev'\n    SESSION_COOKIE_SECURE = False\n";
    let prod = "import os\nclass Config:\n    SECRET_KEY = os.environ['K']\n    SESSION_COOKIE_SECURE = True\n";
    let files = [("app.py", app), ("settings/__init__.py", ""), ("settings/dev.py", dev), ("settings/prod.py", prod)];
    let project = Project::of(&files);
    let mut profiles: Vec<_> =
        project.apps(&[]).iter().map(|app| (app["profile"].clone(), app["context"].clone())).collect();
    profiles.sort_by_key(|(name, _)| name.to_string());
    assert_eq!(profiles, [(json!("dev.Config"), json!("development")), (json!("prod.Config"), json!("production"))]);
    assert!(!project.run(&["--output-format", "concise"]).1.contains("cookie-secure-disabled"));
}

#[test]
fn a_class_beside_its_app_is_not_named_by_the_module() {
    let app = "from flask import Flask\nclass Config:\n    SECRET_KEY = 'dev'\napp = Flask(__name__)\n\
               app.config.from_object(Config)\n";
    let apps = Project::of(&[("local.py", app)]).apps(&[]);
    assert_eq!((&apps[0]["profile"], &apps[0]["context"]), (&json!("Config"), &json!("unnamed")));
}

/// Production starts only with a key that it is given; the one of development is not that.
#[test]
fn what_production_refuses_to_lack_is_not_what_development_has() {
    let text = "import os\nfrom flask import Flask\nclass DevelopmentSettings:\n    SECRET_KEY = b'change_me'\n\
                class ProductionSettings:\n    SECRET_KEY = None\napp = Flask(__name__)\n\
                if os.environ.get('FLASK_DEBUG', '').lower() in ('1', 'true'):\n    \
                app.config.from_object(DevelopmentSettings)\nelse:\n    app.config.from_object(ProductionSettings)\n\
                found = {}\nfor key, value in os.environ.items():\n    if key.startswith('SHOP_'):\n        \
                found[key.removeprefix('SHOP_')] = value\napp.config.update(found)\n\
                missing = []\nif app.config.get('SECRET_KEY') is None:\n    missing.append('SECRET_KEY')\n\
                if missing:\n    raise RuntimeError(missing)\n";
    let project = Project::app(text);
    assert_eq!(project.run(&["--output-format", "concise"]).1, "");
    let apps = project.apps(&[]);
    let of = |name: &str| apps.iter().find(|app| app["profile"] == name).expect(name);
    assert_ne!(of("ProductionSettings")["settings"]["SECRET_KEY"]["state"], "known");
    assert_eq!(of("DevelopmentSettings")["context"], "development");
}

/// An app that only lists the rules of a blueprint is not deployed.
#[test]
fn what_a_function_makes_for_itself_is_not_judged() {
    let views = "from flask import Blueprint, session\nbp = Blueprint('b', __name__)\n\n\n@bp.route('/')\ndef index():\n    \
                 session['n'] = 1\n    return ''\n";
    let scratch = |end: &str| {
        format!(
            "from flask import Flask\nfrom views import bp\n\n\ndef paths():\n    probe = Flask('probe')\n    \
             probe.register_blueprint(bp)\n    {end}\n"
        )
    };
    let report = |end: &str| {
        let files = [("openapi.py", &*scratch(end)), ("views.py", views)];
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    assert_eq!(report("return [rule.rule for rule in probe.url_map.iter_rules()]"), "");
    let given = |body: &str| format!("return given(probe)\n\n\ndef given(app):\n    {body}");
    assert_eq!(report(&given("return [str(rule) for rule in app.url_map.iter_rules()]")), "");
    assert!(report(&given("return app")).contains("session-cookie-secure-missing"));
    assert!(report("return probe").contains("session-cookie-secure-missing"));
    for end in ["probe.run()", "served = probe.app\n    return served", "probe.serve_forever()"] {
        assert!(report(end).contains("session-cookie-secure-missing"), "{end}");
    }
}

/// What stands in a branch for development reaches development alone, also through a class that is named for production.
#[test]
fn a_class_of_production_under_the_name_of_development_is_developments() {
    let app = |class: &str, variable: &str| {
        format!(
            "import os\nfrom flask import Flask, session\nif os.getenv('{variable}') == 'development':\n    \
             key, secure = 'changeme', False\nelse:\n    key, secure = os.environ['SECRET_KEY'], True\n\
             class {class}:\n    SECRET_KEY = key\n    SESSION_COOKIE_SECURE = secure\n    SESSION_COOKIE_SAMESITE = 'Lax'\n\
             app = Flask(__name__)\napp.config.from_object({class})\n"
        )
    };
    for class in ["Production", "ProductionConfig", "Config"] {
        let project = Project::app(&app(class, "APP_ENV"));
        assert_eq!(project.run(&["--output-format", "concise"]).1, "", "{class}");
        let contexts: Vec<_> = project.apps(&[]).iter().map(|app| app["context"].clone()).collect();
        let of_class = if class == "Config" { "unnamed" } else { "production" };
        assert_eq!(contexts, [json!(of_class), json!("development")], "{class}");
    }
}

/// An environment that is named for production has what production's class says.
#[test]
fn a_class_of_production_under_another_name_is_productions() {
    let app = "import os\nfrom flask import Flask\nif os.getenv('APP_ENV') == 'production':\n    key = 'changeme'\n\
               else:\n    key = os.environ['SECRET_KEY']\nclass Production:\n    SECRET_KEY = key\n\
               app = Flask(__name__)\napp.config.from_object(Production)\n";
    let project = Project::app(app);
    let contexts: Vec<_> = project.apps(&[]).iter().map(|app| app["context"].clone()).collect();
    assert_eq!(contexts, [json!("production"), json!("production")]);
    assert!(project.run(&["--output-format", "concise"]).1.contains("published-secret-key"));
}

const LOCAL_OR: &str = "from flask import Flask, session\n\n\nclass FALLBACK:\n    SECRET_KEY = 'shop in the village'\n\n\n\
                        def create_app(config=None):\n    app = Flask(__name__)\n    if config:\n        \
                        app.config.from_object(config)\n        return app\n    try:\n        \
                        from local import LOCAL\n        app.config.from_object(LOCAL)\n    except ImportError:\n        \
                        app.config.from_object(FALLBACK)\n    return app\n";

/// The profile and what it is for of each way to make the app, and what is said of its key.
fn with_absent_class(local: &str, fallback: &str) -> (Vec<[serde_json::Value; 2]>, bool) {
    let shop = LOCAL_OR.replace("LOCAL", local).replace("FALLBACK", fallback);
    let run = "import os\nfrom shop import create_app\n\n\nclass LiveConfig:\n    SECRET_KEY = os.environ['K']\n\n\n\
               app = create_app(LiveConfig)\n";
    let project = Project::of(&[("shop.py", &shop), ("run.py", run)]);
    let apps = project.apps(&[]);
    let profiles = apps.iter().map(|app| [app["profile"].clone(), app["context"].clone()]).collect();
    (profiles, project.run(&["--output-format", "concise"]).1.contains("secret-key"))
}

#[test]
fn what_stands_in_for_a_local_class_that_is_not_there_names_the_profile() {
    let live = [json!("LiveConfig"), json!("production")];
    let development = [json!("DevelopmentConfig"), json!("development")];
    assert_eq!(with_absent_class("LocalConfig", "DevelopmentConfig"), (vec![live.clone(), development], false));
    let base = [json!("BaseConfig"), json!("unnamed")];
    assert_eq!(with_absent_class("LocalConfig", "BaseConfig"), (vec![live.clone(), base], true));
    // What production has is not known then.
    let open = [json!(null), json!("unnamed")];
    assert_eq!(with_absent_class("ServerConfig", "DevelopmentConfig"), (vec![live, open], true));
}

/// Of several sources of a salt one may be the file that is not there: the constant is not certain.
#[test]
fn a_key_that_an_absent_class_may_set_is_no_constant_in_any_case() {
    let app = "from flask import Flask, session\nfrom flask_security import Security\n\n\nclass Config:\n    \
               SECURITY_PASSWORD_SALT = '/8sZq2Lw9dTnvHc4rXyB0e'\n\n\napp = Flask(__name__)\ntry:\n    \
               from server import ServerConfig\n    app.config.from_object(ServerConfig)\nexcept ImportError:\n    \
               app.config.from_object(Config)\nSecurity(app)\n";
    let report = Project::app(app).run(&["--output-format", "concise"]).1;
    assert!(report.contains("secret-key-fallback"), "{report}");
    assert!(!report.contains("SECURITY_PASSWORD_SALT is a constant in the source"), "{report}");
}

const FACTORY: &str = "from flask import Flask, session\n\n\ndef create_app(config):\n    app = Flask(__name__)\n    \
                       app.config.from_object(config)\n\n    @app.route('/')\n    def index():\n        \
                       session['n'] = 1\n        return ''\n\n    return app\n";

/// The profiles of the factory where this module calls it.
fn profiles_beside(run: &str, config: &str) -> (Vec<serde_json::Value>, String) {
    let project = Project::of(&[("shop.py", FACTORY), ("config.py", config), ("run.py", run)]);
    let profiles = project.apps(&[]).iter().map(|app| app["profile"].clone()).collect();
    (profiles, project.run(&["--output-format", "concise"]).1)
}

#[test]
fn a_class_is_not_supposed_where_the_program_says_which() {
    let base = "import os\n\n\nclass Base:\n    SECRET_KEY = os.getenv('K')\n";
    let dev = format!("{base}\n\nclass DevelopmentConfig(Base):\n    SECRET_KEY = 'shop in the village'\n");
    let run =
        |class: &str| format!("from config import {class}\nfrom shop import create_app\n\napp = create_app({class})\n");
    let (profiles, report) = profiles_beside(&run("DevelopmentConfig"), &dev);
    assert_eq!(profiles, [json!("DevelopmentConfig")]);
    assert!(report.contains("config.py:9:18: weak-secret-key"), "{report}");
    // A class for production is what another server may say.
    let live = format!("{dev}\n\nclass ProductionConfig(Base):\n    SESSION_COOKIE_SECURE = True\n");
    assert_eq!(
        profiles_beside(&run("DevelopmentConfig"), &live).0,
        [json!("ProductionConfig"), json!("DevelopmentConfig")]
    );
    // Nobody says anything.
    assert_eq!(profiles_beside("import shop\n", base).0.last(), Some(&json!("Base")));
}

#[test]
fn a_class_is_not_supposed_in_place_of_one_that_is_outside_the_project() {
    let base = "class Base:\n    SESSION_REFRESH_EACH_REQUEST = False\n";
    let run = "from company_settings import Live\nfrom shop import create_app\n\napp = create_app(Live)\n";
    assert_eq!(profiles_beside(run, base), (vec![json!(null)], String::new()));
}

/// A flag that nobody sees decides: each class is a profile, and development's key is development's.
#[test]
fn classes_that_nothing_known_decides_between_are_profiles() {
    let app = "import os\nfrom flask import Flask\nfrom elsewhere import options\n\n\nclass Config:\n    pass\n\n\n\
               class ProductionConfig(Config):\n    SECRET_KEY = os.environ['KEY']\n\n\n\
               class DevelopmentConfig(Config):\n    SECRET_KEY = 'dev'\n\n\n\
               def pick(develop):\n    return DevelopmentConfig if develop else ProductionConfig\n\n\n\
               app = Flask(__name__)\napp.config.from_object(pick(options['develop']))\n";
    let project = Project::app(app);
    let profiles: Vec<_> = project.apps(&[]).iter().map(|app| app["profile"].clone()).collect();
    assert_eq!(profiles, [json!("ProductionConfig"), json!("DevelopmentConfig")]);
    assert_eq!(project.run(&["--output-format", "concise"]).1, "");
    // Behind a default they are what the variable selects.
    let pick = "def pick(develop):\n    return DevelopmentConfig if develop else ProductionConfig\n";
    let by_name = "def pick(_):\n    name = os.getenv('MODE', 'development')\n    \
                   if name == 'development':\n        return DevelopmentConfig\n    if name == 'test':\n        \
                   return TestConfig\n    return ProductionConfig\n\n\nclass TestConfig(Config):\n    pass\n";
    assert!(app.contains(pick));
    let apps = Project::app(&app.replace(pick, by_name)).apps(&[]);
    let defaults: Vec<_> =
        apps.iter().filter(|app| app["is_default"] == json!(true)).map(|app| &app["profile"]).collect();
    assert_eq!(defaults, [&json!("DevelopmentConfig")]);
    // The app may be one that only a variable makes.
    let made = "app = Flask(__name__)\napp.config";
    let only = app.replace(made, "if os.environ.get('WEB'):\n    app = Flask(__name__)\n    app.config");
    assert!(app.contains(made));
    assert_eq!(Project::app(&only).run(&["--output-format", "concise"]).1, "");
}

/// Development's class is not judged as production's, whatever language its name is in.
#[test]
fn names_of_profiles_are_read_in_other_languages() {
    let config = "import os\nclass Desarrollo:\n    SECRET_KEY = 'dev'\n    SESSION_COOKIE_SECURE = False\n\n\n\
                  class Produccion:\n    SECRET_KEY = os.environ['K']\n    SESSION_COOKIE_SECURE = True\n    \
                  SESSION_COOKIE_SAMESITE = 'Lax'\n\n\nENTORNOS = {'desarrollo': Desarrollo, 'produccion': Produccion}\n";
    let app = "import os\nfrom flask import Flask, session\nfrom config import ENTORNOS\napp = Flask(__name__)\n\
               app.config.from_object(ENTORNOS[os.environ.get('ENTORNO', 'desarrollo')])\n\n\n@app.route('/')\n\
               def index():\n    session['n'] = 1\n    return ''\n";
    let project = Project::of(&[("app.py", app), ("config.py", config)]);
    assert_eq!(project.run(&["--output-format", "concise"]).1, "");
    let mut contexts: Vec<_> = project.apps(&[]).iter().map(|app| app["context"].clone()).collect();
    contexts.sort_by_key(ToString::to_string);
    assert_eq!(contexts, [json!("development"), json!("production")]);
}

/// A server sets the variable to something that the code does not ask for: that is a profile, unless the program refuses it.
#[test]
fn whatever_is_not_development_is_a_profile() {
    let app = "import os\nfrom flask import Flask, session\n\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n\
               app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'\nenv = os.getenv('SHOP_ENV', 'development')\n\
               if env == 'testing':\n    app.config['SESSION_COOKIE_SECURE'] = True\n\
               elif env == 'development':\n    app.config['SESSION_COOKIE_SECURE'] = True\n\
               else:\n    app.config['SESSION_COOKIE_SECURE'] = False\n\n\n\
               @app.route('/')\ndef index():\n    session['n'] = 1\n    return os.getenv('SHOP_ENV')\n";
    let report = |app: &str| Project::app(app).run(&["--output-format", "concise"]).1;
    let only = report(app);
    assert!(only.starts_with("app.py:13:") && only.contains("session-cookie-secure-disabled"), "{only}");
    // What the code asks for without a default says nothing of that.
    let asked_again =
        app.replace("if env == 'testing'", "os.environ.get('SHOP_ENV') == 'testing'\nif env == 'testing'");
    assert!(report(&asked_again).contains("session-cookie-secure-disabled"), "{asked_again}");
    let refused = app.replace("app.config['SESSION_COOKIE_SECURE'] = False", "raise ValueError(env)");
    assert!(refused != app && report(&refused).is_empty(), "{}", report(&refused));
}

/// Where a variable must be there for production's settings to be loaded, the modules are profiles as classes are.
#[test]
fn modules_that_the_presence_of_a_variable_selects_are_profiles() {
    let development = "import os\nSECRET_KEY = os.environ.get('KEY', 'insecure-key-for-work')\n";
    let production = "import os\nSECRET_KEY = os.environ['KEY']\n";
    let found = |lines: &str| {
        let app = format!("import os\nfrom flask import Flask\n\napp = Flask(__name__)\n{lines}");
        let files = [
            ("app.py", &*app),
            ("settings/__init__.py", ""),
            ("settings/development.py", development),
            ("settings/production.py", production),
        ];
        let project = Project::of(&files);
        let mut profiles: Vec<String> =
            project.apps(&[]).iter().map(|app| app["profile"].as_str().unwrap_or("none").to_owned()).collect();
        profiles.sort();
        (profiles, project.run(&["--output-format", "concise"]).1)
    };
    let (dev, prod) =
        ("app.config.from_object('settings.development')\n", "app.config.from_object('settings.production')\n");
    let forms = [
        format!("if 'LIVE' not in os.environ:\n    {dev}else:\n    {prod}"),
        format!("if os.environ.get('LIVE'):\n    {prod}else:\n    {dev}"),
        format!("import settings.development\nimport settings.production\nif 'LIVE' in os.environ:\n    {prod}else:\n    {dev}")
            .replace("'settings.", "settings.")
            .replace("t')", "t)")
            .replace("n')", "n)"),
    ];
    for form in &forms {
        let (profiles, report) = found(form);
        assert_eq!(profiles, ["development", "production"], "{form}");
        assert!(!report.contains("secret-key"), "{form}{report}");
    }
    // What nothing is loaded instead of is no profile, and is judged as what runs.
    let (profiles, report) = found(&format!("if 'LIVE' not in os.environ:\n    {dev}"));
    assert_eq!(profiles, ["none"]);
    assert!(report.contains("secret-key-fallback"), "{report}");
}

/// A package has the classes of its modules; that of development is not in the project.
#[test]
fn a_package_has_the_profiles_that_it_imports_from_its_modules() {
    let start = "import os\nfrom shop import create_app\n\
                 application = create_app(os.getenv('SHOP_SETTINGS', 'shop.config.DevConfig'))\n";
    let shop = "from flask import Flask\ndef create_app(config):\n    app = Flask(__name__)\n    \
                app.config.from_object(config)\n    return app\n";
    let package = "from .production import ProdConfig\ntry:\n    from .development import DevConfig\n\
                   except ImportError:\n    DevConfig = None\n";
    let production = "class ProdConfig:\n    SECRET_KEY = 'kF7qz0Wd9LmX2vB8'\n";
    let files = [
        ("manage.py", start),
        ("shop/__init__.py", shop),
        ("shop/config/__init__.py", package),
        ("shop/config/production.py", production),
        ("Procfile", "web: gunicorn manage:application\n"),
    ];
    let report = Project::of(&files).run(&["--output-format", "concise"]).1;
    assert!(report.contains("shop/config/production.py:2:"), "{report}");
    assert!(!report.contains("missing-secret-key"), "{report}");
}
