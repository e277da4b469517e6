//! Which rules report where, and how severely: layers of selections, the extended files first, flags last.
//!
//! As in ruff, a layer with `select` starts afresh; without it, its `extend-select` and `ignore` change what the
//! layers below it came to.

use std::collections::BTreeMap;

use toml::Spanned;

use super::SettingsError;
use super::file::{SettingsFile, SettingsFiles};
use super::show::Account;
use super::table::{Flags, Texts};
use crate::rules::{Catalogue, Severity};
use crate::source::PathPattern;
use crate::triage::{Choice, FileIgnore, RuleName, Selection, UnknownRule, matching};

/// What `flags` and `files` select of `catalogue`.
pub(super) fn selection(
    flags: &Flags,
    files: &SettingsFiles,
    catalogue: &Catalogue,
    account: &mut Account,
) -> Result<Selection, SettingsError> {
    let stated = files.nearest(|table| table.pedantic.as_ref());
    let pedantic = account.choose("pedantic", flags.pedantic, stated, false);
    let mut choice = Choice::usual(catalogue, pedantic);
    if files.nearest(|table| table.select.as_ref()).is_none() && flags.select.is_none() {
        account.usual("select", ());
    }
    for file in files.files.iter().rev() {
        layer_of_file(file, catalogue, &mut choice, account)?;
    }
    layer_of_flags(flags, catalogue, &mut choice, account)?;
    let stated = files.nearest(|table| table.min_severity.as_ref());
    let min_severity = account.choose("min-severity", flags.min_severity, stated, Severity::Info);
    let by_file = ignores_by_file(files, catalogue, account)?;
    Ok(Selection { rules: choice.into_rules(), by_file, pedantic, min_severity })
}

fn layer_of_file(
    file: &SettingsFile,
    catalogue: &Catalogue,
    choice: &mut Choice,
    account: &mut Account,
) -> Result<(), SettingsError> {
    let here = SettingsFiles { files: vec![file.clone()] };
    if let Some(stated) = here.nearest(|table| table.select.as_ref()) {
        account.file("select", &stated);
        choice.start_with(named_in(file, stated.value, catalogue)?);
    }
    if let Some(stated) = here.nearest(|table| table.extend_select.as_ref()) {
        account.file("extend-select", &stated);
        choice.add(named_in(file, stated.value, catalogue)?);
    }
    if let Some(stated) = here.nearest(|table| table.ignore.as_ref()) {
        account.file("ignore", &stated);
        choice.remove(&named_in(file, stated.value, catalogue)?);
    }
    Ok(())
}

fn layer_of_flags(
    flags: &Flags,
    catalogue: &Catalogue,
    choice: &mut Choice,
    account: &mut Account,
) -> Result<(), SettingsError> {
    let named = |names: &[String]| -> Result<Vec<RuleName>, UnknownRule> {
        let found: Result<Vec<_>, _> = names.iter().map(|name| matching(name, catalogue)).collect();
        found.map(|found| found.concat())
    };
    if let Some(names) = &flags.select {
        account.flag("select", names);
        choice.start_with(named(names)?);
    }
    if !flags.extend_select.is_empty() {
        account.flag("extend-select", &flags.extend_select);
        choice.add(named(&flags.extend_select)?);
    }
    if !flags.ignore.is_empty() {
        account.flag("ignore", &flags.ignore);
        choice.remove(&named(&flags.ignore)?);
    }
    Ok(())
}

/// The rules that a list of a file names; a name that is none is shown there.
fn named_in(file: &SettingsFile, names: &Texts, catalogue: &Catalogue) -> Result<Vec<RuleName>, SettingsError> {
    let found = |name: &Spanned<String>| {
        matching(name.as_ref(), catalogue).map_err(|error| file.error_at(name.span(), error.to_string()))
    };
    let found: Result<Vec<_>, _> = names.iter().map(found).collect();
    found.map(|found| found.concat())
}

fn ignores_by_file(
    files: &SettingsFiles,
    catalogue: &Catalogue,
    account: &mut Account,
) -> Result<Vec<FileIgnore>, SettingsError> {
    let nearest = files.nearest(|table| table.per_file_ignores.as_ref());
    if nearest.is_none() {
        account.usual("per-file-ignores", ());
    }
    let further = files.all(|table| table.extend_per_file_ignores.as_ref());
    let mut ignores = Vec::new();
    let named = nearest.into_iter().map(|one| ("per-file-ignores", one));
    for (name, stated) in named.chain(further.into_iter().map(|one| ("extend-per-file-ignores", one))) {
        account.file(name, &stated);
        for (pattern, names) in stated.value {
            let files = path_pattern(pattern, stated.file)?;
            ignores.push(FileIgnore { files, rules: named_in(stated.file, names, catalogue)? });
        }
    }
    Ok(ignores)
}

fn path_pattern(pattern: &Spanned<String>, file: &SettingsFile) -> Result<PathPattern, SettingsError> {
    let made = PathPattern::new(file.folder(), pattern.as_ref());
    made.map_err(|error| file.error_at(pattern.span(), error.to_string()))
}

/// The severities that the settings give rules.
pub(super) fn severities(
    files: &SettingsFiles,
    catalogue: &Catalogue,
    account: &mut Account,
) -> Result<BTreeMap<String, Severity>, SettingsError> {
    let stated = files.all(|table| table.severity.as_ref());
    if stated.is_empty() {
        account.usual("severity", ());
    }
    let mut severities = BTreeMap::new();
    for stated in stated {
        account.file("severity", &stated);
        for (name, severity) in stated.value {
            let rules = matching(name.as_ref(), catalogue);
            let rules = rules.map_err(|error| stated.file.error_at(name.span(), error.to_string()))?;
            severities.extend(rules.into_iter().map(|rule| (rule.as_str().to_owned(), *severity.as_ref())));
        }
    }
    Ok(severities)
}
