//! Libraries that read settings: python-dotenv, python-decouple, environs, dynaconf.
//!
//! Only what FLASK.md B.5 states of them.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::{Hazard, Machine};
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::data::boolean;
use super::environment::external;
use crate::source::Span;
use crate::value::{Data, Step, Value, override_with};

impl Machine<'_> {
    pub(super) fn settings_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        Some(match name {
            "dotenv.load_dotenv" => {
                let path = arguments.get(0, "dotenv_path").cloned();
                self.load_dotenv(path.as_ref());
                Value::of(Data::Bool(true))
            }
            "dotenv.dotenv_values" => {
                let path = arguments.get(0, "dotenv_path").cloned();
                let (id, value) = self.new_object(ObjectKind::Dict);
                let variables = self.dotenv_variables(path.as_ref());
                for (name, value) in variables.into_iter().flatten() {
                    self.store.set(id, Key::text(&name), value);
                }
                value
            }
            "dotenv.find_dotenv" => {
                let found = self.find_upwards(".env");
                Value::text(&found.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())
            }
            "decouple.config" | "decouple.Config" | "decouple.AutoConfig" => {
                if name != "decouple.config" {
                    return Some(self.native("decouple.config"));
                }
                self.read_setting(arguments, "decouple.config", span)
            }
            "decouple.Csv" => Value::unknown("a list"),
            "environs.env" => self.read_setting(arguments, name, span),
            "environs.env.read_env" => {
                self.load_dotenv(arguments.first().cloned().as_ref());
                Value::of(Data::None)
            }
            _ if name.starts_with("environs.env.") => self.read_setting(arguments, name, span),
            "dynaconf.Dynaconf" | "dynaconf.LazySettings" => {
                let (_, value) = self.new_object(ObjectKind::Native("dynaconf.Dynaconf".into()));
                value
            }
            "environs.Env" => {
                let (_, value) = self.new_object(ObjectKind::Native("environs.Env".into()));
                value
            }
            "starlette.config.Config" => self.native("decouple.config"),
            _ => return None,
        })
    }

    /// `config("K", default=…, cast=…)` and `env.str("K", …)`: the environment, then `.env`, then the default.
    pub(in super::super) fn read_setting(&mut self, arguments: &Arguments, reader: &str, span: Span) -> Value {
        let Some(name) = Self::text_of(arguments, 0, "name") else {
            return Value::unknown("a setting whose name is not known");
        };
        let default = arguments.get(1, "default").cloned();
        let raw = match (self.provided(&name), default) {
            (Some(value), _) => value,
            (None, Some(default)) => {
                let default =
                    if default.trail.is_empty() { default.via(Step::new(span, "read here")) } else { default };
                let given = override_with(&default, &external(&name, span), &[name]);
                if !reader.starts_with("decouple.") {
                    // Unlike decouple, environs converts what the environment says and no default.
                    return given;
                }
                given
            }
            (None, None) => {
                self.met(Hazard::Missing, Some(Arc::clone(&name)));
                external(&name, span)
            }
        };
        self.cast(&raw, arguments, reader, span)
    }

    fn cast(&mut self, raw: &Value, arguments: &Arguments, reader: &str, span: Span) -> Value {
        let cast = arguments.keyword("cast").cloned();
        let wanted = match (&cast, reader.rsplit('.').next()) {
            (Some(cast), _) => self.native_name(cast).map(|name| name.replace("builtins.", "")),
            (None, Some(method @ ("bool" | "int" | "float"))) => Some(method.to_string()),
            (None, _) => return raw.clone(),
        };
        match wanted.as_deref() {
            Some("bool") => self.lift(raw, &mut |_, value| match (&value.data, value.as_str().and_then(boolean)) {
                (_, Some(flag)) => value.with(Data::Bool(flag)),
                (Data::External(external), None) => value.with(Data::External(external.converted())),
                (Data::Bool(_) | Data::None, None) => value.clone(),
                _ => value.with(Data::Unknown("a truth value that is not known".into())),
            }),
            Some(name @ ("int" | "float" | "str")) => {
                let callee = self.native(&format!("builtins.{name}"));
                self.call(&callee, &Arguments::of(vec![raw.clone()]), span)
                    .unwrap_or_else(|_| Value::unknown("a setting that does not convert"))
            }
            _ => match cast {
                Some(cast) => self
                    .call(&cast, &Arguments::of(vec![raw.clone()]), span)
                    .unwrap_or_else(|_| Value::unknown("a setting that does not convert")),
                None => raw.clone(),
            },
        }
    }

    /// Puts the variables of a `.env` file into the environment, where they are not set yet.
    pub(in super::super) fn load_dotenv(&mut self, path: Option<&Value>) {
        for (name, value) in self.dotenv_variables(path).into_iter().flatten() {
            let key = Key::text(&name);
            if self.store.get(self.environment, &key).is_some() {
                continue;
            }
            let Some(span) = value.trail.origin() else { continue };
            let value = override_with(&value, &external(&name.as_str().into(), span), &[name.into()]);
            self.store.set(self.environment, key, value);
        }
    }

    /// The variables of a `.env` file: the one at `path`, or the nearest.
    fn dotenv_variables(&mut self, path: Option<&Value>) -> Option<Vec<(String, Value)>> {
        let path = match path.map(|path| self.plain_path(path)) {
            Some(path) if matches!(path.by_default().data, Data::Str(_)) => {
                path.by_default().as_str().filter(|text| !text.is_empty()).map(|text| self.full_path(text))
            }
            _ => self.find_upwards(".env"),
        };
        let file = self.program.sources.load(&path?)?;
        let source = self.program.sources.file(file);
        let variables = super::super::dotenv::variables(&source.text).into_iter().map(|(name, text, start)| {
            let span = Span::new(file, start, start + u32::try_from(text.len()).unwrap_or(0));
            (name, Value::at(Data::Str(text.into()), Step::new(span, "written here")))
        });
        Some(variables.collect())
    }

    /// The nearest file of this name in the folder of the running file or above it.
    pub(in super::super) fn find_upwards(&self, name: &str) -> Option<PathBuf> {
        let here = self.current_path();
        let root = self.program.sources.root();
        here.ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(root))
            .map(|folder| folder.join(name))
            .find(|path| self.program.sources.is_file(path))
    }
}
