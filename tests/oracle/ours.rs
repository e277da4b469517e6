//! Runs the program on a project and reads `--show-config`.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use super::project::Project;

/// An app under one profile.
#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) is_default: bool,
    pub(crate) settings: BTreeMap<String, Setting>,
    pub(crate) after_request: BTreeMap<String, Setting>,
    pub(crate) set_cookie: Option<String>,
}

/// What is said of a setting.
#[derive(Clone, Deserialize)]
pub(crate) struct Setting {
    pub(crate) state: State,
    #[serde(default)]
    pub(crate) value: Value,
    #[serde(default)]
    pub(crate) overridable: bool,
}

#[derive(Copy, Clone, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Known,
    Default,
    Unset,
    Unknown,
    Generated,
    External,
}

#[derive(Deserialize)]
struct Report {
    apps: Vec<App>,
}

/// Every profile of the project's app; why there is none if the program fails.
pub(crate) fn show_config(project: &Project) -> Result<Vec<App>, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"))
        .args(["--isolated", "--show-config", "--show-secrets", "--output-format", "json", "--threads", "1", "--app"])
        .arg(&project.case.app)
        .arg(".")
        .current_dir(&project.folder)
        .env_clear()
        .output()
        .expect("the program runs");
    let report: Result<Report, _> = serde_json::from_slice(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    match report {
        Ok(report) if output.status.code() == Some(0) => Ok(report.apps),
        Ok(_) => Err(format!("exit status {:?}: {errors}", output.status.code())),
        Err(error) => Err(format!("{error}: {errors}")),
    }
}
