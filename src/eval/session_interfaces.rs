//! Which session interface an app has: Flask's own, which signs a cookie, or another.
//!
//! It is an attribute of the app like others, so branches and later writes count. What an interface of the project does
//! with the cookie is in `session_cookies`.

use std::collections::BTreeMap;

use super::machine::{App, Machine};
use super::names::fill_absent;
use super::object::ObjectKind;
use super::session_cookies::{INTERFACE, SETTINGS};
use super::store::Key;
use crate::flask::{Extension, Origin, Setting};
use crate::source::Span;
use crate::value::{Data, Step, Value};

const ATTRIBUTE: &str = "session_interface";
/// The end of the names of Flask's own interface and of those that are like it.
const SIGNED_COOKIE: &str = "SecureCookieSessionInterface";
/// Why nothing is known of the cookie of an interface that is not in the project.
const FOREIGN: &str = "the session interface is not in the project and may not read this setting";

impl Machine<'_> {
    /// An extension puts an interface of its own in the place of Flask's.
    pub(super) fn attach_session_interface(&mut self, app: u32, span: Span) {
        let (_, interface) = self.new_object(ObjectKind::Native("flask_session.SessionInterface".into()));
        let interface = interface.via(Step::new(span, "set by the extension"));
        self.store.set(self.apps[app as usize].object, Key::text(ATTRIBUTE), interface);
    }

    /// Notes which interface the app has when the environment sets nothing, if it is not Flask's, and which of the
    /// `settings` of the cookie it does not read, or may not.
    pub(super) fn settle_session_interface(
        &self,
        app: &App,
        settings: &BTreeMap<String, Setting>,
        extensions: &mut BTreeMap<Extension, Span>,
    ) -> Vec<(&'static str, Value)> {
        let of_class = app.class.and_then(|class| self.find_in_class(class, ATTRIBUTE)).map(|(_, value)| value);
        let of_class = of_class.unwrap_or_else(|| Value::of(Data::Absent));
        let of_app = self.store.get(app.object, ATTRIBUTE).map(|value| fill_absent(value, &of_class));
        let interface = of_app.unwrap_or(of_class);
        let interface = interface.by_default();
        if interface.data == Data::Absent {
            return Vec::new();
        }
        // Where it may be Flask's, sessions may be signed with the key. Of others, what is least known counts.
        let kinds = interface.alternatives().into_iter().map(|value| self.kind_of_interface(value));
        if let Some(kind) = kinds.collect::<Option<Vec<_>>>().and_then(|kinds| kinds.into_iter().min()) {
            extensions.insert(kind, interface.trail.end().unwrap_or(app.span));
        }
        if interface.alternatives().into_iter().any(|value| self.is_foreign_interface(value)) {
            // What somebody set was set for it.
            let is_unset = |name: &str| settings.get(name).is_some_and(|setting| setting.origin == Origin::Default);
            let foreign = Value::unknown(FOREIGN).via(Step::new(interface.trail.end().unwrap_or(app.span), INTERFACE));
            return SETTINGS
                .into_iter()
                .filter(|(name, _)| is_unset(name))
                .map(|(name, _)| (name, foreign.clone()))
                .collect();
        }
        let classes = interface.alternatives().into_iter().filter_map(|value| self.kind_of(value));
        let unread = classes.filter_map(|(_, kind)| match kind {
            ObjectKind::Instance(class) => Some(self.unread_by(*class)),
            _ => None,
        });
        unread.flatten().collect()
    }

    /// Whether what an interface does with the cookie is not known: it comes from outside the project, and not from
    /// Flask or one of its extensions, which ask Flask's own.
    fn is_foreign_interface(&self, value: &Value) -> bool {
        match (&value.data, self.kind_of(value)) {
            (_, Some((_, ObjectKind::Native(name)))) => !is_of_flask(name),
            (_, Some((_, ObjectKind::Instance(class)))) => {
                let bases = &self.classes[*class as usize].native_bases;
                bases.iter().any(|base| !is_of_flask(base) && !base.starts_with("builtins."))
            }
            (Data::Unknown(_) | Data::External(_), None) => true,
            _ => false,
        }
    }

    /// What an interface is; `None` for Flask's.
    fn kind_of_interface(&self, value: &Value) -> Option<Extension> {
        let is_signed_cookie = |name: &str| name.ends_with(SIGNED_COOKIE);
        match self.kind_of(value) {
            _ if matches!(value.data, Data::Absent) => None,
            Some((_, ObjectKind::Native(name))) => match is_signed_cookie(name) {
                true if is_of_flask(name) => None,
                true => Some(Extension::DerivedSession),
                false => Some(Extension::ServerSideSession),
            },
            Some((_, ObjectKind::Instance(class))) => {
                let bases = &self.classes[*class as usize].native_bases;
                match bases.iter().any(|base| is_signed_cookie(base)) {
                    true if self.inherits_cookie(*class) => None,
                    true => Some(Extension::DerivedSession),
                    false => Some(Extension::ServerSideSession),
                }
            }
            _ => Some(Extension::ServerSideSession),
        }
    }
}

/// Whether something is Flask's, or of a package that is named as its extensions are.
fn is_of_flask(name: &str) -> bool {
    ["flask", "quart"].iter().any(|framework| name.starts_with(framework))
}
