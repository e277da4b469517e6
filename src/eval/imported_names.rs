//! What the names that a file imports stand for, as dotted names of libraries.
//!
//! What another module of the project passes on (`from .extensions import session`, `from config import *`) means what
//! it means there.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::imports::is_library;
use super::local_names::names_of_body;
use super::older::extension_module;
use super::program::Program;
use super::uses::{is_telling, telling_names};
use crate::python::ast::visitor::{Visitor, walk_stmt};
use crate::python::ast::{self, Expr, Stmt};
use crate::source::FileId;

/// How many modules are looked through for what they pass on to one file.
const MOST_MODULES: usize = 20;

/// Dotted names, by the names that stand for them.
pub(super) type ImportedNames = BTreeMap<String, String>;

/// What the names stand for that `file` imports anywhere, in its functions too.
pub(super) fn imported_names(program: &Program<'_>, file: FileId) -> ImportedNames {
    Imports { program, file, followed: &mut BTreeMap::new(), is_passing_on: false, names: BTreeMap::new() }.collect()
}

/// What a dotted name in `file` means that begins with a module of the project, where that passes on the rest of it.
pub(super) fn meant_by(program: &Program<'_>, file: FileId, dotted: &str) -> Option<String> {
    let path = dotted.trim_start_matches('.');
    let level = u32::try_from(dotted.len() - path.len()).ok()?;
    let mut imports =
        Imports { program, file, followed: &mut BTreeMap::new(), is_passing_on: false, names: BTreeMap::new() };
    path.rmatch_indices('.').find_map(|(at, _)| {
        let (module, rest) = path.split_at_checked(at)?;
        let names = imports.passed_on(level, module)?;
        let mut parts = rest.split('.').skip(1);
        let means = names.get(parts.next()?)?.clone();
        Some(parts.fold(means, |means, part| format!("{means}.{part}")))
    })
}

/// What modules pass on, by module; of one that is being looked through nothing is known yet.
type Followed = BTreeMap<FileId, Rc<ImportedNames>>;

struct Imports<'a, 's> {
    program: &'a Program<'s>,
    file: FileId,
    followed: &'a mut Followed,
    /// Whether it is asked what the file passes on: its functions' imports are their own.
    is_passing_on: bool,
    names: ImportedNames,
}

impl Imports<'_, '_> {
    /// What is imported, and not bound otherwise.
    fn collect(mut self) -> ImportedNames {
        let body = &self.program.tree(self.file).body;
        self.visit_body(body);
        for own in names_of_body(body) {
            self.names.remove(&own);
        }
        self.names
    }

    fn note_import(&mut self, alias: &ast::Alias) {
        let dotted = alias.name.as_str();
        let top = dotted.split('.').next().unwrap_or(dotted);
        let (name, means) = alias.asname.as_ref().map_or((top, top), |name| (name.as_str(), dotted));
        self.names.insert(name.to_string(), means.to_string());
    }

    fn note_import_from(&mut self, import: &ast::StmtImportFrom) {
        let module = import.module.as_ref().map_or("", ast::Identifier::as_str);
        let module = extension_module(module);
        for alias in &import.names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            match alias.name.as_str() {
                "*" => self.note_all(import.level, &module),
                imported => {
                    let passed_on = is_telling(imported)
                        .then(|| self.passed_on(import.level, &module))
                        .flatten()
                        .and_then(|names| names.get(imported).cloned());
                    // What is relative means something else in another module.
                    let is_absolute = import.level == 0;
                    let own =
                        || (is_absolute || !self.is_passing_on).then(|| relative(import.level, &module, imported));
                    match passed_on.or_else(own) {
                        Some(means) => self.names.insert(name.to_string(), means),
                        None => self.names.remove(name.as_str()),
                    };
                }
            }
        }
    }

    /// `from module import *`.
    fn note_all(&mut self, level: u32, module: &str) {
        if let Some(names) = self.passed_on(level, module) {
            let public = names.iter().filter(|(name, _)| !name.starts_with('_'));
            self.names.extend(public.map(|(name, means)| (name.clone(), means.clone())));
        } else if level == 0 {
            self.names.extend(telling_names(module).map(|name| (name.to_owned(), format!("{module}.{name}"))));
        }
    }

    /// What a module of the project passes on to whoever imports it.
    fn passed_on(&mut self, level: u32, dotted: &str) -> Option<Rc<ImportedNames>> {
        if level == 0 && is_library(dotted) {
            return None;
        }
        let program = self.program;
        let path = program.find_import(&program.sources.file(self.file).path, level, dotted)?;
        let file = program.sources.load(&path)?;
        if let Some(known) = self.followed.get(&file) {
            return Some(Rc::clone(known));
        }
        if self.followed.len() == MOST_MODULES {
            return None;
        }
        self.followed.insert(file, Rc::default());
        let search = Imports { program, file, followed: self.followed, is_passing_on: true, names: BTreeMap::new() };
        let names = Rc::new(search.collect());
        self.followed.insert(file, Rc::clone(&names));
        Some(names)
    }
}

/// A name in a module as a dotted name, with the dots of a relative import before it.
fn relative(level: u32, module: &str, name: &str) -> String {
    let dots = (0..level).map(|_| '.');
    let parts = [module, name].into_iter().filter(|part| !part.is_empty());
    dots.collect::<String>() + &parts.collect::<Vec<_>>().join(".")
}

impl<'a> Visitor<'a> for Imports<'_, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.note_import(alias)),
            Stmt::ImportFrom(import) => self.note_import_from(import),
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) if self.is_passing_on => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}
