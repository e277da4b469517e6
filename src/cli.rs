//! Floor 9: the command line: what was asked for, done, and told by an exit status.
//!
//! All that the program prints goes through the [`Console`] that `main` hands in.

mod adding;
mod arguments;
mod baseline;
mod fixing;
mod output;
mod present;
mod progress;
mod setup;
mod show_settings;
mod watch;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use miette::{GraphicalReportHandler, GraphicalTheme};

use crate::lint::{Linted, Request, lint};
use crate::python::STACK_BYTES;
use crate::report::visible_lines;
use crate::rules::{Catalogue, explain, list_rules};
use crate::settings::{Settings, SettingsError, SettingsFiles};
use crate::source::common_folder;
use crate::triage::RuleName;

use arguments::{Arguments, Question};
use output::{Destination, Failure};
use progress::Progress;

pub use progress::Audience;

/// How many characters of a line an error shows.
const LONGEST_LINE: usize = 400;

/// Where the program reads and prints.
pub struct Console<'a> {
    /// Standard input.
    pub input: &'a mut (dyn Read + Send),
    /// Standard output: reports.
    pub output: &'a mut (dyn Write + Send),
    /// Standard error: problems, and errors of use.
    pub notes: &'a mut (dyn Write + Send),
    /// What standard output can show.
    pub terminal: Terminal,
    /// Whether somebody waits for standard error.
    pub audience: Audience,
}

/// What standard output can show, where nothing else is said.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Whether colours are wanted: `--color auto` stands for it.
    pub is_colored: bool,
    /// Whether it knows hyperlinks.
    pub has_links: bool,
    /// Its columns, if it is a terminal.
    pub width: Option<usize>,
}

/// The exit status, the same for every format.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to report.
    Clean,
    /// Findings.
    Findings,
    /// Could not do the job.
    Failed,
}

impl Status {
    /// As the system knows it.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// Does what `arguments` (the program's name first) ask for, in `working_folder` (absolute). Threads that it starts end with
/// the process.
pub fn run(arguments: Vec<OsString>, working_folder: &Path, console: &mut Console<'_>) -> Status {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let _ = write!(console.notes, "{}", visible_lines(&error.render().to_string()));
            return Status::Failed;
        }
        Err(help) => {
            let _ = write!(console.output, "{}", help.render());
            return Status::Clean;
        }
    };
    match on_large_stacks(&arguments, || work(&arguments, working_folder, console)) {
        Ok(status) => status,
        Err(Failure::NobodyListens) => Status::Clean,
        Err(failure) => {
            // If stderr is gone too, the exit status still tells.
            let _ = write!(console.notes, "{}", visible_lines(&told(&failure)));
            Status::Failed
        }
    }
}

/// Runs `work` on a pool whose threads have large stacks. The parser and all that walks its tree recurse
/// once a level, and the system's eight megabytes do not hold the trees that Python itself accepts.
fn on_large_stacks(
    arguments: &Arguments,
    work: impl FnOnce() -> Result<Status, Failure> + Send,
) -> Result<Status, Failure> {
    let threads = arguments.threads.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_BYTES).build();
    let pool = pool.map_err(|error| Failure::Threads(error.to_string()))?;
    let result = pool.install(work);
    // The process ends: nobody need wait for its threads to.
    std::mem::forget(pool);
    result
}

fn work(arguments: &Arguments, working_folder: &Path, console: &mut Console<'_>) -> Result<Status, Failure> {
    match arguments.question() {
        Question::Lint if arguments.watch => watch::run(arguments, working_folder, console),
        Question::Lint => judge_project(arguments, working_folder, console),
        Question::ListRules => {
            let text = visible_lines(&list_rules(&rules_in_force(arguments, working_folder)?));
            output::write(&Destination::Console, console.output, |out| out.write_all(text.as_bytes()))?;
            Ok(Status::Clean)
        }
        Question::Completions(shell) => {
            output::write(&Destination::Console, console.output, |out| setup::completions(shell, out))?;
            Ok(Status::Clean)
        }
        Question::Man => {
            output::write(&Destination::Console, console.output, setup::man)?;
            Ok(Status::Clean)
        }
        Question::Explain(name) => {
            let catalogue = rules_in_force(arguments, working_folder)?;
            RuleName::find(name, &catalogue).map_err(SettingsError::from)?;
            let text = catalogue.get(name).map(|rule| visible_lines(&explain(rule))).unwrap_or_default();
            output::write(&Destination::Console, console.output, |out| out.write_all(text.as_bytes()))?;
            Ok(Status::Clean)
        }
    }
}

/// The rules as the settings of the working folder have them.
fn rules_in_force(arguments: &Arguments, working_folder: &Path) -> Result<Catalogue, Failure> {
    let files = settings_files(arguments, working_folder, working_folder)?;
    Ok(Settings::resolve(arguments.flags(), &files, working_folder)?.catalogue)
}

/// What is asked for, before it is done.
struct Prepared {
    settings: Settings,
    files: SettingsFiles,
    request: Request,
}

/// Reads the settings and, if it is to be linted, standard input.
fn prepare(arguments: &Arguments, working_folder: &Path, console: &mut Console<'_>) -> Result<Prepared, Failure> {
    let is_stdin = arguments.reads_stdin()?;
    let paths =
        if is_stdin { vec![arguments.stdin_path(working_folder)] } else { existing(arguments, working_folder)? };
    let files = settings_files(arguments, working_folder, &common_folder(&paths))?;
    let settings = Settings::resolve(arguments.flags(), &files, working_folder)?;
    let reads = is_stdin && !arguments.show_settings;
    let request = Request {
        paths,
        working_folder: working_folder.to_path_buf(),
        overlay: if reads { stdin_overlay(arguments, working_folder, console)? } else { BTreeMap::new() },
        discovery: settings.discovery.clone(),
        interpretation: settings.interpretation.clone(),
        wordlist: settings.wordlist.clone(),
        selection: settings.selection.clone(),
        baseline: settings.baseline.as_ref().map(|baseline| baseline.content.clone()),
    };
    Ok(Prepared { settings, files, request })
}

fn judge_project(arguments: &Arguments, working_folder: &Path, console: &mut Console<'_>) -> Result<Status, Failure> {
    let Prepared { settings, files, request } = prepare(arguments, working_folder, console)?;
    if arguments.show_settings {
        return show_settings::show(&settings, &files, arguments, console);
    }
    if let Some(work) = fixing::Work::asked_for(arguments) {
        let is_stdin = !request.overlay.is_empty();
        let presentation = presentation(arguments, &settings, working_folder, console);
        return fixing::run(work, &request, is_stdin, arguments, &presentation, &settings.catalogue, console);
    }
    if arguments.add_ignores {
        return adding::run(&request, arguments, &settings.catalogue, console);
    }
    let progress = Progress::start(console.audience);
    let linted = lint(request, &settings.catalogue);
    drop(progress);
    if let (Some(app), true) = (&settings.interpretation.app, linted.outcome.deployments.is_empty()) {
        return Err(Failure::NoSuchApp(app.clone()));
    }
    if let Some(file) = &arguments.write_baseline {
        return baseline::write(file, &linted, arguments, working_folder, console);
    }
    tell(arguments, &settings, &files, &linted, working_folder, console)?;
    let has_findings = !linted.outcome.findings.is_empty() && !arguments.show_config;
    Ok(if has_findings && !arguments.exit_zero { Status::Findings } else { Status::Clean })
}

fn stdin_overlay(
    arguments: &Arguments,
    working_folder: &Path,
    console: &mut Console<'_>,
) -> Result<BTreeMap<PathBuf, Vec<u8>>, Failure> {
    Ok(BTreeMap::from([(arguments.stdin_path(working_folder), output::read_all(console.input)?)]))
}

fn existing(arguments: &Arguments, working_folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let named: Vec<PathBuf> =
        if arguments.paths.is_empty() { vec![PathBuf::from(".")] } else { arguments.paths.clone() };
    let absolute = |path: PathBuf| {
        let full = working_folder.join(&path);
        if full.exists() { Ok(full) } else { Err(Failure::NoSuchPath(path)) }
    };
    named.into_iter().map(absolute).collect()
}

fn settings_files(arguments: &Arguments, working_folder: &Path, folder: &Path) -> Result<SettingsFiles, Failure> {
    if arguments.isolated {
        return Ok(SettingsFiles::default());
    }
    match &arguments.config {
        Some(path) => match SettingsFiles::read(&working_folder.join(path), working_folder)? {
            Some(files) => Ok(files),
            None => Err(Failure::NoSettings(path.clone())),
        },
        None => Ok(SettingsFiles::find(folder, working_folder)?),
    }
}

fn presentation(
    arguments: &Arguments,
    settings: &Settings,
    working_folder: &Path,
    console: &Console<'_>,
) -> present::Presentation {
    present::Presentation {
        format: settings.output_format,
        subject: present::Subject::asked_for(arguments),
        shows_secrets: arguments.show_secrets,
        unsafe_fixes: arguments.unsafe_fixes,
        terminal: arguments.terminal(console.terminal),
        working_folder: working_folder.to_path_buf(),
        sarif_category: arguments.sarif_category.clone(),
    }
}

fn tell(
    arguments: &Arguments,
    settings: &Settings,
    files: &SettingsFiles,
    linted: &Linted,
    working_folder: &Path,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let presentation = presentation(arguments, settings, working_folder, console);
    let destination = arguments.destination();
    if arguments.verbose {
        present::account(linted, files, console.notes);
    }
    if !arguments.quiet && !presentation.lists_problems_on(&destination) {
        present::problems(&linted.outcome, &presentation.secrets(linted), console.notes);
    }
    if let (Some(known), Some(file)) = (&linted.outcome.known, &settings.baseline) {
        baseline::tell(known, &file.name, arguments, console.notes);
    }
    if arguments.quiet && presentation.is_for_people() && linted.outcome.findings.is_empty() {
        return Ok(());
    }
    output::write(&destination, console.output, |out| presentation.write(linted, &settings.catalogue, out))
}

/// `text` with the start of each line: a line of a settings file may be as long as the file.
fn shortened(text: &str) -> String {
    let start = |line: &str| line.chars().take(LONGEST_LINE).collect::<String>();
    text.lines().map(start).collect::<Vec<_>>().join("\n") + "\n"
}

/// An error as a person reads it.
fn told(failure: &Failure) -> String {
    if let Failure::Settings(error) = failure
        && let SettingsError::InFile(defect) = &**error
    {
        let mut text = String::new();
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none()).with_links(false);
        if handler.render_report(&mut text, &**defect).is_ok() {
            return format!("error: the settings cannot be used\n{}", shortened(&text));
        }
    }
    format!("error: {failure}\n")
}
