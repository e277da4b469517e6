//! Settings that name files and folders. Those of a file are relative to its folder, those of flags to the
//! working folder.

use std::path::{Component, Path, PathBuf};

use super::file::{SettingsFile, SettingsFiles, Stated};
use super::show::Account;
use super::table::{Flags, Texts};
use super::{SettingsError, WordlistError, wordlist};
use crate::flask::{Context, ProfilePattern, Profiles};
use crate::secrets::Wordlist;
use crate::source::{DEFAULT_EXCLUDES, Exclusion, NamePattern, PathPattern};

/// Most patterns of one setting: each is matched with every path.
const MOST_PATTERNS: usize = 1_000;

/// `path` without `.` and `..`, by its text alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut parts, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()),
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => parts.push(part),
        }
        parts
    })
}

pub(super) fn exclusion(
    flags: &Flags,
    files: &SettingsFiles,
    working_folder: &Path,
    account: &mut Account,
) -> Result<Exclusion, SettingsError> {
    let of_flags = |patterns: &[String]| Exclusion::new(working_folder, patterns.iter().map(String::as_str));
    let mut exclusion = match (&flags.exclude, files.nearest(|table| table.exclude.as_ref())) {
        (Some(patterns), _) => {
            account.flag("exclude", patterns);
            of_flags(patterns)?
        }
        (None, Some(stated)) => {
            account.file("exclude", &stated);
            excluded_by(&stated)?
        }
        (None, None) => {
            account.usual("exclude", DEFAULT_EXCLUDES);
            Exclusion::new(working_folder, DEFAULT_EXCLUDES)?
        }
    };
    for stated in files.all(|table| table.extend_exclude.as_ref()) {
        account.file("extend-exclude", &stated);
        exclusion = exclusion.and(excluded_by(&stated)?);
    }
    if !flags.extend_exclude.is_empty() {
        account.flag("extend-exclude", &flags.extend_exclude);
    }
    Ok(exclusion.and(of_flags(&flags.extend_exclude)?))
}

/// A pattern that is none is shown in the file.
fn excluded_by(stated: &Stated<'_, Texts>) -> Result<Exclusion, SettingsError> {
    if stated.value.len() > MOST_PATTERNS {
        let message = format!("there are more than {MOST_PATTERNS} patterns: exclude folders rather than files");
        return Err(stated.file.error_at(stated.span.clone(), message));
    }
    let mut exclusion = Exclusion::default();
    for pattern in stated.value {
        let one = Exclusion::new(stated.file.folder(), [pattern.as_ref().as_str()]);
        exclusion = exclusion.and(one.map_err(|error| stated.file.error_at(pattern.span(), error.to_string()))?);
    }
    Ok(exclusion)
}

/// The list that the flag names, or else the settings.
pub(super) fn wordlist(
    flags: &Flags,
    files: &SettingsFiles,
    working_folder: &Path,
    account: &mut Account,
) -> Result<Wordlist, SettingsError> {
    match (&flags.wordlist, files.nearest(|table| table.wordlist.as_ref())) {
        (Some(path), _) => {
            account.flag("wordlist", path);
            Ok(wordlist::read(&working_folder.join(path), path)?)
        }
        (None, Some(stated)) => {
            account.file("wordlist", &stated);
            let path = stated.file.folder().join(stated.value);
            let list = wordlist::read_named_by_settings(&path, stated.value);
            list.map_err(|error: WordlistError| stated.file.error_at(stated.span, error.to_string()))
        }
        (None, None) => {
            account.usual("wordlist", ());
            Ok(Wordlist::default())
        }
    }
}

/// The folders that imports start from.
pub(super) fn import_roots(files: &SettingsFiles, account: &mut Account) -> Result<Vec<PathBuf>, SettingsError> {
    let Some(stated) = files.nearest(|table| table.src.as_ref()) else {
        account.usual("src", [".", "src"]);
        return Ok(Vec::new());
    };
    account.file("src", &stated);
    let root = |path: &toml::Spanned<PathBuf>| {
        let folder = normal(&stated.file.folder().join(path.as_ref()));
        if folder.is_dir() {
            return Ok(folder);
        }
        let message = format!("there is no folder `{}` for imports to start from", path.as_ref().display());
        Err(stated.file.error_at(path.span(), message))
    };
    stated.value.iter().map(root).collect()
}

/// What the settings say of profiles, by names and by paths.
pub(super) fn profiles(files: &SettingsFiles, account: &mut Account) -> Result<Profiles, SettingsError> {
    let Some(stated) = files.nearest(|table| table.profiles.as_ref()) else {
        account.usual("profiles", ());
        return Ok(Profiles::default());
    };
    account.file("profiles", &stated);
    let by_context = [
        (&stated.value.production, Context::Production),
        (&stated.value.development, Context::Development),
        (&stated.value.testing, Context::Testing),
        (&stated.value.example, Context::Example),
    ];
    let mut patterns = Vec::new();
    for (texts, context) in by_context {
        for text in texts {
            let pattern = profile_pattern(text.as_ref(), stated.file);
            patterns.push((pattern.map_err(|error| stated.file.error_at(text.span(), error.to_string()))?, context));
        }
    }
    Ok(Profiles::new(patterns))
}

fn profile_pattern(text: &str, file: &SettingsFile) -> Result<ProfilePattern, crate::source::PatternError> {
    if text.contains('/') {
        return PathPattern::new(file.folder(), text).map(ProfilePattern::Path);
    }
    NamePattern::new(text).map(ProfilePattern::Name)
}

/// A path that the flag names, or else the settings: absolute, as it is called, and where the settings do so.
pub(super) struct NamedPath<'a> {
    pub(super) path: PathBuf,
    pub(super) name: PathBuf,
    pub(super) stated: Option<Stated<'a, PathBuf>>,
}

/// The path of `setting`, for somebody else to read.
pub(super) fn named<'a>(
    setting: &'static str,
    flag: Option<&Path>,
    stated: Option<Stated<'a, PathBuf>>,
    working_folder: &Path,
    account: &mut Account,
) -> Option<NamedPath<'a>> {
    match (flag, stated) {
        (Some(path), _) => {
            account.flag(setting, path);
            Some(NamedPath { path: normal(&working_folder.join(path)), name: path.to_path_buf(), stated: None })
        }
        (None, Some(stated)) => {
            account.file(setting, &stated);
            let path = normal(&stated.file.folder().join(stated.value));
            let name = path.strip_prefix(working_folder).unwrap_or(&path).to_path_buf();
            Some(NamedPath { path, name, stated: Some(stated) })
        }
        (None, None) => {
            account.usual(setting, ());
            None
        }
    }
}
