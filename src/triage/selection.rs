//! Which rules report, and from which severity on.
//!
//! A selection only holds names of rules that exist; whoever builds it says what to do about others.

use crate::rules::{Catalogue, Finding, Severity};

/// The id of a rule of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// Which findings are reported.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Only these rules; without it all that are not pedantic.
    pub select: Option<Vec<RuleName>>,
    /// Not these rules.
    pub ignore: Vec<RuleName>,
    /// Whether rules report that are quiet by default.
    pub pedantic: bool,
    /// The least severity that is reported.
    pub min_severity: Severity,
}

impl Default for Selection {
    fn default() -> Self {
        Self { select: None, ignore: Vec::new(), pedantic: false, min_severity: Severity::Info }
    }
}

impl Selection {
    /// Whether `finding` is reported.
    pub fn selects(&self, finding: &Finding) -> bool {
        let id = &finding.rule.id;
        let is_selected = match &self.select {
            Some(names) => names.iter().any(|name| name.0 == *id),
            None => self.pedantic || !finding.rule.pedantic,
        };
        is_selected && !self.ignore.iter().any(|name| name.0 == *id) && finding.severity >= self.min_severity
    }

    /// Whether a rule that is quiet by default is to be heard.
    pub fn wants_pedantic(&self, catalogue: &Catalogue) -> bool {
        let is_pedantic = |name: &RuleName| catalogue.rules.iter().any(|rule| rule.id == name.0 && rule.pedantic);
        self.pedantic || self.select.iter().flatten().any(is_pedantic)
    }
}

/// The name among `names` that a person who wrote `name` probably meant.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.into_iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(score, _)| *score > 0.8).map(|(_, known)| known)
}
