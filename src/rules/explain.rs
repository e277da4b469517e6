//! Rules as texts for people: `--explain`, `--list-rules`, the README's table.

use super::finding::{Confidence, Safety, Severity};
use super::rule::{Catalogue, Example, ExampleFile, Rule};

/// The page of a rule for a terminal: what it is, how bad, its texts, and an example of what it reports.
pub fn explain(rule: &Rule) -> String {
    let cwe: Vec<String> = rule.cwe.iter().map(|number| format!("CWE-{number}")).collect();
    let pedantic = if rule.pedantic { ", only with --pedantic" } else { "" };
    let facts = format!(
        "{} · {} severity ({:.1}), {} confidence · {} · since {}{pedantic}",
        rule.id,
        rule.severity.name(),
        rule.security_severity,
        rule.confidence.name(),
        cwe.join(", "),
        rule.since
    );
    let page = rule.page();
    let (heading, body) = page.text.split_once('\n').unwrap_or((&page.text, ""));
    let example = page.bad.first().map(example_in_words).unwrap_or_default();
    format!("{heading}\n\n{facts}\n\n{}{example}", body.trim_start())
}

fn example_in_words(example: &Example) -> String {
    let file = |file: &ExampleFile| format!("\n{}\n\n{}", file.path, indented(&file.text));
    let files: String = example.files.iter().map(file).collect();
    format!("\n## Example: {}\n{files}", example.name)
}

/// One line a rule: id, severity, title.
pub fn list_rules(catalogue: &Catalogue) -> String {
    let widest = catalogue.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let line = |rule: &Rule| {
        let pedantic = if rule.pedantic { " (only with --pedantic)" } else { "" };
        format!("{:widest$}  {:8}  {}{pedantic}\n", rule.id, rule.severity.name(), rule.title)
    };
    catalogue.rules.iter().map(|rule| line(rule)).collect()
}

/// The README's table in Markdown: rule, severity, what it finds, how its findings are fixed.
pub fn rule_table(catalogue: &Catalogue) -> String {
    let line = |rule: &Rule| {
        let pedantic = if rule.pedantic { ", pedantic" } else { "" };
        let fix = rule.fix.as_ref().map_or("", |plan| plan.safety.name());
        let (id, title) = (&rule.id, rule.title.replace('|', "\\|"));
        format!("| [`{id}`](rules/{id}.md) | {}{pedantic} | {title} | {fix} |\n", rule.severity.name())
    };
    let lines: String = catalogue.rules.iter().map(|rule| line(rule)).collect();
    format!("| rule | severity | finds | fix |\n|---|---|---|---|\n{lines}")
}

impl Severity {
    /// Its name in settings and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Confidence {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Safety {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Display => "display",
        }
    }
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    text.lines().map(line).collect()
}
