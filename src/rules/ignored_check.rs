//! Reports the writes that have no effect.

use std::sync::Arc;

use super::check::IgnoredCheck;
use super::draft::Draft;
use super::rule::Rule;
use super::secret_words::required;
use crate::flask::{Basis, Deployment, FROM_MAPPING, IgnoredWrite, SecretSetting, Unread, unread};

/// One draft for each write of `deployment` that Flask ignores or that does nothing.
pub(super) fn drafts<'a>(rule: &'a Arc<Rule>, check: &'a IgnoredCheck, deployment: &'a Deployment) -> Vec<Draft<'a>> {
    deployment.ignored.iter().map(|write| draft(rule, check, deployment, write)).collect()
}

fn draft<'a>(
    rule: &'a Arc<Rule>,
    check: &'a IgnoredCheck,
    deployment: &'a Deployment,
    write: &'a IgnoredWrite,
) -> Draft<'a> {
    if write.meant.as_deref() == Some(FROM_MAPPING) {
        return of_mapping(rule, check, deployment, write);
    }
    let setting = write.meant.as_ref().unwrap_or(&write.key);
    let mut draft = Draft::at_app(rule, deployment, setting);
    draft.span = write.span;
    draft.fill.setting.clone_from(&write.key);
    draft.fill.value.clone_from(setting);
    draft.fill.detail.clone_from(&write.why);
    // A key under a name that is misspelt is what was meant, and the app has no other: a removal would not mend it.
    draft.has_no_fix = SecretSetting::is(setting) && *setting != write.key;
    match unread(deployment.flask_version.release.flask, &write.key) {
        Some(Unread::NotYet) => {
            draft.advice = check.advice_not_yet.as_deref();
            // The line is right for the Flask to come.
            draft.has_no_fix = true;
        }
        Some(Unread::NoMore) => {
            draft.advice = check.advice_no_more.as_deref();
            let installed = &deployment.flask_version;
            if let (Basis::Newest(requirement), Some(older)) = (&installed.basis, installed.older_with(&write.key)) {
                draft.related.push(required(requirement));
                draft.remarks.push(format!("Flask {} would read it, and is allowed too.", older.release.flask));
            }
        }
        None => {}
    }
    draft
}

/// A dict that is given to what reads attributes. To remove it would not load it.
fn of_mapping<'a>(
    rule: &'a Arc<Rule>,
    check: &'a IgnoredCheck,
    deployment: &'a Deployment,
    write: &'a IgnoredWrite,
) -> Draft<'a> {
    let mut draft = Draft::at_app(rule, deployment, &write.key);
    draft.span = write.span;
    "a dict".clone_into(&mut draft.fill.setting);
    draft.fill.detail.clone_from(&write.why);
    draft.advice = check.advice_mapping.as_deref();
    draft.has_no_fix = true;
    draft
}
