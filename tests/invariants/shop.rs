//! A run over `testdata/shop`: each planted mistake where it was planted, the same in every format, and
//! no key in any of them.

use std::fs;
use std::process::Command;

use flask_sec_lint::flask::SecretSetting;
use serde_json::Value;

use crate::{formats, top};

/// The mistakes in the shop: rule, file, and the text that a person would edit.
const PLANTED: &[(&str, &str, &str)] = &[
    ("predictable-secret-key", "backoffice/__init__.py", "platform.node()"),
    ("session-cookie-secure-missing", "backoffice/__init__.py", "Flask(__name__)"),
    ("ignored-setting", "backoffice/__init__.py", r#"app.config.setdefault("SESSION_COOKIE_SECURE", True)"#),
    ("session-cookie-samesite-disabled", "backoffice/backoffice.cfg", "None"),
    ("session-cookie-samesite-missing", "partners.py", "Flask(__name__)"),
    ("session-cookie-secure-missing", "partners.py", "Flask(__name__)"),
    ("hardcoded-secret-key", "partners.toml", "qB7n4wLx0Tz9sVfR2kYd8HcJ5mPg3EuA"),
    ("secret-key-fallback", "shop/config.py", r#""you-will-never-guess""#),
    ("ignored-setting", "shop/config.py", "True"),
    ("session-cookie-secure-disabled", "shop/config.py", r#"env_bool("SHOP_SECURE_COOKIES")"#),
    ("weak-secret-key", "shop/constants.py", r#""teapot-forms""#),
];

const FORMATS: [&str; 8] = ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"];

/// What the program did.
pub(crate) struct Run {
    pub(crate) output: String,
    pub(crate) notes: String,
    pub(crate) status: Option<i32>,
}

/// Runs the program in the top folder.
pub(crate) fn run(arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"));
    let done = command.current_dir(top()).args(arguments).output().unwrap();
    Run {
        output: String::from_utf8(done.stdout).unwrap(),
        notes: String::from_utf8(done.stderr).unwrap(),
        status: done.status.code(),
    }
}

fn report(format: &str, more: &[&str]) -> String {
    let run = run(&[&["testdata/shop", "--output-format", format], more].concat());
    assert_eq!((run.status, run.notes.as_str()), (Some(1), ""), "{format}");
    run.output
}

/// A rule, the path and line of its finding, as far as a format tells them.
pub(crate) type Place = (String, String, u64);

pub(crate) fn place(rule: &Value, path: &Value, line: &Value) -> Place {
    (rule.as_str().unwrap().to_owned(), path.as_str().unwrap().to_owned(), line.as_u64().unwrap())
}

fn json(format: &str) -> Value {
    serde_json::from_str(&report(format, &[])).unwrap()
}

fn places_of_json() -> Vec<Place> {
    let report = json("json");
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| place(&finding["rule"], &finding["path"], &finding["line"])).collect()
}

fn places_of_sarif() -> Vec<Place> {
    let report = json("sarif");
    let results = report["runs"][0]["results"].as_array().unwrap();
    let location = |result: &Value| {
        let physical = result["locations"][0]["physicalLocation"].clone();
        place(&result["ruleId"], &physical["artifactLocation"]["uri"], &physical["region"]["startLine"])
    };
    results.iter().map(location).collect()
}

fn places_of_gitlab() -> Vec<Place> {
    let report = json("gitlab");
    let location = |issue: &Value| {
        let place_of = &issue["location"];
        place(&issue["check_name"], &place_of["path"], &place_of["lines"]["begin"])
    };
    report.as_array().unwrap().iter().map(location).collect()
}

fn places_of_github() -> Vec<Place> {
    let value = |line: &str, name: &str| {
        let (_, rest) = line.split_once(&format!("{name}=")).unwrap();
        rest.split([',', ':']).next().unwrap().to_owned()
    };
    let place = |line: &str| (value(line, "title"), value(line, "file"), value(line, "line").parse().unwrap());
    report("github", &[]).lines().map(place).collect()
}

fn places_of_concise() -> Vec<Place> {
    let place = |line: &str| {
        let mut parts = line.splitn(4, ':');
        let (path, number) = (parts.next().unwrap(), parts.next().unwrap());
        let rule = parts.nth(1).unwrap().split_whitespace().next().unwrap();
        (rule.to_owned(), path.to_owned(), number.parse().unwrap())
    };
    report("concise", &[]).lines().map(place).collect()
}

fn places_of_text() -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut rule = None;
    for line in report("text", &[]).lines() {
        if let Some((name, _)) = line.split_once(" [").filter(|_| line.ends_with(']') && !line.starts_with(' ')) {
            rule = Some(name.to_owned());
        }
        if let Some((_, place)) = line.split_once("─[")
            && let Some(rule) = rule.take()
        {
            let mut parts = place.split(':');
            places.push((rule, parts.next().unwrap().to_owned(), parts.next().unwrap().parse().unwrap()));
        }
    }
    places
}

#[test]
fn every_planted_mistake_is_found_where_it_is_and_nothing_else() {
    let report = json("sarif");
    let results = report["runs"][0]["results"].as_array().unwrap();
    let found: Vec<(String, String, String)> = results
        .iter()
        .map(|result| {
            let physical = &result["locations"][0]["physicalLocation"];
            let path = physical["artifactLocation"]["uri"].as_str().unwrap();
            let rule = result["ruleId"].as_str().unwrap().to_owned();
            (rule, path.trim_start_matches("testdata/shop/").to_owned(), text_at(path, &physical["region"]))
        })
        .collect();
    let expected: Vec<(String, String, String)> =
        PLANTED.iter().map(|(rule, path, text)| (rule.to_string(), path.to_string(), text.to_string())).collect();
    assert_eq!(found, expected);
}

/// The text of a region on one line, counted in characters from the file on the disk.
fn text_at(path: &str, region: &Value) -> String {
    assert_eq!(region["startLine"], region["endLine"], "{path}");
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(top().join(path)).unwrap();
    let line = text.lines().nth(number("startLine") - 1).unwrap();
    line.chars().skip(number("startColumn") - 1).take(number("endColumn") - number("startColumn")).collect()
}

#[test]
fn sarif_follows_the_schema() {
    let schema = fs::read_to_string(top().join("testdata/sarif-schema-2.1.0.json")).unwrap();
    // A stray bracket in the published pattern of `language`, which strict validators refuse.
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}?$")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let report = json("sarif");
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn junit_and_rdjson_are_built_as_their_readers_expect() {
    formats::check_junit(&report("junit", &[]));
    formats::check_rdjson(&json("rdjson"));
}

#[test]
fn every_format_has_the_same_findings_in_the_same_order() {
    let expected = places_of_json();
    assert_eq!(expected.len(), PLANTED.len());
    for (format, places) in [
        ("text", places_of_text()),
        ("concise", places_of_concise()),
        ("sarif", places_of_sarif()),
        ("github", places_of_github()),
        ("gitlab", places_of_gitlab()),
        ("junit", formats::places_of_junit(&report("junit", &[]))),
        ("rdjson", formats::places_of_rdjson(&json("rdjson"))),
    ] {
        assert_eq!(places, expected, "{format}");
    }
}

#[test]
fn every_run_says_the_same() {
    for format in FORMATS {
        let first = without_time(&report(format, &["--threads", "1"]));
        for threads in ["1", "2", "4"] {
            assert_eq!(without_time(&report(format, &["--threads", threads])), first, "{format}, {threads} threads");
        }
    }
}

/// A report but for how long the run took.
fn without_time(report: &str) -> String {
    report.lines().filter(|line| !line.trim_start().starts_with("\"seconds\"")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_output_contains_a_key() {
    let keys = keys();
    let mut outputs: Vec<(String, String)> =
        FORMATS.map(|format| (format.to_owned(), report(format, &["--pedantic"]))).into();
    for format in FORMATS {
        let shown = run(&["testdata/shop", "--show-config", "--output-format", format]);
        assert_eq!(shown.status, Some(0));
        outputs.push((format!("--show-config {format}"), shown.output));
    }
    for (name, output) in outputs {
        let shown: Vec<&String> = keys.iter().filter(|key| output.contains(*key)).collect();
        assert_eq!(shown, Vec::<&String>::new(), "{name}");
    }
}

/// The keys of the shop that are no words of the program's own.
fn keys() -> Vec<String> {
    let shown = run(&["testdata/shop", "--show-config", "--show-secrets", "--output-format", "json"]).output;
    let report: Value = serde_json::from_str(&shown).unwrap();
    let apps = report["apps"].as_array().unwrap();
    let of_app = |app: &Value| SecretSetting::NAMES.map(|name| app["settings"][name]["value"].clone());
    let values = apps.iter().flat_map(of_app);
    let mut keys: Vec<String> = values.filter_map(|value| value.as_str().map(str::to_owned)).collect();
    keys.sort();
    keys.dedup();
    assert!(keys.len() >= 4, "{keys:?}");
    keys.retain(|key| key != "testing");
    keys
}
