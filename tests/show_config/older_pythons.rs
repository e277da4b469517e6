//! Programs for Pythons that are gone: what the parser cannot read, what Python 3 lacks, and what extensions were called.

use serde_json::json;

use super::{Project, value};

/// The app's key is the environment's; a function that nobody calls has another one.
#[test]
fn a_function_whose_header_cannot_be_read_is_not_run() {
    for parameters in ["name, (host, port)", "name, async=True", "name, await", "name, $"] {
        for (class, indent) in [("", ""), ("class A:\n", "    ")] {
            let app = Project::app(&format!(
                "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n\
                 app.config['SESSION_COOKIE_SECURE'] = True\n{class}{indent}def use_test_settings({parameters}):\n\
                 {indent}    app.secret_key = 'testing'\n{indent}    app.config['SESSION_COOKIE_SECURE'] = False\n"
            ));
            let app = &app.apps(&[])[0];
            assert_eq!(app["settings"]["SECRET_KEY"]["state"], "external", "{class}{parameters}");
            assert_eq!(value(app, "SESSION_COOKIE_SECURE"), &json!(true), "{class}{parameters}");
        }
    }
}

#[test]
fn a_tuple_of_parameters_and_a_parameter_named_async_are_given_what_is_passed() {
    for (parameters, call) in [("name, (key, secure)", "'x', ('kitten', True)"), ("key, async", "'kitten', async=True")]
    {
        let project = Project::app(&format!(
            "from flask import Flask\napp = Flask(__name__)\n\
             def configure({parameters}):\n    app.secret_key = key\n    app.config['SESSION_COOKIE_SECURE'] = {}\n\
             configure({call})\n",
            if parameters.contains("async") { "async" } else { "secure" },
        ));
        let app = &project.apps(&["--show-secrets"])[0];
        assert_eq!(value(app, "SECRET_KEY"), "kitten", "{parameters}");
        assert_eq!(value(app, "SESSION_COOKIE_SECURE"), &json!(true), "{parameters}");
    }
}
