//! One file of any text: the corpus is the Python of `testdata/`.
#![no_main]

#[path = "../../tests/hostile/pipeline.rs"]
mod pipeline;

mod grammar {
    pub(crate) type Files = Vec<(String, String)>;
}

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    pipeline::check(&vec![("app.py".to_owned(), text)]);
});
