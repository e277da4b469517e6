//! The time of the stages on the projects of `testdata/flask`: finding what matters, parsing it, running it.

use std::path::{Path, PathBuf};

use flask_sec_lint::eval;
use flask_sec_lint::python::{self, STACK_BYTES};
use flask_sec_lint::source::{DiscoveryOptions, Exclusion, FileId, IgnoreFiles, NamedFiles, Sources, find_seeds};

fn main() {
    // Interpreting needs a stack as large as the program's.
    let measured = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(divan::main);
    measured.expect("a thread can be started").join().expect("nothing panics");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/flask")
}

/// Nothing is left out.
fn everything() -> DiscoveryOptions {
    DiscoveryOptions {
        exclusion: Exclusion::default(),
        named_files: NamedFiles::AlwaysLinted,
        ignore_files: IgnoreFiles::Disregarded,
    }
}

/// The texts of the seeds.
fn seeds() -> (Sources, Vec<FileId>) {
    let sources = Sources::on_disk(folder(), folder());
    let (_, seeds) = find_seeds(&sources, &[folder()], &everything());
    (sources, seeds)
}

#[divan::bench(sample_count = 20)]
fn find_and_read() -> usize {
    seeds().1.len()
}

#[divan::bench(sample_count = 20)]
fn parse(bencher: divan::Bencher) {
    let (sources, seeds) = seeds();
    bencher.bench_local(|| seeds.iter().map(|file| python::parse(&sources, *file).body.len()).sum::<usize>());
}

/// With the parsing of what is run.
#[divan::bench(sample_count = 20)]
fn interpret(bencher: divan::Bencher) {
    let (sources, seeds) = seeds();
    bencher.bench_local(|| eval::interpret(&sources, &seeds, &eval::Options::default()).deployments.len());
}
