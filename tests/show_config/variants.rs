//! Which variants of a configuration there are: what they have in common is none.

use super::Project;

/// The profiles of a project's only app, by name.
fn profiles(files: &[(&str, &str)]) -> Vec<String> {
    let apps = Project::of(files).apps(&[]);
    let mut profiles: Vec<String> =
        apps.iter().map(|app| app["profile"].as_str().unwrap_or("none").to_owned()).collect();
    profiles.sort();
    profiles
}

const BASE: &str = "SECRET_KEY = 'kittens and pancakes'\nSESSION_COOKIE_SAMESITE = 'Lax'\n";
const PRODUCTION: &str = "import os\nSECRET_KEY = os.environ['KEY']\nSESSION_COOKIE_SECURE = True\n";
const APP: &str = "import os\nfrom flask import Flask\napp = Flask(__name__)\n";

#[test]
fn a_module_that_others_import_is_no_variant() {
    let app = format!("{APP}app.config.from_object('config.%s' % os.environ.get('APP_ENV', 'development'))\n");
    let production = format!("from .base import *\n{PRODUCTION}");
    let files = |import| {
        [
            ("app.py", &*app),
            ("config/__init__.py", ""),
            ("config/base.py", BASE),
            ("config/development.py", import),
            ("config/production.py", &*production),
            // What builds upon production's does not make that a part of its own.
            ("config/staging.py", "from .production import *\nDEBUG = True\n"),
        ]
    };
    let expected = ["config.development", "config.production", "config.staging"];
    assert_eq!(profiles(&files("from .base import *\nDEBUG = True\n")), expected);
    let by_name = format!(
        "{APP}from importlib import import_module\n\
         app.config.from_object(import_module('config.' + os.environ.get('APP_ENV', 'development')))\n"
    );
    let mut files = files("from .base import *\n");
    files[0].1 = &by_name;
    assert_eq!(profiles(&files), expected);
}

#[test]
fn a_module_that_is_loaded_in_any_case_is_no_variant() {
    let app = format!(
        "{APP}app.config.from_object('config.base')\n\
         app.config.from_object('config.' + os.environ.get('APP_ENV', 'development'))\n"
    );
    let files = [
        ("app.py", &*app),
        ("config/__init__.py", ""),
        ("config/base.py", BASE),
        ("config/development.py", "DEBUG = True\n"),
        ("config/production.py", PRODUCTION),
    ];
    assert_eq!(profiles(&files), ["config.development", "config.production"]);
}

#[test]
fn a_class_of_a_module_that_others_import_is_no_variant() {
    let factory = "import os\nfrom flask import Flask\n\ndef create_app(name=None):\n    app = Flask(__name__)\n    \
                   path = os.getenv('SHOP_CONFIG', 'shop.settings.{}'.format(name))\n    \
                   app.config.from_object(path + '.Config')\n    return app\n";
    let wsgi = "import os\nfrom shop import create_app\napp = create_app(os.getenv('SHOP_ENV', 'prod'))\n";
    let production = "from shop.settings._base import Config as Base\nfrom shop.settings._common import Config as Common\n\n\
                      class Config(Common, Base):\n    MAX_CONTENT_LENGTH = 1000\n";
    let files = [
        ("shop/__init__.py", factory),
        ("shop/settings/__init__.py", ""),
        ("shop/settings/_base.py", "import os\nclass Config:\n    SECRET_KEY = os.environ['KEY']\n"),
        ("shop/settings/_common.py", "class Config:\n    PREFERRED_URL_SCHEME = 'https'\n"),
        ("shop/settings/prod.py", production),
        ("wsgi.py", wsgi),
    ];
    assert_eq!(profiles(&files), ["prod.Config"]);
}

/// `create_app()` without a name loads `shop.settings.None.Config`, which is not there.
#[test]
fn the_name_of_a_module_may_have_two_overrides() {
    let factory = "import os\nfrom flask import Flask\n\ndef create_app(name=None):\n    app = Flask(__name__)\n    \
                   path = os.getenv('SHOP_CONFIG', 'shop.settings.' + str(name))\n    \
                   app.config.from_object(path + '.Config')\n    return app\n";
    let wsgi = "import os\nfrom shop import create_app\napp = create_app(os.getenv('SHOP_ENV', 'dev'))\n";
    let files = [
        ("shop/__init__.py", factory),
        ("shop/settings/__init__.py", ""),
        ("shop/settings/dev.py", "class Config:\n    DEBUG = True\n    SECRET_KEY = 'change me'\n"),
        ("shop/settings/prod.py", "import os\nclass Config:\n    SECRET_KEY = os.environ['KEY']\n"),
        ("wsgi.py", wsgi),
    ];
    assert_eq!(profiles(&files), ["dev.Config", "prod.Config"]);
    assert_eq!(Project::of(&files).run(&["--output-format", "concise"]).1, "");
}

#[test]
fn a_section_that_is_merged_with_the_chosen_one_is_no_variant() {
    let read = format!("{APP}import json, yaml\nenv = os.getenv('APP_ENV', 'development')\n");
    let json = r#"{"common": {"SESSION_COOKIE_SAMESITE": "Lax"}, "development": {"DEBUG": true},
                   "production": {"SESSION_COOKIE_SECURE": true}}"#;
    for load in [
        "conf = json.load(open('config.json'))\napp.config.update(dict(conf['common'], **conf[env]))\n",
        "conf = json.load(open('config.json'))\napp.config.update(conf.get('common'))\napp.config.update(conf[env])\n",
    ] {
        let files = [("app.py", &*format!("{read}{load}")), ("config.json", json)];
        assert_eq!(profiles(&files), ["development", "production"], "{load}");
    }
    let yaml = "base: &base\n  SESSION_COOKIE_SAMESITE: Lax\n  SESSION_COOKIE_SECURE: false\ndevelopment:\n  <<: *base\n  \
                DEBUG: true\nstaging:\n  SESSION_COOKIE_SECURE: false\nproduction:\n  <<: *base\n  \
                SESSION_COOKIE_SECURE: true\n";
    let anchors = format!("{read}app.config.update(yaml.safe_load(open('config.yml'))[env])\n");
    let files = [("app.py", &*anchors), ("config.yml", yaml)];
    assert_eq!(profiles(&files), ["development", "production", "staging"]);
}

#[test]
fn sections_that_are_all_read_by_name_select_nothing() {
    let app = format!(
        "{APP}app.secret_key = 'dev'\nmeasured = {{'one': {{'DEBUG': 0}}, 'two': {{'DEBUG': 0}}}}\n\
         print(measured['one']['DEBUG'], measured['two']['DEBUG'], measured[os.uname().nodename])\n"
    );
    let (_, report, _) = Project::of(&[("app.py", &*app)]).run(&["--output-format", "concise"]);
    assert!(report.contains("published-secret-key"), "{report}");
}

/// Where nothing is selected without being told, what is called default is meant to be.
#[test]
fn a_section_that_is_what_nobody_told_selects_stays_a_variant() {
    let app = format!(
        "{APP}conf = {{'default': {{'SECRET_KEY': 'a'}}, 'production': {{'SECRET_KEY': 'b'}}}}\n\
         app.config.update(conf.get(os.environ['APP_ENV'], conf['default']))\n"
    );
    assert_eq!(profiles(&[("app.py", &app)]), ["default", "production"]);
}

#[test]
fn a_file_may_be_a_variant_that_has_no_key_of_its_own() {
    let app = format!(
        "{APP}app.config.from_pyfile(os.path.join('config', os.environ.get('APP_ENV', 'development') + '.py'))\n"
    );
    let production = "from config.base import *\nSESSION_COOKIE_SECURE = True\n";
    let files = [
        ("app.py", &*app),
        ("config/base.py", BASE),
        ("config/development.py", "from config.base import *\nDEBUG = True\n"),
        ("config/production.py", production),
    ];
    assert_eq!(profiles(&files), ["development.py", "production.py"]);
}

#[test]
fn sections_of_a_parser_that_are_named_for_profiles_are_variants() {
    let ini = "[database]\nurl = x\n[development]\nkey = kittens\n[production]\nkey = puppies\n";
    for section in ["section = parser[env]\nkey = section['key']\n", "key = parser.get(env, 'key')\n"] {
        let app = format!(
            "{APP}from configparser import ConfigParser\nparser = ConfigParser()\n\
             parser.read(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'shop.ini'))\n\
             env = os.environ.get('APP_ENV', 'development')\n{section}app.config['SECRET_KEY'] = key\n"
        );
        let files = [("app.py", &*app), ("shop.ini", ini)];
        assert_eq!(profiles(&files), ["development", "production"], "{section}");
        let apps = Project::of(&files).apps(&[]);
        let default = apps.iter().find(|app| app["is_default"] == true).expect("a default profile");
        assert_eq!(default["profile"], "development", "{section}");
        let report = Project::of(&files).run(&["--output-format", "concise"]).1;
        assert!(report.starts_with("shop.ini:6:7: weak-secret-key") && report.lines().count() == 1, "{report}");
    }
}

#[test]
fn environments_of_dynaconf_are_variants() {
    let app = "from dynaconf import FlaskDynaconf\nfrom flask import Flask\napp = Flask(__name__)\n\
               FlaskDynaconf(app, settings_files=['settings.toml'])\n";
    let toml = "[default]\nSESSION_COOKIE_SAMESITE = 'Lax'\n[development]\nDEBUG = true\nSECRET_KEY = 'kittens'\n\
                [production]\nSESSION_COOKIE_SECURE = true\n";
    let files = [("app.py", app), ("settings.toml", toml)];
    assert_eq!(profiles(&files), ["development", "production"]);
    assert_eq!(Project::of(&files).run(&["--output-format", "concise"]).1, "");
    // Nothing else is there to be deployed.
    let files = [("app.py", app), ("settings.toml", "[development]\nDEBUG = true\nSECRET_KEY = 'kittens'\n")];
    assert_eq!(profiles(&files), ["none"]);
}

/// A file that an object of Dynaconf's is told of and that is not in the project may have the key.
#[test]
fn a_file_of_an_object_that_is_not_there_is_named() {
    let app = |files: &str| {
        format!(
            "from dynaconf import Dynaconf, FlaskDynaconf\nfrom flask import Flask, session\n\
             settings = Dynaconf(envvar_prefix='SHOP', settings_files=[{files}])\napp = Flask(__name__)\n\
             FlaskDynaconf(app, dynaconf_instance=settings)\n@app.route('/')\ndef index():\n    session['n'] = 1\n    \
             return ''\n"
        )
    };
    let report = |files: &str| {
        let files = [("app.py", app(files)), ("settings.toml", "SESSION_COOKIE_SECURE = true\n".to_owned())];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        Project::of(&files).run(&["--output-format", "concise"]).1
    };
    let named = ".secrets.toml is loaded by Dynaconf and is not in the project";
    let with_secrets = report("'settings.toml', '.secrets.toml'");
    assert!(with_secrets.contains("missing-secret-key") && with_secrets.contains(named), "{with_secrets}");
    let alone = report("'settings.toml'");
    assert!(alone.contains("missing-secret-key") && !alone.contains(named), "{alone}");
}

/// The variable of the environment counts more than the file.
#[test]
fn a_file_of_variables_that_selects_one_branch_does_not_hide_the_others() {
    let app = "import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\nload_dotenv()\n\
               class Production:\n    SECRET_KEY = 'my own key'\n\
               class Development:\n    SECRET_KEY = os.urandom(32)\n\
               mode = os.getenv('MODE', 'development')\n\
               if mode == 'development':\n    chosen = Development\n\
               elif mode == 'production':\n    chosen = Production\n\
               else:\n    exit('MODE?')\n\
               app = Flask(__name__)\napp.config.from_object(chosen)\n";
    assert_eq!(profiles(&[("app.py", app), (".env", "MODE=development\n")]), ["Development", "Production"]);
}

/// Whenever there is an app, it has the key.
#[test]
fn what_the_variable_that_makes_an_app_decides_is_decided() {
    let app = "import os\nfrom flask import Blueprint, Flask, session\nPART = bool(os.environ.get('PART', True))\n\
               if PART:\n    site = Blueprint('site', __name__)\nelse:\n    site = Flask(__name__)\n\
               if not PART:\n    site.config['SECRET_KEY'] = 'kittens and pancakes'\n\
               @site.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n";
    let report = Project::app(app).run(&["--output-format", "concise"]).1;
    assert!(!report.contains("missing-secret-key") && report.contains("weak-secret-key"), "{report}");
}

#[test]
fn classes_of_one_name_are_told_apart_by_their_modules() {
    let app = format!("{APP}app.config.from_object('settings.' + os.getenv('SHOP_ENV', 'simple') + '.Config')\n");
    let files = [
        ("app.py", &*app),
        ("settings/__init__.py", ""),
        ("settings/simple.py", "class Config:\n    SECRET_KEY = 'kittens'\n"),
        ("settings/staging.py", "class Config:\n    SECRET_KEY = 'puppies'\n"),
    ];
    assert_eq!(profiles(&files), ["simple.Config", "staging.Config"]);
}

/// The variable that a file's name is made of selects among the files that are called alike, and whatever else is made of it.
#[test]
fn each_environment_file_is_the_one_of_a_profile() {
    const READS: &str = "app = Flask(__name__)\napp.secret_key = os.environ.get('SHOP_KEY')\n\
                         app.config['SESSION_COOKIE_NAME'] = os.environ.get('SHOP_NAME')\n";
    let names = |load: &str| {
        let app = format!("import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\n{load}\n{READS}");
        let files = [
            ("app.py", &*app),
            (".env.development", "SHOP_NAME=dev\n"),
            (".env.production", "SHOP_NAME=prod\n"),
            (".env.example", "SHOP_NAME=\n"),
        ];
        let apps = Project::of(&files).apps(&[]);
        let mut names: Vec<String> = apps
            .iter()
            .map(|app| {
                format!("{} {}", app["context"], app["settings"]["SESSION_COOKIE_NAME"]["value"]).replace('"', "")
            })
            .collect();
        names.sort();
        names
    };
    let both = ["development dev", "production prod"];
    assert_eq!(names("load_dotenv('.env.' + os.environ.get('SHOP_ENV', 'development'))"), both);
    assert_eq!(names("load_dotenv(os.environ.get('SHOP_FILE', '.env.development'))"), both);
    assert_eq!(names("load_dotenv(f\".env.{os.environ.get('SHOP_ENV')}\")"), [both[0], both[1], "unnamed null"]);
    assert_eq!(names("load_dotenv('.env.production')"), ["unnamed prod"]);
}

/// What production's class is loaded beside is not development's file, which its variable chooses too.
#[test]
fn the_file_of_development_is_none_of_production() {
    let app = "import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\nenv = os.environ.get('SHOP_ENV', 'development')\n\
               load_dotenv('.{}.env'.format(env))\napp = Flask(__name__)\n\
               app.config.from_object('settings.{}.{}Config'.format(env, env.capitalize()))\n";
    let files = [
        ("app.py", app),
        (".development.env", "SHOP_KEY=kittens\n"),
        ("settings/base.py", "import os\nclass BaseConfig:\n    SECRET_KEY = os.environ.get('SHOP_KEY')\n"),
        ("settings/development.py", "from .base import BaseConfig\nclass DevelopmentConfig(BaseConfig):\n    pass\n"),
        ("settings/production.py", "from .base import BaseConfig\nclass ProductionConfig(BaseConfig):\n    pass\n"),
    ];
    assert_eq!(profiles(&files), ["DevelopmentConfig", "ProductionConfig"]);
    let states: Vec<String> = Project::of(&files)
        .apps(&[])
        .iter()
        .map(|app| format!("{} {}", app["context"], app["settings"]["SECRET_KEY"]["state"]).replace('"', ""))
        .collect();
    assert_eq!(states, ["production external", "development known"]);
}

/// A variable without a default selects among the files that its pattern fits, but for what is loaded in any case.
#[test]
fn a_file_of_a_pattern_is_a_variant() {
    let load =
        |name: &str| format!("{APP}app.config.from_pyfile('config/base_setting.py')\napp.config.from_pyfile({name})\n");
    let profiles_of = |name: &str| {
        let app = load(name);
        profiles(&[
            ("app.py", &app),
            ("config/base_setting.py", BASE),
            ("config/production_setting.py", "DEBUG = True\n"),
            ("config/live_setting.py", "TITLE = 'no setting of ours'\n"),
            ("config/other.py", "DEBUG = True\n"),
        ])
    };
    for name in ["'config/%s_setting.py' % os.environ['MODE']", "f\"config/{os.environ['MODE']}_setting.py\""] {
        assert_eq!(profiles_of(name), ["none", "production"], "{name}");
    }
    // The variable may say the whole name, which is nobody's pattern.
    assert_eq!(profiles_of("os.environ['MODE']"), ["none"]);
    let app = load("'config/%s_setting.py' % os.environ['MODE']").replace("config/base_setting.py", "config/other.py");
    let project =
        Project::of(&[("app.py", &app), ("config/other.py", BASE), ("config/production_setting.py", "DEBUG = True\n")]);
    let report = project.run(&["--output-format", "concise"]).1;
    assert!(report.contains("config/production_setting.py:1:9: debug-enabled"), "{report}");
}

/// A variable that selects a profile decides all that is made of it, and not only the name of the class.
#[test]
fn a_profile_that_a_variable_selects_has_what_else_it_decides() {
    let app = "import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\nload_dotenv('.flaskenv')\n\
               env = os.environ.get('SHOP_ENV', 'development')\nload_dotenv(f'.{env}.env')\napp = Flask(__name__)\n\
               app.config.from_object(f'settings.{env}.{env.capitalize()}Config')\napp.config['DEBUG'] = env == 'development'\n";
    let class = |name: &str| format!("class {name}Config:\n    TITLE = '{name}'\n    SESSION_COOKIE_NAME = '{name}'\n");
    let (development, production) = (class("Development"), class("Production"));
    let files = [
        ("app.py", app),
        (".flaskenv", "SHOP_ENV=development\n"),
        (".development.env", "A=1\n"),
        (".production.env", "A=2\n"),
        ("settings/development.py", &*development),
        ("settings/production.py", &*production),
    ];
    let debug: Vec<String> = Project::of(&files)
        .apps(&[])
        .iter()
        .map(|app| format!("{} {}", app["profile"], app["settings"]["DEBUG"]["value"]).replace('"', ""))
        .collect();
    assert_eq!(debug, ["ProductionConfig false", "DevelopmentConfig true"]);
}

#[test]
fn a_name_from_outside_may_be_imported_before_it_is_loaded() {
    let app = "import os\nfrom flask import Flask\nfrom werkzeug.utils import import_string\ndef create_app():\n    \
               app = Flask(__name__)\n    chosen = os.environ['CONFIG']\n    if isinstance(chosen, str):\n        \
               chosen = import_string(chosen)\n    app.config.from_object(chosen)\n    return app\n";
    let settings = format!("class DevelopmentConfig:\n    {0}class ProductionConfig:\n    {0}", "DEBUG = False\n");
    let files =
        [("app.py", app), ("settings.py", &settings), ("wsgi.py", "from app import create_app\napp = create_app()\n")];
    assert_eq!(profiles(&files), ["DevelopmentConfig", "ProductionConfig"]);
}

/// A test says which profile it runs; what a program runs is chosen elsewhere.
#[test]
fn only_programs_are_run_in_every_profile() {
    let text = "import os\nfrom flask import Flask\napp = Flask(__name__)\n\
                if os.environ.get('KIND') == 'production':\n    app.config['DEBUG'] = True\n";
    let count = |name: &str| Project::of(&[(name, text)]).apps(&[]).len();
    assert_eq!((count("app.py"), count("tests/test_app.py")), (2, 1));
}

/// A class that is named for a profile need not state anything: what chooses by its name leads to it.
#[test]
fn a_class_without_settings_of_its_own_is_a_variant_beside_one_that_has_some() {
    let config = "class Prod{base}:\n    pass\n\n\nclass Dev:\n    SECRET_KEY = 'kittens'\n\n\nclass Tools:\n    pass\n\n\n\
                  class TestError(Exception):\n    pass\n";
    let choosers = [
        "app.config.from_object('config.' + os.environ.get('SHOP', 'dev').title())\n",
        "app.config.from_object('config.%s' % os.environ.get('SHOP', 'dev').capitalize())\n",
        "app.config.from_object(os.environ['SHOP'])\n",
        "import config\napp.config.from_object(getattr(config, os.environ.get('SHOP', 'Dev')))\n",
    ];
    for base in ["", "(object)"] {
        for chooser in choosers {
            let app = format!("{APP}{chooser}");
            let files = [("app.py", &*app), ("config.py", &*config.replace("{base}", base))];
            assert_eq!(profiles(&files), ["Dev", "Prod"], "{chooser}");
        }
    }
    // Classes without any settings are no configurations.
    let app = format!("{APP}import handlers\nhandler = getattr(handlers, os.environ.get('SHOP', 'Dev'))\n");
    let handlers = "class Prod:\n    pass\n\n\nclass Dev:\n    pass\n";
    assert_eq!(profiles(&[("app.py", &*app), ("handlers.py", handlers)]), ["none"]);
}
