//! One test for each rule file, and one for each of its examples.
//!
//! Bad examples yield exactly the marked lines, and their `fixed` files are what the fixes make of them;
//! good examples are clean under every rule.

mod examples;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use flask_sec_lint::eval;
use flask_sec_lint::lint::Request;
use flask_sec_lint::lint::fixing::fix;
use flask_sec_lint::rules::{Catalogue, Example, ExampleFile, Rule, Safety, parse_rule};
use flask_sec_lint::secrets::{Redactor, Wordlist};
use flask_sec_lint::source::{DiscoveryOptions, Exclusion, IgnoreFiles, NamedFiles};
use flask_sec_lint::triage::{Choice, Selection};
use libtest_mimic::{Arguments, Failed, Trial};
use walkdir::WalkDir;

use examples::{MARK, expect_equal, judge_files, marks, places, without_marks};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let catalogue = Arc::new(Catalogue::embedded().expect("the embedded rules parse"));
    let listed = Arc::clone(&catalogue);
    let mut trials = vec![Trial::test("catalogue_is_folder", move || catalogue_is_folder(&listed))];
    for rule in &catalogue.rules {
        let (id, tested) = (rule.id.clone(), Arc::clone(rule));
        trials.push(Trial::test(format!("{id}::file"), move || file(&tested)));
        let page = rule.page();
        for (kind, examples) in [("bad", page.bad), ("good", page.good)] {
            for example in examples {
                let name = format!("{id}::{kind}::{}", example.name);
                let (catalogue, rule, example) = (Arc::clone(&catalogue), Arc::clone(rule), example);
                trials.push(Trial::test(name, move || run_example(&catalogue, &rule, &example)));
            }
        }
    }
    trials
}

fn catalogue_is_folder(catalogue: &Catalogue) -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let mut in_folder: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    in_folder.sort();
    let mut listed: Vec<String> = catalogue.rules.iter().map(|rule| format!("{}.md", rule.id)).collect();
    listed.sort();
    expect_equal("the catalogue's list and the folder", &listed, &in_folder)
}

/// The file parses, has its texts, and its examples are marked as they should be.
fn file(rule: &Rule) -> Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(format!("{}.md", rule.id));
    let text = std::fs::read_to_string(&path)?;
    parse_rule(&path.to_string_lossy(), &text).map_err(|error| error.to_string())?;
    let page = rule.page();
    if !page.text.contains("https://") || !page.text.contains("CWE-") || rule.cwe.is_empty() {
        return Err("the page names no source, or no CWE".into());
    }
    for example in &page.bad {
        let marks = marks(&example.files)?;
        if !marks.iter().any(|(_, _, id)| *id == rule.id) {
            return Err(format!("bad example `{}` has no line marked `{}`", example.name, rule.id).into());
        }
        let unmarked = example.fixed.iter().all(|file| !file.text.contains(MARK));
        let known = example.fixed.iter().all(|file| example.files.iter().any(|bad| bad.path == file.path));
        if !unmarked || !known {
            return Err(format!("bad example `{}`: `fixed` has marks, or a file of another name", example.name).into());
        }
    }
    let good: Vec<ExampleFile> = page.good.iter().flat_map(|example| example.files.clone()).collect();
    expect_equal("marks in good examples", &marks(&good)?, &Vec::new())
}

fn run_example(catalogue: &Catalogue, rule: &Rule, example: &Example) -> Result<(), Failed> {
    let expected = marks(&example.files)?;
    let (sources, findings) = judge_files(catalogue, rule.pedantic, &without_marks(&example.files));
    expect_equal("findings", &expected, &places(&findings, &sources))?;
    for finding in &findings {
        let related = finding.related.iter().map(|one| &one.message);
        for sentence in [&finding.message, &finding.advice, &finding.label].into_iter().chain(related) {
            stays_readable(sentence)?;
        }
    }
    if example.fixed.is_empty() {
        return Ok(());
    }
    let fixed = fixed_files(catalogue, rule.pedantic, &without_marks(&example.files))?;
    for file in &example.fixed {
        expect_equal("the fixed text", &Some(&file.text), &fixed.get(&file.path))?;
    }
    let files: Vec<ExampleFile> = fixed.into_iter().map(|(path, text)| ExampleFile { path, text }).collect();
    let (sources, left) = judge_files(catalogue, rule.pedantic, &files);
    expect_equal("findings in the fixed text", &Vec::new(), &places(&left, &sources))
}

/// The program's own words in `sentence` are not masked, even if somebody's key is made of them.
fn stays_readable(sentence: &str) -> Result<(), Failed> {
    let mut keys = Vec::new();
    for text in unquoted(sentence) {
        let words: Vec<&str> = text.split([' ', '(', ')']).filter(|word| !word.is_empty()).collect();
        keys.extend((1..=3).flat_map(|length| words.windows(length)).map(|words| words.join(" ")));
    }
    let is_phrase = |key: &&String| key.chars().all(|one| one.is_ascii_alphabetic() || " .,:;".contains(one));
    let redactor = Redactor::new(keys.iter().filter(is_phrase).map(|key| key.as_bytes().to_vec()));
    let redacted = redactor.redact_sentence(sentence);
    expect_equal("the sentence's own words", &unquoted(sentence), &unquoted(&redacted))
}

fn unquoted(sentence: &str) -> Vec<&str> {
    sentence.split('`').step_by(2).flat_map(|text| text.split('"').step_by(2)).collect()
}

/// The files as `--fix --unsafe-fixes` leaves them.
fn fixed_files(
    catalogue: &Catalogue,
    pedantic: bool,
    files: &[ExampleFile],
) -> Result<BTreeMap<String, String>, Failed> {
    let folder = tempfile::tempdir()?;
    for file in files {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().expect("it is in the folder"))?;
        std::fs::write(path, &file.text)?;
    }
    let rules = Choice::usual(catalogue, pedantic).into_rules();
    let selection = Selection { rules, pedantic, ..Selection::usual(catalogue) };
    let request = Request {
        paths: vec![folder.path().to_path_buf()],
        working_folder: folder.path().to_path_buf(),
        overlay: BTreeMap::new(),
        discovery: DiscoveryOptions {
            exclusion: Exclusion::default(),
            named_files: NamedFiles::AlwaysLinted,
            ignore_files: IgnoreFiles::Disregarded,
        },
        interpretation: eval::Options::default(),
        wordlist: Wordlist::default(),
        selection,
        baseline: None,
    };
    let mut texts: BTreeMap<String, String> = files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    for rewrite in fix(&request, catalogue, Safety::Unsafe).rewrites {
        texts.insert(rewrite.name, rewrite.new_text);
    }
    Ok(texts)
}
