//! Projects that the grammar writes, from parsing to the reports.
#![no_main]

#[path = "../../tests/hostile/grammar/mod.rs"]
#[allow(dead_code, unused_imports, reason = "what has fixes is another target's")]
mod grammar;
#[path = "../../tests/hostile/pipeline.rs"]
mod pipeline;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(files) = grammar::project(&mut Unstructured::new(bytes)) {
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{files:#?}");
        }
        pipeline::check(&files);
    }
});
