//! A Python file as an editor sees it: lines, indentation, quotes, line ends. It knows nothing of settings.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::python;
use crate::python::ast::visitor::Visitor;
use crate::python::ast::{ExceptHandler, Ranged, Stmt, StringLiteral};
use crate::source::{FileId, SourceFile, Sources, Span};

/// The files of a project as pages, each parsed once for all findings in it.
pub(in super::super) struct Pages<'s> {
    pub(in super::super) sources: &'s Sources,
    opened: RefCell<BTreeMap<FileId, Option<Rc<Page>>>>,
}

impl<'s> Pages<'s> {
    pub(in super::super) fn of(sources: &'s Sources) -> Self {
        Self { sources, opened: RefCell::default() }
    }

    /// The file, if it can be edited.
    pub(super) fn open(&self, file: FileId) -> Option<Rc<Page>> {
        let mut opened = self.opened.borrow_mut();
        opened.entry(file).or_insert_with(|| Page::open(self.sources, file).map(Rc::new)).clone()
    }
}

/// A Python file that can be edited.
pub(super) struct Page {
    pub(super) file: Arc<SourceFile>,
    pub(super) body: Vec<Stmt>,
    quote: OnceCell<char>,
}

impl Page {
    /// The file, if it is Python (a `.cfg` file is run by `from_pyfile`) without syntax errors.
    fn open(sources: &Sources, file: FileId) -> Option<Self> {
        let file = sources.file(file);
        let is_python = file.path.extension().is_some_and(|extension| extension == "py" || extension == "cfg");
        if !is_python {
            return None;
        }
        let parsed = python::parse(sources, file.id);
        parsed.errors.is_empty().then_some(Self { file, body: parsed.body, quote: OnceCell::new() })
    }

    /// The text of a node.
    pub(super) fn text(&self, node: &impl Ranged) -> &str {
        self.slice(node.start().to_u32(), node.end().to_u32())
    }

    /// The text from one byte to another.
    pub(super) fn slice(&self, start: u32, end: u32) -> &str {
        self.file.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The place of a node.
    pub(super) fn span(&self, node: &impl Ranged) -> Span {
        Span::new(self.file.id, node.start().to_u32(), node.end().to_u32())
    }

    /// The empty span at `offset`.
    pub(super) fn at(&self, offset: u32) -> Span {
        Span::new(self.file.id, offset, offset)
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, offset: u32) -> u32 {
        self.file.lines().line(offset)
    }

    /// Where the line of `offset` starts.
    pub(super) fn line_start(&self, offset: u32) -> u32 {
        self.file.lines().range(&self.file.text, self.line(offset)).map_or(offset, |range| range.start)
    }

    /// Where the line of `offset` ends, its line end not included.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        let end = self.file.lines().range(&self.file.text, self.line(offset)).map_or(offset, |range| range.end);
        let ended = self.slice(offset, end).trim_end_matches(['\r', '\n']).len();
        offset + ended as u32
    }

    /// What stands before `offset` on its line, if that is only white space.
    pub(super) fn indentation(&self, offset: u32) -> Option<&str> {
        let before = self.slice(self.line_start(offset), offset);
        before.chars().all(|character| matches!(character, ' ' | '\t' | '\u{c}')).then_some(before)
    }

    /// Whether nothing but white space and a comment follows `offset` on its line.
    pub(super) fn ends_line(&self, offset: u32) -> bool {
        let rest = self.slice(offset, self.line_end(offset)).trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    /// Whether a statement has its lines for itself.
    pub(super) fn stands_alone(&self, statement: &Stmt) -> bool {
        self.indentation(statement.start().to_u32()).is_some() && self.ends_line(statement.end().to_u32())
    }

    /// How lines end here.
    pub(super) fn newline(&self) -> &'static str {
        match self.file.text.find(['\r', '\n']) {
            Some(at) if self.file.text.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => "\r\n",
            Some(at) if self.file.text.get(at..).is_some_and(|rest| rest.starts_with('\r')) => "\r",
            Some(_) | None => "\n",
        }
    }

    /// The quote that most texts here have.
    pub(super) fn quote(&self) -> char {
        *self.quote.get_or_init(|| {
            let mut quotes = Quotes { page: self, single: 0, double: 0 };
            quotes.visit_body(&self.body);
            if quotes.single > quotes.double { '\'' } else { '"' }
        })
    }

    /// One step of indentation.
    pub(super) fn step(&self) -> String {
        let lines = self.file.text.lines();
        let indented = lines.map(|line| line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()));
        indented.flatten().find(|blank| !blank.is_empty() && blank.len() <= 8).unwrap_or("    ").to_owned()
    }

    /// The innermost statement around `span`, with the block that it stands in.
    pub(super) fn statement_at(&self, span: Span) -> Option<Found<'_>> {
        (span.file == self.file.id).then(|| find(&self.body, Block::Module, span)).flatten()
    }
}

/// Counts the texts of a file by their quotes. Those with three quotes are no matter of taste.
struct Quotes<'a> {
    page: &'a Page,
    single: usize,
    double: usize,
}

impl<'a> Visitor<'a> for Quotes<'a> {
    fn visit_string_literal(&mut self, literal: &'a StringLiteral) {
        let text = self.page.text(literal).trim_start_matches(|character: char| character.is_ascii_alphabetic());
        let is_triple = text.starts_with("\"\"\"") || text.starts_with("'''");
        match text.chars().next() {
            Some('\'') if !is_triple => self.single += 1,
            Some('"') if !is_triple => self.double += 1,
            Some(_) | None => {}
        }
    }
}

/// What a block is the body of.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Module,
    Function,
    Class,
    /// A branch, a loop, a `with`: it may not run, or more than once.
    Inner,
}

/// A statement and where it stands.
pub(super) struct Found<'a> {
    pub(super) statement: &'a Stmt,
    pub(super) siblings: &'a [Stmt],
    pub(super) block: Block,
}

/// Blocks that may not run.
fn inner(bodies: Vec<&Vec<Stmt>>) -> Vec<(Block, &[Stmt])> {
    bodies.into_iter().map(|body| (Block::Inner, body.as_slice())).collect()
}

fn find(body: &[Stmt], block: Block, span: Span) -> Option<Found<'_>> {
    let holds = |statement: &&Stmt| statement.start().to_u32() <= span.start && span.end <= statement.end().to_u32();
    let statement = body.iter().find(holds)?;
    let inner = blocks_of(statement).into_iter().find_map(|(block, body)| find(body, block, span));
    Some(inner.unwrap_or(Found { statement, siblings: body, block }))
}

/// The blocks that a statement holds.
pub(super) fn blocks_of(statement: &Stmt) -> Vec<(Block, &[Stmt])> {
    match statement {
        Stmt::FunctionDef(function) => vec![(Block::Function, &function.body)],
        Stmt::ClassDef(class) => vec![(Block::Class, &class.body)],
        Stmt::If(branch) => {
            let others = branch.elif_else_clauses.iter().map(|clause| &clause.body);
            inner(std::iter::once(&branch.body).chain(others).collect())
        }
        Stmt::For(repeat) => inner(vec![&repeat.body, &repeat.orelse]),
        Stmt::While(repeat) => inner(vec![&repeat.body, &repeat.orelse]),
        Stmt::With(with) => inner(vec![&with.body]),
        Stmt::Match(choice) => inner(choice.cases.iter().map(|case| &case.body).collect()),
        Stmt::Try(attempt) => {
            let handlers = attempt.handlers.iter().map(|handler| match handler {
                ExceptHandler::ExceptHandler(handler) => &handler.body,
            });
            inner(std::iter::once(&attempt.body).chain(handlers).chain([&attempt.orelse, &attempt.finalbody]).collect())
        }
        _ => Vec::new(),
    }
}
