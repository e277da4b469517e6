//! SARIF before Microsoft's validator, with its rules for GitHub. Its exit status is 0 whatever it finds, so
//! its own report is read.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::project::{awkward, results, sarif};
use crate::tools::{scratch, succeed, top, validator};

/// A URI that cannot be reached, which without a network is any.
const UNREACHABLE: &str = "SARIF2006";

#[test]
fn the_validator_has_no_errors_and_no_warnings() {
    let Some(validator) = validator() else { return };
    let folder = scratch("validated");
    let root = awkward("awkward-validated");
    let reports = [
        ("shop", sarif(top(), &["testdata/shop"])),
        ("pedantic", sarif(top(), &["testdata/shop", "--pedantic", "--sarif-category", "shop"])),
        ("below", sarif(&root.join("back end"), &[".", ".."])),
        ("none", sarif(&scratch("validated-nothing"), &["."])),
    ];
    for (name, report) in &reports {
        fs::write(folder.join(format!("{name}.sarif")), report.to_string()).unwrap();
    }
    let complaints = validate(&validator, &folder);
    let rules: Vec<&str> = complaints.iter().map(|complaint| complaint["ruleId"].as_str().unwrap()).collect();
    assert!(rules.contains(&UNREACHABLE) || rules.contains(&"SARIF2003"), "nothing was validated: {rules:?}");
    let bad: Vec<&Value> =
        complaints.iter().filter(|one| one["level"] != "note" && one["ruleId"] != UNREACHABLE).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

/// Were it not for this, the test above could pass because nothing is ever found.
#[test]
fn the_validator_finds_what_is_wrong() {
    let Some(validator) = validator() else { return };
    let folder = scratch("validated-wrong");
    let mut report = sarif(top(), &["testdata/shop"]);
    report["runs"][0]["results"][0]["message"] = serde_json::json!({});
    report["runs"][0]["results"][1]["locations"] = serde_json::json!([]);
    fs::write(folder.join("wrong.sarif"), report.to_string()).unwrap();
    let complaints = validate(&validator, &folder);
    assert!(complaints.iter().any(|complaint| complaint["level"] == "error"), "{complaints:#?}");
}

fn validate(validator: &Path, folder: &Path) -> Vec<Value> {
    let report = folder.join("validation.json");
    let arguments = ["--rule-kind", "Sarif;Gh;Ghas", "--level", "Error;Warning;Note", "--log", "ForceOverwrite"];
    let mut command = Command::new(validator);
    command.arg("validate").arg(folder.join("*.sarif")).args(arguments).arg("--output").arg(&report);
    succeed(command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
    // It writes a byte order mark.
    let text = fs::read_to_string(&report).unwrap();
    results(&serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap()).clone()
}
