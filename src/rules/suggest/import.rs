//! Makes the module `os` available: how a file that imports it names `os.environ`, or the import and its place.
//!
//! A new import goes where isort would put it: after docstring and `__future__`, among the standard library's.

use super::page::Page;
use crate::python::ast::{Alias, Ranged, Stmt};
use crate::rules::Edit;

/// How a file reads the environment.
pub(super) struct Environ {
    /// An expression for `os.environ`.
    pub(super) name: String,
    /// The import that this needs.
    pub(super) import: Option<Edit>,
}

/// How code at `offset` of the file reads the environment; `None` if the file uses the name `os` for something else.
pub(super) fn environ(page: &Page, offset: u32) -> Option<Environ> {
    let before = || page.body.iter().take_while(|statement| statement.start().to_u32() < offset);
    if let Some(name) = before().find_map(name_of_environ) {
        return Some(Environ { name, import: None });
    }
    let is_taken = page.body.iter().any(binds_os);
    if is_taken {
        return None;
    }
    let import = import(page)?;
    Some(Environ { name: "os.environ".to_owned(), import: Some(import) })
}

/// The name that an import at the top of the module gives `os.environ`.
fn name_of_environ(statement: &Stmt) -> Option<String> {
    match statement {
        Stmt::Import(import) => import.names.iter().find_map(|alias| match alias.name.as_str() {
            "os" => Some(format!("{}.environ", bound(alias))),
            "os.path" if alias.asname.is_none() => Some("os.environ".to_owned()),
            _ => None,
        }),
        Stmt::ImportFrom(import) if import.level == 0 => {
            let is_os = import.module.as_ref().is_some_and(|module| module.as_str() == "os");
            let environ = import.names.iter().find(|alias| alias.name.as_str() == "environ");
            environ.filter(|_| is_os).map(|alias| bound(alias).to_owned())
        }
        _ => None,
    }
}

fn bound(alias: &Alias) -> &str {
    alias.asname.as_ref().map_or(alias.name.as_str(), |name| name.as_str())
}

/// The names that the file has for `os.environ` and for `os.getenv`.
pub(super) fn readers(page: &Page) -> (Vec<String>, Vec<String>) {
    let named = |member: &str| -> Vec<String> {
        let names = page.body.iter().flat_map(|statement| match statement {
            Stmt::Import(import) => {
                let os = import.names.iter().filter(|alias| alias.name.as_str() == "os");
                os.map(|alias| format!("{}.{member}", bound(alias))).collect::<Vec<_>>()
            }
            Stmt::ImportFrom(import)
                if import.level == 0 && import.module.as_ref().is_some_and(|module| module.as_str() == "os") =>
            {
                let own = import.names.iter().filter(|alias| alias.name.as_str() == member);
                own.map(|alias| bound(alias).to_owned()).collect()
            }
            _ => Vec::new(),
        });
        names.chain([format!("os.{member}")]).collect()
    };
    (named("environ"), named("getenv"))
}

/// Whether a statement at the top of the module gives the name `os` to something that may not be the module.
fn binds_os(statement: &Stmt) -> bool {
    match statement {
        Stmt::ImportFrom(import) => import.names.iter().any(|alias| bound(alias) == "os"),
        Stmt::Import(import) => {
            import.names.iter().any(|alias| bound(alias) == "os" && !alias.name.as_str().starts_with("os"))
        }
        Stmt::FunctionDef(function) => function.name.as_str() == "os",
        Stmt::ClassDef(class) => class.name.as_str() == "os",
        Stmt::Assign(assign) => {
            assign.targets.iter().any(|target| target.as_name_expr().is_some_and(|name| name.id.as_str() == "os"))
        }
        _ => false,
    }
}

/// `import os` in its place.
fn import(page: &Page) -> Option<Edit> {
    let body = page.body.iter().skip_while(|statement| stands_before_imports(statement));
    let body: Vec<&Stmt> = body.collect();
    let first = body.first()?;
    let end = page.newline();
    let at = |offset: u32, text: String| Edit { span: page.at(offset), text };
    let imports: Vec<&Stmt> = first_group(page, &body);
    if let Some(later) = imports.iter().find(|statement| sorts_after_os(statement)) {
        page.indentation(later.start().to_u32())?;
        return Some(at(later.start().to_u32(), format!("import os{end}")));
    }
    if let Some(last) = imports.last() {
        if !page.stands_alone(last) {
            return None;
        }
        return Some(at(page.line_end(last.end().to_u32()), format!("{end}import os")));
    }
    page.indentation(first.start().to_u32())?;
    let blank = match first {
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => 2,
        _ => 1,
    };
    let start = match first {
        // Decorators belong to what they decorate.
        Stmt::FunctionDef(function) => function.decorator_list.first().map_or(function.start(), Ranged::start),
        Stmt::ClassDef(class) => class.decorator_list.first().map_or(class.start(), Ranged::start),
        other => other.start(),
    };
    Some(at(start.to_u32(), format!("import os{end}{}", end.repeat(blank))))
}

fn stands_before_imports(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(expression) => expression.value.is_string_literal_expr(),
        Stmt::ImportFrom(import) => import.module.as_ref().is_some_and(|module| module.as_str() == "__future__"),
        _ => false,
    }
}

/// The imports at the start of `body` up to the first blank line, if they are the standard library's.
fn first_group<'a>(page: &Page, body: &[&'a Stmt]) -> Vec<&'a Stmt> {
    let mut group: Vec<&Stmt> = Vec::new();
    for statement in body {
        let follows =
            group.last().is_none_or(|last| page.line(statement.start().to_u32()) <= page.line(last.end().to_u32()) + 1);
        if !follows || !matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_)) {
            break;
        }
        group.push(statement);
    }
    if group.iter().any(|statement| is_of_standard_library(statement)) { group } else { Vec::new() }
}

fn is_of_standard_library(statement: &Stmt) -> bool {
    let is_known = |name: &str| STANDARD_LIBRARY.contains(&name.split('.').next().unwrap_or(name));
    match statement {
        Stmt::Import(import) => import.names.iter().all(|alias| is_known(alias.name.as_str())),
        Stmt::ImportFrom(import) => {
            import.level == 0 && import.module.as_ref().is_some_and(|module| is_known(module.as_str()))
        }
        _ => false,
    }
}

/// Whether an import comes after `import os`: plain imports come first, in the order of their names.
fn sorts_after_os(statement: &Stmt) -> bool {
    match statement {
        Stmt::Import(import) => import.names.first().is_some_and(|alias| alias.name.as_str() > "os"),
        _ => true,
    }
}

/// Modules of the standard library that configuration code imports.
const STANDARD_LIBRARY: [&str; 56] = [
    "abc",
    "argparse",
    "ast",
    "asyncio",
    "atexit",
    "base64",
    "binascii",
    "builtins",
    "calendar",
    "collections",
    "configparser",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "errno",
    "functools",
    "getpass",
    "glob",
    "hashlib",
    "hmac",
    "html",
    "http",
    "importlib",
    "inspect",
    "io",
    "itertools",
    "json",
    "locale",
    "logging",
    "math",
    "operator",
    "pathlib",
    "pickle",
    "platform",
    "random",
    "re",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "string",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "tomllib",
    "typing",
    "urllib",
    "uuid",
];
