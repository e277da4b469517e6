//! The catalogue: the rule files that the program carries, and those that a user adds.
//!
//! A new rule of a known kind is its file and one line here. Reading a user's folder is `folder`'s business.

use std::sync::Arc;

use super::error::RuleError;
use super::metadata::{embedded_rule, parse_rule};
use super::rule::{Catalogue, Rule};

/// A rule file that the program carries.
struct Embedded {
    name: &'static str,
    text: &'static str,
    /// Its metadata in JSON, by the build script.
    metadata: &'static str,
}

/// The rule files in catalogue order, which is that of the README and of SARIF's rule indices.
macro_rules! embedded {
    ($($id:literal),* $(,)?) => {
        &[$(Embedded {
            name: concat!($id, ".md"),
            text: include_str!(concat!("../../rules/", $id, ".md")),
            metadata: include_str!(concat!(env!("OUT_DIR"), "/", $id, ".json")),
        }),*]
    };
}

const EMBEDDED: &[Embedded] = embedded![
    "published-secret-key",
    "secret-key-fallbacks-split",
    "weak-secret-key",
    "hardcoded-secret-key",
    "secret-key-fallback",
    "predictable-secret-key",
    "secret-key-fallbacks-repeated",
    "secret-key-fallbacks-bug",
    "missing-secret-key",
    "ephemeral-secret-key",
    "session-cookie-secure-disabled",
    "session-cookie-secure-missing",
    "session-cookie-httponly-disabled",
    "session-cookie-samesite-missing",
    "session-cookie-samesite-disabled",
    "session-cookie-samesite-insecure",
    "session-cookie-samesite-invalid",
    "session-cookie-domain-broad",
    "session-cookie-prefix-violated",
    "session-cookie-partitioned-insecure",
    "session-lifetime-long",
    "remember-cookie-secure-disabled",
    "remember-cookie-secure-missing",
    "remember-cookie-httponly-disabled",
    "remember-cookie-samesite-missing",
    "session-protection-disabled",
    "jwt-cookie-secure-disabled",
    "jwt-cookie-secure-missing",
    "jwt-cookie-csrf-disabled",
    "jwt-cookie-samesite-missing",
    "csrf-protection-disabled",
    "debug-enabled",
    "talisman-weakened",
    "session-serializer-pickle",
    "ignored-setting",
    "unused-ignore",
];

impl Catalogue {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// If one of them is none, which `tests/rules.rs` rules out.
    pub fn embedded() -> Result<Self, RuleError> {
        let rule = |one: &Embedded| Ok((one.name, embedded_rule(one.name, one.text, one.metadata)?));
        Self::default().with_rules(EMBEDDED.iter().map(rule).collect::<Result<_, RuleError>>()?)
    }

    /// These rules and those in `files` (name, text), in that order.
    ///
    /// # Errors
    /// If a file does not parse, states an id that is taken, or supersedes a rule that does not exist.
    pub fn with_files<'a>(self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RuleError> {
        let rules = files.into_iter().map(|(name, text)| Ok((name, parse_rule(name, text)?)));
        self.with_rules(rules.collect::<Result<_, RuleError>>()?)
    }

    /// These rules and others, each with the name of its file.
    fn with_rules(mut self, rules: Vec<(&str, Rule)>) -> Result<Self, RuleError> {
        let first = self.rules.len();
        let (names, rules): (Vec<&str>, Vec<Rule>) = rules.into_iter().unzip();
        for (name, rule) in names.iter().zip(rules) {
            if self.get(&rule.id).is_some() {
                let problem = format!("there is a rule `{}` already", rule.id);
                return Err(RuleError::new(name, 1, problem, "give the file and its id another name"));
            }
            self.rules.push(Arc::new(rule));
        }
        for (rule, name) in self.rules.iter().skip(first).zip(names) {
            if let Some(unknown) = rule.supersedes.iter().find(|id| self.get(id).is_none()) {
                let problem = format!("it supersedes `{unknown}`, which is no rule");
                return Err(RuleError::new(name, 1, problem, "name a rule that `--list-rules` shows"));
            }
        }
        Ok(self)
    }
}
