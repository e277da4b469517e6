//! Classes of apps that a library derives from Flask's: known by their name alone.

use super::calls::Arguments;
use super::extensions::is_modelled_app_class;
use super::machine::Machine;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::Value;

impl Machine<'_> {
    /// Whether a constructor makes an app of these arguments: what only its name says of it is told an import name, too.
    pub(super) fn may_make_app(constructor: &str, arguments: &Arguments) -> bool {
        !is_derived_app_class(constructor)
            || arguments.get(0, "import_name").is_some_and(|name| name.by_default().as_str().is_some())
    }

    /// A class of apps that is not in the project may set anything.
    pub(super) fn doubt_foreign_app(&mut self, app: &Value, constructor: &str, span: Span) {
        if let (true, Some(app)) = (is_derived_app_class(constructor), self.app_of(app)) {
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
