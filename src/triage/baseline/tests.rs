//! What a baseline hides, on findings at marked lines.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::flask::Context;
use crate::rules::{Catalogue, Confidence, Severity};
use crate::source::Span;

/// The findings of a project: one at each line with `SECRET`, all of one rule.
struct Run {
    sources: Sources,
    findings: Vec<Finding>,
}

fn run(files: &[(&str, &str)]) -> Run {
    let sources = Sources::in_memory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let rule = Catalogue::embedded().unwrap().get("weak-secret-key").unwrap().clone();
    let mut findings = Vec::new();
    for (path, text) in files {
        let file = sources.load(&Path::new("/").join(path)).unwrap();
        for (at, mark) in text.match_indices("SECRET") {
            findings.push(Finding {
                rule: Arc::clone(&rule),
                severity: Severity::Medium,
                confidence: Confidence::High,
                message: String::new(),
                advice: String::new(),
                span: Span::new(file, at as u32, (at + mark.len()) as u32),
                label: String::new(),
                setting: Some("SECRET_KEY".to_owned()),
                app: None,
                profile: None,
                context: Context::Unnamed,
                related: Vec::new(),
                fix: None,
            });
        }
    }
    Run { sources, findings }
}

fn baseline(files: &[(&str, &str)]) -> Baseline {
    let Run { sources, findings } = run(files);
    let mut identities = Identities::new(&[], &sources);
    let made = Baseline::of(&findings, &mut identities, &sources, Vec::new(), Path::new("/ci"));
    let read = Baseline::parse(&made.text(), Path::new("/ci")).unwrap();
    assert_eq!(read, made);
    read
}

/// The lines of new findings, how many are hidden, and the paths of those that are gone.
fn compare(baseline: &Baseline, files: &[(&str, &str)]) -> (Vec<String>, usize, Vec<String>) {
    let Run { sources, findings } = run(files);
    let mut identities = Identities::new(&[], &sources);
    let compared = baseline.compare(findings, &mut identities, &sources, |path| sources.is_file(path));
    let place = |finding: &Finding| {
        let file = sources.file(finding.span.file);
        format!("{}:{}", file.name, file.position(finding.span.start).line)
    };
    let gone = compared.gone.iter().map(|entry| format!("{} x{}", entry.path, entry.count));
    (compared.new.iter().map(place).collect(), compared.hidden, gone.collect())
}

#[test]
fn what_was_there_is_hidden_wherever_its_line_has_moved_and_whatever_its_literals_are() {
    let old = baseline(&[("a.py", "SECRET = 'one'\n")]);
    let now = [("a.py", "import os\n\n\nSECRET  =  'another'  # why\n")];
    assert_eq!(compare(&old, &now), (vec![], 1, vec![]));
}

#[test]
fn another_finding_like_one_that_was_there_is_new() {
    let old = baseline(&[("a.py", "SECRET = 'one'\n")]);
    let now = [("a.py", "SECRET = 'one'\nx = 1\nSECRET = 'one'\n"), ("b.py", "SECRET = 'one'\n")];
    assert_eq!(compare(&old, &now), (vec!["a.py:3".to_owned(), "b.py:1".to_owned()], 1, vec![]));
    let changed = [("a.py", "SECRET = f('one')\n")];
    assert_eq!(compare(&old, &changed), (vec!["a.py:1".to_owned()], 0, vec!["../a.py x1".to_owned()]));
}

#[test]
fn a_file_may_be_renamed_but_a_copy_is_new() {
    let old = baseline(&[("a.py", "SECRET = 'one'\n")]);
    assert_eq!(compare(&old, &[("pkg/b.py", "SECRET = 'one'\n")]), (vec![], 1, vec![]));
    let copy = [("a.py", "x = 1\n"), ("pkg/b.py", "SECRET = 'one'\n")];
    assert_eq!(compare(&old, &copy), (vec!["pkg/b.py:1".to_owned()], 0, vec!["../a.py x1".to_owned()]));
}

#[test]
fn entries_that_do_not_occur_any_more_are_counted() {
    let old = baseline(&[("a.py", "SECRET = 1\nSECRET = 2\nSECRET = 3\n")]);
    assert_eq!(old.entries.len(), 1);
    assert_eq!(compare(&old, &[("a.py", "SECRET = 4\n")]), (vec![], 1, vec!["../a.py x2".to_owned()]));
}

#[test]
fn the_file_has_one_finding_a_line() {
    let text = baseline(&[("b.py", "SECRET = 'x'\n"), ("ci/a.py", "SECRET = 1\nSECRET = 2\n")]).text();
    let expected = r#"{
  "version": 1,
  "findings": [
    {"path":"../b.py","rule":"weak-secret-key","setting":"SECRET_KEY","code":"SECRET = ''"},
    {"path":"a.py","rule":"weak-secret-key","setting":"SECRET_KEY","code":"SECRET = 0","count":2}
  ]
}
"#;
    assert_eq!(text, expected);
    let empty = Baseline::default().text();
    assert_eq!(Baseline::parse(&empty, Path::new("")).unwrap(), Baseline::default());
}

#[test]
fn a_broken_file_is_refused_with_the_line() {
    let error = |text: &str| Baseline::parse(text, Path::new("/")).unwrap_err().to_string();
    let conflict = "{\n  \"version\": 1,\n<<<<<<< main\n";
    assert!(error(conflict).starts_with("line 3 is not as it should be: "), "{}", error(conflict));
    assert!(error("").starts_with("line 1 "), "{}", error(""));
    let unnamed = error("{\"version\": 1, \"findings\": [\n{\"rule\": \"x\"}]}");
    assert!(unnamed.starts_with("line 2 is not as it should be: missing field `path`"), "{unnamed}");
    assert!(error("{\"version\": 2}").contains("version 2 of the format"));
}
