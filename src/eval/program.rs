//! The parsed files of a project, and where Python would find a module.
//!
//! Parsing happens on demand and once. Nothing is executed here.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use elsa::sync::FrozenMap;
use rayon::prelude::*;

use super::deploy::context_of_path;
use super::entries::Options;
use super::glances::Facts;
use super::makers::makes_apps;
use super::pins::Pins;
use super::procfile::Served;
use super::reached::Links;
use super::uses::Uses;
use crate::flask::{Context, Profiles};
use crate::python::{self, Import, Parsed, PythonVersion, imports};
use crate::source::{FileId, Sources, Span, is_gateway_script, with_python_ending};

/// What absolute names mean in the files of one folder, and where that is looked for.
#[derive(Default)]
struct Names {
    found: FrozenMap<String, Box<Option<Arc<Path>>>>,
    folders: OnceLock<Vec<PathBuf>>,
}

/// All parsed files of a run, shared by every interpretation.
pub(super) struct Program<'s> {
    pub(super) sources: &'s Sources,
    parsed: FrozenMap<FileId, Box<Parsed>>,
    uses: FrozenMap<FileId, Box<Uses>>,
    /// Which files import which, as far as that was asked.
    pub(super) links: Links,
    makers: FrozenMap<FileId, Box<bool>>,
    /// What was found of absolute names, by the folder of the importer.
    absolute: FrozenMap<OsString, Box<Names>>,
    /// What was found at paths without their endings.
    modules: FrozenMap<OsString, Box<Option<Arc<Path>>>>,
    /// The `__init__.py` of folders that are packages.
    packages: FrozenMap<OsString, Box<Option<Arc<Path>>>>,
    /// What the imports of files say, by path.
    pub(super) facts: FrozenMap<OsString, Box<Facts>>,
    /// Folders that absolute imports start from before all others: the project says so.
    stated_roots: Vec<PathBuf>,
    /// Folders that absolute imports start from where no other has the module.
    usual_roots: [PathBuf; 2],
    /// The files of which nobody knows what they import.
    unread: OnceLock<Vec<FileId>>,
    /// What is served near files, by their folder.
    pub(super) served: FrozenMap<OsString, Box<Option<Served>>>,
    /// Which folders that are called like examples hold the program.
    pub(super) main_folders: FrozenMap<OsString, Box<bool>>,
    /// Which Flask runs it.
    pub(super) pins: Pins,
    /// What the project says of its profiles.
    pub(super) profiles: Profiles,
    /// Which Python runs it.
    pub(super) python: PythonVersion,
}

impl<'s> Program<'s> {
    pub(super) fn new(sources: &'s Sources, pins: Pins, options: &Options) -> Self {
        let root = sources.root();
        Self {
            sources,
            parsed: FrozenMap::new(),
            uses: FrozenMap::new(),
            links: Links::default(),
            makers: FrozenMap::new(),
            absolute: FrozenMap::new(),
            modules: FrozenMap::new(),
            packages: FrozenMap::new(),
            facts: FrozenMap::new(),
            stated_roots: options.import_roots.clone(),
            usual_roots: [root.to_path_buf(), root.join("src")],
            unread: OnceLock::new(),
            served: FrozenMap::new(),
            main_folders: FrozenMap::new(),
            pins,
            profiles: options.profiles.clone(),
            python: options.python.unwrap_or_default(),
        }
    }

    /// The syntax tree of `file`.
    pub(super) fn tree(&self, file: FileId) -> &Parsed {
        match self.parsed.get(&file) {
            Some(parsed) => parsed,
            None => self.parsed.insert(file, Box::new(python::parse(self.sources, file))),
        }
    }

    /// What `file` shows of how its app uses the session and extensions.
    pub(super) fn uses(&self, file: FileId) -> &Uses {
        match self.uses.get(&file) {
            Some(uses) => uses,
            None => self.uses.insert(file, Box::new(Uses::of(self, file))),
        }
    }

    /// Says which files are started with; those with an import that is no Python are remembered.
    pub(super) fn note_unread(&self, files: &[FileId]) {
        let is_unread = |file: &FileId| {
            python::has_broken_import(&self.sources.file(*file).text) && !self.tree(*file).errors.is_empty()
        };
        self.unread.get_or_init(|| files.iter().copied().filter(is_unread).collect());
    }

    /// Where a file other than `file` breaks off that has the name of a function and an import that is no Python: it
    /// may call the function.
    pub(super) fn unread_caller(&self, name: &str, file: FileId) -> Option<Span> {
        let others = self.unread.get()?.iter().filter(|other| **other != file);
        // What a test configures says nothing of the program.
        let is_test = |file: FileId| context_of_path(&self.sources.file(file).path, self) == Context::Testing;
        let others = others.filter(|other| !is_test(**other) || is_test(file));
        let mut callers = others.filter(|other| words_in(&self.sources.file(**other).text).any(|word| word == name));
        let caller = *callers.next()?;
        let (at, _) = self.tree(caller).errors.first()?;
        Some(Span::new(caller, *at, *at))
    }

    /// Whether a file may make an app itself.
    pub(super) fn makes_apps(&self, file: FileId) -> bool {
        match self.makers.get(&file) {
            Some(known) => *known,
            None => *self.makers.insert(file, Box::new(makes_apps(&self.tree(file).body))),
        }
    }

    /// How many files were parsed.
    pub(super) fn parsed(&self) -> usize {
        self.parsed.len()
    }

    /// Gives all memory back, which takes one thread a twentieth of the run (17,000 files: 0.4 of 8 s).
    pub(super) fn give_back(self) {
        let Self { parsed, uses, facts, .. } = self;
        let trees = || parsed.into_tuple_vec().into_par_iter().for_each(drop);
        rayon::join(trees, || drop((uses, facts)));
    }

    /// The file or folder that the absolute module name `dotted` means when `importer` imports it:
    /// the importer's package root and its parents first, as `sys.path` would have them.
    pub(super) fn find_absolute(&self, importer: &Path, dotted: &str) -> Option<Arc<Path>> {
        let folder = importer.parent().unwrap_or(importer);
        let names = match self.absolute.get(folder.as_os_str()) {
            Some(names) => names,
            None => self.absolute.insert(folder.into(), Box::default()),
        };
        if let Some(found) = names.found.get(dotted) {
            return found.clone();
        }
        let top = dotted.split('.').next().unwrap_or(dotted);
        if top != dotted && self.find_absolute(importer, top).is_none() {
            return names.found.insert(dotted.to_owned(), Box::default()).clone();
        }
        let folders = names.folders.get_or_init(|| self.search_folders(folder));
        let is_regular = |path: &Arc<Path>| self.sources.is_file(path);
        let is_meant = |path: &Arc<Path>| !self.means_another(path, dotted);
        // A folder without `__init__.py` gives way to any module or package of that name.
        let below = |folder: &PathBuf| self.module_below(folder, dotted).filter(is_meant);
        let regular = folders.iter().find_map(|folder| below(folder).filter(is_regular));
        let found = regular.or_else(|| folders.iter().find_map(below));
        names.found.insert(dotted.to_owned(), Box::new(found)).clone()
    }

    /// Whether the module of a package at `path` imports, when it is loaded, a module of its own name, which is a library's
    /// then: none imports itself.
    fn means_another(&self, path: &Path, name: &str) -> bool {
        let is_in_package = || self.package_around(path).is_some();
        let is_named = |import: &Import| match import {
            Import::Module(module) => module == name,
            Import::From { level, module, .. } => *level == 0 && module == name,
        };
        let imports_name = |text: &str| {
            let found = imports(text).into_iter().flatten();
            found.into_iter().any(|(import, is_inside)| !is_inside && is_named(&import))
        };
        !name.contains('.')
            && !is_package(path)
            && is_in_package()
            && self.sources.glance(path, &mut Vec::new(), imports_name) == Some(true)
    }

    /// The module that `dotted` means in `folder`. What is below a name that is a plain module is none.
    fn module_below(&self, folder: &Path, dotted: &str) -> Option<Arc<Path>> {
        let mut path = folder.to_path_buf();
        let mut found: Option<Arc<Path>> = None;
        for name in dotted.split('.') {
            if found.is_some_and(|found| !is_package(&found)) {
                return None;
            }
            path.push(name);
            found = Some(self.module_at(&path)?);
        }
        found
    }

    /// The name under which Python imports a file: that of its packages, and its own. A file that a web server loads
    /// cannot be imported, so that `shop.wsgi` is not `shop` (`mod_wsgi` 5.0 calls it `_mod_wsgi_` and a hash of its path).
    pub(super) fn name_of_module(&self, path: &Path) -> String {
        let is_for_server = path.extension().is_some_and(|ending| ending == "wsgi") || is_gateway_script(path);
        let prefix = if is_for_server { "_mod_wsgi_" } else { "" };
        let stem = path.file_stem().map(|stem| format!("{prefix}{}", stem.to_string_lossy()));
        let mut parts: Vec<String> = stem.into_iter().filter(|stem| stem != "__init__").collect();
        let mut folder = path.parent();
        while let Some(package) = folder.filter(|folder| self.sources.is_file(&folder.join("__init__.py"))) {
            parts.extend(package.file_name().map(|name| name.to_string_lossy().into_owned()));
            folder = package.parent();
        }
        parts.reverse();
        parts.join(".")
    }

    /// The `__init__.py` of the package that the module at `path` is in.
    pub(super) fn package_around(&self, path: &Path) -> Option<Arc<Path>> {
        let folder = if path.ends_with("__init__.py") { path.parent()? } else { path }.parent()?;
        if let Some(known) = self.packages.get(folder.as_os_str()) {
            return known.clone();
        }
        let package = folder.join("__init__.py");
        let is_package = folder.starts_with(self.sources.root()) && self.sources.is_file(&package);
        self.packages.insert(folder.into(), Box::new(is_package.then(|| package.into()))).clone()
    }

    /// The `__init__.py` of the packages that the module at `path` is in, innermost first.
    pub(super) fn packages_around<'p>(&'p self, path: &Path) -> impl Iterator<Item = Arc<Path>> + use<'p, 's> {
        std::iter::successors(self.package_around(path), |package| self.package_around(package))
    }

    /// The file or folder that an import with `level` dots means in the file at `importer`.
    pub(super) fn find_import(&self, importer: &Path, level: u32, dotted: &str) -> Option<Arc<Path>> {
        if level == 0 {
            self.find_absolute(importer, dotted)
        } else {
            self.find_relative(importer.parent()?, level, dotted)
        }
    }

    /// The module that `level` dots and `dotted` mean in a file of the package folder `package`.
    pub(super) fn find_relative(&self, package: &Path, level: u32, dotted: &str) -> Option<Arc<Path>> {
        let mut folder = package;
        for _ in 1..level {
            folder = folder.parent()?;
        }
        if dotted.is_empty() {
            return self.module_at(folder);
        }
        let relative: PathBuf = dotted.split('.').collect();
        self.module_at(&folder.join(relative))
    }

    /// `path.py`, `path/__init__.py`, or the folder `path` itself.
    pub(super) fn module_at(&self, path: &Path) -> Option<Arc<Path>> {
        match self.modules.get(path.as_os_str()) {
            Some(found) => found.clone(),
            None => self.modules.insert(path.into(), Box::new(self.look_for_module(path).map(Into::into))).clone(),
        }
    }

    fn look_for_module(&self, path: &Path) -> Option<PathBuf> {
        if !self.sources.may_be_module(path) {
            return None;
        }
        let package = path.join("__init__.py");
        if self.sources.is_file(&package) {
            return Some(package);
        }
        path.file_name()?;
        let file = with_python_ending(path);
        if self.sources.is_file(&file) {
            return Some(file);
        }
        self.sources.is_folder(path).then(|| path.to_path_buf())
    }

    /// Where Python looks for the absolute imports of the files in `folder`.
    fn search_folders(&self, folder: &Path) -> Vec<PathBuf> {
        let mut inside_package = Vec::new();
        let mut at = folder;
        while at.starts_with(self.sources.root()) && self.sources.is_file(&at.join("__init__.py")) {
            inside_package.push(at.to_path_buf());
            let Some(parent) = at.parent() else { break };
            at = parent;
        }
        let mut folders = self.stated_roots.clone();
        while at.starts_with(self.sources.root()) {
            folders.push(at.to_path_buf());
            folders.push(at.join("src"));
            let Some(parent) = at.parent() else { break };
            at = parent;
        }
        folders.extend(inside_package);
        folders.extend(self.usual_roots.iter().cloned());
        folders
    }
}

/// The words of a text that may be names in Python.
pub(super) fn words_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

/// Whether the module at this path may have others below it.
pub(super) fn is_package(path: &Path) -> bool {
    path.extension().is_none_or(|ending| ending != "py") || path.ends_with("__init__.py")
}
