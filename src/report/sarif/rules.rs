//! The rule catalogue as SARIF has it: all of it, in catalogue order, whatever was found.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde_json::json;
use serde_sarif::sarif::{MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor};

use super::multiformat;
use crate::report::names;
use crate::report::view::ShownFinding;
use crate::rules::{Catalogue, Rule};

/// GitHub's limit for `fullDescription`, in characters.
const LONGEST_DESCRIPTION: usize = 1024;
/// GitHub's limit for tags.
const MOST_TAGS: usize = 10;

/// The rules of a report.
pub(super) struct Rules {
    rules: Vec<Arc<Rule>>,
    indices: BTreeMap<String, i64>,
}

impl Rules {
    /// All of `catalogue`, then what else was found.
    pub(super) fn new(catalogue: &Catalogue, findings: &[ShownFinding]) -> Self {
        let mut known = Self { rules: Vec::new(), indices: BTreeMap::new() };
        let mut next = 0;
        for rule in catalogue.rules.iter().chain(findings.iter().map(|finding| &finding.rule)) {
            if let Entry::Vacant(vacant) = known.indices.entry(rule.id.clone()) {
                vacant.insert(next);
                next += 1;
                known.rules.push(Arc::clone(rule));
            }
        }
        known
    }

    /// The position of the rule `id`.
    pub(super) fn index(&self, id: &str) -> Option<i64> {
        self.indices.get(id).copied()
    }

    /// The rules, in order.
    pub(super) fn descriptors(&self) -> Vec<ReportingDescriptor> {
        self.rules.iter().map(|rule| descriptor(rule)).collect()
    }
}

fn descriptor(rule: &Rule) -> ReportingDescriptor {
    let level = names::level(rule.severity).name();
    let page = rule.page().text;
    let page = [&page, &rule.summary, &rule.title].into_iter().find(|text| !text.is_empty());
    let page = page.map_or("", |text| text.trim());
    let summary = if rule.summary.is_empty() { &rule.title } else { &rule.summary };
    ReportingDescriptor::builder()
        .id(rule.id.as_str())
        .name(pascal_case(&rule.id))
        .short_description(multiformat(&rule.title))
        .full_description(multiformat(&shortened(summary)))
        .help(MultiformatMessageString::builder().text(page).markdown(page).build())
        .help_uri(names::page(&rule.id))
        .default_configuration(ReportingConfiguration::builder().level(json!(level)).build())
        .properties(properties(rule))
        .build()
}

fn properties(rule: &Rule) -> PropertyBag {
    let cwe = rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}"));
    let tags: Vec<String> = std::iter::once("security".to_owned()).chain(cwe).take(MOST_TAGS).collect();
    let properties = BTreeMap::from([
        // A number here makes GitHub refuse the whole file.
        ("security-severity".to_owned(), json!(format!("{:.1}", rule.security_severity))),
        ("precision".to_owned(), json!(names::precision(rule.confidence))),
    ]);
    PropertyBag::builder().tags(tags).additional_properties(properties).build()
}

/// `HardcodedSecretKey` for `hardcoded-secret-key`.
fn pascal_case(id: &str) -> String {
    let capital = |word: &str| {
        let mut characters = word.chars();
        characters.next().map(|first| first.to_uppercase().chain(characters).collect::<String>())
    };
    id.split('-').filter_map(capital).collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_DESCRIPTION {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST_DESCRIPTION - 1).collect();
    format!("{kept}…")
}
