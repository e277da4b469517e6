//! Classes of apps that a library derives from Flask's: known by their name alone.

use super::calls::Arguments;
use super::extensions::is_modelled_app_class;
use super::machine::Machine;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::Value;

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

    /// A class of apps that is not in the project may set anything.
    pub(super) fn doubt_foreign_app(&mut self, app: &Value, constructor: &str, span: Span) {
        if let (true, Some(app)) = (is_named_after_flask(constructor), self.app_of(app)) {
            let message = format!("{constructor} is not in the project and may configure the app");
            self.gap(app, span, GapKind::Required, message);
        }
    }
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
    let is_other = |word: &&str| after.contains(*word);
    is_class && is_word && !NO_APPS.iter().any(|word| is_other(&word)) && !is_modelled_app_class(name)
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
