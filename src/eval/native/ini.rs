//! `configparser`: INI files of the project, and what a program makes of them (`configparser.py`, `CPython` 3.13).
//!
//! A parser keeps its sections as dicts of raw options in a field of its own, under a name that no attribute has. A
//! section that a program takes out of it is a view with the parser and its name. What a file that is not in the project
//! would say is something stored.

use std::path::Path;
use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::documents::{self, Content};
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::store::{Key, ObjectId};
use super::data::stored;
use super::ini_sections::Section;
use super::paths::text_of_path;
use crate::source::{FileId, Span};
use crate::value::{Data, External, ExternalKind, Value, override_with};

pub(in super::super) const PARSER: &str = "configparser.ConfigParser";
pub(in super::super) const SECTION: &str = "configparser.SectionProxy";

/// The fields of a parser: its sections, the options that all of them have, how values refer to others, and the
/// files that may say more.
pub(super) const SECTIONS: &str = "ini sections";
pub(super) const DEFAULTS: &str = "ini defaults";
pub(super) const INTERPOLATION: &str = "ini interpolation";
pub(super) const FILES: &str = "ini files";

/// The fields of a section.
pub(super) const OWNER: &str = "ini parser";
pub(super) const NAME: &str = "ini name";

/// The section whose options all others have.
pub(super) const DEFAULT_SECTION: &str = "DEFAULT";

/// Arguments of a parser that leave the syntax of its files as it is.
const FOLLOWED: [&str; 6] = ["defaults", "interpolation", "strict", "dict_type", "allow_no_value", "converters"];

impl Machine<'_> {
    /// `configparser.ConfigParser(…)` and the like, as Python 3 and 2 call them.
    pub(super) fn ini_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        let class = name.rsplit('.').next().unwrap_or(name);
        let is_basic = match class {
            "ConfigParser" | "SafeConfigParser" => true,
            "RawConfigParser" => false,
            _ => return None,
        };
        let (id, parser) = self.new_object(ObjectKind::Native(PARSER.into()));
        for field in [SECTIONS, DEFAULTS] {
            let dict = self.new_object(ObjectKind::Dict).1;
            self.store.set(id, Key::text(field), dict);
        }
        let usual = if is_basic { self.native("configparser.BasicInterpolation") } else { Value::of(Data::None) };
        let interpolation = arguments.keyword("interpolation").cloned().unwrap_or(usual);
        self.store.set(id, Key::text(INTERPOLATION), interpolation);
        if let Some(defaults) = arguments.get(0, "defaults").filter(|given| given.data != Data::None).cloned() {
            self.write_ini_section(id, &Key::text(DEFAULT_SECTION), &defaults, span);
        }
        if arguments.is_open || arguments.named.iter().any(|(name, _)| !FOLLOWED.contains(&&**name)) {
            self.forget_ini(id);
        }
        Some(parser)
    }

    /// A method of a parser or of a section of it; `None` for other objects, and for what is not modelled.
    pub(in super::super) fn ini_object_method(
        &mut self,
        id: ObjectId,
        class: &str,
        method: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        match class {
            PARSER => self.ini_method(id, method, arguments, span),
            SECTION => match self.ini_view(id, span) {
                Some(section) => self.ini_view_method(&section, method, arguments),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// The parser that a value is.
    pub(super) fn ini_parser(&self, value: &Value) -> Option<ObjectId> {
        match self.kind_of(value)? {
            (id, ObjectKind::Native(class)) if &**class == PARSER => Some(id),
            _ => None,
        }
    }

    /// A method of a parser; `None` for one that is not modelled.
    fn ini_method(&mut self, id: ObjectId, method: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        let first = arguments.first().cloned().unwrap_or_else(|| Value::of(Data::None));
        let done = Value::of(Data::None);
        Ok(Some(match method {
            "read" => self.read_ini_files(id, arguments.get(0, "filenames").unwrap_or(&first), span),
            "read_file" | "readfp" => {
                self.read_opened_ini(id, &first, span);
                done
            }
            "read_string" => {
                match first.as_str().map(str::to_owned) {
                    Some(text) => self.fill_ini(id, &text, &first, None, span)?,
                    None => self.ini_may_hold(id, &["a text".into()], span),
                }
                done
            }
            "read_dict" => {
                match self.entries(&first) {
                    Some(sections) => {
                        for (name, options) in sections {
                            self.write_ini_section(id, &name, &options, span);
                        }
                    }
                    None => self.forget_ini(id),
                }
                done
            }
            "add_section" | "set" => {
                let options = self.new_object(ObjectKind::Dict).1;
                if let (Some(option), Some(value)) = (arguments.get(1, "option"), arguments.get(2, "value")) {
                    self.set_item(&options, option, value, span);
                }
                match Key::of(first.by_default()) {
                    Some(name) => self.write_ini_section(id, &name, &options, span),
                    None => self.forget_ini(id),
                }
                done
            }
            "write" => done,
            "sections" => self.ini_sections(id),
            "has_section" => self.ini_has_section(id, &first),
            "defaults" => self.ini_options(&Section { parser: id, name: Key::text(DEFAULT_SECTION), span }),
            "items" if arguments.positional.is_empty() => self.ini_sections_with_names(id, span),
            _ if matches!(first.data, Data::None) => {
                self.forget_ini(id);
                return Ok(None);
            }
            // What is given so goes before what the section has.
            _ if arguments.keyword("vars").is_some_and(|vars| vars.data != Data::None) => {
                Value::unknown("an option that the call may give")
            }
            _ => {
                self.note_ini_variants(&Self::object_value(id), &first);
                let Some(name) = Key::of(first.by_default()) else { return Ok(None) };
                let section = Section { parser: id, name, span };
                let option = arguments.get(1, "option").cloned().unwrap_or_else(|| Value::of(Data::None));
                return self.ini_section_method(&section, method, &option, arguments.keyword("fallback").cloned());
            }
        }))
    }

    /// A method of a section that was taken out of its parser: an option that is not there is `None`.
    fn ini_view_method(&mut self, section: &Section, method: &str, arguments: &Arguments) -> Eval<Option<Value>> {
        let none = Value::of(Data::None);
        let option = arguments.get(0, "option").unwrap_or(&none);
        let fallback = arguments.get(1, "fallback").unwrap_or(&none);
        self.ini_section_method(section, method, option, Some(fallback.clone()))
    }

    /// `parser.read(names)`: files that are not there are passed over.
    fn read_ini_files(&mut self, id: ObjectId, names: &Value, span: Span) -> Value {
        // What else the list may hold comes after what it holds.
        let others = match (&names.data, self.items_of(names)) {
            (Data::Overridable(both), Some(_)) => both.by.to_vec(),
            _ => Vec::new(),
        };
        let names = match self.path_text(names) {
            None => self.items_of(names).unwrap_or_else(|| vec![names.clone()]),
            Some(path) => vec![path],
        };
        let mut read = Vec::new();
        for name in names {
            let name = self.plain_path(&name);
            let known = text_of_path(name.by_default()).map(|text| self.full_path(text));
            if let Some(path) = known.as_deref().filter(|path| self.program.sources.is_file(path)) {
                self.read_ini(id, path, span);
                read.push(name.clone());
            } else {
                let file = known.map_or_else(|| "a file".into(), |path| self.program.sources.name_of(&path));
                self.ini_may_hold(id, &[file.into()], span);
            }
            if let Data::Overridable(both) = &name.data {
                self.ini_may_hold(id, &both.by, span);
            }
        }
        if !others.is_empty() {
            self.ini_may_hold(id, &others, span);
        }
        let list = self.new_list(read);
        self.ini_unless_complete(id, list)
    }

    /// `parser.read_file(file)`.
    fn read_opened_ini(&mut self, id: ObjectId, file: &Value, span: Span) {
        let name: Arc<str> = match &self.opened_source(file.by_default()).data {
            Data::External(External { kind: ExternalKind::Store, name, .. }) => Arc::clone(name),
            _ => "a file".into(),
        };
        let path = self.program.sources.working_folder().join(&*name);
        if self.program.sources.is_file(&path) {
            self.read_ini(id, &path, span);
        } else {
            self.ini_may_hold(id, &[name], span);
        }
    }

    /// The parser that has read this file alone.
    pub(super) fn ini_of_file(&mut self, path: &Path, span: Span) -> Option<ObjectId> {
        let parser = self.ini_call(PARSER, &Arguments::default(), span)?;
        let id = Self::object_of(&parser)?;
        self.read_ini(id, path, span);
        Some(id)
    }

    fn read_ini(&mut self, id: ObjectId, path: &Path, span: Span) {
        let Some(file) = self.program.sources.load_data(path) else {
            return self.ini_may_hold(id, &[self.program.sources.name_of(path).into()], span);
        };
        let text = self.program.sources.file(file).text.clone();
        if self.fill_ini(id, &text, &Value::of(Data::None), Some(file), span).is_err() {
            self.forget_ini(id);
        }
    }

    /// The sections of a text, over those that there are.
    fn fill_ini(&mut self, id: ObjectId, text: &str, origin: &Value, file: Option<FileId>, span: Span) -> Eval<()> {
        let Some(document) = documents::parse_ini(text) else {
            return Err(Raise { class: "ParsingError".into(), span });
        };
        let Content::Map(sections) = document.content else { return Ok(()) };
        for (name, section) in sections {
            let options = self.value_of_node(&section, origin, file);
            if let Some(name) = Key::of(&Value::of(name)) {
                self.write_ini_section(id, &name, &options, span);
            }
        }
        Ok(())
    }

    /// Adds options, as they are written, to a section.
    pub(super) fn write_ini_section(&mut self, id: ObjectId, name: &Key, options: &Value, span: Span) {
        let Some(dict) = self.ini_section_dict(id, name) else { return };
        if self.native_name(options).as_deref() == Some("os.environ") {
            return self.ini_may_hold(id, &["the environment".into()], span);
        }
        let Some(options) = self.entries(options) else { return self.forget_ini(id) };
        for (option, value) in options {
            let option = self.ini_option(id, &option.value(), span);
            let known = self.lift(&value, &mut |_, value| match value.data {
                Data::Int(number) => value.with(Data::Str(number.to_string().into())),
                _ => value.clone(),
            });
            self.set_item(&dict, &option, &known, span);
        }
    }

    /// The dict of a section's options, a new one if there is none.
    fn ini_section_dict(&mut self, id: ObjectId, name: &Key) -> Option<Value> {
        if name.text_value().as_deref() == Some(DEFAULT_SECTION) {
            return self.store.get(id, DEFAULTS).cloned();
        }
        let sections = self.store.get(id, SECTIONS).and_then(Self::object_of)?;
        if let Some(dict) = self.store.get(sections, name).cloned()
            && super::super::lists::is_certain(&dict)
        {
            return Some(dict);
        }
        let dict = self.new_object(ObjectKind::Dict).1;
        self.store.set(sections, name.clone(), dict.clone());
        Some(dict)
    }

    /// A file that is not there may say something else of every option, and add some.
    fn ini_may_hold(&mut self, id: ObjectId, by: &[Arc<str>], span: Span) {
        let dicts: Vec<ObjectId> = self.ini_dicts(id);
        for dict in dicts {
            for (option, value) in self.store.object(dict).fields.clone() {
                let name = option.text_value().unwrap_or_else(|| "an option".into());
                self.store.set(dict, option, override_with(&value, &stored(&name, span), by));
            }
        }
        let name = by.first().map_or("a file", |name| name);
        self.store.set(id, Key::text(FILES), Value::text(name));
    }

    /// Whatever there was may be anything now.
    pub(super) fn forget_ini(&mut self, id: ObjectId) {
        const WHY: &str = "an option of a file that could not be followed";
        for dict in self.ini_dicts(id) {
            self.change_any_field(dict, &Value::unknown(WHY));
        }
        self.store.set(id, Key::text(FILES), Value::text("a file"));
    }

    /// The dicts of all sections, and of what all have.
    fn ini_dicts(&mut self, id: ObjectId) -> Vec<ObjectId> {
        let sections = self.store.get(id, SECTIONS).and_then(Self::object_of);
        let mut values: Vec<Value> =
            sections.map(|id| self.store.object(id).fields.values().cloned().collect()).unwrap_or_default();
        values.extend(self.store.get(id, DEFAULTS).cloned());
        let mut dicts = Vec::new();
        for value in values {
            self.lift(&value, &mut |_, value| {
                dicts.extend(Self::object_of(value));
                value.clone()
            });
        }
        dicts
    }
}
