//! Finds how a literal reaches a setting in the source: directly, or as the default of an environment
//! variable. Only forms in which an edit of the literal changes that setting and nothing else are known.

use crate::python::ast::visitor::{Visitor, walk_expr, walk_keyword, walk_stmt};
use crate::python::ast::{BoolOp, Expr, ExprCall, Keyword, Ranged, Stmt};
use crate::source::Span;

/// How a literal reaches its setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// `SETTING = literal`, `config["SETTING"] = literal`, `SETTING=literal` in a call, `{"SETTING": literal}`.
    Direct,
    /// `os.environ.get("NAME", literal)` or `os.environ.get("NAME") or literal`, directly at the setting.
    Default {
        /// The whole expression.
        expression: Span,
        /// The environment variable.
        variable: String,
    },
}

/// How the literal at `span` reaches `setting` in the module `body`; `None` in any other form.
pub(super) fn site_of(body: &[Stmt], span: Span, setting: &str) -> Option<Site> {
    let mut finder = Finder { span, setting, found: None };
    finder.visit_body(body);
    finder.found
}

/// Whether the module itself binds the name `os` to the module `os` before `offset`.
pub(super) fn imports_os(body: &[Stmt], offset: u32) -> bool {
    body.iter().take_while(|statement| statement.start().to_u32() < offset).any(|statement| match statement {
        Stmt::Import(import) => import.names.iter().any(|alias| alias.name.as_str() == "os" && alias.asname.is_none()),
        _ => false,
    })
}

/// Where a new import goes: before the first statement that is neither a docstring nor from `__future__`.
pub(super) fn import_offset(body: &[Stmt]) -> Option<u32> {
    let is_before_imports = |statement: &Stmt| match statement {
        Stmt::Expr(expression) => expression.value.is_string_literal_expr(),
        Stmt::ImportFrom(import) => import.module.as_ref().is_some_and(|module| module.as_str() == "__future__"),
        _ => false,
    };
    body.iter().find(|statement| !is_before_imports(statement)).map(|statement| statement.start().to_u32())
}

struct Finder<'a> {
    span: Span,
    setting: &'a str,
    found: Option<Site>,
}

impl Finder<'_> {
    fn is_at(&self, expression: &Expr) -> bool {
        expression.start().to_u32() == self.span.start && expression.end().to_u32() == self.span.end
    }

    /// Notes how the literal stands in `value`, the value of a setting's write.
    fn look_into(&mut self, value: &Expr) {
        if self.is_at(value) {
            self.found = Some(Site::Direct);
            return;
        }
        let variable = match value {
            Expr::Call(call) => match (environment_read(call), call.arguments.args.get(1)) {
                (Some(name), Some(default)) if self.is_at(default) => Some(name),
                _ => None,
            },
            Expr::BoolOp(either) if either.op == BoolOp::Or => match either.values.as_slice() {
                [Expr::Call(call), default] if self.is_at(default) => environment_read(call),
                _ => None,
            },
            _ => None,
        };
        if let Some(variable) = variable {
            let expression = Span::new(self.span.file, value.start().to_u32(), value.end().to_u32());
            self.found = Some(Site::Default { expression, variable });
        }
    }

    fn is_setting(&self, name: &str) -> bool {
        name == self.setting || (name == "secret_key" && self.setting == "SECRET_KEY")
    }

    fn is_target(&self, target: &Expr) -> bool {
        match target {
            Expr::Name(name) => name.id.as_str() == self.setting,
            Expr::Attribute(attribute) => self.is_setting(attribute.attr.as_str()),
            Expr::Subscript(subscript) => is_text(&subscript.slice, self.setting),
            _ => false,
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [target] if self.is_target(target) => self.look_into(&assign.value),
                _ => {}
            },
            Stmt::AnnAssign(assign) if self.is_target(&assign.target) => {
                assign.value.iter().for_each(|value| self.look_into(value));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if keyword.arg.as_ref().is_some_and(|name| name.as_str() == self.setting) {
            self.look_into(&keyword.value);
        }
        walk_keyword(self, keyword);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Dict(dict) => {
                for item in &dict.items {
                    if item.key.as_ref().is_some_and(|key| is_text(key, self.setting)) {
                        self.look_into(&item.value);
                    }
                }
            }
            Expr::Tuple(pair) => {
                if let [key, value] = pair.elts.as_slice()
                    && is_text(key, self.setting)
                {
                    self.look_into(value);
                }
            }
            _ => {}
        }
        walk_expr(self, expression);
    }
}

fn is_text(expression: &Expr, text: &str) -> bool {
    matches!(expression, Expr::StringLiteral(literal) if literal.value.to_str() == text)
}

/// The variable that `os.environ.get("NAME", …)` or `os.getenv("NAME", …)` reads.
fn environment_read(call: &ExprCall) -> Option<String> {
    let Expr::Attribute(function) = &*call.func else { return None };
    let is_os = |expression: &Expr| matches!(expression, Expr::Name(name) if name.id.as_str() == "os");
    let reads = match function.attr.as_str() {
        "getenv" => is_os(&function.value),
        "get" => match &*function.value {
            Expr::Attribute(environ) => environ.attr.as_str() == "environ" && is_os(&environ.value),
            _ => false,
        },
        _ => false,
    };
    match call.arguments.args.first() {
        Some(Expr::StringLiteral(name)) if reads => Some(name.value.to_str().to_owned()),
        _ => None,
    }
}
