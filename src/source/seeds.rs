//! Reads the discovered files, in parallel, and loads those that are seeds.
//!
//! Each file is read once. One that is no seed is forgotten at once: it is read again only if a seed
//! refers to it, which is rare and cheaper than keeping every text.

use std::path::PathBuf;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::prefilter::is_seed;
use super::sources::Reading;
use super::{FileId, Sources};

/// Loads those of `paths` (absolute) that can make or configure a Flask app. Ids follow the order of
/// `paths`, whatever the order of reading.
pub fn load_seeds(sources: &Sources, paths: &[PathBuf]) -> Vec<FileId> {
    let readings: Vec<Reading> =
        paths.par_iter().map_init(Vec::new, |buffer, path| sources.read_if(path, buffer, is_seed)).collect();
    paths.iter().zip(readings).filter_map(|(path, reading)| sources.keep(path, reading)).collect()
}
