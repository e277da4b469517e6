//! Forms and the tokens that they check, by their syntax.

use crate::python::ast::visitor::Visitor;
use crate::python::ast::{self, Expr, ExprCall, Stmt};

/// Whether a class of forms says that it has no token: `class Meta: csrf = False`, or `meta={"csrf": False}` where it is
/// made (Flask-WTF 0.14 to 1.3).
pub(super) fn has_no_token(class: &ast::StmtClassDef) -> bool {
    struct Says(bool);
    impl<'a> Visitor<'a> for Says {
        fn visit_keyword(&mut self, keyword: &'a ast::Keyword) {
            let is_meta = keyword.arg.as_ref().is_some_and(|name| name.as_str() == "meta");
            let items = keyword.value.as_dict_expr().filter(|_| is_meta).into_iter().flat_map(|dict| &dict.items);
            self.0 |= items.filter(|item| is_false(&item.value)).any(|item| {
                item.key.as_ref().and_then(Expr::as_string_literal_expr).is_some_and(|key| key.value.to_str() == "csrf")
            });
        }
    }
    let is_switched_off = |statement: &Stmt| {
        let Stmt::Assign(ast::StmtAssign { targets, value, .. }) = statement else { return false };
        is_false(value) && targets.iter().any(|target| target.as_name_expr().is_some_and(|name| name.id == "csrf"))
    };
    let mut metas = class.body.iter().filter_map(Stmt::as_class_def_stmt).filter(|inner| inner.name.as_str() == "Meta");
    let mut says = Says(metas.any(|meta| meta.body.iter().any(is_switched_off)));
    says.visit_body(&class.body);
    says.0
}

pub(super) fn is_false(value: &Expr) -> bool {
    matches!(value, Expr::BooleanLiteral(literal) if !literal.value)
}

/// Whether a statement declares views for requests that change something, and does not exempt them: `CSRFProtect` looks at
/// no other ones, and reads the session there (Flask-WTF 1.3).
pub(super) fn is_checked(statement: &Stmt) -> bool {
    let is_exempt =
        |expression: &Expr| matches!(expression, Expr::Attribute(attribute) if attribute.attr.as_str() == "exempt");
    match statement {
        Stmt::FunctionDef(definition) => {
            let mut decorators = definition.decorator_list.iter().map(|decorator| &decorator.expression);
            decorators.clone().any(takes_changes) && !decorators.any(is_exempt)
        }
        // The methods of a `MethodView`.
        Stmt::ClassDef(class) => class
            .body
            .iter()
            .filter_map(Stmt::as_function_def_stmt)
            .any(|method| CHANGING.contains(&method.name.as_str())),
        Stmt::Expr(statement) => is_rule(&statement.value) && takes_changes(&statement.value),
        _ => false,
    }
}

/// The names of methods and decorators for requests that change something.
const CHANGING: [&str; 4] = ["post", "put", "patch", "delete"];

/// Whether an expression declares a view without being its decorator.
fn is_rule(expression: &Expr) -> bool {
    let function = expression.as_call_expr().and_then(|call| call.func.as_attribute_expr());
    function.is_some_and(|method| method.attr.as_str() == "add_url_rule")
}

/// `@app.post("/")`, `@app.route("/", methods=[…])`, `app.add_url_rule("/", view_func=view, methods=[…])`.
fn takes_changes(expression: &Expr) -> bool {
    let Expr::Call(call) = expression else { return false };
    let Expr::Attribute(method) = &*call.func else { return false };
    let asked = call.arguments.find_keyword("methods").map(|methods| match &methods.value {
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => !elts.iter().all(is_safe),
        _ => true,
    });
    asked.unwrap_or_else(|| CHANGING.contains(&method.attr.as_str()))
}

/// A method of requests that Flask-WTF does not check.
fn is_safe(method: &Expr) -> bool {
    method.as_string_literal_expr().is_some_and(|name| {
        ["GET", "HEAD", "OPTIONS", "TRACE"].iter().any(|safe| name.value.to_str().eq_ignore_ascii_case(safe))
    })
}

/// `csrf.protect()`, by which a view asks for the check that `WTF_CSRF_CHECK_DEFAULT` leaves out.
pub(super) fn checks_csrf(call: &ExprCall) -> bool {
    let is_protect = matches!(&*call.func, Expr::Attribute(attribute) if attribute.attr.as_str() == "protect");
    is_protect && call.arguments.args.is_empty() && call.arguments.keywords.is_empty()
}
