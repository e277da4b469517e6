//! SARIF as GitHub code scanning reads it: every property that it uses, and every limit that rejects an upload.
//!
//! What its upload action computes (line hashes) is computed here once more, in another way.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use flask_sec_lint::rules::Catalogue;
use serde_json::{Value, json};

use crate::project::{FILES, awkward, results, run, sarif};
use crate::tools::top;

static SHOP: LazyLock<Value> = LazyLock::new(|| sarif(top(), &["testdata/shop"]));

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} is no text in {value}"))
}

fn region(result: &Value) -> &Value {
    &result["locations"][0]["physicalLocation"]["region"]
}

#[test]
fn one_run_names_the_tool() {
    let report = &*SHOP;
    assert_eq!(report["version"], "2.1.0");
    assert_eq!(report["$schema"], "https://json.schemastore.org/sarif-2.1.0.json");
    let run = run(report);
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "flask-sec-lint");
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(driver["informationUri"], env!("CARGO_PKG_REPOSITORY"));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(run.get("automationDetails"), None);
    let named = sarif(top(), &["testdata/shop", "--sarif-category", "shop"]);
    assert_eq!(named["runs"][0]["automationDetails"], json!({"id": "shop/"}));
}

#[test]
fn the_catalogue_is_whole_and_each_rule_has_what_is_shown() {
    let report = &*SHOP;
    let rules = run(report)["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| text(rule, "/id")).collect();
    let catalogue = Catalogue::embedded().unwrap();
    assert_eq!(ids, catalogue.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>());
    for (rule, source) in rules.iter().zip(&catalogue.rules) {
        let name = text(rule, "/name");
        assert!(name.len() <= 255 && name.starts_with(char::is_uppercase), "{name}");
        assert!(name.chars().all(char::is_alphanumeric), "{name}");
        assert_eq!(text(rule, "/shortDescription/text"), source.title);
        assert!((1..=1024).contains(&text(rule, "/fullDescription/text").chars().count()));
        assert!(!text(rule, "/help/text").is_empty());
        assert!(text(rule, "/help/markdown").contains("## How to fix"));
        assert!(text(rule, "/helpUri").ends_with(&format!("/rules/{}.md", source.id)));
        assert!(["note", "warning", "error"].contains(&text(rule, "/defaultConfiguration/level")));
        let severity: f64 = text(rule, "/properties/security-severity").parse().unwrap();
        assert!((0.1..=10.0).contains(&severity), "{severity}");
        assert!(["very-high", "high", "medium", "low"].contains(&text(rule, "/properties/precision")));
        let tags = rule["properties"]["tags"].as_array().unwrap();
        assert!(tags.len() <= 10 && tags[0] == "security");
        for tag in tags.iter().skip(1) {
            let number = tag.as_str().and_then(|tag| tag.strip_prefix("external/cwe/cwe-")).unwrap();
            assert!(number.len() >= 3 && number.parse::<u32>().is_ok(), "{number}");
        }
    }
}

#[test]
fn each_result_has_a_place_a_person_can_see() {
    let report = &*SHOP;
    let rules = run(report)["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(results(report).len() > 10);
    for result in results(report) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let region = region(result);
        assert_eq!(region["startLine"], region["endLine"]);
        assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64());
        assert!(region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1));
        let related = result["relatedLocations"].as_array().map_or(&[][..], Vec::as_slice);
        for (location, id) in related.iter().zip(1..) {
            assert_eq!(location["id"], id);
            assert!(id > 8 || text(result, "/message/text").contains(&format!("]({id})")));
        }
        let steps = result.pointer("/codeFlows/0/threadFlows/0/locations").and_then(Value::as_array);
        assert_eq!(steps.map_or(0, Vec::len), if related.is_empty() { 0 } else { related.len() + 1 });
        for absent in ["suppressions", "baselineState", "rank"] {
            assert_eq!(result.get(absent), None);
        }
    }
    assert!(!report.to_string().contains("snippet"));
}

#[test]
fn fixes_say_what_is_replaced_where() {
    let report = &*SHOP;
    let fixes: Vec<&Value> = results(report).iter().filter_map(|result| result.get("fixes")).collect();
    assert!(!fixes.is_empty());
    for change in fixes.iter().flat_map(|fixes| fixes[0]["artifactChanges"].as_array().unwrap()) {
        assert!(text(change, "/artifactLocation/uri").starts_with("testdata/shop/"));
        for replacement in change["replacements"].as_array().unwrap() {
            let region = replacement["deletedRegion"].as_object().unwrap();
            let fields: Vec<&str> = region.keys().map(String::as_str).collect();
            assert_eq!(fields, ["endColumn", "endLine", "startColumn", "startLine"]);
            assert!(replacement["insertedContent"]["text"].is_string());
        }
    }
}

#[test]
fn a_run_without_findings_closes_the_alerts() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(results(&sarif(folder.path(), &["."])), &Vec::<Value>::new());
}

#[test]
fn places_are_those_of_the_repository_wherever_in_it_the_program_runs() {
    let root = awkward("awkward-places");
    let here = sarif(&root, &["."]);
    let below = sarif(&root.join("back end"), &[".", ".."]);
    assert_eq!(results(&here), results(&below));
    assert_eq!(results(&here).len(), FILES.len());
    for file in FILES {
        let artifact = |result: &&Value| result["locations"][0]["physicalLocation"]["artifactLocation"].clone();
        let expected = json!({"uri": file.uri, "uriBaseId": "%SRCROOT%"});
        let result = results(&here).iter().find(|result| artifact(result) == expected);
        let result = result.unwrap_or_else(|| panic!("{} is not in {here:#}", file.uri));
        let [line, column, end] = file.region;
        let expected = json!({"startLine": line, "startColumn": column, "endLine": line, "endColumn": end});
        assert_eq!(*region(result), expected, "{}", file.path);
    }
    let note = &run(&here)["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(text(note, "/locations/0/physicalLocation/artifactLocation/uri"), "back%20end/broken%20one.py");
    assert!(!here.to_string().contains("teapot"), "a key is shown");
}

#[test]
fn the_regions_of_the_awkward_files_hold_their_keys() {
    for file in FILES {
        let text: String = match std::str::from_utf8(file.head) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => file.head.iter().copied().map(char::from).collect(),
        };
        let [line, column, end] = file.region.map(|number| usize::try_from(number).unwrap());
        let line: Vec<char> = text.lines().nth(line - 1).unwrap().chars().collect();
        assert_eq!(line[column - 1..end - 1].iter().collect::<String>(), file.key);
    }
}

#[test]
fn outside_a_repository_places_are_those_of_the_working_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a b")).unwrap();
    let app = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'teapot'\n";
    fs::write(folder.path().join("a b/app.py"), app).unwrap();
    let report = sarif(folder.path(), &["."]);
    let artifact = &results(&report)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(*artifact, json!({"uri": "a%20b/app.py", "uriBaseId": "%SRCROOT%"}));
    let root = folder.path().to_str().unwrap();
    assert!(!report.to_string().contains(root));
}

#[test]
fn line_hashes_are_those_that_the_upload_action_computes() {
    let root = awkward("awkward-hashes");
    let mut checked = 0;
    for (report, folder) in &[(sarif(&root, &["."]), root.as_path()), (SHOP.clone(), top())] {
        for result in results(report) {
            let prints = result["partialFingerprints"].as_object().unwrap();
            assert_eq!(prints.keys().collect::<Vec<_>>(), ["primaryLocationLineHash"]);
            let line = usize::try_from(region(result)["startLine"].as_u64().unwrap()).unwrap();
            let uri = text(result, "/locations/0/physicalLocation/artifactLocation/uri");
            let hashes = line_hashes(&fs::read(folder.join(decoded(uri))).unwrap());
            assert_eq!(prints["primaryLocationLineHash"], hashes[line - 1], "{uri}:{line}");
            checked += 1;
        }
    }
    assert!(checked > 15);
}

#[test]
fn the_hashes_computed_here_are_githubs() {
    assert_eq!(line_hashes(b""), ["c129715d7a2bc9a3:1"]);
    let vectors = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
    assert_eq!(line_hashes(b" a\nb\n  \t\tc\n d"), vectors);
    assert_eq!(line_hashes(b" a\r\nb\r\n  \t\tc\r\n d"), vectors);
    assert_eq!(line_hashes(b" a\rb\r  \t\tc\r d"), vectors);
}

/// By the definition: the hash of a line is that of the 100 code units from its start.
fn line_hashes(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let blank = [u16::from(b' '), u16::from(b'\t')];
    let mut units: Vec<u16> = text.encode_utf16().filter(|unit| !blank.contains(unit)).collect();
    let line_end = u16::from(b'\n');
    let starts: Vec<usize> =
        std::iter::once(0).chain((1..=units.len()).filter(|start| units[start - 1] == line_end)).collect();
    units.push(u16::MAX);
    units.extend([0; 100]);
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut hash = |start: usize| {
        let add = |hash: u64, unit: &u16| hash.wrapping_mul(37).wrapping_add(u64::from(*unit));
        let hash = units[start..start + 100].iter().fold(0, add);
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:x}:{count}")
    };
    starts.into_iter().map(&mut hash).collect()
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let digits: Vec<u8> = if byte == b'%' { rest.by_ref().take(2).collect() } else { Vec::new() };
        let digits = String::from_utf8(digits).unwrap();
        bytes.push(if digits.is_empty() { byte } else { u8::from_str_radix(&digits, 16).unwrap() });
    }
    String::from_utf8(bytes).unwrap()
}

/// The schema as OASIS publishes it, but for a stray bracket in a pattern that strict validators refuse.
#[test]
fn reports_satisfy_the_schema() {
    let schema = fs::read_to_string(top().join("testdata/sarif-schema-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}?$")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let below = awkward("awkward-schema").join("back end");
    for report in [SHOP.clone(), sarif(&below, &[".", ".."])] {
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}
