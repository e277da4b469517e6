//! What a finding says of a key is true: with the key that it is about, and nothing else, real Flask is made to
//! believe a forged session.

#![expect(clippy::print_stdout, reason = "why it was skipped is for whoever reads the test's output")]

#[path = "oracle/venv.rs"]
mod venv;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const HEAD: &str = "import os\n\nfrom flask import Flask, session\n\napp = Flask(__name__)\n";
const TAIL: &str = "\n\n@app.get('/who')\ndef who():\n    return session.get('user', 'nobody')\n";

/// How an attacker gets from a finding to keys to try.
#[derive(Copy, Clone)]
enum Attack {
    /// Takes the key that the program computed for this setting.
    Computed(&'static str),
    /// Tries each character of the fallbacks alone.
    EachCharacter,
    /// Tries all keys of one random byte in hexadecimal.
    OneByte,
    /// Tries the digests of all keys of one random byte.
    DigestOfOneByte,
}

/// The rule that reports, the lines that configure the app, and the attack.
const CASES: &[(&str, &str, Attack)] = &[
    ("published-secret-key", "app.secret_key = 'dev'", Attack::Computed("SECRET_KEY")),
    ("weak-secret-key", "app.config['SECRET_KEY'] = 'our-blue-otters'", Attack::Computed("SECRET_KEY")),
    ("weak-secret-key", "app.secret_key = b'\\x00otter\\xff'", Attack::Computed("SECRET_KEY")),
    ("weak-secret-key", "app.secret_key = '{}-{}'.format('otters', 'pass').upper()", Attack::Computed("SECRET_KEY")),
    (
        "hardcoded-secret-key",
        "app.config.from_mapping(SECRET_KEY='b71f0e6a93d84c25' + f\"{'a16b0f7ed5c49238'}\")",
        Attack::Computed("SECRET_KEY"),
    ),
    (
        "hardcoded-secret-key",
        "import base64\napp.secret_key = base64.b64decode('txQOapPYTCWhaw9+1cSSOOCnsxZd/IKU')",
        Attack::Computed("SECRET_KEY"),
    ),
    (
        "predictable-secret-key",
        "import hashlib\napp.secret_key = hashlib.sha256(b'otters').hexdigest()",
        Attack::Computed("SECRET_KEY"),
    ),
    ("secret-key-fallback", "app.secret_key = os.environ.get('NO_SUCH_KEY') or 'dev'", Attack::Computed("SECRET_KEY")),
    (
        "published-secret-key",
        "app.secret_key = os.urandom(24)\napp.config['SECRET_KEY_FALLBACKS'] = ['changeme']",
        Attack::Computed("SECRET_KEY_FALLBACKS"),
    ),
    (
        "secret-key-fallbacks-split",
        "app.secret_key = os.urandom(24)\napp.config['SECRET_KEY_FALLBACKS'] = '3f1b7a52c98e4d06b7e5f0a4d2c81936'",
        Attack::EachCharacter,
    ),
    ("weak-secret-key", "import secrets\napp.secret_key = secrets.token_hex(1)", Attack::OneByte),
    ("weak-secret-key", "import secrets\napp.secret_key = secrets.token_hex(16)[:2]", Attack::OneByte),
    (
        "weak-secret-key",
        "import hashlib\napp.secret_key = hashlib.md5(os.urandom(1)).hexdigest()",
        Attack::DigestOfOneByte,
    ),
];

#[test]
fn a_session_is_forged_with_each_key_that_is_reported() {
    let Some(python) = venv::python("oracle") else { return };
    for (rule, lines, attack) in CASES {
        let project = project(lines);
        let folder = project.path();
        let reported = reported(folder);
        assert!(reported.iter().any(|id| id == rule), "{lines}: {reported:?}");
        let keys = keys(folder, *attack);
        let accepted = accepted(&python, folder, &keys);
        let expected = match attack {
            Attack::Computed(_) | Attack::EachCharacter => keys.len(),
            Attack::OneByte | Attack::DigestOfOneByte => 1,
        };
        assert_eq!(accepted.iter().filter(|accepted| **accepted).count(), expected, "{lines}: of {} keys", keys.len());
        let other = [b"another-key".to_vec()];
        assert_eq!(self::accepted(&python, folder, &other), [false], "{lines}: any key would do");
    }
}

/// A file of the oracle's folder.
fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(name)
}

fn project(lines: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("app.py"),
        format!(
            "{HEAD}{lines}
{TAIL}"
        ),
    )
    .expect("a file");
    folder
}

fn program(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"));
    command.current_dir(folder).args(["--isolated", "--output-format", "json", "."]).args(arguments);
    let done = command.output().expect("the program runs");
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn reported(folder: &Path) -> Vec<String> {
    let report = program(folder, &[]);
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect()
}

/// The keys that an attacker tries, as the program gives them away if it is asked to.
fn keys(folder: &Path, attack: Attack) -> Vec<Vec<u8>> {
    let computed = |setting: &str| {
        let shown = program(folder, &["--show-config", "--show-secrets"]);
        shown["apps"][0]["settings"][setting]["value"].clone()
    };
    match attack {
        Attack::Computed(setting) => match computed(setting) {
            Value::Array(keys) => keys.iter().map(bytes).collect(),
            key => vec![bytes(&key)],
        },
        Attack::EachCharacter => {
            bytes(&computed("SECRET_KEY_FALLBACKS")).iter().map(|character| vec![*character]).collect()
        }
        Attack::OneByte => (0..=u8::MAX).map(|byte| format!("{byte:02x}").into_bytes()).collect(),
        Attack::DigestOfOneByte => {
            use md5::Digest as _;
            (0..=u8::MAX).map(|byte| hex(&md5::Md5::digest([byte])).into_bytes()).collect()
        }
    }
}

/// A key as `--show-config` writes it: a text, or bytes in hexadecimal.
fn bytes(key: &Value) -> Vec<u8> {
    if let Some(text) = key.as_str() {
        return text.as_bytes().to_vec();
    }
    let digits = key["bytes"].as_str().expect("a text or bytes").as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).expect("digits"), 16).expect("digits");
    digits.chunks(2).map(byte).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether real Flask takes a session that is signed with each of `keys`.
fn accepted(python: &Path, folder: &Path, keys: &[Vec<u8>]) -> Vec<bool> {
    let job = json!({ "folder": folder, "keys": keys.iter().map(|key| hex(key)).collect::<Vec<_>>() });
    let mut child = Command::new(python)
        .arg(script("forge.py"))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    writeln!(child.stdin.take().expect("it is piped"), "{job}").expect("Python reads");
    let done = child.wait_with_output().expect("Python ends");
    let answer: Value = serde_json::from_slice(&done.stdout).expect("an answer");
    answer["accepted"].as_array().expect("a list").iter().map(|accepted| accepted == true).collect()
}
