//! `--fix` and `--diff`: what is applied or shown, and what is said of it.
//!
//! What a fix is, and whether it holds, is decided below; here it is written and told.

use std::io::Write;
use std::path::PathBuf;

use super::arguments::Arguments;
use super::output::{self, Failure};
use super::present::{self, Presentation};
use super::{Console, Status};
use crate::fix::commit::commit;
use crate::lint::fixing::{Fixing, Refused, fix};
use crate::lint::{Linted, Request};
use crate::report::{self, Color, Diff, Masking, Secrets, visible};
use crate::rules::{Catalogue, Safety};

/// What is done with fixes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// They are written.
    Apply,
    /// They are shown, and nothing is changed.
    Show,
}

impl Work {
    /// What the command line asks for; `None` if it is a report.
    pub(super) fn asked_for(arguments: &Arguments) -> Option<Self> {
        match (arguments.diff, arguments.fix) {
            (true, _) => Some(Self::Show),
            (false, true) => Some(Self::Apply),
            (false, false) => None,
        }
    }
}

/// Fixes what `request` names, or shows how.
pub(super) fn run(
    work: Work,
    request: &Request,
    is_stdin: bool,
    arguments: &Arguments,
    presentation: &Presentation,
    catalogue: &Catalogue,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let safety = if arguments.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let fixing = fix(request, catalogue, safety);
    let found = match work {
        Work::Show => show(&fixing, arguments, presentation, console)?,
        Work::Apply if is_stdin => print_text(&fixing, request, presentation, catalogue, console)?,
        Work::Apply => apply(&fixing, arguments, presentation, catalogue, console)?,
    };
    Ok(if found == Status::Findings && arguments.exit_zero { Status::Clean } else { found })
}

/// Shows the difference: findings are not reported, and those that have no fix count for nothing.
fn show(
    fixing: &Fixing,
    arguments: &Arguments,
    presentation: &Presentation,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let secrets = secrets(fixing, presentation);
    let mut masking = Masking::Whole;
    output::write(&arguments.destination(), console.output, |out| {
        let diff = Diff {
            before: (&fixing.before.outcome, &fixing.before.sources),
            after: (&fixing.now().outcome, &fixing.now().sources),
            paths: fixing.rewrites.iter().map(|rewrite| rewrite.path.clone()).collect(),
            secrets: &secrets,
            color: if presentation.terminal.is_colored { Color::Ansi } else { Color::None },
        };
        masking = diff.write(out)?;
        Ok(())
    })?;
    if !arguments.quiet {
        present::problems(&fixing.before.outcome, &secrets, console.notes);
        tell_refused(&fixing.refused, &secrets, console.notes);
        let _ = writeln!(console.notes, "{}", would_fix(fixing));
        if masking == Masking::Masked {
            let _ = writeln!(
                console.notes,
                "note: keys are masked, so this diff cannot be applied; with --show-secrets it can (`patch -p0`)"
            );
        }
    }
    Ok(if fixing.rewrites.is_empty() { Status::Clean } else { Status::Findings })
}

/// Writes the files and reports what remains.
fn apply(
    fixing: &Fixing,
    arguments: &Arguments,
    presentation: &Presentation,
    catalogue: &Catalogue,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let committed = commit(&fixing.rewrites, fixing.before.sources.root());
    if !committed.failed.is_empty() {
        let written = committed.written;
        let failed = committed.failed.iter().map(ToString::to_string).collect();
        return Err(Failure::NotWritten { failed, written });
    }
    let now = fixing.now();
    report(now, arguments, presentation, catalogue, console)?;
    if !arguments.quiet {
        tell_refused(&fixing.refused, &secrets(fixing, presentation), console.notes);
        let _ = writeln!(console.notes, "{}", fixed(fixing));
    }
    Ok(status(now))
}

/// Prints the fixed text; the report goes to stderr, as standard output is the file.
fn print_text(
    fixing: &Fixing,
    request: &Request,
    presentation: &Presentation,
    catalogue: &Catalogue,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let changed = fixing.rewrites.first().map(|rewrite| &rewrite.new_bytes);
    if let Some(bytes) = changed.or_else(|| request.overlay.values().next()) {
        output::write(&output::Destination::Console, console.output, |out| out.write_all(bytes))?;
    }
    // A closed stderr loses the report, not the text.
    let _ = presentation.write(fixing.now(), catalogue, console.notes);
    tell_refused(&fixing.refused, &secrets(fixing, presentation), console.notes);
    let _ = writeln!(console.notes, "{}", fixed(fixing));
    Ok(status(fixing.now()))
}

fn report(
    linted: &Linted,
    arguments: &Arguments,
    presentation: &Presentation,
    catalogue: &Catalogue,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let destination = arguments.destination();
    if !arguments.quiet && !presentation.lists_problems_on(&destination) {
        present::problems(&linted.outcome, &presentation.secrets(linted), console.notes);
    }
    if arguments.quiet && presentation.is_for_people() && linted.outcome.findings.is_empty() {
        return Ok(());
    }
    output::write(&destination, console.output, |out| presentation.write(linted, catalogue, out))
}

fn status(linted: &Linted) -> Status {
    if linted.outcome.findings.is_empty() { Status::Clean } else { Status::Findings }
}

/// What is masked: the keys before and after.
fn secrets(fixing: &Fixing, presentation: &Presentation) -> Secrets {
    if presentation.shows_secrets {
        return Secrets::Shown;
    }
    Secrets::Hidden(report::redactor(&[&fixing.before.outcome, &fixing.now().outcome]))
}

fn tell_refused(refused: &[Refused], secrets: &Secrets, notes: &mut dyn Write) {
    for Refused { path, line, rule, why } in refused {
        let text = format!("not fixed: {path}:{line}: {rule}: {why}");
        let _ = writeln!(notes, "{}", visible(&secrets.redact_sentence(&text)));
    }
}

fn fixed(fixing: &Fixing) -> String {
    format!("{} fixed, {} remaining", fixing.fixed, fixing.now().outcome.findings.len())
}

fn would_fix(fixing: &Fixing) -> String {
    let paths: Vec<&PathBuf> = fixing.rewrites.iter().map(|rewrite| &rewrite.path).collect();
    match (fixing.fixed, paths.len()) {
        (0, _) => "nothing would be fixed".to_owned(),
        (1, 1) => "1 finding would be fixed".to_owned(),
        (findings, 1) => format!("{findings} findings would be fixed"),
        (1, files) => format!("1 finding would be fixed, in {files} files"),
        (findings, files) => format!("{findings} findings would be fixed, in {files} files"),
    }
}
