//! Which modules can make an app at all: those from which imports lead to one that imports a class of apps.
//!
//! It looks at imports alone and supposes too much rather than too little: what it rules out makes no app, what it
//! leaves may make none either.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use elsa::sync::FrozenMap;
use rayon::prelude::*;

use super::extensions::leads_to_app_class;
use super::imports::is_library;
use super::program::Program;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, Stmt};
use crate::python::{Import, imports};
use crate::source::FileId;

/// Functions that import a module whose name is a value.
const BY_NAME: [&str; 2] = ["import_module", "import_string"];

/// Whether starting with a module may make an app.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Chance {
    /// It imports a class of apps, or what does.
    Likely,
    /// Only by a module whose name is no constant of an import.
    Slim,
    /// It imports nothing that could.
    None,
}

/// What imports say of the modules of a project.
pub(super) struct Reach<'a, 's> {
    program: &'a Program<'s>,
    facts: FrozenMap<PathBuf, Box<Facts>>,
    /// What is known of modules that were asked about, or on the way.
    chances: FrozenMap<PathBuf, Box<Chance>>,
    /// The seeds that import a class of apps, in order.
    makers: Vec<PathBuf>,
}

/// What the imports of one module say.
#[derive(Default)]
struct Facts {
    makes_apps: bool,
    imports_by_name: bool,
    /// Modules of the project, and the packages that they are in as far as their names say so.
    imported: BTreeSet<PathBuf>,
}

impl<'a, 's> Reach<'a, 's> {
    pub(super) fn of(program: &'a Program<'s>, seeds: &[FileId]) -> Self {
        let facts_of = |file: &FileId| {
            let path = program.sources.file(*file).path.clone();
            let facts = Facts::of(program, &path, &program.tree(*file).body);
            (path, facts)
        };
        let found: Vec<(PathBuf, Facts)> = seeds.par_iter().map(facts_of).collect();
        let mut reach = Self { program, facts: FrozenMap::new(), chances: FrozenMap::new(), makers: Vec::new() };
        for (path, facts) in found {
            if facts.makes_apps {
                reach.makers.push(path.clone());
            }
            reach.facts.insert(path, Box::new(facts));
        }
        reach.makers.sort();
        reach
    }

    /// Whether starting with `file` may make an app.
    pub(super) fn chance(&self, file: FileId) -> Chance {
        let start = self.program.sources.file(file).path.clone();
        let mut seen = BTreeSet::new();
        let chance = self.search(start.clone(), &mut seen);
        // Of what may make an app it is not known which part does.
        let known = if chance == Chance::None { seen } else { BTreeSet::from([start]) };
        for path in known {
            self.chances.insert(path, Box::new(chance));
        }
        chance
    }

    /// What `start` and all that it imports may do, `seen` on the way.
    fn search(&self, start: PathBuf, seen: &mut BTreeSet<PathBuf>) -> Chance {
        let mut waiting = vec![start];
        let mut chance = Chance::None;
        while let Some(path) = waiting.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            match self.chances.get(&path) {
                Some(Chance::Likely) => return Chance::Likely,
                Some(Chance::Slim) => {
                    chance = Chance::Slim;
                    continue;
                }
                Some(Chance::None) => continue,
                None => {}
            }
            // `package.module` loads a module whether it is imported or not.
            if package_of(&path).is_some_and(|folder| self.has_makers(folder)) {
                return Chance::Likely;
            }
            let facts = self.facts(&path);
            if facts.makes_apps {
                return Chance::Likely;
            }
            if facts.imports_by_name {
                chance = Chance::Slim;
            }
            waiting.extend(facts.imported.iter().cloned());
            waiting.extend(self.program.package_around(&path));
        }
        chance
    }

    /// Whether a seed at or below `folder` imports a class of apps.
    fn has_makers(&self, folder: &Path) -> bool {
        let at = self.makers.partition_point(|maker| maker.as_path() < folder);
        self.makers.get(at).is_some_and(|maker| maker.starts_with(folder))
    }

    fn facts(&self, path: &Path) -> &Facts {
        if let Some(facts) = self.facts.get(path) {
            return facts;
        }
        let is_file = path.extension().is_some_and(|ending| ending == "py");
        let look = |text: &str| Facts::at_a_glance(self.program, path, text);
        let facts = is_file.then(|| self.program.sources.glance(path, look)).flatten();
        self.facts.insert(path.to_path_buf(), Box::new(facts.unwrap_or_default()))
    }
}

/// The folder of the package that a path means: that of its `__init__.py`, or a folder without one.
fn package_of(path: &Path) -> Option<&Path> {
    if path.ends_with("__init__.py") {
        return path.parent();
    }
    path.extension().is_none_or(|ending| ending != "py").then_some(path)
}

impl Facts {
    fn of(program: &Program<'_>, path: &Path, body: &[Stmt]) -> Self {
        let mut search = Search { program, path, found: Self::default() };
        for statement in body {
            search.visit_stmt(statement);
        }
        search.found
    }

    /// The same of a text that has not been parsed, or more.
    fn at_a_glance(program: &Program<'_>, path: &Path, text: &str) -> Self {
        let mut search = Search { program, path, found: Self::default() };
        let found = imports(text);
        search.found.imports_by_name |= found.is_none() || BY_NAME.iter().any(|name| text.contains(name));
        for import in found.into_iter().flatten() {
            match import {
                Import::Module(dotted) => search.note_module(&dotted),
                Import::From { level, module, names } => {
                    search.note_from(level, &module, names.iter().map(String::as_str));
                }
            }
        }
        search.found
    }
}

struct Search<'a, 's> {
    program: &'a Program<'s>,
    path: &'a Path,
    found: Facts,
}

impl Search<'_, '_> {
    /// An absolute name that is imported.
    fn note(&mut self, dotted: &str) {
        self.found.makes_apps |= leads_to_app_class(dotted);
        let ends = dotted.match_indices('.').map(|(at, _)| at).chain([dotted.len()]);
        for name in ends.filter_map(|end| dotted.get(..end)).filter(|name| !is_library(name)) {
            self.found.imported.extend(self.program.find_absolute(self.path, name));
        }
    }

    fn note_relative(&mut self, level: u32, dotted: &str) {
        let package = self.path.parent();
        let found = package.and_then(|package| self.program.find_relative(package, level, dotted));
        self.found.imported.extend(found);
    }

    /// `import dotted`.
    fn note_module(&mut self, dotted: &str) {
        // `import flask.json` makes `flask.Flask` known too.
        let top = dotted.split('.').next().unwrap_or(dotted);
        self.found.makes_apps |= leads_to_app_class(top);
        self.note(dotted);
    }

    /// `from module import names`, with `level` dots.
    fn note_from<'n>(&mut self, level: u32, module: &str, names: impl Iterator<Item = &'n str>) {
        if level > 0 {
            self.note_relative(level, module);
        }
        for name in names {
            self.found.imports_by_name |= BY_NAME.contains(&name) || (name == "*" && is_library(module));
            let full = if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") };
            match level {
                // What the module leads to depends on the names.
                0 => self.note(if name == "*" { module } else { &full }),
                level => self.note_relative(level, &full),
            }
        }
    }
}

impl<'a> Visitor<'a> for Search<'_, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.note_module(&alias.name)),
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |name| name.as_str());
                self.note_from(import.level, module, import.names.iter().map(|alias| alias.name.as_str()));
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Attribute(attribute) = expression {
            self.found.imports_by_name |= BY_NAME.contains(&attribute.attr.as_str());
        }
        walk_expr(self, expression);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::eval::Options;
    use crate::eval::pins::Pins;
    use crate::source::Sources;

    /// What the chances of the module `name` are among these files, all of them seeds.
    fn chance_of(name: &str, files: &[(&str, &str)]) -> Chance {
        let sources = Sources::in_memory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        let load = |path: &str| sources.load(&Path::new("/").join(path)).unwrap();
        let seeds: Vec<FileId> = files.iter().map(|(path, _)| load(path)).collect();
        let program = Program::new(&sources, Pins::of(&sources, &seeds, None), &Options::default());
        Reach::of(&program, &seeds).chance(load(name))
    }

    #[test]
    fn a_module_that_imports_the_class_of_an_app_or_a_module_that_does_may_make_one() {
        for text in [
            "from flask import Flask",
            "import flask as web",
            "import flask.json",
            "from flask import *",
            "def make():\n    from quart import Quart",
            "from flask import app",
        ] {
            assert_eq!(chance_of("a.py", &[("a.py", text)]), Chance::Likely, "{text}");
            let files = [("a.py", text), ("b.py", "import c"), ("c.py", "if x:\n    from a import y")];
            assert_eq!(chance_of("b.py", &files), Chance::Likely, "{text}");
        }
    }

    #[test]
    fn one_that_imports_other_things_of_flask_makes_none() {
        let files =
            [("a.py", "from flask import Blueprint, current_app\nimport b"), ("b.py", "import os, flask_login")];
        assert_eq!(chance_of("a.py", &files), Chance::None);
    }

    #[test]
    fn a_package_is_run_before_its_modules_and_leads_to_all_of_them() {
        let files = [("p/__init__.py", ""), ("p/q/__init__.py", ""), ("p/q/a.py", ""), ("p/app.py", "import flask")];
        assert_eq!(chance_of("p/q/a.py", &files), Chance::Likely);
        let files = [("a.py", "import p\np.app"), ("p/app.py", "import flask")];
        assert_eq!(chance_of("a.py", &files), Chance::Likely);
        let files = [("a.py", "from .p import b"), ("p/b.py", ""), ("p/app.py", "import flask")];
        assert_eq!(chance_of("a.py", &files), Chance::Likely);
    }

    #[test]
    fn a_module_whose_name_is_a_value_may_be_any() {
        let files = [("a.py", "import b"), ("b.py", "import importlib\nimportlib.import_module(name)")];
        assert_eq!(chance_of("a.py", &files), Chance::Slim);
        assert_eq!(chance_of("a.py", &[("a.py", "from werkzeug.utils import import_string")]), Chance::Slim);
    }
}
