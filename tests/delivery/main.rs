//! How the program reaches people, as far as this machine can show it: SARIF as GitHub reads it, the hooks
//! under the real pre-commit, the steps of the GitHub action, and that all manifests are valid and agree.
//!
//! The tools are installed by pip and npm into `target/`, once. What needs a release build (the wheel, the source
//! distribution, the hooks as pre-commit installs them, the static binary) is for `.ci/run`.
#![expect(clippy::unwrap_used, reason = "a test says what must hold; a panic is how it says it")]
#![expect(clippy::print_stdout, reason = "why it was skipped is for whoever reads the test's output")]

mod action;
mod github;
mod manifests;
mod pre_commit;
mod project;
mod runner;
mod tools;
mod validator;
#[path = "../oracle/venv.rs"]
mod venv;
