//! Libraries that read settings: python-dotenv, python-decouple, environs, envparse, dynaconf.
//!
//! What they do beyond that makes a value unknown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::calls::Arguments;
use super::super::dotenv;
use super::super::hazards::Hazard;
use super::super::machine::Machine;
use super::super::names::fill_absent;
use super::super::object::ObjectKind;
use super::super::open_names::unless;
use super::super::operators::LONGEST_TEXT;
use super::super::store::{Key, ObjectId};
use super::data::boolean;
use super::data::stored;
use super::environment::external;
use crate::source::Span;
use crate::value::{Data, Step, Value, choose, override_with};

impl Machine<'_> {
    pub(super) fn settings_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        Some(match name {
            "dotenv.load_dotenv" => {
                let path = arguments.get(0, "dotenv_path").cloned();
                self.load_dotenv(path.as_ref());
                Value::of(Data::Bool(true))
            }
            "flask.cli.load_dotenv" => {
                // What is set first holds: the given file's variables go before those of the usual ones.
                if let Some(path) = arguments.get(0, "path").filter(|path| path.data != Data::None).cloned() {
                    self.load_dotenv(Some(&path));
                }
                for name in [".env", ".flaskenv"] {
                    let found = self.find_upwards(name);
                    if let Some(path) = found {
                        self.load_dotenv(Some(&Value::text(&path.to_string_lossy())));
                    }
                }
                Value::of(Data::Bool(true))
            }
            "dotenv.dotenv_values" => {
                let path = arguments.get(0, "dotenv_path").cloned();
                self.dotenv_values(path.as_ref())
            }
            "dotenv.find_dotenv" => {
                let name: Arc<str> = ".env".into();
                match self.find_upwards(&name) {
                    Some(path) => Value::text(&path.to_string_lossy()),
                    None => override_with(&Value::text(""), &stored(&name, span), &[name]),
                }
            }
            "decouple.config" => self.read_setting(None, arguments, name, span),
            "decouple.Config" | "decouple.AutoConfig" | "starlette.config.Config" => {
                self.make_reader(name, arguments, span)
            }
            "decouple.RepositoryEnv" | "decouple.RepositoryIni" | "decouple.RepositoryEmpty" => {
                self.make_repository(name, arguments, span)
            }
            "decouple.Csv" if arguments.positional.is_empty() && arguments.named.is_empty() => {
                self.new_object(ObjectKind::Native(name.into())).1
            }
            "decouple.Csv" | "decouple.Choices" => Value::unknown("a cast with options"),
            "environs.env.prefixed" => self.prefixed(arguments),
            "environs.env" => self.read_setting(Some(self.environs), arguments, name, span),
            "environs.env.read_env" => self.read_env(self.environs, arguments),
            _ if name.starts_with("environs.env.") => self.read_setting(Some(self.environs), arguments, name, span),
            // A schema has types and defaults of its own.
            "envparse.Env" if arguments.named.is_empty() && !arguments.is_open => self.native("envparse.env"),
            "envparse.env.read_envfile" | "envparse.Env.read_envfile" => {
                let path = arguments.get(0, "path").cloned();
                self.load_dotenv(path.as_ref());
                Value::of(Data::None)
            }
            _ if name.starts_with("envparse.env") => self.read_setting(None, arguments, name, span),
            "dynaconf.Dynaconf" | "dynaconf.LazySettings" => self.make_dynaconf(arguments, span),
            "environs.Env" => {
                let (_, value) = self.new_object(ObjectKind::Native("environs.Env".into()));
                value
            }
            _ => return None,
        })
    }

    /// `config("K", default=…, cast=…)` and `env.str("K", …)`: the environment, then `.env`, then the default.
    /// An `Env` of environs has variables of its own, in `own`.
    pub(in super::super) fn read_setting(
        &mut self,
        own: Option<ObjectId>,
        arguments: &Arguments,
        reader: &str,
        span: Span,
    ) -> Value {
        let Some(name) = Self::text_of(arguments, 0, "name") else {
            return Value::unknown("a setting whose name is not known");
        };
        let is_environs = reader.starts_with("environs.");
        let name: Arc<str> = match own {
            _ if is_environs => format!("{}{name}", self.prefixes.concat()).into(),
            Some(own) => format!("{}{name}", self.prefix_of_reader(own)).into(),
            None => name,
        };
        let default = arguments.get(1, "default").cloned();
        let found = match self.perhaps_provided(&name) {
            None if reader.starts_with("decouple.") => self.in_repository(own, &name, span),
            None => own.and_then(|own| self.store.get(own, &Key::Text(Arc::clone(&name))).cloned()),
            found => found,
        };
        if let (None, Some(value)) = (&found, self.perhaps_read(&name)) {
            let otherwise = default.unwrap_or_else(|| external(&name, span));
            let either = choose(&value, &choose(&otherwise, &external(&name, span)));
            return self.cast(&either, arguments, reader, span);
        }
        let raw = match (found, default) {
            (Some(value), Some(default)) => self.or_default(&value, &default, &name, span),
            (Some(value), None) => fill_absent(&value, &external(&name, span)),
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
        let Some(cast) = arguments.keyword("cast").cloned() else {
            return self.cast_by_method(raw, reader.rsplit('.').next().unwrap_or_default(), reader, span);
        };
        if let Some((_, ObjectKind::Native(class))) = self.kind_of(&cast)
            && &**class == "decouple.Csv"
        {
            return self.separated(raw);
        }
        match self.native_name(&cast).as_deref() {
            Some("builtins.bool") => self.boolean_of(raw),
            _ => self
                .call(&cast, &Arguments::of(vec![raw.clone()]), span)
                .unwrap_or_else(|_| Value::unknown("a setting that does not convert")),
        }
    }

    /// `env.bool(...)`, `env.list(...)`: the method says the type. Other methods convert in ways of their own.
    fn cast_by_method(&mut self, raw: &Value, method: &str, reader: &str, span: Span) -> Value {
        match method {
            "bool" => self.boolean_of(raw),
            "int" | "float" => {
                let callee = self.native(&format!("builtins.{method}"));
                self.call(&callee, &Arguments::of(vec![raw.clone()]), span)
                    .unwrap_or_else(|_| Value::unknown("a setting that does not convert"))
            }
            "list" => self.separated(raw),
            "str" | "env" | "Env" | "__call__" | "config" => raw.clone(),
            _ if !reader.starts_with("decouple.") => self.lift(raw, &mut |_, value| match value.data {
                Data::Str(_) => value.with(Data::Unknown("a setting that is converted".into())),
                _ => value.clone(),
            }),
            _ => raw.clone(),
        }
    }

    fn boolean_of(&mut self, raw: &Value) -> Value {
        self.lift(raw, &mut |_, value| match (&value.data, value.as_str().and_then(boolean)) {
            (_, Some(flag)) => value.with(Data::Bool(flag)),
            (Data::Str(text), None) if text.is_empty() => value.with(Data::Bool(false)),
            (Data::External(external), None) => value.with(Data::External(external.converted())),
            (Data::Bool(_) | Data::None, None) => value.clone(),
            _ => value.with(Data::Unknown("a truth value that is not known".into())),
        })
    }

    /// A text with commas as a list.
    fn separated(&mut self, raw: &Value) -> Value {
        self.lift(raw, &mut |machine, value| match value.as_str() {
            Some(text) if text.contains(['"', '\'']) => Value::unknown("a list with quotes"),
            Some(text) => {
                let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
                let parts: Vec<Value> = parts.into_iter().map(|part| value.with(Data::Str(part.into()))).collect();
                Value { trail: value.trail.clone(), ..machine.new_list(parts) }
            }
            None => value.clone(),
        })
    }

    /// `with env.prefixed("SHOP_"):`
    pub(in super::super) fn prefixed(&mut self, arguments: &Arguments) -> Value {
        let (id, value) = self.new_object(ObjectKind::Native("environs.Prefix".into()));
        let prefix = arguments.first().cloned().unwrap_or_else(|| Value::text(""));
        self.store.set(id, Key::text("environs prefix"), prefix);
        value
    }

    /// Puts the variables of a `.env` file into the environment, where they are not set yet.
    pub(in super::super) fn load_dotenv(&mut self, path: Option<&Value>) {
        self.load_dotenv_into(self.environment, path);
    }

    /// `env.read_env(path)`: the variables are `own` ones of that reader.
    pub(in super::super) fn read_env(&mut self, own: ObjectId, arguments: &Arguments) -> Value {
        let path = arguments.get(0, "path").cloned();
        for target in [own, self.environs] {
            self.load_dotenv_into(target, path.as_ref());
        }
        Value::of(Data::None)
    }

    fn load_dotenv_into(&mut self, target: ObjectId, path: Option<&Value>) {
        for (name, value) in self.dotenv_variables(path).into_iter().flatten() {
            let key = Key::text(&name);
            if self.store.get(target, &key).is_some() {
                continue;
            }
            let Some(span) = value.trail.origin() else { continue };
            let value = override_with(&value, &external(&name.as_str().into(), span), &[name.into()]);
            self.store.set(target, key, value);
        }
    }

    /// `dotenv_values(path)`: a deployment has a file of its own, which may have further variables. Of one that is not there it
    /// is empty (python-dotenv 1.2).
    fn dotenv_values(&mut self, path: Option<&Value>) -> Value {
        let named = path.and_then(|path| self.plain_path(path).by_default().as_str().map(Arc::<str>::from));
        let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| ".env".into());
        let (id, value) = self.new_object(ObjectKind::Dict);
        for (name, value) in self.dotenv_variables(path).unwrap_or_default() {
            self.store.set(id, Key::text(&name), value);
        }
        self.blur(id, &unless(&name));
        value
    }

    /// The variables of a `.env` file: the one at `path`, or the nearest.
    fn dotenv_variables(&mut self, path: Option<&Value>) -> Option<Vec<(String, Value)>> {
        let given = path.map(|path| self.plain_path(path)).filter(|path| path.by_default().as_str().is_some());
        let Some(given) = given else { return self.variables_of_file(&self.find_upwards(".env")?) };
        let path = self.full_path(given.by_default().as_str().filter(|text| !text.is_empty())?);
        self.note_files_alike(&given, &path);
        if self.is_of_another_profile(&given, &path) { None } else { self.variables_of_file(&path) }
    }

    /// The variables of the `.env` file at `path`, expanded.
    pub(in super::super) fn variables_of_file(&mut self, path: &Path) -> Option<Vec<(String, Value)>> {
        let file = self.program.sources.load_data(path)?;
        let text = self.program.sources.file(file).text.clone();
        let mut variables = IndexMap::new();
        for binding in dotenv::bindings(&text) {
            let place = Step::in_environment_file(Span::new(file, binding.start, binding.end));
            let value = if self.burn() {
                self.expanded(&binding.value, &variables, &place)
            } else {
                self.exhausted(place.span)
            };
            let value = self.within_bounds(value, place.span);
            variables.insert(binding.name, value);
        }
        Some(variables.into_iter().collect())
    }

    /// A value with its `${VARIABLES}` replaced by those of the file so far, or of the environment. A
    /// template that something else fills in is not known.
    fn expanded(&mut self, value: &str, variables: &IndexMap<String, Value>, place: &Step) -> Value {
        if value.contains("{{") {
            return Value::at(Data::Unknown("a template".into()), place.clone());
        }
        let mut text = String::new();
        let mut by: Vec<Arc<str>> = Vec::new();
        for part in dotenv::parts(value) {
            let (name, default) = match part {
                dotenv::Part::Text(part) => {
                    text.push_str(part);
                    continue;
                }
                dotenv::Part::Variable { name, default } => (name, default.unwrap_or_default()),
            };
            let name: Arc<str> = name.into();
            let known = variables.get(&*name).cloned().or_else(|| self.provided(&name));
            match known.as_ref().map(|value| &value.by_default().data) {
                // Each may be made of the one before, twice.
                Some(Data::Str(part)) if text.len() <= LONGEST_TEXT => text.push_str(part),
                Some(_) => return Value::at(Data::Unknown("a variable that is not known".into()), place.clone()),
                None => text.push_str(default),
            }
            by.push(name);
        }
        let whole = Value::at(Data::Str(text.into()), place.clone());
        match by.first() {
            Some(first) => override_with(&whole, &external(first, place.span), &by),
            None => whole,
        }
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
