//! Floor 9: settings of pyproject.toml and flags, brought together.
//!
//! It decides what was asked for; it neither discovers files nor lints them.

mod error;
mod file;
mod wordlist;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::eval;
use crate::report::Format;
use crate::rules::{Catalogue, Severity};
use crate::secrets::Wordlist;
use crate::source::{DEFAULT_EXCLUDES, DiscoveryOptions, Exclusion, IgnoreFiles, NamedFiles};
use crate::triage::{RuleName, Selection};

pub use error::{Defect, SettingsError, WordlistError};
pub use file::SettingsFile;

/// The keys of a settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    select: Option<Vec<Spanned<String>>>,
    ignore: Vec<Spanned<String>>,
    exclude: Option<Vec<Spanned<String>>>,
    extend_exclude: Vec<Spanned<String>>,
    force_exclude: Option<bool>,
    respect_gitignore: Option<bool>,
    pedantic: Option<bool>,
    min_severity: Option<Severity>,
    app: Option<String>,
    wordlist: Option<Spanned<PathBuf>>,
    output_format: Option<Format>,
}

/// What the flags say; each wins over the settings file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--select`.
    pub select: Option<Vec<String>>,
    /// `--ignore`; adds to the file's.
    pub ignore: Vec<String>,
    /// `--exclude`.
    pub exclude: Option<Vec<String>>,
    /// `--extend-exclude`; adds to the file's.
    pub extend_exclude: Vec<String>,
    /// `--force-exclude` and its opposite.
    pub force_exclude: Option<bool>,
    /// `--no-respect-gitignore` and its opposite.
    pub respect_gitignore: Option<bool>,
    /// `--pedantic` and its opposite.
    pub pedantic: Option<bool>,
    /// `--min-severity`.
    pub min_severity: Option<Severity>,
    /// `--app`.
    pub app: Option<String>,
    /// `--wordlist`.
    pub wordlist: Option<PathBuf>,
    /// `--output-format`.
    pub output_format: Option<Format>,
}

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which files.
    pub discovery: DiscoveryOptions,
    /// Which apps.
    pub interpretation: eval::Options,
    /// Keys that count as published, besides those that the program knows.
    pub wordlist: Wordlist,
    /// Which rules.
    pub selection: Selection,
    /// How it is reported.
    pub output_format: Format,
}

impl Settings {
    /// Brings `flags` and the settings `file` together. Patterns and paths of flags are relative to `working_folder`.
    ///
    /// # Errors
    ///
    /// If a rule does not exist, a pattern is none, or a wordlist cannot be read.
    pub fn resolve(
        flags: Flags,
        file: Option<&SettingsFile>,
        working_folder: &Path,
        catalogue: &Catalogue,
    ) -> Result<Self, SettingsError> {
        let table = file.map(|file| file.table.clone()).unwrap_or_default();
        let named_files = match flags.force_exclude.or(table.force_exclude) {
            Some(true) => NamedFiles::Excludable,
            Some(false) | None => NamedFiles::AlwaysLinted,
        };
        let ignore_files = match flags.respect_gitignore.or(table.respect_gitignore) {
            Some(true) | None => IgnoreFiles::Respected,
            Some(false) => IgnoreFiles::Disregarded,
        };
        let exclusion = exclusion(&flags, file, &table, working_folder)?;
        let selection = selection(&flags, file, &table, catalogue)?;
        let wordlist = wordlist(&flags, file, &table, working_folder)?;
        Ok(Self {
            discovery: DiscoveryOptions { exclusion, named_files, ignore_files },
            interpretation: eval::Options { app: flags.app.or(table.app) },
            wordlist,
            selection,
            output_format: flags.output_format.or(table.output_format).unwrap_or_default(),
        })
    }
}

fn exclusion(
    flags: &Flags,
    file: Option<&SettingsFile>,
    table: &Table,
    working_folder: &Path,
) -> Result<Exclusion, SettingsError> {
    let of_flags = |patterns: &[String]| Exclusion::new(working_folder, patterns.iter().map(String::as_str));
    let base = match (&flags.exclude, &table.exclude, file) {
        (Some(patterns), _, _) => of_flags(patterns)?,
        (None, Some(patterns), Some(file)) => excluded_by(file, patterns)?,
        (None, Some(_), None) | (None, None, _) => Exclusion::new(working_folder, DEFAULT_EXCLUDES)?,
    };
    let extended = match file {
        Some(file) => base.and(excluded_by(file, &table.extend_exclude)?),
        None => base,
    };
    Ok(extended.and(of_flags(&flags.extend_exclude)?))
}

/// Patterns of a file are relative to its folder; one that is none is shown in the file.
fn excluded_by(file: &SettingsFile, patterns: &[Spanned<String>]) -> Result<Exclusion, SettingsError> {
    let folder: PathBuf = file.path.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut exclusion = Exclusion::default();
    for pattern in patterns {
        let one = Exclusion::new(&folder, [pattern.as_ref().as_str()]);
        exclusion = exclusion.and(one.map_err(|error| file.error_at(pattern.span(), error.to_string()))?);
    }
    Ok(exclusion)
}

/// The list that the flag names, or else the settings file; its path there is relative to the file's folder.
fn wordlist(
    flags: &Flags,
    file: Option<&SettingsFile>,
    table: &Table,
    working_folder: &Path,
) -> Result<Wordlist, SettingsError> {
    match (&flags.wordlist, &table.wordlist, file) {
        (Some(path), _, _) => Ok(wordlist::read(&working_folder.join(path), path)?),
        (None, Some(path), Some(file)) => {
            let folder = file.path.parent().unwrap_or(working_folder);
            let list = wordlist::read(&folder.join(path.as_ref()), path.as_ref());
            list.map_err(|error| file.error_at(path.span(), error.to_string()))
        }
        (None, Some(_), None) | (None, None, _) => Ok(Wordlist::default()),
    }
}

fn selection(
    flags: &Flags,
    file: Option<&SettingsFile>,
    table: &Table,
    catalogue: &Catalogue,
) -> Result<Selection, SettingsError> {
    let of_flags = |names: &[String]| -> Result<Vec<RuleName>, SettingsError> {
        names.iter().map(|name| Ok(RuleName::find(name, catalogue)?)).collect()
    };
    let of_table = |names: &[Spanned<String>]| -> Result<Vec<RuleName>, SettingsError> {
        let found = |name: &Spanned<String>| {
            RuleName::find(name.as_ref(), catalogue).map_err(|error| match file {
                Some(file) => file.error_at(name.span(), error.to_string()),
                None => error.into(),
            })
        };
        names.iter().map(found).collect()
    };
    let select = match (&flags.select, &table.select) {
        (Some(names), _) => Some(of_flags(names)?),
        (None, Some(names)) => Some(of_table(names)?),
        (None, None) => None,
    };
    let mut ignore = of_table(&table.ignore)?;
    ignore.extend(of_flags(&flags.ignore)?);
    Ok(Selection {
        select,
        ignore,
        pedantic: flags.pedantic.or(table.pedantic).unwrap_or(false),
        min_severity: flags.min_severity.or(table.min_severity).unwrap_or(Severity::Info),
    })
}

#[cfg(test)]
mod tests;
