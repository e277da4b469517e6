//! What the files say in which Python projects name the packages that they need: lists for pip,
//! pyproject.toml, Pipfile, setup.cfg, setup.py, conda environments, and lock files.
//!
//! It looks for Flask, Werkzeug, Flask-Login, Flask-Talisman and python-dotenv alone, and reads line by line, so that a defect
//! elsewhere in a file costs nothing. Environment markers are not evaluated.

use std::path::Path;

use crate::flask::{Dialect, Specifiers};

/// The packages that matter.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Package {
    Flask,
    Werkzeug,
    Login,
    Talisman,
    Dotenv,
}

/// A package as a file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) package: Package,
    pub(super) specifiers: Specifiers,
    /// Where, in bytes of the text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// `flask==2.0`.
    pub(super) text: String,
}

/// What one file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) mentions: Vec<Mention>,
    /// Files that it includes, relative to its folder.
    pub(super) includes: Vec<String>,
}

/// What the file at `path` says, by its name.
pub(super) fn read(path: &Path, text: &str) -> Contents {
    let mentions = match path.file_name().and_then(|name| name.to_str()).unwrap_or_default() {
        "uv.lock" | "poetry.lock" | "pdm.lock" => locked(text),
        "Pipfile.lock" => locked_by_pipenv(text),
        "pyproject.toml" => pyproject(text),
        "Pipfile" => tables(text, |table| table.ends_with("packages"), Dialect::Pip),
        "setup.cfg" => setup_cfg(text),
        "setup.py" => setup_py(text),
        "environment.yml" | "environment.yaml" => environment(text),
        _ => return requirements(text),
    };
    Contents { mentions, includes: Vec::new() }
}

/// A line with the byte at which it starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = offset;
        offset += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

fn package(name: &str) -> Option<Package> {
    match name.trim().to_ascii_lowercase().replace(['_', '.'], "-").as_str() {
        "flask" => Some(Package::Flask),
        "werkzeug" => Some(Package::Werkzeug),
        "flask-login" => Some(Package::Login),
        "flask-talisman" => Some(Package::Talisman),
        "python-dotenv" => Some(Package::Dotenv),
        _ => None,
    }
}

fn mention(package: Package, specifiers: &str, dialect: Dialect, start: usize, text: &str) -> Mention {
    let specifiers = Specifiers::parse(specifiers, dialect);
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Mention { package, specifiers, start: position(start), end: position(start + text.len()), text: text.to_owned() }
}

/// A requirement as pip writes it: `Flask[async]>=2,<3 ; python_version > "3.7"`.
fn requirement(text: &str, offset: usize, dialect: Dialect) -> Option<Mention> {
    let start = offset + text.len() - text.trim_start().len();
    let whole = text.trim_start();
    let end = [" #", ";", " --", "\\"].iter().filter_map(|end| whole.find(end)).min().unwrap_or(whole.len());
    let whole = whole.get(..end)?.trim_end();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let name: String = whole.chars().take_while(|letter| is_name(*letter)).collect();
    let package = package(&name)?;
    let rest = whole.get(name.len()..)?.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1.trim_start(),
        None => rest,
    };
    let rest = rest.trim_start_matches('(').trim_end_matches(')');
    if !rest.is_empty() && !rest.starts_with(['=', '<', '>', '!', '~', '@']) {
        return None;
    }
    Some(mention(package, rest, dialect, start, whole))
}

/// `requirements.txt`, `constraints.txt`.
fn requirements(text: &str) -> Contents {
    let mut contents = Contents::default();
    for (start, line) in lines(text) {
        let trimmed = line.trim();
        let options = ["--requirement", "--constraint", "-r", "-c"];
        let included = options.iter().find_map(|option| trimmed.strip_prefix(option));
        match included {
            Some(path) => {
                let path = path.split(" #").next().unwrap_or(path).trim_start_matches(['=', ' ', '\t']).trim();
                contents.includes.push(path.to_owned());
            }
            None => contents.mentions.extend(requirement(line, start, Dialect::Pip)),
        }
    }
    contents
}

/// The quoted texts of a line, with the bytes at which they start.
fn quoted(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = line.get(at..).and_then(|rest| rest.find(['"', '\''])) {
        let start = at + open + 1;
        let quote = if line.as_bytes().get(start - 1) == Some(&b'"') { '"' } else { '\'' };
        let Some(length) = line.get(start..).and_then(|rest| rest.find(quote)) else { break };
        found.extend(line.get(start..start + length).map(|inner| (start, inner)));
        at = start + length + 1;
    }
    found
}

/// The name of the table that a line opens.
fn table_of(line: &str) -> Option<&str> {
    let line = line.trim();
    line.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(name, _)| name.trim_matches(['[', ']', ' ']))
}

/// `flask = "^3.0"`, `flask = {version = "^3.0", extras = [...]}` in the tables that are wanted.
fn tables(text: &str, is_wanted: impl Fn(&str) -> bool, dialect: Dialect) -> Vec<Mention> {
    let mut inside = false;
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        if let Some(table) = table_of(line) {
            inside = is_wanted(table);
        } else if inside {
            found.extend(entry(line, start, dialect));
        }
    }
    found
}

fn entry(line: &str, start: usize, dialect: Dialect) -> Option<Mention> {
    let (name, value) = line.split_once('=')?;
    let package = package(name.trim().trim_matches(['"', '\'']))?;
    let value = value.split_once(" #").map_or(value, |(value, _)| value).trim();
    let specifiers = match value.strip_prefix('{') {
        Some(inside) => inside.split_once("version").map_or("", |(_, rest)| rest),
        None => value,
    };
    let specifiers = quoted(specifiers).first().map_or("", |(_, text)| *text);
    let lead = line.len() - line.trim_start().len();
    Some(mention(package, specifiers, dialect, start + lead, line.trim()))
}

/// Lists of requirements anywhere in `pyproject.toml`, and Poetry's tables.
fn pyproject(text: &str) -> Vec<Mention> {
    let is_poetry = |table: &str| table.starts_with("tool.poetry") && table.ends_with("dependencies");
    let mut found = tables(text, is_poetry, Dialect::Poetry);
    let mut table = "";
    let mut is_list = false;
    for (start, line) in lines(text) {
        // An item of a list may be one itself; only `[name]` at the start of a line opens a table.
        if let Some(name) = table_of(line).filter(|name| line.starts_with('[') && !name.contains(['"', ','])) {
            table = name;
            is_list = false;
        }
        let is_wanted = match table {
            "project" | "project.optional-dependencies" | "dependency-groups" | "tool.uv" => true,
            _ => table.starts_with("tool.pdm"),
        };
        let opened =
            is_wanted && line.split_once('=').is_some_and(|(name, value)| is_dependency_list(table, name, value));
        is_list |= opened;
        if !is_list || line.trim_start().starts_with('#') {
            continue;
        }
        let mentions = quoted(line).into_iter().filter_map(|(at, item)| requirement(item, start + at, Dialect::Pip));
        found.extend(mentions);
        is_list = !line.trim_end().ends_with(']') || line.trim_end().ends_with('[');
    }
    found
}

fn is_dependency_list(table: &str, name: &str, value: &str) -> bool {
    let is_list = value.trim_start().starts_with('[');
    is_list && (table != "project" && table != "tool.uv" || name.trim().trim_matches('"').ends_with("dependencies"))
}

/// `[[package]]` with `name` and `version`.
fn locked(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut current = None;
    for (start, line) in lines(text) {
        let Some((key, value)) = line.split_once(" = ") else {
            if line.starts_with('[') {
                current = None;
            }
            continue;
        };
        let value = value.trim().trim_matches('"');
        match (key, current) {
            ("name", _) => current = package(value),
            ("version", Some(package)) => {
                let mut one = mention(package, &format!("=={value}"), Dialect::Pip, start, line);
                let name = if package == Package::Flask { "flask" } else { "werkzeug" };
                one.text = format!("{name}=={value}");
                found.push(one);
                current = None;
            }
            _ => {}
        }
    }
    found
}

/// `"flask": { …, "version": "==2.0.1" }`.
fn locked_by_pipenv(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut current = None;
    for (start, line) in lines(text) {
        let texts = quoted(line);
        match (texts.as_slice(), line.trim_end().ends_with('{')) {
            ([(_, name)], true) => current = package(name),
            ([(_, "version"), (at, version)], _) => {
                if let Some(package) = current.take() {
                    let mut one = mention(package, version, Dialect::Pip, start + at, version);
                    let name = if package == Package::Flask { "flask" } else { "werkzeug" };
                    one.text = format!("{name}{version}");
                    found.push(one);
                }
            }
            _ => {}
        }
    }
    found
}

/// `install_requires` and extras: one requirement a line, indented.
fn setup_cfg(text: &str) -> Vec<Mention> {
    let mut inside = false;
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        if let Some(section) = table_of(line) {
            inside = matches!(section, "options" | "options.extras_require");
        } else if inside {
            let (lead, rest) = match line.split_once('=') {
                Some((name, rest)) if name.trim() == "install_requires" => (line.len() - rest.len(), rest),
                _ => (0, line),
            };
            found.extend(requirement(rest, start + lead, Dialect::Pip));
        }
    }
    found
}

/// Quoted texts that restrict a version: a bare `"flask"` may be anything in a program.
fn setup_py(text: &str) -> Vec<Mention> {
    let code = lines(text).filter(|(_, line)| !line.trim_start().starts_with('#'));
    let items = code.flat_map(|(start, line)| quoted(line).into_iter().map(move |(at, item)| (start + at, item)));
    let mentions = items.filter_map(|(start, item)| requirement(item, start, Dialect::Pip));
    mentions.filter(|one| !one.specifiers.is_empty()).collect()
}

/// conda's `- flask=2.3` and pip's `- flask==2.3.3` below `pip:`.
fn environment(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for (start, line) in lines(text) {
        let Some(item) = line.trim_start().strip_prefix("- ") else { continue };
        let item = item.rsplit_once("::").map_or(item, |(_, item)| item);
        let item = item.trim_start().trim_start_matches(['"', '\'']);
        let offset = start + line.len() - item.len();
        let item = item.trim_end().trim_end_matches(['"', '\'']);
        found.extend(requirement(item, offset, Dialect::Conda).map(without_build));
    }
    found
}

/// `flask=2.3.3=py311_0` says what `flask=2.3.3` does.
fn without_build(mention: Mention) -> Mention {
    let parts: Vec<&str> = mention.text.split('=').collect();
    match parts.as_slice() {
        [_, version, build] if !version.is_empty() && !build.is_empty() => {
            Mention { specifiers: Specifiers::parse(&format!("={version}"), Dialect::Conda), ..mention }
        }
        _ => mention,
    }
}
