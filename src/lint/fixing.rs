//! Applies fixes to the texts of a run, each only if the changed project, interpreted and judged again, is what the fix
//! promised. It writes nothing: the caller does, or shows the difference.
//!
//! Fixes are tried together. Where the result is not what was promised they are tried in halves, so that one that does
//! not hold costs a few runs and not one for each. Rounds follow until none is left that holds: what is fixed in one may
//! make room for what overlapped with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Linted, Request, lint};
use crate::fix::plan::{Plan, Rewrite, plan};
use crate::fix::verify::{Judged, objection};
use crate::rules::{Catalogue, Edit, Finding, Safety};
use crate::source::{FileId, find_files};

/// How many rounds there are at the most; each makes at least one finding less.
const MOST_ROUNDS: usize = 20;

/// A project after its fixes.
pub struct Fixing {
    /// The project as it was.
    pub before: Linted,
    /// The project as it is with the changes; `None` if there are none.
    pub after: Option<Linted>,
    /// The changes, from what was read to what is to be written.
    pub rewrites: Vec<Rewrite>,
    /// How many findings were fixed.
    pub fixed: usize,
    /// In how many rounds: one may change what the next finds.
    pub rounds: usize,
    /// Findings whose fix was not applied.
    pub refused: Vec<Refused>,
}

impl Fixing {
    /// The project with the changes.
    pub fn now(&self) -> &Linted {
        self.after.as_ref().unwrap_or(&self.before)
    }
}

/// A fix that was wanted and not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The finding's file, as reports show it.
    pub path: String,
    /// The finding's line, from 1.
    pub line: u32,
    /// The finding's rule.
    pub rule: String,
    /// Why, as a clause.
    pub why: String,
}

/// Lints what `request` names and applies the fixes that are at least as safe as `safety`.
pub fn fix(request: &Request, catalogue: &Catalogue, safety: Safety) -> Fixing {
    let fixer = Fixer { request, catalogue, safety, files: find_files(&request.paths, &request.discovery).files };
    let before = lint(request.clone(), catalogue);
    let mut fixing = Fixing { before, after: None, rewrites: Vec::new(), fixed: 0, rounds: 0, refused: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let round = fixer.round(fixing.now(), &fixing.rewrites);
        fixing.refused = round.refused;
        let Some(attempt) = round.accepted else { break };
        fixing.fixed += attempt.mended.len();
        fixing.rounds += 1;
        fixing.rewrites = merged(fixing.rewrites, attempt.rewrites);
        fixing.after = Some(attempt.linted);
    }
    fixing
}

struct Fixer<'a> {
    request: &'a Request,
    catalogue: &'a Catalogue,
    safety: Safety,
    /// The Python files that were named or found below what was named.
    files: Vec<PathBuf>,
}

/// What came of one round.
#[derive(Default)]
struct Round {
    accepted: Option<Attempt>,
    refused: Vec<Refused>,
}

/// Fixes that hold.
struct Attempt {
    mended: Vec<usize>,
    rewrites: Vec<Rewrite>,
    linted: Linted,
}

impl Fixer<'_> {
    /// Tries the fixes of `base`, which `done` made of what was read.
    fn round(&self, base: &Linted, done: &[Rewrite]) -> Round {
        let findings = &base.outcome.findings;
        let mut round = Round::default();
        let wanted = (0..findings.len()).filter(|index| self.is_wanted(findings.get(*index)));
        let (inside, outside): (Vec<usize>, Vec<usize>) = wanted.partition(|index| self.stays_inside(base, *index));
        for index in outside {
            round.refused.extend(refused(base, index, "it would change a file that was not named"));
        }
        self.settle(base, done, &inside, &mut round);
        round
    }

    fn is_wanted(&self, finding: Option<&Finding>) -> bool {
        let fix = finding.and_then(|finding| finding.fix.as_ref());
        fix.is_some_and(|fix| fix.safety <= self.safety && !fix.edits.is_empty())
    }

    /// Whether a fix only changes files that were named, or are below folders that were named and not left out.
    fn stays_inside(&self, base: &Linted, index: usize) -> bool {
        let is_inside = |file: FileId| {
            let path = base.sources.file(file).path.clone();
            let is_python = path.extension().is_some_and(|extension| extension == "py" || extension == "pyw");
            let is_below = || self.request.paths.iter().any(|named| path.starts_with(named));
            self.files.contains(&path) || (!is_python && is_below())
        };
        edits_of(base, index).iter().all(|edit| is_inside(edit.span.file))
    }

    /// Adds to what is accepted as many of `tried` as hold.
    fn settle(&self, base: &Linted, done: &[Rewrite], tried: &[usize], round: &mut Round) {
        if tried.is_empty() {
            return;
        }
        let mut all = round.accepted.as_ref().map(|attempt| attempt.mended.clone()).unwrap_or_default();
        all.extend(tried);
        match (self.attempt(base, done, &all), tried) {
            (Ok(attempt), _) => round.accepted = Some(attempt),
            (Err(why), [one]) => round.refused.extend(refused(base, *one, &why)),
            (Err(_), _) => {
                let (first, second) = tried.split_at(tried.len() / 2);
                self.settle(base, done, first, round);
                self.settle(base, done, second, round);
            }
        }
    }

    /// The project with the fixes of the findings `chosen`, or why they do not hold together.
    fn attempt(&self, base: &Linted, done: &[Rewrite], chosen: &[usize]) -> Result<Attempt, String> {
        let groups: Vec<&[Edit]> = chosen.iter().map(|index| edits_of(base, *index)).collect();
        let Plan { rewrites, deferred, refused } = plan(&groups, &base.sources);
        if let Some((_, why)) = refused.into_iter().next() {
            return Err(why);
        }
        let applied = chosen.iter().enumerate().filter(|(at, _)| !deferred.contains(at));
        let mended: Vec<usize> = applied.map(|(_, index)| *index).collect();
        let mut request = self.request.clone();
        for rewrite in merged(done.to_vec(), rewrites.clone()) {
            request.overlay.insert(rewrite.path, rewrite.new_bytes);
        }
        let linted = lint(request, self.catalogue);
        let findings: Vec<&Finding> = mended.iter().filter_map(|index| base.outcome.findings.get(*index)).collect();
        match objection(judged(base), judged(&linted), &findings) {
            Some(why) => Err(why),
            None => Ok(Attempt { mended, rewrites, linted }),
        }
    }
}

fn edits_of(base: &Linted, index: usize) -> &[Edit] {
    let fix = base.outcome.findings.get(index).and_then(|finding| finding.fix.as_ref());
    fix.map_or(&[], |fix| &fix.edits)
}

fn judged(linted: &Linted) -> Judged<'_> {
    let outcome = &linted.outcome;
    Judged {
        findings: &outcome.findings,
        deployments: &outcome.deployments,
        problems: &outcome.problems,
        sources: &linted.sources,
    }
}

fn refused(base: &Linted, index: usize, why: &str) -> Option<Refused> {
    let finding = base.outcome.findings.get(index)?;
    let file = base.sources.file(finding.span.file);
    let line = file.position(finding.span.start).line;
    Some(Refused { path: file.name.clone(), line, rule: finding.rule.id.clone(), why: why.to_owned() })
}

/// `later` changes on top of `earlier` ones, as changes of what the earlier ones changed.
fn merged(earlier: Vec<Rewrite>, later: Vec<Rewrite>) -> Vec<Rewrite> {
    let mut all: BTreeMap<PathBuf, Rewrite> =
        earlier.into_iter().map(|rewrite| (rewrite.path.clone(), rewrite)).collect();
    for rewrite in later {
        match all.get_mut(Path::new(&rewrite.path)) {
            Some(known) => {
                known.new_text = rewrite.new_text;
                known.new_bytes = rewrite.new_bytes;
            }
            None => {
                all.insert(rewrite.path.clone(), rewrite);
            }
        }
    }
    all.into_values().collect()
}
