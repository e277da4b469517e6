//! Floor 6: the rule catalogue read from `rules/*.md`, and the judgement of deployments by it.
//!
//! Rules know `flask::Deployment` and `secrets`, never the interpreter.

mod argument_check;
mod catalogue;
mod check;
mod comment_check;
mod debug_check;
mod describe;
mod draft;
mod error;
mod explain;
mod fallbacks;
mod finding;
mod folder;
mod identity;
mod ignored_check;
pub mod judge;
mod keys;
mod metadata;
mod missing_key;
mod page;
mod predicate;
mod profile_words;
mod provided;
mod rule;
mod secret_check;
mod secret_words;
mod setting_check;
mod suggest;
mod template;
#[cfg(test)]
mod tests;
mod usage;

pub use check::{
    ArgumentCheck, Check, Condition, Constant, DebugCheck, IgnoredCheck, Need, Predicate, SecretCheck, SecretProblem,
    SettingCheck, UnusedIgnoreCheck,
};
pub use comment_check::about_comment;
pub use error::RuleError;
pub use explain::{explain, list_rules, rule_table};
pub use finding::{Confidence, Edit, Finding, Fix, Related, Safety, Severity};
pub use identity::{Identities, Identity};
pub use judge::{judge, sort};
pub use metadata::parse_rule;
pub use page::Page;
pub use rule::{Catalogue, Example, ExampleFile, FixKind, FixPlan, Rule};
