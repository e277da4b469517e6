//! pydantic-settings: fields of a `BaseSettings` class come from the environment, then from its `.env` file.

use std::sync::Arc;

use super::machine::Machine;
use super::object::ObjectKind;
use super::store::Key;
use crate::value::{Data, Handle, HandleKind, Value, override_with};

impl Machine<'_> {
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
        for (owner, name, default) in fields {
            let variable = format!("{prefix}{name}");
            // Read in any case, it is called as shells have it.
            let variable: Arc<str> = if has_case { variable } else { variable.to_uppercase() }.into();
            let external = super::native_external(&variable, span);
            let key = Key::Text(Arc::clone(&name));
            let mut given = in_file.iter().rev().filter(|(known, _)| known.eq_ignore_ascii_case(&variable));
            let given = match self.provided_in_any_case(&variable) {
                Some(value) => Some(value),
                None => given.next().map(|(_, value)| value.clone()),
            };
            let kind = self.annotation_types.get(&(owner, Arc::clone(&name))).cloned();
            let given = given.map(|value| self.validated(&value, kind.as_deref()));
            let value = match given.or(default) {
                Some(known) => override_with(&known, &external, &[variable]),
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
