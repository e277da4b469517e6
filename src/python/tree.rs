//! From text to tree, on a stack that holds whatever the parser does.
//!
//! It knows the parser's own result; what callers see is in `mod.rs`.

use rustpython_ast::visitor::{self, Visitor};
use rustpython_ast::{Expr, InterpolatedStringElement, ModModule, Pattern, PySourceType, Stmt};
use rustpython_parser::Parsed;

use super::STACK_BYTES;
use super::guard::{self, MOST_LINKS, Verdict};

/// What one byte of hostile text may cost the parser in stack: `(` costs three kilobytes in a debug build.
const STACK_PER_BYTE: usize = 4 * 1024;
/// The largest stack that is asked for.
const MOST_STACK_BYTES: usize = 4 * 1024 * 1024 * 1024;

/// Why a text has no tree.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// It is too deep to be walked.
    Deep,
    /// It is too large to be kept.
    Long,
}

/// The tree of `text`.
pub(super) fn tree_of(text: &str) -> Result<Parsed<ModModule>, Refusal> {
    let tree = match guard::judge(text) {
        Verdict::Shallow => parse(text),
        Verdict::Treacherous if text.len() <= STACK_BYTES / STACK_PER_BYTE => parse(text),
        Verdict::Treacherous if text.len() <= MOST_STACK_BYTES / STACK_PER_BYTE => parse_aside(text),
        Verdict::Treacherous | Verdict::Long => return Err(Refusal::Long),
        Verdict::Deep => None,
    };
    tree.ok_or(Refusal::Deep)
}

/// Parses on a thread of its own, whose stack is large enough for the deepest tree that `text` can have.
fn parse_aside(text: &str) -> Option<Parsed<ModModule>> {
    let stack = text.len() * STACK_PER_BYTE;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, || parse(text));
        thread.ok()?.join().ok().flatten()
    })
}

fn parse(text: &str) -> Option<Parsed<ModModule>> {
    let parsed = rustpython_parser::parse_unchecked_source(text, PySourceType::Python);
    // Of a text without errors the guard has seen what the parser saw.
    let is_shallow = parsed.has_valid_syntax() || is_shallow(&parsed.syntax().body);
    is_shallow.then_some(parsed)
}

fn is_shallow(body: &[Stmt]) -> bool {
    let mut depth = Depth { current: 0, most: 0 };
    depth.visit_body(body);
    depth.most <= MOST_LINKS
}

/// How deep a tree is.
struct Depth {
    current: usize,
    most: usize,
}

impl Depth {
    fn below(&mut self, walk: impl FnOnce(&mut Self)) {
        self.current += 1;
        self.most = self.most.max(self.current);
        walk(self);
        self.current -= 1;
    }
}

impl<'a> Visitor<'a> for Depth {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.below(|depth| visitor::walk_stmt(depth, stmt));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.below(|depth| visitor::walk_expr(depth, expr));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.below(|depth| visitor::walk_pattern(depth, pattern));
    }

    fn visit_interpolated_string_element(&mut self, element: &'a InterpolatedStringElement) {
        self.below(|depth| visitor::walk_interpolated_string_element(depth, element));
    }
}
