//! What is worst is followed to its end in bounded memory: `benches/growth.py`, which makes the projects and also measures
//! how long they take, which no test judges.

#![cfg(unix)]

use std::path::Path;
use std::process::Command;

/// Without optimisation an eighth of the sizes, whose bounds are those of the whole.
const PART: &str = if cfg!(debug_assertions) { "8" } else { "1" };

#[test]
fn the_worst_projects_end_as_they_should_in_bounded_memory() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/growth.py");
    let mut command = Command::new("python3");
    let output =
        command.arg(script).arg(env!("CARGO_BIN_EXE_flask-sec-lint")).args(["--untimed", "--part", PART]).output();
    let output = output.expect("python3 is there");
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{table}{}", String::from_utf8_lossy(&output.stderr));
}
