//! Floor 6: the rule catalogue read from `rules/*.md`, and the judgement of deployments by it.
//!
//! Rules know `flask::Deployment` and `secrets`, never the interpreter.

mod finding;
mod rule;

pub use finding::{Confidence, Edit, Finding, Fix, Related, Safety, Severity};
pub use rule::{Catalogue, Rule};
