//! Where code only reads the session. A session that nobody writes is in no cookie, and needs no key.
//!
//! Measured on Flask 3.1.3: `in`, `get`, `[…]`, iteration, `len`, `dict` and the attributes `permanent`, `new`, `modified` work
//! without a key and send nothing; `pop`, `clear`, `setdefault`, `update`, `del` and writes raise. What is given to other
//! code counts as written.

use super::Search;
use crate::flask::Deployment;
use crate::python::ast::{self, Expr, ExprContext, Stmt, UnaryOp};

/// What is read of a session without a change to it.
const READING: [&str; 10] =
    ["accessed", "copy", "get", "items", "keys", "modified", "new", "permanent", "sid", "values"];

/// Built-in functions that change nothing that they are given.
const BUILT_IN: [&str; 14] = [
    "all",
    "any",
    "bool",
    "dict",
    "enumerate",
    "isinstance",
    "len",
    "list",
    "print",
    "repr",
    "set",
    "sorted",
    "str",
    "tuple",
];

/// Packages that leave the session alone, by their sources; Flask-Login and Flask-WTF where none of their names shows a use.
const SILENT: [&str; 25] = [
    "flask",
    "flask_assets",
    "flask_babel",
    "flask_bcrypt",
    "flask_bootstrap",
    "flask_caching",
    "flask_compress",
    "flask_cors",
    "flask_jwt_extended",
    "flask_limiter",
    "flask_login",
    "flask_mail",
    "flask_marshmallow",
    "flask_migrate",
    "flask_minify",
    "flask_moment",
    "flask_restful",
    "flask_restx",
    "flask_session",
    "flask_smorest",
    "flask_socketio",
    "flask_sqlalchemy",
    "flask_talisman",
    "flask_wtf",
    "werkzeug",
];

/// Whether a package that has the app writes no session by itself.
pub(super) fn leaves_session_alone(package: &str) -> bool {
    SILENT.contains(&package)
}

impl Search<'_> {
    /// Notes where a statement only reads the session.
    pub(super) fn note_read_by(&mut self, statement: &Stmt) {
        let read = match statement {
            Stmt::If(ast::StmtIf { test, .. }) | Stmt::While(ast::StmtWhile { test, .. }) => conditions(test),
            Stmt::Assert(assertion) => conditions(&assertion.test),
            Stmt::For(around) => vec![&*around.iter],
            _ => Vec::new(),
        };
        self.note_only_read(read);
        if let Stmt::If(branches) = statement {
            branches.elif_else_clauses.iter().filter_map(|one| one.test.as_ref()).for_each(|test| {
                self.note_only_read(conditions(test));
            });
        }
    }

    /// Notes which operands an expression only reads.
    pub(super) fn note_read_in(&mut self, expression: &Expr) {
        let read = match expression {
            Expr::Attribute(attribute) if READING.contains(&attribute.attr.as_str()) => match attribute.ctx {
                ExprContext::Load => vec![&*attribute.value],
                _ => Vec::new(),
            },
            Expr::Subscript(item) if item.ctx == ExprContext::Load => vec![&*item.value],
            Expr::Compare(compared) => std::iter::once(&*compared.left).chain(&compared.comparators).collect(),
            Expr::If(choice) => conditions(&choice.test),
            Expr::UnaryOp(_) => conditions(expression),
            Expr::Dict(dict) => dict.items.iter().filter(|item| item.key.is_none()).map(|item| &item.value).collect(),
            Expr::ListComp(ast::ExprListComp { generators, .. })
            | Expr::SetComp(ast::ExprSetComp { generators, .. })
            | Expr::DictComp(ast::ExprDictComp { generators, .. })
            | Expr::Generator(ast::ExprGenerator { generators, .. }) => {
                generators.iter().map(|one| &one.iter).collect()
            }
            Expr::Call(call) if self.is_harmless(&call.func) => {
                call.arguments.args.iter().chain(call.arguments.keywords.iter().map(|keyword| &keyword.value)).collect()
            }
            _ => Vec::new(),
        };
        self.note_only_read(read);
    }

    /// Whether a function changes nothing that it is given: a page shows it.
    fn is_harmless(&self, function: &Expr) -> bool {
        let is_built_in = |name: &str| BUILT_IN.contains(&name) && !self.locals.contains(name);
        let shows =
            |dotted: &str| matches!(dotted, "flask.jsonify" | "flask.render_template" | "flask.render_template_string");
        function.as_name_expr().is_some_and(|name| is_built_in(name.id.as_str()))
            || self.dotted(function).is_some_and(|dotted| shows(&dotted))
    }

    fn note_only_read(&mut self, operands: Vec<&Expr>) {
        for operand in operands {
            if self.dotted(operand).is_some() {
                let span = self.span(operand);
                self.only_read.insert(span);
            }
        }
    }
}

/// What a condition asks for its truth alone.
fn conditions(test: &Expr) -> Vec<&Expr> {
    match test {
        Expr::BoolOp(operands) => operands.values.iter().flat_map(conditions).collect(),
        Expr::UnaryOp(negated) if negated.op == UnaryOp::Not => conditions(&negated.operand),
        _ => vec![test],
    }
}

/// Whether the package of a module has the app, or may have it.
pub(super) fn has_package(app: &Deployment, module: &str) -> bool {
    let package = module.split('.').next().unwrap_or(module);
    app.packages.as_ref().is_none_or(|packages| packages.contains(package))
}
