//! The process environment: `os.environ`, `os.getenv`, and the files that fill it.
//!
//! By default it sets nothing; what `.env` files and assignments provide is known.

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::hazards::Hazard;
use super::super::lists::is_certain;
use super::super::machine::Machine;
use super::super::names::fill_absent;
use super::super::store::Key;
use super::super::world::Subject;
use super::random::{number, random_bytes};
use crate::flask::SecretSetting;
use crate::source::Span;
use crate::value::{Data, External, ExternalKind, Step, Value, choose, override_with};

impl Machine<'_> {
    pub(super) fn os_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        Some(match name {
            "os.environ.get" | "os.getenv" => {
                let default = arguments.get(1, "default").cloned().unwrap_or_else(|| none_at(span));
                match arguments.get(0, "key").cloned() {
                    Some(key) => self.read_environment(&key, &default, span),
                    None => return None,
                }
            }
            "os.environb.get" | "os.getenvb" => {
                let default = arguments.get(1, "default").cloned().unwrap_or_else(|| none_at(span));
                let name = text_of_bytes(arguments.get(0, "key")?)?;
                let text = self.read_environment(&name, &Value::of(Data::Absent), span);
                self.lift(&text, &mut |_, text| match text.data {
                    Data::Absent => default.clone(),
                    _ => bytes_of_text(text),
                })
            }
            // Python 2.
            "os.environ.has_key" | "os.environ.__contains__" => self.environment_has(arguments.first()?),
            "os.environ.setdefault" => {
                let key = arguments.first()?.clone();
                let default = arguments.get(1, "default")?.clone();
                let value = self.read_environment(&key, &default, span);
                self.set_environment(&key, &value);
                value
            }
            "os.environ.pop" => {
                let default = arguments.get(1, "default").cloned().unwrap_or_else(|| none_at(span));
                let key = arguments.first()?.clone();
                self.read_environment(&key, &default, span)
            }
            "os.environ.update" => {
                let source = arguments.first()?.clone();
                self.merge_into(self.environment, &source);
                Value::of(Data::None)
            }
            "os.environ.items" | "os.environ.keys" | "os.environ.values" => external(&"".into(), span),
            "os.environ.copy" => Value::unknown("the whole environment"),
            "os.urandom" | "os.getrandom" => random_bytes(name, number(arguments.first()), span),
            "os.getpid" | "os.getppid" | "os.getuid" | "os.getgid" => {
                Self::predictable("the number of the process or user", span)
            }
            "os.uname" | "os.getlogin" => Self::predictable("the name of the machine or user", span),
            "os.getcwd" => Value::text(&self.start_folder().to_string_lossy()),
            "os.makedirs" | "os.mkdir" | "os.chmod" | "os.remove" | "os.putenv" => Value::of(Data::None),
            _ => return None,
        })
    }

    /// `os.environ.get(key, default)`.
    pub(in super::super) fn read_environment(&mut self, key: &Value, default: &Value, span: Span) -> Value {
        let Some(name) = key.by_default().as_str().map(Arc::<str>::from) else {
            return Value::unknown("an environment variable whose name is not known");
        };
        if let Some(value) = self.perhaps_provided(&name) {
            return self.or_default(&value, default, &name, span);
        }
        if let Some(value) = self.perhaps_read(&name) {
            return choose(&value, &choose(default, &external_text(&name, span)));
        }
        match self.loaded_by_flask(&name) {
            Some(loaded) if self.is_run_by_flask() => self.or_default(&loaded, default, &name, span),
            Some(loaded) => {
                let otherwise = choose(&loaded, &external_text(&name, span));
                override_with(&read_as(default, span), &otherwise, &[name])
            }
            None => unless_set(default, &name, span),
        }
    }

    /// What `.env`, or else `.flaskenv`, says of a secret variable, where the `flask` command loads them before it
    /// imports the app. What they say of other variables is for development as a rule.
    fn loaded_by_flask(&mut self, name: &Arc<str>) -> Option<Value> {
        let has_dotenv = self.program.pins.installed(&self.current_path()).has_dotenv;
        if !has_dotenv || !SecretSetting::is_withheld(name) {
            return None;
        }
        [".env", ".flaskenv"].into_iter().find_map(|file| {
            let variables = self.find_upwards(file).and_then(|path| self.variables_of_file(&path))?;
            let (_, value) = variables.into_iter().find(|(variable, _)| **variable == **name)?;
            matches!(value.by_default().data, Data::Str(_)).then_some(value)
        })
    }

    /// cfenv's `AppEnv().get_credential(key, default)`: that of a service of Cloud Foundry, or the variable (0.5.3).
    pub(in super::super) fn cloud_credential(&mut self, arguments: &Arguments, span: Span) -> Option<Value> {
        let default = arguments.get(1, "default").cloned().unwrap_or_else(|| none_at(span));
        let value = self.read_environment(arguments.get(0, "key")?, &default, span);
        let services: Arc<str> = "VCAP_SERVICES".into();
        Some(override_with(&value, &external(&services, span), std::slice::from_ref(&services)))
    }

    /// What the program says of the variable `name`, where it says it only perhaps joined with what the variable is
    /// without that. What a `.env` file says is the default's in a deployment without that file.
    pub(in super::super) fn or_default(&self, value: &Value, default: &Value, name: &Arc<str>, span: Span) -> Value {
        if !is_certain(value) {
            return fill_absent(value, &unless_set(default, name, span));
        }
        let of_file = value.trail.origin().filter(|origin| {
            let path = &self.program.sources.file(origin.file).path;
            path.extension().is_none_or(|ending| ending != "py")
        });
        match default.data {
            Data::Str(_) | Data::None if of_file.is_some() => {
                let default = match default.data {
                    Data::None => Value::at(Data::None, Step::fallback(span)),
                    _ => default.via(Step::fallback(span)),
                };
                override_with(value, &default, std::slice::from_ref(name))
            }
            _ => value.clone(),
        }
    }

    /// `os.environ[key]`: the program does not start without it.
    pub(in super::super) fn required_environment(&mut self, key: &Value, span: Span) -> Value {
        let Some(name) = key.by_default().as_str().map(Arc::<str>::from) else {
            self.met(Hazard::Missing, None);
            return Value::unknown("an environment variable whose name is not known");
        };
        if let Some(value) = self.perhaps_provided(&name) {
            if !is_certain(&value) {
                self.met(Hazard::Missing, None);
            }
            return fill_absent(&value, &external_text(&name, span));
        }
        if let Some(value) = self.perhaps_read(&name) {
            self.met(Hazard::Missing, None);
            return choose(&value, &external_text(&name, span));
        }
        self.met(Hazard::Missing, Some(Arc::clone(&name)));
        external_text(&name, span)
    }

    /// `os.environb[key]`.
    pub(in super::super) fn required_bytes(&mut self, key: &Value, span: Span) -> Value {
        let Some(name) = text_of_bytes(key) else {
            return Value::unknown("an environment variable whose name is not known");
        };
        let text = self.required_environment(&name, span);
        self.lift(&text, &mut |_, text| bytes_of_text(text))
    }

    /// What assumptions, assignments and loaded files say a variable is, or else the environment.
    pub(in super::super) fn provided(&mut self, name: &Arc<str>) -> Option<Value> {
        let value = self.perhaps_provided(name)?;
        let is_text = true;
        let external = External::new(ExternalKind::Environment, Arc::clone(name), is_text);
        Some(fill_absent(&value, &Value::of(Data::External(external))))
    }

    /// The same without what only the environment may say: [`Data::Absent`] where the program need not have written it.
    pub(in super::super) fn perhaps_provided(&mut self, name: &Arc<str>) -> Option<Value> {
        if let Some(value) = self.assumed(&Subject::Environment(Arc::clone(name))) {
            return Some(Value::of(Data::Str(value)));
        }
        self.store.get(self.environment, &Key::Text(Arc::clone(name))).cloned()
    }

    /// What `Env.read_env()` has read of a variable: until environs 14 it puts that into `os.environ`, then it is
    /// the reader's alone.
    pub(in super::super) fn perhaps_read(&self, name: &Arc<str>) -> Option<Value> {
        self.store.get(self.environs, &Key::Text(Arc::clone(name))).cloned()
    }

    pub(in super::super) fn set_environment(&mut self, key: &Value, value: &Value) {
        if let Some(key) = Key::of(key.by_default()) {
            self.store.set(self.environment, key, value.clone());
        }
    }

    /// `key in os.environ`.
    pub(in super::super) fn environment_has(&mut self, key: &Value) -> Value {
        let Some(name) = key.by_default().as_str().map(Arc::<str>::from) else {
            return Value::unknown("an environment variable whose name is not known");
        };
        let provided = self.perhaps_provided(&name);
        if provided.is_none() && self.perhaps_read(&name).is_some() {
            return Value::unknown("whether environs has put a variable into the environment");
        }
        let provided = provided.unwrap_or_else(|| Value::of(Data::Absent));
        self.lift(&provided, &mut |_, value| match value.data {
            Data::Absent => {
                override_with(&Value::of(Data::Bool(false)), &Value::of(Data::Bool(true)), std::slice::from_ref(&name))
            }
            _ => Value::of(Data::Bool(true)),
        })
    }
}

/// What a variable is read as with this default.
fn unless_set(default: &Value, name: &Arc<str>, span: Span) -> Value {
    override_with(&read_as(default, span), &external_text(name, span), std::slice::from_ref(name))
}

fn read_as(default: &Value, span: Span) -> Value {
    if default.trail.is_empty() { default.via(Step::new(span, "read here")) } else { default.clone() }
}

/// The name of a variable in `os.environb`.
pub(in super::super) fn text_of_bytes(name: &Value) -> Option<Value> {
    match &name.by_default().data {
        Data::Bytes(bytes) => Some(name.with(Data::Str(std::str::from_utf8(bytes).ok()?.into()))),
        _ => None,
    }
}

/// What `os.environb` has where `os.environ` has this.
fn bytes_of_text(text: &Value) -> Value {
    match &text.data {
        Data::Str(known) => text.with(Data::Bytes(known.as_bytes().into())),
        Data::External(external) => text.with(Data::External(external.converted())),
        _ => text.clone(),
    }
}

fn none_at(span: Span) -> Value {
    Value::at(Data::None, Step::new(span, "read here"))
}

/// What the environment provides, converted by whatever reads it.
pub(in super::super) fn external(name: &Arc<str>, span: Span) -> Value {
    read_here(External::new(ExternalKind::Environment, Arc::clone(name), false), span)
}

/// The text of a variable in `os.environ`.
fn external_text(name: &Arc<str>, span: Span) -> Value {
    read_here(External::new(ExternalKind::Environment, Arc::clone(name), true), span)
}

fn read_here(external: External, span: Span) -> Value {
    Value::at(Data::External(external), Step::new(span, "read from the environment here"))
}
