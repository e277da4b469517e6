//! Files: what each begins with, how long it may be, and what none may contain.

use crate::{has_extension, project_files, sources};

/// Lines beyond which a file hides a second concept.
const LONGEST: usize = 400;

#[test]
fn every_source_says_what_it_is_for() {
    let silent: Vec<String> =
        sources().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_file_is_long() {
    let rust = project_files().into_iter().filter(|file| has_extension(file, "rs"));
    let long: Vec<String> = rust.filter(|file| file.text.lines().count() > LONGEST).map(|file| file.path).collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn nothing_names_a_machine() {
    let marks = [
        concat!("/", "root/"),
        concat!("/", "home/"),
        concat!("/", "Users/"),
        concat!("/", "work/"),
        concat!("C:", "\\Users"),
    ];
    let mut wrong = Vec::new();
    for file in project_files() {
        for (number, line) in file.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                wrong.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Sources name facts, or documents that a reader has.
#[test]
fn documents_that_sources_name_are_here() {
    let files = project_files();
    let mut missing = Vec::new();
    for file in files.iter().filter(|file| has_extension(file, "rs")) {
        let names = file.text.split(|letter: char| !(letter.is_ascii_uppercase() || ".md".contains(letter)));
        for name in names.filter_map(|name| name.strip_suffix(".md")).filter(|name| name.len() > 2) {
            let name = format!("{name}.md");
            if !files.iter().any(|known| known.path == name || known.path.ends_with(&format!("/{name}"))) {
                missing.push(format!("{}: {name}", file.path));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_catalogue_is_the_folder() {
    let catalogue = flask_sec_lint::rules::Catalogue::embedded().unwrap();
    let mut listed: Vec<String> = catalogue.rules.iter().map(|rule| format!("rules/{}.md", rule.id)).collect();
    listed.sort();
    let in_folder: Vec<String> =
        project_files().into_iter().map(|file| file.path).filter(|path| path.starts_with("rules/")).collect();
    assert_eq!(listed, in_folder);
}
