//! The baseline: findings that were there when a project began to use this program, and are hidden.
//!
//! A finding is recognised by what does not move and says nothing of a key ([`Identity`]), so a file of them holds no
//! key and no hash of one. Reading and writing the file is for others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::rules::{Finding, Identities, Identity};
use crate::source::Sources;

/// The version of the format.
const VERSION: u32 = 1;

/// Findings that are known already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The folder (absolute) that paths are relative to: that of the file.
    folder: PathBuf,
    /// The findings, sorted.
    pub entries: Vec<Entry>,
}

/// A known finding, or several that cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The file, relative to the folder of the baseline, with `/`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// The setting that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
    /// Its line without literals, comments and keys.
    pub code: String,
    /// How many there are.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
}

/// A text that is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// It is not in the format.
    #[error("line {line} is not as it should be: {problem}")]
    Broken {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Another version of the program wrote it.
    #[error(
        "it has version {0} of the format, and this program knows version {VERSION}: use the program that wrote it"
    )]
    Version(u32),
}

/// What a baseline makes of the findings of a run.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings that were not there.
    pub new: Vec<Finding>,
    /// How many were there, and are hidden.
    pub hidden: usize,
    /// What was there and is not any more, with how many of it.
    pub gone: Vec<Entry>,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Deserialize)]
struct File {
    findings: Vec<Entry>,
}

impl Baseline {
    /// The baseline in `text`, the contents of a file in `folder` (absolute).
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, BaselineError> {
        let broken = |error: serde_json::Error| {
            let text = error.to_string();
            let problem = text.split(" at line ").next().unwrap_or(&text).to_owned();
            BaselineError::Broken { line: error.line().max(1), problem }
        };
        let Versioned { version } = serde_json::from_str(text).map_err(broken)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        let File { findings } = serde_json::from_str(text).map_err(broken)?;
        Ok(Self::from_entries(findings, folder))
    }

    /// A baseline of `findings` and of `kept`, for a file in `folder` (absolute).
    pub fn of(
        findings: &[Finding],
        identities: &mut Identities<'_>,
        sources: &Sources,
        kept: Vec<Entry>,
        folder: &Path,
    ) -> Self {
        let entry = |finding: &Finding| {
            let Identity { rule, setting, code, .. } = identities.of(finding);
            let path = relative(&sources.file(finding.span.file).path, folder);
            Entry { path, rule, setting, code, count: 1 }
        };
        let found: Vec<Entry> = findings.iter().map(entry).collect();
        Self::from_entries([kept, found].concat(), folder)
    }

    fn from_entries(entries: Vec<Entry>, folder: &Path) -> Self {
        let mut counts: BTreeMap<Entry, u32> = BTreeMap::new();
        for entry in entries {
            *counts.entry(Entry { count: 1, ..entry.clone() }).or_default() += entry.count;
        }
        let entries = counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect();
        Self { folder: folder.to_path_buf(), entries }
    }

    /// The text of the file: one finding a line, in the order of their paths.
    pub fn text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (number, entry) in self.entries.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let line = serde_json::to_string(entry).unwrap_or_default();
            let _ = write!(text, "{comma}\n    {line}");
        }
        text.push_str(if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// The file that an entry is about, absolute.
    pub fn file_of(&self, entry: &Entry) -> PathBuf {
        normal(&self.folder.join(&entry.path))
    }

    /// How many findings it holds.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count as usize).sum()
    }

    /// Hides what was there: first what is in the same file, then what is in a file that is new while the old one,
    /// says `exists`, is not there any more.
    pub fn compare(
        &self,
        findings: Vec<Finding>,
        identities: &mut Identities<'_>,
        sources: &Sources,
        exists: impl Fn(&Path) -> bool,
    ) -> Compared {
        let mut left = self.entries.clone();
        let mut compared = Compared::default();
        let mut unknown = Vec::new();
        for finding in findings {
            let identity = identities.of(&finding);
            let path = relative(&sources.file(finding.span.file).path, &self.folder);
            let is_known = take(&mut left, |entry| entry.path == path && is_alike(entry, &identity));
            if is_known { compared.hidden += 1 } else { unknown.push((finding, identity)) }
        }
        for (finding, identity) in unknown {
            let was_renamed = |entry: &Entry| is_alike(entry, &identity) && !exists(&self.file_of(entry));
            if take(&mut left, was_renamed) { compared.hidden += 1 } else { compared.new.push(finding) }
        }
        compared.gone = left.into_iter().filter(|entry| entry.count > 0).collect();
        compared
    }
}

fn is_alike(entry: &Entry, identity: &Identity) -> bool {
    entry.rule == identity.rule && entry.setting == identity.setting && entry.code == identity.code
}

/// Takes one finding off the first entry that fits.
fn take(entries: &mut [Entry], fits: impl Fn(&Entry) -> bool) -> bool {
    let found = entries.iter_mut().find(|entry| entry.count > 0 && fits(entry));
    found.map(|entry| entry.count -= 1).is_some()
}

/// `path` as seen from `folder`, both absolute, with `/`.
fn relative(path: &Path, folder: &Path) -> String {
    let shared = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// `path` without `..`, by its text alone.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut parts, part| {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => parts.push(part),
        }
        parts
    })
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

#[cfg(test)]
mod tests;
