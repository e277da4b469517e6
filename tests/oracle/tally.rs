//! What the comparison of many projects came to.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use super::scratch;

/// Counts, and the cases that people have to look at.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) projects: usize,
    /// Projects whose app does not start under the empty environment.
    pub(crate) failing: Vec<String>,
    /// Definite answers that were held against Flask's.
    pub(crate) compared: usize,
    /// Cookies likewise.
    pub(crate) cookies: usize,
    /// Settings under the empty environment whose value is the same on every run.
    pub(crate) decidable: usize,
    /// Those that do not have Flask's default.
    pub(crate) decidable_written: usize,
    /// Decidable settings without a definite answer.
    pub(crate) undecided: Vec<String>,
    /// Definite answers that Flask contradicts.
    pub(crate) contradictions: Vec<String>,
    /// Those that `case.toml` admits.
    pub(crate) known_defects: Vec<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.projects += other.projects;
        self.compared += other.compared;
        self.cookies += other.cookies;
        self.decidable += other.decidable;
        self.decidable_written += other.decidable_written;
        self.failing.extend(other.failing);
        self.undecided.extend(other.undecided);
        self.contradictions.extend(other.contradictions);
        self.known_defects.extend(other.known_defects);
    }

    pub(crate) fn sort(&mut self) {
        self.failing.sort();
        self.undecided.sort();
        self.contradictions.sort();
    }

    /// Prints the figures, writes the details to a file, and fails if there is a contradiction, or
    /// more than one in twenty settings is undecided.
    pub(crate) fn judge(&self, name: &str) {
        let report = scratch(&format!("{name}.txt"));
        fs::write(&report, self.details()).expect("target/tmp is writable");
        println!("{name}: {}", self.figures());
        assert!(
            self.contradictions.is_empty(),
            "Flask contradicts {} answers, all in {}:\n{}",
            self.contradictions.len(),
            report.display(),
            self.contradictions.iter().take(40).cloned().collect::<Vec<_>>().join("\n"),
        );
        assert!(
            self.undecided.len() * 20 < self.decidable,
            "too much is unknown, see {}: {}",
            report.display(),
            self.figures()
        );
    }

    fn figures(&self) -> String {
        format!(
            "{} projects ({} do not start), {} settings and {} cookies compared, {} contradictions and {} known; {} of {} decidable \
             settings unknown, {} of which are not Flask's default",
            self.projects,
            self.failing.len(),
            self.compared,
            self.cookies,
            self.contradictions.len(),
            self.known_defects.len(),
            self.undecided.len(),
            self.decidable,
            self.decidable_written,
        )
    }

    fn details(&self) -> String {
        let mut text = self.figures();
        let sections = BTreeMap::from([
            ("1. contradictions", &self.contradictions),
            ("2. known defects", &self.known_defects),
            ("3. undecided", &self.undecided),
            ("4. failing", &self.failing),
        ]);
        for (title, lines) in sections {
            let _ = write!(text, "\n\n{title} ({})\n{}", lines.len(), lines.join("\n"));
        }
        text
    }
}
