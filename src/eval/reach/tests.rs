//! Which modules may make an app, told from their imports.

use std::path::Path;

use super::*;
use crate::eval::Options;
use crate::eval::pins::Pins;
use crate::source::Sources;

/// What the chances of the module `name` are among these files, all of them seeds.
fn chance_of(name: &str, files: &[(&str, &str)]) -> Chance {
    let sources = Sources::in_memory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let load = |path: &str| sources.load(&Path::new("/").join(path)).unwrap();
    let seeds: Vec<FileId> = files.iter().map(|(path, _)| load(path)).collect();
    let program = Program::new(&sources, Pins::of(&sources, &seeds, None), &Options::default());
    Reach::of(&program, &seeds).chance(load(name))
}

#[test]
fn a_module_that_imports_the_class_of_an_app_or_a_module_that_does_may_make_one() {
    for text in [
        "from flask import Flask",
        "import flask as web\napp = web.Flask(__name__)",
        "import flask.json\napp = flask.Flask(__name__)",
        "from flask import *",
        "def make():\n    from quart import Quart",
        "from flask import app\nmade = app.Flask(__name__)",
    ] {
        assert_eq!(chance_of("a.py", &[("a.py", text)]), Chance::Likely, "{text}");
        let files = [("a.py", text), ("b.py", "import c"), ("c.py", "if x:\n    from a import y")];
        assert_eq!(chance_of("b.py", &files), Chance::Likely, "{text}");
    }
}

/// Reading its imports would take longer than to parse it.
#[test]
fn a_module_whose_imports_cannot_be_told_may_make_one() {
    let tangled = format!("from flask import Flask\n{}", "import ".repeat(100_000));
    assert_eq!(chance_of("a.py", &[("a.py", &tangled)]), Chance::Likely);
    assert_eq!(chance_of("b.py", &[("a.py", &tangled), ("b.py", "import a")]), Chance::Likely);
}

#[test]
fn one_that_imports_other_things_of_flask_makes_none() {
    let files = [("a.py", "from flask import Blueprint, current_app\nimport b"), ("b.py", "import os, flask_login")];
    assert_eq!(chance_of("a.py", &files), Chance::None);
}

#[test]
fn a_package_is_run_before_its_modules_and_may_lead_to_all_of_them() {
    let files =
        [("p/__init__.py", ""), ("p/q/__init__.py", ""), ("p/q/a.py", ""), ("p/app.py", "from flask import Flask")];
    assert_eq!(chance_of("p/q/a.py", &files), Chance::Slim);
    let files = [("a.py", "import p\np.app"), ("p/app.py", "from flask import Flask")];
    assert_eq!(chance_of("a.py", &files), Chance::Slim);
    let files = [("a.py", "from .p import b"), ("p/b.py", ""), ("p/app.py", "from flask import Flask")];
    assert_eq!(chance_of("a.py", &files), Chance::Slim);
}

#[test]
fn what_only_a_function_imports_counts_for_its_own_module() {
    let app = ("app.py", "def make():\n    from flask import Flask");
    let files = [app, ("b.py", "def f():\n    import app"), ("c.py", "import b"), ("d.py", "import app")];
    assert_eq!(["app.py", "b.py", "d.py"].map(|name| chance_of(name, &files)), [Chance::Likely; 3]);
    assert_eq!(chance_of("c.py", &files), Chance::Slim);
}

#[test]
fn a_module_whose_name_is_a_value_may_be_one_that_is_named() {
    let by_name = "import importlib\nimportlib.import_module(name)";
    let app = ("app.py", "from flask import Flask");
    let chance = |name: &str, text: &str, files: &[(&str, &str)]| chance_of(name, &[&[(name, text)], files].concat());
    assert_eq!(chance("a.py", by_name, &[]), Chance::None);
    assert_eq!(chance("a.py", by_name, &[app]), Chance::None);
    assert_eq!(chance("a.py", "name = 'app.x'\nimport b", &[app, ("b.py", by_name)]), Chance::Slim);
    assert_eq!(chance("a.py", "name = 'app'\nfrom werkzeug.utils import import_string", &[app]), Chance::Slim);
    assert_eq!(chance("a.py", "name = 'apps'\nimport b", &[app, ("b.py", by_name)]), Chance::None);
}
