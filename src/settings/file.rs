//! The settings file: where it is, and what it says.
//!
//! `flask-sec-lint.toml` holds the settings at its top, `pyproject.toml` in `[tool.flask-sec-lint]`. A
//! `pyproject.toml` that does not mention this program is somebody else's and never an error.

use std::ops::Range;
use std::path::{Path, PathBuf};

use miette::{NamedSource, SourceSpan};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::Defect;
use super::{SettingsError, Table};
use crate::triage::nearest;

const OWN: &str = "flask-sec-lint.toml";
const PYPROJECT: &str = "pyproject.toml";

/// A settings file that was read.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub(super) table: Table,
    /// What errors call it.
    name: String,
    text: String,
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

impl SettingsFile {
    /// The nearest settings file in `folder` (absolute) or above it. Errors name it relative to `working_folder`.
    ///
    /// # Errors
    ///
    /// If it cannot be read or says something that is no setting.
    pub fn find(folder: &Path, working_folder: &Path) -> Result<Option<Self>, SettingsError> {
        for folder in folder.ancestors() {
            for name in [OWN, PYPROJECT] {
                let path = folder.join(name);
                if path.is_file()
                    && let Some(found) = Self::read(&path, working_folder)?
                {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// The settings in the file at `path` (absolute); `None` if it is a `pyproject.toml` without any.
    ///
    /// # Errors
    ///
    /// If it cannot be read or says something that is no setting.
    pub fn read(path: &Path, working_folder: &Path) -> Result<Option<Self>, SettingsError> {
        let name = path.strip_prefix(working_folder).unwrap_or(path).display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingsError::Unreadable { path: name.clone(), reason: error.to_string() })?;
        if path.file_name().is_some_and(|name| name == PYPROJECT) {
            if !text.contains("flask-sec-lint") {
                return Ok(None);
            }
            let table = parse::<Pyproject>(&name, &text)?.tool.and_then(|tool| tool.table);
            return Ok(table.map(|table| Self { path: path.to_path_buf(), name, table, text }));
        }
        let table = parse(&name, &text)?;
        Ok(Some(Self { path: path.to_path_buf(), name, table, text }))
    }

    /// An error at these bytes of the file.
    pub(super) fn error_at(&self, span: Range<usize>, message: String) -> SettingsError {
        in_file(&self.name, &self.text, span, message, None)
    }
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
