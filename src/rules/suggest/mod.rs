//! Proposes the change of code that mends a finding: edits where they are sure, otherwise what to write is shown.
//!
//! What a proposal promises is tried on the whole project before it is applied, which is the business of `lint`; here
//! only forms are known in which the edit means what it should. Nothing is proposed for code that is not understood.

mod environment;
mod import;
mod insert;
mod item;
mod page;
mod place;
mod remove;
mod replace;
mod site;

use super::draft::Draft;
use super::fallbacks::FALLBACKS;
use super::finding::{Edit, Fix, Safety};
use super::rule::{FixKind, FixPlan};
use super::template::fill;
use crate::flask::Deployment;

pub(super) use page::Pages;

/// What a proposal is about.
pub(super) struct Subject<'a> {
    /// What was found at the place, the one that is reported first.
    pub(super) drafts: Vec<&'a Draft<'a>>,
    /// All apps and profiles of the project.
    pub(super) deployments: &'a [Deployment],
    /// Their files.
    pub(super) pages: &'a Pages<'a>,
}

impl<'a> Subject<'a> {
    /// What is reported.
    fn best(&self) -> &'a Draft<'a> {
        self.drafts.first().copied().expect("a finding is made of at least one draft")
    }

    /// The apps and profiles that the finding is about.
    fn concerned(&self) -> impl Iterator<Item = &'a Deployment> {
        self.drafts.iter().map(|draft| draft.deployment)
    }
}

/// How to mend what was found, as its rule proposes.
pub(super) fn fix(subject: &Subject<'_>) -> Option<Fix> {
    let best = subject.best();
    let plan = best.rule.fix.as_ref()?;
    if best.has_no_fix {
        return None;
    }
    if plan.kind() == FixKind::ReadEnvironment && best.setting == FALLBACKS {
        // A variable holds a text, which Flask would take apart.
        return None;
    }
    let title = fill(&plan.title, &best.fill);
    let setting = plan.setting.clone().unwrap_or_else(|| best.setting.clone());
    let edits = edits(plan, &setting, subject).unwrap_or_default();
    let is_for_all = plan.kind() == FixKind::ReadEnvironment && !edits.is_empty() && environment::is_for_all(subject);
    let title = if is_for_all { format!("{title}, which all profiles of the file then need") } else { title };
    let safety = if edits.is_empty() { Safety::Display } else { plan.safety };
    // What is removed is written under another name than it was meant for.
    let changes = vec![if plan.kind() == FixKind::Remove { best.fill.setting.clone() } else { setting }];
    Some(Fix { title, safety, edits, changes })
}

fn edits(plan: &FixPlan, setting: &str, subject: &Subject<'_>) -> Option<Vec<Edit>> {
    if plan.safety == Safety::Display {
        return None;
    }
    match plan.kind() {
        FixKind::Set(value) => replace::set(subject, insert::Entry { setting, value }),
        FixKind::ReadEnvironment => environment::read(subject),
        FixKind::Remove => remove::remove(subject),
        FixKind::None => None,
    }
}
