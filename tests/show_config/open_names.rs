//! Settings that something may bind again under a name that is not in the source.

use serde_json::json;

use super::{Project, value};

/// The settings of a module `settings` as an app loads them.
fn loaded(settings: &str) -> serde_json::Value {
    let app = "import settings\nfrom flask import Flask\napp = Flask('shop')\napp.config.from_object(settings)\n";
    Project::of(&[("app.py", app), ("settings.py", settings)]).apps(&[])[0].clone()
}

#[test]
fn what_a_missing_module_may_bind_again_holds_unless_it_is_there() {
    let optional = "try:\n    from local_settings import *\nexcept ImportError:\n    pass\n";
    let app = &loaded(&format!("SESSION_COOKIE_NAME = 'shop'\n{optional}"));
    assert_eq!(value(app, "SESSION_COOKIE_NAME"), "shop");
    assert_eq!(app["settings"]["SESSION_COOKIE_NAME"]["overridable"], true);
    let checked = format!("SECRET_KEY = ''\n{optional}if len(SECRET_KEY) < 32:\n    raise ValueError('no key')\n");
    assert_eq!(loaded(&checked)["settings"]["SECRET_KEY"]["state"], "external", "the check refuses the default");
}

#[test]
fn what_follows_a_write_of_any_name_is_known() {
    let app = &loaded("SESSION_COOKIE_NAME = 'shop'\nfrom .local import *\nSESSION_COOKIE_PATH = '/shop'\n");
    assert_eq!(value(app, "SESSION_COOKIE_PATH"), "/shop");
}

#[test]
fn a_setting_is_not_known_after_a_write_of_any_name() {
    for write in [
        "from local_settings import *",
        "from .local_settings import *",
        "exec(open('/etc/shop.py').read())",
        "import sys\nsetattr(sys.modules[__name__], read(), read())",
        "globals().update(read())",
        "globals()[read()] = read()",
    ] {
        let app = &loaded(&format!("from shelf import read\nSESSION_COOKIE_NAME = 'shop'\n{write}\n"));
        assert_eq!(app["settings"]["SESSION_COOKIE_NAME"]["state"], "unknown", "{write}");
    }
}

#[test]
fn an_instance_that_is_filled_with_any_names_is_not_complete() {
    for write in ["setattr(self, key, value)", "self.__dict__.update({key: value})", "vars(self)[key] = value"] {
        let text = format!(
            "import json\nfrom flask import Flask\nclass Settings:\n    SESSION_COOKIE_NAME = 'shop'\n    \
             def __init__(self):\n        for key, value in json.load(open('/etc/shop.json')).items():\n            \
             {write}\napp = Flask('shop')\napp.config.from_object(Settings())\n"
        );
        let app = &Project::app(&text).apps(&[])[0];
        for name in ["SESSION_COOKIE_NAME", "SECRET_KEY"] {
            assert_eq!(app["settings"][name]["state"], json!("unknown"), "{name} after {write}");
        }
    }
}
