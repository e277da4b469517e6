//! What changes in files, as a unified diff: paths without prefix, as ruff writes them (`patch -p0`).
//!
//! With keys masked it is for people. To be applied it must have them.

use std::io::{self, Write};
use std::path::PathBuf;

use similar::TextDiff;

use super::view::View;
use super::visible::visible;
use super::{Color, Outcome, Secrets};
use crate::source::Sources;

/// A project before and after changes.
pub struct Diff<'a> {
    /// Before.
    pub before: (&'a Outcome, &'a Sources),
    /// After.
    pub after: (&'a Outcome, &'a Sources),
    /// The files that changed, absolute.
    pub paths: Vec<PathBuf>,
    /// Whether keys are shown; the keys of both.
    pub secrets: &'a Secrets,
    /// Whether it is coloured.
    pub color: Color,
}

/// Whether a diff shows all that changes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Masking {
    /// Keys in it are masked: it cannot be applied.
    Masked,
    /// It can be applied.
    Whole,
}

impl Diff<'_> {
    /// Writes the diff.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<Masking> {
        let mut masking = Masking::Whole;
        for path in &self.paths {
            let (Some(old), Some(new)) = (self.before.1.load(path), self.after.1.load(path)) else { continue };
            let views = [self.before, self.after].map(|(outcome, sources)| View::new(outcome, sources, self.secrets));
            let [old_text, new_text] = [(&views[0], old), (&views[1], new)].map(|(view, file)| view.file_text(file));
            let name = visible(&self.before.1.name_of(path));
            let diff = unified(&name, &old_text, &new_text);
            if diff != unified(&name, &self.before.1.file(old).text, &self.after.1.file(new).text) {
                masking = Masking::Masked;
            }
            self.write_lines(&diff, out)?;
        }
        Ok(masking)
    }

    fn write_lines(&self, diff: &str, out: &mut dyn Write) -> io::Result<()> {
        for line in diff.split_inclusive('\n') {
            let shown = match self.secrets {
                Secrets::Hidden(_) => {
                    let text = line.trim_end_matches(['\r', '\n']);
                    visible(text) + line.get(text.len()..).unwrap_or("")
                }
                // It is meant to be applied: as it is.
                Secrets::Shown => line.to_owned(),
            };
            match (self.color, line.chars().next()) {
                (Color::Ansi, Some('+')) => write!(out, "\x1b[32m{shown}\x1b[0m")?,
                (Color::Ansi, Some('-')) => write!(out, "\x1b[31m{shown}\x1b[0m")?,
                (Color::Ansi | Color::None, _) => write!(out, "{shown}")?,
            }
        }
        Ok(())
    }
}

fn unified(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(name, name).to_string()
}
