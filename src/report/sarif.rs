//! SARIF 2.1.0, as GitHub code scanning reads it.
//!
//! No snippets (they would carry keys), no suppressed findings (GitHub opens them as alerts), and no
//! time stamps: the same findings are the same file.

mod places;
mod rules;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, CodeFlow, Fix, Invocation, Location, Message, MultiformatMessageString,
    Notification, PropertyBag, Replacement, Result as SarifResult, ResultLevel, Run, RunAutomationDetails, Sarif,
    ThreadFlow, ThreadFlowLocation, Tool, ToolComponent,
};

use super::line_hash::line_hashes;
use super::view::{ShownEdit, ShownFinding, ShownFix, ShownProblem, View};
use super::{Options, names, write_json};
use crate::rules::{Catalogue, Safety};
use crate::source::FileId;

use places::Places;
use rules::Rules;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// GitHub refuses a file with more results.
const MOST_RESULTS: usize = 25_000;
/// GitHub shows no more than this many results, the most severe ones.
const MOST_ALERTS: usize = 5_000;
/// GitHub refuses a result with more locations.
const MOST_RELATED: usize = 1_000;
/// How many of the related places the message links to.
const MOST_LINKS: usize = 8;

/// Writes findings and problems.
pub(super) fn write(view: &View, catalogue: &Catalogue, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let findings = view.findings();
    let rules = Rules::new(catalogue, &findings);
    let mut results = Results { view, places: Places::new(view, options.repository.as_ref()), hashes: BTreeMap::new() };
    let shown: Vec<SarifResult> = most_severe(&findings)
        .into_iter()
        .map(|finding| results.result(finding, rules.index(&finding.rule.id)))
        .collect();
    let mut run = Run::builder()
        .tool(Tool::builder().driver(driver(&rules)).build())
        .column_kind(json!("unicodeCodePoints"))
        .original_uri_base_ids(places::base())
        .invocations(vec![invocation(view, &results.places, findings.len())])
        .results(shown)
        .build();
    run.automation_details =
        options.sarif_category.as_deref().map(|category| RunAutomationDetails::builder().id(run_id(category)).build());
    write_json(&Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build(), out)
}

/// As many as GitHub accepts, in the order of every report.
fn most_severe(findings: &[ShownFinding]) -> Vec<&ShownFinding> {
    let mut ranked: Vec<(usize, &ShownFinding)> = findings.iter().enumerate().collect();
    ranked.sort_by_key(|(position, finding)| (Reverse(finding.severity), *position));
    ranked.truncate(MOST_RESULTS);
    ranked.sort_by_key(|(position, _)| *position);
    ranked.into_iter().map(|(_, finding)| finding).collect()
}

/// GitHub takes what stands before the last `/` for the category.
fn run_id(category: &str) -> String {
    format!("{}/", category.trim_end_matches('/'))
}

fn driver(rules: &Rules) -> ToolComponent {
    ToolComponent::builder()
        .name("flask-sec-lint")
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(names::PROJECT)
        .rules(rules.descriptors())
        .build()
}

fn invocation(view: &View, places: &Places, findings: usize) -> Invocation {
    let mut notifications: Vec<Notification> =
        view.problems().iter().map(|problem| notification(places, problem)).collect();
    notifications.extend(too_many(findings).map(|text| warning(&text)));
    Invocation::builder().execution_successful(true).tool_execution_notifications(notifications).build()
}

/// What a reader of the file would not know of this many findings.
fn too_many(findings: usize) -> Option<String> {
    let left_out = findings.saturating_sub(MOST_RESULTS);
    match (left_out, findings > MOST_ALERTS) {
        (0, false) => None,
        (0, true) => Some(format!("GitHub shows the {MOST_ALERTS} most severe of these {findings} findings.")),
        (_, _) => Some(format!(
            "{left_out} of {findings} findings are left out, the least severe ones, since GitHub refuses files with \
             more than {MOST_RESULTS}; it shows the {MOST_ALERTS} most severe. Other formats have all of them."
        )),
    }
}

fn notification(places: &Places, problem: &ShownProblem) -> Notification {
    let locations = Some(vec![places.of_problem(problem)]);
    Notification { locations, ..warning(&problem.message) }
}

fn warning(text: &str) -> Notification {
    Notification::builder().level(json!("warning")).message(message(text)).build()
}

fn message(text: &str) -> Message {
    Message::builder().text(text).build()
}

/// Makes results; the hashes of each file's lines are computed once.
struct Results<'a> {
    view: &'a View<'a>,
    places: Places<'a>,
    hashes: BTreeMap<FileId, Vec<String>>,
}

impl Results<'_> {
    fn result(&mut self, finding: &ShownFinding, rule: Option<i64>) -> SarifResult {
        let mut result = SarifResult::builder()
            .rule_id(finding.rule.id.as_str())
            .level(level(finding))
            .message(message(&text(finding)))
            .locations(vec![self.places.location(&finding.place)])
            .partial_fingerprints(self.fingerprints(finding))
            .build();
        result.rule_index = rule;
        result.properties = Some(properties(finding));
        result.fixes = finding.fix.as_ref().and_then(|fix| self.fix(fix)).map(|fix| vec![fix]);
        if !finding.related.is_empty() {
            result.related_locations = Some(self.related(finding));
            result.code_flows = Some(vec![self.code_flow(finding)]);
        }
        result
    }

    fn fingerprints(&mut self, finding: &ShownFinding) -> BTreeMap<String, String> {
        let file = finding.place.file;
        let hashes = self.hashes.entry(file).or_insert_with(|| line_hashes(&self.view.sources.read_as_utf8(file)));
        let hash = hashes.get(finding.place.line as usize - 1);
        hash.map(|hash| ("primaryLocationLineHash".to_owned(), hash.clone())).into_iter().collect()
    }

    fn related(&self, finding: &ShownFinding) -> Vec<Location> {
        let numbered = finding.related.iter().take(MOST_RELATED).zip(1..);
        numbered
            .map(|(related, id)| {
                let mut location = self.places.location_with(&related.place, &related.message);
                location.id = Some(id);
                location
            })
            .collect()
    }

    /// The way of the value: from the place to edit through the related ones.
    fn code_flow(&self, finding: &ShownFinding) -> CodeFlow {
        let first = match finding.label.as_str() {
            "" => self.places.location(&finding.place),
            label => self.places.location_with(&finding.place, label),
        };
        let rest =
            finding.related.iter().take(MOST_RELATED).map(|one| self.places.location_with(&one.place, &one.message));
        let step = |location: Location| ThreadFlowLocation::builder().location(location).build();
        let steps: Vec<ThreadFlowLocation> = std::iter::once(first).chain(rest).map(step).collect();
        CodeFlow::builder().thread_flows(vec![ThreadFlow::builder().locations(steps).build()]).build()
    }

    /// `None` if the fix is only shown.
    fn fix(&self, fix: &ShownFix) -> Option<Fix> {
        let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.place.file).collect();
        files.sort();
        files.dedup();
        let changes: Vec<ArtifactChange> = files.into_iter().map(|file| self.change(file, &fix.edits)).collect();
        let description = match fix.safety {
            Safety::Safe | Safety::Display => fix.title.clone(),
            Safety::Unsafe => format!("{} (unsafe)", fix.title),
        };
        let is_change = !changes.is_empty();
        is_change.then(|| Fix::builder().description(message(&description)).artifact_changes(changes).build())
    }

    fn change(&self, file: FileId, edits: &[ShownEdit]) -> ArtifactChange {
        let replacement = |edit: &ShownEdit| {
            Replacement::builder()
                .deleted_region(places::region(&edit.place))
                .inserted_content(ArtifactContent::builder().text(edit.text.as_str()).build())
                .build()
        };
        let replacements: Vec<Replacement> =
            edits.iter().filter(|edit| edit.place.file == file).map(replacement).collect();
        ArtifactChange::builder().artifact_location(self.places.artifact(file)).replacements(replacements).build()
    }
}

fn level(finding: &ShownFinding) -> ResultLevel {
    match names::level(finding.severity) {
        names::Level::Note => ResultLevel::Note,
        names::Level::Warning => ResultLevel::Warning,
        names::Level::Error => ResultLevel::Error,
    }
}

/// What is not in the format, for those who read more of it than GitHub.
fn properties(finding: &ShownFinding) -> PropertyBag {
    let texts = [
        ("severity", Some(names::severity(finding.severity))),
        ("confidence", Some(names::precision(finding.confidence))),
        ("setting", finding.setting.as_deref()),
        ("profile", finding.profile.as_deref()),
        ("fingerprint", Some(finding.fingerprint.as_str())),
    ];
    let properties: BTreeMap<String, serde_json::Value> =
        texts.into_iter().filter_map(|(name, text)| text.map(|text| (name.to_owned(), json!(text)))).collect();
    PropertyBag::builder().additional_properties(properties).build()
}

/// Message, advice, and links to the related places, which GitHub only shows if the message links to them.
fn text(finding: &ShownFinding) -> String {
    let linked = finding.related.iter().take(MOST_LINKS).zip(1..);
    let links: Vec<String> = linked.map(|(one, id)| format!("[{}]({id})", link_text(&one.message))).collect();
    match links.as_slice() {
        [] => finding.sentences(),
        links => format!("{} See: {}.", finding.sentences(), links.join(", ")),
    }
}

fn link_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// A text without Markdown.
fn multiformat(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}
