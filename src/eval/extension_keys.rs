//! Extensions that give the app a key to sign with: one of their own, a random one, or the one that they are told.

use super::calls::Arguments;
use super::machine::Machine;
use crate::source::Span;
use crate::value::{Data, Step, Value};

impl Machine<'_> {
    /// What setting up `class` makes of the app's key, and of the cookie that is signed with it.
    pub(super) fn set_key_by(&mut self, class: &str, app: u32, arguments: &Arguments, span: Span) {
        match class {
            "flask_monitoringdashboard" | "flask_monitoringdashboard.bind" => self.attach_dashboard(app, span),
            "flask_simplelogin.SimpleLogin" => self.attach_simple_login(app, span),
            "dash_auth.BasicAuth" | "dash_auth.basic_auth.BasicAuth" => {
                self.take_key(app, arguments.get(5, "secret_key"), span);
            }
            "dash_auth.OIDCAuth" | "dash_auth.oidc_auth.OIDCAuth" => {
                self.take_key(app, arguments.get(1, "secret_key"), span);
                self.secure_session(app, arguments.get(10, "secure_session"), span);
            }
            _ => {}
        }
    }

    /// Flask-MonitoringDashboard signs with a key of its own where the app has none.
    fn attach_dashboard(&mut self, app: u32, span: Span) {
        let config = self.apps[app as usize].config;
        let has_key = self.store.get(config, "SECRET_KEY").and_then(|key| self.truth(key));
        if has_key == Some(false) {
            let key = Value::at(Data::Str("my-secret-key".into()), Step::new(span, "set by the dashboard"));
            self.write_setting(app, "SECRET_KEY", &key, span);
        }
    }

    /// Flask-SimpleLogin makes a random key where the app has none: `str(uuid4())` (0.4).
    fn attach_simple_login(&mut self, app: u32, span: Span) {
        let config = self.apps[app as usize].config;
        let make = self.native("uuid.uuid4");
        let Ok(random) = self.call(&make, &Arguments::default(), span) else { return };
        let key = self.store.get(config, "SECRET_KEY").cloned().unwrap_or_else(|| Value::of(Data::None));
        let set = self.lift(&key, &mut |_, key| match key.data {
            Data::None | Data::Absent => random.clone(),
            _ => key.clone(),
        });
        if set != key {
            self.write_setting(app, "SECRET_KEY", &set, span);
        }
    }

    /// The key that Dash Auth 2.3 is told, if it is told one.
    fn take_key(&mut self, app: u32, key: Option<&Value>, span: Span) {
        if let Some(key) = key.filter(|key| key.data != Data::None) {
            self.write_setting(app, "SECRET_KEY", key, span);
        }
    }

    /// `OIDCAuth(app, secure_session=True)` (Dash Auth 2.3).
    fn secure_session(&mut self, app: u32, is_asked: Option<&Value>, span: Span) {
        if is_asked.and_then(Value::truth) != Some(true) {
            return;
        }
        for name in ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"] {
            let on = Value::at(Data::Bool(true), Step::new(span, "set by Dash Auth"));
            self.write_setting(app, name, &on, span);
        }
    }
}
