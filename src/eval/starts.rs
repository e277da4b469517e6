//! Which modules a project is started with: those that no other imports, and of modules that import each
//! other in a ring, the one that is named most like a program. What only tests or examples import is a start
//! too: `from app import app` in a test says nothing of how the app is run.
//!
//! It looks at imports alone; functions that are started are in `survey`.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{FileId, PROGRAMS, Sources};

/// The modules among `seeds` to start with; `imports` says what each of them imports, `is_program` what is no
/// test or example.
pub(super) fn starts(
    sources: &Sources,
    seeds: &[FileId],
    imports: &[BTreeSet<FileId>],
    is_program: impl Fn(FileId) -> bool,
) -> Vec<FileId> {
    let by_file: BTreeMap<FileId, &BTreeSet<FileId>> = seeds.iter().copied().zip(imports).collect();
    let (programs, others): (Vec<FileId>, Vec<FileId>) = seeds.iter().copied().partition(|file| is_program(*file));
    let mut reached = BTreeSet::new();
    let mut starts = starts_among(sources, &programs, &by_file, &mut reached);
    starts.extend(starts_among(sources, &others, &by_file, &mut reached));
    // Whoever imports a script does not run what it does when it is started.
    let scripts = programs.into_iter().filter(|file| is_script(&sources.file(*file).text));
    let scripts: Vec<FileId> = scripts.filter(|file| !starts.contains(file)).collect();
    starts.extend(scripts);
    starts
}

/// Whether a file may start a server when it is run as a script; much else is run.
fn is_script(text: &str) -> bool {
    const SERVERS: [&str; 4] = ["app.run(", "app().run(", "application.run(", "socketio.run("];
    text.contains("__main__") && SERVERS.iter().any(|server| text.contains(server))
}

/// The modules among `seeds` from which all of them are reached that are not `reached` yet.
fn starts_among(
    sources: &Sources,
    seeds: &[FileId],
    by_file: &BTreeMap<FileId, &BTreeSet<FileId>>,
    reached: &mut BTreeSet<FileId>,
) -> Vec<FileId> {
    let imported: BTreeSet<FileId> =
        seeds.iter().filter_map(|file| by_file.get(file)).flat_map(|all| all.iter().copied()).collect();
    let mut starts: Vec<FileId> = seeds.iter().copied().filter(|file| !imported.contains(file)).collect();
    for file in &starts {
        reach(*file, by_file, reached);
    }
    let mut rest: Vec<FileId> = seeds.iter().copied().filter(|file| !reached.contains(file)).collect();
    rest.sort_by_key(|file| rank(sources, *file));
    for file in rest {
        if !reached.contains(&file) {
            starts.push(file);
            reach(file, by_file, reached);
        }
    }
    starts
}

/// Adds `file` and all that it imports, directly or not.
fn reach(file: FileId, imports: &BTreeMap<FileId, &BTreeSet<FileId>>, reached: &mut BTreeSet<FileId>) {
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        if reached.insert(file) {
            waiting.extend(imports.get(&file).into_iter().flat_map(|all| all.iter().copied()));
        }
    }
}

fn rank(sources: &Sources, file: FileId) -> usize {
    let stem = sources.file(file).path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    // A package comes after what is named like a program.
    let names = PROGRAMS.iter().copied().chain(["__init__"]);
    names.take_while(|name| stem.as_deref() != Some(*name)).count()
}
