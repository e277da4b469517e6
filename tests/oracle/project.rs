//! The projects to compare: those in `testdata/flask/`, and those that `generate.py` makes from seeds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use walkdir::WalkDir;

use super::{scratch, script};

/// Variables with their values.
pub(crate) type Environment = BTreeMap<String, String>;

/// A folder with an app.
pub(crate) struct Project {
    /// Where its code is.
    pub(crate) folder: PathBuf,
    /// How a failure names it.
    pub(crate) name: String,
    /// What its `case.toml` says.
    pub(crate) case: Case,
}

/// `case.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Case {
    /// As for `flask --app`.
    pub(crate) app: String,
    /// Folders below the project that are importable, as an installed `src` layout is.
    pub(crate) path: Vec<String>,
    /// The environments besides the empty one.
    pub(crate) environments: Vec<Environment>,
    /// Whether the app does not start under the empty environment.
    pub(crate) fails: bool,
    /// Why its settings cannot be known from the source: they do not count as decidable.
    pub(crate) undecidable: Option<String>,
    /// Why the program is still wrong about it: a defect that is known.
    pub(crate) wrong: Option<String>,
}

impl Default for Case {
    fn default() -> Self {
        let environment = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let production = environment(&[
            ("SECRET_KEY", "from-the-environment"),
            ("FLASK_SECRET_KEY", "from-a-prefixed-variable"),
            ("FLASK_ENV", "production"),
            ("FLASK_CONFIG", "production"),
            ("APP_ENV", "production"),
            ("COOKIE_SECURE", "true"),
            ("LIFETIME", "60"),
        ]);
        let development = environment(&[
            ("SECRET_KEY", ""),
            ("FLASK_DEBUG", "1"),
            ("DEBUG", "1"),
            ("FLASK_ENV", "development"),
            ("FLASK_CONFIG", "development"),
            ("APP_ENV", "development"),
            ("COOKIE_SECURE", "no"),
            ("SAMESITE", "Strict"),
        ]);
        Self {
            app: "app:app".into(),
            path: Vec::new(),
            environments: vec![production, development],
            fails: false,
            undecidable: None,
            wrong: None,
        }
    }
}

/// The projects that were written by hand. They run as copies: some write files.
pub(crate) fn hand_written() -> Vec<Project> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/flask");
    let copies = fresh(&scratch("testdata"));
    copy(&source, &copies);
    let only = std::env::var("FLASK_ORACLE_ONLY").unwrap_or_default();
    let mut projects = read(&copies, &|name| format!("testdata/flask/{name}"));
    projects.retain(|project| project.name.contains(&only));
    projects
}

/// `count` projects that `generate.py` makes.
pub(crate) fn generated(python: &Path, count: usize) -> Vec<Project> {
    let folder = fresh(&scratch(&format!("generated-{count}")));
    let first = std::env::var("FLASK_ORACLE_SEED").unwrap_or_else(|_| "1".into());
    let output = Command::new(python)
        .arg(script("generate.py"))
        .args([&first, &count.to_string()])
        .arg(&folder)
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    read(&folder, &|name| format!("{} (FLASK_ORACLE_SEED={name})", folder.join(name).display()))
}

fn fresh(folder: &Path) -> PathBuf {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("target/tmp is writable");
    folder.to_path_buf()
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().filter_entry(|entry| entry.file_name() != "__pycache__") {
        let entry = entry.expect("testdata is readable");
        let place = to.join(entry.path().strip_prefix(from).expect("it is below"));
        let done = if entry.file_type().is_dir() {
            fs::create_dir_all(place)
        } else {
            fs::copy(entry.path(), place).map(|_| ())
        };
        done.expect("target/tmp is writable");
    }
}

fn read(folder: &Path, name: &dyn Fn(&str) -> String) -> Vec<Project> {
    let folders = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
    let folders = folders.into_iter().map(|entry| entry.expect("readable")).filter(|entry| entry.path().is_dir());
    folders
        .map(|entry| {
            let folder = entry.path().to_path_buf();
            let case = fs::read_to_string(folder.join("case.toml")).unwrap_or_default();
            let case = toml::from_str(&case).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            Project { name: name(&entry.file_name().to_string_lossy()), folder, case }
        })
        .collect()
}
