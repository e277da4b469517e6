//! Random projects, the same on every run. `fuzz/` looks for new ones; what it found is among the cases.

use arbitrary::Unstructured;

use crate::{grammar, pipeline};

/// Without optimisation a project takes a tenth of a second.
const PROJECTS: u64 = if cfg!(debug_assertions) { 100 } else { 2_500 };

#[test]
fn random_projects_end_the_same_way_twice_in_every_format() {
    for seed in 0..PROJECTS {
        let mut random = fastrand::Rng::with_seed(seed);
        let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(2_000).collect();
        let files = grammar::project(&mut Unstructured::new(&bytes)).expect("bytes enough");
        let checked = std::panic::catch_unwind(|| pipeline::check(&files));
        assert!(checked.is_ok(), "seed {seed}: {files:#?}");
    }
}
