//! What a finding is recognised by after the code around it has changed: nothing that moves, and nothing of a key.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::flask::Deployment;
use crate::secrets::{Redactor, keys, masked, outlines, places_of_keys};
use crate::source::{FileId, Sources, Span};

/// What a finding is recognised by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The rule.
    pub rule: String,
    /// The file, from the project's root, with `/`.
    pub path: String,
    /// The setting that the finding is about.
    pub setting: Option<String>,
    /// Its line without literals, comments and keys.
    pub code: String,
}

/// Tells what the findings of a run are recognised by.
pub struct Identities<'a> {
    sources: &'a Sources,
    redactor: Redactor,
    places: BTreeMap<FileId, BTreeSet<Span>>,
    lines: BTreeMap<FileId, Vec<String>>,
}

impl<'a> Identities<'a> {
    /// For findings about `deployments`, whose spans are in `sources`.
    pub fn new(deployments: &[Deployment], sources: &'a Sources) -> Self {
        let redactor = Redactor::new(keys(deployments));
        Self { sources, redactor, places: places_of_keys(deployments), lines: BTreeMap::new() }
    }

    /// What `finding` is recognised by.
    pub fn of(&mut self, finding: &Finding) -> Identity {
        let file = self.sources.file(finding.span.file);
        let (places, redactor, none) = (&self.places, &self.redactor, BTreeSet::new());
        let lines = self.lines.entry(file.id).or_insert_with(|| {
            let text = masked(&file, places.get(&file.id).unwrap_or(&none), redactor);
            // By line: a key over several lines must not join them.
            let lines: String = text.split_inclusive('\n').map(|line| redactor.redact(line)).collect();
            outlines(&lines)
        });
        let line = file.lines().line(finding.span.start) as usize;
        Identity {
            rule: finding.rule.id.clone(),
            path: file
                .path
                .strip_prefix(self.sources.root())
                .unwrap_or(&file.path)
                .to_string_lossy()
                .replace('\\', "/"),
            setting: finding.setting.clone(),
            code: lines.get(line - 1).cloned().unwrap_or_default(),
        }
    }
}
