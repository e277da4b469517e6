//! Projects that have fixes, fixed.
#![no_main]

#[path = "../../tests/hostile/fixing.rs"]
mod fixing;
#[path = "../../tests/hostile/grammar/mod.rs"]
#[allow(dead_code, reason = "projects of several files are another target's")]
mod grammar;
#[path = "../../tests/hostile/pipeline.rs"]
#[allow(dead_code, reason = "the reports are another target's")]
mod pipeline;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(files) = grammar::fixable(&mut Unstructured::new(bytes)) {
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{files:#?}");
        }
        let folder = tempfile::tempdir().expect("a folder can be made");
        fixing::check(folder.path(), &files);
    }
});
