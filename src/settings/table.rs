//! The keys of a settings file and the flags that win over them.
//!
//! Plain data: what they mean together is for the rest of this floor to say.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use crate::flask::Release;
use crate::report::Format;
use crate::rules::Severity;

/// Texts, each with its place.
pub(super) type Texts = Vec<Spanned<String>>;
/// Patterns of files, and the rules that do not report there.
pub(super) type IgnoresByFile = BTreeMap<Spanned<String>, Texts>;

/// The keys of a settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Table {
    pub(super) extend: Option<Spanned<PathBuf>>,
    pub(super) select: Option<Spanned<Texts>>,
    pub(super) extend_select: Option<Spanned<Texts>>,
    pub(super) ignore: Option<Spanned<Texts>>,
    pub(super) per_file_ignores: Option<Spanned<IgnoresByFile>>,
    pub(super) extend_per_file_ignores: Option<Spanned<IgnoresByFile>>,
    pub(super) severity: Option<Spanned<BTreeMap<Spanned<String>, Spanned<Severity>>>>,
    pub(super) min_severity: Option<Spanned<Severity>>,
    pub(super) pedantic: Option<Spanned<bool>>,
    pub(super) exclude: Option<Spanned<Texts>>,
    pub(super) extend_exclude: Option<Spanned<Texts>>,
    pub(super) force_exclude: Option<Spanned<bool>>,
    pub(super) respect_gitignore: Option<Spanned<bool>>,
    pub(super) app: Option<Spanned<String>>,
    pub(super) src: Option<Spanned<Vec<Spanned<PathBuf>>>>,
    pub(super) profiles: Option<Spanned<ProfileTable>>,
    pub(super) flask_version: Option<Spanned<String>>,
    pub(super) python_version: Option<Spanned<String>>,
    pub(super) rules: Option<Spanned<PathBuf>>,
    pub(super) wordlist: Option<Spanned<PathBuf>>,
    pub(super) baseline: Option<Spanned<PathBuf>>,
    pub(super) output_format: Option<Spanned<Format>>,
}

/// Patterns of names, or of paths where they hold a `/`, by what they are for.
#[derive(Clone, Debug, Default, Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProfileTable {
    pub(super) production: Texts,
    pub(super) development: Texts,
    pub(super) testing: Texts,
    pub(super) example: Texts,
}

/// What the flags say; each wins over the settings file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--select`.
    pub select: Option<Vec<String>>,
    /// `--extend-select`.
    pub extend_select: Vec<String>,
    /// `--ignore`.
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
    /// `--rules`.
    pub rules: Option<PathBuf>,
    /// `--wordlist`.
    pub wordlist: Option<PathBuf>,
    /// `--baseline`.
    pub baseline: Option<PathBuf>,
    /// `--write-baseline`: no baseline is read.
    pub writes_baseline: bool,
    /// `--flask-version`.
    pub flask_version: Option<Release>,
    /// `--output-format`.
    pub output_format: Option<Format>,
}
