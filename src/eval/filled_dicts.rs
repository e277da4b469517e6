//! Dicts of a module that one of its functions fills with entries of any name, where the program is not seen to call that:
//! `overrides = {}` and `def set_override(key, value): overrides[key] = value`.
//!
//! What functions write that are called is written where they are run.

use std::sync::Arc;

use super::machine::Machine;
use super::object::ObjectKind;
use super::store::ObjectId;
use crate::python::ast::visitor::{Visitor, walk_stmt};
use crate::python::ast::{Expr, Stmt, StmtFunctionDef};
use crate::source::{FileId, Span};
use crate::value::{Value, override_with};

impl Machine<'_> {
    /// What stands for an entry that a dict lacks: `default`, unless a function is called that may put it there.
    pub(super) fn unless_filled(&self, id: ObjectId, default: &Value) -> Value {
        match self.filler_of(id) {
            Some(call) => override_with(default, &Value::unknown("what a function puts into a dict"), &[call]),
            None => default.clone(),
        }
    }

    /// The call that fills a dict of the module whose code runs.
    fn filler_of(&self, id: ObjectId) -> Option<Arc<str>> {
        let module = &self.modules[self.frame().module as usize];
        let file = module.file.filter(|_| self.store.object(id).kind == ObjectKind::Dict)?;
        let fields = self.store.object(module.scope).fields.iter();
        let mut is_dict = fields.filter(|(_, value)| Self::object_of(value) == Some(id));
        let name = is_dict.find_map(|(key, _)| key.text_value())?;
        if !self.program.sources.file(file).text.contains(&format!("{name}[")) {
            return None;
        }
        let functions = self.program.tree(file).body.iter().filter_map(|statement| match statement {
            Stmt::FunctionDef(definition) => Some(definition),
            _ => None,
        });
        let is_uncalled = |definition: &&StmtFunctionDef| !self.has_called(&place_of(definition, file));
        let filler = functions.filter(is_uncalled).find(|definition| fills(definition, &name))?;
        Some(format!("{}()", filler.name).into())
    }
}

fn place_of(definition: &StmtFunctionDef, file: FileId) -> Span {
    let range = definition.name.range;
    Span::new(file, range.start().to_u32(), range.end().to_u32())
}

/// Whether a function writes to `dict[key]`, where the key is what it is given.
fn fills(definition: &StmtFunctionDef, dict: &str) -> bool {
    let parameters = definition.parameters.iter().map(|parameter| parameter.name().as_str()).collect();
    let mut writes = Writes { dict, parameters, is_found: false };
    definition.body.iter().for_each(|statement| writes.visit_stmt(statement));
    writes.is_found
}

/// Looks for `dict[parameter] = …`.
struct Writes<'a> {
    dict: &'a str,
    parameters: Vec<&'a str>,
    is_found: bool,
}

impl<'a> Visitor<'a> for Writes<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Assign(assignment) = statement {
            self.is_found |= assignment.targets.iter().any(|target| {
                let Expr::Subscript(subscript) = target else { return false };
                let is_dict = matches!(&*subscript.value, Expr::Name(name) if name.id.as_str() == self.dict);
                is_dict && matches!(&*subscript.slice, Expr::Name(name) if self.parameters.contains(&name.id.as_str()))
            });
        }
        walk_stmt(self, statement);
    }
}
