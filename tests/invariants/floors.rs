//! A module imports only from the floors below it, and a crate is named only by the module that owns it.

use crate::{code, sources};

/// The floors from the ground up; modules of one floor do not know each other. The command line stands
/// on the settings that it fills.
const FLOORS: &[&[&str]] = &[
    &["source"],
    &["python"],
    &["value"],
    &["flask"],
    &["eval"],
    &["secrets"],
    &["rules"],
    &["triage", "fix", "report"],
    &["lint"],
    &["settings"],
    &["cli"],
];

/// The interpreter can be replaced: only what starts it and what sets its options may name it.
const KNOW_THE_INTERPRETER: &[&str] = &["eval", "lint", "settings"];

/// A name, and the paths in which it may stand.
const OWNED: &[(&str, &[&str])] = &[
    ("rustpython_", &["src/python/"]),
    ("mimalloc", &["src/main.rs"]),
    ("miette", &["src/report/text.rs", "src/settings/", "src/settings.rs", "src/cli.rs"]),
    ("serde_sarif", &["src/report/sarif"]),
    (
        "rayon",
        &[
            "src/source/",
            "src/eval/entries.rs",
            "src/eval/owners.rs",
            "src/eval/passages.rs",
            "src/eval/preludes.rs",
            "src/eval/program.rs",
            "src/eval/reach.rs",
            "src/eval/runs.rs",
            "src/eval/bounds/hostile.rs",
            "src/rules/catalogue.rs",
            "src/cli.rs",
        ],
    ),
    ("ignore::", &["src/source/"]),
    ("globset", &["src/source/"]),
    ("aho_corasick", &["src/source/", "src/secrets/"]),
    ("encoding_rs", &["src/source/"]),
    ("elsa", &["src/source/", "src/eval/program.rs", "src/eval/reached.rs"]),
    ("zxcvbn", &["src/secrets/"]),
    ("toml::", &["src/settings", "src/rules/", "src/eval/"]),
    ("clap", &["src/cli", "src/report/mod.rs"]),
    ("notify::", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/setup.rs"]),
    ("tempfile", &["src/cli/output.rs", "src/fix/"]),
    // Disk: what is linted, the settings, extra rules, reports.
    (
        "std::fs",
        &["src/source/disk.rs", "src/source/bounded.rs", "src/settings/wordlist.rs", "src/cli/output.rs", "src/fix/"],
    ),
    // The environment is the caller's business, or a run would depend on it.
    ("std::env", &["src/main.rs"]),
    ("println!", &[]),
];

#[test]
fn a_module_imports_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for file in sources() {
        let module = module_of(&file.path);
        let Some(floor) = floor_of(&module) else {
            assert!(["lib", "main"].contains(&module.as_str()), "{} is on no floor", file.path);
            continue;
        };
        for imported in imports(&file.text) {
            let known = floor_of(&imported);
            let is_lower = known.is_some_and(|known| known < floor) || imported == module;
            let may_interpret = imported != "eval" || KNOW_THE_INTERPRETER.contains(&module.as_str());
            if !is_lower || !may_interpret {
                wrong.push(format!("{}: crate::{imported}", file.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn imports_are_found_in_every_form() {
    let text =
        "use crate::value::Value;\nuse crate::{eval, rules::{Rule, judge}};\n// crate::cli\nlet x = crate::fix::f();";
    assert_eq!(imports(text), ["value", "eval", "rules", "fix"]);
}

#[test]
fn a_crate_is_named_only_by_the_module_that_owns_it() {
    let mut wrong = Vec::new();
    for file in sources() {
        let text = code(without_tests(&file.text));
        let is_test = file.path.contains("/tests") || file.path.ends_with("sample.rs");
        for (name, owners) in OWNED {
            let is_owner = owners.iter().any(|owner| file.path.starts_with(owner));
            if !is_test && !is_owner && names(&text, name) {
                wrong.push(format!("{}: {name}", file.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// `src/rules/judge.rs` and `src/rules.rs` are of `rules`.
fn module_of(path: &str) -> String {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs").to_owned()
}

/// The modules of this crate that a text names: `crate::a::b`, `use crate::{a, b::c}`.
fn imports(text: &str) -> Vec<String> {
    let text = code(text);
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("crate::") {
        if text[..at].ends_with(is_part_of_name) {
            continue;
        }
        let rest = &text[at + mark.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_names(group)),
            None => found.extend(first_name(rest)),
        }
    }
    found
}

/// The first names of the items in a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut items = vec![String::new()];
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => items.last_mut().unwrap().push(character),
            _ => {}
        }
    }
    items.iter().filter_map(|item| first_name(item.trim())).collect()
}

fn first_name(path: &str) -> Option<String> {
    let name: String = path.chars().take_while(|character| is_part_of_name(*character)).collect();
    (!name.is_empty()).then_some(name)
}

fn is_part_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The text up to its tests, which stand last.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

/// Whether `name` stands in `text` and is not the end of a longer name.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|before| !is_part_of_name(before) && before != '"')
    })
}
