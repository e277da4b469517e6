//! What a text imports, without parsing it: for files of which nothing else is asked.
//!
//! It finds every import statement, and takes some things for one that are none: what strings and comments say. Whoever
//! runs the file parses it.

/// An import, with its names as Python reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Import {
    /// `import module`.
    Module(String),
    /// `from ..module import names`, with the dots apart; `*` among the names for everything.
    From {
        /// How many dots the module begins with.
        level: u32,
        /// The module without them; empty in `from . import name`.
        module: String,
        /// What is imported from it, under the names that it has there.
        names: Vec<String>,
    },
}

const IMPORT: &str = "import";
/// What may be read of any text, in bytes, however short it is.
const LEAST_READ: usize = 64 * 1024;
/// How often a text may be read over: an import is read once for itself and once for those on the same line.
const MOST_TIMES: usize = 4;

/// The imports of `text`, each with whether only a call runs it; `None` if they overlap so much that reading them takes
/// longer than to parse the text.
pub fn imports(text: &str) -> Option<Vec<(Import, bool)>> {
    let mut left = text.len() * MOST_TIMES + LEAST_READ;
    let mut found = Vec::new();
    let mut definitions = Definitions { text, read: 0, is_inside: false };
    definitions.look_at_line();
    for (at, _) in text.match_indices(IMPORT).filter(|(at, _)| is_word(text, *at)) {
        let start = statement_before(text.get(..at)?);
        let list = list_after(text.get(at + IMPORT.len()..)?);
        left = left.checked_sub(start.len() + list.len())?;
        let is_inside = definitions.holds(at);
        let mut imports = Vec::new();
        add(start.trim_start(), names_of(list), &mut imports);
        found.extend(imports.into_iter().map(|import| (import, is_inside)));
    }
    Some(found)
}

/// The functions and classes of a text, and the blocks for checkers of types, as far as their first lines start without a
/// space.
struct Definitions<'t> {
    text: &'t str,
    read: usize,
    is_inside: bool,
}

impl Definitions<'_> {
    /// Whether a definition holds what stands at `at`, which is no less than before.
    fn holds(&mut self, at: usize) -> bool {
        while let Some(end) = self.text.get(self.read..at).and_then(|text| text.find(['\n', '\r'])) {
            self.read += end + 1;
            self.look_at_line();
        }
        self.read = at;
        self.is_inside
    }

    /// Looks at the line that starts here. Brackets and quotes that end something do not end what holds them.
    fn look_at_line(&mut self) {
        let rest = self.text.get(self.read..).unwrap_or_default();
        if rest.starts_with(|char: char| char.is_alphabetic() || char == '_') {
            let line = rest.split(['\n', '\r']).next().unwrap_or_default();
            let is_for_types = line.starts_with("if ") && line.contains("TYPE_CHECKING");
            self.is_inside = is_for_types || ["def ", "async ", "class "].iter().any(|word| line.starts_with(word));
        }
    }
}

/// Whether a line begins like an import and goes on as none does, so that nobody knows what it leads to.
pub fn has_broken_import(text: &str) -> bool {
    let is_name = |word: &str| word.chars().all(|char| char.is_alphanumeric() || "_.,;#\\".contains(char));
    text.split(['\n', '\r']).any(|line| {
        let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
        match (words.next(), words.next()) {
            (Some("from"), Some(module)) => !is_name(module) || !(line.contains(IMPORT) || line.ends_with('\\')),
            (Some(IMPORT), Some(module)) => !is_name(module),
            _ => false,
        }
    })
}

/// Adds what a statement imports of which `start` stands before its `import`.
fn add(start: &str, names: Vec<String>, found: &mut Vec<Import>) {
    match start.strip_prefix("from").filter(|rest| rest.starts_with([' ', '\t', '\x0c', '.', '\\'])) {
        Some(module) => {
            // Lines may be joined within a dotted name.
            let dotted: String = module.chars().filter(|char| !char.is_whitespace() && *char != '\\').collect();
            let module = dotted.trim_start_matches('.').to_owned();
            let level = u32::try_from(dotted.len() - module.len()).unwrap_or(u32::MAX);
            found.push(Import::From { level, module, names });
        }
        None => found.extend(names.into_iter().map(Import::Module)),
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
            return text.get(from..).unwrap_or("");
        }
        from = text.get(..from).and_then(|text| text.rfind('\\')).unwrap_or(0);
    }
}

/// The list of names that `text` begins with: as far as its brackets go, or the statement with the lines that
/// backslashes join.
fn list_after(text: &str) -> &str {
    let list = text.trim_start_matches([' ', '\t', '\x0c', '\\', '\r', '\n']);
    let end = if list.starts_with('(') { closing(list) } else { end_of_statement(list) };
    list.get(..end.unwrap_or(list.len())).unwrap_or(list)
}

/// Where the first `)` is that stands in no comment.
fn closing(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.find([')', '#'])?;
        if text.get(at..)?.starts_with(')') {
            return Some(at);
        }
        at += text.get(at..)?.find(['\n', '\r'])?;
    }
}

/// Where the first `;` or line end is that no backslash stands before.
fn end_of_statement(text: &str) -> Option<usize> {
    let mut ends = text.match_indices(['\n', '\r', ';']).map(|(at, _)| at);
    ends.find(|at| !text.get(..*at).is_some_and(|line| line.trim_end_matches('\r').ends_with('\\')))
}

/// The dotted names of a list, without what they are called here.
fn names_of(list: &str) -> Vec<String> {
    let lines = list.strip_prefix('(').unwrap_or(list).split(['\n', '\r']);
    let code: Vec<&str> =
        lines.filter_map(|line| line.split('#').next()).map(|line| line.trim_end_matches('\\')).collect();
    let code = code.join(" ");
    let name = |item: &str| item.split_whitespace().take_while(|word| *word != "as").collect::<String>();
    code.split(',').map(name).filter(|name| !name.is_empty()).collect()
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

    use super::{Import, has_broken_import, imports};
    use crate::python::parse;
    use crate::source::{DiscoveryOptions, Exclusion, IgnoreFiles, NamedFiles, Sources, find_files};

    /// The import statements of a tree, to be looked for.
    struct Search<'t> {
        found: &'t [Import],
        count: usize,
    }

    impl Visitor<'_> for Search<'_> {
        fn visit_stmt(&mut self, statement: &Stmt) {
            let expected = match statement {
                Stmt::Import(import) => import.names.iter().map(|alias| module(&alias.name)).collect(),
                Stmt::ImportFrom(import) => {
                    let names: Vec<&str> = import.names.iter().map(|alias| alias.name.as_str()).collect();
                    vec![from(import.level, import.module.as_ref().map_or("", |module| module.as_str()), &names)]
                }
                _ => return walk_stmt(self, statement),
            };
            for one in expected {
                assert!(self.found.contains(&one), "{one:?} is not among {:?}", self.found);
                self.count += 1;
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
            let found = imports(&source.text).expect("nothing is made to take long");
            let found: Vec<Import> = found.into_iter().map(|(import, _)| import).collect();
            let mut search = Search { found: &found, count: 0 };
            let parsed = parse(&sources, file);
            if parsed.errors.is_empty() {
                search.visit_body(&parsed.body);
            }
            count += search.count;
        }
        assert!(count > 500, "{count}");
    }

    fn from(level: u32, module: &str, names: &[&str]) -> Import {
        Import::From { level, module: module.to_owned(), names: names.iter().map(ToString::to_string).collect() }
    }

    fn module(dotted: &str) -> Import {
        Import::Module(dotted.to_owned())
    }

    #[test]
    fn every_form_of_an_import_is_found() {
        for (text, expected) in [
            ("import a", vec![module("a")]),
            ("import a.b as c, d  # e", vec![module("a.b"), module("d")]),
            ("if x: import a", vec![module("a")]),
            ("x = 1;import a", vec![module("a")]),
            ("import a, \\\n    b", vec![module("a"), module("b")]),
            ("import \\\r\n    a", vec![module("a")]),
            ("def f():\n\tfrom a.b import c as d, e", vec![from(0, "a.b", &["c", "e"])]),
            ("from a import *", vec![from(0, "a", &["*"])]),
            ("from . import a", vec![from(1, "", &["a"])]),
            ("from .import a", vec![from(1, "", &["a"])]),
            ("from .. a import(b)", vec![from(2, "a", &["b"])]),
            ("from ...a.b import c", vec![from(3, "a.b", &["c"])]),
            ("from a \\\n    import b", vec![from(0, "a", &["b"])]),
            ("from \\\n  .a \\\n import \\\n  b", vec![from(1, "a", &["b"])]),
            ("from a import (\n    b,  # (not this)\n    c as d,\n)\nx = e", vec![from(0, "a", &["b", "c"])]),
            ("from a. \\\n    b.c import d", vec![from(0, "a.b.c", &["d"])]),
            ("import a. \\\n    b, c", vec![module("a.b"), module("c")]),
            ("from a import (b as\n    c, d)", vec![from(0, "a", &["b", "d"])]),
            (
                "import a\rimport b\rfrom c import (d,  # e\r    f)\rx",
                vec![module("a"), module("b"), from(0, "c", &["d", "f"])],
            ),
            ("import a;x = 1", vec![module("a")]),
            ("importlib.reload(x)\nreimport = _import", vec![]),
        ] {
            let found = imports(text).map(|found| found.into_iter().map(|(import, _)| import).collect::<Vec<_>>());
            assert_eq!(found, Some(expected), "{text}");
        }
    }

    #[test]
    fn what_only_a_call_runs_is_told_apart() {
        for (text, is_inside) in [
            ("import a", false),
            ("if x:\n    import a", false),
            ("try:\n    import a\nexcept ImportError:\n    pass", false),
            ("def f():\n    import a", true),
            ("@x\nasync def f(\n    b,\n):\n    if b:\n        import a", true),
            ("class A:\r    def f(self):\r        import a", true),
            ("if TYPE_CHECKING:\n    import a", true),
            ("def f(): pass\nif x:\n    import a", false),
            ("def f():\n    pass\nimport a", false),
            ("define = 1\nif define:\n    import a", false),
        ] {
            assert_eq!(imports(text), Some(vec![(module("a"), is_inside)]), "{text}");
        }
    }

    #[test]
    fn a_broken_import_is_noticed_and_no_other_is() {
        for text in ["from app imprt create_app", "x = 1\nfrom {{name}}.app import a\n", "import {{name}}"] {
            assert!(has_broken_import(text), "{text}");
        }
        for text in [
            "from a import b",
            "from .import b",
            "from . import b\rimport a, b",
            "from a \\\n    import b",
            "import a;b",
        ] {
            assert!(!has_broken_import(text), "{text}");
        }
    }

    /// Each would be read over as often as there are imports.
    #[test]
    fn a_text_that_is_made_to_take_long_is_given_up() {
        for text in ["import ", "import (#", "import ( ", "from import \\\n", "import a,"] {
            assert_eq!(imports(&text.repeat(100_000)), None, "{text}");
        }
        let many = "from a import b; import c\n".repeat(100_000);
        assert_eq!(imports(&many).map(|found| found.len()), Some(200_000));
        assert_eq!(imports(&"import a;".repeat(100_000)).map(|found| found.len()), Some(100_000));
    }
}
