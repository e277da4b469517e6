//! Classes of apps that are not Flask's own: those that a library derives from it, known by their name alone, and those
//! that the project derives from a wrapper of apps.

use super::calls::Arguments;
use super::extensions::is_modelled_app_class;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::Key;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Value};

/// The class of wrappers of apps: `Dash(__name__, server=app)`.
const WRAPPER: &str = "dash.Dash";

/// What classes are that a library names after Flask, besides apps: `FlaskForm`, `FlaskLoginClient`, `FlaskGroup`.
const NO_APPS: [&str; 24] = [
    "Adapter",
    "Admin",
    "Blueprint",
    "Cache",
    "Cli",
    "Client",
    "Command",
    "Config",
    "Dynaconf",
    "Exception",
    "Form",
    "Group",
    "Handler",
    "Injector",
    "Instrumentor",
    "Integration",
    "Logger",
    "Middleware",
    "Parser",
    "Plugin",
    "Redis",
    "Test",
    "Tracer",
    "View",
];

impl Machine<'_> {
    /// Whether a call makes an app: of what only its name says of it, one that is told an import name, too. Where it is
    /// named for something that belongs to Flask, that must be the module's own.
    pub(super) fn may_make_app(&mut self, constructor: &str, arguments: &Arguments) -> bool {
        if is_modelled_app_class(constructor) {
            return true;
        }
        if !is_named_after_flask(constructor) {
            return false;
        }
        let told = arguments.get(0, "import_name").map(Value::by_default).and_then(Value::as_str);
        let Some(told) = told else { return false };
        is_derived_app_class(constructor) || self.read_name("__name__").as_str() == Some(told)
    }

    /// The app that an instance of the project's own class of wrappers is given (`class Charts(Dash)`): whatever its
    /// constructor calls it.
    pub(super) fn app_given_to(&self, class: u32, arguments: &Arguments) -> Option<Value> {
        let is_wrapper = self.classes[class as usize].native_bases.iter().any(|base| &**base == WRAPPER);
        let named = || arguments.keyword("server").filter(|server| is_given(server));
        let given = arguments.all().find(|value| self.app_of(value).is_some()).or_else(named);
        given.filter(|_| is_wrapper).cloned()
    }

    /// Makes an instance of such a class: an object that has the app and is none.
    pub(super) fn wrap_app(&mut self, class: u32, server: &Value, arguments: &Arguments, span: Span) -> Eval<Value> {
        let (id, value) = self.new_object(ObjectKind::Instance(class));
        self.store.set(id, Key::text("server"), server.clone());
        if let Some((_, init)) = self.find_in_class(class, "__init__") {
            let bound = self.bind_member(&init, &value, class, span)?;
            self.call(&bound, arguments, span)?;
        }
        Ok(value)
    }

    /// A class of apps that is not in the project may set anything.
    pub(super) fn doubt_foreign_app(&mut self, app: &Value, constructor: &str, span: Span) {
        if let (true, Some(app)) = (is_named_after_flask(constructor), self.app_of(app)) {
            let message = format!("{constructor} is not in the project and may configure the app");
            self.gap(app, span, GapKind::Required, message);
        }
    }
}

/// The app that a constructor wraps instead of making one.
pub(super) fn wrapped_app<'a>(constructor: &str, arguments: &'a Arguments) -> Option<&'a Value> {
    arguments.get(1, "server").filter(|server| constructor == WRAPPER && is_given(server))
}

/// Whether this is an app to wrap: with `True` a wrapper makes one.
fn is_given(server: &Value) -> bool {
    server.data != Data::Bool(true)
}

/// Whether this is named as a library's own class of apps: `brainzutils.flask.CustomFlask`.
pub(super) fn is_derived_app_class(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.strip_suffix("Flask").is_some_and(|own| own.starts_with(char::is_uppercase)) && !is_modelled_app_class(name)
}

/// Whether a class may be one of apps by its name, if it is told an import name, too: `flask_base.app.FlaskBase`.
pub(super) fn is_named_after_flask(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let Some((before, after)) = last.split_once("Flask") else { return false };
    let is_class = last.starts_with(char::is_uppercase) && (!before.is_empty() || !after.is_empty());
    let is_word = after.is_empty() || after.starts_with(|letter: char| letter.is_uppercase() || letter.is_numeric());
    let is_other = NO_APPS.iter().any(|word| after.contains(word));
    is_class && is_word && !is_other && !is_modelled_app_class(name)
}

#[cfg(test)]
mod tests {
    use super::is_named_after_flask;

    #[test]
    fn a_class_that_is_named_after_flask_may_be_one_of_apps() {
        for name in ["flask_base.app.FlaskBase", "company.FlaskApp", "FlaskAPI", "MyFlaskApplication", "CustomFlask"] {
            assert!(is_named_after_flask(name), "{name}");
        }
        for name in [
            "flask_wtf.FlaskForm",
            "flask.testing.FlaskClient",
            "flask.cli.FlaskGroup",
            "flask.Flask",
            "a.Flasks",
            "flask",
        ] {
            assert!(!is_named_after_flask(name), "{name}");
        }
    }
}
