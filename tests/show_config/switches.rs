//! Checks that let a constant pass only where a switch asks for it: development's key, which nothing else starts with.

use super::Project;

const HEAD: &str = "import os\nfrom flask import Flask\n\napp = Flask(__name__)\n\
                    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE='Lax')\n\n\n\
                    def fail():\n    raise RuntimeError('no key')\n\n\n";

/// The findings of an app that gets its key by `lines`.
fn findings(lines: &str) -> String {
    Project::app(&format!("{HEAD}{lines}")).run(&["--output-format", "concise"]).1
}

/// Each was run with Flask 3.1: without `SECRET_KEY` it ends with an exception, also where the variable says "production".
#[test]
fn a_key_that_only_a_switch_lets_pass_is_not_what_runs_without_one() {
    let forms = [
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('FLASK_ENV', 'production') == 'development':\n        \
         key = 'dev'\n    else:\n        fail()\napp.secret_key = key\n",
        "if not (key := os.getenv('SECRET_KEY')):\n    if os.getenv('APP_ENV') not in {'dev', 'test'}:\n        fail()\n    \
         key = 'dev'\napp.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('ALLOW_KEY') != '1':\n        fail()\n    key = 'dev'\n\
         app.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if not os.getenv('FLASK_DEBUG'):\n        fail()\n    key = 'dev'\n\
         app.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif not key:\n    assert os.getenv('FLASK_ENV') == 'development'\n    key = 'dev'\n\
         app.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif key:\n    app.secret_key = key\nelif os.getenv('FLASK_ENV') == 'development':\n    \
         app.secret_key = 'dev'\nelse:\n    fail()\n",
        "key = os.getenv('SECRET_KEY')\nif not key and os.getenv('FLASK_ENV', 'production') == 'production':\n    fail()\n\
         elif not key:\n    key = 'dev'\napp.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif not key and os.getenv('FLASK_ENV') == 'development':\n    key = 'dev'\n\
         if not key:\n    fail()\napp.secret_key = key\n",
        "key = os.getenv('SECRET_KEY', 'dev')\nif key == 'dev':\n    if os.getenv('IS_DEV', 'no') != 'yes':\n        fail()\n\
         app.secret_key = key\n",
        "def key_of(name, dev=None):\n    value = os.getenv(name)\n    if value:\n        return value\n    \
         if dev and os.getenv('APP_ENV', '').lower() in ('dev', 'test'):\n        return dev\n    fail()\n\n\n\
         app.secret_key = key_of('SECRET_KEY', 'dev')\n",
        "def check():\n    if os.getenv('APP_ENV', 'production') == 'production':\n        fail()\n\n\n\
         key = os.getenv('SECRET_KEY')\nif not key:\n    check()\n    key = 'dev'\napp.secret_key = key\n",
        "is_dev = os.getenv('APP_ENV') == 'dev'\n\
         app.secret_key = os.getenv('SECRET_KEY') or ('dev' if is_dev else fail())\n",
        "is_dev = os.getenv('APP_ENV') == 'dev'\napp.secret_key = os.getenv('SECRET_KEY') or (is_dev and 'dev') or fail()\n",
        "try:\n    key = os.environ['SECRET_KEY']\nexcept KeyError:\n    if os.getenv('FLASK_ENV') != 'development':\n        \
         raise\n    key = 'dev'\napp.secret_key = key\n",
        "for name in ('SECRET_KEY', 'JWT_SECRET_KEY'):\n    value = os.getenv(name)\n    if not value:\n        \
         if os.getenv('FLASK_ENV') == 'development':\n            value = 'dev'\n        else:\n            fail()\n    \
         app.config[name] = value\n",
        "class Config:\n    def __init__(self):\n        self.env = os.getenv('APP_ENV', 'production')\n        \
         self.SECRET_KEY = os.getenv('SECRET_KEY')\n        if not self.SECRET_KEY:\n            \
         if self.env == 'production':\n                fail()\n            self.SECRET_KEY = 'dev'\n\n\n\
         app.config.from_object(Config())\n",
        "if os.getenv('FLASK_ENV') == 'development':\n    key = os.getenv('SECRET_KEY', 'dev')\nelse:\n    \
         key = os.environ['SECRET_KEY']\napp.secret_key = key\n",
        "env = os.getenv('APP_ENV')\nif env == 'production':\n    key = os.environ['SECRET_KEY']\n\
         elif env == 'development':\n    key = 'dev'\nelse:\n    fail()\napp.secret_key = key\n",
    ];
    for form in forms {
        let found = findings(form);
        assert!(!found.contains("app.py"), "{form}\n{found}");
    }
}

/// What is guarded so need not be a key.
#[test]
fn a_cookie_flag_that_only_a_switch_turns_off_is_not_off_by_default() {
    let flag = "flag = os.getenv('COOKIE_SECURE')\nif flag is None:\n    if os.getenv('FLASK_ENV') == 'development':\n        \
                flag = False\n    else:\n        fail()\napp.config['SESSION_COOKIE_SECURE'] = flag\n";
    assert!(!findings(flag).contains("app.py"), "{}", findings(flag));
    let off_by_default = flag.replace("fail()", "flag = False");
    assert!(findings(&off_by_default).contains("session-cookie-secure-disabled"), "{}", findings(&off_by_default));
}

/// A variable that must merely be there is in every deployment that starts, and what nothing else starts than a switch is
/// what runs.
#[test]
fn a_key_is_what_runs_without_one_where_the_program_starts_without_a_switch() {
    let forms = [
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if not os.getenv('DATABASE_URL'):\n        fail()\n    key = 'dev'\n\
         app.secret_key = key\n",
        "if not os.getenv('WORKER'):\n    if not os.getenv('DATABASE_URL'):\n        fail()\n    \
         app.secret_key = os.getenv('SECRET_KEY', 'dev')\n",
        "if os.getenv('APP_ENV', 'production') == 'production':\n    if not os.getenv('DATABASE_URL'):\n        fail()\n    \
         app.secret_key = os.getenv('SECRET_KEY', 'dev')\nelse:\n    app.secret_key = 'other'\n",
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('APP_ENV') == 'production':\n        key = 'dev'\n    \
         else:\n        fail()\napp.secret_key = key\n",
        "if os.getenv('APP_ENV') != 'development':\n    fail()\napp.secret_key = 'dev'\n",
        "if os.getenv('USE_VAULT') == '1':\n    key = os.environ['VAULT_KEY']\nelse:\n    key = os.getenv('SECRET_KEY', 'dev')\n\
         app.secret_key = key\n",
    ];
    for form in forms {
        let found = findings(form);
        assert!(found.contains("[critical]"), "{form}\n{found}");
    }
}

/// Each is what runs under one value of the same variable.
#[test]
fn of_keys_that_one_variable_selects_none_is_left_out() {
    let found = findings(
        "mode = os.getenv('MODE')\nif mode == 'a':\n    key = 'dev'\nelif mode == 'b':\n    key = 'changeme'\n\
         else:\n    fail()\napp.secret_key = key\n",
    );
    assert_eq!(found.matches("[critical]").count(), 2, "{found}");
}

/// A key that looks real is shown wherever it is, and it is said what asks for it.
#[test]
fn a_switch_that_asks_for_a_real_key_is_named() {
    let found = findings(
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('ALLOW') != '1':\n        fail()\n    \
         key = 'b71f0e6a93d84c25a16b0f7ed5c49238e0a7b3165dfc82940b6e1d7a58f3c024'\napp.secret_key = key\n",
    );
    assert!(found.contains("is a constant where `ALLOW` asks for it: there, whoever reads"), "{found}");
}

/// A check within the branch that falls back on a constant is one of the constant: with Flask 3.1 each of these ends with an
/// exception where the variable says "production", and starts where nothing is set.
#[test]
fn a_check_before_a_fallback_refuses_it_under_its_condition() {
    let forms = [
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('APP_ENV') == 'production':\n        fail()\n    \
         key = 'kittens'\napp.secret_key = key\n",
        "key = os.getenv('SECRET_KEY')\nif not key:\n    if os.getenv('APP_ENV') == 'production' or os.getenv('VERCEL'):\n        \
         raise RuntimeError('no key')\n    else:\n        print('none')\n    key = 'kittens'\napp.secret_key = key\n",
        "class Config:\n    SECRET_KEY = os.getenv('SECRET_KEY')\n    if not SECRET_KEY:\n        \
         if os.getenv('APP_ENV') == 'production':\n            raise RuntimeError('no key')\n        \
         SECRET_KEY = 'kittens'\n\n\napp.config.from_object(Config)\n",
    ];
    for form in forms {
        let report = findings(form);
        assert!(
            report.contains("[medium]") && report.contains("The program refuses it depending on"),
            "{form}{report}"
        );
    }
    // What is written elsewhere is not refused by it.
    let others = [
        "if not os.getenv('KEEP'):\n    if os.getenv('APP_ENV') == 'production':\n        raise RuntimeError('no key')\n\
         app.secret_key = os.getenv('SECRET_KEY') or 'kittens'\n",
        "if __name__ == '__main__':\n    if os.getenv('ONCE') == 'yes':\n        raise RuntimeError('once')\n    \
         app.secret_key = 'kittens'\n    app.run()\n",
    ];
    for form in others {
        let report = findings(form);
        assert!(report.contains("[critical]") && !report.contains("refuses it"), "{form}{report}");
    }
}
