//! `--add-ignores`: writes comments that hide today's findings, once a second run over the changed texts has shown
//! that they do, and that everything still parses.

use super::arguments::Arguments;
use super::output::Failure;
use super::{Console, Status};
use crate::fix::commit::commit;
use crate::fix::plan::plan;
use crate::lint::{Request, lint};
use crate::rules::{Catalogue, Edit};
use crate::triage::add_ignores;

/// Adds the comments. The status is that of what remains to be reported.
pub(super) fn run(
    request: &Request,
    arguments: &Arguments,
    catalogue: &Catalogue,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    if !request.overlay.is_empty() {
        return Err(Failure::NothingToAddTo);
    }
    let before = lint(request.clone(), catalogue);
    let added = add_ignores(&before.outcome.findings, &before.sources);
    let groups: Vec<&[Edit]> = added.comments.iter().map(Vec::as_slice).collect();
    let plan = plan(&groups, &before.sources);
    let mut changed = request.clone();
    changed.overlay = plan.rewrites.iter().map(|rewrite| (rewrite.path.clone(), rewrite.new_bytes.clone())).collect();
    let after = lint(changed, catalogue);
    // Their lines move.
    if after.outcome.problems.len() != before.outcome.problems.len() {
        return Err(Failure::CommentsBreak);
    }
    let committed = commit(&plan.rewrites, before.sources.root());
    if !committed.failed.is_empty() {
        let failed = committed.failed.iter().map(ToString::to_string).collect();
        return Err(Failure::NotWritten { failed, written: committed.written });
    }
    let remaining = &after.outcome.findings;
    if !arguments.quiet {
        let hidden = before.outcome.findings.len().saturating_sub(remaining.len());
        for finding in remaining {
            let file = after.sources.file(finding.span.file);
            let line = file.position(finding.span.start).line;
            // Standard error is the report here; without it nobody is told.
            let _ = writeln!(console.notes, "not ignored: {}:{line}: {}", file.name, finding.rule.id);
        }
        let _ = writeln!(
            console.notes,
            "{} for {} in {}",
            counted(added.comments.len() - plan.refused.len(), "ignore comment"),
            counted(hidden, "finding"),
            counted(committed.written, "file")
        );
    }
    Ok(if remaining.is_empty() || arguments.exit_zero { Status::Clean } else { Status::Findings })
}

fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
