//! A key that stands in the source becomes a read of the environment that fails where the variable is not set, and a
//! default that is a key is dropped.

use super::Subject;
use super::import::{environ, readers};
use super::page::{Block, Page};
use super::replace::sole_value;
use super::site::{Node, Site, site_of, way_to};
use crate::flask::{Deployment, LoadedFrom};
use crate::python::ast::{BoolOp, Expr, ExprCall, Stmt};
use crate::rules::Edit;
use crate::source::Span;
use crate::value::{Data, ExternalKind, Value};

/// The edits that take the key out of the source.
pub(super) fn read(subject: &Subject<'_>) -> Option<Vec<Edit>> {
    let best = subject.best();
    let (page, value) = (subject.pages.open(best.span.file)?, best.value?);
    let way = way_to(&page.body, best.span)?;
    if let Some(edits) = without_default(subject, &page, &way) {
        return Some(edits);
    }
    match site_of(&way, &best.setting) {
        Site::Direct => from_variable(&page, best.span, &variable(subject)),
        Site::Name if is_whole(&way, value) && serves_only(subject, best.span) => {
            from_variable(&page, best.span, &variable(subject))
        }
        Site::Name | Site::Other => at_write(subject, value),
    }
}

/// Whether the environment is read for other profiles too: the body of a class runs whichever of them is selected.
pub(super) fn is_for_all(subject: &Subject<'_>) -> bool {
    let span = subject.best().span;
    let is_concerned = |one: &Deployment| subject.concerned().any(|concerned| std::ptr::eq(concerned, one));
    let is_here = |from: &LoadedFrom| match from {
        LoadedFrom::Class(names) => names.iter().any(|name| name.file == span.file),
        LoadedFrom::File(_) => false,
    };
    let has_others =
        || subject.deployments.iter().any(|one| !is_concerned(one) && one.loads.iter().any(|load| is_here(&load.from)));
    let page = subject.pages.open(span.file);
    let is_in_class = page.is_some_and(|page| page.statement_at(span).is_some_and(|found| found.block == Block::Class));
    is_in_class && has_others()
}

/// Replaces what makes the key, a call for example, where it is given to the setting. A constant would stay in the source.
fn at_write(subject: &Subject<'_>, value: &Value) -> Option<Vec<Edit>> {
    let best = subject.best();
    let setting = best.deployment.settings.get(&best.setting)?;
    let is_made = matches!(value.data, Data::Generated(_)) || value.trail.is_hashed();
    let is_made_always = !matches!(setting.value.data, Data::Overridable(_) | Data::OneOf(_));
    let (page, value) = sole_value(subject, &best.setting).filter(|_| is_made && is_made_always)?;
    from_variable(&page, value, &best.setting)
}

/// Whether the last node of `way` is the literal of all of `value`, and not of a part.
fn is_whole(way: &[Node<'_>], value: &Value) -> bool {
    match (way.last(), &value.data) {
        (Some(Node::Expression(Expr::StringLiteral(literal))), Data::Str(text)) => literal.value.to_str() == &**text,
        (Some(Node::Expression(Expr::BytesLiteral(literal))), Data::Bytes(bytes)) => {
            literal.value.bytes().eq(bytes.iter().copied())
        }
        _ => false,
    }
}

/// Whether the value written at `span` reaches no setting but the one in question.
fn serves_only(subject: &Subject<'_>, span: Span) -> bool {
    let all = subject.deployments.iter().flat_map(|deployment| &deployment.settings);
    let here =
        all.filter(|(_, setting)| setting.value.alternatives().iter().any(|one| one.trail.origin() == Some(span)));
    here.into_iter().all(|(name, _)| *name == subject.best().setting)
}

/// The variable that provides the key already, else one with the setting's name.
fn variable(subject: &Subject<'_>) -> String {
    let best = subject.best();
    let setting = best.deployment.settings.get(&best.setting);
    setting.and_then(|setting| provider(&setting.value)).unwrap_or_else(|| best.setting.clone())
}

/// The one environment variable that a value is read from, if it is set.
fn provider(value: &Value) -> Option<String> {
    let Data::Overridable(both) = &value.data else { return None };
    // `os.environ.get("K") or "dev"` is the default also where the variable is empty; `None` was asked for and refused.
    let is_other = |one: &&Value| one.data != both.default.data && one.data != Data::None;
    let others: Vec<&Value> = both.otherwise.alternatives().into_iter().filter(is_other).collect();
    match (others.as_slice(), &*both.by) {
        ([other], [name]) => match &other.data {
            Data::External(external) if external.kind == ExternalKind::Environment && external.name == *name => {
                Some(name.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

/// `span` becomes `os.environ["NAME"]`.
fn from_variable(page: &Page, span: Span, variable: &str) -> Option<Vec<Edit>> {
    let environ = environ(page, span.start)?;
    let quote = page.quote();
    let read = Edit { span, text: format!("{}[{quote}{variable}{quote}]", environ.name) };
    Some(environ.import.into_iter().chain([read]).collect())
}

/// Drops the default that the last node of `way` is.
fn without_default(subject: &Subject<'_>, page: &Page, way: &[Node<'_>]) -> Option<Vec<Edit>> {
    let (default, around) = match way {
        [around @ .., Node::Keyword(keyword), Node::Expression(_)] => {
            // `default=` of a reader of settings; of `dict(SECRET_KEY=…)` it is none.
            keyword.arg.as_ref().filter(|name| name.as_str() == "default")?;
            (page.span(*keyword), around)
        }
        [around @ .., Node::Expression(default)] => (page.span(*default), around),
        _ => return None,
    };
    let Some(Node::Expression(around)) = around.last() else { return None };
    match around {
        Expr::Call(call) => without_argument(subject, page, call, default),
        Expr::BoolOp(either) if either.op == BoolOp::Or => match either.values.as_slice() {
            [Expr::Call(call), other] if page.span(other) == default => {
                from_variable(page, page.span(either), &variable_read_by(page, call)?)
            }
            _ => None,
        },
        Expr::If(choice) if page.span(&*choice.orelse) == default => {
            let variable = variable_of_item(page, &choice.body)?;
            from_variable(page, page.span(choice), &variable)
        }
        _ => None,
    }
}

/// `os.environ.get("NAME", default)`, `config("NAME", default=…)`, `read("NAME", default)`.
fn without_argument(subject: &Subject<'_>, page: &Page, call: &ExprCall, default: Span) -> Option<Vec<Edit>> {
    let (first, name) = match call.arguments.args.first()? {
        Expr::StringLiteral(name) => (page.span(name), name.value.to_str()),
        _ => return None,
    };
    let is_second = call.arguments.args.get(1).is_some_and(|second| page.span(second) == default);
    let is_keyword = call.arguments.keywords.iter().any(|keyword| page.span(keyword) == default);
    if !is_second && !is_keyword {
        return None;
    }
    if reads_environment(page, call) {
        return from_variable(page, page.span(call), name);
    }
    if is_settings_reader(page, call) {
        // `config("NAME", default=…, cast=…)`: from the end of what stands before it.
        let all = call.arguments.args.iter().map(|one| page.span(one));
        let all = all.chain(call.arguments.keywords.iter().map(|one| page.span(one)));
        let before = all.filter(|one| one.end <= default.start).map(|one| one.end).max().unwrap_or(first.end);
        return Some(vec![Edit { span: Span::new(default.file, before, default.end), text: String::new() }]);
    }
    let is_plain = provider_is(subject, name) && is_function_of_project(page, call);
    is_plain.then(|| from_variable(page, page.span(call), name)).flatten()
}

/// Whether the setting is that variable's text wherever the environment has it.
fn provider_is(subject: &Subject<'_>, name: &str) -> bool {
    subject.concerned().all(|one| {
        let setting = one.settings.get(&subject.best().setting);
        setting.and_then(|setting| provider(&setting.value)).is_some_and(|variable| variable == name)
    })
}

/// The variable that `os.environ.get("NAME")`, `os.getenv("NAME")` reads.
fn variable_read_by(page: &Page, call: &ExprCall) -> Option<String> {
    let name = call.arguments.args.first()?.as_string_literal_expr()?;
    reads_environment(page, call).then(|| name.value.to_str().to_owned())
}

/// The variable that `os.environ["NAME"]` reads.
fn variable_of_item(page: &Page, expression: &Expr) -> Option<String> {
    let item = expression.as_subscript_expr()?;
    let name = item.slice.as_string_literal_expr()?;
    let (environ, _) = readers(page);
    environ.iter().any(|one| one == page.text(&*item.value)).then(|| name.value.to_str().to_owned())
}

fn reads_environment(page: &Page, call: &ExprCall) -> bool {
    let (environ, getenv) = readers(page);
    let function = page.text(&*call.func);
    let is_get = function.strip_suffix(".get").is_some_and(|object| environ.iter().any(|name| name == object));
    is_get || getenv.iter().any(|name| name == function)
}

/// Whether the function is python-decouple's, or a method of environs' or django-environ's `Env`: without a default they
/// fail where the variable is missing.
fn is_settings_reader(page: &Page, call: &ExprCall) -> bool {
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => match (&*attribute.value, attribute.attr.as_str()) {
            (Expr::Name(name), "str" | "get_value") => name.id.as_str(),
            _ => return false,
        },
        _ => return false,
    };
    page.body.iter().any(|statement| match statement {
        Stmt::ImportFrom(import) => {
            let is_decouple = import.module.as_ref().is_some_and(|module| module.as_str() == "decouple");
            is_decouple
                && import.names.iter().any(|alias| {
                    alias.name.as_str() == "config"
                        && alias.asname.as_ref().map_or("config", |name| name.as_str()) == name
                })
        }
        Stmt::Assign(assign) => {
            let makes = assign.value.as_call_expr().map(|call| page.text(&*call.func));
            let is_reader = makes.is_some_and(|function| matches!(function, "Env" | "environs.Env" | "environ.Env"));
            is_reader && assign.targets.iter().any(|target| page.text(target) == name)
        }
        _ => false,
    })
}

/// Whether the call is of a plain name: a function of the project, which the interpreter has run.
fn is_function_of_project(page: &Page, call: &ExprCall) -> bool {
    let Expr::Name(name) = &*call.func else { return false };
    let name = name.id.as_str();
    page.body.iter().any(|statement| match statement {
        Stmt::FunctionDef(function) => function.name.as_str() == name,
        Stmt::ImportFrom(import) => import
            .names
            .iter()
            .any(|alias| alias.asname.as_ref().map_or(alias.name.as_str(), |bound| bound.as_str()) == name),
        _ => false,
    })
}
