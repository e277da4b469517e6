//! What extensions are, and what they do to an app.
//!
//! An extension that is not named here changes nothing that matters.

use std::sync::Arc;

use super::calls::Arguments;
use super::foreign_apps::{is_derived_app_class, is_named_after_flask};
use super::hooks;
use super::machine::Machine;
use super::names::fill_absent;
use super::object::ObjectKind;
use super::store::Key;
use crate::flask::{self, Extension, ExtensionCall, PackageDefault};
use crate::source::Span;
use crate::value::{Data, Value, for_each, override_with};

/// Constructors whose instances are Flask applications, or wrap one.
const APP_CLASSES: [&str; 17] = [
    "aioflask.Flask",
    "aioflask.app.Flask",
    "flask.Flask",
    "flask.app.Flask",
    "apiflask.APIFlask",
    "apiflask.app.APIFlask",
    "flask_openapi3.OpenAPI",
    "quart.Quart",
    "connexion.App",
    "connexion.FlaskApp",
    "connexion.apps.flask_app.FlaskApp",
    "connexion.apps.flask.FlaskApp",
    "dash.Dash",
    "eve.Eve",
    "eve.flaskapp.Eve",
    "flask_api.FlaskAPI",
    "flask_openapi3.openapi.OpenAPI",
];

/// Whether this is a constructor whose instances are Flask applications, or wrap one.
pub(super) fn is_app_class(name: &str) -> bool {
    is_modelled_app_class(name) || is_derived_app_class(name)
}

/// Whether it is known what an app of this class is configured with.
pub(super) fn is_modelled_app_class(name: &str) -> bool {
    APP_CLASSES.contains(&name)
}

/// Whether this is such a constructor, or may be, or a module or package that has one.
pub(super) fn leads_to_app_class(name: &str) -> bool {
    APP_CLASSES
        .iter()
        .any(|class| class.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        || is_named_after_flask(name)
}

/// Whether a method of an app makes it answer requests.
pub(super) fn registers_views(method: &str) -> bool {
    matches!(method, "run" | "run_server") || declares_views(method)
}

/// Whether a method of an app takes functions that answer requests, or do something at each.
pub(super) fn declares_views(method: &str) -> bool {
    const METHODS: [&str; 16] = [
        "route",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "add_url_rule",
        "endpoint",
        "register_blueprint",
        "register_module",
        "register_api",
        "add_api",
        "errorhandler",
        "before_request",
        "after_request",
        "context_processor",
    ];
    METHODS.contains(&method)
}

/// Whether code outside the project that gets the app may make it answer requests. Extensions that only
/// lend it their services do not.
pub(super) fn may_register_views(name: &str) -> bool {
    const SERVICES: [&str; 15] = [
        "SQLAlchemy",
        "SQLA",
        "Migrate",
        "Mail",
        "Bcrypt",
        "Marshmallow",
        "Manager",
        "Celery",
        "MongoEngine",
        "PyMongo",
        "Cache",
        "FlaskGroup",
        "OAuth",
        "flask_assets",
        "SocketIO",
    ];
    !name.split('.').any(|part| SERVICES.contains(&part))
}

/// Base classes whose fields are read from the environment or given as arguments.
pub(super) fn is_settings_base(name: &str) -> bool {
    matches!(
        name,
        "pydantic_settings.BaseSettings"
            | "pydantic.BaseSettings"
            | "pydantic.BaseModel"
            | "typing.NamedTuple"
            | "pydantic_settings.main.BaseSettings"
    )
}

/// Whether a base class outside the project may have settings of its own: what comes with Python has none, nor have the
/// libraries that are modelled.
pub(super) fn may_have_settings(base: &str) -> bool {
    let top = base.split('.').next().unwrap_or(base);
    !super::imports::is_library(base) && !matches!(top, "argparse" | "six" | "threading" | "typing_extensions")
}

/// Why a class of Flask-Env is not fully known.
pub(super) const ENVIRONMENT_REPLACES: &str = "the environment can replace every attribute";

fn extension_of(class: &str) -> Option<Extension> {
    Some(match class {
        "flask_login.LoginManager" | "flask_login.login_manager.LoginManager" => Extension::Login,
        "flask_wtf.CSRFProtect"
        | "flask_wtf.csrf.CSRFProtect"
        | "flask_wtf.csrf.CsrfProtect"
        | "flask_wtf.CsrfProtect" => Extension::CsrfProtect,
        "flask_jwt_extended.JWTManager" => Extension::Jwt,
        // `identity.flask.Auth` sets up the other for its own (identity 0.11).
        "flask_session.Session" | "identity.flask.Auth" => Extension::FlaskSession,
        "flask_kvsession.KVSessionExtension" => Extension::ServerSideSession,
        "flask_talisman.Talisman" | "flask_talisman.talisman.Talisman" => Extension::Talisman,
        "flask_security.Security" | "flask_security.core.Security" => Extension::Security,
        _ => return None,
    })
}

/// What an extension sets up by itself or brings along.
fn implied_by(class: &str) -> &'static [Extension] {
    match class {
        "flask_wtf.CSRFProtect"
        | "flask_wtf.csrf.CSRFProtect"
        | "flask_wtf.csrf.CsrfProtect"
        | "flask_wtf.CsrfProtect" => &[Extension::Forms],
        "flask_security.Security" | "flask_security.core.Security" | "flask_user.UserManager" => {
            &[Extension::Login, Extension::RememberMe, Extension::Forms]
        }
        "flask_appbuilder.AppBuilder" => &[Extension::Login, Extension::Forms],
        _ => &[],
    }
}

impl Machine<'_> {
    /// Calls of extensions' classes and functions.
    pub(super) fn extension_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        match name {
            "contextlib.suppress" => {
                let (id, value) = self.new_object(ObjectKind::Native(name.into()));
                let names = self.new_list(arguments.positional.iter().cloned());
                self.store.set(id, Key::text("suppressed"), names);
                return Some(value);
            }
            "flask.Config" | "flask.config.Config" => return self.make_bare_config(None, arguments, span).ok(),
            "flask.Blueprint" | "flask.blueprints.Blueprint" | "flask.Module" | "flask.module.Module" => {
                let (id, value) = self.new_object(ObjectKind::Native("flask.Blueprint".into()));
                let recorded = self.new_list([]);
                self.store.set(id, Key::text("recorded"), recorded);
                return Some(value);
            }
            "pydantic.Field" | "pydantic.fields.Field" => return Some(self.make_field(arguments)),
            "pydantic.AliasChoices" | "pydantic.aliases.AliasChoices" => {
                return Some(Value::of(Data::Tuple(arguments.positional.clone().into())));
            }
            "pydantic_settings.SettingsConfigDict"
            | "pydantic_settings.main.SettingsConfigDict"
            | "pydantic.ConfigDict" => {
                return Some(self.make_dict(arguments));
            }
            "pydantic.SecretStr" | "pydantic.SecretBytes" => return arguments.first().cloned(),
            "werkzeug.run_simple" | "werkzeug.serving.run_simple" => {
                let no = Value::of(Data::Bool(false));
                let debug = arguments.get(4, "use_debugger").unwrap_or(&no);
                if let Some(app) = arguments.get(2, "application").and_then(|app| self.app_of(app)) {
                    self.note_run(app, "run_simple", Some(debug), arguments.get(0, "hostname"), span);
                }
            }
            "werkzeug.DebuggedApplication" | "werkzeug.debug.DebuggedApplication" => {
                self.note_debugger(arguments, span);
            }
            "flask.has_app_context" => return Some(Value::unknown("whether there is an app context")),
            _ => {}
        }
        let app = arguments.get(0, "app").and_then(|value| self.app_of(value))?;
        self.attach(name, app, arguments, span);
        let extension = extension_of(name)?;
        self.passed_away(arguments, span, name);
        let (manager, value) = self.new_object(ObjectKind::Native(name.into()));
        self.apps[app as usize].managers.push((extension, manager));
        Some(value)
    }

    /// Methods of extensions' objects: `init_app` above all.
    pub(super) fn extension_method(
        &mut self,
        receiver: &Value,
        whole: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Option<Value> {
        // `super().init_app(app)` names the base.
        let whole = whole.rsplit_once("super:").map_or(whole, |(_, of_base)| of_base);
        let (class, method) = whole.rsplit_once('.')?;
        match (class, method) {
            ("flask.Blueprint", "record" | "record_once") => {
                let recorded = match self.field(receiver, "recorded") {
                    Some(recorded) => recorded,
                    None => self.new_list([]),
                };
                let functions = Value::of(Data::Tuple(arguments.positional.clone().into()));
                self.extend_list(Self::object_of(&recorded)?, &functions);
                self.store.set(Self::object_of(receiver)?, Key::text("recorded"), recorded);
                return Some(arguments.first().cloned().unwrap_or_else(|| Value::of(Data::None)));
            }
            ("flask.Blueprint", _) if let Some(when) = hooks::of_blueprint(method) => {
                return self.hook_of_blueprint(receiver, when, arguments.get(0, "f"));
            }
            ("flask.Blueprint", "register_blueprint") => return self.nest_blueprint(receiver, arguments),
            ("flask.AppContext", "push") => {
                if let Some(app) = self.field(receiver, "app").and_then(|app| self.app_of(&app)) {
                    let _ = self.push_app_context(app, span);
                }
                return Some(Value::of(Data::None));
            }
            ("flask_socketio.SocketIO", "run") => {
                let debug = arguments.keyword("debug").or_else(|| arguments.keyword("use_debugger"));
                if let Some(app) = arguments.get(0, "app").and_then(|app| self.app_of(app)) {
                    self.note_run(app, "socketio.run", debug, arguments.get(1, "host"), span);
                }
            }
            ("environs.Env", "read_env") => return Some(self.read_env(Self::object_of(receiver)?, arguments)),
            ("environs.Env", "prefixed") => return Some(self.prefixed(arguments)),
            ("environs.Env", _) => {
                return Some(self.read_setting(Self::object_of(receiver), arguments, whole, span));
            }
            ("decouple.Config", "__call__" | "get") => {
                return Some(self.read_setting(Self::object_of(receiver), arguments, "decouple.config", span));
            }
            ("cfenv.AppEnv", "get_credential") => return self.cloud_credential(arguments, span),
            ("dynaconf.Dynaconf", "get") => return Some(self.dynaconf_get(receiver, arguments, span)),
            ("dynaconf.Dynaconf", _) => return Some(Value::unknown("a setting of Dynaconf")),
            _ => {}
        }
        if matches!(method, "init_app" | "setup_app" | "bind" | "initialize" | "__init__")
            && let Some(app) = arguments.get(0, "app").and_then(|value| self.app_of(value))
        {
            self.attach(class, app, arguments, span);
            if let (Some(extension), Some(manager)) = (extension_of(class), Self::object_of(receiver)) {
                self.apps[app as usize].managers.push((extension, manager));
            }
        }
        None
    }

    pub(super) fn extension_attribute(&mut self, object: &Value, class: &Arc<str>, name: &str) -> Option<Value> {
        match (&**class, name) {
            ("flask.AppContext" | "flask.BlueprintSetupState", "app") => self.field(object, "app"),
            ("dynaconf.Dynaconf", _) => self.dynaconf_attribute(object, name),
            _ => None,
        }
    }

    /// What an extension that is set up has put under a key that the project does not write.
    pub(super) fn set_by_extension(&self, app: u32, key: &str) -> Option<Value> {
        let packages = self.apps[app as usize].packages;
        self.store.object(packages).fields.iter().find_map(|(package, is_set_up)| {
            let Key::Text(package) = package else { return None };
            let default = flask::set_by_package(package, key)?;
            Some(match (default, &is_set_up.data) {
                (PackageDefault::Known(value), Data::Bool(true)) => value,
                (PackageDefault::Known(_) | PackageDefault::Perhaps, _) => Value::unknown("what an extension sets"),
            })
        })
    }

    /// Whether an extension that is set up, perhaps, has put anything under keys that begin with `namespace`.
    pub(super) fn extensions_set(&self, app: u32, namespace: &str) -> bool {
        let packages = self.apps[app as usize].packages;
        let mut names = self.store.object(packages).fields.keys().filter_map(Key::text_value);
        names.any(|package| flask::sets_in_namespace(&package, namespace))
    }

    /// Notes that what this dotted name belongs to was set up for an app.
    pub(super) fn note_package(&mut self, app: u32, dotted: &str) {
        let package = dotted.split('.').next().unwrap_or(dotted);
        self.store.set(self.apps[app as usize].packages, Key::text(package), Value::of(Data::Bool(true)));
    }

    fn attach(&mut self, class: &str, app: u32, arguments: &Arguments, span: Span) {
        self.note_package(app, class);
        self.note_user(app, class);
        self.set_key_by(class, app, arguments, span);
        if matches!(class, "dynaconf.FlaskDynaconf" | "dynaconf.contrib.FlaskDynaconf") {
            return self.attach_dynaconf(app, arguments, span);
        }
        if class == "flask_dotenv.DotEnv" {
            return self.attach_flask_dotenv(app, arguments, span);
        }
        let without_views = class.starts_with("flask_security.") && self.has_no_blueprint(app, arguments);
        for implied in implied_by(class).iter().filter(|implied| !without_views || **implied == Extension::Login) {
            self.extend_app(app, *implied, span);
        }
        let Some(extension) = extension_of(class) else { return };
        if extension != Extension::ServerSideSession {
            self.extend_app(app, extension, span);
        }
        // In a branch that is not run, it is told nothing.
        let needs = self.doubts.deciders();
        let unless_run = |value: &Value| override_with(&Value::of(Data::Absent), value, &needs);
        let told = |value: &Value| if needs.is_empty() { value.clone() } else { unless_run(value) };
        let named = arguments.named.iter().map(|(name, value)| (name.to_string(), told(value)));
        let call = ExtensionCall { extension, span, arguments: named.collect() };
        self.apps[app as usize].calls.push(call);
        match extension {
            Extension::Talisman => self.attach_talisman(app, arguments, span),
            Extension::FlaskSession | Extension::ServerSideSession => self.attach_session_interface(app, span),
            _ => {}
        }
    }

    /// Whether Flask-Security is told to serve no forms for logins: `register_blueprint=False` (5.6).
    fn has_no_blueprint(&self, app: u32, arguments: &Arguments) -> bool {
        let config = self.apps[app as usize].config;
        let told = arguments.get(2, "register_blueprint").filter(|told| told.data != Data::None);
        let told = told.or_else(|| self.store.get(config, "SECURITY_REGISTER_BLUEPRINT"));
        told.and_then(Value::truth) == Some(false)
    }

    /// Talisman 1.1.0: SAMESITE (from 0.8.0 on) and HTTPONLY at the call, SECURE at each request unless debugging.
    fn attach_talisman(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let written = |value: Data| Value::at(value, crate::value::Step::new(span, "set by Talisman"));
        // Where Flask does not know the setting, nobody asked for it.
        let by_itself = || written(Data::Str("Lax".into()));
        let is_old = !self.apps[app as usize].installed.talisman.sets_same_site();
        let is_known = !is_old && flask::knows(self.flask_of(app), "SESSION_COOKIE_SAMESITE");
        let same_site = arguments.keyword("session_cookie_samesite").cloned();
        if let Some(same_site) = same_site.or_else(|| is_known.then(by_itself)) {
            self.write_setting(app, "SESSION_COOKIE_SAMESITE", &same_site, span);
        }
        let http_only = self.asked_of_talisman(arguments, "session_cookie_http_only", span);
        if http_only.data != Data::Absent {
            self.write_setting(app, "SESSION_COOKIE_HTTPONLY", &http_only, span);
        }
        let secure = self.asked_of_talisman(arguments, "session_cookie_secure", span);
        let at_request = self.apps[app as usize].at_request;
        let before = self.store.get(at_request, "SESSION_COOKIE_SECURE").cloned();
        let secure = fill_absent(&secure, &before.unwrap_or_else(|| Value::of(Data::Absent)));
        self.store.set(at_request, Key::text("SESSION_COOKIE_SECURE"), secure);
    }

    /// `True` where Talisman is asked for an attribute of the cookie, as it is without a word; nothing where it is not.
    fn asked_of_talisman(&mut self, arguments: &Arguments, name: &str, span: Span) -> Value {
        let is_asked = match arguments.keyword(name) {
            Some(value) => self.truth_value(value),
            None => Value::of(Data::Bool(true)),
        };
        let written = |data: Data| Value::at(data, crate::value::Step::new(span, "set by Talisman"));
        for_each(&is_asked, &|is_asked| match is_asked.data {
            Data::Bool(true) => written(Data::Bool(true)),
            Data::Bool(false) => Value::of(Data::Absent),
            _ => written(Data::Unknown("whether Talisman is asked to set it".into())),
        })
    }

    /// After its body: a pydantic settings class reads each field from the environment first.
    pub(super) fn finish_class(&mut self, class: u32, arguments: &Arguments) {
        self.make_members(class);
        self.take_fields(class);
        self.replace_by_environment(class, arguments);
        let is_settings = self.classes[class as usize].native_bases.iter().any(|base| base.ends_with("BaseSettings"));
        if is_settings {
            self.read_fields(class);
        }
    }
}
