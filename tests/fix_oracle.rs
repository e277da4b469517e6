//! Fixes under real Flask: the fixed project starts, has what its fixes promised, and everything else is as before.
//!
//! `FLASK_ORACLE_SEED=n` starts generating there. The projects are left in `target/tmp/flask-oracle/`.

#![expect(clippy::print_stdout, reason = "the figures are for whoever reads the test's output")]

#[expect(dead_code, reason = "the comparison of configurations is another test's")]
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};
use std::thread;

use flask_sec_lint::rules::{Catalogue, FixKind};
use oracle::project::{self, Environment, Project};
use oracle::real::{Answer, Driver};
use oracle::venv;
use serde::Deserialize;
use serde_json::{Value, json};
use walkdir::WalkDir;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the embedded rules parse"));

/// How many projects are generated.
const PROJECTS: usize = 320;
/// Fewer fixes than this would say that the test has lost its subject.
const FEWEST_FIXES: usize = 300;
/// What the values of variables start with.
const GIVEN: &str = "given-as-";

#[test]
fn fixed_projects_are_what_was_promised() {
    let Some(python) = venv::python("oracle") else { return };
    let projects = project::generated(&python, PROJECTS);
    let (next, total) = (AtomicUsize::new(0), Mutex::new(Total::default()));
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut driver = Driver::start(&python);
                while let Some(project) = projects.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = check(&mut driver, project);
                    total.lock().expect("no worker panicked").add(one);
                }
            });
        }
    });
    let total = total.into_inner().expect("no worker panicked");
    println!("{} projects, {} changed, {} fixes, {} promises kept", PROJECTS, total.changed, total.fixes, total.kept);
    println!("not fixed: {:#?}", total.refused);
    assert!(total.wrong.is_empty(), "{}", total.wrong.join("\n"));
    assert!(total.fixes >= FEWEST_FIXES && total.kept >= FEWEST_FIXES / 2, "too few fixes to tell anything");
}

#[derive(Default)]
struct Total {
    changed: usize,
    fixes: usize,
    kept: usize,
    refused: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Total {
    fn add(&mut self, other: Self) {
        self.changed += other.changed;
        self.fixes += other.fixes;
        self.kept += other.kept;
        for (why, times) in other.refused {
            *self.refused.entry(why).or_default() += times;
        }
        self.wrong.extend(other.wrong);
    }
}

#[derive(Deserialize)]
struct Report {
    findings: Vec<Finding>,
}

#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    rule: String,
    path: String,
    setting: Option<String>,
    profile: Option<String>,
}

/// What a setting has after a fix.
enum Promise {
    /// This value.
    Is(Value),
    /// What the environment gives.
    FromEnvironment,
    /// It is not written any more.
    Gone,
}

impl Finding {
    /// The setting that a fix of this finding changes, and what it then has: what its rule says.
    fn promise(&self) -> Option<(String, Promise)> {
        let plan = CATALOGUE.get(&self.rule)?.fix.as_ref()?;
        let setting = plan.setting.clone().or_else(|| self.setting.clone())?;
        let promise = match plan.kind() {
            FixKind::Set("True") => Promise::Is(json!(true)),
            FixKind::Set("False") => Promise::Is(json!(false)),
            FixKind::Set(text) => Promise::Is(json!(text.trim_matches('"'))),
            FixKind::ReadEnvironment => Promise::FromEnvironment,
            FixKind::Remove => Promise::Gone,
            FixKind::None => return None,
        };
        Some((setting, promise))
    }

    /// Whether a fix of this finding may give `name` this value.
    fn explains(&self, name: &str, value: Option<&Value>) -> bool {
        // `SameSite=None` with `Secure` is a finding of its own, which is fixed next.
        let follows = self.rule == "session-cookie-samesite-insecure" && name == "SESSION_COOKIE_SAMESITE";
        match self.promise() {
            _ if follows => value == Some(&json!("Lax")),
            Some((setting, promise)) if setting == name => match promise {
                Promise::Is(promised) => value == Some(&promised),
                Promise::FromEnvironment => value.is_some_and(is_given),
                Promise::Gone => value.is_none(),
            },
            Some(_) | None => false,
        }
    }
}

/// Whether a value is what the environment has, as text or as bytes.
fn is_given(value: &Value) -> bool {
    let text = if let Value::String(text) = value {
        text.clone()
    } else {
        let hexadecimal = value.get("bytes").and_then(Value::as_str).unwrap_or_default();
        let byte = |at| hexadecimal.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Vec<u8> = (0..hexadecimal.len()).step_by(2).filter_map(byte).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let is_profile = ["production", "development"].contains(&text.as_str());
    is_profile
        || text
            .strip_prefix(GIVEN)
            .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
}

fn check(driver: &mut Driver, project: &Project) -> Total {
    let mut total = Total::default();
    vary(project);
    let texts = contents(&project.folder);
    let before = report(project);
    let originals = driver.ask(project, &Environment::new());
    let output = run(project, &["--fix", "--unsafe-fixes"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for line in told.lines().filter_map(|line| line.strip_prefix("not fixed: ")) {
        *total.refused.entry(line.splitn(3, ": ").skip(1).collect::<Vec<_>>().join(": ")).or_default() += 1;
    }
    total.fixes = fixed(&told).unwrap_or(0);
    if output.status.code() == Some(2) || fixed(&told).is_none() {
        total.wrong.push(format!("{}: {told}", project.name));
    }
    let fixed_texts = contents(&project.folder);
    if texts == fixed_texts {
        return total;
    }
    total.changed = 1;
    let environment = needed_variables(driver, project);
    // What it was, where the environment has what the fixed project needs.
    restore(&project.folder, &texts);
    let old = Surroundings::ask(driver, project, &environment);
    restore(&project.folder, &fixed_texts);
    let new = Surroundings::ask(driver, project, &environment);
    let after = report(project);
    let gone = difference(&before, &after);
    compare(&mut total, project, &old, &new, &before);
    promises(&mut total, project, &old, &new, &gone);
    if originals.error.is_some() {
        total.wrong.push(format!("{}: the generated project does not start", project.name));
    }
    let mixed = |text: &String| text.contains("\r\n") && text.replace("\r\n", "").contains('\n');
    if fixed_texts.values().any(mixed) {
        total.wrong.push(format!("{}: line ends are mixed", project.name));
    }
    let again = run(project, &["--fix", "--unsafe-fixes"]);
    let told = String::from_utf8_lossy(&again.stderr).into_owned();
    if contents(&project.folder) != fixed_texts || fixed(&told) != Some(0) {
        total.wrong.push(format!("{}: a second run fixes more: {told}", project.name));
    }
    total
}

/// What Flask makes of a project under the environments that select a profile; the first selects none.
struct Surroundings(Vec<Answer>);

impl Surroundings {
    fn ask(driver: &mut Driver, project: &Project, environment: &Environment) -> Self {
        let selecting = |profile: &str| {
            let names = ["APP_ENV", "FLASK_CONFIG"].map(|name| (name.to_owned(), profile.to_owned()));
            names.into_iter().chain(environment.clone()).collect()
        };
        let environments = [environment.clone(), selecting("production"), selecting("development")];
        Self(environments.iter().map(|environment| driver.ask(project, environment)).collect())
    }
}

/// Every setting is as before, or what a fix promised.
fn compare(total: &mut Total, project: &Project, old: &Surroundings, new: &Surroundings, before: &[Finding]) {
    for (old, new) in old.0.iter().zip(&new.0) {
        // A check at start may have refused what was fixed.
        if old.error.is_some() {
            continue;
        }
        if new.error.is_some() {
            total.wrong.push(format!("{}: it does not start any more: {:?}", project.name, new.error));
            continue;
        }
        for (old, new) in [(&old.settings, &new.settings), (&old.after_request, &new.after_request)] {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names.into_iter().filter(|name| old.get(*name) != new.get(*name)) {
                if !before.iter().any(|finding| finding.explains(name, new.get(name))) {
                    let (was, is) = (old.get(name), new.get(name));
                    total.wrong.push(format!("{}: {name} was {was:?} and is {is:?}", project.name));
                }
            }
        }
    }
}

/// What findings that are gone promised holds, and the cookie says so.
fn promises(total: &mut Total, project: &Project, old: &Surroundings, new: &Surroundings, gone: &[Finding]) {
    for finding in gone {
        let Some((setting, Promise::Is(value))) = finding.promise() else { continue };
        let attribute = match setting.as_str() {
            "SESSION_COOKIE_SECURE" => "Secure",
            "SESSION_COOKIE_HTTPONLY" => "HttpOnly",
            "SESSION_COOKIE_SAMESITE" => "SameSite=Lax",
            _ => continue,
        };
        let holds = |new: &Answer| {
            let cookie = new.set_cookie.as_deref().unwrap_or(attribute);
            new.after_request.get(&setting) == Some(&value) && cookie.split("; ").any(|part| part == attribute)
        };
        // A finding of a profile holds where that is selected.
        let was_bad = |old: &Answer| old.error.is_none() && old.after_request.get(&setting) != Some(&value);
        // Where the host is not trusted no request is served, and nothing sets what the first one sets.
        let concerned = old.0.iter().zip(&new.0).filter(|(old, new)| was_bad(old) && new.reached);
        let results: Vec<bool> = concerned.map(|(_, new)| holds(new)).collect();
        let is_kept = match finding.profile {
            Some(_) => results.contains(&true),
            None => !results.contains(&false),
        };
        match (results.is_empty(), is_kept) {
            (true, _) => {}
            (false, true) => total.kept += 1,
            (false, false) => {
                let cookies: Vec<_> = new.0.iter().map(|answer| &answer.set_cookie).collect();
                total.wrong.push(format!("{}: {}: {setting} is not {value}: {cookies:?}", project.name, finding.rule));
            }
        }
    }
}

fn run(project: &Project, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"))
        .args(["--isolated", "--output-format", "json", "--threads", "1", "--app", &project.case.app])
        .args(arguments)
        .arg(".")
        .current_dir(&project.folder)
        .env_clear()
        .output()
        .expect("the program runs")
}

fn report(project: &Project) -> Vec<Finding> {
    let output = run(project, &[]);
    let report: Report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}: {}", project.name, String::from_utf8_lossy(&output.stderr)));
    report.findings
}

/// The findings of `before` that are not in `after`.
fn difference(before: &[Finding], after: &[Finding]) -> Vec<Finding> {
    let mut left = after.to_vec();
    let is_gone = |finding: &&Finding| match left.iter().position(|one| one == *finding) {
        Some(index) => {
            left.swap_remove(index);
            false
        }
        None => true,
    };
    before.iter().filter(is_gone).cloned().collect()
}

/// N of the line "N fixed, M remaining".
fn fixed(told: &str) -> Option<usize> {
    told.lines().find_map(|line| line.split_once(" fixed, ")?.0.parse().ok())
}

/// The generator's apps do not use the session, and its files are all of one kind: most get a view that does, some other
/// line ends.
fn vary(project: &Project) {
    let seed = project.folder.file_name().and_then(|name| name.to_string_lossy().parse().ok()).unwrap_or(0_usize);
    for (name, text) in contents(&project.folder).into_iter().filter(|(name, _)| is_python(name)) {
        let text = if seed.is_multiple_of(4) { text } else { with_view(&text) };
        let text = if seed.is_multiple_of(5) { text.replace('\n', "\r\n") } else { text };
        std::fs::write(project.folder.join(name), text).expect("target/tmp is writable");
    }
}

fn is_python(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "py")
}

/// The text of a file with a view that uses the session, if it makes an app.
fn with_view(text: &str) -> String {
    let made = |line: &&str| ["app = Flask(__name__)", "app = self"].contains(&line.trim());
    let Some(line) = text.lines().find(made) else { return text.to_owned() };
    let indentation = line.split("app").next().unwrap_or_default();
    let registered = format!("{line}\n{indentation}app.add_url_rule(\"/seen\", \"seen\", remember)\n");
    let view = "from flask import Flask, session\n\n\ndef remember():\n    session[\"seen\"] = True\n\n\n";
    text.replacen(&format!("{line}\n"), &registered, 1).replacen("from flask import Flask\n", view, 1)
}

/// The texts of a project's files.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let files = WalkDir::new(folder).into_iter().map(|entry| entry.expect("readable"));
    let files =
        files.filter(|entry| entry.file_type().is_file() && !entry.path().to_string_lossy().contains("__pycache__"));
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).expect("text"))
        })
        .collect()
}

fn restore(folder: &Path, texts: &BTreeMap<String, String>) {
    for (name, text) in texts {
        std::fs::write(folder.join(name), text).expect("target/tmp is writable");
    }
}

/// The variables without which the fixed project does not start, each with a value of its own: what the error names.
fn needed_variables(driver: &mut Driver, project: &Project) -> Environment {
    let mut environment = Environment::new();
    while let Some(error) = driver.ask(project, &environment).error {
        let words = error.split(|one: char| !(one.is_ascii_uppercase() || one == '_'));
        let named = words.filter(|word| word.len() > 2 && word.contains('_') && !environment.contains_key(*word));
        let Some(name) = named.map(str::to_owned).next() else { break };
        let value = format!("{GIVEN}{name}");
        environment.insert(name, value);
    }
    environment
}
