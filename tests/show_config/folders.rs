//! Where a project's folders lie, and what their names say: instance folders, files beside the project, folders of tests.

use serde_json::json;

use super::{Project, value};

const FACTORY: &str = "from flask import Flask\n\
                       def create_app():\n    app = Flask(__name__, instance_relative_config=True)\n    \
                       app.config.from_pyfile('config.py')\n    return app\n";

/// A package above the one that makes the app may be where the program is started, or not.
#[test]
fn an_instance_folder_is_looked_for_in_the_project() {
    for (folder, instance) in [("shop", "instance"), ("outer/shop", "outer/instance"), ("a.b/c.d", "a.b/instance")] {
        let (module, config) = (format!("{folder}/__init__.py"), format!("{instance}/config.py"));
        let files = [
            ("__init__.py", ""),
            ("outer/__init__.py", ""),
            ("a.b/__init__.py", ""),
            (module.as_str(), FACTORY),
            (config.as_str(), "SESSION_COOKIE_NAME = 'shop'\n"),
        ];
        let apps = Project::of(&files).apps(&[]);
        assert_eq!((apps.len(), value(&apps[0], "SESSION_COOKIE_NAME")), (1, &json!("shop")), "{folder}");
    }
}

#[test]
fn the_usual_instance_folder_comes_first() {
    let files = [
        ("outer/__init__.py", ""),
        ("outer/shop/__init__.py", FACTORY),
        ("outer/instance/config.py", "SESSION_COOKIE_NAME = 'inner'\n"),
        ("instance/config.py", "SESSION_COOKIE_NAME = 'outer'\n"),
    ];
    assert_eq!(value(&Project::of(&files).apps(&[])[0], "SESSION_COOKIE_NAME"), &json!("outer"));
}

/// The report of a checkout in another folder is the same.
#[test]
fn a_file_beside_the_project_is_shown_from_the_project_on() {
    let text = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config.from_pyfile('../server.cfg')\n";
    let gaps = Project::app(text).apps(&[])[0]["gaps"].clone();
    assert_eq!(gaps[0]["message"], json!("../server.cfg is loaded over it and is not in the project"));
    let far = text.replace("../server.cfg", "/etc/shop/server.cfg");
    let gaps = Project::app(&far).apps(&[])[0]["gaps"].clone();
    assert_eq!(gaps[0]["message"], json!("/etc/shop/server.cfg is loaded over it and is not in the project"));
}

/// What a test configures says nothing of the program, even if the test cannot be read.
#[test]
fn a_test_that_cannot_be_read_leaves_the_program_as_it_is() {
    let app = "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n";
    let caller =
        "from {{ name }}.app import create_app\napp = create_app()\napp.config['SESSION_COOKIE_SECURE'] = True\n";
    let secure = |path| {
        let apps = Project::of(&[("app.py", app), (path, caller)]).apps(&[]);
        apps[0]["settings"]["SESSION_COOKIE_SECURE"]["state"].clone()
    };
    assert_eq!(secure("tests/test_app.py"), json!("default"));
    assert_eq!(secure("serve.py"), json!("unknown"));
}
