//! Runs projects under real Flask, through `effective.py`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};

use super::project::{Environment, Project};
use super::script;

/// What Flask makes of a project.
#[derive(Deserialize, PartialEq)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Answer {
    /// Why the app does not start.
    pub(crate) error: Option<String>,
    /// The configuration of a new app.
    pub(crate) defaults: BTreeMap<String, Value>,
    /// The configuration after import.
    pub(crate) settings: BTreeMap<String, Value>,
    /// The configuration after the first request.
    pub(crate) after_request: BTreeMap<String, Value>,
    /// Whether the request got to a view.
    pub(crate) reached: bool,
    /// The session cookie's header.
    pub(crate) set_cookie: Option<String>,
}

/// An interpreter that answers for one project after the other, each in a child of its own.
pub(crate) struct Driver {
    child: Child,
    jobs: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Driver {
    pub(crate) fn start(python: &Path) -> Self {
        let mut child = Command::new(python)
            .arg(script("effective.py"))
            .arg("--batch")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs");
        let jobs = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, jobs, answers }
    }

    pub(crate) fn ask(&mut self, project: &Project, environment: &Environment) -> Answer {
        let job = json!({
            "folder": project.folder, "app": project.case.app, "path": project.case.path, "environment": environment,
        });
        writeln!(self.jobs, "{job}").expect("the driver lives");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the driver answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{}: {error}: {line}", project.name))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
