//! Every report is well-formed and harmless whatever names and texts say; a report file is whole or not there.

use proptest::prelude::*;

use crate::pipeline;
use crate::process::{APP, project, run};

/// What terminals, editors and CI services obey.
const NASTY: [&str; 20] = [
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\0",
    "\r",
    "\n",
    "\n::error::x",
    "::stop-commands::x",
    "%0A::error::",
    "##[add-mask]x",
    "\u{fffe}",
    "\u{ffff}",
    "]]>",
    "<&\">'",
    "\u{feff}",
    "\u{2028}",
    "\u{10ffff}",
];

fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(&NASTY[..]).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-zA-Z0-9_./ ]{0,8}",
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Code that puts `text` wherever a report may quote it.
fn code(text: &str, raw: &str) -> String {
    let literal: String = text.chars().map(|letter| format!("\\U{:08x}", u32::from(letter))).collect();
    let comment = raw.replace(['\n', '\r'], " ");
    format!(
        "from flask import Flask\nimport os\napp = Flask(__name__)\n\
         app.config['SECRET_KEY'] = '{literal}'  # {comment}\n\
         app.config['SESSION_COOKIE_NAME'] = '{literal}'\napp.config['SESSION_COOKIE_DOMAIN'] = '{literal}'\n\
         app.config['SESSION_COOKIE_SAMESITE'] = '{literal}'\napp.config.from_pyfile('{literal}')\n\
         app.config['SESSION_COOKIE_PATH'] = os.getenv('{literal}', '/')\nif app.debug: raise ValueError('{literal}')\n\
         app.config['SESSION_COOKIE_SECURE'] = False  # {comment}\nx = '''{raw}'''\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_is_well_formed_for_any_name_and_text(name in nasty(), text in nasty(), raw in nasty()) {
        let path = name.split(['/', '\0']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
        let path = format!("{}.py", path.collect::<Vec<_>>().join("/"));
        pipeline::check(&vec![(path, code(&text, &raw))]);
    }
}

#[test]
fn errors_and_accounts_obey_nobody() {
    let nasty = NASTY.concat().replace(['\0', '\n', '\r'], "");
    let quoted: String = nasty.chars().map(|letter| format!("\\U{:08x}", u32::from(letter))).collect();
    let key = "'x' = 1\n";
    let settings = [
        format!("'{nasty}' = 1\n"),
        format!("select = [\"{quoted}\"]\n"),
        format!("exclude = [\"{{{quoted}\"]\n"),
        format!("extend = \"{quoted}\"\n"),
        format!("wordlist = \"{quoted}\"\n"),
        format!("rules = \"{quoted}\"\n"),
        format!("app = \"{quoted}\"\n"),
        format!("flask-version = \"{quoted}\"\n"),
        format!("per-file-ignores = {{ \"{quoted}\" = [\"{quoted}\"] }}\n"),
        format!("# {nasty}\n{key}"),
    ];
    for text in settings {
        let folder = project(&[("flask-sec-lint.toml", &text)]);
        for arguments in [&["--verbose"][..], &["--show-settings"], &["--show-config"], &["--list-rules"]] {
            let run = run(folder.path(), arguments);
            pipeline::well_formed("text", &run.all());
        }
    }
    let folder = project(&[]);
    for arguments in [
        &["--select", &nasty][..],
        &["--explain", &nasty],
        &["--app", &nasty],
        &["--config", &nasty],
        &["--rules", &nasty],
        &["--output-format", &nasty],
        &[&format!("--{nasty}")],
        &[&nasty],
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, Some(2), "{arguments:?} {}", run.all());
        pipeline::well_formed("text", &run.all());
    }
}

#[test]
fn rules_obey_nobody_either() {
    let page = include_str!("../../rules/session-cookie-httponly-disabled.md")
        .replace("session-cookie-httponly-disabled", "our-rule");
    let nasty = NASTY.concat().replace(['\0', '\n', '\r'], "");
    let folder = project(&[("rules/our-rule.md", &format!("{page}\n{nasty}\n"))]);
    for arguments in [&["--explain", "our-rule"][..], &["--list-rules"], &[]] {
        let run = run(folder.path(), &[&["--rules", "rules"], arguments].concat());
        pipeline::well_formed("text", &run.all());
    }
}

/// Killed at any time, the program leaves the old report or the new one, never a part of one.
#[test]
fn a_report_file_is_whole_whenever_the_program_is_killed() {
    let apps: String =
        (0..200).map(|n| format!("a{n} = Flask(__name__)\na{n}.config['SECRET_KEY'] = 'k{n}'\n")).collect();
    let folder = project(&[("many.py", &format!("from flask import Flask\n{apps}"))]);
    let report = folder.path().join("report.json");
    let arguments = ["--output-format", "json", "--output-file", "report.json", "--exit-zero"];
    let started = std::time::Instant::now();
    assert_eq!(run(folder.path(), &arguments).status, Some(0));
    let whole = started.elapsed();
    let is_whole = || {
        let text = std::fs::read_to_string(&report).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).is_ok()
    };
    assert!(is_whole());
    for part in 1..=20 {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"))
            .args(arguments)
            .current_dir(folder.path())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * part / 18);
        let _ = child.kill();
        child.wait().unwrap();
        assert!(is_whole(), "killed after {part} parts of the time");
    }
}

#[test]
fn the_planted_app_is_what_the_tests_suppose() {
    let folder = project(&[]);
    assert!(APP.lines().count() == 3);
    run(folder.path(), &["--output-format", "concise"]).assert_linted();
}
