//! Floor 1: the façade of the parser, the only place that names the parser crates.
//!
//! It parses and does not judge: a file with syntax errors yields the tree of what could be parsed
//! together with the errors.

use crate::source::{FileId, Sources};

/// The syntax tree, as the parser crate defines it.
pub mod ast {
    pub use rustpython_ast::*;
    pub use rustpython_text_size::{Ranged, TextRange};
}

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
    let parsed = rustpython_parser::parse_unchecked_source(&source.text, ast::PySourceType::Python);
    let errors = parsed.errors().iter().map(|error| (error.location.start().to_u32(), error.error.to_string()));
    let errors = errors.collect();
    Parsed { file, body: parsed.into_suite(), errors }
}
