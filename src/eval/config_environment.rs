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
        self.gap(app, span, GapKind::Optional, format!("{prefix}_… environment variables can set anything"));
    }

    pub(super) fn from_envvar(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let name = Self::text_of(arguments, 0, "variable_name").unwrap_or_else(|| "a variable".into());
        let silent = arguments.get(1, "silent").and_then(Value::truth) == Some(true);
        let kind = if silent { GapKind::Optional } else { GapKind::Required };
        self.gap(app, span, kind, format!("the file that {name} names is loaded over it"));
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
                let value = crate::value::choose(&value, &native_external(&variable, span));
                let value = override_with(&before, &value, &[variable]);
                self.write_setting(app, key, &value, span);
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
