//! Plants a key in every form, runs the program in every way that prints, and looks for the key in all that it said.

mod forms;
mod needles;

use std::fs;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use forms::{LINES, PROJECTS};
use needles::Planted;
use tempfile::TempDir;

/// A key as generators write them, and one with all that escaping is about. No literal of the second stands alone in a
/// comment or a `.env` file, where quotes mean something else.
const PLAIN: &str = "Zq7vK3mX9tR2wB8nJ5cYp4Hd";
const AWKWARD: &str = "pQ4/\"Ä<k\\&y é9'Zq7%vK3+mX{9t}";
/// Another key as generators write them, of another length.
const OTHER: &str = "h6Tq8WcX1rN5vLz0KpYd3SbGm9Jf2QxE";
/// A key that is short enough to be called guessable, which says more about it.
const WEAK: &str = "otters-7kQ2";
/// A key that looks like a part of a sentence.
const WORDS: &str = "quiet otters";

/// Every way in which the program prints something about a project.
const RUNS: &[&[&str]] = &[
    &[],
    &["--pedantic", "--verbose", "--output-format", "text"],
    &["--pedantic", "--verbose", "--color", "always"],
    &["--pedantic", "--output-format", "concise"],
    &["--pedantic", "--output-format", "json"],
    &["--pedantic", "--output-format", "sarif"],
    &["--pedantic", "--output-format", "github"],
    &["--pedantic", "--output-format", "gitlab"],
    &["--pedantic", "--output-format", "junit"],
    &["--pedantic", "--output-format", "rdjson"],
    &["--pedantic", "--statistics"],
    &["--show-settings"],
    &["--show-config"],
    &["--show-config", "--verbose", "--output-format", "json"],
    &["--app", "app:nothing"],
    &["--wordlist", "app.py", "--output-format", "concise"],
];

/// A project with a key in it.
struct Project {
    name: String,
    folder: TempDir,
    planted: Planted,
}

#[test]
fn no_output_contains_a_generated_key() {
    check(&projects(PLAIN, |_| true));
}

#[test]
fn no_output_contains_a_key_that_is_written_with_escapes() {
    let is_escaped = |text: &str| !text.contains("@RAW@") && !text.contains("latin-1");
    check(&projects(AWKWARD, is_escaped));
}

#[test]
fn no_output_contains_a_weak_key() {
    let projects = projects(WEAK, |_| true);
    check(&projects.into_iter().step_by(4).collect::<Vec<_>>());
}

#[test]
fn no_output_contains_a_key_of_words() {
    let projects = projects(WORDS, |_| true);
    check(&projects.into_iter().skip(1).step_by(4).collect::<Vec<_>>());
}

/// A baseline and the fingerprints of findings are the same whatever the key is: nothing of it can be guessed from them.
#[test]
fn baselines_and_fingerprints_say_nothing_of_a_key() {
    let one = projects(PLAIN, |_| true);
    let other = projects(OTHER, |_| true);
    for (one, other) in one.iter().zip(&other) {
        let [of_one, of_other] = [one, other].map(|project| {
            run(project, &["--pedantic", "--write-baseline", "known.json"]);
            let known = fs::read_to_string(project.folder.path().join("known.json")).expect("it was written");
            let report = run(project, &["--pedantic", "--output-format", "json"]);
            let is_fingerprint = |line: &&str| line.trim_start().starts_with("\"fingerprint\"");
            (known, report.lines().filter(is_fingerprint).map(str::to_owned).collect::<Vec<_>>())
        });
        assert_eq!(of_one, of_other, "{}", one.name);
        let shown = one.planted.needles().into_iter().find(|needle| of_one.0.contains(needle));
        assert_eq!(shown, None, "{}: {}", one.name, of_one.0);
    }
}

/// A key is shown to who asks for it; so the program has read it in all these forms, and hides it on purpose.
#[test]
fn show_secrets_shows_every_key() {
    let projects = projects(PLAIN, |_| true);
    let hidden = in_parallel(&projects, |project| {
        let output = run(project, &["--show-config", "--show-secrets", "--pedantic"]);
        if output.contains(project.planted.key()) { Vec::new() } else { vec![project.name.clone()] }
    });
    // `.flaskenv` counts for the `flask` command only, which reads it before the app (Flask 1.0 to 3.1).
    assert_eq!(hidden, ["a .flaskenv file"]);
}

fn projects(key: &str, fits: impl Fn(&str) -> bool) -> Vec<Project> {
    let lines = LINES.iter().map(|(name, line)| (*name, vec![("app.py", format!("@HEAD@{line}\n"))]));
    let whole = PROJECTS
        .iter()
        .map(|(name, files)| (*name, files.iter().map(|(path, text)| (*path, (*text).to_owned())).collect::<Vec<_>>()));
    let fitting = lines.chain(whole).filter(|(_, files)| files.iter().all(|(_, text)| fits(text)));
    fitting.map(|(name, files)| plant(name, &files, key)).collect()
}

fn plant(name: &str, files: &[(&str, String)], key: &str) -> Project {
    let folder = tempfile::tempdir().expect("a folder");
    let planted = Planted::new(key);
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, planted.fill(text)).expect("a file");
    }
    Project { name: name.to_owned(), folder, planted }
}

fn check(projects: &[Project]) {
    let leaks = in_parallel(projects, |project| {
        RUNS.iter().enumerate().filter_map(|(number, arguments)| leak(project, number, arguments)).collect()
    });
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// What an output gives away: every second one goes to a file, in turn.
fn leak(project: &Project, number: usize, arguments: &[&str]) -> Option<String> {
    let report = project.folder.path().join("report.out");
    let more: &[&str] =
        if (number + project.name.len()).is_multiple_of(2) { &["--output-file", "report.out"] } else { &[] };
    let mut said = run(project, &[arguments, more].concat());
    said.push_str(&fs::read_to_string(&report).unwrap_or_default());
    let _ = fs::remove_file(report);
    let plain = without_colors(&said);
    let needle =
        project.planted.needles().into_iter().find(|needle| said.contains(needle) || plain.contains(needle))?;
    let line = plain.lines().find(|line| line.contains(&needle)).unwrap_or_default();
    Some(format!("{} {arguments:?}: {needle:?} in: {line}", project.name))
}

/// All that the program says on its standard streams.
fn run(project: &Project, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"));
    let done = command.current_dir(project.folder.path()).arg("--isolated").args(arguments).arg(".").output();
    let done = done.expect("the program runs");
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(!said.contains("has a bug"), "{}: {said}", project.name);
    said
}

/// `text` without escape sequences of terminals.
fn without_colors(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once(|end: char| end.is_ascii_alphabetic()).map_or("", |(_, rest)| rest);
    }
    plain + rest
}

fn in_parallel(projects: &[Project], look: impl Fn(&Project) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            scope.spawn(|| {
                while let Some(project) = projects.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = look(project);
                    all.lock().expect("no thread panicked").extend(found);
                }
            });
        }
    });
    let mut all = all.into_inner().expect("no thread panicked");
    all.sort();
    all
}

#[test]
fn the_search_finds_what_is_there() {
    for key in [PLAIN, AWKWARD, WEAK] {
        let planted = Planted::new(key);
        let needles = planted.needles();
        for form in ["@KEY@", "@BYTES@", "@JSON@", "@RAW@", "@BASE64@", "@HEX@", "@NAMES@", "@OCTAL@", "@LONG@"] {
            let text = planted.fill(form);
            assert!(needles.iter().any(|needle| text.contains(needle)), "{form} of {key}");
        }
    }
}
