//! Whether an app uses what a rule is about.

use super::check::Need;
use super::draft::effective;
use super::predicate::is_external;
use crate::flask::{Deployment, Evidence, Origin};
use crate::source::Span;

/// Whether something is used.
pub(super) enum Usage<'a> {
    /// It was seen; the text says what.
    Seen(Span, &'a str),
    /// Not seen, but the app is made for it.
    Supposed,
    /// It is not, or nothing speaks for it.
    No,
}

/// Whether the app uses what `need` names.
pub(super) fn usage(deployment: &Deployment, need: Need) -> Usage<'_> {
    match need.extension() {
        None => session_usage(deployment),
        Some(extension) => match deployment.extensions.get(&extension) {
            Some(place) => Usage::Seen(*place, "this"),
            None => Usage::No,
        },
    }
}

/// Whether the session cookie is sent. An app whose views we cannot see is supposed to use the session
/// if somebody set a secret key: there is no other reason for one.
fn session_usage(deployment: &Deployment) -> Usage<'_> {
    match &deployment.session {
        Evidence::Found(place, what) => Usage::Seen(*place, what),
        Evidence::Unknown if has_secret_key(deployment) => Usage::Supposed,
        Evidence::Unknown | Evidence::Absent => Usage::No,
    }
}

fn has_secret_key(deployment: &Deployment) -> bool {
    effective(deployment, "SECRET_KEY").is_some_and(|setting| {
        let is_empty = setting.value_by_default().truth() == Some(false) && !is_external(&setting.value);
        setting.origin == Origin::Written && !is_empty
    })
}
