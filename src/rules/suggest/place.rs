//! Where a deployment's configuration is written: the place to which a missing setting belongs.
//!
//! The class in force comes first, then a module or file of settings, then the app's own statements. It only finds the
//! place; what is written there is the business of `insert`.

use super::page::{Block, Found, Page, Pages};
use crate::flask::{Deployment, LoadedFrom, Origin};
use crate::python::ast::{Expr, Ranged, Stmt};
use crate::source::{FileId, Span};

/// Where a setting can be added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The class with its name at this place.
    Class(Span),
    /// The settings that this file assigns.
    File(FileId),
    /// The statement here: a write to the app's configuration.
    Write(Span),
    /// After the statement here, which makes the app.
    App(Span),
}

/// Where the settings of `deployment` are written. Whether one can be added there is another matter.
pub(super) fn place_of(deployment: &Deployment, pages: &Pages<'_>) -> Place {
    let name_of = |span: Span| pages.sources.file(span.file).slice(span).to_owned();
    let class_in_force = deployment.loads.iter().rev().find_map(|load| match &load.from {
        LoadedFrom::Class(names) => {
            let name = names.first().filter(|name| deployment.profile.as_ref() == Some(&name_of(**name)))?;
            Some(Place::Class(*name))
        }
        LoadedFrom::File(_) => None,
    });
    let file = deployment.loads.iter().rev().find_map(|load| match &load.from {
        LoadedFrom::File(file) => Some(Place::File(*file)),
        LoadedFrom::Class(_) => None,
    });
    class_in_force
        .or(file)
        .or_else(|| last_write(deployment, pages).map(Place::Write))
        .unwrap_or(Place::App(deployment.app.span))
}

/// The write after which another belongs: the last of a cookie's settings, else the last.
fn last_write(deployment: &Deployment, pages: &Pages<'_>) -> Option<Span> {
    let written = deployment.settings.iter().filter(|(_, setting)| setting.origin == Origin::Written);
    let ends = written.filter_map(|(name, setting)| Some((name, setting.trail().end()?)));
    let is_of_module = is_in_module(deployment.app.span, pages);
    let known = ends.filter(|(_, span)| {
        let page = pages.open(span.file);
        let is_write =
            page.is_some_and(|page| page.statement_at(*span).is_some_and(|found| write_of(&page, &found).is_some()));
        // Whoever imports an app of a module need not call the function that one start of it calls.
        is_write && (!is_of_module || is_in_module(*span, pages))
    });
    let is_near = |span: Span| span.file == deployment.app.span.file;
    known
        .map(|(name, span)| (name.starts_with("SESSION_COOKIE_"), is_near(span), span.file, span.start, span))
        .max()
        .map(|(.., span)| span)
}

/// Whether a statement of a module's body is at this place, so that it runs whenever the module is imported.
fn is_in_module(span: Span, pages: &Pages<'_>) -> bool {
    let page = pages.open(span.file);
    page.is_some_and(|page| page.statement_at(span).is_some_and(|found| matches!(found.block, Block::Module)))
}

/// A statement that writes to an app's configuration and runs once.
pub(super) enum Write<'a> {
    /// `app.config["X"] = …`: the configuration, and the key as it is written.
    Item { config: String, key: &'a Expr },
    /// `app.secret_key = …`: the configuration.
    Attribute { config: String },
    /// `app.config.update(…)`.
    Call(&'a crate::python::ast::ExprCall),
}

/// What `found` writes, if it stands where it runs once whenever the app is made.
pub(super) fn write_of<'a>(page: &Page, found: &Found<'a>) -> Option<Write<'a>> {
    if !matches!(found.block, Block::Module | Block::Function) || !page.stands_alone(found.statement) {
        return None;
    }
    match found.statement {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [Expr::Subscript(item)] if item.slice.is_string_literal_expr() => {
                Some(Write::Item { config: page.text(&*item.value).to_owned(), key: &item.slice })
            }
            [Expr::Attribute(attribute)] if ATTRIBUTES.contains(&attribute.attr.as_str()) => {
                Some(Write::Attribute { config: format!("{}.config", page.text(&*attribute.value)) })
            }
            _ => None,
        },
        Stmt::Expr(expression) => {
            let call = expression.value.as_call_expr()?;
            let method = call.func.as_attribute_expr()?.attr.as_str();
            matches!(method, "update" | "from_mapping").then_some(Write::Call(call))
        }
        _ => None,
    }
}

/// Attributes of an app that write to its configuration.
const ATTRIBUTES: [&str; 4] = ["secret_key", "debug", "testing", "permanent_session_lifetime"];

/// The name that the app made at `span` is bound to, and the statement that does.
pub(super) fn binding<'a>(page: &Page, found: &Found<'a>) -> Option<(String, &'a Stmt)> {
    let target = match found.statement {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target @ (Expr::Name(_) | Expr::Attribute(_))] => target,
            _ => return None,
        },
        Stmt::AnnAssign(assign) => &assign.target,
        _ => return None,
    };
    let is_plain = page.indentation(found.statement.start().to_u32()).is_some();
    (is_plain && page.stands_alone(found.statement)).then(|| (page.text(target).to_owned(), found.statement))
}
