//! Apps that are handed to code that the project does not have.
//!
//! What known extensions do with an app is in `extensions`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::calls::Arguments;
use super::imports::is_library;
use super::machine::{App, Machine};
use super::object::ObjectKind;
use crate::flask::{GapKind, SecretSetting, is_security_setting};
use crate::source::Span;
use crate::value::{Data, External, ExternalKind, Handle, HandleKind, Value};

impl Machine<'_> {
    /// `config.init_app(app)`, where `config` is an argument that the caller chooses: whatever it is named for
    /// configuration may set anything.
    pub(super) fn given_to_argument(&mut self, receiver: &Value, arguments: &Arguments, span: Span) {
        let Data::External(External { kind: ExternalKind::Argument, name, .. }) = &receiver.data else { return };
        let parameter = name.rsplit(':').next().unwrap_or(name).to_lowercase();
        let is_configuration = ["conf", "setting"].iter().any(|word| parameter.contains(word));
        let kind = if is_configuration { GapKind::Required } else { GapKind::Optional };
        let apps: Vec<u32> = arguments.all().filter_map(|value| self.app_of(value)).collect();
        for app in apps {
            self.apps[app as usize].serves = true;
            self.apps[app as usize].users = None;
            self.gap(app, span, kind, format!("the app is passed to `{parameter}`, which the caller chooses"));
        }
    }

    /// Notes that code outside the project has an app: what is known by a dotted name is that package's.
    pub(super) fn note_user(&mut self, app: u32, name: &str) {
        let users = &mut self.apps[app as usize].users;
        match name.split_once('.') {
            Some((package, _)) if !is_foreign_function(name) => {
                if let (Some(users), false) = (users, self.doubts.is_local) {
                    users.insert(package.into());
                }
            }
            Some(_) | None => *users = None,
        }
    }

    /// Whether code outside the project has an app that is no extension of Flask.
    pub(super) fn is_with_others(&self, app: u32) -> bool {
        let is_other = |package: &Arc<str>| !package.contains("flask") && !is_library(package);
        self.apps[app as usize].users.as_ref().is_none_or(|packages| packages.iter().any(is_other))
    }

    /// The packages that have an app; none where others may.
    pub(super) fn packages_with(&self, app: &App) -> Option<BTreeSet<String>> {
        let users = app.users.as_ref().filter(|_| self.left_off().is_none())?;
        Some(users.iter().map(ToString::to_string).collect())
    }

    /// Whether something is made for configuration: a class or an instance of one with settings that matter here.
    /// Extensions have such classes of their own, too, with a debug or test mode.
    fn is_class_of_settings(&self, value: &Value) -> bool {
        let class = match (&value.data, self.kind_of(value)) {
            (Data::Handle(Handle { kind: HandleKind::Class, index }), _)
            | (_, Some((_, ObjectKind::Instance(index)))) => *index,
            _ => return false,
        };
        let is_flasks = |name: &str| is_security_setting(name) && !matches!(name, "DEBUG" | "TESTING" | "ENV");
        self.settings_of_class(class).iter().any(|(name, _)| SecretSetting::is(name) || is_flasks(name))
    }

    /// Arguments that go to code we do not have: a configuration or app among them may be changed there.
    pub(super) fn passed_away(&mut self, arguments: &Arguments, span: Span, to: &str) {
        self.lend_blueprints(arguments);
        // Of what is not known the name in the call may still say what it is.
        let source = self.program.sources.file(span.file);
        let called = source.slice(span).split('(').next().unwrap_or("");
        let serves = super::extensions::may_register_views(if to.contains('.') { to } else { called });
        // `setup.bind(app)` may be a method of an object, whose constructor is an extension's.
        let is_function = !called.contains('.') || called == to;
        let apps: Vec<u32> = arguments.all().filter_map(|value| self.app_of(value)).collect();
        for app in &apps {
            self.apps[*app as usize].serves |= serves;
            self.note_user(*app, to);
        }
        if arguments.all().flat_map(Value::alternatives).any(|value| self.is_class_of_settings(value)) {
            for app in &apps {
                let message = format!("the app is passed to {to} with a configuration");
                self.gap(*app, span, GapKind::Required, message);
            }
        }
        if to.contains('.') && !may_configure(to) && !(is_function && may_do_anything(to)) {
            return;
        }
        let to = if to.contains('.') { format!("`{to}`, which is not in the project") } else { to.to_owned() };
        let configs: Vec<u32> = arguments.all().filter_map(|value| self.config_of(value)).collect();
        for app in apps.into_iter().chain(configs) {
            self.gap(app, span, GapKind::Optional, format!("the app is passed to {to}"));
        }
    }
}

/// Whether code outside the project may write an app's settings that is given the app, or its configuration: a function
/// of a module, named for setting something up, or what is named for configuration. Other extensions of Flask, which only
/// read settings, are named for Flask or are made by a class, as their object that has `init_app` is.
fn may_configure(dotted: &str) -> bool {
    const VERBS: [&str; 8] = ["init", "initialize", "initialise", "configure", "config", "setup", "bootstrap", "load"];
    let function = dotted.rsplit('.').next().unwrap_or(dotted);
    let sets_up = function.split('_').any(|word| VERBS.contains(&word)) && is_foreign_function(dotted);
    sets_up || is_for_configuration(dotted)
}

/// Whether code outside the project is there to configure apps: a company's `Setup`, or an extension whose package is named
/// for it, as Flask-AppConfig 0.13 and Flask-Environments 0.1. Others set up what they are for: Flask-Assets' `Environment`,
/// Flask-Uploads' `configure_uploads`.
fn is_for_configuration(dotted: &str) -> bool {
    const PURPOSES: [&str; 6] = ["config", "settings", "environ", "secrets", "vault", "consul"];
    let is_purpose = |part: &str| PURPOSES.iter().any(|purpose| part.to_lowercase().contains(purpose));
    let sets_up = |part: &str| part.starts_with("Setup") || part.starts_with("Configur");
    let package = dotted.split('.').next().unwrap_or(dotted);
    if package.starts_with("flask_") {
        return is_purpose(package);
    }
    !is_library(dotted) && !is_of_python(dotted) && dotted.split('.').any(|part| is_purpose(part) || sets_up(part))
}

/// Whether a function outside the project that is given an app may do anything with it: `auth_manager(app)`. What serves
/// or wraps an app leaves its settings alone.
fn may_do_anything(dotted: &str) -> bool {
    const SERVES: [&str; 14] = [
        "serve", "server", "run", "start", "launch", "listen", "handle", "handler", "response", "wsgi", "asgi", "wrap",
        "test", "client",
    ];
    let function = dotted.rsplit('.').next().unwrap_or(dotted);
    is_foreign_function(dotted) && !function.split('_').any(|word| SERVES.contains(&word))
}

/// Modules of the standard library that an app or its configuration is given to.
fn is_of_python(dotted: &str) -> bool {
    const MODULES: [&str; 14] = [
        "asyncio",
        "atexit",
        "copy",
        "inspect",
        "multiprocessing",
        "operator",
        "pickle",
        "pprint",
        "signal",
        "sqlite3",
        "subprocess",
        "threading",
        "unittest",
        "wsgiref",
    ];
    MODULES.contains(&dotted.split('.').next().unwrap_or(dotted))
}

/// Whether this is a function of a module that is not known: neither Python's, nor that of an extension of Flask.
fn is_foreign_function(dotted: &str) -> bool {
    let Some((module, _)) = dotted.rsplit_once('.') else { return false };
    !dotted.contains(char::is_uppercase) && !module.contains("flask") && !is_library(module) && !is_of_python(module)
}

#[cfg(test)]
mod tests {
    use super::{may_configure, may_do_anything};

    #[test]
    fn functions_outside_the_project_that_set_something_up_may_configure_an_app() {
        for name in [
            "coaster.app.init_app",
            "company.setup.configure",
            "company.web.setup_app",
            "company.load_config",
            "company.Setup",
            "company.Setup.init_app",
            "company_flask.settings.apply",
            "flask_appconfig.AppConfig",
            "flask_environments.Environments.init_app",
        ] {
            assert!(may_configure(name), "{name}");
        }
        for name in [
            "flask_migrate.Migrate.init_app",
            "flask_admin.init_app",
            "flask_assets.Environment.init_app",
            "flask_uploads.configure_uploads",
            "sentry_sdk.integrations.flask.setup",
            "company.Extension.init_app",
            "waitress.serve",
            "logging.config.setup",
            "builtins.print",
        ] {
            assert!(!may_configure(name), "{name}");
        }
    }

    #[test]
    fn a_function_outside_the_project_may_do_anything_with_an_app_unless_it_serves_it() {
        for name in ["company.auth.auth_manager", "company.security"] {
            assert!(may_do_anything(name), "{name}");
        }
        for name in [
            "waitress.serve",
            "awsgi.response",
            "serverless_wsgi.handle_request",
            "copy.deepcopy",
            "flask_admin.attach",
        ] {
            assert!(!may_do_anything(name), "{name}");
        }
    }
}
