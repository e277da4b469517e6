//! One line a finding: `path:line:column: rule [severity] message`, with `[*]` before the message if `--fix` mends it. Problems are not listed.

use std::io::{self, Write};

use super::names;
use super::view::View;
use super::visible::visible;

/// Writes the findings.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in view.findings() {
        let (place, rule, severity) = (finding.place.shown(), &finding.rule.id, names::severity(finding.severity));
        writeln!(out, "{place}: {rule} [{severity}]{} {}", finding.mark(), visible(&finding.message))?;
    }
    Ok(())
}
