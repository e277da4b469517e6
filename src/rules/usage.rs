//! Whether an app uses what a rule is about.

use super::check::Need;
use super::draft::{effective, has_required_gap};
use super::predicate::is_external;
use crate::flask::{Deployment, Evidence, Extension, Origin};
use crate::source::Span;
use crate::value::{Data, Value};

/// Whether something is used.
pub(super) enum Usage {
    /// It was seen; the text says what.
    Seen(Span, String),
    /// Not seen, but the app is made for it.
    Supposed,
    /// It cannot be told.
    Unclear,
    /// It is not.
    No,
}

/// Whether the app uses what `need` names.
pub(super) fn usage(deployment: &Deployment, need: Need) -> Usage {
    match need.extension() {
        None => session_usage(deployment),
        // Without a session no request is a visitor's whom another site could use.
        Some(Extension::CsrfProtect) if deployment.session == Evidence::Absent => Usage::No,
        Some(Extension::JwtCookies) => jwt_cookie_usage(deployment),
        Some(Extension::JwtCookiesByHand) if deployment.extensions.contains_key(&Extension::JwtCookies) => Usage::No,
        Some(extension) => extension_usage(deployment, extension),
    }
}

/// Whether the session cookie is sent. An app whose views we cannot see is supposed to use the session
/// if somebody set a secret key: there is no other reason for one.
fn session_usage(deployment: &Deployment) -> Usage {
    match &deployment.session {
        Evidence::Found(place, what) => Usage::Seen(*place, format!("{what} needs it")),
        Evidence::Unknown if has_secret_key(deployment) => Usage::Supposed,
        Evidence::Unknown => Usage::Unclear,
        Evidence::OnlyRead(..) | Evidence::Absent => Usage::No,
    }
}

fn has_secret_key(deployment: &Deployment) -> bool {
    effective(deployment, "SECRET_KEY").is_some_and(|setting| {
        let is_empty = setting.value_by_default().truth() == Some(false) && !is_external(&setting.value);
        setting.origin == Origin::Written && !is_empty
    })
}

fn extension_usage(deployment: &Deployment, extension: Extension) -> Usage {
    match deployment.extensions.get(&extension) {
        Some(place) => Usage::Seen(*place, sight_of(extension).to_owned()),
        None => Usage::No,
    }
}

/// Whether tokens travel in cookies: the app says that it takes them from there, or puts them there.
fn jwt_cookie_usage(deployment: &Deployment) -> Usage {
    const LOCATION: &str = "JWT_TOKEN_LOCATION";
    if !deployment.extensions.contains_key(&Extension::Jwt) {
        return Usage::No;
    }
    let seen = extension_usage(deployment, Extension::JwtCookies);
    let setting = effective(deployment, LOCATION).filter(|setting| setting.origin == Origin::Written);
    let Some(setting) = setting else {
        return if matches!(seen, Usage::No) && has_required_gap(deployment) { Usage::Unclear } else { seen };
    };
    match (names_cookies(setting.value_by_default()), seen) {
        (_, Usage::Seen(place, what)) => Usage::Seen(place, what),
        (Some(true), _) => {
            let place = setting.trail().origin().unwrap_or(deployment.app.span);
            Usage::Seen(place, "tokens are taken from cookies".to_owned())
        }
        (Some(false), _) => Usage::No,
        (None, _) => Usage::Unclear,
    }
}

/// Whether `"cookies"` is the text, or among the items; `None` if that is not known.
fn names_cookies(value: &Value) -> Option<bool> {
    match &value.data {
        Data::Str(text) => Some(&**text == "cookies"),
        Data::Tuple(items) | Data::List(items) => {
            let known: Vec<Option<bool>> = items.iter().map(names_cookies).collect();
            if known.contains(&Some(true)) {
                return Some(true);
            }
            known.iter().all(Option::is_some).then_some(false)
        }
        _ => None,
    }
}

/// What is seen where an extension is set up or used, as a clause.
fn sight_of(extension: Extension) -> &'static str {
    match extension {
        Extension::Login => "Flask-Login is set up here",
        Extension::RememberMe => "a login is remembered here",
        Extension::Forms => "a form with a CSRF token stands here",
        Extension::CsrfProtect => "`CSRFProtect` is set up here",
        Extension::CsrfChecks => "CSRF tokens are checked here",
        Extension::Jwt => "Flask-JWT-Extended is set up here",
        Extension::JwtCookies | Extension::JwtCookiesByHand => "a token is put into a cookie here",
        Extension::ServerSideSession | Extension::DerivedSession => "another session interface is set here",
        Extension::FlaskSession => "sessions are stored on the server since here",
        Extension::Talisman => "Talisman is set up here",
        Extension::Security => "Flask-Security is set up here",
    }
}
