//! Finds the files of a run and loads those that are seeds, in one pass: the thread that lists a folder
//! reads its files, and keeps of each no more than its path unless it is a seed.
//!
//! A file that is no seed is read again only if a seed refers to it, which is rare and cheaper than
//! keeping every text.

use std::path::{Path, PathBuf};

use super::discover::{Discovery, DiscoveryOptions, Entry, discover, may_be_python};
use super::prefilter::is_seed;
use super::sources::{Reading, normalised};
use super::{FileId, Sources};

/// The Python files at and below `paths` (absolute, existing), and those of them that can make or configure
/// a Flask app. Ids follow the order of the paths, whatever the order of reading.
pub fn find_seeds(sources: &Sources, paths: &[PathBuf], options: &DiscoveryOptions) -> (Discovery, Vec<FileId>) {
    // The walk enters no link, so what is below a folder that lies inside lies inside too.
    let is_inside = paths.iter().all(|path| !path.is_dir() || sources.is_inside(&normalised(path)));
    let look = |path: &Path, entry: Entry, buffer: &mut Vec<u8>| {
        let is_seed = |bytes: &[u8]| is_seed(path, bytes);
        let reading = match entry {
            Entry::Named if !may_be_python(path) => return None,
            Entry::Regular if is_inside => sources.read_regular_if(path, buffer, is_seed),
            Entry::Regular | Entry::Named | Entry::Link => sources.read_if(path, buffer, is_seed),
        };
        match reading {
            Reading::Unwanted => None,
            Reading::Text(..) | Reading::Defective(_) => Some(reading),
        }
    };
    let (found, mut readings) = discover(paths, options, &look);
    readings.sort_by(|one, other| one.0.cmp(&other.0));
    let seeds = readings.into_iter().filter_map(|(path, reading)| sources.keep(&path, reading)).collect();
    (found, seeds)
}

/// The Python files at and below `paths` (absolute, existing); none is read.
pub fn find_files(paths: &[PathBuf], options: &DiscoveryOptions) -> Discovery {
    discover::<()>(paths, options, &|_, _, _| None).0
}
