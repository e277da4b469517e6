//! An app's root folder and its instance folder: of the module that it is named for, or where it says.
//!
//! What is loaded from them is for `config_files` to say.

use std::path::{Path, PathBuf};

use super::calls::Arguments;
use super::machine::Machine;
use crate::value::Data;

impl Machine<'_> {
    /// The folder of the module that makes the app, and its instance folder; `None` for one that is not known.
    pub(super) fn folders(&mut self, arguments: &Arguments) -> (Option<PathBuf>, Option<PathBuf>) {
        let (root, instance) = self.usual_folders(arguments);
        (self.given_folder(arguments, "root_path", root), self.given_folder(arguments, "instance_path", instance))
    }

    fn given_folder(&mut self, arguments: &Arguments, name: &str, usual: Option<PathBuf>) -> Option<PathBuf> {
        let Some(given) = arguments.keyword(name).filter(|given| given.data != Data::None) else { return usual };
        let path = self.plain_path(given);
        let text = path.by_default().as_str()?.to_owned();
        Some(self.full_path(&text))
    }

    fn usual_folders(&self, arguments: &Arguments) -> (Option<PathBuf>, Option<PathBuf>) {
        let here = self.current_path();
        let named = match arguments.get(0, "import_name").map(|value| &value.by_default().data) {
            Some(Data::Str(name)) => self.path_of_module(name).zip(Some(name)),
            _ => None,
        };
        let (path, top) = match &named {
            Some((path, name)) => (path, above_top(path, name)),
            None => (&here, None),
        };
        let Some(root) = path.parent() else { return (None, None) };
        let mut packages = root.ancestors();
        let is_package = |folder: &&Path| self.program.sources.is_file(&folder.join("__init__.py"));
        let top = top.or_else(|| packages.find(|folder| !is_package(folder)));
        let module = if path.ends_with("__init__.py") { root } else { path };
        let instance = top.map(|top| self.instance_folder(module, top));
        (Some(root.to_path_buf()), instance)
    }

    /// The folder `instance` of a module or package, whose outermost package is in `top` if it was started there. It may
    /// have been started further inside, and was if only there is such a folder; outside of the project nothing is.
    fn instance_folder(&self, module: &Path, top: &Path) -> PathBuf {
        let sources = &self.program.sources;
        let top =
            if top.starts_with(sources.root()) || !module.starts_with(sources.root()) { top } else { sources.root() };
        let usual = top.join("instance");
        if sources.is_folder(&usual) {
            return usual;
        }
        let inside = module.ancestors().skip(1).take_while(|folder| *folder != top && folder.starts_with(top));
        let found = inside.map(|folder| folder.join("instance")).find(|folder| sources.is_folder(folder));
        found.unwrap_or(usual)
    }

    /// The file of the module of this name. As Flask's `get_root_path` does it, the one that runs under that name comes
    /// first: a name that was passed on need not be one that can be imported from here.
    fn path_of_module(&self, name: &str) -> Option<PathBuf> {
        let here = &self.modules[self.frame().module as usize];
        let running = if *here.name == *name { Some(here) } else { None };
        let running = running.or_else(|| self.loaded_as(name).map(|index| &self.modules[index as usize]));
        let path = running.filter(|module| module.file.is_some()).map(|module| module.path.clone());
        path.or_else(|| self.program.find_absolute(&self.current_path(), name).map(|path| path.to_path_buf()))
    }
}

/// The folder that the first part of a module's name is in, where its instance folder is (`find_package` of Flask 3.1):
/// the name, not the files, says which package is the outermost.
fn above_top<'p>(path: &'p Path, name: &str) -> Option<&'p Path> {
    let module = if path.ends_with("__init__.py") { path.parent()? } else { path };
    module.ancestors().nth(name.split('.').count())
}
