//! Whether a file that imports a class of apps may make one, or only says of what type its values are.
//!
//! It looks at syntax alone and supposes too much rather than too little.

use std::collections::BTreeMap;

use super::extensions::{is_app_class, leads_to_app_class};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, ExprCall, Stmt, StmtIf};

/// Whether a file with these statements may make an app itself.
pub(super) fn makes_apps(body: &[Stmt]) -> bool {
    judged(body).0
}

/// Whether a file with these statements may make an app itself, or for others that import the class from it.
pub(super) fn makes_apps_or_passes_class(body: &[Stmt]) -> bool {
    let (makes, passes_on) = judged(body);
    makes || passes_on
}

fn judged(body: &[Stmt]) -> (bool, bool) {
    let mut imports = Imports::default();
    imports.visit_body(body);
    let mut uses = Uses { names: &imports.names, as_value: imports.imports_all, as_type: false };
    uses.visit_body(body);
    let passes_on = !uses.as_type && imports.names.values().any(|dotted| is_app_class(dotted));
    (uses.as_value, passes_on)
}

/// What the names are that a file imports, as far as they lead to a class of apps.
#[derive(Default)]
struct Imports {
    names: BTreeMap<String, String>,
    imports_all: bool,
}

impl Imports {
    fn note(&mut self, name: &str, dotted: &str) {
        if leads_to_app_class(dotted) {
            self.names.insert(name.to_owned(), dotted.to_owned());
        }
    }
}

impl<'a> Visitor<'a> for Imports {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    let dotted = alias.name.as_str();
                    let top = dotted.split('.').next().unwrap_or(dotted);
                    match &alias.asname {
                        Some(name) => self.note(name.as_str(), dotted),
                        None => self.note(top, top),
                    }
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                let module = import.module.as_ref().map_or("", |name| name.as_str());
                for alias in &import.names {
                    self.imports_all |= alias.name.as_str() == "*" && leads_to_app_class(module);
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.note(name.as_str(), &format!("{module}.{}", alias.name));
                }
            }
            Stmt::If(condition) if is_for_types(condition) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// Whether a block is for checkers of types alone: `if TYPE_CHECKING:`.
fn is_for_types(condition: &StmtIf) -> bool {
    let name = match &*condition.test {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    };
    name == "TYPE_CHECKING" && condition.elif_else_clauses.is_empty()
}

/// How a file uses what it imports.
struct Uses<'n> {
    names: &'n BTreeMap<String, String>,
    as_value: bool,
    as_type: bool,
}

impl Uses<'_> {
    /// The dotted name that an expression means, if it leads to a class of apps.
    fn meant(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Name(name) => self.names.get(name.id.as_str()).cloned(),
            Expr::Attribute(attribute) => {
                let dotted = format!("{}.{}", self.meant(&attribute.value)?, attribute.attr);
                leads_to_app_class(&dotted).then_some(dotted)
            }
            _ => None,
        }
    }

    /// The argument of a call that is a type: `isinstance(app, Flask)`, `cast(Flask, app)`.
    fn type_in(call: &ExprCall) -> Option<&Expr> {
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return None,
        };
        match name {
            "isinstance" | "issubclass" => call.arguments.args.get(1),
            "cast" => call.arguments.args.first(),
            _ => None,
        }
    }
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_annotation(&mut self, annotation: &'a Expr) {
        let mut inside = Uses { names: self.names, as_value: false, as_type: false };
        inside.visit_expr(annotation);
        self.as_type |= inside.as_value;
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) => {
                let of_type = Self::type_in(call);
                self.visit_expr(&call.func);
                for argument in &call.arguments.args {
                    if of_type.is_some_and(|of_type| std::ptr::eq(argument, of_type)) {
                        self.visit_annotation(argument);
                    } else {
                        self.visit_expr(argument);
                    }
                }
                for keyword in &call.arguments.keywords {
                    self.visit_expr(&keyword.value);
                }
            }
            Expr::Name(_) => self.as_value |= self.meant(expression).is_some(),
            Expr::Attribute(attribute) => match self.meant(expression) {
                Some(_) => self.as_value = true,
                // Whatever has it: another module of the project may pass on that of the class.
                None if attribute.attr.as_str() == "Flask" => self.as_value = true,
                // `flask.request` is no use of a class, `flask` alone may be.
                None if self.meant(&attribute.value).is_some_and(|dotted| !is_app_class(&dotted)) => {}
                None => walk_expr(self, expression),
            },
            _ => walk_expr(self, expression),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{makes_apps, makes_apps_or_passes_class};
    use crate::python::parse;
    use crate::source::Sources;

    fn judged_by(judge: fn(&[crate::python::ast::Stmt]) -> bool, text: &str) -> bool {
        let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
        judge(&parse(&sources, sources.load(Path::new("/a.py")).unwrap()).body)
    }

    fn judged(text: &str) -> bool {
        judged_by(makes_apps_or_passes_class, text)
    }

    #[test]
    fn a_class_that_is_only_imported_makes_no_app_here() {
        for text in ["from flask import Flask", "from flask import Flask as F, session\nsession['a'] = 1"] {
            assert!(!judged_by(makes_apps, text), "{text}");
        }
        for text in ["from flask import *", "from flask import Flask\napp = Flask('a')"] {
            assert!(judged_by(makes_apps, text), "{text}");
        }
    }

    #[test]
    fn a_class_that_is_a_value_or_is_passed_on_makes_apps() {
        for text in [
            "from flask import Flask",
            "from flask import *",
            "from flask import Flask\napp: Flask = Flask(__name__)",
            "from flask import Flask as F\nclass App(F): pass",
            "import flask\ndef f() -> flask.Flask:\n    return flask.Flask('a')",
            "import flask.app as web\nmake(web.Flask)",
            "import flask\nmake(flask)",
            "from flask import app\nkinds = {'a': app.Flask}",
            "def f():\n    from quart import Quart\n    return Quart('a')",
            "from flask import Flask\nFlask.test()",
        ] {
            assert!(judged(text), "{text}");
        }
    }

    #[test]
    fn a_class_that_is_only_a_type_makes_none() {
        for text in [
            "from flask import Flask\ndef init_app(app: Flask) -> None: ...",
            "from flask import Flask\ndef f(app):\n    assert isinstance(app, Flask)",
            "import flask\napp: flask.Flask | None = None\nprint(flask.request)",
            "import flask\nfrom typing import cast\ndef f():\n    return cast(flask.Flask, flask.current_app)",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from flask import Flask",
            "import flask",
        ] {
            assert!(!judged(text), "{text}");
        }
    }
}
