//! How much of a project is run: a project with thousands of places to start from must end too.
//!
//! What burns fuel, and what happens without it, is for `machine` and `bounds` to say.

use std::collections::BTreeSet;

use super::machine::FUEL;
use crate::source::{FileId, Problem, Sources};

/// How many modules and functions are started from.
const MOST_ENTRIES: usize = 2_000;
/// What all programs together may burn in one world each.
const FUEL_OF_ALL: u64 = 100 * FUEL;
/// What all tests and examples together may burn.
const FUEL_OF_TESTS: u64 = 6 * FUEL;
/// What every entry may burn, however many there are.
const LEAST_FUEL: u64 = FUEL / 16;
/// How many worlds of one entry may burn all that one may.
const FULL_WORLDS: u64 = 2;

/// The first of the entries; the files of others, if there are more than can be followed, are named as problems.
pub(super) fn first_entries<T>(mut entries: Vec<T>, file: impl Fn(&T) -> FileId, sources: &Sources) -> Vec<T> {
    let left_out = entries.drain(MOST_ENTRIES.min(entries.len())..).map(|entry| file(&entry)).collect::<BTreeSet<_>>();
    for file in left_out {
        let message = format!(
            "not all of its apps were followed: there are more than {MOST_ENTRIES} places to start from; exclude some"
        );
        sources.report(Problem { path: sources.file(file).name.clone(), line: None, message });
    }
    entries
}

/// How much each of so many programs may burn in one world.
pub(super) fn fuel_of_each(programs: usize) -> u64 {
    (FUEL_OF_ALL / programs.max(1) as u64).clamp(LEAST_FUEL, FUEL)
}

/// How much an entry may burn until it has made an app, if that is hardly to be expected.
pub(super) fn fuel_of_trial(fuel: u64) -> u64 {
    fuel / 16
}

/// How much each of so many tests and examples may burn: of what they reach, only keys that look real are reported, and
/// they make much the same app over and over (some 40 tests and 30 examples of Flask-AppBuilder 5.3 do, each with all
/// views).
pub(super) fn fuel_of_test(tests: usize) -> u64 {
    (FUEL_OF_TESTS / tests.max(1) as u64).clamp(LEAST_FUEL, FUEL / 3)
}

/// How much all worlds together may burn of an entry that may burn `fuel` in one.
pub(super) fn fuel_of_worlds(fuel: u64) -> u64 {
    fuel * FULL_WORLDS
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_more_entries_there_are_the_less_each_may_burn() {
        assert_eq!((fuel_of_each(0), fuel_of_each(1), fuel_of_each(100)), (FUEL, FUEL, FUEL));
        assert_eq!((fuel_of_each(200), fuel_of_each(2_000)), (FUEL / 2, LEAST_FUEL.max(FUEL / 20)));
    }

    #[test]
    fn the_more_tests_there_are_the_less_each_may_burn() {
        assert_eq!((fuel_of_test(0), fuel_of_test(18)), (FUEL / 3, FUEL / 3));
        assert_eq!((fuel_of_test(60), fuel_of_test(2_000)), (FUEL / 10, LEAST_FUEL));
    }

    #[test]
    fn files_whose_apps_are_not_followed_are_named() {
        let sources = Sources::in_memory([("a.py".to_owned(), String::new())]);
        let file = sources.load(Path::new("/a.py")).unwrap();
        assert_eq!(first_entries(vec![1, 2], |_| file, &sources), [1, 2]);
        assert!(sources.problems().is_empty());
        assert_eq!(first_entries(vec![1; 3_000], |_| file, &sources).len(), MOST_ENTRIES);
        assert!(sources.problems().iter().all(|problem| problem.path == "a.py") && sources.problems().len() == 1);
    }
}
