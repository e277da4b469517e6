//! What cannot be used is shown in its file, at its line, with what was probably meant.

use super::{Flags, folder, resolve, shown};

#[test]
fn what_cannot_be_used_is_shown_in_its_file() {
    for (text, message, line) in [
        ("\nselect = ['weak-secret-kye']", "there is no rule `weak-secret-kye`; did you mean `weak-secret-key`?", 2),
        ("ignore = [\n'ALL',\n'x-*']", "there is no rule `x-*`; `--list-rules` shows all of them", 3),
        ("extend-select = ['E501']", "there is no rule `E501`", 1),
        ("[severity]\nweak-secret-kye = 'low'", "there is no rule `weak-secret-kye`", 2),
        ("[severity]\nweak-secret-key = 'hihg'", "there is no value `hihg`", 2),
        ("[per-file-ignores]\n'a{b' = ['ALL']", "the pattern `a{b` cannot be used", 2),
        ("[per-file-ignores]\ntests = ['nothing']", "there is no rule `nothing`", 2),
        ("[profiles]\nprodution = ['x']", "there is no setting `prodution`", 2),
        ("[profiles]\nproduction = ['x{']", "the pattern `x{` cannot be used", 2),
        ("extend-exclude = ['a{b']", "the pattern `a{b` cannot be used", 1),
        ("min-severity = 'hgih'", "there is no value `hgih`", 1),
        ("src = ['lib',\n'libs']", "there is no folder `lib` for imports to start from", 1),
        ("python-version = '2.7'", "`2.7` is no version of Python 3", 1),
        ("flask-version = 'three'", "`three` is no version of Flask", 1),
        ("rules = 'checks'", "there is no folder `checks` with rules", 1),
        ("extend = 'base.toml'", "there is no file `base.toml` to extend", 1),
        ("extend = './flask-sec-lint.toml'", "extends itself in the end", 1),
        ("pedantic = 'yes'", "invalid type: string \"yes\", expected a boolean", 1),
        ("exclude = 'venv'", "invalid type: string \"venv\", expected a sequence", 1),
        ("output-format = 'xml'", "there is no value `xml`", 1),
        ("pedantic = true\npedantic = false", "duplicate key", 2),
    ] {
        let folder = folder(&[("flask-sec-lint.toml", text)]);
        let shown = shown(&resolve(folder.path(), Flags::default()).unwrap_err());
        let flat = shown.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(flat.contains(message), "{text}: {shown}");
        assert!(shown.contains(&format!("[flask-sec-lint.toml:{line}:")), "{text}: {shown}");
    }
}

#[test]
fn an_unknown_setting_is_shown_in_its_file_with_the_nearest_name() {
    let folder = folder(&[("pyproject.toml", "[tool.flask-sec-lint]\n\npedantik = true\n")]);
    let text = shown(&resolve(folder.path(), Flags::default()).unwrap_err());
    assert!(text.contains("there is no setting `pedantik`"), "{text}");
    assert!(text.contains("did you mean `pedantic`?"), "{text}");
    assert!(text.contains("[pyproject.toml:3:1]"), "{text}");
}

#[test]
fn a_pyproject_of_somebody_else_is_never_an_error() {
    for text in [
        "this is not toml",
        "[project]\ndependencies = ['flask-sec-lint'\n",
        "tool = 1\n# flask-sec-lint",
        "[tool.other]\nflask = 1",
        "[tool.ruff]\nx = 'tool flask-sec-lint'",
    ] {
        let folder = folder(&[("pyproject.toml", text)]);
        assert!(resolve(folder.path(), Flags::default()).is_ok(), "{text}");
    }
    let folder = folder(&[("pyproject.toml", "")]);
    std::fs::write(folder.path().join("pyproject.toml"), b"name = '\xff'").unwrap();
    assert!(resolve(folder.path(), Flags::default()).is_ok());
}

#[test]
fn a_broken_pyproject_with_our_table_is_an_error() {
    for text in ["[tool.flask-sec-lint]\nx = [", "[ tool . 'flask-sec-lint' ]\nx = 1", "tool.flask-sec-lint.x = 1"] {
        let folder = folder(&[("pyproject.toml", text)]);
        assert!(resolve(folder.path(), Flags::default()).is_err(), "{text}");
    }
}
