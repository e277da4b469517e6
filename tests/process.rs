//! What only shows in a real process: a reader that leaves, and files that change while the program runs.

use std::fs;
use std::process::{Command, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"))
}

/// `flask-sec-lint . | head -1`
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = "from flask import Flask\n\napp = Flask(__name__)\napp.secret_key = \"teapot-forms\"\n";
    fs::write(folder.path().join("app.py"), app).expect("a file");
    for arguments in
        [&["--isolated", "."][..], &["--list-rules"], &["--generate-man"], &["--generate-completions", "zsh"]]
    {
        let mut child = program()
            .current_dir(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        assert_eq!(
            (done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}
