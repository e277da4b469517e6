//! pydantic-settings: fields of a `BaseSettings` class come from the environment, then from its `.env` file.

use std::sync::Arc;

use super::machine::Machine;
use super::object::ObjectKind;
use super::store::Key;
use crate::value::{Data, Handle, HandleKind, Value, override_with};

impl Machine<'_> {
    /// After its body: each field of a settings class gets what an instance will have by default.
    pub(super) fn read_fields(&mut self, class: u32) {
        let scope = self.classes[class as usize].scope;
        let span = self.classes[class as usize].span;
        let prefix = self.model_option(class, "env_prefix").and_then(|value| value.as_str().map(str::to_owned));
        let prefix = prefix.unwrap_or_default();
        let has_case = self.model_option(class, "case_sensitive").is_some_and(|value| value.truth() != Some(false));
        let in_file = self.variables_of_model(class);
        for name in self.annotations.get(&class).cloned().unwrap_or_default() {
            let variable = format!("{prefix}{name}");
            // Read in any case, it is called as shells have it.
            let variable: Arc<str> = if has_case { variable } else { variable.to_uppercase() }.into();
            let external = super::native_external(&variable, span);
            let key = Key::Text(Arc::clone(&name));
            let default = self.store.get(scope, &key).cloned().filter(|value| value.data != Data::Absent);
            let mut given = in_file.iter().rev().filter(|(known, _)| known.eq_ignore_ascii_case(&variable));
            let given = match self.provided_in_any_case(&variable) {
                Some(value) => Some(value),
                None => given.next().map(|(_, value)| value.clone()),
            };
            let kind = self.annotation_types.get(&(class, Arc::clone(&name))).cloned();
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

    /// An entry of `model_config`, or a name of the inner class `Config`, of the class or a base.
    fn model_option(&self, class: u32, name: &str) -> Option<Value> {
        if let Some((_, config)) = self.find_in_class(class, "model_config")
            && let Some((id, ObjectKind::Dict)) = self.kind_of(&config)
        {
            return self.store.get(id, name).cloned();
        }
        match self.find_in_class(class, "Config")?.1.data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                self.find_in_class(index, name).map(|(_, value)| value)
            }
            _ => None,
        }
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
