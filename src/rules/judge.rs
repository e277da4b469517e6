//! Judges deployments by the catalogue: every rule on every deployment, one finding for each place.
//!
//! It knows nothing of how deployments came to be, and changes no file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::draft::Draft;
use super::finding::{Finding, Related};
use super::profile_words::Profiles;
use super::rule::Catalogue;
use super::template::fill;
use super::{argument_check, debug_check, ignored_check, secret_check, setting_check, suggest};
use crate::flask::Deployment;
use crate::secrets::Wordlist;
use crate::source::{Sources, Span};

/// What to report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Also rules that are quiet by default, and what only development, tests or examples end with.
    pub pedantic: bool,
    /// Rules that are quiet by default and were asked for by their ids.
    pub heard: Vec<String>,
    /// Keys that count as published, besides those that the program knows.
    pub wordlist: Wordlist,
}

/// What is wrong with `deployments`: in the order of path, line, column and rule, each place once for a rule.
pub fn judge(deployments: &[Deployment], sources: &Sources, catalogue: &Catalogue, options: &Options) -> Vec<Finding> {
    let drafts = deployments.iter().flat_map(|deployment| drafts_of(deployment, deployments, catalogue, options));
    let wanted = drafts.filter(|draft| is_wanted(draft, options));
    let groups = grouped(wanted);
    let pages = suggest::Pages::of(sources);
    let mut findings: Vec<Finding> =
        groups.iter().filter_map(|group| finish(group, deployments, &pages, catalogue)).collect();
    drop_superseded(&mut findings);
    sort(&mut findings, sources);
    findings
}

/// Puts findings into the order of path, line, column and rule.
pub fn sort(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by_cached_key(|finding| order_of(finding, sources));
}

fn drafts_of<'a>(
    deployment: &'a Deployment,
    all: &[Deployment],
    catalogue: &'a Catalogue,
    options: &'a Options,
) -> Vec<Draft<'a>> {
    let mut drafts = secret_check::drafts(catalogue, deployment, &options.wordlist);
    for rule in &catalogue.rules {
        let setting = rule.checks.iter().find_map(|check| match check {
            Check::Setting(check) => setting_check::draft(rule, check, deployment),
            Check::Secret(_) | Check::Ignored(_) | Check::Argument(_) | Check::Debug(_) | Check::UnusedIgnore(_) => {
                None
            }
        });
        drafts.extend(setting);
        drafts.extend(rule.checks.iter().flat_map(|check| match check {
            Check::Ignored(check) => ignored_check::drafts(rule, check, deployment),
            Check::Argument(check) => argument_check::drafts(rule, check, deployment),
            Check::Debug(_) => debug_check::drafts(rule, deployment, all),
            Check::Setting(_) | Check::Secret(_) | Check::UnusedIgnore(_) => Vec::new(),
        }));
    }
    drafts
}

fn is_wanted(draft: &Draft<'_>, options: &Options) -> bool {
    let is_loud = draft.deployment.is_judged || draft.concerns_all;
    let is_heard = !draft.rule.pedantic || options.heard.contains(&draft.rule.id);
    options.pedantic || (is_loud && is_heard)
}

/// Drafts that make one finding: those of a rule at a place, or, for keys, all at a place.
fn grouped<'a>(drafts: impl Iterator<Item = Draft<'a>>) -> Vec<Vec<Draft<'a>>> {
    let mut groups: BTreeMap<(Span, String, String), Vec<Draft<'a>>> = BTreeMap::new();
    for draft in drafts {
        let rule = if draft.is_about_key { String::new() } else { draft.rule.id.clone() };
        groups.entry((draft.span, draft.setting.clone(), rule)).or_default().push(draft);
    }
    groups.into_values().collect()
}

/// The worst of a group, with the profiles that it concerns: what production ends with stands for what a test does.
fn finish(
    group: &[Draft<'_>],
    deployments: &[Deployment],
    pages: &suggest::Pages<'_>,
    catalogue: &Catalogue,
) -> Option<Finding> {
    let sources = pages.sources;
    let rank = |draft: &Draft<'_>| {
        let index = catalogue.rules.iter().position(|rule| rule.id == draft.rule.id);
        (draft.deployment.is_judged, draft.severity, Reverse(index), draft.confidence)
    };
    // The first of the best, so that the order of deployments decides between equals.
    let best = group.iter().rev().max_by_key(|draft| rank(draft))?;
    let mut sentences = vec![fill(&best.rule.message, &best.fill)];
    sentences.extend(best.remarks.iter().cloned());
    let others = variables_of_others(best, group, sources);
    let mut words = best.fill.clone();
    if !others.is_empty() {
        "…".clone_into(&mut words.read);
    }
    sentences.extend(others);
    let profiles = Profiles::of(best, group, deployments);
    sentences.extend(profiles.in_words());
    Some(Finding {
        rule: best.rule.clone(),
        severity: best.rule.imposed_severity.unwrap_or(best.severity),
        confidence: if profiles.are_left_for_production() { best.confidence.lowered() } else { best.confidence },
        message: sentences.join(" "),
        advice: fill(best.advice.unwrap_or_else(|| best.rule.advice_on(&best.setting)), &words),
        span: first_line(best.span, sources),
        label: fill(&best.rule.label, &best.fill),
        setting: Some(best.setting.clone()),
        app: Some(best.deployment.app.clone()),
        profile: best.deployment.profile.clone(),
        context: best.deployment.context,
        related: related_of(best, sources),
        fix: suggest::fix(&suggest::Subject { drafts: same_rule(best, group), deployments, pages }),
    })
}

/// What provides the same key of other apps that one line gives theirs, where the line makes the name of a variable.
fn variables_of_others(best: &Draft<'_>, group: &[Draft<'_>], sources: &Sources) -> Vec<String> {
    const MOST: usize = 3;
    let is_named = |draft: &Draft<'_>| draft.rule.message.contains("{when}") && draft.fill.variable.starts_with('`');
    let is_other = |draft: &&Draft<'_>| {
        let is_of_other = draft.rule.id == best.rule.id && best.deployment.app != draft.deployment.app;
        is_of_other && is_named(best) && is_named(draft) && draft.fill.variable != best.fill.variable
    };
    let others: BTreeSet<String> = group
        .iter()
        .filter(is_other)
        .map(|draft| {
            let app = &draft.deployment.app;
            format!("For `{}` in {} it is {}.", app.name, sources.file(app.span.file).name, draft.fill.variable)
        })
        .collect();
    let more = others.len().saturating_sub(MOST);
    let said = others.into_iter().take(MOST);
    said.chain((more > 0).then(|| format!("There are {more} more."))).collect()
}

/// The drafts of the rule that is reported, that one first.
fn same_rule<'a>(best: &'a Draft<'a>, group: &'a [Draft<'a>]) -> Vec<&'a Draft<'a>> {
    let others = group.iter().filter(|draft| draft.rule.id == best.rule.id && !std::ptr::eq(*draft, best));
    std::iter::once(best).chain(others).collect()
}

fn related_of(draft: &Draft<'_>, sources: &Sources) -> Vec<Related> {
    let app = &draft.deployment.app;
    let made = Related { span: app.span, message: format!("the app `{}` is made here", app.name) };
    let mut related: Vec<Related> = Vec::new();
    for one in draft.related.iter().cloned().chain([made]) {
        let span = first_line(one.span, sources);
        if span != first_line(draft.span, sources) && !related.iter().any(|known| known.span == span) {
            related.push(Related { span, message: one.message });
        }
    }
    related
}

/// The part of `span` on its first line.
fn first_line(span: Span, sources: &Sources) -> Span {
    let text = &sources.file(span.file);
    let length = text.slice(span).find(['\n', '\r']);
    length.map_or(span, |length| Span::new(span.file, span.start, span.start + length as u32))
}

/// Drops what another rule says better of the same setting: at the same place, or of the whole app.
fn drop_superseded(findings: &mut Vec<Finding>) {
    let mut better: Vec<(Finding, String)> = Vec::new();
    for finding in findings.iter() {
        better.extend(finding.rule.supersedes.iter().map(|id| (finding.clone(), id.clone())));
    }
    findings.retain(|finding| {
        let said = |(other, id): &(Finding, String)| {
            let at_app = finding.app.as_ref().is_some_and(|app| app.span == finding.span) && finding.app == other.app;
            let is_place = other.span == finding.span || at_app;
            is_place && other.setting == finding.setting && *id == finding.rule.id
        };
        !better.iter().any(said)
    });
}

fn order_of(finding: &Finding, sources: &Sources) -> (String, u32, u32, String, Option<String>, String) {
    let file = sources.file(finding.span.file);
    let place = file.position(finding.span.start);
    let rule = finding.rule.id.clone();
    (file.name.clone(), place.line, place.column, rule, finding.setting.clone(), finding.message.clone())
}
