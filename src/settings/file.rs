//! The settings files: where they are, and what they say.
//!
//! `flask-sec-lint.toml` holds the settings at its top, `pyproject.toml` in `[tool.flask-sec-lint]`. A
//! `pyproject.toml` without that table is somebody else's and never an error.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{NamedSource, SourceSpan};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::error::Defect;
use super::table::Table;
use super::{SettingsError, paths};
use crate::source::{is_really_inside, project_root, read_bounded};
use crate::triage::nearest;

const OWN: &str = "flask-sec-lint.toml";
const PYPROJECT: &str = "pyproject.toml";
const TOOL: &str = "flask-sec-lint";
/// The largest settings file that is read, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// A settings file that was read.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called: its path from the working folder.
    pub name: String,
    /// What it says.
    pub(super) table: Table,
    text: Arc<str>,
}

/// The settings file in force and those that it extends, nearest first.
#[derive(Clone, Debug, Default)]
pub struct SettingsFiles {
    /// The files.
    pub files: Vec<SettingsFile>,
}

/// What a file says of one setting.
pub(super) struct Stated<'a, T> {
    pub(super) value: &'a T,
    pub(super) file: &'a SettingsFile,
    pub(super) span: Range<usize>,
}

#[derive(Deserialize)]
struct Pyproject {
    tool: Option<Tool>,
}

#[derive(Deserialize)]
struct Tool {
    #[serde(rename = "flask-sec-lint")]
    table: Option<Table>,
}

impl SettingsFiles {
    /// The nearest settings file in `folder` (absolute) or above it, and what it extends. Errors name files
    /// relative to `working_folder`.
    ///
    /// # Errors
    ///
    /// If one of them cannot be read or says something that is no setting.
    pub fn find(folder: &Path, working_folder: &Path) -> Result<Self, SettingsError> {
        let project = project_root(&[folder.to_path_buf()]);
        for folder in folder.ancestors() {
            let root = if folder.starts_with(&project) { &project } else { folder };
            for name in [OWN, PYPROJECT] {
                let path = folder.join(name);
                if path.is_file()
                    && let Some(found) = SettingsFile::read(&path, working_folder, root)?
                {
                    return found.with_extended(working_folder, root);
                }
            }
        }
        Ok(Self::default())
    }

    /// The settings in the file at `path` (absolute), and what it extends; `None` if it is a `pyproject.toml`
    /// without any.
    ///
    /// # Errors
    ///
    /// If one of them cannot be read or says something that is no setting.
    pub fn read(path: &Path, working_folder: &Path) -> Result<Option<Self>, SettingsError> {
        // What the user names is theirs, wherever a link leads; what it extends is the file's word.
        let root = project_root(&[path.to_path_buf()]);
        let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let file = SettingsFile::read(path, working_folder, real.parent().unwrap_or(&real))?;
        file.map(|file| file.with_extended(working_folder, &root)).transpose()
    }

    /// What the nearest file that has a setting says of it.
    pub(super) fn nearest<'a, T>(&'a self, get: impl Fn(&'a Table) -> Option<&'a Spanned<T>>) -> Option<Stated<'a, T>> {
        self.files.iter().find_map(|file| file.stated(&get))
    }

    /// What each file says of a setting that adds up, the extended files first.
    pub(super) fn all<'a, T>(&'a self, get: impl Fn(&'a Table) -> Option<&'a Spanned<T>>) -> Vec<Stated<'a, T>> {
        self.files.iter().rev().filter_map(|file| file.stated(&get)).collect()
    }
}

impl SettingsFile {
    /// The text of a file that really lies outside of `root` is shown nowhere.
    fn read(path: &Path, working_folder: &Path, root: &Path) -> Result<Option<Self>, SettingsError> {
        let name = path.strip_prefix(working_folder).unwrap_or(path).display().to_string();
        let unreadable = |reason: String| SettingsError::Unreadable { path: name.clone(), reason };
        let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT);
        let text = match read_bounded(path, MOST_BYTES).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) if is_pyproject && !has_table(&String::from_utf8_lossy(error.as_bytes())) => {
                return Ok(None);
            }
            Ok(Err(_)) => return Err(unreadable("it is not UTF-8".to_owned())),
            Err(_) if is_pyproject && path.is_file() => return Ok(None),
            Err(reason) => return Err(unreadable(reason)),
        };
        // What a project's link or `extend` leads to may be anybody's secret.
        let is_ours = is_really_inside(path, root);
        let hide = |error: SettingsError| {
            if is_ours { error } else { unreadable(format!("it lies outside of the project, and {error}")) }
        };
        let table = match is_pyproject {
            true if !has_table(&text) => None,
            true => parse::<Pyproject>(&name, &text).map_err(hide)?.tool.and_then(|tool| tool.table),
            false => Some(parse(&name, &text).map_err(hide)?),
        };
        Ok(table.map(|table| Self { path: path.to_path_buf(), name, table, text: text.into() }))
    }

    fn with_extended(self, working_folder: &Path, root: &Path) -> Result<SettingsFiles, SettingsError> {
        let mut files = vec![self];
        while let Some(last) = files.last()
            && let Some(extended) = &last.table.extend
        {
            let path = paths::normal(&last.folder().join(extended.as_ref()));
            let error = |message: String| last.error_at(extended.span(), message);
            if files.iter().any(|file| file.path == path) {
                return Err(error(format!("`{}` extends itself in the end", extended.as_ref().display())));
            }
            if !path.is_file() {
                return Err(error(format!("there is no file `{}` to extend", extended.as_ref().display())));
            }
            match Self::read(&path, working_folder, root)? {
                Some(file) => files.push(file),
                None => return Err(error("it holds no settings: it has no table [tool.flask-sec-lint]".to_owned())),
            }
        }
        Ok(SettingsFiles { files })
    }

    fn stated<'a, T>(&'a self, get: impl Fn(&'a Table) -> Option<&'a Spanned<T>>) -> Option<Stated<'a, T>> {
        get(&self.table).map(|value| Stated { span: value.span(), value: value.as_ref(), file: self })
    }

    /// The folder that its paths are relative to.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// The line (from 1) of a byte of it.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    /// An error at these bytes of the file.
    pub(super) fn error_at(&self, span: Range<usize>, message: String) -> SettingsError {
        in_file(&self.name, &self.text, span, message, None)
    }
}

/// Whether a `pyproject.toml` has our table, as far as that can be told where it is no valid TOML.
fn has_table(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    let is_header = |line: &str| line.starts_with('[') && line.contains("tool") && line.contains(TOOL);
    let is_key = |line: &str| line.starts_with(TOOL) || line.starts_with("tool.flask-sec-lint");
    lines.any(|line| is_header(line) || is_key(line))
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, SettingsError> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let (message, help) = explained(error.message());
        in_file(name, text, span, message, help)
    })
}

/// What serde says of an unknown key, with the nearest key in place of all of them.
fn explained(message: &str) -> (String, Option<String>) {
    let Some((unknown, expected)) = message.split_once(", expected ").filter(|_| message.starts_with("unknown "))
    else {
        return (message.to_owned(), None);
    };
    let mut unknown = unknown.split('`');
    let kind = if unknown.next().is_some_and(|kind| kind.starts_with("unknown field")) { "setting" } else { "value" };
    let name = unknown.next().unwrap_or("");
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    (format!("there is no {kind} `{name}`"), Some(help))
}

fn in_file(name: &str, text: &str, span: Range<usize>, message: String, help: Option<String>) -> SettingsError {
    let source_code = NamedSource::new(name, text.to_owned());
    SettingsError::InFile(Box::new(Defect { message, source_code, span: SourceSpan::from(span), help }))
}
