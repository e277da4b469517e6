//! Real Flask as the oracle: `effective.py` says what it computes, and the program has to agree.

pub(crate) mod compare;
pub(crate) mod ours;
pub(crate) mod project;
pub(crate) mod real;
pub(crate) mod tally;
pub(crate) mod venv;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use project::Project;
use real::Driver;
use tally::Tally;

/// A file of this folder.
pub(crate) fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(name)
}

/// A folder that tests may write to and that people may look at afterwards.
pub(crate) fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("flask-oracle").join(name)
}

/// Compares all projects, on all processors.
pub(crate) fn compare_all(python: &std::path::Path, projects: &[Project]) -> Tally {
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Tally::default());
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut driver = Driver::start(python);
                while let Some(project) = projects.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = compare::project(&mut driver, project);
                    total.lock().expect("no worker panicked").add(one);
                }
            });
        }
    });
    let mut total = total.into_inner().expect("no worker panicked");
    total.sort();
    total
}
