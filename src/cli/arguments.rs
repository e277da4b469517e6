//! The options of the command line. Names follow ruff where ruff has one.
//!
//! It only reads them; what a missing one means is for the settings file to say.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};

use super::output::{Destination, Failure};
use crate::flask::Release;
use crate::report::Format;
use crate::rules::Severity;
use crate::settings::Flags;

/// Finds insecure secret keys and session cookies in Flask applications.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(
    name = "flask-sec-lint",
    version,
    after_help = "Exit status: 0 nothing to report, 1 findings, 2 could not do the job."
)]
pub(super) struct Arguments {
    /// Files and folders to lint [default: .]; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Name of the file that comes on standard input
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,

    /// How findings are reported
    #[arg(long, value_enum, value_name = "FORMAT")]
    output_format: Option<Format>,

    /// Write the report to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output_file: Option<PathBuf>,

    /// Report these rules only
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Option<Vec<String>>,

    /// Do not report these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Also report what is only good to know, and what only development, tests or examples end with
    #[arg(long, overrides_with = "no_pedantic")]
    pedantic: bool,
    #[arg(long, overrides_with = "pedantic", hide = true)]
    no_pedantic: bool,

    /// Report findings of this severity and above
    #[arg(long, value_enum, value_name = "LEVEL")]
    min_severity: Option<SeverityName>,

    /// Leave out files that match, in place of the usual folders (venv, build, dist, …)
    #[arg(long, value_name = "GLOB", value_delimiter = ',')]
    exclude: Option<Vec<String>>,

    /// Leave out files that match, besides the usual folders
    #[arg(long, value_name = "GLOB", value_delimiter = ',')]
    extend_exclude: Vec<String>,

    /// Leave out excluded files even if they are named as PATH
    #[arg(long, overrides_with = "no_force_exclude")]
    force_exclude: bool,
    #[arg(long, overrides_with = "force_exclude", hide = true)]
    no_force_exclude: bool,

    /// Lint files that .gitignore leaves out
    #[arg(long, overrides_with = "respect_gitignore")]
    no_respect_gitignore: bool,
    #[arg(long, overrides_with = "no_respect_gitignore", hide = true)]
    respect_gitignore: bool,

    /// Judge only the app with this name, as in `flask --app`: `wsgi:application`, `shop:create_app`
    #[arg(long, value_name = "MODULE:NAME")]
    app: Option<String>,

    /// The Flask that the apps run under, in place of the one that the project pins
    #[arg(long, value_name = "X.Y")]
    flask_version: Option<Release>,

    /// Show each app's effective configuration instead of findings
    #[arg(long)]
    pub(super) show_config: bool,

    /// Show keys instead of masking them
    #[arg(long)]
    pub(super) show_secrets: bool,

    /// Explain a rule
    #[arg(long, value_name = "RULE", conflicts_with = "list_rules")]
    explain: Option<String>,

    /// List all rules
    #[arg(long)]
    list_rules: bool,

    /// Also use the rules in this folder
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Option<PathBuf>,

    /// Use this settings file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,

    /// Use no settings file
    #[arg(long)]
    pub(super) isolated: bool,

    /// How many threads read files [default: one a core]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Say nothing but findings
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say what was read, how long it took, and what could not be followed
    #[arg(short, long)]
    pub(super) verbose: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

/// When to use colours.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal.
    Auto,
    Always,
    Never,
}

/// The severities, as the command line names them.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum SeverityName {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Info => Self::Info,
            SeverityName::Low => Self::Low,
            SeverityName::Medium => Self::Medium,
            SeverityName::High => Self::High,
            SeverityName::Critical => Self::Critical,
        }
    }
}

/// What the program is asked.
pub(super) enum Question<'a> {
    /// What is wrong with the project.
    Lint,
    /// Which rules there are.
    ListRules,
    /// What a rule means.
    Explain(&'a str),
}

impl Arguments {
    /// What the program is asked.
    pub(super) fn question(&self) -> Question<'_> {
        match &self.explain {
            Some(rule) => Question::Explain(rule),
            None if self.list_rules => Question::ListRules,
            None => Question::Lint,
        }
    }

    /// Whether the text comes on standard input.
    pub(super) fn reads_stdin(&self) -> Result<bool, Failure> {
        let named = self.paths.iter().any(|path| path.as_os_str() == "-");
        if named && self.paths.len() > 1 {
            return Err(Failure::StdinAmongPaths);
        }
        Ok(named || (self.stdin_filename.is_some() && self.paths.is_empty()))
    }

    /// The path that standard input stands for.
    pub(super) fn stdin_path(&self, working_folder: &Path) -> PathBuf {
        working_folder.join(self.stdin_filename.as_deref().unwrap_or(Path::new("stdin.py")))
    }

    /// Where the report goes.
    pub(super) fn destination(&self) -> Destination {
        match &self.output_file {
            Some(path) => Destination::File(path.clone()),
            None => Destination::Console,
        }
    }

    /// Whether the report is coloured, if `auto` stands for `terminal`.
    pub(super) fn is_colored(&self, terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && self.output_file.is_none(),
        }
    }

    /// What wins over the settings file.
    pub(super) fn flags(&self) -> Flags {
        Flags {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            exclude: self.exclude.clone(),
            extend_exclude: self.extend_exclude.clone(),
            force_exclude: either(self.force_exclude, self.no_force_exclude),
            respect_gitignore: either(self.respect_gitignore, self.no_respect_gitignore),
            pedantic: either(self.pedantic, self.no_pedantic),
            min_severity: self.min_severity.map(Severity::from),
            app: self.app.clone(),
            flask_version: self.flask_version,
            output_format: self.output_format,
        }
    }
}

/// A switch and its opposite; at most one is on, since each overrides the other.
fn either(on: bool, off: bool) -> Option<bool> {
    match (on, off) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}
