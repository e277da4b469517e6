//! The metadata of a rule file, decoded and checked, and the [`Rule`] that they make with its page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::check::Check;
use super::error::RuleError;
use super::page::{self, Front, Page};
use super::rule::{FixPlan, Rule};
use super::template;
use super::{Confidence, Severity};

/// Sections that every page has.
const SECTIONS: [&str; 5] = ["Why it matters", "How to fix", "References", "Bad", "Good"];

/// GitHub's limit for a rule's full description, in characters.
const LONGEST_SUMMARY: usize = 1024;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Metadata {
    id: String,
    severity: Severity,
    security_severity: f64,
    confidence: Confidence,
    cwe: Vec<u32>,
    since: String,
    #[serde(default)]
    pedantic: bool,
    message: String,
    advice: String,
    #[serde(default)]
    advice_for: BTreeMap<String, String>,
    advice_in_env_file: Option<String>,
    label: String,
    check: Check,
    #[serde(default)]
    also_check: Vec<Check>,
    #[serde(default)]
    supersedes: Vec<String>,
    fix: Option<FixPlan>,
}

/// The rule that the text of `file` states. `file` is named in errors; its stem must be the rule's id.
///
/// # Errors
/// If the page or its metadata are not in the format, or say something that cannot be.
pub fn parse_rule(file: &str, text: &str) -> Result<Rule, RuleError> {
    let text = text.replace("\r\n", "\n");
    let front = page::front(file, &text)?;
    let metadata: Metadata = toml::from_str(&front.metadata).map_err(|error| decode_error(file, &front, &error))?;
    check_id(file, &front, &metadata.id)?;
    check_metadata(file, &front, &metadata)?;
    check_page(file, &front, &page::read(file, &text)?)?;
    Ok(rule_of(metadata, front, Cow::Owned(text)))
}

/// The rule that the program carries as the text of `file`, with its metadata in JSON. `tests/rules.rs` has parsed
/// it as [`parse_rule`] does.
///
/// # Errors
/// If the metadata are not those of a rule.
pub(super) fn embedded_rule(file: &str, text: &'static str, metadata: &str) -> Result<Rule, RuleError> {
    let decoded = serde_json::from_str(metadata);
    let metadata = decoded.map_err(|error| RuleError::new(file, 1, error.to_string(), "build the program anew"))?;
    Ok(rule_of(metadata, page::front(file, text)?, Cow::Borrowed(text)))
}

fn rule_of(metadata: Metadata, front: Front, text: Cow<'static, str>) -> Rule {
    let mut checks = vec![metadata.check];
    checks.extend(metadata.also_check);
    Rule {
        id: metadata.id,
        title: front.title,
        severity: metadata.severity,
        imposed_severity: None,
        security_severity: metadata.security_severity,
        confidence: metadata.confidence,
        cwe: metadata.cwe,
        pedantic: metadata.pedantic,
        summary: front.summary,
        since: metadata.since,
        message: metadata.message,
        advice: metadata.advice,
        advice_for: metadata.advice_for,
        advice_in_env_file: metadata.advice_in_env_file,
        label: metadata.label,
        checks,
        supersedes: metadata.supersedes,
        fix: metadata.fix,
        text,
    }
}

fn decode_error(file: &str, front: &Front, error: &toml::de::Error) -> RuleError {
    let before = error.span().and_then(|span| front.metadata.get(..span.start)).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let next_step = "correct the metadata; the keys are those of the rules that come with the program";
    RuleError::new(file, line, error.message().trim_end().to_owned(), next_step)
}

fn check_id(file: &str, front: &Front, id: &str) -> Result<(), RuleError> {
    let is_kebab = id.split('-').all(|word| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase()));
    if !is_kebab {
        let next_step = "write lower-case words with `-` between them";
        return Err(RuleError::new(file, line_of(front, "id"), format!("`{id}` is no rule id"), next_step));
    }
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    if name.strip_suffix(".md") != Some(id) {
        let next_step = format!("rename the file to `{id}.md`, or the id to the file's name");
        return Err(RuleError::new(
            file,
            line_of(front, "id"),
            format!("the id `{id}` is not the file's name"),
            next_step,
        ));
    }
    Ok(())
}

fn check_metadata(file: &str, front: &Front, metadata: &Metadata) -> Result<(), RuleError> {
    let fail = |key: &str, problem: String, next_step: &str| {
        Err(RuleError::new(file, line_of(front, key), problem, next_step))
    };
    if !(0.1..=10.0).contains(&metadata.security_severity) {
        let problem = format!("security-severity {} is off GitHub's scale", metadata.security_severity);
        return fail("security-severity", problem, "choose a number from 0.1 to 10.0");
    }
    let texts = [("message", &metadata.message), ("advice", &metadata.advice), ("label", &metadata.label)];
    let for_settings = metadata.advice_for.values().map(|text| ("advice-for", text));
    let in_env_file = metadata.advice_in_env_file.iter().map(|text| ("advice-in-env-file", text));
    let checks = std::iter::once(&metadata.check).chain(&metadata.also_check);
    let for_versions = checks.flat_map(advice_of).map(|text| ("check", text));
    for (key, text) in texts.into_iter().chain(for_settings).chain(in_env_file).chain(for_versions) {
        if text.trim().is_empty() {
            return fail(key, format!("an empty {key}"), "say it in a sentence");
        }
        if let Some(unknown) = template::unknown_name(text) {
            let problem = format!("{key} names `{{{unknown}}}`, which is no placeholder");
            return fail(key, problem, template::NAMES_IN_WORDS);
        }
    }
    Ok(())
}

/// The advice that a check states itself.
fn advice_of(check: &Check) -> Vec<&String> {
    match check {
        Check::Ignored(check) => {
            check.advice_not_yet.iter().chain(&check.advice_no_more).chain(&check.advice_mapping).collect()
        }
        Check::Setting(_) | Check::Secret(_) | Check::Argument(_) | Check::Debug(_) | Check::UnusedIgnore(_) => {
            Vec::new()
        }
    }
}

fn check_page(file: &str, front: &Front, page: &Page) -> Result<(), RuleError> {
    if front.title.is_empty() || front.summary.is_empty() || front.summary.chars().count() > LONGEST_SUMMARY {
        let next_step = "write one paragraph of up to 1024 characters below the metadata";
        return Err(RuleError::new(file, 1, "no usable summary", next_step));
    }
    for section in SECTIONS {
        if !page.sections.iter().any(|known| known == section) {
            let problem = format!("no section `## {section}`");
            return Err(RuleError::new(file, 1, problem, "add it, as in the rules that come with the program"));
        }
    }
    for (section, examples) in [("Bad", &page.bad), ("Good", &page.good)] {
        if examples.is_empty() || examples.iter().any(|example| example.files.is_empty()) {
            let problem = format!("no example, or one without files, in `## {section}`");
            return Err(RuleError::new(file, 1, problem, "add `### what it shows` and a ```py title=\"app.py\" block"));
        }
    }
    Ok(())
}

/// The line of the file on which the metadata state `key`.
fn line_of(front: &Front, key: &str) -> usize {
    let stated = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    front.metadata.lines().position(stated).map_or(1, |index| index + 1)
}
