//! Where the project and the tools are, and how they are run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::venv;

/// Microsoft's validator, and its version on npm.
const VALIDATOR: (&str, &str) = ("@microsoft/sarif-multitool-linux", "5.7.0");

/// The top folder of the project.
pub(crate) fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program.
pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_flask-sec-lint")
}

/// A new, empty folder for one test, which people may look at afterwards.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("delivery").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The folder of the tools that pip installs; `None` if they cannot be had here, which is said.
pub(crate) fn tools() -> Option<PathBuf> {
    venv::python("delivery").map(|python| python.parent().unwrap().to_path_buf())
}

/// The validator; `None` if it cannot be had here, which is said. With `CI` set that is a failure.
pub(crate) fn validator() -> Option<PathBuf> {
    let (package, version) = VALIDATOR;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("delivery-npm");
    let lock = File::create(target.join("delivery-npm.lock")).unwrap();
    lock.lock().unwrap();
    let binary = folder.join("node_modules").join(package).join("Sarif.Multitool");
    let stamp = folder.join(version);
    if stamp.exists() {
        return Some(binary);
    }
    fs::create_dir_all(&folder).unwrap();
    let install = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"];
    let mut npm = Command::new("npm");
    let done = npm.args(install).arg(&folder).arg(format!("{package}@{version}")).output();
    let why = match done {
        Ok(output) if output.status.success() => {
            make_executable(&binary);
            fs::write(stamp, "").unwrap();
            return Some(binary);
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    assert!(std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"), "no validator: {why}");
    println!("skipped: no validator: {why}");
    None
}

/// npm's package leaves this to a script of its own.
#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

/// Runs `command`; what it prints if it does not succeed is the failure.
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", printed(&output));
    output
}

/// All that a command printed.
pub(crate) fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The YAML file at `path` in the project.
pub(crate) fn yaml(tools: &Path, path: &str) -> Value {
    let script = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), sys.stdout)";
    let output = succeed(Command::new(tools.join("python")).args(["-c", script]).arg(top().join(path)));
    serde_json::from_slice(&output.stdout).unwrap()
}
