//! A rule as its file in `rules/` states it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::check::Check;
use super::page::{self, Page};
use super::{Confidence, Safety, Severity};

/// One rule: metadata and text of `rules/<id>.md`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Kebab-case name of the problem, the stem of its file.
    pub id: String,
    /// The heading: one line.
    pub title: String,
    /// How bad it usually is.
    pub severity: Severity,
    /// How bad each finding is, where the user says so.
    pub imposed_severity: Option<Severity>,
    /// GitHub's scale, 0.1 to 10.0.
    pub security_severity: f64,
    /// How sure a finding usually is.
    pub confidence: Confidence,
    /// CWE numbers.
    pub cwe: Vec<u32>,
    /// Whether it only reports with `--pedantic`.
    pub pedantic: bool,
    /// First paragraph of the page.
    pub summary: String,
    /// The version of flask-sec-lint that introduced it.
    pub since: String,
    /// Template of what is wrong and why it matters.
    pub message: String,
    /// Template of what to do.
    pub advice: String,
    /// Templates of what to do about some settings, by their names, in place of `advice`.
    pub advice_for: BTreeMap<String, String>,
    /// Template of what to do about a value in a file of environment variables, in place of `advice`.
    pub advice_in_env_file: Option<String>,
    /// Template of the few words at the place.
    pub label: String,
    /// What it looks for; the first check that holds makes the finding.
    pub checks: Vec<Check>,
    /// Rules whose finding at the same place and setting this one says better.
    pub supersedes: Vec<String>,
    /// How its findings can be mended.
    pub fix: Option<FixPlan>,
    /// The text of its file.
    pub text: Cow<'static, str>,
}

/// How the findings of a rule can be mended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FixPlan {
    /// Whether the edits may be applied without asking; without edits a fix is only displayed.
    pub safety: Safety,
    /// What it does, as an imperative.
    pub title: String,
    /// Python of the value that the setting gets; texts have double quotes.
    pub set: Option<String>,
    /// The setting that gets it, if that is not the one that the finding is about.
    pub setting: Option<String>,
    /// Whether the key is replaced by a read of the environment.
    #[serde(default)]
    pub from_environment: bool,
    /// Whether the write is removed.
    #[serde(default)]
    pub remove: bool,
}

/// What a fix does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum FixKind<'a> {
    /// It gives the setting this value.
    Set(&'a str),
    /// It reads the key from the environment.
    ReadEnvironment,
    /// It removes the write.
    Remove,
    /// Nothing: it is only shown.
    None,
}

impl FixPlan {
    /// What the fix does.
    pub fn kind(&self) -> FixKind<'_> {
        match (&self.set, self.from_environment, self.remove) {
            (Some(value), ..) => FixKind::Set(value),
            (None, true, _) => FixKind::ReadEnvironment,
            (None, false, true) => FixKind::Remove,
            (None, false, false) => FixKind::None,
        }
    }
}

/// A small project that shows a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its heading.
    pub name: String,
    /// Its files.
    pub files: Vec<ExampleFile>,
    /// Those files that the fix changes, as they are afterwards.
    pub fixed: Vec<ExampleFile>,
}

/// A file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// Its path in the project.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All rules, in catalogue order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The rules.
    pub rules: Vec<Arc<Rule>>,
}

impl Rule {
    /// What its file says for people. Taken apart when it is asked for, which most runs do not.
    pub fn page(&self) -> Page {
        page::read(&self.id, &self.text).unwrap_or_default()
    }

    /// Template of what to do about `setting`.
    pub fn advice_on(&self, setting: &str) -> &str {
        self.advice_for.get(setting).unwrap_or(&self.advice)
    }
}

impl Catalogue {
    /// These rules, with what the user says of their severities, by their ids.
    #[must_use]
    pub fn with_severities(mut self, severities: &BTreeMap<String, Severity>) -> Self {
        for rule in &mut self.rules {
            if let Some(severity) = severities.get(&rule.id) {
                let security_severity = severity.on_githubs_scale(rule.security_severity);
                let imposed_severity = Some(*severity);
                *rule =
                    Arc::new(Rule { severity: *severity, imposed_severity, security_severity, ..Rule::clone(rule) });
            }
        }
        self
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}
