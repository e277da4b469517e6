//! `--write-baseline`, and what is said of a baseline that could shrink.

use std::io::Write;
use std::path::Path;

use super::arguments::Arguments;
use super::output::{self, Destination, Failure};
use super::{Console, Status};
use crate::lint::Linted;
use crate::report::Known;
use crate::rules::Identities;
use crate::settings::{SettingsError, read_baseline};
use crate::triage::{Baseline, Entry};

/// Writes the findings of a run to the file `named`. Entries of files that the run did not see are kept.
pub(super) fn write(
    named: &Path,
    linted: &Linted,
    arguments: &Arguments,
    working_folder: &Path,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let path = working_folder.join(named);
    let old = if path.exists() {
        // Whatever else the file holds must not be lost by a slip of the hand.
        read_baseline(&path, named).map_err(SettingsError::from)?
    } else {
        Baseline::default()
    };
    let was_seen = |entry: &&Entry| linted.seen.is_whole || linted.seen.files.contains(&old.file_of(entry));
    let kept: Vec<Entry> = old.entries.iter().filter(|entry| !was_seen(entry)).cloned().collect();
    let mut identities = Identities::new(&linted.outcome.deployments, &linted.sources);
    let folder = path.parent().unwrap_or(&path);
    let baseline = Baseline::of(&linted.outcome.findings, &mut identities, &linted.sources, kept, folder);
    output::write(&Destination::File(path.clone()), console.output, |out| out.write_all(baseline.text().as_bytes()))?;
    if !arguments.quiet {
        let (count, name) = (baseline.count(), named.display());
        let findings = if count == 1 { "finding" } else { "findings" };
        // The file is what was asked for.
        let _ = writeln!(console.notes, "wrote {count} {findings} to {name}; `--baseline {name}` hides them");
    }
    Ok(Status::Clean)
}

/// Says that a baseline could shrink, and with `--verbose` by what.
pub(super) fn tell(known: &Known, name: &Path, arguments: &Arguments, notes: &mut dyn Write) {
    let count: u32 = known.gone.iter().map(|gone| gone.count).sum();
    if count == 0 || arguments.quiet {
        return;
    }
    let (findings, do_not) = if count == 1 { ("finding", "does not") } else { ("findings", "do not") };
    let how = if arguments.verbose { "" } else { " (--verbose shows them)" };
    // The report holds them as well; a closed stderr loses nothing.
    let _ = writeln!(
        notes,
        "note: {count} {findings} of the baseline {} {do_not} occur any more: remove their lines{how}",
        name.display()
    );
    for gone in known.gone.iter().filter(|_| arguments.verbose) {
        let times = if gone.count == 1 { String::new() } else { format!(", {} times", gone.count) };
        let setting = gone.setting.as_ref().map_or_else(String::new, |setting| format!(" of {setting}"));
        let _ = writeln!(notes, "gone: {}: {}{setting}{times}", gone.path, gone.rule);
    }
}
