//! The stable format for programs.

use serde_json::{Value, json};

use crate::report::Format;
use crate::report::sample::Sample;

fn report(sample: &Sample) -> Value {
    serde_json::from_str(&sample.report(Format::Json)).unwrap()
}

#[test]
fn a_finding_has_the_fields_of_the_contract() {
    let report = report(&Sample::shop());
    let finding = &report["findings"][0];
    let names: Vec<&String> = finding.as_object().unwrap().keys().collect();
    let expected = [
        "rule",
        "severity",
        "confidence",
        "message",
        "advice",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "setting",
        "app",
        "profile",
        "related",
        "fix",
        "fingerprint",
    ];
    assert_eq!(names, expected);
    assert_eq!(finding["rule"], "hardcoded-secret-key");
    assert_eq!(finding["severity"], "critical");
    assert_eq!(finding["app"], json!({"path": "shop/__init__.py", "line": 4, "name": "app"}));
    assert_eq!(finding["related"][1]["path"], "shop/__init__.py");
    assert_eq!(finding["related"][1]["end_column"], 27);
    assert_eq!(finding["fix"]["safety"], "unsafe");
    let edit = json!({
        "path": "shop/config.py", "line": 2, "column": 18, "end_line": 2, "end_column": 44,
        "text": "os.environ[\"SECRET_KEY\"]",
    });
    assert_eq!(finding["fix"]["edits"][0], edit);
}

#[test]
fn a_clean_project_has_empty_lists() {
    let expected = json!({
        "version": 1, "findings": [], "problems": [],
        "summary": {"files": 1, "parsed": 1, "apps": 0, "seconds": 0.25},
    });
    assert_eq!(report(&Sample::of(&[])), expected);
}

#[test]
fn problems_have_a_line_if_one_is_known() {
    let mut sample = Sample::of(&[]);
    sample.problem("a.py", Some(3), "cannot be parsed");
    sample.problem("b.py", None, "is not text");
    let expected = json!([
        {"path": "a.py", "line": 3, "message": "cannot be parsed"},
        {"path": "b.py", "line": null, "message": "is not text"},
    ]);
    assert_eq!(report(&sample)["problems"], expected);
}

#[test]
fn columns_are_characters_and_windows_line_ends_do_not_count() {
    let mut sample = Sample::of(&[("app.py", "\r\nx = 'ä漢😀', False\r\n")]);
    sample.outcome.findings.push(sample.finding("never-found", "app.py", "False\r\n"));
    let finding = &report(&sample)["findings"][0];
    let place = ["line", "column", "end_line", "end_column"].map(|name| finding[name].as_u64().unwrap());
    assert_eq!(place, [2, 12, 2, 17]);
}

#[test]
fn a_fingerprint_survives_a_new_key_and_lines_above() {
    let fingerprint = |text: &str| {
        let mut sample = Sample::of(&[("app.py", text)]);
        sample.outcome.findings.push(sample.finding("never-found", "app.py", "KEY"));
        report(&sample)["findings"][0]["fingerprint"].clone()
    };
    assert_eq!(fingerprint("KEY = 'one'\n"), fingerprint("import os\n\nKEY  =  'another'  # new\n"));
    assert_ne!(fingerprint("KEY = 'one'\n"), fingerprint("KEY = load('one')\n"));
}
