//! Imports: finding a module of the project, running it once, and binding its names.
//!
//! A module outside the project is a native value by its dotted name.

use std::path::{Path, PathBuf};

use super::frame::Frame;
use super::hazards::Hazard;
use super::machine::{Eval, Machine};
use super::names::present;
use super::object::{Module, ObjectKind};
use super::older::extension_module;
use super::program::{Program, is_package};
use super::store::Key;
use crate::flask;
use crate::python::ast;
use crate::source::Span;
use crate::value::{Data, HandleKind, Step, Value};

/// What it burns to look for a module in all folders that it may be in.
const FUEL_OF_SEARCH: u64 = 100;

impl<'p> Machine<'p> {
    pub(super) fn import(&mut self, import: &'p ast::StmtImport) {
        for alias in &import.names {
            let dotted = alias.name.as_str();
            let whole = self.import_absolute(dotted);
            if let Some(name) = &alias.asname {
                self.bind_name(name.as_str(), whole);
            } else {
                let top = dotted.split('.').next().unwrap_or(dotted);
                let value = self.import_absolute(top);
                self.bind_name(top, value);
            }
        }
    }

    pub(super) fn import_from(&mut self, import: &'p ast::StmtImportFrom) -> Eval<()> {
        let dotted = import.module.as_ref().map_or("", ast::Identifier::as_str);
        let module = if import.level == 0 {
            Some(self.import_absolute(dotted))
        } else {
            self.import_relative(import.level, dotted)
        };
        let Some(module) = module else {
            self.met(Hazard::Import, Some(dotted.into()));
            self.bind_missing(import);
            return Ok(());
        };
        if let Some(name) = self.native_name(&module)
            && takes_settings(self.program, &self.current_path(), import)
        {
            self.met(Hazard::Import, Some(name));
        }
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                self.import_star(&module, self.span(import));
                continue;
            }
            let step = Step::new(self.span(alias), "imported here");
            let value = self.attribute(&module, alias.name.as_str(), self.span(alias))?;
            let value = if value.trail.is_empty() { value } else { value.via(step) };
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.bind_name(name.as_str(), value);
        }
        Ok(())
    }

    /// Names of a relative import whose module does not exist in the project.
    fn bind_missing(&mut self, import: &'p ast::StmtImportFrom) {
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                let dotted = import.module.as_ref().map_or("", ast::Identifier::as_str);
                self.bind_any_of(dotted, self.span(import));
                continue;
            }
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.bind_name(name.as_str(), Value::unknown("imported from a module that is not in the project"));
        }
    }

    /// Everything may come from a module that is not in the project.
    fn bind_any_of(&mut self, module: &str, span: Span) {
        let scope = self.frame().scope;
        let value = super::native_stored(&module.into(), span);
        self.bind_any(scope, &value, "everything was imported from a module that is not in the project");
    }

    fn import_star(&mut self, module: &Value, span: Span) {
        let target = self.frame().scope;
        let Data::Handle(handle) = module.data else { return };
        if handle.kind != HandleKind::Module {
            match self.native_name(module) {
                Some(library) if is_library(&library) => self.bind_exports(&library),
                Some(name) => {
                    self.bind_any_of(&name, span);
                    self.bind_exports(&name);
                }
                None => {}
            }
            return;
        }
        let scope = self.modules[handle.index as usize].scope;
        if scope == target {
            return;
        }
        let listed = self.store.get(scope, "__all__").cloned();
        let listed = listed.and_then(|names| self.items_of(&names));
        let names: Vec<(Key, Value)> =
            self.store.object(scope).fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        for (key, value) in names {
            let Key::Text(name) = &key else { continue };
            let wanted = match &listed {
                Some(listed) => listed.iter().any(|one| one.as_str() == Some(name)),
                None => !name.starts_with('_'),
            };
            if wanted && present(&value).is_some() {
                self.bind_name(name, value);
            }
        }
        if self.store.object(scope).blurred.is_some() {
            self.blur(target, "everything was imported from a module that is not fully known");
        }
    }

    /// The module that an absolute name means: of the project, or native.
    pub(super) fn import_absolute(&mut self, dotted: &str) -> Value {
        self.spend(FUEL_OF_SEARCH);
        let importer = self.current_path();
        if let Some(path) = self.program.find_absolute(&importer, dotted)
            && !is_library(dotted)
        {
            return self.load_module(&path, dotted);
        }
        if !is_library(dotted) {
            self.met(Hazard::Import, None);
        }
        self.native(&extension_module(dotted))
    }

    pub(super) fn import_relative(&mut self, level: u32, dotted: &str) -> Option<Value> {
        let package = self.current_path().parent()?.to_path_buf();
        let path = self.program.find_relative(&package, level, dotted)?;
        let module = &self.modules[self.frame().module as usize];
        let name = absolute_name(&module.name, &module.path, level, dotted);
        Some(self.load_module(&path, &name))
    }

    /// The path of the file that is being executed.
    pub(super) fn current_path(&self) -> PathBuf {
        self.program.sources.file(self.frame().file).path.clone()
    }

    /// The module of a file or folder, run if it was not before. A module that is being imported is
    /// seen as far as it got, as in Python.
    pub(super) fn load_module(&mut self, path: &Path, dotted: &str) -> Value {
        if let Some(index) = self.loaded_index(path) {
            return Value::handle(HandleKind::Module, index);
        }
        let before = self.loading();
        self.load_parents(path);
        // A package's own code may import what is in it.
        if let Some(index) = self.loaded_index(path) {
            return Value::handle(HandleKind::Module, index);
        }
        let index = match self.module_index.get(path) {
            Some(index) => *index,
            None => self.add_module(path, dotted),
        };
        self.start_running(index);
        self.name_module(index);
        if let Some(file) = self.modules[index as usize].file {
            self.run_module(index, file);
        }
        self.end_loading(index, &before);
        Value::handle(HandleKind::Module, index)
    }

    /// The module at a path if its body was run, or is being run.
    fn loaded_index(&mut self, path: &Path) -> Option<u32> {
        let index = *self.module_index.get(path)?;
        self.is_loaded(index).then_some(index)
    }

    /// Importing `a.b` runs `a/__init__.py` first.
    pub(super) fn load_parents(&mut self, path: &Path) {
        if let Some(package) = self.program.package_around(path) {
            let name = self.program.name_of_module(&package);
            self.load_module(&package, &name);
        }
    }

    fn add_module(&mut self, path: &Path, dotted: &str) -> u32 {
        let file = if path.extension().is_some() { self.program.sources.load(path) } else { None };
        let scope = self.store.add(ObjectKind::Scope);
        let index = u32::try_from(self.modules.len()).unwrap_or(u32::MAX);
        self.module_index.insert(path.to_path_buf(), index);
        self.modules.push(Module { name: dotted.into(), path: path.to_path_buf(), scope, file });
        index
    }

    /// The names that a module has before its body is run.
    fn name_module(&mut self, index: u32) {
        let module = &self.modules[index as usize];
        let scope = module.scope;
        let names = [
            ("__name__", Value::text(&module.name)),
            ("__package__", Value::text(package_of(&module.name, &module.path))),
            ("__file__", Value::text(&module.path.to_string_lossy())),
        ];
        for (name, value) in names {
            self.store.set(scope, Key::text(name), value);
        }
    }

    /// Runs a module's body. What it raises ends it; the names so far stay.
    fn run_module(&mut self, index: u32, file: crate::source::FileId) {
        let program = self.program;
        let body = &program.tree(file).body;
        let scope = self.modules[index as usize].scope;
        if let Some(why) = self.leaves_out(file) {
            return self.blur(scope, why);
        }
        self.frames.push(Frame::of_module(index, scope, file));
        if let Err(raise) = self.block(body) {
            self.stopped(index, raise);
        }
        self.frames.pop();
    }

    /// `importlib.reload(module)`: its body runs again, over the names that it has.
    pub(super) fn reload(&mut self, module: &Value) {
        let Data::Handle(handle) = module.data else { return };
        if handle.kind == HandleKind::Module
            && let Some(file) = self.modules[handle.index as usize].file
        {
            self.run_module(handle.index, file);
        }
    }

    /// `package.name` where `name` is a module of the package's folder.
    pub(super) fn submodule(&mut self, module: u32, name: &str) -> Option<Value> {
        let module = &self.modules[module as usize];
        let is_package = module.file.is_none() || module.path.ends_with("__init__.py");
        if !is_package {
            return None;
        }
        let folder = if module.file.is_none() { module.path.clone() } else { module.path.parent()?.to_path_buf() };
        let dotted = format!("{}.{name}", module.name);
        let path = self.program.module_at(&folder.join(name))?;
        Some(self.load_module(&path, &dotted))
    }

    /// The object that an import string names: `pkg.mod`, `pkg.mod.Name`, `pkg.mod:Name`.
    pub(super) fn import_text(&mut self, text: &str, span: crate::source::Span) -> Option<Value> {
        let text = text.replace(':', ".");
        let importer = self.current_path();
        if self.program.find_absolute(&importer, &text).is_some() {
            return Some(self.import_absolute(&text));
        }
        // A module that runs has its name even where its folder is not one that is imported from.
        if let Some(index) = self.loaded_as(&text) {
            return Some(Value::handle(HandleKind::Module, index));
        }
        let (module, name) = text.rsplit_once('.')?;
        self.program.find_absolute(&importer, module)?;
        let module = self.import_absolute(module);
        let Data::Handle(handle) = module.data else { return None };
        let scope = self.modules.get(handle.index as usize)?.scope;
        self.store.get(scope, name)?;
        self.attribute(&module, name, span).ok()
    }

    /// `sys.modules[name]`.
    pub(super) fn loaded_module(&mut self, name: &Value) -> Value {
        let known = name.by_default().as_str().and_then(|name| self.loaded_as(name));
        known.map_or_else(
            || Value::unknown("a module that may not be loaded"),
            |index| Value::handle(HandleKind::Module, index),
        )
    }

    /// The module that was loaded last under this name.
    pub(super) fn loaded_as(&self, name: &str) -> Option<u32> {
        let named = self.modules.iter().zip(0..).filter(|(module, _)| *module.name == *name);
        named.filter(|(module, _)| !module.path.ends_with("(config)")).last().map(|(_, index)| index)
    }

    /// Whether an import string names something in a package of the project that is not there.
    pub(super) fn certainly_lacks(&mut self, text: &str) -> bool {
        let importer = self.current_path();
        let Some((module, _)) = text.rsplit_once(['.', ':']) else { return false };
        if self.program.find_absolute(&importer, module).is_none() {
            return false;
        }
        let Data::Handle(handle) = self.import_absolute(module).data else { return false };
        let scope = self.modules.get(handle.index as usize).map(|module| module.scope);
        handle.kind == HandleKind::Module && scope.is_some_and(|scope| self.store.object(scope).blurred.is_none())
    }
}

/// The package that relative imports of a module start from.
pub(super) fn package_of<'n>(name: &'n str, path: &Path) -> &'n str {
    if is_package(path) { name } else { name.rsplit_once('.').map_or("", |(package, _)| package) }
}

/// The absolute name of what `level` dots and `dotted` mean in the module `name` at `path`.
pub(super) fn absolute_name(name: &str, path: &Path, level: u32, dotted: &str) -> String {
    let up = if path.ends_with("__init__.py") { level.saturating_sub(1) } else { level };
    let parts: Vec<&str> = name.split('.').collect();
    let kept = parts.len().saturating_sub(up as usize);
    let package = parts.get(..kept).unwrap_or_default();
    package.iter().copied().chain((!dotted.is_empty()).then_some(dotted)).collect::<Vec<_>>().join(".")
}

/// Whether an import in the file at `importer` takes settings (`from local_settings import SECRET_KEY`, or everything)
/// of a module that is not in the project: it then is a file of one deployment, not a library that is installed.
/// Libraries have constants too: `from typing import TYPE_CHECKING`, `from sqlalchemy.dialects.mysql import JSON`.
pub(super) fn takes_settings(program: &Program<'_>, importer: &Path, import: &ast::StmtImportFrom) -> bool {
    const WORDS: [&str; 10] =
        ["setting", "config", "secret", "local", "private", "credential", "env", "key", "instance", "prod"];
    let dotted = import.module.as_ref().map_or("", ast::Identifier::as_str);
    let (top, last) = (dotted.split('.').next().unwrap_or(dotted), dotted.rsplit('.').next().unwrap_or(dotted));
    // Modules of a package that is not in the project come with it.
    let may_be_own = !is_library(dotted) && (top == last || program.find_absolute(importer, top).is_some());
    let is_constant = |name: &str| name == "*" || flask::is_setting_name(name);
    let is_of_flask = |name: &str| flask::is_security_setting(name) || flask::is_extension_setting(name);
    let mut names = import.names.iter().map(|alias| alias.name.as_str());
    may_be_own
        && names.clone().all(is_constant)
        && (WORDS.iter().any(|word| last.contains(word)) || names.any(is_of_flask))
}

/// Modules of the standard library that configuration code uses.
fn is_standard(dotted: &str) -> bool {
    const STANDARD: [&str; 32] = [
        "os",
        "sys",
        "json",
        "re",
        "secrets",
        "random",
        "hashlib",
        "base64",
        "datetime",
        "pathlib",
        "functools",
        "uuid",
        "time",
        "typing",
        "dataclasses",
        "enum",
        "importlib",
        "logging",
        "string",
        "tomllib",
        "configparser",
        "collections",
        "itertools",
        "contextlib",
        "socket",
        "getpass",
        "binascii",
        "hmac",
        "types",
        "abc",
        "ast",
        "warnings",
    ];
    STANDARD.contains(&dotted.split('.').next().unwrap_or(dotted))
}

/// Modules that an import finds wherever the project runs, and that are modelled: the standard library
/// and Flask itself. A project file of that name never shadows them, not even in Flask's own repository.
pub(super) fn is_library(dotted: &str) -> bool {
    let top = dotted.split('.').next().unwrap_or(dotted);
    is_standard(dotted)
        || matches!(
            top,
            "flask"
                | "werkzeug"
                | "itsdangerous"
                | "jinja2"
                | "click"
                | "builtins"
                | "quart"
                | "apiflask"
                | "aioflask"
                | "connexion"
                | "dotenv"
                | "decouple"
                | "environs"
                | "envparse"
                | "dynaconf"
                | "pydantic"
                | "pydantic_settings"
        )
}
