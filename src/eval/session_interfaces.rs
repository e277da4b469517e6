//! Which session interface an app has: Flask's own, which signs a cookie, or another.
//!
//! It is an attribute of the app like others, so branches and later writes count. What an interface of the project does
//! with the cookie is in `session_cookies`.

use std::collections::BTreeMap;

use super::machine::{App, Machine};
use super::object::ObjectKind;
use super::store::Key;
use crate::flask::Extension;
use crate::source::Span;
use crate::value::{Data, Step, Value};

const ATTRIBUTE: &str = "session_interface";
/// The end of the name of Flask's own interface, wherever it is imported from.
const SIGNED_COOKIE: &str = "SecureCookieSessionInterface";

impl Machine<'_> {
    /// An extension puts an interface of its own in the place of Flask's.
    pub(super) fn attach_session_interface(&mut self, app: u32, span: Span) {
        let (_, interface) = self.new_object(ObjectKind::Native("flask_session.SessionInterface".into()));
        let interface = interface.via(Step::new(span, "set by the extension"));
        self.store.set(self.apps[app as usize].object, Key::text(ATTRIBUTE), interface);
    }

    /// Notes which interface the app has when the environment sets nothing, if it is not Flask's, and which settings of
    /// the cookie it does not read.
    pub(super) fn settle_session_interface(
        &self,
        app: &App,
        extensions: &mut BTreeMap<Extension, Span>,
    ) -> Vec<(&'static str, Value)> {
        let of_class = app.class.and_then(|class| self.find_in_class(class, ATTRIBUTE)).map(|(_, value)| value);
        let interface = match self.store.get(app.object, ATTRIBUTE) {
            Some(value) if !matches!(value.by_default().data, Data::Absent) => Some(value.clone()),
            _ => of_class,
        };
        let Some(interface) = interface else { return Vec::new() };
        let interface = interface.by_default();
        let kinds = interface.alternatives().into_iter().filter_map(|value| self.kind_of_interface(value));
        // The key may be of no use: what is least known of them counts.
        if let Some(kind) = kinds.min() {
            extensions.insert(kind, interface.trail.end().unwrap_or(app.span));
        }
        let classes = interface.alternatives().into_iter().filter_map(|value| self.kind_of(value));
        let unread = classes.filter_map(|(_, kind)| match kind {
            ObjectKind::Instance(class) => Some(self.unread_by(*class)),
            _ => None,
        });
        unread.flatten().collect()
    }

    /// What an interface is; `None` for Flask's.
    fn kind_of_interface(&self, value: &Value) -> Option<Extension> {
        let is_signed_cookie = |name: &str| name.ends_with(SIGNED_COOKIE);
        match self.kind_of(value) {
            _ if matches!(value.data, Data::Absent) => None,
            Some((_, ObjectKind::Native(name))) => (!is_signed_cookie(name)).then_some(Extension::ServerSideSession),
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
