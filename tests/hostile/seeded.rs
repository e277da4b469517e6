//! Random projects, the same on every run. `fuzz/` looks for new ones; what it found is among the cases.

use arbitrary::Unstructured;

use crate::grammar::{self, Files};
use crate::{fixing, pipeline};

/// Without optimisation a project takes a tenth of a second.
const PROJECTS: u64 = if cfg!(debug_assertions) { 100 } else { 2_500 };

#[test]
fn random_projects_end_the_same_way_twice_in_every_format() {
    for seed in 0..PROJECTS {
        let files = random_project(seed, grammar::project);
        let checked = std::panic::catch_unwind(|| pipeline::check(&files));
        assert!(checked.is_ok(), "seed {seed}: {files:#?}");
    }
}

/// A fix interprets the project several times.
#[test]
fn fixes_of_random_projects_hold() {
    let mut fixed = 0;
    let projects = PROJECTS / 4;
    for seed in 0..projects {
        let files = random_project(seed, grammar::fixable);
        let folder = tempfile::tempdir().unwrap();
        let checked = std::panic::catch_unwind(|| fixing::check(folder.path(), &files));
        fixed += checked.unwrap_or_else(|_| panic!("seed {seed}: {files:#?}"));
    }
    assert!(fixed > usize::try_from(projects).unwrap(), "{fixed}");
}

/// What a fuzzer found: the first fix decides which branch runs, so the second is about another line.
#[test]
fn a_fix_may_change_which_key_is_the_key() {
    let text = "from flask import Flask, session\napp = Flask(__name__)\nif app.config['SESSION_COOKIE_SAMESITE']:\n    \
                app.config['SECRET_KEY'] = 'a'\nelse:\n    app.config['SECRET_KEY'] = 'a'\n\n\
                @app.route('/')\ndef index(): return session.setdefault('x', '')\n";
    let folder = tempfile::tempdir().unwrap();
    let fixed = fixing::check(folder.path(), &vec![("app.py".to_owned(), text.to_owned())]);
    assert!(fixed >= 2, "{fixed}");
}

fn random_project(seed: u64, write: fn(&mut Unstructured<'_>) -> arbitrary::Result<Files>) -> Files {
    let mut random = fastrand::Rng::with_seed(seed);
    let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(2_000).collect();
    write(&mut Unstructured::new(&bytes)).expect("bytes enough")
}
