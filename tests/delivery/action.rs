//! The GitHub action, run step by step, with a wheel of this build for the released one and a stub for the upload.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::project::results;
use crate::runner::{Done, Job, was_made};
use crate::tools::{program, scratch, succeed, tools, top, yaml};

const WEAK: &str = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'teapot'\n";
const RIGHT: &str = "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = os.environ['KEY']\n";

/// A repository with an app that has a weak key, and one in a folder with a space that has none.
fn job<'a>(action: &'a Value, name: &str) -> Job<'a> {
    let folder = scratch(name);
    let (workspace, temp) = (folder.join("workspace"), folder.join("temp"));
    for made in [&temp, &workspace.join("weak"), &workspace.join("all right")] {
        fs::create_dir_all(made).unwrap();
    }
    succeed(Command::new("git").args(["init", "--quiet"]).arg(&workspace));
    fs::write(workspace.join("weak/app.py"), WEAK).unwrap();
    fs::write(workspace.join("all right/app.py"), RIGHT).unwrap();
    let outputs = BTreeMap::from([("install.program".to_owned(), program().to_owned())]);
    Job { action, workspace, temp, outputs, environment: Vec::new() }
}

fn report(job: &Job) -> Value {
    let path = &job.outputs["lint.sarif-file"];
    assert!(Path::new(path).starts_with(&job.temp));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn action() -> Option<Value> {
    tools().map(|tools| yaml(&tools, "action.yml"))
}

#[test]
fn the_default_version_is_installed_and_its_findings_are_uploaded_before_the_job_fails() {
    let Some(tools) = tools() else { return };
    let action = yaml(&tools, "action.yml");
    let mut job = job(&action, "action-installs");
    let wheels = scratch("action-wheels");
    let arguments = [top().join("tests/delivery/stand_in.py"), program().into()];
    succeed(Command::new(tools.join("python")).args(arguments).arg(env!("CARGO_PKG_VERSION")).arg(&wheels));
    job.environment = vec![("PIP_NO_INDEX", "1".to_owned()), ("PIP_FIND_LINKS", wheels.display().to_string())];
    let Done { status, log, uses } = job.run("install", &[]);
    assert_eq!(status, 1, "{log}");
    assert!(log.contains(&format!("flask-sec-lint {}\n", env!("CARGO_PKG_VERSION"))), "{log}");
    assert!(log.contains("::error file=weak/app.py,line=3"), "{log}");
    assert!(Path::new(&job.outputs["install.program"]).starts_with(&job.temp));
    assert_eq!(job.outputs["lint.has-findings"], "true");
    assert_eq!(results(&report(&job)).len(), 1);
    let [upload] = uses.as_slice() else { panic!("{uses:?}") };
    assert_eq!(upload["sarif_file"], job.outputs["lint.sarif-file"]);
    assert_eq!(upload["category"], "flask-sec-lint");
    assert_eq!(upload["checkout_path"], job.workspace.display().to_string());
}

#[test]
fn inputs_decide_whether_findings_fail_and_are_uploaded() {
    let Some(action) = action() else { return };
    let mut job = job(&action, "action-inputs");
    let done = job.run("lint", &[("fail-on-findings", "false"), ("category", "nightly")]);
    assert_eq!((done.status, done.uses.len()), (0, 1), "{}", done.log);
    assert_eq!(done.uses[0]["category"], "nightly");
    let done = job.run("lint", &[("upload", "false")]);
    assert_eq!((done.status, done.uses.len()), (1, 0), "{}", done.log);
    // Without findings the report is uploaded too: it closes old alerts.
    let done = job.run("lint", &[("paths", "all right")]);
    assert_eq!((done.status, done.uses.len()), (0, 1), "{}", done.log);
    assert_eq!(job.outputs["lint.has-findings"], "false");
    assert_eq!(results(&report(&job)).len(), 0);
}

#[test]
fn paths_and_options_stand_one_a_line() {
    let Some(action) = action() else { return };
    let mut job = job(&action, "action-lines");
    let done = job.run("lint", &[("paths", "all right\n\nweak/app.py\n"), ("options", "--min-severity\nlow\n")]);
    assert_eq!(done.status, 1, "{}", done.log);
    assert_eq!(results(&report(&job)).len(), 1);
    let done = job.run("lint", &[("working-directory", "weak")]);
    assert_eq!(done.status, 1, "{}", done.log);
    let report = report(&job);
    let artifact = &results(&report)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact["uri"], "weak/app.py");
}

#[test]
fn what_could_not_be_done_fails_and_uploads_nothing() {
    let Some(action) = action() else { return };
    let mut job = job(&action, "action-fails");
    for wrong in [("paths", "nowhere"), ("options", "--no-such-option"), ("options", "--select=no-such-rule")] {
        let done = job.run("lint", &[wrong, ("fail-on-findings", "false")]);
        assert_eq!((done.status, done.uses.len()), (2, 0), "{wrong:?}: {}", done.log);
    }
}

#[test]
fn inputs_are_never_run() {
    let Some(action) = action() else { return };
    let mut job = job(&action, "action-injected");
    job.environment = vec![("PIP_NO_INDEX", "1".to_owned())];
    let attacks = ["$(touch made)", "; touch made", "`touch made`", "' ; touch made ; '", "\" ; touch made ; \""];
    for attack in attacks {
        for input in ["paths", "options", "category"] {
            job.run("lint", &[(input, attack)]);
        }
    }
    assert_ne!(job.run("install", &[("version", "1; touch made")]).status, 0);
    for folder in [&job.workspace, &job.temp, top()] {
        assert!(!was_made(folder, "made"));
    }
}
