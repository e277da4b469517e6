//! One test for each example in `testdata/forms`: every form in which Flask applications are
//! configured, and what must stay silent.
//!
//! A page is a Markdown file: `### name` starts an example, its fenced blocks are the files. The rules
//! yield exactly the marked lines; ` (pedantic)` at the end of a name asks for `--pedantic`.

mod examples;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use flask_sec_lint::rules::{Catalogue, Example, ExampleFile};
use libtest_mimic::{Arguments, Failed, Trial};
use walkdir::WalkDir;

use examples::{expect_equal, judge_files, marks, places, without_marks};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let catalogue = Arc::new(Catalogue::embedded().expect("the embedded rules parse"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/forms");
    let mut trials = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = entry.expect("the folder of forms can be read").into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let topic = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let text = std::fs::read_to_string(&path).expect("a page of forms can be read");
            trials.extend(read(&text).into_iter().map(|example| trial(&catalogue, &topic, example)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(catalogue: &Arc<Catalogue>, topic: &str, example: Example) -> Trial {
    let catalogue = Arc::clone(catalogue);
    Trial::test(format!("{topic}::{}", example.name), move || run(&catalogue, &example))
}

fn run(catalogue: &Catalogue, example: &Example) -> Result<(), Failed> {
    if example.files.is_empty() {
        return Err("an example without files".into());
    }
    let pedantic = example.name.ends_with(" (pedantic)");
    let (sources, findings) = judge_files(catalogue, pedantic, &without_marks(&example.files));
    expect_equal("findings", &marks(&example.files)?, &places(&findings, &sources))
}

/// The examples of a page.
fn read(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open: Option<ExampleFile> = None;
    for line in text.lines() {
        if let Some(file) = &mut open {
            if line == "```" {
                let example = examples.last_mut().expect("a file stands below an example's name");
                example.files.extend(open.take());
            } else {
                file.text.push_str(line);
                file.text.push('\n');
            }
        } else if let Some(name) = line.strip_prefix("### ") {
            examples.push(Example { name: name.to_owned(), files: Vec::new(), fixed: Vec::new() });
        } else if line.starts_with("```") {
            let title = line.split_once("title=\"").and_then(|(_, rest)| rest.strip_suffix('"'));
            let path = title.expect("a file's block is titled with its path").to_owned();
            open = Some(ExampleFile { path, text: String::new() });
        }
    }
    assert!(open.is_none(), "a page ends inside a block");
    examples
}
