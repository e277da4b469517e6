//! Apps that a program makes in several ways: what a server loads is what counts.

use serde_json::json;

use super::{Project, value};

/// What a script does to the app that a factory made for it alone is not what a server gets.
#[test]
fn what_a_script_does_to_its_own_app_is_not_what_a_server_runs() {
    let factory = "from flask import Flask\ndef create_app():\n    app = Flask('shop')\n    app.secret_key = 'k'\n    \
                   return app\n";
    let changes = "app = create_app()\n    app.debug = True\n    app.config['SESSION_COOKIE_PATH'] = '/script'\n    \
                   app.config['SESSION_COOKIE_NAME'] = 'script'\n    app.run()\n";
    let server = format!("{factory}if __name__ == '__main__':\n    {changes}");
    let values = |files: &[(&str, &str)]| {
        let apps = Project::of(files).apps(&[]);
        (apps.len(), value(&apps[0], "DEBUG").clone(), value(&apps[0], "SESSION_COOKIE_NAME").clone())
    };
    let wsgi = "from server import create_app\napp = create_app()\n";
    assert_eq!(values(&[("server.py", &server), ("wsgi.py", wsgi)]), (1, json!(false), json!("session")));
    // Where nothing else makes the app, the script is what runs.
    assert_eq!(values(&[("server.py", &server)]), (1, json!(true), json!("script")));
}
