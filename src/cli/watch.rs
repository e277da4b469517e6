//! `--watch`: lints again whenever something changes that may matter, and shows what changed.
//!
//! It ends when the user ends it, or nobody reads what it prints. Settings are read again each time; while they are
//! broken, the last good run stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::arguments::Arguments;
use super::output::{self, Destination, Failure};
use super::present::{self, Presentation};
use super::{Console, Prepared, Status, prepare, presentation, tell, told};
use crate::lint::{Linted, lint};
use crate::report::Format;
use crate::rules::{Finding, Identities, Identity};
use crate::source::{Exclusion, project_root};

/// How long nothing must change before it is linted: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);
/// Endings of files that can say something about a configuration.
const ENDINGS: [&str; 15] =
    ["py", "pyw", "wsgi", "fcgi", "cgi", "toml", "cfg", "ini", "conf", "json", "yaml", "yml", "env", "txt", "lock"];

/// Lints, and lints again, until nobody listens.
pub(super) fn run(arguments: &Arguments, working_folder: &Path, console: &mut Console<'_>) -> Result<Status, Failure> {
    if arguments.reads_stdin()? {
        return Err(Failure::NothingToWatch);
    }
    let Prepared { settings, files, request } = prepare(arguments, working_folder, console)?;
    let first = presentation(arguments, &settings, working_folder, console);
    if !first.is_for_people() {
        return Err(Failure::WatchFormat);
    }
    // Before the first run, so that nothing that changes meanwhile is missed.
    let root = project_root(&request.paths);
    let (_watcher, changes) = watch(&root)?;
    let mut exclusion = request.discovery.exclusion.clone();
    let mut before = lint(request, &settings.catalogue);
    tell(arguments, &settings, &files, &before, working_folder, console)?;
    // Without stderr there is nobody to tell.
    let _ = writeln!(console.notes, "watching {}; Ctrl-C ends", root.display());
    while let Some(paths) = changed(&changes) {
        if !paths.iter().any(|path| matters(path, &root, &exclusion)) {
            continue;
        }
        match prepare(arguments, working_folder, console) {
            Ok(Prepared { settings, request, .. }) => {
                exclusion = request.discovery.exclusion.clone();
                let now = lint(request, &settings.catalogue);
                let presentation = presentation(arguments, &settings, working_folder, console);
                before = show(before, now, &presentation, &settings, console)?;
            }
            Err(failure) => {
                let _ = write!(console.notes, "{}", told(&failure));
            }
        }
    }
    Ok(Status::Clean)
}

/// Watches all that is below `root`.
fn watch(root: &Path) -> Result<(RecommendedWatcher, Receiver<notify::Result<Event>>), Failure> {
    let failure = |error| Failure::Watch { folder: root.to_path_buf(), error };
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(failure)?;
    watcher.watch(root, RecursiveMode::Recursive).map_err(failure)?;
    Ok((watcher, changes))
}

/// What changed, once it is quiet again; `None` if nothing will change any more.
fn changed(changes: &Receiver<notify::Result<Event>>) -> Option<Vec<PathBuf>> {
    let mut paths = paths_of(changes.recv().ok()?);
    while let Ok(event) = changes.recv_timeout(QUIET) {
        paths.extend(paths_of(event));
    }
    Some(paths)
}

/// The paths of a change. That a file is read, as this program does, is none.
fn paths_of(event: notify::Result<Event>) -> Vec<PathBuf> {
    event.ok().filter(|event| !event.kind.is_access()).map(|event| event.paths).unwrap_or_default()
}

/// Whether what is at `path` can change what is found.
fn matters(path: &Path, root: &Path, exclusion: &Exclusion) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let is_ours = name.starts_with(".flask-sec-lint-");
    // A folder comes or goes with all that it holds.
    let is_named = ENDINGS.contains(&ending.as_ref()) || name.starts_with(".env") || name.starts_with(".flaskenv");
    (is_named || path.is_dir() || ending.is_empty()) && !is_ours && !exclusion.covers_above(path, root)
}

/// Shows what is in one of the runs only; the later one is kept.
fn show(
    mut before: Linted,
    mut now: Linted,
    presentation: &Presentation,
    settings: &crate::settings::Settings,
    console: &mut Console<'_>,
) -> Result<Linted, Failure> {
    let (new, gone) = (missing_in(&before, &now), missing_in(&now, &before));
    if before.outcome.problems != now.outcome.problems && !presentation.lists_problems_on(&Destination::Console) {
        present::problems(&now.outcome, &presentation.secrets(&now), console.notes);
    }
    if new.is_empty() && gone.is_empty() && before.outcome.problems == now.outcome.problems {
        return Ok(now);
    }
    let (new_count, gone_count) = (new.len(), gone.len());
    let all = std::mem::replace(&mut now.outcome.findings, new);
    before.outcome.findings = gone;
    let concise = Presentation { format: Format::Concise, ..presentation.clone() };
    output::write(&Destination::Console, console.output, |out| {
        let mut lines = Vec::new();
        concise.write(&before, &settings.catalogue, &mut lines)?;
        for line in String::from_utf8_lossy(&lines).lines() {
            writeln!(out, "gone: {line}")?;
        }
        if new_count > 0 || before.outcome.problems != now.outcome.problems {
            presentation.write(&now, &settings.catalogue, out)?;
        }
        writeln!(out, "{new_count} new, {gone_count} gone, {} in all", all.len())
    })?;
    now.outcome.findings = all;
    Ok(now)
}

/// The findings of `now` that `before` does not have, wherever they have moved.
fn missing_in(before: &Linted, now: &Linted) -> Vec<Finding> {
    let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut identities = Identities::new(&before.outcome.deployments, &before.sources);
    for finding in &before.outcome.findings {
        *known.entry(identities.of(finding)).or_default() += 1;
    }
    let mut identities = Identities::new(&now.outcome.deployments, &now.sources);
    let is_new = |finding: &&Finding| match known.get_mut(&identities.of(finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        Some(_) | None => true,
    };
    now.outcome.findings.iter().filter(is_new).cloned().collect()
}
