//! What is modelled of the world outside the project: one file a library, and this table of them.
//!
//! A native thing is its dotted name. What no file here knows is unknown, and a hazard for `try`.

mod builtins;
mod chosen;
mod command_line;
mod containers;
mod conversions;
mod data;
mod decouple;
mod environment;
mod exports;
mod files;
mod hashing;
mod imports;
mod ini;
mod ini_references;
mod ini_sections;
mod matching;
mod operator;
mod ordering;
mod paths;
mod providers;
mod random;
mod reflection;
mod repository;
mod threads;
mod types;
mod uuids;

pub(super) use data::stored as native_stored;
pub(super) use environment::{external as native_external, text_of_bytes};
pub(super) use paths::text_of_path;

use std::sync::Arc;

use super::calls::Arguments;
use super::hazards::Hazard;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::options::WORDS_OF_COMMAND_LINE;
use super::store::Key;
use crate::source::Span;
use crate::value::{Data, Value};

impl Machine<'_> {
    /// An attribute of something native. Constants have values; the rest is a longer dotted name.
    pub(super) fn native_attribute(&mut self, dotted: &str, name: &str) -> Value {
        // It passes on all names of Flask, and makes its functions coroutines (0.4.0).
        let dotted = if dotted == "aioflask" { "flask" } else { dotted };
        let whole = format!("{dotted}.{name}");
        if let Some(written) = self.store.get(self.of_libraries, &*whole).cloned() {
            let other = self.native(&whole);
            return super::names::fill_absent(&written, &other);
        }
        self.native_constant(&whole).unwrap_or_else(|| self.native(&whole))
    }

    fn native_constant(&mut self, dotted: &str) -> Option<Value> {
        Some(match dotted {
            "os.sep" | "os.path.sep" => Value::text("/"),
            "os.name" => Value::text("posix"),
            "string.ascii_letters" => Value::text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            "string.ascii_lowercase" => Value::text("abcdefghijklmnopqrstuvwxyz"),
            "string.ascii_uppercase" => Value::text("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            "string.digits" => Value::text("0123456789"),
            "string.hexdigits" => Value::text("0123456789abcdefABCDEF"),
            "string.octdigits" => Value::text("01234567"),
            "string.printable" => Value::text(concat!(
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c"
            )),
            "string.punctuation" => Value::text("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
            "sys.version_info" => {
                let parts = self.program.python.numbers().into_iter().map(|part| Value::of(Data::Int(part)));
                Value::of(Data::Tuple(parts.collect()))
            }
            "flask.Flask.default_config" => {
                let (id, defaults) = self.new_object(ObjectKind::Dict);
                for (key, value) in crate::flask::security_settings() {
                    self.store.set(id, Key::text(key), value);
                }
                // `make_config` replaces it (Flask 1.0 to 3.1).
                self.store.set(id, Key::text("DEBUG"), Value::of(Data::None));
                defaults
            }
            "sys.argv" => Value::unknown(WORDS_OF_COMMAND_LINE),
            "sys.platform" => Value::unknown("something of the running interpreter"),
            "typing.TYPE_CHECKING" => Value::of(Data::Bool(false)),
            _ => return None,
        })
    }

    /// Calls something native by its dotted name.
    pub(super) fn call_native(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Value> {
        if self.may_make_app(name, arguments) {
            if let Some(server) = super::foreign_apps::wrapped_app(name, arguments) {
                return Ok(server.clone());
            }
            let app = self.make_app(None, arguments, span)?;
            self.fill_constructor_defaults(&app, name);
            self.doubt_foreign_app(&app, name, span);
            self.construct_eve(&app, name, arguments, span)?;
            return Ok(app);
        }
        let (library, function) = name.rsplit_once('.').unwrap_or(("builtins", name));
        let known = match library {
            _ if function == "__setattr__" => {
                self.call_setattr(None, arguments, span);
                Some(Value::of(Data::None))
            }
            _ if function == "__getattribute__" => Some(self.call_getattribute(None, arguments, span)?),
            "builtins" => self.builtin(function, arguments, span)?,
            "builtins.bytes" | "builtins.bytearray" if function == "fromhex" => {
                self.hash_call("binascii.unhexlify", arguments, span)
            }
            "builtins.dict" if function == "fromkeys" => self.dict_from_keys(arguments),
            "builtins.type" => self.method_of_type(function, arguments),
            "builtins.dict" | "flask.Config" | "flask.config.Config" => match arguments.positional.split_first() {
                Some((receiver, rest)) => {
                    let rest = Arguments { positional: rest.to_vec(), ..arguments.clone() };
                    Some(self.call_method(receiver, function, &rest, span)?)
                }
                None => None,
            },
            "argparse" | "optparse" | "flask_script" => match name {
                "argparse.Namespace" => self.data_call("types.SimpleNamespace", arguments, span)?,
                _ => self.parser_call(name, arguments),
            },
            "threading" | "_thread" | "thread" | "gevent" | "eventlet" | "multiprocessing" | "asyncio" => {
                self.thread_call(name, arguments, span)
            }
            "os" | "os.environ" | "os.environb" => self.os_call(name, arguments, span),
            "glob" => self.glob_call(name, arguments),
            "os.path" | "pathlib" | "pathlib.Path" => self.path_call(name, arguments, span),
            "uuid" if function == "UUID" => Some(self.uuid_call(arguments, span)?),
            "secrets"
            | "random"
            | "uuid"
            | "time"
            | "datetime.datetime"
            | "datetime.date"
            | "socket"
            | "getpass"
            | "platform"
            | "numpy.random"
            | "random.SystemRandom"
            | "werkzeug.security"
            | "cryptography.fernet.Fernet"
            | "Crypto.Random" => self.random_call(name, arguments, span),
            "hashlib" | "base64" | "binascii" | "hmac" => self.hash_call(name, arguments, span),
            "collections"
            | "dataclasses"
            | "attrs"
            | "attr"
            | "werkzeug.datastructures"
            | "werkzeug.datastructures.structures" => self.container_call(name, arguments, span),
            "typing" | "typing_extensions" if function == "cast" => arguments.get(1, "val").cloned(),
            "types" if function == "MappingProxyType" => self.container_call(name, arguments, span),
            "werkzeug.local" | "werkzeug" if function == "LocalProxy" => self.app_behind_proxy(arguments, span),
            "operator" => self.operator_call(name, arguments, span)?,
            "typer" if function == "run" => match arguments.first() {
                Some(command) => {
                    self.note_typer_command(command)?;
                    Some(self.call(command, &Arguments::default(), span)?)
                }
                None => None,
            },
            "sys.path" if matches!(function, "insert" | "append") => {
                self.note_server_folder(arguments);
                Some(Value::of(Data::None))
            }
            "functools" if function == "reduce" => self.operator_call(name, arguments, span)?,
            "json" | "flask.json" | "tomllib" | "tomli" | "toml" | "yaml" | "datetime" | "functools" | "importlib"
            | "types" | "werkzeug.utils" | "ast" | "distutils.util" | "sys" | "copy" | "textwrap" => {
                self.data_call(name, arguments, span)?
            }
            "configparser" | "ConfigParser" | "six.moves.configparser" => self.ini_call(name, arguments, span),
            "configparser.BasicInterpolation" | "configparser.Interpolation" if function == "before_get" => {
                self.ini_interpolation_call(library, arguments, span)
            }
            "dotenv" | "environs" | "environs.env" | "envparse" | "envparse.env" | "envparse.Env" | "decouple"
            | "dynaconf" | "starlette.config" | "flask.cli" => self.settings_call(name, arguments, span),
            "dependency_injector.providers" => self.provider_call(name, arguments),
            _ => self.signal_call(name, arguments, span)?,
        };
        if let Some(value) = known {
            return Ok(value);
        }
        if let Some(value) = self.extension_call(name, arguments, span) {
            return Ok(value);
        }
        Ok(self.unknown_call(name, arguments, span))
    }

    /// A call of code that we do not have: its result is an instance of it if it looks like a class.
    fn unknown_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Value {
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_class = last.chars().next().is_some_and(char::is_uppercase);
        if is_class && last.ends_with("Error") || last.ends_with("Exception") {
            return self.new_object(ObjectKind::Native(name.into())).1;
        }
        self.met(Hazard::Call, None);
        self.passed_away(arguments, span, name);
        if is_class && !name.starts_with("builtins.") {
            return self.new_object(ObjectKind::Native(name.into())).1;
        }
        Value::unknown(&format!("the result of {name}(), which is not modelled"))
    }

    /// A method of an instance of a native class.
    pub(super) fn native_method(
        &mut self,
        receiver: &Value,
        class: &Arc<str>,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Value {
        let whole = format!("{class}.{name}");
        if class.starts_with("pathlib.") {
            return self.path_method(receiver, name, arguments, span);
        }
        if let Some(value) = self.opened_method(receiver, name, arguments) {
            return value;
        }
        if let ("__call__", true) = (name, class.starts_with("operator."))
            && let Ok(Some(value)) = self.call_getter(receiver, class, arguments, span)
        {
            return value;
        }
        if let Some(value) = self.thread_method(receiver, class, name, arguments, span) {
            return value;
        }
        if let Some(value) = self.native_instance_call(receiver, class, name, arguments, span) {
            return value;
        }
        if let Some(value) = self.extension_method(receiver, &whole, arguments, span) {
            return value;
        }
        self.met(Hazard::Call, None);
        self.passed_away(arguments, span, &whole);
        Value::unknown(&format!("the result of {whole}(), which is not modelled"))
    }

    /// An attribute of an instance of a native class.
    pub(super) fn native_instance_attribute(&mut self, object: &Value, class: &Arc<str>, name: &str) -> Value {
        if class.starts_with("pathlib.") {
            return self.path_attribute(object, name);
        }
        if let Some(value) = self.extension_attribute(object, class, name) {
            return value;
        }
        self.method(object, name)
    }

    /// A text argument, what holds by default.
    pub(super) fn text_of(arguments: &Arguments, position: usize, name: &str) -> Option<Arc<str>> {
        match &arguments.get(position, name)?.by_default().data {
            Data::Str(text) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    /// A field of an instance of a native class.
    pub(super) fn field(&self, object: &Value, name: &str) -> Option<Value> {
        let id = Self::object_of(object)?;
        self.store.get(id, name).cloned()
    }
}
