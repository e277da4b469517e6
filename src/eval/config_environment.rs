//! Configuration from environment variables (`from_prefixed_env`, `from_envvar`), and from the `.env`
//! files that the `flask` command makes variables of.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::Machine;
use super::native_external;
use super::store::Key;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Step, Value, override_with};

#[expect(clippy::wrong_self_convention, reason = "named after the methods of Flask's configuration")]
impl Machine<'_> {
    /// `FLASK_…` variables set anything; what is written already can be overridden by them.
    pub(super) fn from_prefixed_env(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let prefix = Self::text_of(arguments, 0, "prefix").unwrap_or_else(|| "FLASK".into());
        let config = self.apps[app as usize].config;
        let written: Vec<(Key, Value)> = self
            .store
            .object(config)
            .fields
            .iter()
            .filter(|(_, value)| !value.trail.is_empty())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in written {
            let Key::Text(name) = &key else { continue };
            let variable: Arc<str> = format!("{prefix}_{name}").into();
            let external = native_external(&variable, span);
            self.store.set(config, key, override_with(&value, &external, &[variable]));
        }
        self.prefixed_files(app, &prefix, span);
        self.prefixed_variables(app, &prefix, span);
        self.gap(app, span, GapKind::Optional, format!("{prefix}_… environment variables can set anything"));
    }

    /// `config.from_envvar(variable, silent)`: the file that a variable of the environment names.
    pub(super) fn from_envvar(&mut self, app: u32, arguments: &Arguments, span: Span) -> Value {
        let name = Self::text_of(arguments, 0, "variable_name").unwrap_or_else(|| "a variable".into());
        if let Some(path) = self.provided(&name) {
            let mut file = arguments.clone();
            file.positional = std::iter::once(path).chain(arguments.positional.iter().skip(1).cloned()).collect();
            return self.from_pyfile(app, &file, span);
        }
        let silent = arguments.get(1, "silent").and_then(Value::truth) == Some(true);
        let kind = if silent { GapKind::Optional } else { GapKind::Required };
        self.gap(app, span, kind, format!("the file that {name} names is loaded over it"));
        if !silent {
            return Value::of(Data::Bool(true));
        }
        self.override_written(app, &name, span);
        override_with(&Value::of(Data::Bool(false)), &Value::of(Data::Bool(true)), &[name])
    }

    /// Variables that the program itself puts into the environment before `from_prefixed_env` reads it.
    fn prefixed_variables(&mut self, app: u32, prefix: &str, span: Span) {
        let mut variables: Vec<(String, Value)> = Vec::new();
        for (key, value) in &self.store.object(self.environment).fields {
            let Key::Text(name) = key else { continue };
            if let Some(key) = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')) {
                variables.push((key.to_owned(), value.clone()));
            }
        }
        variables.sort_by(|one, other| one.0.cmp(&other.0));
        for (key, value) in variables {
            let value = self.lift(&value, &mut |_, value| match &value.data {
                Data::Str(text) => value.with(json_or_text(text)),
                _ => value.clone(),
            });
            self.write_setting(app, &key, &value, span);
        }
    }

    /// `.env` and `.flaskenv`, which the `flask` command loads before `from_prefixed_env` reads them.
    fn prefixed_files(&mut self, app: u32, prefix: &str, span: Span) {
        for name in [".flaskenv", ".env"] {
            let Some(path) = self.find_upwards(name) else { continue };
            let Some(file) = self.program.sources.load(&path) else { continue };
            let text = self.program.sources.file(file).text.clone();
            for (variable, value, start) in super::dotenv::variables(&text) {
                let Some(key) = variable.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')) else { continue };
                let end = start + u32::try_from(value.len()).unwrap_or(0);
                let at = Step::new(Span::new(file, start, end), "written here");
                let value = Value::at(json_or_text(&value), at);
                let config = self.apps[app as usize].config;
                let before = self.store.get(config, &Key::text(key)).cloned().unwrap_or_else(|| Value::of(Data::None));
                let variable: Arc<str> = variable.as_str().into();
                let external = native_external(&variable, span);
                let joined = if before.data == value.data {
                    override_with(&value, &external, &[variable])
                } else {
                    override_with(&before, &crate::value::choose(&value, &external), &[variable])
                };
                self.store.set(config, Key::text(key), joined);
            }
        }
    }
}

/// What `from_prefixed_env` makes of a variable: JSON if it is, else the text.
fn json_or_text(text: &str) -> Data {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::Bool(flag)) => Data::Bool(flag),
        Ok(serde_json::Value::Null) => Data::None,
        Ok(serde_json::Value::Number(number)) => match number.as_i64() {
            Some(number) => Data::Int(number),
            None => Data::Str(text.into()),
        },
        _ => Data::Str(text.into()),
    }
}
