//! What a text imports, without parsing it: for files of which nothing else is asked.
//!
//! It finds every import statement, and takes some things for one that are none: what strings and comments say. Whoever
//! runs the file parses it.

/// An import as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Import<'t> {
    /// `import module`.
    Module(&'t str),
    /// `from ..module import names`, with the dots apart; `*` among the names for everything.
    From {
        /// How many dots the module begins with.
        level: u32,
        /// The module without them; empty in `from . import name`.
        module: &'t str,
        /// What is imported from it, under the names that it has there.
        names: Vec<&'t str>,
    },
}

const IMPORT: &str = "import";

/// The imports of `text`.
pub fn imports(text: &str) -> Vec<Import<'_>> {
    let words = text.match_indices(IMPORT).filter(|(at, _)| is_word(text, *at));
    words.flat_map(|(at, _)| import_at(text, at)).collect()
}

/// The imports of the statement whose `import` is at `at`.
fn import_at(text: &str, at: usize) -> Vec<Import<'_>> {
    let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + IMPORT.len()..).unwrap_or(""));
    let start = statement_before(before);
    let names = names_after(after);
    match start.strip_prefix("from").filter(|rest| rest.starts_with([' ', '\t', '\x0c', '.', '\\'])) {
        Some(module) => {
            let is_joint = |char: char| char.is_whitespace() || char == '\\';
            let dotted = module.trim_matches(is_joint);
            let module = dotted.trim_start_matches(|char: char| char == '.' || is_joint(char));
            let level = dotted.len() - module.len();
            let level = dotted.get(..level).unwrap_or("").matches('.').count();
            vec![Import::From { level: u32::try_from(level).unwrap_or(u32::MAX), module, names }]
        }
        None => names.into_iter().map(Import::Module).collect(),
    }
}

/// What stands of a statement before its last word, at the end of `text`.
fn statement_before(text: &str) -> &str {
    let mut from = text.len();
    loop {
        from = text.get(..from).and_then(|text| text.rfind(['\n', '\r', ';', ':'])).map_or(0, |at| at + 1);
        let is_joined = text.get(..from).is_some_and(|text| {
            let line = text.strip_suffix('\n').unwrap_or(text);
            let line = line.strip_suffix('\r').unwrap_or(line);
            line.len() < text.len() && line.ends_with('\\')
        });
        if !is_joined {
            return text.get(from..).unwrap_or("").trim_start();
        }
        from = text.get(..from).and_then(|text| text.rfind('\\')).unwrap_or(0);
    }
}

/// The dotted names of a list, as far as the line or the brackets go.
fn names_after(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches([' ', '\t', '\x0c', '\\', '\r', '\n']);
    let code = |line: &'_ str| line.split('#').next().unwrap_or("").len();
    let mut names = Vec::new();
    let (lines, is_open) = match text.strip_prefix('(') {
        Some(inside) => (inside, true),
        None => (joined_line(text), false),
    };
    for line in lines.lines() {
        let line = line.get(..code(line)).unwrap_or("");
        let end = line.find(')').filter(|_| is_open);
        let items = line.get(..end.unwrap_or(line.len())).unwrap_or("").split([',', ';']);
        // `name as other`, and a backslash or nothing where a line ends.
        names.extend(items.filter_map(|item| item.split_whitespace().find(|word| *word != "\\")).map(trimmed));
        if end.is_some() {
            break;
        }
    }
    names
}

fn trimmed(word: &str) -> &str {
    word.trim_end_matches('\\')
}

/// The line that `text` begins with, and those that backslashes join with it.
fn joined_line(text: &str) -> &str {
    let ends = text.match_indices('\n').map(|(at, _)| at);
    let is_end = |at: &usize| !text.get(..*at).is_some_and(|line| line.trim_end_matches('\r').ends_with('\\'));
    let end = ends.into_iter().find(is_end).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// Whether the word at `at` is no part of a longer name.
fn is_word(text: &str, at: usize) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + IMPORT.len()..).and_then(|text| text.chars().next());
    !before.is_some_and(is_part) && !after.is_some_and(is_part)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rustpython_ast::Stmt;
    use rustpython_ast::visitor::{Visitor, walk_stmt};

    use super::{Import, imports};
    use crate::python::parse;
    use crate::source::{DiscoveryOptions, Exclusion, IgnoreFiles, NamedFiles, Sources, find_files};

    /// The import statements of a tree, to be looked for.
    struct Search<'t> {
        found: &'t [Import<'t>],
        count: usize,
    }

    impl Visitor<'_> for Search<'_> {
        fn visit_stmt(&mut self, statement: &Stmt) {
            match statement {
                Stmt::Import(import) => {
                    for alias in &import.names {
                        let is_same =
                            |one: &Import<'_>| matches!(one, Import::Module(dotted) if *dotted == alias.name.as_str());
                        assert!(self.found.iter().any(is_same), "{}: {:?}", alias.name, self.found);
                        self.count += 1;
                    }
                }
                Stmt::ImportFrom(import) => {
                    let module = import.module.as_ref().map_or("", |module| module.as_str());
                    let mut names = import.names.iter().map(|alias| alias.name.as_str());
                    let has_all = |one: &Import<'_>| match one {
                        Import::Module(_) => false,
                        Import::From { level, module: found, names: among } => {
                            *level == import.level
                                && *found == module
                                && names.clone().all(|name| among.contains(&name))
                        }
                    };
                    assert!(self.found.iter().any(has_all), "{module} {:?}: {:?}", names.next(), self.found);
                    self.count += 1;
                }
                _ => walk_stmt(self, statement),
            }
        }
    }

    #[test]
    fn nothing_is_missed_that_the_parser_finds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
        let options = DiscoveryOptions {
            exclusion: Exclusion::default(),
            named_files: NamedFiles::AlwaysLinted,
            ignore_files: IgnoreFiles::Disregarded,
        };
        let sources = Sources::on_disk(folder.clone(), folder.clone());
        let mut count = 0;
        for path in find_files(&[folder], &options).files {
            let Some(file) = sources.load(&path) else { continue };
            let source = sources.file(file);
            let found = imports(&source.text);
            let mut search = Search { found: &found, count: 0 };
            let parsed = parse(&sources, file);
            if parsed.errors.is_empty() {
                search.visit_body(&parsed.body);
            }
            count += search.count;
        }
        assert!(count > 500, "{count}");
    }

    fn from<'t>(level: u32, module: &'t str, names: &[&'t str]) -> Import<'t> {
        Import::From { level, module, names: names.to_vec() }
    }

    #[test]
    fn every_form_of_an_import_is_found() {
        for (text, expected) in [
            ("import a", vec![Import::Module("a")]),
            ("import a.b as c, d  # e", vec![Import::Module("a.b"), Import::Module("d")]),
            ("if x: import a", vec![Import::Module("a")]),
            ("x = 1;import a", vec![Import::Module("a")]),
            ("import a, \\\n    b", vec![Import::Module("a"), Import::Module("b")]),
            ("import \\\r\n    a", vec![Import::Module("a")]),
            ("def f():\n\tfrom a.b import c as d, e", vec![from(0, "a.b", &["c", "e"])]),
            ("from a import *", vec![from(0, "a", &["*"])]),
            ("from . import a", vec![from(1, "", &["a"])]),
            ("from .import a", vec![from(1, "", &["a"])]),
            ("from .. a import(b)", vec![from(2, "a", &["b"])]),
            ("from ...a.b import c", vec![from(3, "a.b", &["c"])]),
            ("from a \\\n    import b", vec![from(0, "a", &["b"])]),
            ("from \\\n  .a \\\n import \\\n  b", vec![from(1, "a", &["b"])]),
            ("from a import (\n    b,  # (not this)\n    c as d,\n)\nx = e", vec![from(0, "a", &["b", "c"])]),
            ("importlib.reload(x)\nreimport = _import", vec![]),
        ] {
            assert_eq!(imports(text), expected, "{text}");
        }
    }
}
