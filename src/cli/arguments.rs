//! The options of the command line. Names follow ruff where ruff has one.
//!
//! It only reads them; what a missing one means is for the settings file to say.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use clap_complete::Shell;

use super::Terminal;
use super::output::{Destination, Failure};
use crate::flask::Release;
use crate::report::Format;
use crate::rules::Severity;
use crate::settings::Flags;

/// Headings of the help.
const FILES: &str = "Files";
const FINDINGS: &str = "Findings";
const REPORT: &str = "Report";
const RULES: &str = "Rules";
const FIXES: &str = "Fixes";
const SETTINGS: &str = "Settings";
const SETUP: &str = "Set-up";

const AFTER_HELP: &str = "\
Exit status: 0 nothing to report, 1 findings, 2 could not do the job.
Settings: `[tool.flask-sec-lint]` in pyproject.toml, or flask-sec-lint.toml; flags win over them.
To hide a finding: `# flask-sec-lint: ignore[RULE] reason` on its line or alone on the line above.";

/// Finds insecure secret keys and session cookies in Flask applications.
///
/// It computes the configuration that each app ends up with, without running the project, and judges
/// that: keys that are published, guessable or written in the source, cookies that go out over plain
/// HTTP or with the requests of other sites.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(
    name = "flask-sec-lint",
    version,
    after_help = AFTER_HELP
)]
pub(super) struct Arguments {
    /// Files and folders to lint [default: the current folder]; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Name that standard input has in reports, and where its imports start from
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    stdin_filename: Option<PathBuf>,

    /// How findings are reported [default: text]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = REPORT)]
    output_format: Option<Format>,

    /// Tell apart several SARIF reports on one commit: each category has its own alerts
    #[arg(long, value_name = "NAME", help_heading = REPORT)]
    pub(super) sarif_category: Option<String>,

    /// Write the report to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = REPORT)]
    output_file: Option<PathBuf>,

    /// Report these rules only: names with commas between them
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', help_heading = FINDINGS)]
    select: Option<Vec<String>>,

    /// Report these rules too, besides those that report otherwise
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', help_heading = FINDINGS)]
    extend_select: Vec<String>,

    /// Do not report these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', help_heading = FINDINGS)]
    ignore: Vec<String>,

    /// Also report what is only good to know, and what only development, tests or examples end with
    #[arg(long, overrides_with = "no_pedantic", help_heading = FINDINGS)]
    pedantic: bool,
    #[arg(long, overrides_with = "pedantic", hide = true)]
    no_pedantic: bool,

    /// Report findings of this severity and above [default: info]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = FINDINGS)]
    min_severity: Option<SeverityName>,

    /// Leave out files that match, in place of the usual folders (venv, build, dist, …)
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',', help_heading = FILES)]
    exclude: Option<Vec<String>>,

    /// Leave out files that match, besides the usual folders
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',', help_heading = FILES)]
    extend_exclude: Vec<String>,

    /// Leave out excluded files even if they are named as PATH
    #[arg(long, overrides_with = "no_force_exclude", help_heading = FILES)]
    force_exclude: bool,
    #[arg(long, overrides_with = "force_exclude", hide = true)]
    no_force_exclude: bool,

    /// Lint files that .gitignore leaves out
    #[arg(long, overrides_with = "respect_gitignore", help_heading = FILES)]
    no_respect_gitignore: bool,
    #[arg(long, overrides_with = "no_respect_gitignore", hide = true)]
    respect_gitignore: bool,

    /// Judge only this app, named as for `flask --app`: `wsgi:application`, `shop:create_app`
    #[arg(long, value_name = "MODULE:NAME", help_heading = FINDINGS)]
    app: Option<String>,

    /// The Flask that the apps run under, in place of the one that the project pins
    #[arg(long, value_name = "X.Y", help_heading = FINDINGS)]
    flask_version: Option<Release>,

    /// Show what each app ends up with, and where it comes from, instead of findings
    #[arg(long, help_heading = REPORT)]
    pub(super) show_config: bool,

    /// Show how many findings each rule has, instead of findings
    #[arg(long, conflicts_with_all = ["show_config", "diff"], help_heading = REPORT)]
    pub(super) statistics: bool,

    /// Show keys; without it every format masks them
    #[arg(long, help_heading = REPORT)]
    pub(super) show_secrets: bool,

    /// Apply safe fixes and report what remains
    #[arg(long, conflicts_with = "show_config", help_heading = FIXES)]
    pub(super) fix: bool,

    /// Also count, show or apply fixes that may need something from you, such as an environment variable
    #[arg(long, help_heading = FIXES)]
    pub(super) unsafe_fixes: bool,

    /// Show what would be fixed as a unified diff and change nothing; keys in it are masked, so to apply it add
    /// --show-secrets
    #[arg(long, conflicts_with = "show_config", help_heading = FIXES)]
    pub(super) diff: bool,

    /// Explain a rule: why it matters, how to fix it, an example
    #[arg(long, value_name = "RULE", conflicts_with = "list_rules", help_heading = RULES)]
    explain: Option<String>,

    /// List all rules with their severities
    #[arg(long, help_heading = RULES)]
    list_rules: bool,

    /// Print the completions of a shell, for its start-up file
    #[arg(long, value_enum, value_name = "SHELL", help_heading = SETUP)]
    pub(super) generate_completions: Option<Shell>,

    /// Print the manual page
    #[arg(long, conflicts_with = "generate_completions", help_heading = SETUP)]
    pub(super) generate_man: bool,

    /// Also use the rules in this folder, written as those that come with the program
    #[arg(long, value_name = "DIR", help_heading = RULES)]
    rules: Option<PathBuf>,

    /// Also count the keys in this file, one a line, as published
    #[arg(long, value_name = "FILE", help_heading = RULES)]
    wordlist: Option<PathBuf>,

    /// Lint again whenever a file changes, and show what changed; Ctrl-C ends it
    #[arg(
        long,
        conflicts_with_all = ["fix", "diff", "add_ignores", "write_baseline", "show_config", "statistics", "output_file"],
        help_heading = FINDINGS
    )]
    pub(super) watch: bool,

    /// Write an ignore comment for each of today's findings
    #[arg(long, conflicts_with_all = ["fix", "diff", "show_config", "write_baseline"], help_heading = FINDINGS)]
    pub(super) add_ignores: bool,

    /// Hide the findings that this file lists, and show only new ones
    #[arg(long, value_name = "FILE", help_heading = FINDINGS)]
    baseline: Option<PathBuf>,

    /// List today's findings in this file, for --baseline
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "show_config", "fix", "diff"], help_heading = FINDINGS)]
    pub(super) write_baseline: Option<PathBuf>,

    /// Use this settings file instead of the nearest one upwards
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = SETTINGS)]
    pub(super) config: Option<PathBuf>,

    /// Use no settings file
    #[arg(long, help_heading = SETTINGS)]
    pub(super) isolated: bool,

    /// Show the settings in force, and where each comes from, instead of findings
    #[arg(long, help_heading = SETTINGS)]
    pub(super) show_settings: bool,

    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Print findings only: no problems, and nothing where there is nothing to report
    #[arg(short, long, conflicts_with = "verbose", help_heading = REPORT)]
    pub(super) quiet: bool,

    /// Also tell on stderr what was read, how long it took and what was not followed
    #[arg(short, long, help_heading = REPORT)]
    pub(super) verbose: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto, help_heading = REPORT)]
    color: ColorChoice,
}

/// When to use colours.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Also in files and pipes.
    Always,
    /// Nowhere.
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
    /// How a shell completes the command line.
    Completions(Shell),
    /// The manual page.
    Man,
}

impl Arguments {
    /// What the program is asked.
    pub(super) fn question(&self) -> Question<'_> {
        match (&self.explain, self.generate_completions) {
            (Some(rule), _) => Question::Explain(rule),
            (None, Some(shell)) => Question::Completions(shell),
            (None, None) if self.generate_man => Question::Man,
            (None, None) if self.list_rules => Question::ListRules,
            (None, None) => Question::Lint,
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

    /// What the place can show where the report goes, if standard output is `console`.
    pub(super) fn terminal(&self, console: Terminal) -> Terminal {
        let auto = if self.output_file.is_none() { console } else { Terminal::default() };
        match self.color {
            ColorChoice::Always => Terminal { is_colored: true, ..auto },
            ColorChoice::Never => Terminal { is_colored: false, has_links: false, ..auto },
            ColorChoice::Auto => auto,
        }
    }

    /// What wins over the settings file.
    pub(super) fn flags(&self) -> Flags {
        Flags {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
            exclude: self.exclude.clone(),
            extend_exclude: self.extend_exclude.clone(),
            force_exclude: either(self.force_exclude, self.no_force_exclude),
            respect_gitignore: either(self.respect_gitignore, self.no_respect_gitignore),
            pedantic: either(self.pedantic, self.no_pedantic),
            min_severity: self.min_severity.map(Severity::from),
            app: self.app.clone(),
            rules: self.rules.clone(),
            wordlist: self.wordlist.clone(),
            baseline: self.baseline.clone(),
            writes_baseline: self.write_baseline.is_some(),
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
