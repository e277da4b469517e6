//! Adds a setting at a place, in the style of what is written there.

use super::item;
use super::page::{Found, Page, Pages};
use super::place::{Place, Write, binding, write_of};
use crate::python::ast::{Expr, ExprCall, Keyword, Ranged, Stmt, StmtClassDef};
use crate::rules::Edit;
use crate::source::Span;

/// A setting and the Python text of its value; texts have double quotes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) setting: &'a str,
    pub(super) value: &'a str,
}

/// The edits that add `entry` at `place`; `None` if that cannot be done in its style.
pub(super) fn insert(place: &Place, entry: Entry<'_>, pages: &Pages<'_>) -> Option<Vec<Edit>> {
    match place {
        Place::Class(name) => {
            let page = pages.open(name.file)?;
            in_class(&page, class_at(&page, *name)?, entry)
        }
        Place::File(file) => {
            let page = pages.open(*file)?;
            let anchor = anchor_in(&page.body)?;
            after_assignment(&page, anchor, entry)
        }
        Place::Write(span) => {
            let page = pages.open(span.file)?;
            beside_write(&page, &page.statement_at(*span)?, entry)
        }
        Place::App(span) => {
            let page = pages.open(span.file)?;
            let found = page.statement_at(*span)?;
            let (name, statement) = binding(&page, &found)?;
            let quote = page.quote();
            let line = format!("{name}.config[{quote}{}{quote}] = {}", entry.setting, quoted(entry.value, quote));
            line_after(&page, statement, &line)
        }
    }
}

/// The class with its name at `name`.
pub(super) fn class_at(page: &Page, name: Span) -> Option<&StmtClassDef> {
    let found = page.statement_at(name)?;
    found.statement.as_class_def_stmt().filter(|class| page.span(&class.name) == name)
}

/// `value` with `quote` for its double quotes.
pub(super) fn quoted(value: &str, quote: char) -> String {
    value.replace('"', &quote.to_string())
}

fn in_class(page: &Page, class: &StmtClassDef, entry: Entry<'_>) -> Option<Vec<Edit>> {
    if let Some(anchor) = anchor_in(&class.body) {
        return after_assignment(page, anchor, entry);
    }
    let line = assignment(entry, page.quote(), false);
    let first = class.body.first()?;
    if let [only] = class.body.as_slice()
        && is_placeholder(only)
    {
        return in_place_of(page, class, only, &line);
    }
    let is_docstring =
        |statement: &Stmt| statement.as_expr_stmt().is_some_and(|one| one.value.is_string_literal_expr());
    if is_docstring(first) {
        return line_after(page, first, &line);
    }
    // Nothing but methods and the like: above them.
    let start = match first {
        Stmt::FunctionDef(function) => function.decorator_list.first().map_or(function.start(), Ranged::start),
        other => other.start(),
    };
    let indentation = page.indentation(start.to_u32())?;
    let (end, start) = (page.newline(), page.at(start.to_u32()));
    Some(vec![Edit { span: start, text: format!("{line}{end}{end}{indentation}") }])
}

fn is_placeholder(statement: &Stmt) -> bool {
    match statement {
        Stmt::Pass(_) => true,
        Stmt::Expr(expression) => expression.value.is_ellipsis_literal_expr(),
        _ => false,
    }
}

/// Replaces `pass`, also in `class Prod(Base): pass`.
fn in_place_of(page: &Page, class: &StmtClassDef, only: &Stmt, line: &str) -> Option<Vec<Edit>> {
    if page.indentation(only.start().to_u32()).is_some() {
        return Some(vec![Edit { span: page.span(only), text: line.to_owned() }]);
    }
    let header = page.slice(class.start().to_u32(), only.start().to_u32());
    let end_of_header = class.start().to_u32() + header.trim_end().len() as u32;
    let outer = page.indentation(class.start().to_u32())?;
    let span = Span::new(page.file.id, end_of_header, only.end().to_u32());
    Some(vec![Edit { span, text: format!("{}{outer}{}{line}", page.newline(), page.step()) }])
}

/// The assignment after which another setting belongs: the last of a cookie's settings, else the last setting.
fn anchor_in(body: &[Stmt]) -> Option<&Stmt> {
    let settings = || body.iter().filter(|statement| name_of(statement).is_some_and(is_setting));
    let is_cookie = |statement: &&Stmt| name_of(statement).is_some_and(|name| name.starts_with("SESSION_COOKIE_"));
    settings().filter(is_cookie).last().or_else(|| settings().last())
}

fn is_setting(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase) && !name.starts_with('_')
}

fn name_of(statement: &Stmt) -> Option<&str> {
    let target = match statement {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target] => target,
            _ => return None,
        },
        Stmt::AnnAssign(assign) => &assign.target,
        _ => return None,
    };
    target.as_name_expr().map(|name| name.id.as_str())
}

fn after_assignment(page: &Page, anchor: &Stmt, entry: Entry<'_>) -> Option<Vec<Edit>> {
    let line = assignment(entry, page.quote(), anchor.is_ann_assign_stmt());
    line_after(page, anchor, &line)
}

fn assignment(entry: Entry<'_>, quote: char, is_annotated: bool) -> String {
    let value = quoted(entry.value, quote);
    match (is_annotated, value.starts_with(quote)) {
        (true, true) => format!("{}: str = {value}", entry.setting),
        (true, false) => format!("{}: bool = {value}", entry.setting),
        (false, _) => format!("{} = {value}", entry.setting),
    }
}

/// A line of its own after `statement`, indented like it.
fn line_after(page: &Page, statement: &Stmt, line: &str) -> Option<Vec<Edit>> {
    if !page.stands_alone(statement) {
        return None;
    }
    let indentation = page.indentation(statement.start().to_u32())?;
    let end = page.at(page.line_end(statement.end().to_u32()));
    Some(vec![Edit { span: end, text: format!("{}{indentation}{line}", page.newline()) }])
}

fn beside_write(page: &Page, found: &Found<'_>, entry: Entry<'_>) -> Option<Vec<Edit>> {
    match write_of(page, found)? {
        Write::Item { config, key } => {
            let quote = if page.text(key).ends_with('\'') { '\'' } else { '"' };
            let line = format!("{config}[{quote}{}{quote}] = {}", entry.setting, quoted(entry.value, quote));
            line_after(page, found.statement, &line)
        }
        Write::Attribute { config } => {
            let quote = page.quote();
            let line = format!("{config}[{quote}{}{quote}] = {}", entry.setting, quoted(entry.value, quote));
            line_after(page, found.statement, &line)
        }
        Write::Call(call) => in_call(page, call, entry),
    }
}

/// `update(A=1)`, `from_mapping({"A": 1})`, `update(dict(A=1))`.
fn in_call(page: &Page, call: &ExprCall, entry: Entry<'_>) -> Option<Vec<Edit>> {
    let arguments = &call.arguments;
    if let Some(anchor) = anchor_among(&arguments.keywords) {
        let item = format!("{}={}", entry.setting, quoted(entry.value, page.quote()));
        return Some(item::after(page, anchor, &item));
    }
    match arguments.args.first()? {
        Expr::Dict(dict) => {
            let named = dict.items.iter().filter_map(|one| Some((one, one.key.as_ref()?.as_string_literal_expr()?)));
            let named: Vec<_> = named.collect();
            let is_cookie = |text: &str| text.starts_with("SESSION_COOKIE_");
            let cookie = named.iter().rev().find(|(_, key)| is_cookie(key.value.to_str()));
            let (anchor, key) = cookie.or_else(|| named.last())?;
            let quote = if page.text(*key).ends_with('\'') { '\'' } else { '"' };
            let item = format!("{quote}{}{quote}: {}", entry.setting, quoted(entry.value, quote));
            Some(item::after(page, *anchor, &item))
        }
        Expr::Call(inner) if inner.func.as_name_expr().is_some_and(|name| name.id.as_str() == "dict") => {
            in_call(page, inner, entry)
        }
        _ => None,
    }
}

fn anchor_among(keywords: &[Keyword]) -> Option<&Keyword> {
    let name = |keyword: &Keyword| keyword.arg.as_ref().map(|name| name.as_str().to_owned());
    let is_cookie = |keyword: &&Keyword| name(keyword).is_some_and(|name| name.starts_with("SESSION_COOKIE_"));
    let named = || keywords.iter().filter(|keyword| name(keyword).is_some_and(|name| is_setting(&name)));
    named().filter(is_cookie).last().or_else(|| named().last())
}
