//! pydantic-settings: fields of a `BaseSettings` class come from the environment, then from its `.env` file.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::{Key, ObjectId};
use crate::value::{Data, Handle, HandleKind, Value, choose, override_with};

/// The class of what `Field(…)` makes, and under which names that keeps its default, and what the environment calls it.
const FIELD: &str = "pydantic.Field";
const DEFAULT: &str = "default";
const FACTORY: &str = "default_factory";
/// `alias` stands for both ways (2.14); pydantic 1.10 has `env` in its place.
const ALIASES: [&str; 2] = ["validation_alias", "alias"];
const ENV: &str = "env";

impl Machine<'_> {
    /// `Field(default, …)`.
    pub(super) fn make_field(&mut self, arguments: &Arguments) -> Value {
        let (id, field) = self.new_object(ObjectKind::Native(FIELD.into()));
        let default = arguments.get(0, DEFAULT).map(|default| (DEFAULT, default));
        let others = [FACTORY, ENV].iter().chain(&ALIASES);
        for (name, value) in others.filter_map(|name| Some((*name, arguments.keyword(name)?))).chain(default) {
            self.store.set(id, Key::text(name), value.clone());
        }
        field
    }

    /// After its body: what a class says with `Field(…)` of its attributes becomes their defaults, what makes those, and
    /// the names of the variables that go before them.
    pub(super) fn take_fields(&mut self, class: u32) {
        let scope = self.classes[class as usize].scope;
        for name in self.annotations.get(&class).cloned().unwrap_or_default() {
            let key = Key::Text(Arc::clone(&name));
            let Some(field) = self.store.get(scope, &key).cloned() else { continue };
            if !matches!(self.kind_of(&field), Some((_, ObjectKind::Native(kind))) if **kind == *FIELD) {
                continue;
            }
            let default = self.field(&field, DEFAULT).unwrap_or_else(|| Value::of(Data::Absent));
            self.store.set(scope, key, default);
            if let Some(factory) = self.field(&field, FACTORY) {
                self.classes[class as usize].factories.push((Arc::clone(&name), factory));
            }
            let variables = self.variables_of_field(class, &field, &name);
            if !variables.is_empty() {
                self.classes[class as usize].variables.push((name, variables));
            }
        }
    }

    /// What the environment calls a field, if not as the class does.
    fn variables_of_field(&self, class: u32, field: &Value, name: &str) -> Vec<Arc<str>> {
        let stated = if self.is_of_pydantic1(class) {
            let of_config = self.model_option(class, "fields").and_then(|fields| self.field(&fields, name));
            of_config.and_then(|options| self.field(&options, ENV)).or_else(|| self.field(field, ENV))
        } else {
            ALIASES.iter().find_map(|alias| self.field(field, alias))
        };
        let Some(stated) = stated else { return Vec::new() };
        let names = self.items_of(&stated).unwrap_or_else(|| vec![stated]);
        names.iter().filter_map(|name| name.by_default().as_str()).map(Arc::from).collect()
    }

    /// Whether a settings class is one of pydantic 1.10, whose aliases are not for the environment.
    fn is_of_pydantic1(&self, class: u32) -> bool {
        let bases = &self.classes[class as usize].native_bases;
        bases.iter().any(|base| base.starts_with("pydantic.") && base.ends_with("BaseSettings"))
    }

    /// After its body: each field of a settings class gets what an instance will have by default. Those that it inherits
    /// are read by its own options.
    pub(super) fn read_fields(&mut self, class: u32) {
        let scope = self.classes[class as usize].scope;
        let own = self.annotations.get(&class).cloned().unwrap_or_default();
        let stated = |name: Arc<str>| {
            let default = self.store.get(scope, &*name).cloned().filter(|value| value.data != Data::Absent);
            (name, default)
        };
        let own: Vec<(Arc<str>, Option<Value>)> = own.into_iter().map(stated).collect();
        let has_options = ["model_config", "Config"].iter().any(|name| self.store.get(scope, *name).is_some());
        let mut fields: Vec<(u32, Arc<str>, Option<Value>)> = Vec::new();
        for base in self.classes[class as usize].order.iter().skip(1).filter(|_| has_options) {
            for (name, default) in &self.classes[*base as usize].settings {
                let is_known =
                    own.iter().any(|(known, _)| known == name) || fields.iter().any(|(_, known, _)| known == name);
                let is_replaced = self.store.get(scope, &**name).is_some();
                if !is_known && !is_replaced {
                    fields.push((*base, Arc::clone(name), default.clone()));
                }
            }
        }
        fields.extend(own.iter().map(|(name, default)| (class, Arc::clone(name), default.clone())));
        self.classes[class as usize].settings = own;
        self.read_settings(class, fields);
    }

    /// Gives a settings class these fields, each with the class whose it is and its default.
    fn read_settings(&mut self, class: u32, fields: Vec<(u32, Arc<str>, Option<Value>)>) {
        let scope = self.classes[class as usize].scope;
        let span = self.classes[class as usize].span;
        let prefix = self.model_option(class, "env_prefix").and_then(|value| value.as_str().map(str::to_owned));
        let prefix = prefix.unwrap_or_default();
        let has_case = self.model_option(class, "case_sensitive").is_some_and(|value| value.truth() != Some(false));
        let in_file = self.variables_of_model(class);
        let own_sources = ["settings_customise_sources", "customise_sources"];
        let has_own_sources = self.find_in_class(class, own_sources[0]).is_some()
            || own_sources.iter().any(|name| self.model_option(class, name).is_some());
        let nested = self.model_option(class, "env_nested_delimiter");
        let nested = nested.and_then(|delimiter| delimiter.as_str().map(str::to_owned));
        let names_in_file: Vec<String> = in_file.iter().map(|(name, _)| name.to_uppercase()).collect();
        let by_name = ["populate_by_name", "validate_by_name"].iter().find_map(|name| self.model_option(class, name));
        let is_read_by_name = by_name.is_some_and(|value| value.truth() != Some(false));
        for (owner, name, default) in fields {
            let mut variables = self.classes[owner as usize].variables_of(&name).to_vec();
            if variables.is_empty() || is_read_by_name {
                variables.push(format!("{prefix}{name}").into());
            }
            // Read in any case, it is called as shells have it.
            let in_case = |variable: Arc<str>| if has_case { variable } else { variable.to_uppercase().into() };
            let variables: Vec<Arc<str>> = variables.into_iter().map(in_case).collect();
            // What is read last stands first, as where one default is the other's.
            let read = variables.iter().rev().map(|variable| super::native_external(variable, span));
            let Some(external) = read.reduce(|one, other| choose(&one, &other)) else { continue };
            let key = Key::Text(Arc::clone(&name));
            let in_file = |variable: &Arc<str>| {
                let found = in_file.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(variable));
                found.map(|(_, value)| value.clone())
            };
            let given = variables.iter().find_map(|variable| self.provided_in_any_case(variable));
            let given = given.or_else(|| variables.iter().find_map(in_file));
            let kind = self.annotation_types.get(&(owner, Arc::clone(&name))).cloned();
            let given = given.map(|value| self.validated(&value, kind.as_deref()));
            let is_made = self.classes[owner as usize].factories.iter().any(|(made, _)| *made == name);
            if has_own_sources {
                self.store.set(scope, key, Value::unknown("settings of sources that the class chooses itself"));
                continue;
            }
            let default = default.map(|default| self.validated_default(&default, kind.as_deref()));
            let is_nested = |variable: &Arc<str>| is_within(variable, nested.as_deref(), &names_in_file);
            if variables.iter().any(is_nested) {
                self.store.set(scope, key, Value::unknown("a setting that variables give in parts"));
                continue;
            }
            let value = match given.or(default) {
                Some(known) => override_with(&known, &external, &variables),
                None if is_made => override_with(&Value::of(Data::Absent), &external, &variables),
                None => external,
            };
            self.store.set(scope, key, value);
        }
    }

    /// Whether a name is a field of a pydantic class: its instances have it, the class itself has no such attribute, not
    /// even in `dir()` (pydantic 1.10 and 2.14).
    pub(super) fn is_field_of_model(&self, class: u32, name: &str) -> bool {
        let order = &self.classes[class as usize].order;
        let is_model =
            |one: &u32| self.classes[*one as usize].native_bases.iter().any(|base| base.starts_with("pydantic"));
        let has_field = |one: &u32| self.annotations.get(one).into_iter().flatten().any(|field| **field == *name);
        order.iter().any(is_model) && order.iter().any(has_field)
    }

    /// An entry of `model_config`, or a name of the inner class `Config`, of the class or else a base.
    fn model_option(&self, class: u32, name: &str) -> Option<Value> {
        let order = self.classes[class as usize].order.iter();
        order.map(|one| self.classes[*one as usize].scope).find_map(|scope| {
            let stated = self.store.get(scope, "model_config").and_then(|config| self.kind_of(config));
            if let Some((id, ObjectKind::Dict)) = stated {
                return self.store.get(id, name).cloned();
            }
            match self.store.get(scope, "Config")?.data {
                Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                    self.find_in_class(index, name).map(|(_, value)| value)
                }
                _ => None,
            }
        })
    }

    /// The variables of the files in `env_file`; later ones count more.
    fn variables_of_model(&mut self, class: u32) -> Vec<(String, Value)> {
        let Some(files) = self.model_option(class, "env_file") else { return Vec::new() };
        let files = self.items_of(&files).unwrap_or_else(|| vec![files]);
        let mut variables = Vec::new();
        for file in files {
            let path = self.plain_path(&file);
            let Some(path) = path.by_default().as_str().map(|path| self.full_path(path)) else { continue };
            if self.program.sources.is_file(&path) {
                variables.extend(self.variables_of_file(&path).into_iter().flatten());
            }
        }
        variables
    }

    fn provided_in_any_case(&mut self, name: &Arc<str>) -> Option<Value> {
        let cases = [Arc::clone(name), name.to_uppercase().into(), name.to_lowercase().into()];
        cases.iter().find_map(|name| self.provided(name))
    }

    /// A default is validated as well where the type says what a text means (pydantic-settings 2.14, pydantic 1.10).
    fn validated_default(&mut self, default: &Value, kind: Option<&str>) -> Value {
        match kind {
            Some("bool" | "int" | "float") => self.validated(default, kind),
            Some(_) | None => default.clone(),
        }
    }

    /// `model_dump(include={…}, exclude={…}, exclude_none=True)`: the fields that are asked for.
    pub(super) fn fields_asked_for(&mut self, id: ObjectId, class: u32, arguments: &Arguments) -> Value {
        const WHY: &str = "some fields of a model";
        let is_on = |name: &str| arguments.keyword(name).is_some_and(|value| value.truth() != Some(false));
        if arguments.is_open || ["exclude_unset", "exclude_defaults", "by_alias"].iter().any(|name| is_on(name)) {
            return Value::unknown(WHY);
        }
        let [included, excluded] = ["include", "exclude"].map(|name| {
            let names = arguments.keyword(name).filter(|names| names.data != Data::None)?;
            Some(self.items_of(names)?.iter().map(Key::of).collect::<Option<Vec<Key>>>())
        });
        let is_told = |name: &str| arguments.keyword(name).is_some_and(|names| names.data != Data::None);
        let is_unknown = |names: &Option<Option<Vec<Key>>>| !matches!(names, Some(Some(_)));
        if is_told("include") && is_unknown(&included) || is_told("exclude") && is_unknown(&excluded) {
            return Value::unknown(WHY);
        }
        let value = self.fields_as_dict(id, class);
        let Some(dict) = Self::object_of(&value) else { return value };
        for (key, field) in self.store.object(dict).fields.clone() {
            let has = |names: &Option<Option<Vec<Key>>>| names.iter().flatten().any(|names| names.contains(&key));
            let is_none = is_on("exclude_none") && field.data == Data::None;
            if is_told("include") && !has(&included) || has(&excluded) || is_none {
                self.store.remove(dict, &key);
            } else if is_on("exclude_none") && field.alternatives().iter().any(|one| one.data == Data::None) {
                self.store.set(dict, key, Value::unknown(WHY));
            }
        }
        value
    }

    /// What pydantic makes of a text for a field of this type.
    fn validated(&mut self, value: &Value, kind: Option<&str>) -> Value {
        self.lift(value, &mut |_, value| {
            let Some(text) = value.as_str() else { return value.clone() };
            let data = match kind {
                Some("str" | "SecretStr" | "Path") => Some(Data::Str(text.into())),
                Some("bool") => match text.to_lowercase().as_str() {
                    "1" | "on" | "t" | "true" | "y" | "yes" => Some(Data::Bool(true)),
                    "0" | "off" | "f" | "false" | "n" | "no" => Some(Data::Bool(false)),
                    _ => None,
                },
                Some("int") => text.trim().parse().ok().map(Data::Int),
                Some("float") => text.trim().parse().ok().map(Data::Float),
                _ => None,
            };
            value.with(data.unwrap_or_else(|| Data::Unknown("a setting that is converted".into())))
        })
    }
}

/// Whether a file gives parts of what a variable would give whole: `COOKIE__NAME` of `COOKIE`.
fn is_within(variable: &str, delimiter: Option<&str>, names: &[String]) -> bool {
    let Some(delimiter) = delimiter else { return false };
    let start = format!("{variable}{delimiter}").to_uppercase();
    names.iter().any(|name| name.starts_with(&start))
}
