//! Which rules report where, and from which severity on.
//!
//! A selection only holds names of rules that exist; whoever builds it says what to do about others.

use std::collections::BTreeSet;
use std::path::Path;

use crate::rules::{Catalogue, Finding, Severity};
use crate::source::{NamePattern, PathPattern, Sources};

/// Stands for every rule, as in ruff.
const ALL: &str = "ALL";

/// The id of a rule of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName(String);

/// A name that no rule has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}", offer(nearest.as_deref()))]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The rule that was probably meant.
    pub nearest: Option<String>,
}

fn offer(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `--list-rules` shows all of them".to_owned(),
    }
}

impl RuleName {
    /// The rule of `catalogue` with this name.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn find(name: &str, catalogue: &Catalogue) -> Result<Self, UnknownRule> {
        let ids = || catalogue.rules.iter().map(|rule| rule.id.as_str());
        if ids().any(|id| id == name) {
            return Ok(Self(name.to_owned()));
        }
        Err(UnknownRule { name: name.to_owned(), nearest: nearest(name, ids()).map(str::to_owned) })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rules of `catalogue` that `name` means: the one that is called so, those that match it if it has a `*`,
/// or `ALL`.
///
/// # Errors
///
/// If there are none.
pub fn matching(name: &str, catalogue: &Catalogue) -> Result<Vec<RuleName>, UnknownRule> {
    let ids = catalogue.rules.iter().map(|rule| &rule.id);
    let matched: Vec<RuleName> = match name {
        ALL => ids.map(|id| RuleName(id.clone())).collect(),
        _ if name.contains('*') => {
            let pattern = NamePattern::new(name).ok();
            let matches = |id: &&String| pattern.as_ref().is_some_and(|pattern| pattern.matches(id));
            ids.filter(matches).map(|id| RuleName(id.clone())).collect()
        }
        _ => vec![RuleName::find(name, catalogue)?],
    };
    if matched.is_empty() {
        return Err(UnknownRule { name: name.to_owned(), nearest: None });
    }
    Ok(matched)
}

/// Rules while they are being chosen.
#[derive(Clone, Debug)]
pub struct Choice(BTreeSet<RuleName>);

impl Choice {
    /// The rules of `catalogue` that report if nobody chooses: those that are not quiet, or all if `pedantic`.
    pub fn usual(catalogue: &Catalogue, pedantic: bool) -> Self {
        let usual = catalogue.rules.iter().filter(|rule| pedantic || !rule.pedantic);
        Self(usual.map(|rule| RuleName(rule.id.clone())).collect())
    }

    /// Only these.
    pub fn start_with(&mut self, rules: Vec<RuleName>) {
        self.0 = rules.into_iter().collect();
    }

    /// These too.
    pub fn add(&mut self, rules: Vec<RuleName>) {
        self.0.extend(rules);
    }

    /// Not these.
    pub fn remove(&mut self, rules: &[RuleName]) {
        self.0.retain(|rule| !rules.contains(rule));
    }

    /// What was chosen.
    pub fn into_rules(self) -> BTreeSet<RuleName> {
        self.0
    }
}

/// Rules that do not report in some files.
#[derive(Clone, Debug)]
pub struct FileIgnore {
    /// The files.
    pub files: PathPattern,
    /// The rules.
    pub rules: Vec<RuleName>,
}

/// Which findings are reported.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The rules that report.
    pub rules: BTreeSet<RuleName>,
    /// Except in these files.
    pub by_file: Vec<FileIgnore>,
    /// Whether what only development, tests or examples end with is reported.
    pub pedantic: bool,
    /// The least severity that is reported.
    pub min_severity: Severity,
}

impl Selection {
    /// What is reported if nobody chooses.
    pub fn usual(catalogue: &Catalogue) -> Self {
        let rules = Choice::usual(catalogue, false).into_rules();
        Self { rules, by_file: Vec::new(), pedantic: false, min_severity: Severity::Info }
    }

    /// Whether `finding` is reported.
    pub fn selects(&self, finding: &Finding, sources: &Sources) -> bool {
        let id = &finding.rule.id;
        self.enables(id)
            && finding.severity >= self.min_severity
            && !self.ignores_in(id, &sources.file(finding.span.file).path)
    }

    /// Whether the rule with this id reports anywhere.
    pub fn enables(&self, id: &str) -> bool {
        self.rules.iter().any(|name| name.0 == id)
    }

    /// Whether the rule with this id is quiet in the file at `path` (absolute).
    pub(super) fn ignores_in(&self, id: &str, path: &Path) -> bool {
        let names = |ignore: &&FileIgnore| ignore.rules.iter().any(|name| name.0 == id);
        self.by_file.iter().filter(names).any(|ignore| ignore.files.matches(path))
    }

    /// The rules that are quiet by default and to be heard.
    pub fn heard(&self, catalogue: &Catalogue) -> Vec<String> {
        let heard = catalogue.rules.iter().filter(|rule| rule.pedantic && self.enables(&rule.id));
        heard.map(|rule| rule.id.clone()).collect()
    }
}

/// The name among `names` that a person who wrote `name` probably meant.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.into_iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score > 0.8).map(|(_, known)| known)
}
