//! Settings from files and flags.

mod errors;
mod layers;

use std::fs;
use std::path::Path;

use miette::{GraphicalReportHandler, GraphicalTheme};
use tempfile::TempDir;

use super::{Flags, Settings, SettingsError, SettingsFiles};
use crate::report::Format;
use crate::rules::Severity;
use crate::source::{IgnoreFiles, NamedFiles, find_files};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn resolve(folder: &Path, flags: Flags) -> Result<Settings, SettingsError> {
    let files = SettingsFiles::find(folder, folder)?;
    Settings::resolve(flags, &files, folder)
}

fn shown(error: &SettingsError) -> String {
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none());
    handler.render_report(&mut text, error).unwrap();
    text
}

#[test]
fn settings_come_from_pyproject_and_flags_win() {
    let text = "[tool.flask-sec-lint]\nmin-severity = 'high'\npedantic = true\nforce-exclude = true\n\
                respect-gitignore = false\napp = 'wsgi:app'\noutput-format = 'json'\n";
    let folder = folder(&[("pyproject.toml", text)]);
    let settings = resolve(folder.path(), Flags::default()).unwrap();
    assert_eq!(settings.selection.min_severity, Severity::High);
    assert!(settings.selection.pedantic);
    assert_eq!(settings.discovery.named_files, NamedFiles::Excludable);
    assert_eq!(settings.discovery.ignore_files, IgnoreFiles::Disregarded);
    assert_eq!(settings.interpretation.app.as_deref(), Some("wsgi:app"));
    assert_eq!(settings.output_format, Format::Json);
    let flags = Flags { min_severity: Some(Severity::Low), pedantic: Some(false), ..Flags::default() };
    let settings = resolve(folder.path(), flags).unwrap();
    assert_eq!(settings.selection.min_severity, Severity::Low);
    assert!(!settings.selection.pedantic);
}

#[test]
fn a_version_of_flask_is_a_setting_and_a_wrong_one_is_shown() {
    let folder = folder(&[
        ("flask-sec-lint.toml", "flask-version = '2.2'\n"),
        ("a/flask-sec-lint.toml", "flask-version = '2.x'\n"),
    ]);
    let settings = resolve(folder.path(), Flags::default()).unwrap();
    assert_eq!(settings.interpretation.flask, "2.2.5".parse().ok());
    let flags = Flags { flask_version: "3.0".parse().ok(), ..Flags::default() };
    assert_eq!(resolve(folder.path(), flags).unwrap().interpretation.flask, "3.0.3".parse().ok());
    let error = shown(&resolve(&folder.path().join("a"), Flags::default()).unwrap_err());
    assert!(error.contains("`2.x` is no version of Flask"), "{error}");
}

#[test]
fn the_nearest_file_that_speaks_of_us_counts() {
    let folder = folder(&[
        ("flask-sec-lint.toml", "app = 'top'"),
        ("a/pyproject.toml", "[tool.other]\nx = 1"),
        ("b/pyproject.toml", "[tool.flask-sec-lint]\napp = 'pyproject'"),
        ("b/flask-sec-lint.toml", "app = 'own'"),
        ("c/pyproject.toml", "this is not toml"),
    ]);
    let app = |name: &str| resolve(&folder.path().join(name), Flags::default()).unwrap().interpretation.app;
    assert_eq!(app("a").as_deref(), Some("top"));
    assert_eq!(app("b").as_deref(), Some("own"));
    assert_eq!(app("c").as_deref(), Some("top"));
}

#[test]
fn exclude_replaces_and_extend_exclude_adds() {
    let files = [("a.py", ""), ("b/c.py", ""), ("venv/d.py", ""), ("flask-sec-lint.toml", "extend-exclude = ['a.py']")];
    let folder = folder(&files);
    let found = |flags: Flags| {
        let settings = resolve(folder.path(), flags).unwrap();
        let files = find_files(&[folder.path().to_path_buf()], &settings.discovery).files;
        let names = files.iter().map(|file| file.strip_prefix(folder.path()).unwrap().display().to_string());
        names.collect::<Vec<String>>()
    };
    assert_eq!(found(Flags::default()), ["b/c.py"]);
    assert_eq!(found(Flags { exclude: Some(vec!["b".to_owned()]), ..Flags::default() }), ["venv/d.py"]);
    assert!(found(Flags { extend_exclude: vec!["b/*.py".to_owned()], ..Flags::default() }).is_empty());
}

#[test]
fn the_flag_names_the_wordlist_or_else_the_settings_file_in_its_own_folder() {
    let key = |name: &str| format!("{name}-7f3a9c\n");
    let folder = folder(&[
        ("flask-sec-lint.toml", "wordlist = 'lists/file.txt'"),
        ("lists/file.txt", &key("file")),
        ("sub/flag.txt", &key("flag")),
    ]);
    let files = SettingsFiles::find(&folder.path().join("sub"), folder.path()).unwrap();
    let of = |flags: Flags| {
        let working_folder = folder.path().join("sub");
        Settings::resolve(flags, &files, &working_folder).unwrap().wordlist
    };
    let by_file = of(Flags::default());
    assert_eq!((by_file.name(), by_file.contains(b"file-7f3a9c")), ("lists/file.txt", true));
    let by_flag = of(Flags { wordlist: Some("flag.txt".into()), ..Flags::default() });
    assert!(by_flag.contains(b"flag-7f3a9c") && !by_flag.contains(b"file-7f3a9c"));
}

#[test]
fn a_wordlist_that_cannot_be_used_is_shown_where_it_is_named() {
    let folder = folder(&[("flask-sec-lint.toml", "\nwordlist = 'missing.txt'"), ("list/a.txt", "")]);
    let text = shown(&resolve(folder.path(), Flags::default()).unwrap_err());
    assert!(text.contains("cannot read the wordlist `missing.txt`"), "{text}");
    assert!(text.contains("[flask-sec-lint.toml:2:"), "{text}");
    fs::write(folder.path().join("latin.txt"), b"fine\nk\xe9y-of-otters\n").unwrap();
    for (name, message) in [
        ("missing.txt", "cannot read the wordlist `missing.txt`"),
        ("list", "it is a folder"),
        ("latin.txt", "line 2 is not UTF-8"),
    ] {
        let flags = Flags { wordlist: Some(name.into()), ..Flags::default() };
        let text = shown(&Settings::resolve(flags, &SettingsFiles::default(), folder.path()).unwrap_err());
        assert!(text.contains(message), "{text}");
        assert!(!text.contains("otters"), "{text}");
    }
}
