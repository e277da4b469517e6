//! SARIF: the official schema, and what GitHub asks for beyond it.

use std::path::Path;

use serde_json::{Value, json};

use crate::report::line_hash::line_hashes;
use crate::report::sample::{Sample, options};
use crate::report::{Format, Options, Repository};
use crate::rules::{Finding, Related};
use crate::source::Sources;

fn report_with(sample: &Sample, options: &Options) -> Value {
    let report: Value = serde_json::from_str(&sample.report_with(options)).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(report["version"], "2.1.0");
    report["runs"][0].clone()
}

/// The schema as OASIS publishes it, but for a stray bracket in the pattern of `language` that strict
/// validators refuse.
fn schema() -> Value {
    let schema = include_str!("../../../testdata/sarif-schema-2.1.0.json");
    serde_json::from_str(&schema.replace("{2}]?$", "{2}?$")).unwrap()
}

fn report(sample: &Sample) -> Value {
    report_with(sample, &options(Format::Sarif))
}

fn in_repository(working_folder: &str, root: &str) -> Options {
    let git = Path::new(root).join(".git");
    let repository = Repository::find(Path::new(working_folder), |path| path == git);
    assert!(repository.is_some());
    Options { repository, ..options(Format::Sarif) }
}

#[test]
fn the_whole_catalogue_is_listed_and_results_point_into_it() {
    let run = report(&Sample::shop());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["never-found", "hardcoded-secret-key", "session-cookie-secure-disabled"]);
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    assert_eq!(rules[0]["name"], "NeverFound");
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "note");
    assert_eq!(rules[0]["properties"]["tags"], json!(["security", "external/cwe/cwe-079"]));
    assert_eq!(rules[0]["properties"]["security-severity"], json!("9.5"));
    assert_eq!(rules[0]["properties"]["precision"], "high");
    assert!(rules.iter().all(|rule| rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string()));
}

#[test]
fn a_result_has_all_that_github_reads() {
    let shop = Sample::shop();
    let run = report(&shop);
    let result = &run["results"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let location = json!({"physicalLocation": {
        "artifactLocation": {"uri": "shop/config.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 18, "endLine": 2, "endColumn": 44},
    }});
    assert_eq!(result["locations"], json!([location]));
    assert_eq!(result["level"], "error");
    let text = result["message"]["text"].as_str().unwrap();
    assert!(text.ends_with("written in the source. Mend it. See: [inherited here](1), [loaded here](2)."), "{text}");
    let file = shop.sources.file(shop.outcome.findings[0].span.file);
    assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"], line_hashes(&file.text)[1]);
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let steps: Vec<&Value> = steps.iter().map(|step| &step["location"]["message"]["text"]).collect();
    assert_eq!(steps, ["the key", "inherited here", "loaded here"]);
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "shop/config.py");
    assert_eq!(change["replacements"][1]["insertedContent"]["text"], "import os\n\n");
}

#[test]
fn a_clean_run_closes_old_alerts() {
    let run = report(&Sample::of(&[]));
    assert_eq!(run["results"], json!([]));
    assert_eq!(run["invocations"], json!([{"executionSuccessful": true, "toolExecutionNotifications": []}]));
}

#[test]
fn a_category_is_written_only_when_it_is_given() {
    assert_eq!(report(&Sample::of(&[])).get("automationDetails"), None);
    let options = Options { sarif_category: Some("backend".to_owned()), ..options(Format::Sarif) };
    assert_eq!(report_with(&Sample::of(&[]), &options)["automationDetails"], json!({"id": "backend/"}));
}

#[test]
fn paths_start_at_the_root_of_the_repository() {
    let mut shop = Sample::shop();
    shop.problem("old one.py", Some(3), "cannot be parsed");
    let run = report_with(&shop, &in_repository("/shop", "/"));
    let place = |location: &Value| location["physicalLocation"]["artifactLocation"].clone();
    let inside = |uri| json!({"uri": uri, "uriBaseId": "%SRCROOT%"});
    assert_eq!(place(&run["results"][0]["locations"][0]), inside("shop/config.py"));
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(place(&notification["locations"][0]), inside("shop/old%20one.py"));
    assert_eq!(notification["message"]["text"], "cannot be parsed");
    assert_eq!(run["originalUriBaseIds"]["%SRCROOT%"]["description"]["text"], "The root of the repository.");
}

#[test]
fn a_file_outside_the_repository_has_an_absolute_uri() {
    let run = report_with(&Sample::shop(), &in_repository("/elsewhere", "/elsewhere"));
    let artifact = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(*artifact, json!({"uri": "file:///shop/config.py"}));
}

#[test]
fn a_region_stays_on_one_line() {
    let mut sample = Sample::of(&[("app.py", "x = '漢😀'\r\napp = Flask(\r\n    __name__)\r\n")]);
    let related = vec![Related { span: sample.span("app.py", "'漢😀'\r\napp"), message: "[here]".to_owned() }];
    let finding = sample.finding("never-found", "app.py", "Flask(\r\n    __name__)");
    sample.outcome.findings.push(Finding { related, ..finding });
    let run = report(&sample);
    let result = &run["results"][0];
    let region = |location: &Value| location["physicalLocation"]["region"].clone();
    assert_eq!(
        region(&result["locations"][0]),
        json!({"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 13})
    );
    let related = &result["relatedLocations"][0];
    assert_eq!(region(related), json!({"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 9}));
    assert!(result["message"]["text"].as_str().unwrap().ends_with(r"See: [\[here\]](1)."));
}

#[test]
fn the_limits_of_an_upload_are_kept() {
    let mut sample = Sample::of(&[("app.py", "x = 1\n")]);
    let finding = sample.finding("never-found", "app.py", "x");
    let related = vec![Related { span: finding.span, message: "here".to_owned() }; 1_001];
    sample.outcome.findings.push(Finding { related, ..finding.clone() });
    assert_eq!(report(&sample)["results"][0]["relatedLocations"].as_array().unwrap().len(), 1_000);
}

#[test]
fn of_too_many_findings_the_most_severe_are_kept_and_the_file_says_so() {
    let mut sample = Sample::of(&[("app.py", "x = 1\n")]);
    let low = sample.finding("never-found", "app.py", "x");
    let medium = sample.finding("session-cookie-secure-disabled", "app.py", "1");
    sample.outcome.findings = [vec![low; 29_998], vec![medium; 2]].concat();
    let run = many(&sample);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    let rules: Vec<&Value> = results.iter().skip(24_997).map(|result| &result["ruleId"]).collect();
    assert_eq!(rules, ["never-found", "session-cookie-secure-disabled", "session-cookie-secure-disabled"]);
    let said = "5000 of 30000 findings are left out, the least severe ones, since GitHub refuses files with more than \
                25000; it shows the 5000 most severe. Other formats have all of them.";
    assert_eq!(notes(&run), [said]);
    sample.outcome.findings.truncate(5_001);
    assert_eq!(notes(&many(&sample)), ["GitHub shows the 5000 most severe of these 5001 findings."]);
    sample.outcome.findings.truncate(5_000);
    assert_eq!(notes(&many(&sample)), Vec::<String>::new());
}

/// Checking thousands of results against the schema would take minutes.
fn many(sample: &Sample) -> Value {
    let report: Value = serde_json::from_str(&sample.report(Format::Sarif)).unwrap();
    report["runs"][0].clone()
}

fn notes(run: &Value) -> Vec<String> {
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    notes.iter().map(|note| note["message"]["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_hash_covers_the_line_as_github_reads_the_file() {
    let hash = |bytes: &[u8]| {
        let mut sample = Sample::of(&[]);
        let path = Path::new("/app.py");
        sample.sources = Sources::in_memory([]).with_overlay(path, bytes.to_vec());
        let finding = sample.finding("never-found", "app.py", "KEY");
        sample.outcome.findings.push(finding);
        report(&sample)["results"][0]["partialFingerprints"]["primaryLocationLineHash"].clone()
    };
    assert_eq!(hash(b"KEY = 1\n"), line_hashes("KEY = 1\n")[0]);
    assert_eq!(hash(b"\xEF\xBB\xBFKEY = 1\n"), line_hashes("\u{feff}KEY = 1\n")[0]);
    let latin_1 = b"# coding: latin-1\r\nKEY = '\xE9'\r\n";
    assert_eq!(hash(latin_1), line_hashes("# coding: latin-1\nKEY = '\u{fffd}'\n")[1]);
}
