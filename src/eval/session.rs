//! Evidence that an app uses its session cookie: uses of `flask.session`, `flash()`, logins, CSRF
//! forms and OAuth clients in the app's own code.
//!
//! It reads syntax, not values: views are not run. An import alone is no evidence.

use std::collections::BTreeMap;

use crate::flask::Evidence;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{self, Expr, Ranged, Stmt};
use crate::source::{FileId, Span};

/// The first use of the session cookie in a file.
pub(super) fn evidence_in(file: FileId, body: &[Stmt]) -> Option<Evidence> {
    let mut search = Search { file, names: BTreeMap::new(), found: None };
    let mut imports = Imports { names: &mut search.names };
    for statement in body {
        imports.visit_stmt(statement);
    }
    for statement in body {
        search.visit_stmt(statement);
    }
    search.found
}

/// What is seen of a library that writes or reads the session cookie.
fn shows_session_use(dotted: &str) -> Option<&'static str> {
    Some(match dotted {
        "flask.session" | "quart.session" => "the session",
        "flask.flash" | "quart.flash" | "flask.get_flashed_messages" => "flash()",
        "flask_login.login_user" | "flask_login.utils.login_user" | "flask_login.confirm_login" => "login_user()",
        "flask_login.login_required" | "flask_login.utils.login_required" => "login_required",
        "flask_wtf.FlaskForm" | "flask_wtf.Form" | "flask_wtf.form.FlaskForm" => "a form with a CSRF token",
        "flask_wtf.CSRFProtect"
        | "flask_wtf.csrf.CSRFProtect"
        | "flask_wtf.csrf.CsrfProtect"
        | "flask_wtf.CsrfProtect" => "CSRFProtect",
        "flask_wtf.csrf.generate_csrf" | "flask_seasurf.SeaSurf" => "a CSRF token",
        "authlib.integrations.flask_client.OAuth" | "flask_oauthlib.client.OAuth" => "an OAuth client",
        "flask_security.Security" | "flask_user.UserManager" | "flask_appbuilder.AppBuilder" => "logins",
        "flask_debugtoolbar.DebugToolbarExtension" => "the debug toolbar",
        _ => {
            return (dotted.starts_with("flask_dance.contrib.") && dotted.ends_with("_blueprint"))
                .then_some("an OAuth client");
        }
    })
}

/// Collects what each imported name stands for.
struct Imports<'a> {
    names: &'a mut BTreeMap<String, String>,
}

impl<'a> Visitor<'a> for Imports<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    let dotted = alias.name.as_str();
                    let (name, means) = if let Some(name) = &alias.asname {
                        (name.as_str(), dotted)
                    } else {
                        let top = dotted.split('.').next().unwrap_or(dotted);
                        (top, top)
                    };
                    self.names.insert(name.to_string(), means.to_string());
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                let module = import.module.as_ref().map_or("", ast::Identifier::as_str);
                let module = module
                    .strip_prefix("flask.ext.")
                    .map_or_else(|| module.to_string(), |rest| format!("flask_{rest}"));
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.names.insert(name.to_string(), format!("{module}.{}", alias.name));
                }
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

struct Search {
    file: FileId,
    names: BTreeMap<String, String>,
    found: Option<Evidence>,
}

impl Search {
    fn dotted(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Name(name) => self.names.get(name.id.as_str()).cloned(),
            Expr::Attribute(attribute) => Some(format!("{}.{}", self.dotted(&attribute.value)?, attribute.attr)),
            _ => None,
        }
    }
}

impl<'a> Visitor<'a> for Search {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.found.is_none() {
            walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if self.found.is_some() {
            return;
        }
        if let Some(what) = self.dotted(expression).as_deref().and_then(shows_session_use) {
            let range = expression.range();
            let span = Span::new(self.file, range.start().to_u32(), range.end().to_u32());
            self.found = Some(Evidence::Found(span, what.to_string()));
            return;
        }
        walk_expr(self, expression);
    }
}
