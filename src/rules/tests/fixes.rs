//! Which edits are proposed, and that none is where it would change something else.

use super::super::{Fix, Safety};
use super::{Project, STRONG, set, unless};
use crate::flask::{Deployment, Load, LoadedFrom};
use crate::value::{Data, Value};

/// The fix of the only finding, and the text after its edits.
fn fixed(text: &str, key: &str, value: impl Fn(&Project) -> Value) -> (Fix, String) {
    let project = Project::new(text);
    let mut app = project.deployment();
    set(&mut app, key, value(&project));
    let found = project.judge(&[app]);
    assert_eq!(found.len(), 1, "{found:?}");
    let fix = found[0].fix.clone().expect("the rule proposes a fix");
    let mut after = text.to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        after.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    (fix, after)
}

fn off(project: &Project) -> Value {
    project.value(Data::Bool(false), "False")
}

#[test]
fn a_literal_at_the_setting_is_replaced() {
    let forms = [
        "app = Flask(__name__)\napp.config['SESSION_COOKIE_SECURE'] = False\n",
        "app = Flask(__name__)\nclass Config:\n    SESSION_COOKIE_SECURE: bool = False\n",
        "app = Flask(__name__)\napp.config.update(A=1, SESSION_COOKIE_SECURE=False)\n",
        "app = Flask(__name__)\napp.config.update({'SESSION_COOKIE_SECURE': False})\n",
        "app = Flask(__name__)\napp.config.from_mapping([('SESSION_COOKIE_SECURE', False)])\n",
    ];
    for form in forms {
        let (fix, after) = fixed(form, "SESSION_COOKIE_SECURE", off);
        assert_eq!(fix.safety, Safety::Safe);
        assert_eq!(after, form.replace("False", "True"));
    }
}

#[test]
fn a_constant_that_may_serve_others_stays_and_its_name_is_replaced() {
    let form = "OFF = False\napp = Flask(__name__)\napp.config['SESSION_COOKIE_SECURE'] = OFF\n";
    let (fix, after) = fixed(form, "SESSION_COOKIE_SECURE", off);
    assert_eq!((fix.safety, fix.edits.len()), (Safety::Safe, 1));
    assert_eq!(after, form.replace("= OFF", "= True"));
}

#[test]
fn a_literal_for_several_settings_is_not_touched() {
    let form = "app = Flask(__name__)\napp.config['TESTING'] = app.config['SESSION_COOKIE_SECURE'] = False\n";
    let (fix, after) = fixed(form, "SESSION_COOKIE_SECURE", off);
    assert_eq!((fix.safety, fix.edits.len()), (Safety::Display, 0));
    assert_eq!(after, form);
}

#[test]
fn a_key_becomes_a_read_of_the_environment() {
    let text = "'''Docs.'''\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = 'key'\n";
    let (fix, after) = fixed(text, "SECRET_KEY", |project| project.value(Data::Str(STRONG.into()), "'key'"));
    assert_eq!(fix.safety, Safety::Unsafe);
    let expected = "'''Docs.'''\nimport os\n\nfrom flask import Flask\napp = Flask(__name__)\n\
                    app.secret_key = os.environ['SECRET_KEY']\n";
    assert_eq!(after, expected);
}

#[test]
fn a_default_is_dropped_and_the_variable_kept() {
    let forms = ["os.environ.get('APP_KEY', 'key')", "os.getenv('APP_KEY', 'key')", "os.getenv('APP_KEY') or 'key'"];
    for form in forms {
        let text = format!("import os\napp = Flask(__name__)\napp.secret_key = {form}\n");
        let value = |project: &Project| unless("APP_KEY", &project.value(Data::Str(STRONG.into()), "'key'"));
        let (_, after) = fixed(&text, "SECRET_KEY", value);
        assert_eq!(after, text.replace(form, "os.environ['APP_KEY']"));
    }
}

#[test]
fn a_key_that_comes_through_a_name_is_replaced_at_the_name() {
    let literal = format!("'{STRONG}'");
    let text = format!("import os\nKEY = {literal}\napp = Flask(__name__)\napp.secret_key = KEY\n");
    let (fix, after) = fixed(&text, "SECRET_KEY", |project| project.value(Data::Str(STRONG.into()), &literal));
    assert_eq!((fix.safety, fix.changes.as_slice()), (Safety::Unsafe, &["SECRET_KEY".to_owned()][..]));
    assert_eq!(after, text.replace(&literal, "os.environ['SECRET_KEY']"));
}

#[test]
fn what_the_body_of_a_class_reads_all_profiles_of_the_file_need() {
    let text = "import os\nclass Production:\n    SECRET_KEY = 'key'\nclass Other:\n    SECRET_KEY = None\n\
                app = Flask(__name__)\n";
    let project = Project::new(text);
    let profile = |name: &str| {
        let class = LoadedFrom::Class(vec![project.span(name, 0)]);
        let loads = vec![Load { from: class, at: project.span("app", 0), is_supposed: false }];
        Deployment { profile: Some(name.to_owned()), loads, ..project.deployment() }
    };
    let mut production = profile("Production");
    set(&mut production, "SECRET_KEY", project.value(Data::Str(STRONG.into()), "'key'"));
    let title = |others: &[Deployment]| {
        let found = project.judge(&[&[production.clone()], others].concat());
        found[0].fix.clone().map(|fix| fix.title)
    };
    assert_eq!(title(&[]).as_deref(), Some("read SECRET_KEY from the environment"));
    let shared = "read SECRET_KEY from the environment, which all profiles of the file then need";
    assert_eq!(title(&[profile("Other")]).as_deref(), Some(shared));
}

#[test]
fn a_part_of_a_key_is_not_replaced() {
    let text = "import os\nPART = 'key'\napp = Flask(__name__)\napp.secret_key = PART + suffix\n";
    let (fix, _) = fixed(text, "SECRET_KEY", |project| project.value(Data::Str(STRONG.into()), "'key'"));
    assert_eq!((fix.safety, fix.edits.len()), (Safety::Display, 0));
}

#[test]
fn a_file_with_syntax_errors_is_not_edited() {
    let text = "app = Flask(__name__)\napp.config['SESSION_COOKIE_SECURE'] = False\ndef (\n";
    let (fix, _) = fixed(text, "SESSION_COOKIE_SECURE", off);
    assert_eq!(fix.safety, Safety::Display);
}

/// The fix and the text after it of a key below `top`.
fn fixed_below(top: &str) -> (Fix, String) {
    let text = format!("{top}app = Flask(__name__)\napp.secret_key = \"key\"\n");
    fixed(&text, "SECRET_KEY", |project| project.value(Data::Str(STRONG.into()), "\"key\""))
}

#[test]
fn an_import_goes_where_it_belongs() {
    // What stands at the top, and what it becomes.
    let tops = [
        ("import flask\n", "import os\n\nimport flask\n"),
        ("# Licence\n\nimport flask\n", "# Licence\n\nimport os\n\nimport flask\n"),
        (
            "'''D.'''\nfrom __future__ import annotations\n\nimport flask\n",
            "'''D.'''\nfrom __future__ import annotations\n\nimport os\n\nimport flask\n",
        ),
        ("import json\nimport sys\n\nimport flask\n", "import json\nimport os\nimport sys\n\nimport flask\n"),
        ("import json  # x\n\nimport flask\n", "import json  # x\nimport os\n\nimport flask\n"),
        ("from json import load\n\nimport flask\n", "import os\nfrom json import load\n\nimport flask\n"),
        ("import json\r\n\r\nimport flask\r\n", "import json\r\nimport os\r\n\r\nimport flask\r\n"),
        ("", "import os\n\n"),
        ("@mark\ndef f():\n    pass\n\n\n", "import os\n\n\n@mark\ndef f():\n    pass\n\n\n"),
        ("if x:\n    import os\n", "import os\n\nif x:\n    import os\n"),
    ];
    for (top, expected) in tops {
        let (_, after) = fixed_below(top);
        assert_eq!(after, format!("{expected}app = Flask(__name__)\napp.secret_key = os.environ[\"SECRET_KEY\"]\n"));
    }
}

#[test]
fn the_environment_is_read_by_the_name_that_the_file_has_for_it() {
    let names = [
        ("import os\n", "os.environ"),
        ("import os as system\n", "system.environ"),
        ("import os.path\n", "os.environ"),
        ("from os import environ\n", "environ"),
        ("from os import getenv, environ as variables\n", "variables"),
    ];
    for (top, environ) in names {
        let (_, after) = fixed_below(top);
        assert_eq!(after, format!("{top}app = Flask(__name__)\napp.secret_key = {environ}[\"SECRET_KEY\"]\n"));
    }
}

#[test]
fn a_file_that_uses_the_name_for_something_else_is_not_edited() {
    for top in ["os = 'linux'\n", "from shop import os\n", "def os(): pass\n", "import shop.os as os\n"] {
        assert_eq!(fixed_below(top).0.safety, Safety::Display, "{top}");
    }
}
