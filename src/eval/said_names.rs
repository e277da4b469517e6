//! Which functions the code of an app may call, by the names that it says and that what it calls says.
//!
//! It supposes too much rather than too little: a class is said as a whole, by its name or that of a method, and a name
//! may stand for anything.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::program::{Program, words_in};
use super::reached::ModuleId;
use crate::python::ast::visitor::{Visitor, walk_stmt};
use crate::python::ast::{Ranged, Stmt, StmtFunctionDef, StmtImportFrom};
use crate::source::{FileId, Span};

/// A function or class, none around it, with the names by which it is reached.
struct Unit<'t> {
    span: Span,
    names: Vec<&'t str>,
}

/// Whether the code at `place` is reached by name from the files in `roots`: those that make an app, and that may
/// register views of it. What a module does when it is loaded is, and what is decorated.
pub(super) fn is_said(program: &Program<'_>, roots: &BTreeSet<FileId>, place: Span) -> bool {
    if roots.contains(&place.file) {
        return true;
    }
    let reached: BTreeSet<ModuleId> = roots.iter().flat_map(|root| program.reached_from(*root)).copied().collect();
    let reached: BTreeSet<FileId> = reached.into_iter().filter_map(|module| program.file_of(module)).collect();
    let sources: BTreeMap<FileId, _> = reached.iter().map(|file| (*file, program.sources.file(*file))).collect();
    let text = |file: &FileId| sources[file].text.as_str();
    let mut said: FxHashSet<&str> = roots.iter().flat_map(|root| words_in(text(root))).collect();
    let mut units = Vec::new();
    for file in reached.iter().filter(|file| !roots.contains(file)) {
        let body = &program.tree(*file).body;
        let foreign = if program.makes_apps(*file) { None } else { Some(names_of_makers(program, *file, roots)) };
        let mut search =
            Search { file: *file, foreign, text: text(file), units: Vec::new(), loose: Vec::new(), depth: 0 };
        search.visit_body(body);
        said.extend(search.loose.into_iter().flat_map(words_in));
        units.extend(search.units);
    }
    let holds =
        |unit: &Unit<'_>| unit.span.file == place.file && unit.span.start <= place.start && place.end <= unit.span.end;
    if !units.iter().any(holds) {
        return true;
    }
    loop {
        let (called, rest): (Vec<_>, Vec<_>) =
            units.into_iter().partition(|unit: &Unit<'_>| unit.names.iter().any(|name| said.contains(name)));
        if called.iter().any(holds) {
            return true;
        }
        if called.is_empty() {
            return false;
        }
        said.extend(called.iter().flat_map(|unit| words_in(sources[&unit.span.file].slice(unit.span))));
        units = rest;
    }
}

/// The names in a file that it imports from files, other than those in `roots`, that make apps.
fn names_of_makers(program: &Program<'_>, file: FileId, roots: &BTreeSet<FileId>) -> BTreeSet<String> {
    let path = &program.sources.file(file).path;
    let is_of_other = |import: &&StmtImportFrom| {
        let module = import.module.as_ref().map_or("", |name| name.as_str());
        let found = program.find_import(path, import.level, module).and_then(|path| program.sources.load(&path));
        found.is_some_and(|file| !roots.contains(&file) && program.makes_apps(file))
    };
    let imports = program.tree(file).body.iter().filter_map(Stmt::as_import_from_stmt).filter(is_of_other);
    imports
        .flat_map(|import| &import.names)
        .map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).to_string())
        .collect()
}

/// The functions and classes of a file, and what else it does when it is loaded, imports aside.
struct Search<'t> {
    file: FileId,
    /// The names that are apps of other files; none where the file makes one, so that all its views are that one's.
    foreign: Option<BTreeSet<String>>,
    text: &'t str,
    units: Vec<Unit<'t>>,
    loose: Vec<&'t str>,
    /// How many functions and classes are around.
    depth: usize,
}

impl<'t> Search<'t> {
    fn slice(&self, node: &impl Ranged) -> &'t str {
        self.text.get(node.range().start().to_usize()..node.range().end().to_usize()).unwrap_or("")
    }

    /// Whether a function is a view of another app.
    fn is_foreign(&self, function: &StmtFunctionDef) -> bool {
        let methods = function.decorator_list.iter().map(|decorator| {
            let method = decorator.expression.as_call_expr().map_or(&decorator.expression, |call| &call.func);
            method.as_attribute_expr()?.value.as_name_expr()
        });
        let mut names = methods.flatten().map(|name| name.id.as_str());
        names.any(|name| self.foreign.as_ref().is_none_or(|foreign| foreign.contains(name)))
    }

    fn note_unit(&mut self, statement: &Stmt, name: &impl Ranged) {
        let name = self.slice(name);
        if self.depth == 0 {
            let range = statement.range();
            let span = Span::new(self.file, range.start().to_u32(), range.end().to_u32());
            self.units.push(Unit { span, names: Vec::new() });
        }
        if let Some(unit) = self.units.last_mut() {
            unit.names.push(name);
        }
        self.depth += 1;
        walk_stmt(self, statement);
        self.depth -= 1;
    }
}

impl<'a> Visitor<'a> for Search<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) if self.depth == 0 && self.is_foreign(function) => {}
            Stmt::FunctionDef(function) if self.depth > 0 || function.decorator_list.is_empty() => {
                self.note_unit(statement, &function.name);
            }
            Stmt::ClassDef(class) if self.depth > 0 || class.decorator_list.is_empty() => {
                self.note_unit(statement, &class.name);
            }
            Stmt::Import(_) | Stmt::ImportFrom(_) => {}
            Stmt::If(_) | Stmt::Try(_) | Stmt::With(_) | Stmt::For(_) | Stmt::While(_) if self.depth == 0 => {
                walk_stmt(self, statement);
            }
            _ if self.depth == 0 => {
                let loose = self.slice(statement);
                self.loose.push(loose);
            }
            _ => walk_stmt(self, statement),
        }
    }
}
