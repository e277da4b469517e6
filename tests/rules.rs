//! One test for each rule file, and one for each of its examples.
//!
//! Bad examples yield exactly the marked lines, and their `fixed` files are what the fixes make of them;
//! good examples are clean under every rule.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use flask_sec_lint::eval;
use flask_sec_lint::rules::judge::Options;
use flask_sec_lint::rules::{Catalogue, Edit, Example, ExampleFile, Finding, Rule, judge, parse_rule};
use flask_sec_lint::source::{FileId, Sources};
use libtest_mimic::{Arguments, Failed, Trial};
use walkdir::WalkDir;

/// Starts a mark at the end of a line: `# error: [rule, rule]`.
const MARK: &str = "  # error: [";

/// File (path), line and rule.
type Place = (String, u32, String);

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
        for (kind, examples) in [("bad", &rule.bad), ("good", &rule.good)] {
            for example in examples {
                let name = format!("{id}::{kind}::{}", example.name);
                let (catalogue, rule, example) = (Arc::clone(&catalogue), Arc::clone(rule), example.clone());
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
    if !rule.page.contains("https://") || !rule.page.contains("CWE-") || rule.cwe.is_empty() {
        return Err("the page names no source, or no CWE".into());
    }
    for example in &rule.bad {
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
    let good: Vec<ExampleFile> = rule.good.iter().flat_map(|example| example.files.clone()).collect();
    expect_equal("marks in good examples", &marks(&good)?, &Vec::new())
}

fn run_example(catalogue: &Catalogue, rule: &Rule, example: &Example) -> Result<(), Failed> {
    let expected = marks(&example.files)?;
    let (sources, findings) = judge_files(catalogue, rule, &without_marks(&example.files));
    let mut found: Vec<Place> = findings.iter().map(|finding| place(finding, &sources)).collect();
    found.sort();
    expect_equal("findings", &expected, &found)?;
    if example.fixed.is_empty() {
        return Ok(());
    }
    let fixed = apply(&without_marks(&example.files), &findings, &sources);
    for file in &example.fixed {
        expect_equal("the fixed text", &Some(&file.text), &fixed.get(&file.path))?;
    }
    let files: Vec<ExampleFile> = fixed.into_iter().map(|(path, text)| ExampleFile { path, text }).collect();
    let (sources, left) = judge_files(catalogue, rule, &files);
    let left: Vec<Place> = left.iter().map(|finding| place(finding, &sources)).collect();
    expect_equal("findings in the fixed text", &Vec::new(), &left)
}

fn judge_files(catalogue: &Catalogue, rule: &Rule, files: &[ExampleFile]) -> (Sources, Vec<Finding>) {
    let (sources, seeds) = load(files);
    let deployments = eval::interpret(&sources, &seeds, &eval::Options::default()).deployments;
    let options = Options { pedantic: rule.pedantic };
    let findings = judge(&deployments, &sources, catalogue, &options);
    (sources, findings)
}

/// The files in memory; the Python files are the seeds.
fn load(files: &[ExampleFile]) -> (Sources, Vec<FileId>) {
    let sources = Sources::in_memory(files.iter().map(|file| (file.path.clone(), file.text.clone())));
    let python = files.iter().map(|file| PathBuf::from("/").join(&file.path));
    let python = python.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
    let seeds = python.filter_map(|path| sources.load(&path)).collect();
    (sources, seeds)
}

fn place(finding: &Finding, sources: &Sources) -> Place {
    let file = sources.file(finding.span.file);
    (file.name.clone(), file.position(finding.span.start).line, finding.rule.id.clone())
}

fn marks(files: &[ExampleFile]) -> Result<Vec<Place>, Failed> {
    let mut marks = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(file.text.lines()) {
            let Some((_, mark)) = line.split_once(MARK) else { continue };
            let ids = mark.strip_suffix(']').ok_or_else(|| format!("{}:{number}: a mark without an end", file.path))?;
            marks.extend(ids.split(", ").map(|id| (file.path.clone(), number, id.to_owned())));
        }
    }
    marks.sort();
    Ok(marks)
}

fn without_marks(files: &[ExampleFile]) -> Vec<ExampleFile> {
    let strip = |text: &str| {
        let lines = text.lines().map(|line| line.split_once(MARK).map_or(line, |(code, _)| code));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    files.iter().map(|file| ExampleFile { path: file.path.clone(), text: strip(&file.text) }).collect()
}

/// The files after all edits, applied from the end of each file to its start.
fn apply(files: &[ExampleFile], findings: &[Finding], sources: &Sources) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let mut edits: Vec<&Edit> =
        findings.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    edits.dedup();
    for edit in edits {
        if let Some(text) = texts.get_mut(&sources.file(edit.span.file).name) {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
    }
    texts
}

fn expect_equal<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Result<(), Failed> {
    if expected == found {
        return Ok(());
    }
    Err(format!("{what} differ\n expected {expected:?}\n    found {found:?}").into())
}
