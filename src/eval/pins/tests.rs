//! Versions found in projects.

use std::path::Path;

use super::Pins;
use crate::flask::{Basis, Installed};
use crate::source::Sources;

/// What an app in `app/app.py` of a project with these files runs under.
fn installed(files: &[(&str, &str)]) -> (Sources, Installed) {
    let app = ("app/app.py", "from flask import Flask\n");
    let files = files.iter().chain([&app]).map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let sources = Sources::in_memory(files);
    let path = Path::new("/app/app.py");
    let seed = sources.load(path).unwrap();
    let installed = Pins::of(&sources, &[seed], None).installed(path);
    (sources, installed)
}

/// `flask / werkzeug <what it is known by> <requirement>`.
fn versions(files: &[(&str, &str)]) -> String {
    let (sources, installed) = installed(files);
    let place = |requirement: &crate::flask::Requirement| {
        let file = sources.file(requirement.span.file);
        format!("{} {}:{}", requirement.text, file.name, file.position(requirement.span.start).line)
    };
    let basis = match &installed.basis {
        Basis::Supposed => "supposed".to_owned(),
        Basis::Disputed(one, other) => format!("disputed {} {}", place(one), place(other)),
        Basis::Given => "given".to_owned(),
        Basis::Pinned(requirement) => format!("pinned {}", place(requirement)),
        Basis::Newest(requirement) => format!("newest {}", place(requirement)),
    };
    format!("{} {} {basis}", installed.release.flask, installed.release.werkzeug)
}

#[test]
fn without_a_pin_the_current_release_is_supposed() {
    assert_eq!(versions(&[]), "3.1.3 3.1.9 supposed");
    assert_eq!(versions(&[("requirements.txt", "flask-login==0.6\nflaskr==1.0\n")]), "3.1.3 3.1.9 supposed");
}

#[test]
fn each_kind_of_file_pins() {
    for (name, text, expected) in [
        (
            "requirements.txt",
            "# web\nFlask[async] == 2.0.3 ; python_version > '3' # x\n",
            "Flask[async] == 2.0.3 requirements.txt:2",
        ),
        ("requirements.txt", "\nflask==2.0.3 \\\n    --hash=sha256:00\n", "flask==2.0.3 requirements.txt:2"),
        ("requirements-prod.txt", "flask==2.0.3", "flask==2.0.3 requirements-prod.txt:1"),
        ("requirements/base.txt", "flask==2.0.3", "flask==2.0.3 requirements/base.txt:1"),
        ("constraints.txt", "flask==2.0.3", "flask==2.0.3 constraints.txt:1"),
        ("Pipfile", "[packages]\nflask = \"==2.0.3\"\n", "flask = \"==2.0.3\" Pipfile:2"),
        (
            "Pipfile.lock",
            "{\n \"default\": {\n  \"flask\": {\n   \"hashes\": [\n    \"sha256:0\"\n   ],\n   \"version\": \"==2.0.3\"\n}}}",
            "flask==2.0.3 Pipfile.lock:7",
        ),
        ("poetry.lock", "[[package]]\nname = \"flask\"\nversion = \"2.0.3\"\n", "flask==2.0.3 poetry.lock:3"),
        ("uv.lock", "[[package]]\nname = \"flask\"\nversion = \"2.0.3\"\nsource = { }\n", "flask==2.0.3 uv.lock:3"),
        ("pdm.lock", "[[package]]\nname = \"flask\"\nversion = \"2.0.3\"\n", "flask==2.0.3 pdm.lock:3"),
        ("setup.cfg", "[options]\ninstall_requires =\n    flask==2.0.3\n", "flask==2.0.3 setup.cfg:3"),
        ("setup.py", "setup(name='flask',\n  install_requires=['flask==2.0.3', 'x'])", "flask==2.0.3 setup.py:2"),
        ("environment.yml", "dependencies:\n  - flask=2.0.3=py_0\n", "flask=2.0.3=py_0 environment.yml:2"),
        ("environment.yml", "dependencies:\n  - pip:\n    - flask==2.0.3\n", "flask==2.0.3 environment.yml:3"),
        ("pyproject.toml", "[project]\ndependencies = [\n  \"flask==2.0.3\",\n]\n", "flask==2.0.3 pyproject.toml:3"),
        (
            "pyproject.toml",
            "[project.optional-dependencies]\nweb = [\"flask==2.0.3\"]\n",
            "flask==2.0.3 pyproject.toml:2",
        ),
        (
            "pyproject.toml",
            "[dependency-groups]\nweb = [\"a[b]>=1\",\n \"flask==2.0.3\"]\n",
            "flask==2.0.3 pyproject.toml:3",
        ),
        ("pyproject.toml", "[tool.poetry.dependencies]\nflask = \"2.0.3\"\n", "flask = \"2.0.3\" pyproject.toml:2"),
    ] {
        assert_eq!(versions(&[(name, text)]), format!("2.0.3 2.0.3 pinned {expected}"), "{name}\n{text}");
    }
}

#[test]
fn ranges_give_the_newest_release_that_satisfies() {
    for (name, text, flask, werkzeug) in [
        ("requirements.txt", "flask~=3.0.0", "3.0.3", "3.0.6"),
        ("requirements.txt", "flask>=2,<2.3", "2.2.5", "2.2.3"),
        ("requirements.txt", "flask", "3.1.3", "3.1.9"),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython = \"^3.8\"\nflask = {version = \"^1.1\", extras = []}",
            "1.1.4",
            "1.0.1",
        ),
        ("Pipfile", "[packages]\nflask = \"*\"\n", "3.1.3", "3.1.9"),
        ("environment.yaml", "dependencies:\n- conda-forge::flask=2.3", "2.3.3", "2.3.8"),
    ] {
        let found = versions(&[(name, text)]);
        assert!(found.starts_with(&format!("{flask} {werkzeug} newest flask")), "{text}: {found}");
    }
}

#[test]
fn a_requirement_that_nothing_satisfies_says_nothing() {
    assert_eq!(versions(&[("requirements.txt", "flask>=9")]), "3.1.3 3.1.9 supposed");
}

#[test]
fn exact_pins_win_unless_a_lock_file_says_otherwise() {
    let pyproject = ("pyproject.toml", "[project]\ndependencies = [\"flask>=2\"]\n");
    let list = ("requirements.txt", "flask==2.2.5\n");
    let lock = (
        "uv.lock",
        "[[package]]\nname = \"flask\"\nversion = \"3.0.3\"\n\n[[package]]\nname = \"werkzeug\"\nversion = \"3.0.1\"\n",
    );
    assert!(versions(&[pyproject, list]).starts_with("2.2.5 2.2.3 pinned"));
    assert!(versions(&[pyproject, lock]).starts_with("3.0.3 3.0.1 pinned"));
    assert!(versions(&[pyproject, ("requirements.txt", "flask==3.0.3\n"), lock]).starts_with("3.0.3 3.0.1 pinned"));
    let disputed = "3.1.3 3.1.9 disputed flask==3.0.3 uv.lock:3 flask==2.2.5 requirements.txt:1";
    assert_eq!(versions(&[pyproject, list, lock]), disputed);
    let near = ("requirements.txt", "flask==3.0.1\n");
    assert_eq!(versions(&[near, lock]), "3.0.3 3.0.1 pinned flask==3.0.3 uv.lock:3");
    let aside = ("requirements-dev.txt", "flask==1.1.4\n");
    assert!(versions(&[aside, list]).starts_with("2.2.5"));
    assert!(versions(&[aside]).starts_with("1.1.4"));
}

#[test]
fn the_nearest_folder_decides_and_a_workspace_has_one_lock() {
    let near = ("app/requirements.txt", "flask==2.2.5\n");
    let far = ("requirements.txt", "flask==1.1.4\n");
    assert!(versions(&[near, far]).starts_with("2.2.5"));
    assert!(versions(&[far]).starts_with("1.1.4"));
    let member = ("app/pyproject.toml", "[project]\ndependencies = [\"flask>=2.1\"]\n");
    let lock = |version| ("uv.lock", format!("[[package]]\nname = \"flask\"\nversion = \"{version}\"\n"));
    for (version, expected) in [("2.3.2", "2.3.2"), ("2.0.1", "3.1.3")] {
        let (name, text) = lock(version);
        assert!(versions(&[member, (name, &text)]).starts_with(expected), "{version}");
    }
}

#[test]
fn includes_are_followed_once() {
    let all = ("requirements.txt", "-r deps/base.in\n--requirement=deps/gone.in\n");
    let base = ("deps/base.in", "-r ../requirements.txt\n-c pins.in\nflask\n");
    let pins = ("deps/pins.in", "flask==2.1.0\n");
    assert_eq!(versions(&[all, base, pins]), "2.1.0 2.1.2 pinned flask==2.1.0 deps/pins.in:1");
}

#[test]
fn a_pin_of_werkzeug_wins() {
    assert!(versions(&[("requirements.txt", "flask==2.2.5\nwerkzeug==2.3.0\n")]).starts_with("2.2.5 2.3.0"));
    assert!(versions(&[("requirements.txt", "flask==2.2.5\nwerkzeug<3\n")]).starts_with("2.2.5 2.2.3"));
    assert!(versions(&[("requirements.txt", "flask==2.2.5\nwerkzeug>=2.3,<3\n")]).starts_with("2.2.5 2.3.8"));
    assert!(versions(&[("requirements.txt", "flask>=2\nwerkzeug==2.2.2\n")]).starts_with("2.2.5 2.2.2"));
}

#[test]
fn lines_for_other_pythons_give_older_versions() {
    let text = "flask==2.0.3; python_version < '3.7'\nflask==2.2.5; python_version >= '3.7'\n";
    assert!(versions(&[("requirements.txt", text)]).starts_with("2.2.5"));
}

#[test]
fn what_is_given_wins() {
    let sources = Sources::in_memory([("requirements.txt".to_owned(), "flask==1.0".to_owned())]);
    let installed = Pins::of(&sources, &[], "2.3".parse().ok()).installed(Path::new("/app.py"));
    assert_eq!((installed.release.flask.to_string().as_str(), &installed.basis), ("2.3.3", &Basis::Given));
}

#[test]
fn an_old_flask_talisman_sets_no_same_site() {
    let sets = |text: &str| installed(&[("requirements.txt", text)]).1.talisman.sets_same_site();
    assert!(sets("flask\n") && sets("flask-talisman>=0.5\n") && sets("Flask_Talisman==0.8.0\n"));
    assert!(!sets("flask-talisman==0.7.0\n") && !sets("flask-talisman<0.8\n"));
}

#[test]
fn the_version_of_flask_login_is_read_beside_flasks() {
    let login = |files: &[(&str, &str)]| installed(files).1.login.0.to_string();
    assert_eq!(login(&[]), "0.6.3");
    assert_eq!(login(&[("requirements.txt", "flask==2.0.3\nFlask_Login==0.5.0\n")]), "0.5.0");
    assert_eq!(login(&[("requirements.txt", "flask\nflask-login<0.6\n")]), "0.5.0");
    assert_eq!(login(&[("requirements.txt", "flask-login>=0.4\n")]), "0.6.3");
    let poetry = "[[package]]\nname = \"flask-login\"\nversion = \"0.4.1\"\n";
    assert_eq!(login(&[("poetry.lock", poetry), ("app/requirements.txt", "flask\n")]), "0.4.1");
    assert_eq!(login(&[("poetry.lock", poetry), ("requirements.txt", "flask-login==0.5.0\n")]), "0.6.3");
}
