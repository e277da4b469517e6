//! What the other ways to an app add to the deployment that stands for all of them.

use super::entries::Import;
use crate::flask::{Deployment, Evidence, MadeBy};

/// Each way to an app may start a server of its own: a script, `wsgi.py`. What another way yields too is not the script's
/// own doing: debug mode may reach every server.
pub(super) fn stand_for(deployment: &mut Deployment, other: Deployment, import: Import) {
    let debug = |one: &Deployment| one.settings.get("DEBUG").map(|setting| setting.value_by_default().data.clone());
    if other.made_by == MadeBy::Server && debug(deployment) == debug(&other) {
        deployment.made_by = MadeBy::Server;
    }
    // What is only loaded on the way to a function has what that function would add, and not what it would set.
    if import != Import::Leading {
        deployment.serves |= other.serves;
        if other.made_by <= deployment.made_by {
            add_session(deployment, other.session);
        }
    }
    deployment.foreign_views.retain(|views| other.foreign_views.contains(views));
    for run in other.runs {
        if !deployment.runs.contains(&run) {
            deployment.runs.push(run);
        }
    }
}

/// Another module that a server imports may be what registers the views.
fn add_session(deployment: &mut Deployment, other: Evidence) {
    let is_more = match other {
        Evidence::Found(..) => !matches!(deployment.session, Evidence::Found(..)),
        Evidence::Unknown => matches!(deployment.session, Evidence::Absent | Evidence::OnlyRead(..)),
        Evidence::OnlyRead(..) => deployment.session == Evidence::Absent,
        Evidence::Absent => false,
    };
    if is_more {
        deployment.session = other;
    }
}
