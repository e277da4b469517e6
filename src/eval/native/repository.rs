//! What python-decouple 3.8 and starlette 0.4x read settings from: the nearest `settings.ini` or `.env`, or the file that
//! a reader is made with.
//!
//! Their `.env` files are not python-dotenv's: a line is `NAME=value`, and nothing is escaped or expanded. How a setting is
//! converted is in `decouple`.

use std::path::Path;
use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::{Key, ObjectId};
use super::data::stored;
use super::environment::external;
use super::ini_sections::Section;
use crate::source::Span;
use crate::value::{Data, Step, Value, override_with};

/// Under which names a reader keeps its file, the folder that it looks into first, and what its variables begin with.
const FILE: &str = "file";
const FOLDER: &str = "folder";
const PREFIX: &str = "prefix";

impl Machine<'_> {
    /// `decouple.Config(repository)`, `decouple.AutoConfig(search_path)`, `starlette.config.Config(env_file)`.
    pub(super) fn make_reader(&mut self, class: &str, arguments: &Arguments, span: Span) -> Value {
        let is_given = |value: &&Value| !matches!(value.by_default().data, Data::None);
        let given = |name: &str| arguments.get(0, name).filter(is_given).cloned();
        if class == "decouple.AutoConfig" && given("search_path").is_none() {
            return self.native("decouple.config");
        }
        let (id, reader) = self.new_object(ObjectKind::Native("decouple.Config".into()));
        let (name, source) = match class {
            "decouple.AutoConfig" => (FOLDER, given("search_path").map(|folder| self.plain_path(&folder))),
            "decouple.Config" => {
                (FILE, given("repository").and_then(|repository| self.file_of_repository(&repository)))
            }
            _ => (FILE, given("env_file").map(|file| self.source_at(&file, span))),
        };
        if let Some(source) = source {
            self.store.set(id, Key::text(name), source);
        }
        if let Some(prefix) = arguments.keyword("env_prefix").cloned() {
            self.store.set(id, Key::text(PREFIX), prefix);
        }
        reader
    }

    /// `RepositoryEnv(path)`, `RepositoryIni(path)`: neither starts without its file.
    pub(super) fn make_repository(&mut self, class: &str, arguments: &Arguments, span: Span) -> Value {
        let (id, repository) = self.new_object(ObjectKind::Native(class.into()));
        if let Some(path) = arguments.get(0, "source").cloned() {
            self.read_file(&path, span);
            let source = self.source_at(&path, span);
            self.store.set(id, Key::text(FILE), source);
        }
        repository
    }

    fn file_of_repository(&self, repository: &Value) -> Option<Value> {
        match self.kind_of(repository) {
            Some((_, ObjectKind::Native(class))) if class.starts_with("decouple.Repository") => {
                self.field(repository, FILE)
            }
            _ => Some(Value::unknown("a repository of settings that is not known")),
        }
    }

    /// The path of a file of the project, or what stands for one that we do not have.
    fn source_at(&mut self, path: &Value, span: Span) -> Value {
        let given = self.plain_path(path);
        let Some(text) = given.by_default().as_str() else { return stored(&"a file".into(), span) };
        let full = self.full_path(text);
        self.note_files_alike(&given, &full);
        if self.program.sources.is_file(&full) && !self.is_of_another_profile(&given, &full) {
            return Value::text(&full.to_string_lossy());
        }
        stored(&self.program.sources.name_of(&full).into(), span)
    }

    /// What a reader's variables begin with.
    pub(super) fn prefix_of_reader(&self, reader: ObjectId) -> &str {
        self.store.get(reader, PREFIX).and_then(|prefix| prefix.by_default().as_str()).unwrap_or_default()
    }

    /// What a reader finds outside the environment: in its own file, or in the nearest.
    pub(super) fn in_repository(&mut self, reader: Option<ObjectId>, name: &Arc<str>, span: Span) -> Option<Value> {
        let field = |name: &str| reader.and_then(|reader| self.store.get(reader, name)).cloned();
        let value = match (field(FILE), field(FOLDER)) {
            (Some(file), _) => match file.as_str() {
                Some(path) => self.in_file(Path::new(path), name, span)?,
                None => return Some(perhaps_in(&file, name)),
            },
            (None, Some(folder)) => match folder.by_default().as_str() {
                Some(folder) => self.in_nearest(&self.full_path(folder), name, span)?,
                None => return Some(perhaps_in(&stored(&"a file".into(), span), name)),
            },
            (None, None) if reader.is_some() => return None,
            (None, None) => self.in_nearest(self.current_path().parent()?, name, span)?,
        };
        Some(override_with(&value, &external(name, span), &[Arc::clone(name)]))
    }

    /// What the `settings.ini` or `.env` says that is the nearest to a folder.
    fn in_nearest(&mut self, folder: &Path, name: &Arc<str>, span: Span) -> Option<Value> {
        let root = self.program.sources.root();
        let folders = folder.ancestors().take_while(|folder| folder.starts_with(root));
        let mut files = folders.flat_map(|folder| [folder.join("settings.ini"), folder.join(".env")]);
        let path = files.find(|path| self.program.sources.is_file(path))?;
        self.in_file(&path, name, span)
    }

    fn in_file(&mut self, path: &Path, name: &Arc<str>, span: Span) -> Option<Value> {
        if path.extension().is_some_and(|extension| extension == "ini") {
            return self.ini_setting(path, name, span);
        }
        let file = self.program.sources.load_data(path)?;
        let (value, start, end) = find(&self.program.sources.file(file).text, name)?;
        Some(Value::at(Data::Str(value.into()), Step::in_environment_file(Span::new(file, start, end))))
    }

    /// An option of the section `[settings]` of an INI file.
    fn ini_setting(&mut self, path: &Path, name: &Arc<str>, span: Span) -> Option<Value> {
        let parser = self.ini_of_file(path, span)?;
        let section = Section { parser, name: Key::text("settings"), span };
        self.ini_read(&section, &Value::text(name))
    }
}

/// What a file may have that is not in the project. That the program does not start without the file says nothing of what is
/// in it.
fn perhaps_in(file: &Value, name: &str) -> Value {
    let path = match &file.data {
        Data::External(external) => &*external.name,
        _ => "a file",
    };
    override_with(&Value::of(Data::Absent), file, &[format!("{path}[\"{name}\"]").into()])
}

/// The value of `name` with its place in bytes; the last one counts.
pub(super) fn find(text: &str, name: &str) -> Option<(String, u32, u32)> {
    let mut found = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let Some((key, value)) = line.split_once('=') else { continue };
        if line.trim_start().starts_with('#') || key.trim() != name {
            continue;
        }
        let before = line.len() - value.trim_start().len();
        let (inner, quote) = unquoted(value.trim());
        let at = start + before + quote;
        let place = u32::try_from(at).ok().zip(u32::try_from(at + inner.len()).ok());
        found = place.map(|(start, end)| (inner.to_owned(), start, end));
    }
    found
}

/// Without quotes around it, and how long the opening one is.
fn unquoted(value: &str) -> (&str, usize) {
    let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.map_or((value, 0), |inner| (inner, 1))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_last_value_counts_and_quotes_do_not() {
        let text = "# A=0\nA=1\nB = 'two' \nA= \"three\"\n";
        assert_eq!(find(text, "A"), Some(("three".to_owned(), 25, 30)));
        assert_eq!(find(text, "B"), Some(("two".to_owned(), 15, 18)));
        assert_eq!(find(text, "C"), None);
    }
}
