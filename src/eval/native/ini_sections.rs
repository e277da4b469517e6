//! What a `configparser` parser says of a section and of an option in it.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::conditions::subject_of;
use super::super::hazards::Hazard;
use super::super::lists::is_certain;
use super::super::machine::{Eval, Machine, Raise};
use super::super::names::{fill_absent, present};
use super::super::object::ObjectKind;
use super::super::store::{Key, ObjectId};
use super::data::{boolean, stored};
use super::ini::{DEFAULT_SECTION, DEFAULTS, FILES, NAME, OWNER, PARSER, SECTION, SECTIONS};
use crate::flask::Context;
use crate::source::Span;
use crate::value::{Data, Step, Value, override_with};

/// A section of a parser, which need not be there, and where the program reads it.
pub(super) struct Section {
    pub(super) parser: ObjectId,
    pub(super) name: Key,
    pub(super) span: Span,
}

impl Machine<'_> {
    /// `parser[section]` and `section[option]`; `None` for other objects.
    pub(in super::super) fn ini_item(&mut self, object: &Value, key: &Value, span: Span) -> Option<Eval<Value>> {
        let (id, ObjectKind::Native(class)) = self.kind_of(object)? else { return None };
        match &**class {
            PARSER => Some(self.ini_section(id, key, span)),
            SECTION => {
                let section = self.ini_view(id, span)?;
                let found = self.ini_read(&section, key);
                Some(found.ok_or_else(|| Raise { class: "KeyError".into(), span }))
            }
            _ => None,
        }
    }

    /// `parser[section] = options` and `section[option] = value`; false for other objects.
    pub(in super::super) fn set_ini_item(&mut self, object: &Value, key: &Value, value: &Value, span: Span) -> bool {
        let Some((id, ObjectKind::Native(class))) = self.kind_of(object) else { return false };
        match (&**class, Key::of(key.by_default())) {
            (PARSER, Some(name)) => {
                // What the section had before goes.
                if let Some(dict) = self.ini_raw_section(id, &name).as_ref().and_then(Self::object_of) {
                    self.dict_method(dict, "clear", &Arguments::default(), span);
                }
                self.write_ini_section(id, &name, value, span);
            }
            (PARSER, None) => self.forget_ini(id),
            (SECTION, option) => {
                let Some(section) = self.ini_view(id, span) else { return false };
                let Some(option) = option else {
                    self.forget_ini(section.parser);
                    return true;
                };
                let (dict, options) = self.new_object(ObjectKind::Dict);
                self.store.set(dict, option, value.clone());
                self.write_ini_section(section.parser, &section.name, &options, span);
            }
            _ => return false,
        }
        true
    }

    /// `del parser[section]` and `del section[option]`; false for other objects.
    pub(in super::super) fn delete_ini_item(&mut self, object: &Value, span: Span) -> bool {
        let view = Self::object_of(object).and_then(|id| self.ini_view(id, span)).map(|section| section.parser);
        let parser = self.ini_parser(object).or(view);
        parser.inspect(|parser| self.forget_ini(*parser)).is_some()
    }

    /// A section that was taken out of its parser.
    pub(super) fn ini_view(&self, id: ObjectId, span: Span) -> Option<Section> {
        let parser = self.store.get(id, OWNER).and_then(Self::object_of)?;
        Some(Section { parser, name: Key::of(self.store.get(id, NAME)?)?, span })
    }

    /// Something that has a section's options as its items, as a dict of them: for what goes through all of them.
    pub(in super::super) fn ini_as_dict(&mut self, value: &Value) -> Option<Value> {
        let (id, ObjectKind::Native(class)) = self.kind_of(value)? else { return None };
        if &**class != SECTION {
            return None;
        }
        let section = self.ini_view(id, value.trail.origin()?)?;
        Some(self.ini_options(&section))
    }

    /// `section in parser` and `option in section`; `None` for other objects.
    pub(in super::super) fn ini_has(&mut self, container: &Value, item: &Value) -> Option<Value> {
        let (id, ObjectKind::Native(class)) = self.kind_of(container)? else { return None };
        if &**class == PARSER {
            return Some(self.ini_has_section(id, item));
        }
        let section = self.ini_view(id, container.trail.origin()?)?;
        Some(self.ini_has_option(&section, item))
    }

    fn ini_section(&mut self, parser: ObjectId, key: &Value, span: Span) -> Eval<Value> {
        let Some(name) = Key::of(key.by_default()) else {
            self.met(Hazard::Missing, None);
            return Ok(Value::unknown("a section whose name is not known"));
        };
        let section = self.ini_raw_section(parser, &name);
        if section.is_none() && !self.is_open_ini(parser) {
            return Err(Raise { class: "KeyError".into(), span });
        }
        self.note_missing_option(parser, &section.unwrap_or_else(|| Value::of(Data::Absent)));
        Ok(self.new_ini_view(parser, &name, span))
    }

    /// Sections that are named for profiles are variants of the configuration, where something outside says which of them
    /// is read.
    pub(in super::super) fn note_ini_variants(&mut self, parser: &Value, key: &Value) {
        let (Some(parser), Some(subject)) = (self.ini_parser(parser), subject_of(key)) else { return };
        let Some(sections) = self.store.get(parser, SECTIONS).and_then(Self::object_of) else { return };
        let names = self.store.object(sections).fields.keys().filter_map(Key::text_value);
        let is_profile = |name: &Arc<str>| self.program.profiles.of_name(name) != Context::Unnamed;
        let profiles: Vec<Arc<str>> = names.filter(is_profile).collect();
        let default = profiles.iter().find(|name| key.by_default().as_str() == Some(name)).cloned();
        if profiles.len() > 1 && (default.is_some() || matches!(key.data, Data::External(_))) {
            self.note_choice(subject, profiles, default);
        }
    }

    fn new_ini_view(&mut self, parser: ObjectId, name: &Key, span: Span) -> Value {
        let (view, value) = self.new_object(ObjectKind::Native(SECTION.into()));
        self.store.set(view, Key::text(OWNER), Self::object_value(parser));
        self.store.set(view, Key::text(NAME), name.value());
        value.via(Step::new(span, "read here"))
    }

    /// The dict of a section, `None` if there certainly is none.
    pub(super) fn ini_raw_section(&self, parser: ObjectId, name: &Key) -> Option<Value> {
        if name.text_value().as_deref() == Some(DEFAULT_SECTION) {
            return self.store.get(parser, DEFAULTS).cloned();
        }
        let sections = self.store.get(parser, SECTIONS).and_then(Self::object_of)?;
        self.store.get(sections, name).cloned()
    }

    /// `parser.sections()`.
    pub(super) fn ini_sections(&mut self, parser: ObjectId) -> Value {
        let Some(sections) = self.store.get(parser, SECTIONS).and_then(Self::object_of) else {
            return Value::unknown("the sections of a file");
        };
        let names = self.dict_view(sections, "keys");
        self.ini_unless_complete(parser, names)
    }

    /// `parser.items()`.
    pub(super) fn ini_sections_with_names(&mut self, parser: ObjectId, span: Span) -> Value {
        let names = self.ini_sections(parser);
        let names = self.items_of(&names).unwrap_or_default();
        let mut pairs = Vec::new();
        for name in std::iter::once(Value::text(DEFAULT_SECTION)).chain(names) {
            if let Some(key) = Key::of(&name) {
                let view = self.new_ini_view(parser, &key, span);
                pairs.push(Value::of(Data::Tuple([name, view].into())));
            }
        }
        let pairs = self.new_list(pairs);
        self.ini_unless_complete(parser, pairs)
    }

    /// A container that a file which is not there may add to.
    pub(super) fn ini_unless_complete(&mut self, parser: ObjectId, container: Value) -> Value {
        if let (Some(id), true) = (Self::object_of(&container), self.is_open_ini(parser)) {
            self.blur(id, "a file that is not in the project may say more");
        }
        container
    }

    pub(super) fn ini_has_section(&mut self, parser: ObjectId, name: &Value) -> Value {
        let known = Key::of(name.by_default()).and_then(|name| self.ini_raw_section(parser, &name));
        match known {
            Some(section) if is_certain(&section) => Value::of(Data::Bool(true)),
            None if !self.is_open_ini(parser) => Value::of(Data::Bool(false)),
            Some(_) | None => Value::unknown("whether a file has a section"),
        }
    }

    /// All options of a section, and those that all have, each as it is read.
    pub(super) fn ini_options(&mut self, section: &Section) -> Value {
        let (dict, value) = self.new_object(ObjectKind::Dict);
        let shared = self.ini_raw_section(section.parser, &Key::text(DEFAULT_SECTION));
        let own = self.ini_raw_section(section.parser, &section.name);
        for holder in shared.into_iter().chain(own) {
            for (option, _) in self.entries(&holder).unwrap_or_default() {
                if let Some(read) = self.ini_read(section, &option.value()) {
                    self.store.set(dict, option, read);
                }
            }
        }
        self.ini_unless_complete(section.parser, value)
    }

    /// What an option's name is in the parser: in lower case, if the program does not say otherwise.
    pub(super) fn ini_option(&mut self, parser: ObjectId, option: &Value, span: Span) -> Value {
        match self.store.get(parser, "optionxform").cloned() {
            Some(change) => self
                .call(&change, &Arguments::of(vec![option.clone()]), span)
                .unwrap_or_else(|_| Value::unknown("the name of an option")),
            None => self.lift(option, &mut |_, option| match option.as_str() {
                Some(name) => option.with(Data::Str(name.to_lowercase().into())),
                None => option.clone(),
            }),
        }
    }

    /// An option that the program cannot do without; `None` if there certainly is none.
    pub(super) fn ini_read(&mut self, section: &Section, option: &Value) -> Option<Value> {
        let value = self.ini_value(section, option);
        let found = present(&value)?;
        self.note_missing_option(section.parser, &value);
        Some(found)
    }

    /// Notes that reading what may be absent may fail, and without which file.
    fn note_missing_option(&mut self, parser: ObjectId, value: &Value) {
        if !is_certain(value) {
            let file = self.ini_file(parser);
            self.met(Hazard::Missing, file);
        }
    }

    /// A file that is not there and may say more.
    fn ini_file(&self, parser: ObjectId) -> Option<Arc<str>> {
        let file = self.store.get(parser, FILES)?;
        Some(file.by_default().as_str().unwrap_or("a file").into())
    }

    /// An option as the program reads it, which may be absent.
    fn ini_value(&mut self, section: &Section, option: &Value) -> Value {
        let option = self.ini_option(section.parser, option, section.span);
        let Some(key) = Key::of(option.by_default()) else {
            return Value::unknown("an option whose name is not known");
        };
        let raw = self.ini_raw(section, &key);
        self.ini_interpolated(section, &key, &raw)
    }

    /// Whether a file that is not there may add options and sections.
    pub(super) fn is_open_ini(&self, parser: ObjectId) -> bool {
        self.store.get(parser, FILES).is_some()
    }

    /// What only a file says that is not there.
    fn ini_elsewhere(&self, section: &Section, option: &Key) -> Value {
        let absent = Value::of(Data::Absent);
        let name = option.text_value().unwrap_or_else(|| "an option".into());
        match self.ini_file(section.parser) {
            Some(file) => override_with(&absent, &stored(&name, section.span), &[file]),
            None => absent,
        }
    }

    /// An option as it is written, which may be absent.
    pub(super) fn ini_raw(&mut self, section: &Section, option: &Key) -> Value {
        let absent = Value::of(Data::Absent);
        let otherwise = self.ini_elsewhere(section, option);
        let Some(own) = self.ini_raw_section(section.parser, &section.name) else { return otherwise };
        let shared = self.store.get(section.parser, DEFAULTS).cloned().unwrap_or_else(|| absent.clone());
        let [own, shared] = [own, shared].map(|holder| {
            self.lift(&holder, &mut |machine, holder| {
                let found = Self::object_of(holder).and_then(|id| machine.store.get(id, option).cloned());
                found.unwrap_or_else(|| absent.clone())
            })
        });
        fill_absent(&fill_absent(&own, &shared), &otherwise)
    }

    /// Methods that both a section and a parser have, the latter with the section's name before the other arguments;
    /// `None` for others.
    pub(super) fn ini_section_method(
        &mut self,
        section: &Section,
        method: &str,
        option: &Value,
        fallback: Option<Value>,
    ) -> Eval<Option<Value>> {
        Ok(Some(match method {
            "get" | "getint" | "getfloat" | "getboolean" => {
                let read = match fallback {
                    Some(_) => Some(self.ini_value(section, option)),
                    None => self.ini_read(section, option),
                };
                let Some(read) = read else {
                    let is_there = self.ini_raw_section(section.parser, &section.name).is_some();
                    let class = if is_there { "NoOptionError" } else { "NoSectionError" };
                    return Err(Raise { class: class.into(), span: section.span });
                };
                let converted = self.ini_converted(method, &read, section.span);
                fallback.map_or(converted.clone(), |fallback| fill_absent(&converted, &fallback))
            }
            "has_option" | "__contains__" => self.ini_has_option(section, option),
            "items" | "keys" | "values" | "options" => {
                let Some(options) = Self::object_of(&self.ini_options(section)) else { return Ok(None) };
                self.dict_view(options, if method == "options" { "keys" } else { method })
            }
            _ => {
                self.forget_ini(section.parser);
                return Ok(None);
            }
        }))
    }

    /// `option in section`.
    pub(super) fn ini_has_option(&mut self, section: &Section, option: &Value) -> Value {
        let option = self.ini_option(section.parser, option, section.span);
        let Some(option) = Key::of(option.by_default()) else { return Value::unknown("whether a file has an option") };
        let raw = self.ini_raw(section, &option);
        self.lift(&raw, &mut |_, raw| Value::of(Data::Bool(raw.data != Data::Absent)))
    }

    fn ini_converted(&mut self, method: &str, value: &Value, span: Span) -> Value {
        self.lift(value, &mut |machine, value| match (method, &value.data) {
            ("get", _) | (_, Data::Absent) => value.clone(),
            (_, Data::External(external)) => value.with(Data::External(external.converted())),
            ("getboolean", Data::Str(text)) => match truth(text) {
                Some(flag) => value.with(Data::Bool(flag)),
                None => value.with(Data::Unknown("an option that is no truth value".into())),
            },
            ("getint" | "getfloat", _) => {
                let number = machine.native(if method == "getint" { "builtins.int" } else { "builtins.float" });
                let converted = machine.call(&number, &Arguments::of(vec![value.clone()]), span);
                converted.unwrap_or_else(|_| Value::unknown("an option that is no number"))
            }
            _ => value.with(Data::Unknown("an option that is converted".into())),
        })
    }
}

/// What `getboolean` reads (`BOOLEAN_STATES`): unlike others it knows no letters.
fn truth(text: &str) -> Option<bool> {
    boolean(text).filter(|_| text.len() > 1 || text.starts_with(|letter: char| letter.is_ascii_digit()))
}
