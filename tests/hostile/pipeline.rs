//! A run over files in memory, from interpretation to the report in every format, and what must hold of it whatever the
//! files say. The fuzz targets under `fuzz/` share this file.

use std::path::Path;
use std::sync::LazyLock;

use clap::ValueEnum;
use flask_sec_lint::python::STACK_BYTES;
use flask_sec_lint::report::{self, Format, Outcome, Repository, Secrets, TextOptions};
use flask_sec_lint::rules::{Catalogue, Safety, judge};
use flask_sec_lint::source::{FileId, Sources};
use flask_sec_lint::{eval, python};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::grammar::Files;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue is sound"));

/// Stacks as the program has them.
pub(crate) static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
    ThreadPoolBuilder::new().num_threads(1).stack_size(STACK_BYTES).build().expect("a thread can be started")
});

/// Runs the program over `files` twice.
///
/// # Panics
///
/// If it panics, if the two runs differ, or if a report is not what its format promises.
pub(crate) fn check(files: &Files) {
    let first = reports(files);
    let second = reports(files);
    assert_eq!(first.len(), second.len());
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        assert!(one == other, "two runs differ: {name}\n{one}\n{other}");
        well_formed(name, one);
    }
}

/// Every report of a run, by the name of its format.
pub(crate) fn reports(files: &Files) -> Vec<(String, String)> {
    POOL.install(|| {
        let sources = Sources::in_memory(files.iter().cloned());
        let outcome = outcome(files, &sources);
        let mut written = Vec::new();
        for format in Format::value_variants() {
            let name = format.to_possible_value().expect("every format has a name").get_name().to_owned();
            let mut text = Vec::new();
            report::write(&outcome, &sources, &CATALOGUE, &options(*format, &outcome), &mut text).expect("no I/O");
            written.push((name, String::from_utf8(text).expect("reports are UTF-8")));
        }
        for (name, format) in [("config json", Format::Json), ("config text", Format::Text)] {
            let mut text = Vec::new();
            report::write_config(&outcome, &sources, &options(format, &outcome), &mut text).expect("no I/O");
            written.push((name.to_owned(), String::from_utf8(text).expect("reports are UTF-8")));
        }
        written
    })
}

fn outcome(files: &Files, sources: &Sources) -> Outcome {
    let python = files.iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "py"));
    let seeds: Vec<FileId> = python.filter_map(|(path, _)| sources.load(Path::new(&format!("/{path}")))).collect();
    for seed in &seeds {
        python::trivia(&sources.file(*seed).text);
    }
    let interpretation = eval::interpret(sources, &seeds, &eval::Options::default());
    let options = judge::Options { pedantic: true, ..judge::Options::default() };
    let deployments = interpretation.deployments;
    Outcome {
        findings: judge(&deployments, sources, &CATALOGUE, &options),
        problems: sources.problems(),
        deployments,
        files: files.len(),
        parsed: interpretation.parsed,
        apps: 1,
        seconds: 0.0,
        known: None,
    }
}

fn options(format: Format, outcome: &Outcome) -> report::Options {
    report::Options {
        format,
        secrets: Secrets::Hidden(report::redactor(&[outcome])),
        text: TextOptions::default(),
        repository: Repository::find(Path::new("/"), |_| false),
        sarif_category: None,
        fixes: Safety::Unsafe,
    }
}

/// What each format promises of any text.
///
/// # Panics
///
/// If the report does not keep it.
pub(crate) fn well_formed(format: &str, report: &str) {
    match format {
        "json" | "sarif" | "gitlab" | "rdjson" | "config json" => {
            let parsed = serde_json::from_str::<serde_json::Value>(report);
            assert!(parsed.is_ok(), "{format}: {parsed:?}\n{report}");
        }
        "junit" => {
            let parsed = roxmltree::Document::parse(report);
            assert!(parsed.is_ok(), "{parsed:?}\n{report}");
        }
        "github" => {
            let is_command =
                |line: &str| ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
            let odd = report.split(['\n', '\r']).find(|line| !line.is_empty() && !is_command(line));
            assert_eq!(odd, None, "{report}");
        }
        "text" | "concise" | "config text" => {
            let odd = report.chars().find(|character| is_obeyed(*character));
            assert_eq!(odd, None, "{format}\n{report}");
        }
        other => panic!("what must hold of the format {other}?"),
    }
}

/// Whether a terminal or an editor obeys this character instead of showing it.
pub(crate) fn is_obeyed(character: char) -> bool {
    let reorders =
        matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (character.is_control() && character != '\n' && character != '\t') || reorders
}
