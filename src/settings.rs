//! Floor 9: settings files and flags, brought together.
//!
//! It decides what was asked for; it neither discovers files nor lints them.

mod baseline;
mod error;
mod file;
mod paths;
mod selection;
mod show;
mod table;
mod wordlist;

use std::path::{Path, PathBuf};

use crate::eval;
use crate::flask::Release;
use crate::python::PythonVersion;
use crate::report::Format;
use crate::rules::Catalogue;
use crate::secrets::Wordlist;
use crate::source::{DiscoveryOptions, IgnoreFiles, NamedFiles};
use crate::triage::{Baseline, Selection};

pub use baseline::read_baseline;
pub use error::{BaselineFileError, Defect, SettingsError, WordlistError};
pub use file::{SettingsFile, SettingsFiles};
pub use show::{Account, InForce, Origin, write_account, write_account_json};
pub use table::Flags;

use file::Stated;

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which files.
    pub discovery: DiscoveryOptions,
    /// Which apps.
    pub interpretation: eval::Options,
    /// Keys that count as published, besides those that the program knows.
    pub wordlist: Wordlist,
    /// Which rules there are.
    pub catalogue: Catalogue,
    /// Which of them report.
    pub selection: Selection,
    /// The findings that are known already.
    pub baseline: Option<BaselineFile>,
    /// How it is reported.
    pub output_format: Format,
    /// Where all this comes from.
    pub account: Account,
}

/// A file with known findings.
#[derive(Clone, Debug)]
pub struct BaselineFile {
    /// As reports call it.
    pub name: PathBuf,
    /// What it holds.
    pub content: Baseline,
}

impl Settings {
    /// Brings `flags` and the settings `files` together. Patterns and paths of flags are relative to `working_folder`.
    ///
    /// # Errors
    ///
    /// If a rule does not exist, a pattern is none, or a file that is named cannot be used.
    pub fn resolve(flags: Flags, files: &SettingsFiles, working_folder: &Path) -> Result<Self, SettingsError> {
        let mut account = Account::default();
        let catalogue = catalogue(&flags, files, working_folder, &mut account)?;
        let selection = selection::selection(&flags, files, &catalogue, &mut account)?;
        let severities = selection::severities(files, &catalogue, &mut account)?;
        let discovery = discovery(&flags, files, working_folder, &mut account)?;
        let interpretation = interpretation(&flags, files, &mut account)?;
        let wordlist = paths::wordlist(&flags, files, working_folder, &mut account)?;
        let baseline = known(&flags, files, working_folder, &mut account)?;
        let format = files.nearest(|table| table.output_format.as_ref());
        let output_format = account.choose("output-format", flags.output_format, format, Format::default());
        let catalogue = catalogue.with_severities(&severities);
        Ok(Self { discovery, interpretation, wordlist, catalogue, selection, baseline, output_format, account })
    }
}

/// The rules of the program, and those of the folder that the flag or a settings file names.
///
/// # Errors
///
/// If there is none, or a rule in it cannot be used.
fn catalogue(
    flags: &Flags,
    files: &SettingsFiles,
    working_folder: &Path,
    account: &mut Account,
) -> Result<Catalogue, SettingsError> {
    let embedded = Catalogue::embedded()?;
    let stated = files.nearest(|table| table.rules.as_ref());
    let Some(named) = paths::named("rules", flags.rules.as_deref(), stated, working_folder, account) else {
        return Ok(embedded);
    };
    match named.stated {
        None => Ok(embedded.with_folder(&named.name)?),
        Some(Stated { file, span, .. }) if !named.path.is_dir() => {
            Err(file.error_at(span, format!("there is no folder `{}` with rules", named.name.display())))
        }
        Some(_) => Ok(embedded.with_folder(&named.path)?),
    }
}

fn discovery(
    flags: &Flags,
    files: &SettingsFiles,
    working_folder: &Path,
    account: &mut Account,
) -> Result<DiscoveryOptions, SettingsError> {
    let exclusion = paths::exclusion(flags, files, working_folder, account)?;
    let stated = files.nearest(|table| table.force_exclude.as_ref());
    let is_forced = account.choose("force-exclude", flags.force_exclude, stated, false);
    let named_files = if is_forced { NamedFiles::Excludable } else { NamedFiles::AlwaysLinted };
    let stated = files.nearest(|table| table.respect_gitignore.as_ref());
    let respects = account.choose("respect-gitignore", flags.respect_gitignore, stated, true);
    let ignore_files = if respects { IgnoreFiles::Respected } else { IgnoreFiles::Disregarded };
    Ok(DiscoveryOptions { exclusion, named_files, ignore_files })
}

fn interpretation(flags: &Flags, files: &SettingsFiles, account: &mut Account) -> Result<eval::Options, SettingsError> {
    Ok(eval::Options {
        app: account.optional("app", flags.app.clone(), files.nearest(|table| table.app.as_ref())),
        flask: flask_version(flags, files, account)?,
        python: python_version(files, account)?,
        import_roots: paths::import_roots(files, account)?,
        profiles: paths::profiles(files, account)?,
    })
}

/// A version that is none is shown in the file.
fn flask_version(
    flags: &Flags,
    files: &SettingsFiles,
    account: &mut Account,
) -> Result<Option<Release>, SettingsError> {
    if let Some(release) = flags.flask_version {
        account.flag("flask-version", release.flask.to_string());
        return Ok(Some(release));
    }
    let stated = files.nearest(|table| table.flask_version.as_ref());
    version(account, "flask-version", stated, str::parse::<Release>)
}

fn python_version(files: &SettingsFiles, account: &mut Account) -> Result<Option<PythonVersion>, SettingsError> {
    let stated = files.nearest(|table| table.python_version.as_ref());
    version(account, "python-version", stated, str::parse::<PythonVersion>)
}

fn version<T, E: std::error::Error>(
    account: &mut Account,
    name: &'static str,
    stated: Option<Stated<'_, String>>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, SettingsError> {
    let Some(stated) = stated else {
        account.usual(name, ());
        return Ok(None);
    };
    account.file(name, &stated);
    parse(stated.value).map(Some).map_err(|error| stated.file.error_at(stated.span, error.to_string()))
}

/// The findings that are known; none are while they are being written down.
fn known(
    flags: &Flags,
    files: &SettingsFiles,
    working_folder: &Path,
    account: &mut Account,
) -> Result<Option<BaselineFile>, SettingsError> {
    if flags.writes_baseline {
        return Ok(None);
    }
    let stated = files.nearest(|table| table.baseline.as_ref());
    let Some(named) = paths::named("baseline", flags.baseline.as_deref(), stated, working_folder, account) else {
        return Ok(None);
    };
    match (read_baseline(&named.path, &named.name), named.stated) {
        (Ok(content), _) => Ok(Some(BaselineFile { name: named.name, content })),
        (Err(error), Some(stated)) => Err(stated.file.error_at(stated.span, error.to_string())),
        (Err(error), None) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
