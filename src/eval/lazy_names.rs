//! Names that a module has only when it is asked for them: `def __getattr__(name): if name == "app": return create_app()`.
//! A server that is told `shop:app` asks for it.
//!
//! What the function returns is for the machine to see.

use super::calls::Arguments;
use super::entries::{Entry, Import, Named};
use super::launch::Start;
use super::program::Program;
use super::reach::{Chance, Reach};
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, Stmt};
use crate::source::FileId;

const FUNCTION: &str = "__getattr__";

/// How many names of one module are tried: a server asks for an app, and not for what was renamed.
const MOST_NAMES: usize = 4;

/// An entry for each name that one of the `seeds` which may make an app compares with what it is asked for.
pub(super) fn lazy_entries(program: &Program<'_>, reach: &Reach<'_, '_>, seeds: &[FileId]) -> Vec<Entry> {
    let may_have =
        |file: &&FileId| program.sources.file(**file).text.contains(FUNCTION) && reach.chance(**file) != Chance::None;
    let names = |file: &FileId| names_in(&program.tree(*file).body).into_iter().take(MOST_NAMES);
    let entry = |file: FileId, name: &str| {
        let name = Some(Named { name: name.to_owned(), arguments: Arguments::default() });
        Entry { file, chance: reach.chance(file), start: Start::Body, import: Import::Served, name }
    };
    seeds.iter().filter(may_have).flat_map(|file| names(file).map(|name| entry(*file, name))).collect()
}

/// The texts that the function of a module compares its parameter with.
fn names_in(body: &[Stmt]) -> Vec<&str> {
    let functions = body.iter().filter_map(|statement| match statement {
        Stmt::FunctionDef(definition) if definition.name.as_str() == FUNCTION => Some(definition),
        _ => None,
    });
    let mut names = Vec::new();
    for definition in functions {
        let Some(parameter) = definition.parameters.iter().next() else { continue };
        let mut compared = Compared { parameter: parameter.name().as_str(), names: Vec::new() };
        definition.body.iter().for_each(|statement| compared.visit_stmt(statement));
        names.extend(compared.names);
    }
    names
}

/// The texts that a name is compared with.
struct Compared<'a> {
    parameter: &'a str,
    names: Vec<&'a str>,
}

impl<'a> Visitor<'a> for Compared<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Compare(compare) = expression
            && matches!(&*compare.left, Expr::Name(name) if name.id.as_str() == self.parameter)
        {
            self.names.extend(compare.comparators.iter().filter_map(|one| match one {
                Expr::StringLiteral(text) => Some(text.value.to_str()),
                _ => None,
            }));
        }
        walk_expr(self, expression);
    }
}
