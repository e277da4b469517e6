//! `glob.glob(pattern)`: the files of the project that a pattern stands for. Where the program runs there may be more.
//!
//! In which order they come the system decides, so of several nothing is said unless they are sorted. Only the last part
//! of a pattern may have wildcards, and Python is no data.

use std::path::Path;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::Key;
use crate::source::NamePattern;
use crate::value::{Data, Value, override_with};

/// The class of the files that a pattern stands for, as long as nobody has sorted them.
const MATCHES: &str = "glob.Matches";
/// How many of them are told apart.
const MOST_FILES: usize = 100;

impl Machine<'_> {
    pub(super) fn glob_call(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let is_plain = arguments.named.is_empty() && !arguments.is_open;
        if !matches!(name, "glob.glob" | "glob.iglob") || !is_plain {
            return None;
        }
        let pattern = self.plain_path(arguments.first()?);
        let Data::Str(pattern) = &pattern.data else { return None };
        let files = self.matching(pattern);
        if files.is_empty() || files.len() > MOST_FILES {
            return None;
        }
        let is_one = files.len() == 1;
        let list = self.new_list(files.iter().map(|file| Value::text(file)).collect::<Vec<_>>());
        let name = self.program.sources.name_of(&self.full_path(pattern));
        let files = override_with(&list, &Value::unknown("files that are not in the project"), &[name.into()]);
        if is_one {
            return Some(files);
        }
        let (id, matches) = self.new_object(ObjectKind::Native(MATCHES.into()));
        self.store.set(id, Key::text("files"), files);
        Some(matches)
    }

    /// The files that a pattern stands for, if the value is those: for whoever sorts them.
    pub(super) fn matched_files(&self, value: &Value) -> Option<Value> {
        match self.kind_of(value)? {
            (id, ObjectKind::Native(class)) if &**class == MATCHES => self.store.get(id, "files").cloned(),
            _ => None,
        }
    }

    /// The paths as the pattern begins them, by name.
    fn matching(&self, pattern: &str) -> Vec<String> {
        let (folder, last) = pattern.rsplit_once('/').map_or(("", pattern), |(folder, last)| (folder, last));
        let has_wildcard = |text: &str| text.contains(['*', '?', '[']);
        let is_python = Path::new(last).extension().is_some_and(|ending| ending == "py");
        if has_wildcard(folder) || !has_wildcard(last) || last.contains(['{', '\\']) || is_python {
            return Vec::new();
        }
        let Ok(wanted) = NamePattern::new(last) else { return Vec::new() };
        let files = self.program.sources.files_in(&self.full_path(if folder.is_empty() { "." } else { folder }));
        let named = files.iter().filter_map(|file| file.file_name()?.to_str());
        let meant = named.filter(|name| wanted.matches(name) && (!name.starts_with('.') || last.starts_with('.')));
        meant.map(|name| Path::new(folder).join(name).to_string_lossy().into_owned()).collect()
    }
}
