//! Which names a function or module binds itself, so that they do not mean there what is imported.
//!
//! As in Python, a name that is bound anywhere in a function is its own everywhere in it. What a function imports is not
//! counted: that is known by its dotted name.

use std::collections::BTreeSet;

use crate::python::ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_stmt};
use crate::python::ast::{Comprehension, ExceptHandler, Expr, ExprContext, Parameters, Stmt, StmtFunctionDef};

/// The parameters of a function, and what its body binds.
pub(super) fn names_of_function(definition: &StmtFunctionDef) -> BTreeSet<String> {
    let mut names = names_of_body(&definition.body);
    names.extend(names_of_parameters(Some(&definition.parameters)));
    names
}

/// What the body of a function or module binds.
pub(super) fn names_of_body(body: &[Stmt]) -> BTreeSet<String> {
    let mut bindings = Bindings::default();
    bindings.visit_body(body);
    &bindings.bound - &bindings.not_own
}

/// The names of parameters, of a lambda perhaps.
pub(super) fn names_of_parameters(parameters: Option<&Parameters>) -> BTreeSet<String> {
    parameters.into_iter().flat_map(Parameters::iter).map(|parameter| parameter.name().to_string()).collect()
}

/// What the `for` clauses of a comprehension bind.
pub(super) fn names_of_comprehension(clauses: &[Comprehension]) -> BTreeSet<String> {
    let mut bindings = Bindings::default();
    for clause in clauses {
        bindings.visit_expr(&clause.target);
    }
    bindings.bound
}

#[derive(Default)]
struct Bindings {
    bound: BTreeSet<String>,
    /// Imported, or said to be of a scope around.
    not_own: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Bindings {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(definition) => {
                self.bound.insert(definition.name.to_string());
            }
            Stmt::ClassDef(definition) => {
                self.bound.insert(definition.name.to_string());
            }
            Stmt::Global(names) => self.not_own.extend(names.names.iter().map(ToString::to_string)),
            Stmt::Nonlocal(names) => self.not_own.extend(names.names.iter().map(ToString::to_string)),
            Stmt::Import(import) => {
                let names = import.names.iter().map(|alias| alias.asname.as_ref().unwrap_or(&alias.name));
                self.not_own.extend(names.map(ToString::to_string));
            }
            Stmt::ImportFrom(import) => {
                let names = import.names.iter().map(|alias| alias.asname.as_ref().unwrap_or(&alias.name));
                self.not_own.extend(names.map(ToString::to_string));
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(clause) = handler;
        self.bound.extend(clause.name.iter().map(ToString::to_string));
        walk_except_handler(self, handler);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx == ExprContext::Store => {
                self.bound.insert(name.id.to_string());
            }
            // They bind names of their own.
            Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {}
            _ => walk_expr(self, expression),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::names_of_function;
    use crate::python::ast::Stmt;
    use crate::python::parse;
    use crate::source::Sources;

    #[test]
    fn what_a_function_binds_is_its_own_unless_it_says_otherwise() {
        let text = "
def f(a, /, b, *c, d=x, **e):
    global g
    g = h = a
    for i, (j, *k) in l:
        with m() as n, o: pass
    try: p[q] = r.s = t
    except U as v: from w import y as z
    import aa.bb
    def cc(dd): ee = 1
    return [ff for ff in gg], lambda hh: 0, (ii := 1)
";
        let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
        let parsed = parse(&sources, sources.load(Path::new("/a.py")).unwrap());
        let Some(Stmt::FunctionDef(definition)) = parsed.body.first() else { panic!("a function") };
        let names: Vec<String> = names_of_function(definition).into_iter().collect();
        assert_eq!(names, ["a", "b", "c", "cc", "d", "e", "h", "i", "ii", "j", "k", "n", "v"]);
    }
}
