//! Refuses texts whose syntax tree could be too deep for the stack, before they are parsed.
//!
//! The parser, everything that walks its tree, and the tree's own destructor recurse once or more per
//! level, and a stack overflow would end the process. So the tokens are counted first: brackets,
//! indentation, and the links of chains (`1 + 1 + …`, `not not …`, `x.a.b()…`, `lambda: lambda: …`).
//! It over-estimates and never judges syntax. What is flat is never refused, however long: the items of
//! a list, strings side by side, statements, `elif`, `and`, `or`, comparisons.
//!
//! After a syntax error inside an f-string the parser may take strings for code and code for strings,
//! where the tokens say nothing of what it sees. [`Verdict::Treacherous`] tells which texts may do that.

use rustpython_ast::token::TokenKind;
use rustpython_parser::Mode;
use rustpython_parser::lexer::lex;

/// `CPython` refuses more: "too many nested parentheses".
const MOST_BRACKETS: usize = 200;
/// `CPython` refuses more: "too many levels of indentation".
const MOST_INDENTS: usize = 100;
/// A tree takes some hundred bytes a token. A million lines of settings have fewer.
const MOST_TOKENS: usize = 5_000_000;
/// `CPython`'s compiler gives up on expressions of about this depth.
pub(super) const MOST_LINKS: usize = 3_000;

/// What the tokens say of the tree.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It is not deep.
    Shallow,
    /// It is not deep unless the text has a syntax error: it has f-strings.
    Treacherous,
    /// It could be too deep.
    Deep,
    /// It is too long: its tree would take gigabytes.
    Long,
}

/// Whether the tree of `text` could be too deep to walk.
pub(super) fn judge(text: &str) -> Verdict {
    let mut lexer = lex(text, Mode::Module);
    let mut nesting = Nesting::default();
    let mut verdict = Verdict::Shallow;
    for _ in 0..MOST_TOKENS {
        match lexer.next_token() {
            TokenKind::EndOfFile => return verdict,
            TokenKind::FStringStart | TokenKind::TStringStart => verdict = Verdict::Treacherous,
            kind => nesting.take(kind),
        }
        if nesting.is_deep() {
            return Verdict::Deep;
        }
    }
    Verdict::Long
}

/// An open bracket, or the space outside all of them.
#[derive(Default)]
struct Bracket {
    /// What closes it.
    closer: Option<TokenKind>,
    /// Links since the last comma that ends them.
    links: usize,
    /// `lambda`s whose `:` is still to come: their commas part parameters.
    open_lambdas: usize,
    /// After `yield`, commas part the items of what it yields.
    yields: bool,
}

/// How deeply the text nests at the current token.
#[derive(Default)]
struct Nesting {
    indents: usize,
    brackets: Vec<Bracket>,
    line: Bracket,
    /// The links of `line` and all `brackets`.
    links: usize,
}

impl Nesting {
    fn is_deep(&self) -> bool {
        self.indents > MOST_INDENTS || self.brackets.len() > MOST_BRACKETS || self.links > MOST_LINKS
    }

    fn take(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Indent => self.indents += 1,
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            TokenKind::Newline => self.end_chain(),
            TokenKind::Semi if self.brackets.is_empty() => self.end_chain(),
            TokenKind::Comma => {
                let here = self.here();
                if here.open_lambdas == 0 && !here.yields {
                    self.end_chain();
                }
            }
            TokenKind::Colon => {
                let here = self.here();
                here.open_lambdas = here.open_lambdas.saturating_sub(1);
            }
            // After an operand these are links of its chain, `f()()()`; a brace never is.
            TokenKind::Lpar => {
                self.link(kind);
                self.open(TokenKind::Rpar);
            }
            TokenKind::Lsqb => {
                self.link(kind);
                self.open(TokenKind::Rsqb);
            }
            TokenKind::Lbrace => self.open(TokenKind::Rbrace),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.close(kind),
            _ if is_link(kind) => self.link(kind),
            _ => {}
        }
    }

    fn here(&mut self) -> &mut Bracket {
        self.brackets.last_mut().unwrap_or(&mut self.line)
    }

    /// What follows is beside what came before, not below it.
    fn end_chain(&mut self) {
        let here = self.here();
        let links = here.links;
        *here = Bracket { closer: here.closer, ..Bracket::default() };
        self.links -= links;
    }

    fn link(&mut self, kind: TokenKind) {
        let here = self.here();
        here.links += 1;
        match kind {
            TokenKind::Lambda => here.open_lambdas += 1,
            TokenKind::Yield => here.yields = true,
            _ => {}
        }
        self.links += 1;
    }

    fn open(&mut self, closer: TokenKind) {
        self.brackets.push(Bracket { closer: Some(closer), ..Bracket::default() });
    }

    /// A closing bracket of the wrong kind closes nothing: the parser may skip it.
    fn close(&mut self, kind: TokenKind) {
        if let Some(bracket) = self.brackets.pop_if(|bracket| bracket.closer == Some(kind)) {
            self.links -= bracket.links;
        }
    }
}

/// Whether this token puts what follows, or what came before, one level down in the tree.
fn is_link(kind: TokenKind) -> bool {
    let is_flat = matches!(
        kind,
        TokenKind::And
            | TokenKind::Or
            | TokenKind::In
            | TokenKind::Is
            | TokenKind::Else
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Ellipsis
            | TokenKind::Equal
            | TokenKind::EqEqual
            | TokenKind::NotEqual
            | TokenKind::Less
            | TokenKind::LessEqual
            | TokenKind::Greater
            | TokenKind::GreaterEqual
    );
    !is_flat && (kind.is_operator() || kind.is_non_soft_keyword())
}

#[cfg(test)]
mod tests;
