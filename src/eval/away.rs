//! Apps that are handed to code that the project does not have.
//!
//! What known extensions do with an app is in `extensions`.

use std::collections::BTreeSet;

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
        if to.contains('.') && !may_configure(to) {
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
/// of a module, named for setting something up. Extensions of Flask, which only read them, are named so or are made by
/// a class, as their object that has `init_app` is.
fn may_configure(dotted: &str) -> bool {
    const VERBS: [&str; 8] = ["init", "initialize", "initialise", "configure", "config", "setup", "bootstrap", "load"];
    let function = dotted.rsplit('.').next().unwrap_or(dotted);
    function.split('_').any(|word| VERBS.contains(&word)) && is_foreign_function(dotted)
}

/// Whether this is a function of a module that is not known: neither Python's, nor that of an extension of Flask.
fn is_foreign_function(dotted: &str) -> bool {
    let Some((module, _)) = dotted.rsplit_once('.') else { return false };
    !dotted.contains(char::is_uppercase) && !module.contains("flask") && !is_library(module)
}

#[cfg(test)]
mod tests {
    use super::may_configure;

    #[test]
    fn functions_outside_the_project_that_set_something_up_may_configure_an_app() {
        for name in ["coaster.app.init_app", "company.setup.configure", "company.web.setup_app", "company.load_config"]
        {
            assert!(may_configure(name), "{name}");
        }
        for name in [
            "flask_migrate.Migrate.init_app",
            "flask_admin.init_app",
            "sentry_sdk.integrations.flask.setup",
            "company.Extension.init_app",
            "waitress.serve",
            "logging.config.setup",
            "builtins.print",
        ] {
            assert!(!may_configure(name), "{name}");
        }
    }
}
