//! Runs the program on a folder made for a test, with a limit on its time and memory.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A run that takes longer is one that does not end. Machines that test are busy.
const LONGEST: Duration = Duration::from_mins(5);
/// What the program may map, stacks included, in KiB.
const MOST_MEMORY: u32 = 6_000_000;

/// The app that every project here has, with a finding of its own.
pub(crate) const APP: &str = "from flask import Flask\napp = Flask(__name__)\napp.config['SECRET_KEY'] = 'dev'\n";

/// What came of a run.
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) output: String,
    pub(crate) notes: String,
}

impl Run {
    /// The report as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error}: {} {}", self.output, self.notes))
    }

    /// Whether the planted finding in `app.py` is reported, and nothing else went wrong.
    pub(crate) fn assert_linted(&self) {
        assert_eq!(self.status, Some(1), "{} {}", self.output, self.notes);
        assert!(self.output.contains("app.py:3"), "{} {}", self.output, self.notes);
    }

    /// Both streams.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.output, self.notes)
    }
}

/// A folder with these files, `app.py` and a repository.
pub(crate) fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for (name, text) in [("app.py", APP)].iter().chain(files) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Lints `folder`: one line a finding.
pub(crate) fn lint(folder: &Path) -> Run {
    run(folder, &["--output-format", "concise"])
}

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = program();
    command.args(["--threads", "2"]).args(arguments).current_dir(folder);
    finish(command)
}

/// The program, with a limit on its memory where the system has one.
pub(crate) fn program() -> Command {
    let path = env!("CARGO_BIN_EXE_flask-sec-lint");
    if cfg!(target_os = "linux") {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\""), path]);
        command
    } else {
        Command::new(path)
    }
}

/// Waits for `command`, and ends it if it takes too long.
pub(crate) fn finish(mut command: Command) -> Run {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut streams: (Box<dyn Read + Send>, Box<dyn Read + Send>) =
        (Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap()));
    let read = |stream: &mut Box<dyn Read + Send>| {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).expect("all output is UTF-8")
    };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let output = scope.spawn(|| read(&mut streams.0));
        let notes = scope.spawn(|| read(&mut streams.1));
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None if started.elapsed() > LONGEST => {
                    child.kill().unwrap();
                    panic!("it does not end");
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        Run { status: status.code(), output: output.join().unwrap(), notes: notes.join().unwrap() }
    })
}
