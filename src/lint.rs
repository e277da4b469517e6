//! Floor 8: the pipeline on one screen: discover, read, interpret, judge, sort out.
//!
//! It prints nothing and decides nothing about a finding. A bug in a stage becomes a problem of the
//! run; what the other stages found is reported all the same.

pub mod bugs;
pub mod fixing;
mod ignores;
mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use crate::eval::{self, Interpretation};
use crate::flask::{AppPlace, Deployment};
use crate::report::Outcome;
use crate::rules::{Catalogue, Finding, judge, sort};
use crate::secrets::Wordlist;
use crate::source::{
    DiscoveryOptions, FileId, IgnoreFiles, Problem, Sources, Span, find_files, find_seeds, kept_out, marked_root,
    project_root,
};
use crate::triage::{Baseline, Selection, triage};

use bugs::survive;

pub use known::Seen;

/// What is linted.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders, absolute.
    pub paths: Vec<PathBuf>,
    /// Reports name files relative to it. Absolute.
    pub working_folder: PathBuf,
    /// Bytes that stand in place of a file's: an editor's buffer on standard input, changes that are not written yet.
    pub overlay: BTreeMap<PathBuf, Vec<u8>>,
    /// Which files below the paths.
    pub discovery: DiscoveryOptions,
    /// Which apps.
    pub interpretation: eval::Options,
    /// Keys that count as published, besides those that the program knows.
    pub wordlist: Wordlist,
    /// Which findings.
    pub selection: Selection,
    /// Findings that are known already.
    pub baseline: Option<Baseline>,
}

/// What came of it.
pub struct Linted {
    /// For the reports.
    pub outcome: Outcome,
    /// The texts that the outcome's places are in.
    pub sources: Sources,
    /// What the run saw.
    pub seen: Seen,
}

/// Lints what `request` names by the rules of `catalogue`. Needs a stack of [`crate::python::STACK_BYTES`].
pub fn lint(request: Request, catalogue: &Catalogue) -> Linted {
    let started = Instant::now();
    let (sources, files, seeds) = open(&request);
    let interpretation = interpret(&sources, &seeds, &request.interpretation);
    let deployments = interpretation.deployments;
    let options = judge::Options {
        pedantic: request.selection.pedantic,
        heard: request.selection.heard(catalogue),
        wordlist: request.wordlist.clone(),
    };
    let judge = || judge(&deployments, &sources, catalogue, &options);
    let findings = survive(judge).unwrap_or_else(|bug| lost(&sources, "the rules were not applied", &bug));
    let quiet =
        || judge::judge(&deployments, &sources, catalogue, &judge::Options { pedantic: true, ..options.clone() });
    let unused = || ignores::unused(&request, &files, &sources, catalogue, &findings, quiet);
    let unused = survive(unused).unwrap_or_else(|bug| lost(&sources, "ignore comments were not checked", &bug));
    let findings = in_repository(concerning(findings, &files, &request, &sources), &files, &request, &sources);
    let mut findings = [findings, unused].concat();
    sort(&mut findings, &sources);
    let sort_out = || triage(findings, &sources, &request.selection).shown;
    let findings = survive(sort_out).unwrap_or_else(|bug| lost(&sources, "the findings were lost", &bug));
    let seen = Seen { files: files.clone(), is_whole: ignores::sees_all(&request) && sources.problems().is_empty() };
    let compare = || known::compare(findings, &request, &sources, &deployments, &seen);
    let (findings, known) =
        survive(compare).unwrap_or_else(|bug| (lost(&sources, "the findings were lost", &bug), None));
    let outcome = Outcome {
        findings,
        known,
        problems: problems_in(&files, &request, &sources),
        apps: count_apps(&deployments),
        deployments,
        files: files.len(),
        parsed: interpretation.parsed,
        seconds: started.elapsed().as_secs_f64(),
    };
    Linted { outcome, sources, seen }
}

/// The texts of the run, the files that were asked for, and the seeds among all that may make or configure
/// the apps in question.
fn open(request: &Request) -> (Sources, Vec<PathBuf>, Vec<FileId>) {
    let sources = Sources::on_disk(project_root(&request.paths), request.working_folder.clone());
    let overlay = request.overlay.iter();
    let sources = overlay.fold(sources, |sources, (path, bytes)| sources.with_overlay(path, bytes.clone()));
    let (found, seeds) = match around(request) {
        None => find_seeds(&sources, &request.paths, &request.discovery),
        Some(root) => {
            let all: Vec<PathBuf> = request.paths.iter().cloned().chain([root]).collect();
            let (_, seeds) = find_seeds(&sources, &all, &request.discovery);
            (find_files(&request.paths, &request.discovery), seeds)
        }
    };
    for (folder, reason) in found.unreadable {
        let message = format!("cannot be read ({reason}), so it was not linted: mend its permissions or exclude it");
        sources.report_file(&folder, message);
    }
    for (path, reason) in found.unusable {
        sources.report_file(&path, format!("cannot be used: {reason}"));
    }
    (sources, found.files, seeds)
}

/// What is looked at besides what was named. A file that is named alone is judged as a part of its project:
/// `config.py` says nothing without the app that loads it. What lies around a file that no project holds may
/// be anything.
fn around(request: &Request) -> Option<PathBuf> {
    if request.paths.iter().all(|path| path.is_dir()) { None } else { marked_root(&request.paths) }
}

/// The findings that have a place in what was named.
fn concerning(findings: Vec<Finding>, files: &[PathBuf], request: &Request, sources: &Sources) -> Vec<Finding> {
    if request.paths.iter().all(|path| path.is_dir()) {
        return findings;
    }
    let is_named = |span: Span| files.contains(&sources.file(span.file).path);
    let concerns = |finding: &Finding| {
        let mut places = finding.related.iter().map(|related| related.span).chain([finding.span]);
        places.any(is_named)
    };
    findings.into_iter().filter(concerns).collect()
}

/// The findings without those in files that programs load and git keeps out of the repository: a `.env` with a
/// developer's own key is where it belongs.
fn in_repository(findings: Vec<Finding>, files: &[PathBuf], request: &Request, sources: &Sources) -> Vec<Finding> {
    if request.discovery.ignore_files == IgnoreFiles::Disregarded {
        return findings;
    }
    let file_of = |finding: &Finding| sources.file(finding.span.file).path.clone();
    let mut loaded: BTreeSet<PathBuf> = findings.iter().map(file_of).collect();
    for file in files {
        loaded.remove(file);
    }
    let named = request.paths.iter().map(PathBuf::as_path);
    let private = kept_out(&named.chain([sources.root()]).collect::<Vec<_>>(), &loaded);
    findings.into_iter().filter(|finding| !private.contains(&file_of(finding))).collect()
}

/// The problems of what was named, and of the run as a whole.
fn problems_in(files: &[PathBuf], request: &Request, sources: &Sources) -> Vec<Problem> {
    let mut problems = sources.problems();
    if request.paths.iter().any(|path| !path.is_dir()) {
        let named: Vec<String> = files.iter().map(|file| sources.name_of(file)).collect();
        problems.retain(|problem| problem.path == "." || named.contains(&problem.path));
    }
    problems
}

/// Interprets all seeds at once; should that end in a bug, each alone, to lose only what the bug is about.
fn interpret(sources: &Sources, seeds: &[FileId], options: &eval::Options) -> Interpretation {
    let together = survive(|| eval::interpret(sources, seeds, options));
    together.unwrap_or_else(|_| {
        let mut all = Interpretation::default();
        for seed in seeds {
            match survive(|| eval::interpret(sources, &[*seed], options)) {
                Ok(one) => merge(&mut all, one),
                Err(bug) => report_bug(sources, sources.file(*seed).name.clone(), "it was not linted", &bug),
            }
        }
        all
    })
}

/// An app that several seeds refer to is found from each of them.
fn merge(all: &mut Interpretation, one: Interpretation) {
    all.parsed += one.parsed;
    for deployment in one.deployments {
        let is_known = |known: &Deployment| known.app == deployment.app && known.profile == deployment.profile;
        if !all.deployments.iter().any(is_known) {
            all.deployments.push(deployment);
        }
    }
}

fn count_apps(deployments: &[Deployment]) -> usize {
    let mut apps: Vec<&AppPlace> = deployments.iter().map(|deployment| &deployment.app).collect();
    apps.sort();
    apps.dedup();
    apps.len()
}

fn lost(sources: &Sources, consequence: &str, bug: &str) -> Vec<Finding> {
    report_bug(sources, String::from("."), consequence, bug);
    Vec::new()
}

fn report_bug(sources: &Sources, path: String, consequence: &str, bug: &str) {
    let message = format!("flask-sec-lint has a bug here, so {consequence}; please report it: {bug}");
    sources.report(Problem { path, line: None, message });
}
