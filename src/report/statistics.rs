//! How many findings each rule has (`--statistics`), most first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Outcome, write_json};
use crate::rules::{Finding, Safety};

/// The findings of one rule.
#[derive(Serialize)]
struct Tally {
    rule: String,
    title: String,
    count: usize,
    /// How many `--fix` would mend, and how many more `--unsafe-fixes`.
    fixable: usize,
    unsafely_fixable: usize,
}

/// Writes the counts for people: rules that `--fix` mends have a star.
pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let counts = counts(outcome);
    let widest = counts.iter().map(|count| count.rule.len()).max().unwrap_or(0);
    for count in &counts {
        let mark = if count.fixable > 0 { "[*]" } else { "[ ]" };
        writeln!(out, "{:>5}  {:widest$}  {mark} {}", count.count, count.rule, count.title)?;
    }
    if counts.iter().any(|count| count.fixable > 0) {
        writeln!(out, "[*] some or all of them are mended by `--fix`")?;
    }
    Ok(())
}

/// Writes the counts as JSON.
pub(super) fn write_as_json(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    write_json(&counts(outcome), out)
}

fn counts(outcome: &Outcome) -> Vec<Tally> {
    let mut by_rule: BTreeMap<&str, Tally> = BTreeMap::new();
    for finding in &outcome.findings {
        let count = by_rule.entry(&finding.rule.id).or_insert_with(|| Tally {
            rule: finding.rule.id.clone(),
            title: finding.rule.title.clone(),
            count: 0,
            fixable: 0,
            unsafely_fixable: 0,
        });
        count.count += 1;
        count.fixable += usize::from(is_mended(finding, Safety::Safe));
        count.unsafely_fixable += usize::from(is_mended(finding, Safety::Unsafe));
    }
    let mut counts: Vec<Tally> = by_rule.into_values().collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts
}

fn is_mended(finding: &Finding, safety: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety == safety && !fix.edits.is_empty())
}
