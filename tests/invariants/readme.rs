//! The generated parts of README.md are what the program says today.
//!
//! `UPDATE_README=1 cargo test --test invariants readme` writes them.

use std::env;
use std::fs;

use flask_sec_lint::rules::{Catalogue, rule_table};

use crate::shop::{Run, run};
use crate::top;

#[test]
fn the_generated_parts_are_current() {
    let path = top().join("README.md");
    let written = fs::read_to_string(&path).unwrap();
    let mut current = written.clone();
    for (name, content) in [("rules", table()), ("run", excerpt()), ("config", configuration()), ("fix", fixes())] {
        current = with_part(&current, name, &content);
    }
    if env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &current).unwrap();
    } else {
        assert!(written == current, "README.md is not current: UPDATE_README=1 cargo test --test invariants readme");
    }
}

#[test]
fn every_option_in_the_readme_exists() {
    let readme = fs::read_to_string(top().join("README.md")).unwrap();
    let help = run(&["--help"]).output;
    let of_other_programs = ["--release", "--path", "--locked", "--git", "--repo", "--tag", "--rm", "--volume"];
    let words = readme.split(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)));
    let options = words.filter(|word| word.len() > 2 && word.starts_with("--") && !word.starts_with("---"));
    let unknown: Vec<&str> =
        options.filter(|option| !of_other_programs.contains(option) && !help.contains(*option)).collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

fn table() -> String {
    rule_table(&Catalogue::embedded().unwrap())
}

/// Two findings of the shop as the text report shows them, and its summary.
fn excerpt() -> String {
    let Run { output, .. } = run(&["testdata/shop"]);
    let section = |rule: &str| {
        let start = output.find(&format!("{rule} [")).unwrap_or_else(|| panic!("the shop has {rule}"));
        let rest = &output[start..];
        let end = rest.find("\n\n").and_then(|heading| rest[heading + 2..].find("\n\n").map(|end| heading + 2 + end));
        rest[..end.unwrap_or(rest.len())].trim_end().to_owned()
    };
    let summary = output.trim_end().rsplit("\n\n").next().unwrap().to_owned();
    fenced(&["…".to_owned(), section("weak-secret-key"), section("session-cookie-secure-disabled"), summary])
}

/// What the shop's back office ends with.
fn configuration() -> String {
    let Run { output, .. } = run(&["testdata/shop/backoffice", "--show-config"]);
    let app = output.split("\n\n").next().unwrap().to_owned();
    fenced(&[app])
}

/// What the shop's configuration classes become.
fn fixes() -> String {
    let Run { output, .. } = run(&["testdata/shop", "--diff", "--unsafe-fixes"]);
    let files: Vec<String> = output.split("--- ").map(|file| format!("--- {}", file.trim_end())).collect();
    let file = |name: &str| files.iter().find(|file| file.lines().next().is_some_and(|head| head.ends_with(name)));
    let shown = ["partners.py", "shop/config.py", "shop/constants.py"].map(|name| file(name).expect("it is fixed"));
    fenced(&[shown.map(String::as_str).join("\n")]).replacen("```text", "```diff", 1)
}

fn fenced(parts: &[String]) -> String {
    let body = parts.join("\n\n");
    let lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    format!("```text\n{}\n```\n", lines.join("\n"))
}

/// `text` with `content` between the marks of the part `name`.
fn with_part(text: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- begin: {name} -->\n"), format!("<!-- end: {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("README.md has {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has {end}"));
    format!("{before}{begin}{content}{end}{after}")
}
