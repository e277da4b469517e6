//! Reads texts that only older Pythons can: parameters that are tuples (Python 2), and `async` and `await` as names
//! (before 3.7). What the parser cannot read in a header would otherwise leave the body to the block around.
//!
//! It never makes a file valid: what the parser said of the text as it stands is said all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use rustpython_ast::relocate::relocate_expr;
use rustpython_ast::token::TokenKind;
use rustpython_ast::{ModModule, Stmt};
use rustpython_parser::Parsed;
use rustpython_text_size::{Ranged, TextRange};

use super::tree::tree_of;

/// The statements of a text that has syntax errors.
pub(super) fn statements_of(text: &str, parsed: Parsed<ModModule>) -> Vec<Stmt> {
    let changes = changes_in(text, &parsed);
    let errors = parsed.errors().len();
    let again = (!changes.names.is_empty()).then(|| tree_of(&changes.applied_to(text)).ok()).flatten();
    match again.filter(|again| again.errors().len() < errors) {
        None => with_indented_where_it_belongs(text, parsed.into_suite()),
        Some(again) => {
            let mut body = with_indented_where_it_belongs(text, again.into_suite());
            unpack_in(&mut body, text, &changes.tuples);
            body
        }
    }
}

/// What stands in a text in place of a name that today's Python can read.
#[derive(Default)]
struct Changes {
    /// The names, each as long as what it replaces.
    names: Vec<(Range<usize>, String)>,
    /// The parameters that are tuples, by where they start.
    tuples: BTreeMap<usize, TextRange>,
}

impl Changes {
    fn applied_to(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for (range, name) in &self.names {
            if let Some(place) = bytes.get_mut(range.clone()).filter(|place| place.len() == name.len()) {
                place.copy_from_slice(name.as_bytes());
            }
        }
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn note(&mut self, range: TextRange, name: String) {
        self.names.push((usize::from(range.start())..usize::from(range.end()), name));
    }
}

fn changes_in(text: &str, parsed: &Parsed<ModModule>) -> Changes {
    let tokens: Vec<(TokenKind, TextRange)> =
        parsed.tokens().iter().map(|token| (token.kind(), token.range())).collect();
    let mut changes = Changes::default();
    let mut open = Vec::new();
    for (at, (kind, range)) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or(TokenKind::EndOfFile, |(kind, _)| *kind);
        let last = at.checked_sub(1).map_or(TokenKind::Newline, |last| tokens[last].0);
        match kind {
            TokenKind::Async if !matches!(next, TokenKind::Def | TokenKind::For | TokenKind::With) => {
                changes.note(*range, "asyn_".to_owned());
            }
            TokenKind::Await if matches!(last, TokenKind::Def | TokenKind::Dot) || !starts_operand(next) => {
                changes.note(*range, "awai_".to_owned());
            }
            TokenKind::Lpar => open.push(opened(&tokens, at, &open)),
            TokenKind::Lsqb | TokenKind::Lbrace => open.push(Bracket::Else),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                let Some(Bracket::Tuple(start)) = open.pop() else { continue };
                let whole = TextRange::new(tokens[start].1.start(), range.end());
                changes.tuples.insert(whole.start().into(), whole);
                changes.note(whole, name_of_tuple(text.get(usize::from(whole.start())..usize::from(whole.end()))));
            }
            _ => {}
        }
    }
    changes
}

/// What a bracket is around.
enum Bracket {
    /// The parameters of a function.
    Parameters,
    /// One of them, which starts at this token.
    Tuple(usize),
    Else,
}

fn opened(tokens: &[(TokenKind, TextRange)], at: usize, around: &[Bracket]) -> Bracket {
    let before = |back: usize| at.checked_sub(back).map(|at| tokens[at].0);
    let is_first = matches!(before(1), Some(TokenKind::Lpar | TokenKind::Comma | TokenKind::NonLogicalNewline));
    match around.last() {
        Some(Bracket::Parameters) if is_first => Bracket::Tuple(at),
        _ if before(2) == Some(TokenKind::Def) => Bracket::Parameters,
        _ => Bracket::Else,
    }
}

/// Whether what stands after `await` is what it waits for: else it is a name.
fn starts_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::String
            | TokenKind::FStringStart
            | TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
    )
}

/// A name as long as the tuple `(host, port)`: `_host__port_`.
fn name_of_tuple(tuple: Option<&str>) -> String {
    let bytes = tuple.unwrap_or_default().bytes();
    bytes.map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte) } else { '_' }).collect()
}

/// `def f((host, port)):` starts with `host, port = …`.
fn unpack_in(body: &mut [Stmt], text: &str, tuples: &BTreeMap<usize, TextRange>) {
    for statement in body {
        if let Stmt::FunctionDef(function) = statement {
            let starts = function.parameters.iter().map(|parameter| usize::from(parameter.name().range.start()));
            let unpacked = starts.filter_map(|start| unpacking(text, *tuples.get(&start)?)).collect::<Vec<Stmt>>();
            function.body.splice(0..0, unpacked);
        }
        for block in blocks_of(statement) {
            unpack_in(block, text, tuples);
        }
    }
}

fn unpacking(text: &str, tuple: TextRange) -> Option<Stmt> {
    let written = text.get(usize::from(tuple.start())..usize::from(tuple.end()))?;
    let parsed = tree_of(&format!("{written} = {}", name_of_tuple(Some(written)))).ok()?;
    let mut statement = parsed.into_suite().into_iter().next().filter(Stmt::is_assign_stmt)?;
    if let Stmt::Assign(assignment) = &mut statement {
        assignment.range = tuple;
        assignment.targets.iter_mut().for_each(|target| relocate_expr(target, tuple));
        relocate_expr(&mut assignment.value, tuple);
    }
    Some(statement)
}

/// Statements that are indented more deeply than their block were the body of a header that could not be read: they
/// are its body if it has none, and otherwise nobody can say when they run.
fn with_indented_where_it_belongs(text: &str, body: Vec<Stmt>) -> Vec<Stmt> {
    // Of the module itself the first statement may be one that lost its header.
    arranged(text, body, Some(0))
}

fn arranged(text: &str, body: Vec<Stmt>, indentation: Option<usize>) -> Vec<Stmt> {
    let of_block = indentation.or_else(|| body.first().and_then(|first| indentation_of(text, first)));
    let mut kept: Vec<Stmt> = Vec::new();
    // Where statements follow a header without a body, they go together.
    let mut adopts = false;
    for statement in body {
        let is_deeper = indentation_of(text, &statement).zip(of_block).is_some_and(|(own, block)| own > block);
        if !is_deeper {
            adopts = false;
            kept.push(statement);
            continue;
        }
        let mut blocks = kept.last_mut().map(blocks_of).unwrap_or_default();
        adopts |= blocks.iter().all(|block| block.is_empty());
        if let Some(block) = blocks.first_mut().filter(|_| adopts) {
            block.push(statement);
        }
    }
    for statement in &mut kept {
        for block in blocks_of(statement) {
            *block = arranged(text, std::mem::take(block), None);
        }
    }
    kept
}

/// How far a statement is indented that is the first in its line; a tab leads to the next multiple of eight.
fn indentation_of(text: &str, statement: &Stmt) -> Option<usize> {
    let before = text.get(..usize::from(statement.range().start()))?;
    let line = before.trim_end_matches([' ', '\t']);
    let is_first = line.is_empty() || line.ends_with(['\n', '\r']);
    let indentation = before.get(line.len()..).filter(|_| is_first)?;
    Some(indentation.chars().fold(0, |column, character| match character {
        '\t' => (column / 8 + 1) * 8,
        _ => column + 1,
    }))
}

fn blocks_of(statement: &mut Stmt) -> Vec<&mut Vec<Stmt>> {
    match statement {
        Stmt::FunctionDef(function) => vec![&mut function.body],
        Stmt::ClassDef(class) => vec![&mut class.body],
        Stmt::With(with) => vec![&mut with.body],
        Stmt::For(looped) => vec![&mut looped.body, &mut looped.orelse],
        Stmt::While(looped) => vec![&mut looped.body, &mut looped.orelse],
        Stmt::If(condition) => {
            let others = condition.elif_else_clauses.iter_mut().map(|clause| &mut clause.body);
            std::iter::once(&mut condition.body).chain(others).collect()
        }
        Stmt::Match(matched) => matched.cases.iter_mut().map(|case| &mut case.body).collect(),
        Stmt::Try(tried) => {
            let handlers = tried.handlers.iter_mut().filter_map(|handler| handler.as_except_handler_mut());
            let blocks = std::iter::once(&mut tried.body).chain(handlers.map(|handler| &mut handler.body));
            blocks.chain([&mut tried.orelse, &mut tried.finalbody]).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
