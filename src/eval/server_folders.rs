//! Where a server has its copy of the project: a program that puts an absolute folder on `sys.path`, to import the project's
//! modules from there, says so, and so does what a container has copies of. A path below that folder then is one of the
//! project.
//!
//! Where it could be several files of the project, or none, the path stays what it is.

use std::path::{Path, PathBuf};

use super::calls::Arguments;
use super::machine::Machine;
use super::native::text_of_path;
use super::procfile::served_near;
use crate::source::FileId;

/// A folder that a file of the project puts on `sys.path`.
#[derive(Clone)]
pub(super) struct ServerFolder {
    folder: PathBuf,
    by: FileId,
}

impl Machine<'_> {
    /// `sys.path.insert(0, folder)`, `sys.path.append(folder)`.
    pub(super) fn note_server_folder(&mut self, arguments: &Arguments) {
        let folder = arguments.positional.last().and_then(|folder| text_of_path(folder.by_default()));
        let Some(folder) = folder.map(PathBuf::from).filter(|folder| folder.is_absolute()) else {
            return;
        };
        if !folder.starts_with(self.program.sources.root()) {
            self.server_folders.push(ServerFolder { folder, by: self.frame().file });
        }
    }

    /// The file of the project that a path of the server means, where that is one; else the path.
    pub(super) fn where_it_is_served(&self, path: PathBuf) -> PathBuf {
        if path.starts_with(self.program.sources.root()) {
            return path;
        }
        let mut found: Vec<PathBuf> = self.originals(&path);
        for one in &self.server_folders {
            if let Ok(rest) = path.strip_prefix(&one.folder) {
                found.extend(self.copies(one.by, rest));
            }
        }
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [only] => only.clone(),
            _ => path,
        }
    }

    /// The files that the container which runs the program has a copy of there.
    fn originals(&self, path: &Path) -> Vec<PathBuf> {
        let entry = self.entry_module.and_then(|module| self.modules[module as usize].file);
        let served = entry.and_then(|file| served_near(self.program, file));
        let originals = served.into_iter().flat_map(|served| served.originals_of(path));
        originals.filter(|original| self.program.sources.is_file(original)).collect()
    }

    /// The files that `rest` may mean from a folder around the file that says where the server has them.
    fn copies(&self, by: FileId, rest: &Path) -> Vec<PathBuf> {
        let sources = self.program.sources;
        let own = &sources.file(by).path;
        let folders = own.ancestors().skip(1).take_while(|folder| folder.starts_with(sources.root()));
        folders.map(|folder| folder.join(rest)).filter(|path| sources.is_file(path)).collect()
    }
}
