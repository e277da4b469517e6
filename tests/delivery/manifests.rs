//! The files that other programs read: each is what its program takes, and they agree with Cargo.toml.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::{printed, scratch, succeed, tools, top};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

fn read(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The README's code blocks that begin with a comment that names a file: the file, and the block.
fn files_in_the_readme() -> Vec<(String, String)> {
    let readme = read("README.md");
    let blocks = readme.split("\n```yaml\n").skip(1).map(|rest| rest.split_once("\n```").unwrap().0);
    let named = blocks.map(|block| {
        let name = block.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap();
        (name.to_owned(), block.to_owned())
    });
    named.collect()
}

/// The workflows, of the project and in the README.
fn workflows() -> Vec<(String, String)> {
    let folder = top().join(".github/workflows");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let own = names.map(|name| format!(".github/workflows/{name}")).map(|name| (name.clone(), read(&name)));
    let in_readme = files_in_the_readme().into_iter().filter(|(name, _)| name.starts_with(".github/workflows/"));
    own.chain(in_readme).collect()
}

#[test]
fn each_file_is_what_its_reader_takes() {
    let Some(tools) = tools() else { return };
    let folder = scratch("schemas");
    let check = |schema: &str, path: &Path| {
        let mut command = Command::new(tools.join("check-jsonschema"));
        succeed(command.args(["--builtin-schema", &format!("vendor.{schema}")]).arg(path));
    };
    for (number, (_, text)) in workflows().iter().enumerate() {
        let path = folder.join(format!("workflow-{number}.yml"));
        fs::write(&path, text).unwrap();
        check("github-workflows", &path);
    }
    check("github-actions", &top().join("action.yml"));
    check("dependabot", &top().join(".github/dependabot.yml"));
    let mut names = BTreeSet::new();
    for (name, text) in files_in_the_readme() {
        let path = folder.join(Path::new(&name).file_name().unwrap());
        fs::write(&path, text).unwrap();
        match name.as_str() {
            ".gitlab-ci.yml" => check("gitlab-ci", &path),
            ".pre-commit-config.yaml" => {
                succeed(Command::new(tools.join("pre-commit")).arg("validate-config").arg(&path));
            }
            other => assert!(other.starts_with(".github/workflows/"), "{other}"),
        }
        names.insert(name);
    }
    assert!(names.len() >= 3, "{names:?}");
    succeed(Command::new(tools.join("pre-commit")).arg("validate-manifest").arg(top().join(".pre-commit-hooks.yaml")));
}

#[test]
fn linters_have_nothing_to_say() {
    let Some(tools) = tools() else { return };
    let folder = scratch("linted");
    for (name, text) in workflows() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Nobody knows the commit of a release before it is made.
        let own = format!("flask-sec-lint/flask-sec-lint@v{VERSION}");
        fs::write(path, text.replace(&own, &format!("flask-sec-lint/flask-sec-lint@{}", "0".repeat(40)))).unwrap();
    }
    succeed(Command::new("git").args(["init", "--quiet"]).arg(&folder));
    fs::copy(top().join("action.yml"), folder.join("action.yml")).unwrap();
    let path = std::env::join_paths(
        [tools.clone()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let run = |name: &str, arguments: &[&str], folder: &Path| {
        let mut command = Command::new(tools.join(name));
        let output = command.args(arguments).current_dir(folder).env("PATH", &path).output().unwrap();
        assert!(output.status.success(), "{name}: {}", printed(&output));
    };
    run("actionlint", &["-color=false"], &folder);
    run("zizmor", &["--offline", "--persona", "pedantic", "."], &folder);
    run("hadolint", &["Dockerfile"], top());
    for script in [".ci/run", ".ci/manifest", ".ci/packages", ".ci/instructions", ".ci/step"] {
        run("shellcheck", &["--external-sources", script], top());
    }
}

#[test]
fn actions_of_others_are_pinned_by_commit_and_say_which_version_that_is() {
    let files = workflows().into_iter().chain([("action.yml".to_owned(), read("action.yml"))]);
    let mut pinned = 0;
    for (name, text) in files {
        for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses: ")) {
            let used = line.split_once("uses: ").unwrap().1;
            if used.starts_with("./") || used == format!("flask-sec-lint/flask-sec-lint@v{VERSION}") {
                continue;
            }
            let (commit, version) = used.split_once('@').and_then(|(_, pin)| pin.split_once(" # v")).unwrap();
            assert!(commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit()), "{name}: {line}");
            assert_eq!(version.split('.').count(), 3, "{name}: {line}");
            pinned += 1;
        }
    }
    assert!(pinned > 8, "{pinned}");
}

#[test]
fn the_version_is_that_of_cargo_toml_wherever_it_is_named() {
    assert!(read("pyproject.toml").contains("dynamic = [\"version\""));
    assert!(!read("pyproject.toml").lines().any(|line| line.starts_with("version")));
    assert!(read("action.yml").contains(&format!("default: \"{VERSION}\"\n")));
    let readme = read("README.md");
    let marks = ["rev: v", "flask-sec-lint/flask-sec-lint@v", "flask-sec-lint=="];
    for mark in marks {
        let named: Vec<&str> = readme.split(mark).skip(1).collect();
        assert!(!named.is_empty(), "README.md has no {mark}");
        for rest in named {
            assert!(rest.starts_with(VERSION), "README.md: {mark}{}", rest.lines().next().unwrap());
        }
    }
    let changelog = read("CHANGELOG.md");
    assert!(changelog.contains("## [Unreleased]") || changelog.contains(&format!("## [{VERSION}]")));
}

#[test]
fn the_oldest_rust_is_that_of_cargo_toml_wherever_it_is_named() {
    assert!(read("Dockerfile").contains(&format!("FROM rust:{RUST}-")));
    assert!(read("README.md").contains(&format!("Rust {RUST}")));
    assert!(read(".github/workflows/ci.yml").contains("$(.ci/manifest rust-version)"));
    let manifest = |field: &str| {
        let output = succeed(Command::new(top().join(".ci/manifest")).arg(field));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!((manifest("version").as_str(), manifest("rust-version").as_str()), (VERSION, RUST));
}

#[test]
fn tools_are_pinned_once() {
    let requirements = read("tests/delivery/requirements.txt");
    let pins: Vec<&str> = requirements.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(pins.iter().all(|pin| pin.contains("==")), "{pins:?}");
    let maturin = pins.iter().find_map(|pin| pin.strip_prefix("maturin==")).unwrap();
    let release = read(".github/workflows/release.yml");
    for named in release.split("maturin-version: v").skip(1) {
        assert!(named.starts_with(&format!("{maturin}\n")));
    }
    let (oldest, _) = maturin.rsplit_once('.').unwrap();
    assert!(read("pyproject.toml").contains(&format!("maturin>={oldest},<")));
}

#[test]
fn the_package_is_what_the_program_is_built_from() {
    let output = succeed(
        Command::new(env!("CARGO")).args(["package", "--list", "--allow-dirty", "--offline"]).current_dir(top()),
    );
    let listed = String::from_utf8(output.stdout).unwrap();
    let files: Vec<&str> = listed.lines().collect();
    let top_files =
        ["build.rs", "Cargo.toml", "Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json", "README.md", "LICENSE"];
    for file in &files {
        let is_source = file.starts_with("src/") || file.starts_with("rules/");
        assert!(is_source || top_files.contains(file) || *file == "CHANGELOG.md", "{file}");
    }
    let rules = fs::read_dir(top().join("rules")).unwrap().count();
    assert_eq!(files.iter().filter(|file| file.starts_with("rules/")).count(), rules);
    assert!(files.contains(&"src/secrets/published/keys.bin"));
    let text = read("Cargo.toml");
    for field in ["description", "license", "readme", "repository", "keywords", "categories", "rust-version"] {
        assert!(text.contains(&format!("\n{field} = ")), "Cargo.toml has no {field}");
    }
}
