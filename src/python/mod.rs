//! Floor 1: the façade of the parser, the only place that names the parser crates.
//!
//! It parses and does not judge: a file with syntax errors yields the tree of what could be parsed
//! together with the errors. The parser, and every walk over its tree, is recursive, so a text that
//! nests too deeply is refused before it is parsed: see `guard` for what the caller's stack must hold.

mod comments;
mod guard;
mod tree;

use crate::source::{FileId, Sources};

pub use comments::{Comment, comments};

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

/// A parsed file.
pub struct Parsed {
    /// The file that was parsed.
    pub file: FileId,
    /// Its statements; where there were syntax errors, those that could be parsed.
    pub body: Vec<ast::Stmt>,
    /// Syntax errors: byte offset and what the parser says.
    pub errors: Vec<(u32, String)>,
}

/// Parses the text of `file`. Never fails: what does not parse is in `errors`.
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let source = sources.file(file);
    let Some(parsed) = tree::tree_of(&source.text) else {
        return Parsed { file, body: Vec::new(), errors: vec![(0, TOO_DEEP.to_owned())] };
    };
    let errors = parsed.errors().iter().map(|error| (error.location.start().to_u32(), error.error.to_string()));
    let errors = errors.collect();
    Parsed { file, body: parsed.into_suite(), errors }
}

/// Parses `text` as one expression; the places in the tree are offsets in `text`. `None` if it is none.
pub fn parse_expression(text: &str) -> Option<ast::Expr> {
    // As a module the text is guarded; what is one statement and an expression is an expression.
    let parsed = tree::tree_of(text)?;
    if !parsed.has_valid_syntax() {
        return None;
    }
    let mut body = parsed.into_suite().into_iter();
    match (body.next(), body.next()) {
        (Some(ast::Stmt::Expr(statement)), None) => Some(*statement.value),
        _ => None,
    }
}
