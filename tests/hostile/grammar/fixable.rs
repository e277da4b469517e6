//! Apps with settings that fixes change, in the layouts that people write them in, between random statements.

use arbitrary::{Result, Unstructured};

use super::{Files, Writer};

/// What has a fix, mostly. `@` stands for a random literal.
const SETTINGS: [&str; 26] = [
    "app.config['SESSION_COOKIE_SECURE'] = False",
    "app.config['SESSION_COOKIE_HTTPONLY'] = False  # schlüssel",
    "app.config['SESSION_COOKIE_SAMESITE'] = None; x = 1",
    "x = 1; app.config['SECRET_KEY'] = 'dev'",
    "app.config['SESSION_COOKIE_SECURE'] = \\\n    False",
    "app.config['SESSION_COOKIE_SAMESITE'] = (  # why\n    'none'\n)",
    "app.config.update(SESSION_COOKIE_SECURE=False, SECRET_KEY=@)",
    "app.config.update(\n    SESSION_COOKIE_HTTPONLY=False,\n    SECRET_KEY='dev',  # kept\n)",
    "app.config.update({'SECRET_KEY': @, 'SESSION_COOKIE_SAMESITE': 'Nope'})",
    "app.config.from_mapping(SECRET_KEY='dev', SESSION_COOKIE_SECURE=0)",
    "class Config:\n    SECRET_KEY = 'dev'\n    SESSION_COOKIE_SECURE = False\napp.config.from_object(Config)",
    "class Base:\n\tSESSION_COOKIE_HTTPONLY = False\nclass Config(Base):\n\tX = @\napp.config.from_object(Config)",
    "app.secret_key = 'dev'",
    "app.secret_key = b'dev' b'key'",
    "SECRET_KEY = 'dev'\nSESSION_COOKIE_SECURE = False\napp.config.from_object(__name__)",
    "insecure = False\napp.config['SESSION_COOKIE_SECURE'] = insecure\nprint(insecure)",
    "app.config['SECRET_KEY'] = os.environ.get('SECRET_KEY', 'dev')",
    "app.config['SECRET_KEY'] = os.getenv('KEY') or 'dev'",
    "app.config['SECRET_KEY'] = f'''{'dev'}\n'''",
    "app.config.setdefault('SESSION_COOKIE_SAMESITE', None)",
    "app.config |= {'REMEMBER_COOKIE_HTTPONLY': False, **{'SECRET_KEY': @}}",
    "if app.config['DEBUG']: app.config['SESSION_COOKIE_SECURE'] = False",
    "for name in ['SESSION_COOKIE_SECURE', 'SESSION_COOKIE_HTTPONLY']: app.config[name] = False",
    "app.config['SECRET_KEY'] = 'dev'  # flask-sec-lint: ignore[weak-secret-key, debug-enabled] because",
    "app.run(debug=True)",
    "app.run(host='0.0.0.0', debug = (True))",
];

/// What stands before them.
const HEADS: [&str; 6] = [
    "",
    "\u{feff}",
    "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n",
    "'''Says what it is for.'''\n",
    "from __future__ import annotations\n",
    "import os as system\n",
];

/// A project whose fixes change something, mostly.
pub(crate) fn fixable(bytes: &mut Unstructured<'_>) -> Result<Files> {
    let mut text = String::new();
    for _ in 0..bytes.int_in_range(1..=5)? {
        let mut writer = Writer::new(bytes);
        let literal = writer.literal()?;
        text.push_str(&writer.one_of(&SETTINGS)?.replace('@', &literal));
        text.push('\n');
        if bytes.ratio(1, 4)? {
            text.push_str(&Writer::new(bytes).module(1)?);
        }
    }
    let head = *bytes.choose(&HEADS)?;
    let imports = *bytes.choose(&["import os\n", ""])?;
    let mut text = format!("{head}{imports}from flask import Flask, session\napp = Flask(__name__)\n{text}");
    text.push_str("@app.route('/')\ndef index(): return session.get('x')");
    if bytes.ratio(1, 4)? {
        text = text.replace('\n', "\r\n");
    }
    Ok(vec![("app.py".to_owned(), text)])
}
