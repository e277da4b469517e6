//! A git repository whose files are awkward for a report: line ends, encodings, names, a folder below the root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::tools::{printed, program, scratch, succeed};

/// A file with one app that has a weak key.
pub(crate) struct Awkward {
    /// From the root of the repository.
    pub(crate) path: &'static str,
    /// The same, as a URI.
    pub(crate) uri: &'static str,
    /// How it begins; the line of the key is its last.
    pub(crate) head: &'static [u8],
    pub(crate) key: &'static str,
    /// Line, column and exclusive end column of the key, in characters.
    pub(crate) region: [u64; 3],
}

/// The files.
pub(crate) const FILES: [Awkward; 6] = [
    Awkward {
        path: "back end/näme 漢.py",
        uri: "back%20end/n%C3%A4me%20%E6%BC%A2.py",
        head: b"import os\nKEY = 'teapot-one'\n",
        key: "'teapot-one'",
        region: [2, 7, 19],
    },
    Awkward {
        path: "back end/crlf.py",
        uri: "back%20end/crlf.py",
        head: b"import os\r\nif True:\r\n\tKEY = 'teapot-two'\r\n",
        key: "'teapot-two'",
        region: [3, 8, 20],
    },
    Awkward {
        path: "back end/mark.py",
        uri: "back%20end/mark.py",
        head: b"\xEF\xBB\xBFKEY = 'teapot-three'\n",
        key: "'teapot-three'",
        region: [1, 7, 21],
    },
    Awkward {
        path: "back end/latin.py",
        uri: "back%20end/latin.py",
        head: b"# coding: latin-1\nNAME = '\xE9'; KEY = 'teapot-four'\n",
        key: "'teapot-four'",
        region: [2, 19, 32],
    },
    Awkward {
        path: "back end/astral.py",
        uri: "back%20end/astral.py",
        head: "NAME = '😀漢'; KEY = 'teapot-five'  # 😀\n".as_bytes(),
        key: "'teapot-five'",
        region: [1, 20, 33],
    },
    Awkward {
        path: "100%#?&+.py",
        uri: "100%25%23%3F&+.py",
        head: b"KEY = 'teapot-six'\n",
        key: "'teapot-six'",
        region: [1, 7, 19],
    },
];

/// The repository; one file in it cannot be parsed.
pub(crate) fn awkward(name: &str) -> PathBuf {
    let root = scratch(name);
    succeed(Command::new("git").args(["init", "--quiet"]).arg(&root));
    let tail = b"\nfrom flask import Flask\napp = Flask(__name__)\napp.secret_key = KEY\n";
    for file in FILES {
        let path = root.join(file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, [file.head, tail].concat()).unwrap();
    }
    fs::write(root.join("back end/broken one.py"), "from flask import Flask\nSECRET_KEY = = 1\n").unwrap();
    root
}

/// The SARIF report that the program writes in `folder`.
pub(crate) fn sarif(folder: &Path, arguments: &[&str]) -> Value {
    let fixed = ["--isolated", "--output-format", "sarif"];
    let output = Command::new(program()).current_dir(folder).args(fixed).args(arguments).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", printed(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The only run of a report.
pub(crate) fn run(report: &Value) -> &Value {
    let runs = report["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    &runs[0]
}

/// The results of the only run.
pub(crate) fn results(report: &Value) -> &Vec<Value> {
    run(report)["results"].as_array().unwrap()
}
