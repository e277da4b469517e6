//! `JUnit`'s XML, which most CI services show as test results: one suite a file, one failed case a finding.
//!
//! The structure is that of the schema of Jenkins (`junit-10.xsd`), which others follow. Problems are no failures: they
//! stand in `system-err`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::names;
use super::view::{ShownFinding, View};
use super::visible::visible;

/// Writes the findings. Without any there is one case that passes: services take an empty report for a broken one.
pub(super) fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let findings = view.findings();
    let mut suites: Vec<(&str, Vec<&ShownFinding>)> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        let path = finding.place.path.as_str();
        let position = *positions.entry(path).or_insert(suites.len());
        match suites.get_mut(position) {
            Some((_, suite)) => suite.push(finding),
            None => suites.push((path, vec![finding])),
        }
    }
    let count = findings.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="flask-sec-lint" tests="{}" failures="{count}" errors="0">"#, count.max(1))?;
    for (path, suite) in suites {
        let (name, tests) = (attribute(path), suite.len());
        writeln!(out, r#"  <testsuite name="{name}" tests="{tests}" failures="{tests}" errors="0">"#)?;
        for finding in suite {
            case(finding, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    rest(view, count, out)?;
    writeln!(out, "</testsuites>")
}

fn case(finding: &ShownFinding, out: &mut dyn Write) -> io::Result<()> {
    let (rule, severity) = (attribute(&finding.rule.id), names::severity(finding.severity));
    let class = attribute(&finding.place.path);
    writeln!(out, r#"    <testcase name="{rule}" classname="{class}">"#)?;
    let (message, place) = (attribute(&finding.message), content(&finding.place.shown()));
    let text = content(&finding.sentences());
    writeln!(out, r#"      <failure message="{message}" type="{severity}">{place}: {text}</failure>"#)?;
    writeln!(out, "    </testcase>")
}

/// The suite of the run itself: that nothing was found, and the problems.
fn rest(view: &View, findings: usize, out: &mut dyn Write) -> io::Result<()> {
    let problems = view.problems();
    if findings > 0 && problems.is_empty() {
        return Ok(());
    }
    let tests = usize::from(findings == 0);
    writeln!(out, r#"  <testsuite name="flask-sec-lint" tests="{tests}" failures="0" errors="0">"#)?;
    if findings == 0 {
        writeln!(out, r#"    <testcase name="no findings" classname="flask-sec-lint"/>"#)?;
    }
    if !problems.is_empty() {
        write!(out, "    <system-err>")?;
        for problem in problems {
            let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
            writeln!(out, "{}{line}: {}", content(&problem.path), content(&problem.message))?;
        }
        writeln!(out, "</system-err>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// `text` between two quotes. Characters that XML cannot have become visible ones.
fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\t', "&#9;")
}

/// `text` between two tags.
fn content(text: &str) -> String {
    let is_character = |character: char| !matches!(character, '\u{fffe}' | '\u{ffff}');
    let shown: String = visible(text).chars().map(|one| if is_character(one) { one } else { '\u{fffd}' }).collect();
    shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_have_is_escaped_or_made_visible() {
        assert_eq!(attribute("a<b>&\"c\"\t\x1b\n\u{fffe}"), "a&lt;b&gt;&amp;&quot;c&quot;&#9;\u{241b}\u{240a}\u{fffd}");
    }
}
