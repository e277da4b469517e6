//! Reports the writes that have no effect.

use std::sync::Arc;

use super::draft::Draft;
use super::rule::Rule;
use crate::flask::Deployment;

/// One draft for each write of `deployment` that Flask ignores or that does nothing.
pub(super) fn drafts<'a>(rule: &'a Arc<Rule>, deployment: &'a Deployment) -> Vec<Draft<'a>> {
    let draft = |write: &'a crate::flask::IgnoredWrite| {
        let setting = write.meant.as_ref().unwrap_or(&write.key);
        let mut draft = Draft::at_app(rule, deployment, setting);
        draft.span = write.span;
        draft.fill.setting.clone_from(&write.key);
        draft.fill.value.clone_from(setting);
        draft.fill.detail.clone_from(&write.why);
        draft
    };
    deployment.ignored.iter().map(draft).collect()
}
