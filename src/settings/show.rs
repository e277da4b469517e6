//! What is in force and from where: the account that `--show-settings` prints.
//!
//! The account is kept while settings are brought together, so that it cannot say something else.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::file::{SettingsFiles, Stated};
use crate::rules::Catalogue;
use crate::triage::Selection;

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Origin {
    /// Nobody says otherwise.
    Default,
    /// The command line.
    Flag {
        /// The flag, with its dashes.
        flag: String,
    },
    /// A settings file.
    File {
        /// The file as errors name it.
        path: String,
        /// The line, from 1.
        line: usize,
    },
}

/// A setting in force. One that adds up has an entry for each place that adds to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InForce {
    /// The key in settings files.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
    /// Where the value comes from.
    pub origin: Origin,
}

/// What is in force, in the order of the settings.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The settings.
    pub entries: Vec<InForce>,
}

impl Account {
    /// Notes a setting that nobody sets.
    pub(super) fn usual(&mut self, name: &'static str, value: impl Serialize) {
        self.note(name, value, Origin::Default);
    }

    /// Notes a setting of the command line.
    pub(super) fn flag(&mut self, name: &'static str, value: impl Serialize) {
        let value = json!(value);
        let no = if value == Value::Bool(false) { "no-" } else { "" };
        self.note(name, value, Origin::Flag { flag: format!("--{no}{name}") });
    }

    /// Notes a setting of a file.
    pub(super) fn file<T: Serialize>(&mut self, name: &'static str, stated: &Stated<'_, T>) {
        let origin = Origin::File { path: stated.file.name.clone(), line: stated.file.line(stated.span.start) };
        self.note(name, stated.value, origin);
    }

    /// The value of the flag, else of the nearest file, else `default`.
    pub(super) fn choose<T: Serialize + Clone>(
        &mut self,
        name: &'static str,
        flag: Option<T>,
        stated: Option<Stated<'_, T>>,
        default: T,
    ) -> T {
        self.said(name, flag, stated).unwrap_or_else(|| {
            self.usual(name, &default);
            default
        })
    }

    /// The value of the flag, else of the nearest file.
    pub(super) fn optional<T: Serialize + Clone>(
        &mut self,
        name: &'static str,
        flag: Option<T>,
        stated: Option<Stated<'_, T>>,
    ) -> Option<T> {
        let said = self.said(name, flag, stated);
        if said.is_none() {
            self.usual(name, ());
        }
        said
    }

    fn said<T: Serialize + Clone>(
        &mut self,
        name: &'static str,
        flag: Option<T>,
        stated: Option<Stated<'_, T>>,
    ) -> Option<T> {
        match (flag, stated) {
            (Some(value), _) => {
                self.flag(name, &value);
                Some(value)
            }
            (None, Some(stated)) => {
                self.file(name, &stated);
                Some(stated.value.clone())
            }
            (None, None) => None,
        }
    }

    fn note(&mut self, name: &'static str, value: impl Serialize, origin: Origin) {
        self.entries.push(InForce { name, value: json!(value), origin });
    }
}

/// Writes what is in force for people: TOML with the origins as comments.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write_account(
    account: &Account,
    files: &SettingsFiles,
    catalogue: &Catalogue,
    selection: &Selection,
    out: &mut dyn Write,
) -> io::Result<()> {
    match files.files.as_slice() {
        [] => writeln!(out, "# settings: no file")?,
        [file, extended @ ..] => {
            writeln!(out, "# settings: {}", file.name)?;
            for file in extended {
                writeln!(out, "# extends: {}", file.name)?;
            }
        }
    }
    for entry in &account.entries {
        let origin = match &entry.origin {
            Origin::Default => "default".to_owned(),
            Origin::Flag { flag } => flag.clone(),
            Origin::File { path, line } => format!("{path}:{line}"),
        };
        match toml_of(&entry.value) {
            Some(value) => writeln!(out, "{} = {value}  # {origin}", entry.name)?,
            None => writeln!(out, "# {} is not set", entry.name)?,
        }
    }
    writeln!(out, "# rules that report:")?;
    for rule in catalogue.rules.iter().filter(|rule| selection.enables(&rule.id)) {
        writeln!(out, "#   {} [{}]", rule.id, rule.severity.name())?;
    }
    Ok(())
}

/// Writes what is in force as JSON.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write_account_json(
    account: &Account,
    files: &SettingsFiles,
    catalogue: &Catalogue,
    selection: &Selection,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rules = catalogue.rules.iter().filter(|rule| selection.enables(&rule.id));
    let report = json!({
        "version": 1,
        "files": files.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        "settings": account.entries,
        "rules": rules.map(|rule| json!({"rule": rule.id, "severity": rule.severity})).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

/// A value as TOML on one line; nothing for one that is not set. JSON's strings are TOML's too.
fn toml_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(toml_of).collect();
            Some(format!("[{}]", items.join(", ")))
        }
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| Some(format!("{} = {}", toml_key(key), toml_of(value)?));
            let fields: Vec<String> = fields.iter().filter_map(field).collect();
            Some(if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) })
        }
    }
}

fn toml_key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one));
    if is_bare { key.to_owned() } else { Value::String(key.to_owned()).to_string() }
}
