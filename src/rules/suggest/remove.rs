//! Removes a write that has no effect, with its line. What computes something stays: it may be wanted for that.

use super::Subject;
use super::page::{Found, Page};
use crate::python::ast::{Expr, Ranged, Stmt};
use crate::rules::Edit;
use crate::source::Span;

/// The edits that remove the write.
pub(super) fn remove(subject: &Subject<'_>) -> Option<Vec<Edit>> {
    let span = subject.best().span;
    let page = subject.pages.open(span.file)?;
    let found = page.statement_at(span)?;
    if !page.stands_alone(found.statement) || !is_dead(&page, &found, &subject.best().fill.setting) {
        return None;
    }
    let (start, end) = (found.statement.start().to_u32(), found.statement.end().to_u32());
    if found.siblings.len() == 1 {
        return Some(vec![Edit { span: Span::new(span.file, start, end), text: "pass".to_owned() }]);
    }
    let next_line = page.file.lines().range(&page.file.text, page.line(end)).map_or(end, |range| range.end);
    Some(vec![Edit { span: Span::new(span.file, page.line_start(start), next_line), text: String::new() }])
}

/// Whether the statement does nothing but write `key`.
fn is_dead(page: &Page, found: &Found<'_>, key: &str) -> bool {
    let is_key = |expression: &Expr| expression.as_string_literal_expr().is_some_and(|text| text.value.to_str() == key);
    match found.statement {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [Expr::Subscript(item)] => is_key(&item.slice) && is_inert(&assign.value),
            [Expr::Attribute(attribute)] => attribute.attr.as_str() == key && is_inert(&assign.value),
            [Expr::Name(name)] => name.id.as_str() == key && is_inert(&assign.value) && is_unread(page, key),
            _ => false,
        },
        Stmt::Expr(expression) => expression.value.as_call_expr().is_some_and(|call| {
            let is_setdefault =
                call.func.as_attribute_expr().is_some_and(|method| method.attr.as_str() == "setdefault");
            let arguments = &call.arguments.args;
            is_setdefault && arguments.first().is_some_and(is_key) && arguments.iter().skip(1).all(is_inert)
        }),
        _ => false,
    }
}

/// Whether evaluating an expression does nothing else.
fn is_inert(expression: &Expr) -> bool {
    match expression {
        Expr::Attribute(attribute) => is_inert(&attribute.value),
        other => other.is_literal_expr() || other.is_name_expr(),
    }
}

/// Whether the name stands in the file only once.
fn is_unread(page: &Page, name: &str) -> bool {
    page.file.text.matches(name).count() == 1
}
