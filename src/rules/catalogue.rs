//! The catalogue: the rule files that the program carries, and those that a user adds.
//!
//! A new rule of a known kind is its file and one line here. Reading a user's folder is `folder`'s business.

use std::sync::Arc;

use rayon::prelude::*;

use super::error::RuleError;
use super::metadata::parse_rule;
use super::rule::Catalogue;

/// The rule files in catalogue order, which is that of the README and of SARIF's rule indices.
macro_rules! embedded {
    ($($id:literal),* $(,)?) => {
        &[$((concat!($id, ".md"), include_str!(concat!("../../rules/", $id, ".md")))),*]
    };
}

const EMBEDDED: &[(&str, &str)] = embedded![
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
    /// If one of them does not parse, which `tests/rules.rs` rules out.
    pub fn embedded() -> Result<Self, RuleError> {
        Self::default().with_files(EMBEDDED.iter().copied())
    }

    /// These rules and those in `files` (name, text), in that order.
    ///
    /// # Errors
    /// If a file does not parse, states an id that is taken, or supersedes a rule that does not exist.
    pub fn with_files<'a>(mut self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RuleError> {
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        let parsed: Vec<_> = files.into_par_iter().map(|(name, text)| (name, parse_rule(name, text))).collect();
        let mut names = Vec::new();
        for (name, rule) in parsed {
            let rule = rule?;
            if self.get(&rule.id).is_some() {
                let problem = format!("there is a rule `{}` already", rule.id);
                return Err(RuleError::new(name, 1, problem, "give the file and its id another name"));
            }
            self.rules.push(Arc::new(rule));
            names.push(name);
        }
        let added = self.rules.len() - names.len();
        for (rule, name) in self.rules.iter().skip(added).zip(names) {
            if let Some(unknown) = rule.supersedes.iter().find(|id| self.get(id).is_none()) {
                let problem = format!("it supersedes `{unknown}`, which is no rule");
                return Err(RuleError::new(name, 1, problem, "name a rule that `--list-rules` shows"));
            }
        }
        Ok(self)
    }
}
