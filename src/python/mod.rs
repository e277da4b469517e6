//! Floor 1: the façade of the parser, the only place that names the parser crates.
//!
//! It parses and does not judge: a file with syntax errors yields the tree of what could be parsed
//! together with the errors. The parser, and every walk over its tree, is recursive, so a text that
//! nests too deeply is refused before it is parsed: see `guard` for what the caller's stack must hold.

mod comments;
mod guard;
mod imports;
mod older;
mod tree;
mod version;

use crate::source::{FileId, Problem, SourceFile, Sources};

use tree::Refusal;

pub use comments::{Comment, Trivia, trivia};
pub use imports::{Import, has_broken_import, imports};
pub use version::{PythonVersion, PythonVersionError};

/// The syntax tree, as the parser crate defines it.
pub mod ast {
    pub use rustpython_ast::*;
    pub use rustpython_text_size::{Ranged, TextRange};
}

/// The stack that a thread needs which parses a text or walks its tree, in bytes. The guard admits
/// trees some thousands of nodes deep (`1 + 1 + 1 + …`), and one level of interpreting them may take
/// many kilobytes. It is address space: what is not used is never backed by memory.
pub const STACK_BYTES: usize = 256 * 1024 * 1024;

/// What is said of a text that the guard refuses.
const TOO_DEEP: &str = "nested too deeply to be analysed";
const TOO_LONG: &str = "too long to be analysed";

/// A parsed file.
pub struct Parsed {
    /// The file that was parsed.
    pub file: FileId,
    /// Its statements; where there were syntax errors, those that could be parsed.
    pub body: Vec<ast::Stmt>,
    /// Syntax errors: byte offset and what the parser says.
    pub errors: Vec<(u32, String)>,
}

/// Parses the text of `file`. Never fails: what does not parse is in `errors`, and a problem of the run.
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let source = sources.file(file);
    let parsed = match tree::tree_of(&source.text) {
        Ok(parsed) => parsed,
        Err(refusal) => {
            let why = match refusal {
                Refusal::Deep => TOO_DEEP,
                Refusal::Long => TOO_LONG,
            };
            let message = format!("{why}, so it was not linted: exclude it");
            sources.report(Problem { path: source.name.clone(), line: None, message });
            return Parsed { file, body: Vec::new(), errors: vec![(0, why.to_owned())] };
        }
    };
    let errors = parsed.errors().iter().map(|error| (error.location.start().to_u32(), error.error.to_string()));
    let errors: Vec<(u32, String)> = errors.collect();
    let body = match errors.first() {
        None => without_spare_room(&parsed.into_suite()),
        Some(first) => {
            sources.report(syntax_problem(&source, first));
            older::statements_of(&source.text, parsed)
        }
    };
    Parsed { file, body, errors }
}

/// The same statements in lists that are as long as what they hold. The parser's have room to grow, which is a quarter of
/// a tree (measured on 23 MB of mlflow and Superset: 177 MB, and 131 MB after this), and trees stay to the end of a run.
fn without_spare_room(body: &[ast::Stmt]) -> Vec<ast::Stmt> {
    body.to_vec()
}

/// The first syntax error of a file stands for all of them: the others often follow from it.
fn syntax_problem(source: &SourceFile, (offset, said): &(u32, String)) -> Problem {
    let message = format!("syntax error: {said}; the rest of the file was linted");
    Problem { path: source.name.clone(), line: Some(source.lines().line(*offset)), message }
}

/// Parses `text` as one expression; the places in the tree are offsets in `text`. `None` if it is none.
pub fn parse_expression(text: &str) -> Option<ast::Expr> {
    // As a module the text is guarded; what is one statement and an expression is an expression.
    let parsed = tree::tree_of(text).ok()?;
    if !parsed.has_valid_syntax() {
        return None;
    }
    let mut body = parsed.into_suite().into_iter();
    match (body.next(), body.next()) {
        (Some(ast::Stmt::Expr(statement)), None) => Some(*statement.value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Parsed, parse, parse_expression};
    use crate::source::Sources;

    fn parsed(text: &str) -> (Sources, Parsed) {
        let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
        let id = sources.load(Path::new("/a.py")).unwrap();
        let parsed = parse(&sources, id);
        (sources, parsed)
    }

    #[test]
    fn a_syntax_error_is_one_problem_and_the_rest_is_parsed() {
        let (sources, parsed) = parsed("x = 1\ny = = 2\nz = ]\nw = 3\n");
        assert!(parsed.body.len() >= 2);
        assert!(parsed.errors.len() >= 2);
        let problems = sources.problems();
        assert_eq!(problems.len(), 1);
        assert!(
            problems.iter().all(|problem| problem.line == Some(2) && problem.message.starts_with("syntax error: "))
        );
    }

    #[test]
    fn a_valid_file_is_no_problem() {
        let (sources, parsed) = parsed("x = 1\r\ny = f'{x}'\n");
        assert_eq!(parsed.body.len(), 2);
        assert!(sources.problems().is_empty());
    }

    #[test]
    fn one_expression_is_an_expression_and_nothing_else_is() {
        assert!(parse_expression("create_app('prod')").is_some());
        assert!(parse_expression("x = 1").is_none());
        assert!(parse_expression("a; b").is_none());
        assert!(parse_expression("f(").is_none());
        assert!(parse_expression("").is_none());
    }
}
