//! Runs the steps of `action.yml` as GitHub's runner does: shell steps by bash, other actions by a stub that
//! notes what it is given.
//!
//! Of the expression language it knows what the action uses, and refuses the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::tools::printed;

/// A run of the action in a job.
pub(crate) struct Job<'a> {
    /// The action.
    pub(crate) action: &'a Value,
    /// The checked-out repository.
    pub(crate) workspace: PathBuf,
    /// The runner's folder for temporary files.
    pub(crate) temp: PathBuf,
    /// `STEP.NAME` and what a step wrote.
    pub(crate) outputs: BTreeMap<String, String>,
    /// What steps find in their environment besides.
    pub(crate) environment: Vec<(&'static str, String)>,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Done {
    /// The status of the step that failed; 0 if none did.
    pub(crate) status: i32,
    /// The log.
    pub(crate) log: String,
    /// What each other action was given.
    pub(crate) uses: Vec<BTreeMap<String, String>>,
}

impl Job<'_> {
    /// Runs the steps from the one called `first`, with these inputs.
    pub(crate) fn run(&mut self, first: &str, inputs: &[(&str, &str)]) -> Done {
        let inputs = self.inputs(inputs);
        let mut done = Done { status: 0, log: String::new(), uses: Vec::new() };
        let steps = self.action["runs"]["steps"].as_array().unwrap();
        for step in steps.iter().skip_while(|step| step["id"] != first) {
            if !step["if"].as_str().is_none_or(|condition| self.holds(condition, &inputs)) {
                continue;
            }
            if step["run"].is_string() {
                self.shell(step, &inputs, &mut done);
            } else {
                done.uses.push(self.filled_map(&step["with"], &inputs));
            }
            if done.status != 0 {
                break;
            }
        }
        done
    }

    /// The defaults, and what is given.
    fn inputs(&self, given: &[(&str, &str)]) -> BTreeMap<String, String> {
        let declared = self.action["inputs"].as_object().unwrap();
        let default = |input: &Value| self.filled(input["default"].as_str().unwrap(), &BTreeMap::new());
        let mut inputs: BTreeMap<String, String> =
            declared.iter().map(|(name, input)| (name.clone(), default(input))).collect();
        for (name, value) in given {
            let known = inputs.insert((*name).to_owned(), (*value).to_owned());
            assert!(known.is_some(), "the action has no input {name}");
        }
        inputs
    }

    fn shell(&mut self, step: &Value, inputs: &BTreeMap<String, String>, done: &mut Done) {
        assert_eq!(step["shell"], "bash");
        let script = self.temp.join("step.sh");
        let written = self.temp.join("step.outputs");
        let text = step["run"].as_str().unwrap();
        assert!(!text.contains("${{"), "what is given must come through the environment: {text}");
        fs::write(&script, text).unwrap();
        fs::write(&written, "").unwrap();
        let folder = self.workspace.join(self.filled(step["working-directory"].as_str().unwrap_or("."), inputs));
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(&script).current_dir(folder);
        command.env("RUNNER_TEMP", &self.temp).env("GITHUB_OUTPUT", &written).env("GITHUB_ACTION_PATH", "unused");
        command.envs(self.environment.iter().cloned()).envs(self.filled_map(&step["env"], inputs));
        let output = command.output().unwrap();
        done.log.push_str(&printed(&output));
        done.status = output.status.code().unwrap();
        for line in fs::read_to_string(written).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.outputs.insert(format!("{}.{name}", step["id"].as_str().unwrap()), value.to_owned());
        }
    }

    fn filled_map(&self, map: &Value, inputs: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let entries = map.as_object().into_iter().flatten();
        entries.map(|(name, value)| (name.clone(), self.filled(value.as_str().unwrap(), inputs))).collect()
    }

    /// `text` with its expressions replaced by their values.
    fn filled(&self, text: &str, inputs: &BTreeMap<String, String>) -> String {
        let Some((before, rest)) = text.split_once("${{") else { return text.to_owned() };
        let (expression, after) = rest.split_once("}}").unwrap();
        format!("{before}{}{}", self.value(expression.trim(), inputs), self.filled(after, inputs))
    }

    fn value(&self, expression: &str, inputs: &BTreeMap<String, String>) -> String {
        let parts: Vec<&str> = expression.split('.').collect();
        match parts.as_slice() {
            ["inputs", name] => inputs.get(*name).unwrap_or_else(|| panic!("no input {name}")).clone(),
            ["github", "workspace"] => self.workspace.display().to_string(),
            ["steps", step, "outputs", name] => {
                self.outputs.get(&format!("{step}.{name}")).cloned().unwrap_or_default()
            }
            _ => panic!("an expression that is not known here: {expression}"),
        }
    }

    fn holds(&self, condition: &str, inputs: &BTreeMap<String, String>) -> bool {
        condition.split(" && ").all(|comparison| {
            let (left, right) = comparison.split_once(" == ").unwrap();
            let right = right.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap();
            self.value(left, inputs) == right
        })
    }
}

/// Whether something that a test's input would make, were it run, is anywhere below `folder`.
pub(crate) fn was_made(folder: &Path, name: &str) -> bool {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().any(|path| path.file_name().unwrap() == name)
}
