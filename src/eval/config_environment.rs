//! Configuration from environment variables (`from_prefixed_env`, `from_envvar`), and from the `.env`
//! files that the `flask` command makes variables of.

use std::sync::Arc;

use super::calls::Arguments;
use super::candidates::ANY_NAME;
use super::documents::{self, Format};
use super::lists::is_certain;
use super::machine::Machine;
use super::native_external;
use super::store::Key;
use crate::flask::{self, GapKind, Version};
use crate::source::Span;
use crate::value::{Data, Step, Value, override_with};

#[expect(clippy::wrong_self_convention, reason = "named after the methods of Flask's configuration")]
impl Machine<'_> {
    /// What the constructor takes from `FLASK_DEBUG` and, from 1.0 to 2.2, `FLASK_ENV`.
    pub(super) fn read_flask_variables(&mut self, app: u32, span: Span) {
        let flask = self.flask_of(app);
        let variable: Arc<str> = "FLASK_ENV".into();
        let env = self.provided(&variable).filter(|_| flask::knows(flask, "ENV"));
        if flask::knows(flask, "ENV") {
            self.set_env(app, env.clone(), span);
        }
        let no = Value::of(Data::Bool(false));
        let by_default = override_with(&no, &Value::of(Data::Bool(true)), &["FLASK_DEBUG".into()]);
        let debug = self.perhaps_provided(&"FLASK_DEBUG".into()).filter(|_| flask >= Version::new(1, 0, 0));
        let (asked, turns_on): (_, fn(&str) -> bool) = match (debug, env) {
            (Some(debug), _) => (debug, flask::turns_debug_on),
            (None, Some(env)) => (env, |text| text == "development"),
            (None, None) => {
                let config = self.apps[app as usize].config;
                return self.store.set(config, Key::text("DEBUG"), by_default);
            }
        };
        let value = self.lift(&asked, &mut |_, value| match value.as_str() {
            Some(text) => value.with(Data::Bool(turns_on(text))),
            None if value.data == Data::Absent => by_default.clone(),
            None => value.with(Data::Unknown("what the environment says".into())),
        });
        if value.data != Data::Bool(false) {
            self.write_setting(app, "DEBUG", &value, span);
        }
    }

    /// What Flask before 2.3 takes from `FLASK_ENV`, of which this is known.
    fn set_env(&mut self, app: u32, known: Option<Value>, span: Span) {
        let variable: Arc<str> = "FLASK_ENV".into();
        let external = native_external(&variable, span);
        let by_default = override_with(&Value::text("production"), &external, &[variable]);
        let config = self.apps[app as usize].config;
        self.store.set(config, Key::text("ENV"), known.unwrap_or(by_default));
    }

    /// A program that reads a setting which only older versions of Flask have, and does not catch that it is missing,
    /// runs under one of those.
    pub(super) fn suppose_older(&mut self, app: u32, setting: &str, span: Span) -> bool {
        let Some(older) = self.apps[app as usize].installed.older_with(setting).filter(|_| self.tries == 0) else {
            return false;
        };
        self.apps[app as usize].installed = older;
        if setting == "ENV" {
            let known = self.provided(&"FLASK_ENV".into());
            self.set_env(app, known, span);
        }
        true
    }

    /// `FLASK_…` variables set anything; what is there already, written or not, can be overridden by them.
    pub(super) fn from_prefixed_env(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let prefix = Self::text_of(arguments, 0, "prefix").unwrap_or_else(|| "FLASK".into());
        let config = self.apps[app as usize].config;
        for (key, value) in self.store.object(config).fields.clone() {
            let Key::Text(name) = &key else { continue };
            let variable: Arc<str> = format!("{prefix}_{name}").into();
            let external = native_external(&variable, span);
            self.store.set(config, key, override_with(&value, &external, &[variable]));
        }
        let loads = arguments.keyword("loads").cloned();
        self.prefixed_files(app, &prefix, loads.as_ref(), span);
        self.prefixed_variables(app, &prefix, loads.as_ref(), span);
        let any = format!("{prefix}_{ANY_NAME}");
        self.gap(app, span, GapKind::Optional, format!("{any} environment variables can set anything"));
        self.apps[app as usize].sources.push(any.into());
    }

    /// `config.from_mapping(os.environ)`: variables set what has their names, all of them texts.
    pub(super) fn load_environment(&mut self, app: u32, span: Span) {
        let config = self.apps[app as usize].config;
        let provided = self.store.object(self.environment).fields.clone();
        for (key, value) in self.store.object(config).fields.clone() {
            let Key::Text(name) = &key else { continue };
            if provided.get(&key).is_some_and(is_certain) {
                continue;
            }
            let external = native_external(name, span);
            let value = override_with(&value, &external, std::slice::from_ref(name));
            self.store.set(config, key, value);
        }
        for (key, value) in provided {
            if let Key::Text(name) = key {
                self.write_setting(app, &name, &value, span);
            }
        }
        self.gap(app, span, GapKind::Optional, "environment variables can set anything".into());
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
    fn prefixed_variables(&mut self, app: u32, prefix: &str, loads: Option<&Value>, span: Span) {
        let mut variables: Vec<(String, Value)> = Vec::new();
        for (key, value) in &self.store.object(self.environment).fields {
            let Key::Text(name) = key else { continue };
            if let Some(key) = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')) {
                variables.push((key.to_owned(), value.clone()));
            }
        }
        variables.sort_by(|one, other| one.0.cmp(&other.0));
        for (key, value) in variables {
            let value = self.loaded(&value, loads, span);
            match key.split_once("__") {
                Some((top, _)) => {
                    let nested = Value::unknown("a dict that the environment fills").via(Step::new(span, "set here"));
                    self.write_setting(app, top, &nested, span);
                }
                None => self.write_setting(app, &key, &value, span),
            }
        }
    }

    /// What `from_prefixed_env` makes of a variable: what `loads` (by default JSON) makes of it, else the text.
    fn loaded(&mut self, value: &Value, loads: Option<&Value>, span: Span) -> Value {
        let loads = match loads {
            Some(loads) => loads.clone(),
            None => self.native("json.loads"),
        };
        self.lift(value, &mut |machine, value| {
            let Some(text) = value.as_str() else { return value.clone() };
            let is_json = machine.native_name(&loads).as_deref() == Some("json.loads");
            if is_json && documents::parse(text, Format::Json).is_none() {
                return value.clone();
            }
            machine.call(&loads, &Arguments::of(vec![value.clone()]), span).unwrap_or_else(|_| value.clone())
        })
    }

    /// `.env` and `.flaskenv`, which the `flask` command loads before `from_prefixed_env` reads them.
    fn prefixed_files(&mut self, app: u32, prefix: &str, loads: Option<&Value>, span: Span) {
        for name in [".flaskenv", ".env"] {
            let Some(path) = self.find_upwards(name) else { continue };
            for (variable, value) in self.variables_of_file(&path).into_iter().flatten() {
                let Some(key) = variable.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')) else { continue };
                let value = self.loaded(&value, loads, span);
                let config = self.apps[app as usize].config;
                let before = self.store.get(config, key).cloned().unwrap_or_else(|| Value::of(Data::None));
                let variable: Arc<str> = variable.as_str().into();
                let external = native_external(&variable, span);
                let joined = if before.by_default().data == value.data || self.is_run_by_flask() {
                    override_with(&value, &external, &[variable])
                } else {
                    override_with(&before, &crate::value::choose(&value, &external), &[variable])
                };
                self.store.set(config, Key::text(key), joined);
            }
        }
    }
}
