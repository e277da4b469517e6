//! Workflow commands: GitHub Actions shows each finding at its line of a pull request.

use std::io::{self, Write};

use super::Repository;
use super::names;
use super::repository::locate;
use super::view::View;
use super::visible::visible_lines;

/// Writes one command a finding.
pub(super) fn write(view: &View, repository: Option<&Repository>, out: &mut dyn Write) -> io::Result<()> {
    for finding in view.findings() {
        let place = &finding.place;
        let located = locate(&view.sources.file(place.file), repository);
        let (command, rule) = (names::level(finding.severity).command(), &finding.rule.id);
        let (path, message) = (property(located.path()), data(&finding.sentences()));
        let (line, column, end) = (place.line, place.column, place.end_column);
        writeln!(
            out,
            "::{command} file={path},line={line},endLine={line},col={column},endColumn={end},title={rule}::{message}"
        )?;
    }
    Ok(())
}

/// `text` as a command's message.
fn data(text: &str) -> String {
    visible_lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` as a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
