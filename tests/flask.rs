//! Real Flask as the oracle: no definite answer of `--show-config` may be contradicted by what Flask computes.
//!
//! `FLASK_ORACLE_ONLY=text` compares only the projects of `testdata/flask` with that in their names,
//! `FLASK_ORACLE_SEED=n` starts generating there. Details are left in `target/tmp/flask-oracle/`.

#![expect(clippy::print_stdout, reason = "the figures are for whoever reads the test's output")]

mod oracle;

use oracle::{compare_all, project, venv};

#[test]
fn hand_written_projects_are_configured_as_flask_does() {
    let Some(python) = venv::python("oracle") else { return };
    let projects = project::hand_written();
    compare_all(&python, &projects).judge("hand-written");
}

#[test]
fn generated_projects_are_configured_as_flask_does() {
    let Some(python) = venv::python("oracle") else { return };
    let projects = project::generated(&python, 500);
    compare_all(&python, &projects).judge("generated");
}

/// The long run: `cargo test --release --test flask -- --ignored flask_soak`.
#[test]
#[ignore = "takes minutes"]
fn flask_soak() {
    let Some(python) = venv::python("oracle") else { return };
    let projects = project::generated(&python, 5_000);
    compare_all(&python, &projects).judge("soak");
}
