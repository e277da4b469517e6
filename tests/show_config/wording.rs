//! What is said of profiles, starts and what decides a value: only what is so.

use serde_json::{Value as Json, json};

use super::Project;

#[test]
fn a_function_that_the_environment_names_is_no_profile() {
    let project = Project::of(&[
        (
            "app.py",
            "import importlib\nimport os\nfrom flask import Flask\n\nmodule, name = os.getenv('ACL', 'acl:public').split(':')\n\
             check = getattr(importlib.import_module(module), name)\napp = Flask(__name__)\n",
        ),
        ("acl.py", "def public():\n    return True\n"),
    ]);
    assert_eq!(project.apps(&[])[0]["profile"], Json::Null);
}

#[test]
fn a_start_as_a_script_is_said_in_words() {
    let text = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = 'k'\n\
                if __name__ == '__main__':\n    app.secret_key = os.urandom(24)\n";
    let (_, table, _) = Project::app(text).run(&["--show-config"]);
    assert!(table.contains("known, unless it is started as a script"), "{table}");
}

#[test]
fn a_console_that_no_start_opens_is_not_threatened_with() {
    let text = "from flask import Flask\napp = Flask(__name__)\napp.config['DEBUG'] = True\n\
                if __name__ == '__main__':\n    app.run(debug=False)\n";
    let (_, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(report.contains("debug-enabled") && !report.contains("console"), "{report}");
}

#[test]
fn a_metaclass_of_the_project_is_no_base_from_elsewhere() {
    let text = "from flask import Flask\nfrom elsewhere import make\n\n\nclass Meta(type):\n    \
                def __new__(cls, name, bases, names):\n        return make(cls, name, bases, names)\n\n\n\
                class Config(metaclass=Meta):\n    DEBUG = False\n\n\n\
                app = Flask(__name__)\napp.config.from_object(Config)\n";
    let project = Project::app(text);
    let (_, table, _) = project.run(&["--show-config"]);
    assert!(table.contains("a metaclass of the project makes the class"), "{table}");
    assert_ne!(project.apps(&[])[0]["settings"]["DEBUG"]["state"], "known");
    assert!(!table.contains("not in the project"), "{table}");
}

/// pydantic-settings reads `SECRET_KEY` for a field of that name in any case.
#[test]
fn the_variable_of_a_pydantic_field_is_called_as_shells_have_it() {
    let with = |option: &str| {
        let text = format!(
            "from flask import Flask\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    \
             model_config = {{{option}}}\n    secret_key: str = 'dev'\n\n\n\
             app = Flask(__name__)\napp.config['SECRET_KEY'] = Settings().secret_key\n"
        );
        Project::app(&text).run(&["--show-config"]).1
    };
    assert!(with("").contains("known, unless SECRET_KEY is set"), "{}", with(""));
    let exact = with("'case_sensitive': True");
    assert!(exact.contains("known, unless secret_key is set"), "{exact}");
}

/// Microsoft's `identity` keeps who is logged in by Flask-Session.
#[test]
fn a_login_with_microsoft_uses_the_session() {
    let text = "from flask import Flask\nfrom identity.flask import Auth\napp = Flask(__name__)\n\
                auth = Auth(app, authority='a', client_id='b')\n";
    let (_, table, _) = Project::app(text).run(&["--show-config"]);
    assert!(table.contains("session: used: logins"), "{table}");
    assert!(table.contains("written by another session interface than Flask's"), "{table}");
}

const SHOP: &str = "import os\nfrom dotenv import load_dotenv\nfrom flask import Flask, session\n\nload_dotenv()\napp = Flask(__name__)\n";

/// `flask run` reads the same variable (Flask 3.0.1 and 3.1.3 with python-dotenv).
#[test]
fn debug_mode_in_a_file_of_the_environment_is_what_flask_run_has_too() {
    let report =
        |app: &str, file: &str| Project::of(&[("app.py", app), (".env", file)]).run(&[]).1.replace("\n  │", "");
    let flasks = report(SHOP, "FLASK_DEBUG=1\n");
    assert!(flasks.contains("a start by `app.run` or `flask run` adds a console"), "{flasks}");
    assert!(flasks.contains("Take the line out of the file") && !flasks.contains("fix:"), "{flasks}");
    let own = report(&format!("{SHOP}app.config['DEBUG'] = os.environ.get('SHOP_DEBUG') == '1'\n"), "SHOP_DEBUG=1\n");
    assert!(own.contains("only `flask run` decides by its own") && own.contains("Take the line out"), "{own}");
}

#[test]
fn a_file_of_the_environment_names_the_variable_that_replaces_its_key() {
    let check =
        "app.secret_key = os.environ.get('SHOP_KEY')\nif not app.config['SECRET_KEY']:\n    raise RuntimeError\n";
    let app = format!("{}{check}", SHOP.replace("load_dotenv()\n", ""));
    let files =
        [("app.py", &*app), (".env", "SHOP_KEY=the village shop\n"), ("requirements.txt", "flask\npython-dotenv\n")];
    let report = Project::of(&files).run(&["--output-format", "concise"]).1;
    assert!(report.contains("wherever the environment does not set `SHOP_KEY` itself"), "{report}");
}

#[test]
fn the_advice_reads_the_variable_that_the_code_reads() {
    let advice = |key: &str| {
        let report = Project::app(&format!("{SHOP}app.secret_key = {key}\n")).run(&[]).1;
        report.lines().find_map(|line| line.split_once("stops the start: ").map(|(_, advice)| advice.to_owned()))
    };
    let reads = |name: &str| Some(format!("`os.environ[\"{name}\"]`. Make"));
    assert_eq!(advice("os.environ.get('shop_key', 'dev')"), reads("shop_key"));
    assert_eq!(advice("os.environ.get('A') or os.environ.get('B') or 'dev'"), reads("SECRET_KEY"));
}

/// A server in the branch that production does not run.
#[test]
fn what_decides_whether_a_server_is_started_is_said() {
    let report = |lines: &str| {
        let text =
            format!("import os\nfrom flask import Flask\nfrom waitress import serve\napp = Flask(__name__)\n{lines}\n");
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let branches = "    serve(app)\nelse:\n    app.run(host='0.0.0.0', debug=True)";
    let by_default = report(&format!("if os.environ.get('PRODUCTION') == 'yes':\n{branches}"));
    assert!(by_default.contains("[high]") && by_default.contains("unless `PRODUCTION` says otherwise"), "{by_default}");
    let after = "    serve(app)\n    return\n  app.run(host='0.0.0.0', debug=True)\nmain()";
    let after = report(&format!("def main():\n  if os.environ.get('PRODUCTION') == 'yes':\n{after}"));
    assert!(after.contains("[high]") && after.contains("unless `PRODUCTION` says otherwise"), "{after}");
    let required = report(&format!("if os.environ['PRODUCTION'] == 'yes':\n{branches}"));
    assert!(required.contains("[medium]") && required.contains("a condition around it is not known"), "{required}");
    for always in ["if True:\n    pass", "try:\n    import uwsgi\nexcept ImportError:\n    pass"] {
        let always = report(&format!("{always}\napp.run(host='0.0.0.0', debug=True)"));
        assert!(always.contains("[high]") && !always.contains("unless"), "{always}");
    }
    let caught = report("try:\n    app.run(host='0.0.0.0', debug=True)\nexcept KeyboardInterrupt:\n    pass");
    assert!(caught.contains("[high]") && !caught.contains("unless"), "{caught}");
}

#[test]
fn a_debug_mode_that_is_not_known_is_not_stated() {
    let text = "from flask import Flask\nfrom local_settings import DEBUG\napp = Flask(__name__)\n\
                app.run(debug=DEBUG, host='0.0.0.0')\n";
    assert_eq!(Project::app(text).run(&["--output-format", "concise"]).1, "");
}

/// What only leads to a key is not said to provide one, nor that it is the real one.
#[test]
fn a_switch_provides_no_key() {
    let vault = "import os\nimport hvac\nfrom flask import Flask\n\n\ndef secret(name, default):\n    try:\n        \
                 client = hvac.Client(url=os.environ['VAULT_ADDR'])\n        return client.read(name)['data']\n    \
                 except Exception:\n        return default\n\n\napp = Flask(__name__)\n\
                 app.secret_key = secret('key', 'the village shop')\n";
    let (_, report, _) = Project::app(vault).run(&[]);
    let report = report.replace("\n  │ ", " ").replace("\n        ", " ");
    assert!(report.contains("a constant unless `VAULT_ADDR` leads to another one"), "{report}");
    assert!(report.contains("if there always is another one where `VAULT_ADDR` is set"), "{report}");
    let switch = "import os\nfrom flask import Flask\napp = Flask(__name__)\nif os.environ.get('MODE') == 'desk':\n    \
                  app.config.from_object('desk')\nelse:\n    app.config['SECRET_KEY'] = 'the village shop'\n";
    let (_, report, _) = Project::app(switch).run(&["--output-format", "concise"]);
    assert!(report.contains("a constant unless `MODE` leads to another one"), "{report}");
    assert!(!report.contains("provide"), "{report}");
}

/// `flask run` came with Flask 0.11, its option `--debug` with 2.2.
#[test]
fn what_decides_on_debug_mode_is_said_of_the_flask_that_runs() {
    let said = |version: &str| {
        let project = Project::app("from flask import Flask\napp = Flask(__name__)\napp.debug = True\n");
        project.run(&["--output-format", "concise", "--flask-version", version]).1
    };
    let (old, middle, new) = (said("0.10"), said("1.0"), said("3.1"));
    assert!(old.contains("a start by `app.run` adds a console") && !old.contains("flask run"), "{old}");
    assert!(middle.contains("only `flask run` decides by its own `FLASK_DEBUG`"), "{middle}");
    assert!(new.contains("only `flask run` decides by its own `--debug`"), "{new}");
}

/// A decorator or an instance may call it all the same.
#[test]
fn what_only_a_decorated_function_or_a_method_sets_is_not_said_to_be_never_set() {
    let report = |setter: &str| {
        let text = format!(
            "from flask import Flask, session\nfrom somewhere import event\napp = Flask(__name__)\n\
             @app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n{setter}"
        );
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let writes = "app.secret_key = read()\n";
    for setter in [
        format!("@event('started')\ndef start():\n    {writes}"),
        format!("class Server:\n    def start(self):\n        {writes}"),
        format!("class Server:\n    app = app\n    def start(self):\n        self.{writes}"),
    ] {
        let report = report(&setter);
        assert!(report.contains("It has one only where `start()` is called."), "{report}");
    }
    let secured = report("@event('started')\ndef start():\n    app.config['SESSION_COOKIE_SECURE'] = True\n");
    assert!(secured.contains("is set for `app` only where a call of `start()` asks for it"), "{secured}");
}

/// pydantic-settings 2.16: a field is read by the options of the class that is made, also where a base has the field.
#[test]
fn an_inherited_field_is_read_by_the_options_of_its_class() {
    let text = "from flask import Flask\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\
                class Base(BaseSettings):\n    SECRET_KEY: str = 'kitten'\n\
                class Shop(Base):\n    model_config = SettingsConfigDict(env_prefix='SHOP_')\n\
                app = Flask(__name__)\napp.secret_key = Shop().SECRET_KEY\n";
    let (_, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(report.contains("whenever `SHOP_SECRET_KEY` does not provide one"), "{report}");
}

#[test]
fn flask_env_reads_variables_with_its_prefix() {
    let report = |load_all: &str| {
        let text = format!(
            "from flask import Flask, session\nfrom flask_env import MetaFlaskEnv\n\
             class Config(metaclass=MetaFlaskEnv):\n    ENV_PREFIX = 'SHOP_'\n{load_all}    SECRET_KEY = 'kitten'\n\
             app = Flask(__name__)\napp.config.from_object(Config)\n\
             @app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n"
        );
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let some = report("");
    assert!(some.contains("whenever `SHOP_SECRET_KEY` does not provide one"), "{some}");
    assert!(!some.contains("It holds unless"), "{some}");
    let all = report("    ENV_LOAD_ALL = True\n");
    assert!(all.contains("It holds unless"), "{all}");
}

/// What one line gives several apps may come from variables of their own.
#[test]
fn a_line_that_makes_names_of_variables_is_reported_for_each_app() {
    let service = |name: &str| {
        format!(
            "from flask import Flask\nfrom common import Config\napp = Flask(__name__)\napp.config.from_object(Config('{name}'))\n"
        )
    };
    let common = "import os\nclass Config:\n    def __init__(self, name):\n        \
                  self.SECRET_KEY = os.getenv(f'{name}_KEY', f'{name}-secret')\n";
    let project = Project::of(&[("a.py", &service("A")), ("b.py", &service("B")), ("common.py", common)]);
    let (_, report, _) = project.run(&["--output-format", "json"]);
    assert!(report.contains("whenever `A_KEY` does not provide one"), "{report}");
    assert!(report.contains("For `app` in b.py it is `B_KEY`."), "{report}");
    assert!(!report.contains("os.environ[\\\"A_KEY\\\"]"), "{report}");
}

/// A wrapper around an app, and Flask's own proxies, are later names for it.
#[test]
fn an_app_is_called_as_it_was_first() {
    let name = |text: &str| {
        let (_, report, _) = Project::app(text).run(&["--show-config", "--output-format", "json"]);
        let report: Json = serde_json::from_str(&report).expect("JSON");
        report["apps"][0]["name"].as_str().map(ToOwned::to_owned)
    };
    let wrapped = "import dash\nfrom flask import Flask\nclass Hub:\n    def __init__(self):\n        \
                   self.web = Flask(__name__)\n        page = dash.Dash(__name__, server=self.web)\nHub()\n";
    assert_eq!(name(wrapped).as_deref(), Some("web"));
    let proxied = "from flask import Flask\ndef make():\n    return [Flask(__name__)]\napps = make()\n\
                   from flask import current_app\ncurrent_app.secret_key = 'kitten'\n";
    assert_eq!(name(proxied).as_deref(), Some("app"));
}

/// Where the project lies says nothing of where it is deployed.
#[test]
fn a_folder_in_the_project_is_not_one_that_all_users_share() {
    let text = "import os\nfrom flask import Flask\nfrom flask_session import Session\napp = Flask(__name__)\n\
                app.config.update(SESSION_TYPE='filesystem', SESSION_FILE_DIR=os.path.join(app.instance_path, 'sessions'))\n\
                Session(app)\n";
    let project = Project::app(text);
    let (_, config, _) = project.run(&["--show-config", "--output-format", "json"]);
    let config: Json = serde_json::from_str(&config).expect("JSON");
    assert_eq!(config["apps"][0]["settings"]["SESSION_FILE_DIR"]["value"], json!("instance/sessions"));
    let (_, report, _) = project.run(&["--output-format", "concise"]);
    assert!(!report.contains("session-serializer-pickle"), "{report}");
}

/// A thread that only wants the app's context sets nothing.
#[test]
fn a_thread_that_passes_the_app_on_to_nobody_is_no_source() {
    let report = |body: &str| {
        let text = format!(
            "import os, threading\nfrom elsewhere import use\nfrom flask import Flask, session\n\
             def work(app, n):\n    {body}\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n\
             @app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n\
             threading.Thread(target=work, args=(app, 1)).start()\n"
        );
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let harmless = report("with app.app_context(): print(n)");
    assert!(harmless.contains("never set") && !harmless.contains("a thread"), "{harmless}");
    assert!(report("use(app)").contains("a thread"));
}

/// One of several variables is enough to be spared the constant.
#[test]
fn of_several_variables_none_provides_the_key() {
    let message = |lines: &str| {
        let text = format!("import os\nfrom flask import Flask\napp = Flask(__name__)\n{lines}");
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let two = message("app.secret_key = os.getenv('OWN') or os.getenv('COMMON') or 'my own key'\n");
    assert!(two.contains("whenever neither `OWN` nor `COMMON` provides one: "), "{two}");
    let three = message("app.secret_key = os.getenv('C', os.getenv('B', os.getenv('A', 'my own key')))\n");
    assert!(three.contains("whenever none of `C`, `B` and `A` provides one: "), "{three}");
}

/// A variable that has to be set for another to be read at all is not left out.
#[test]
fn a_switch_before_a_variable_is_named_with_it() {
    let text = "import os\nfrom flask import Flask\napp = Flask(__name__)\nif os.getenv('LIVE'):\n    \
                app.secret_key = os.getenv('KEY')\nelse:\n    app.secret_key = 'my own key'\n";
    let (_, found, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(found.contains("whenever neither `KEY` nor `LIVE` provides one: "), "{found}");
}

/// What another profile's key is read from does not provide this one's.
#[test]
fn a_variable_of_another_key_is_not_named() {
    let text = "import os\nfrom flask import Flask\n\nclass Development:\n    SECRET_KEY = os.environ.get('DEVELOPMENT_KEY', 'one of mine')\n\n\
                class Production:\n    SECRET_KEY = os.environ.get('PRODUCTION_KEY', 'another of mine')\n\n\
                def pick():\n    return Development() if os.environ.get('SHOP_ENV') == 'development' else Production()\n\n\
                app = Flask(__name__)\napp.config.from_object(pick())\n";
    let (_, found, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(found.contains("whenever `PRODUCTION_KEY` does not provide one: "), "{found}");
    assert!(!found.contains("`DEVELOPMENT_KEY`"), "{found}");
}

/// What is loaded over a constant is no variable, and a function that sets a constant needs none.
#[test]
fn what_is_no_variable_is_not_said_to_provide_a_key() {
    let found = |lines: &str| {
        let text =
            format!("import argparse\nimport json\nfrom flask import Flask, session\napp = Flask(__name__)\n{lines}");
        Project::app(&text).run(&["--output-format", "concise"]).1
    };
    let loaded = found("app.secret_key = 'my own key'\napp.config.from_file('config.json', load=json.load)\n");
    assert!(
        loaded.contains("a constant whenever nothing else provides one: ") && loaded.contains("config.json"),
        "{loaded}"
    );
    let called = found(
        "\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--key', default='my own key')\n    \
         app.secret_key = parser.parse_args().key\n    app.run()\n\n\n\
         @app.route('/')\ndef index():\n    session['n'] = 1\n    return ''\n",
    );
    assert!(called.contains("It has one only where `main()` is called.\n"), "{called}");
}

/// Whoever has an older Flask installed that the project allows is told that it is about the newest.
#[test]
fn a_setting_that_an_allowed_flask_reads_is_said_to_be_read_by_that() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.config['ENV'] = 'production'\n";
    let report = |required: &str| {
        Project::of(&[("app.py", app), ("requirements.txt", required)]).run(&["--output-format", "concise"]).1
    };
    assert!(report("Flask\n").contains("Flask 2.2.5 would read it, and is allowed too."));
    for newer in ["flask>=2.3\n", "flask==3.0.3\n"] {
        let report = report(newer);
        assert!(report.contains("does not read it") && !report.contains("would read it"), "{report}");
    }
}

#[test]
fn one_bit_is_one_bit() {
    let text = "import secrets\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = secrets.choice(['a', 'b', 'c'])\n";
    assert!(Project::app(text).run(&["--output-format", "concise"]).1.contains("(only 1 bit is random, from "));
}

/// The class of a configuration that is not here is guessed: no branch decides about it.
#[test]
fn a_key_of_a_class_that_is_supposed_is_said_to_be_that() {
    let app = "from flask import Flask\nfrom flask_security import Security\napp = Flask(__name__)\n\
               app.config.from_object('elsewhere.conf.Config')\nSecurity(app)\n";
    let settings =
        "class Config:\n    SECRET_KEY = 'super secret key'\n    SECURITY_PASSWORD_SALT = 'super secret salt'\n";
    let report =
        Project::of(&[("shop/__init__.py", app), ("shop/conf.py", settings)]).run(&["--output-format", "concise"]).1;
    assert!(report.contains("elsewhere.conf.Config is not in the project. The constant"), "{report}");
    assert!(!report.contains("branches"), "{report}");
}

#[test]
fn a_key_of_an_example_is_an_examples() {
    let app = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'kq8Jv2Lw0cXrTn5yZ1uHd7Gs4Bf9Pm3A'\n";
    let report = Project::of(&[("sample_shop/app.py", app)]).run(&["--output-format", "concise", "--pedantic"]).1;
    assert!(report.contains("It is an example's configuration, but the key"), "{report}");
}
