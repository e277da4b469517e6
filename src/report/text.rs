//! For people: each finding with its code in context, advice, the fix as a small diff, and a summary.
//!
//! miette draws the code; nothing else in the program names it but errors in settings and rule files.
//! What comes after the code is written here, since miette would wrap a diff.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::code::{Code, Hunk};
use super::names;
use super::view::{Place, ShownFinding, ShownFix, ShownRelated, View};
use super::visible::visible;
use crate::rules::{Safety, Severity};
use crate::source::FileId;

/// How text is drawn.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Whether it is coloured.
    pub color: Color,
    /// The characters that lines are drawn with.
    pub charset: Charset,
    /// Whether each rule's name links to its page, by the escape sequence OSC 8.
    pub has_links: bool,
    /// Columns of the terminal; lines are wrapped between 40 and 120.
    pub width: usize,
}

/// Whether text is coloured.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Color {
    /// With ANSI's 16 colours.
    Ansi,
    /// Without escape sequences.
    None,
}

/// The characters that lines are drawn with.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Box-drawing characters.
    Unicode,
    /// ASCII alone. Source text is shown as it is.
    Ascii,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { color: Color::None, charset: Charset::Unicode, has_links: false, width: 100 }
    }
}

/// Writes findings, problems and a summary.
pub(super) fn write(view: &View, options: &TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let findings = view.findings();
    let mut drawing = Drawing { handler: handler(*options), options: *options, codes: BTreeMap::new() };
    for finding in &findings {
        for line in drawing.finding(view, finding)?.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    for problem in view.problems() {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        writeln!(out, "problem: {}{line}: {}", visible(&problem.path), visible(&problem.message))?;
    }
    writeln!(out, "{}", summary(view, &findings))?;
    match fixable(view, &findings) {
        Some(hint) => writeln!(out, "{hint}"),
        None => Ok(()),
    }
}

fn handler(options: TextOptions) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: match options.charset {
            Charset::Unicode => ThemeCharacters::unicode(),
            Charset::Ascii => ThemeCharacters::ascii(),
        },
        styles: match options.color {
            Color::Ansi => ThemeStyles::ansi(),
            Color::None => ThemeStyles::none(),
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(options.width.clamp(40, 120))
        .with_context_lines(1)
        .with_links(options.has_links)
        .with_link_display_text("")
        .without_primary_span_start()
        .without_syntax_highlighting()
}

/// What stays the same from finding to finding.
struct Drawing {
    handler: GraphicalReportHandler,
    options: TextOptions,
    codes: BTreeMap<FileId, (Code, String)>,
}

impl Drawing {
    fn finding(&mut self, view: &View, finding: &ShownFinding) -> io::Result<String> {
        let file = finding.place.file;
        let (code, text) = self.codes.entry(file).or_insert_with(|| {
            let code = view.code(file);
            let text = code.text();
            (code, text)
        });
        let page = self.options.has_links.then(|| names::page(&finding.rule.id));
        let drawn = Drawn { finding, labels: labels(code, finding), text, page };
        let mut report = String::new();
        self.handler.render_report(&mut report, &drawn).map_err(io::Error::other)?;
        let elsewhere = finding.related.iter().filter(|related| related.place.file != file);
        let note = |related: &ShownRelated| format!("  note: {}: {}", related.place.shown(), visible(&related.message));
        let mut lines = vec![report.trim_end().to_owned()];
        lines.extend(elsewhere.map(note));
        lines.extend(finding.fix.iter().flat_map(|fix| self.fix(view, fix)));
        Ok(lines.join("\n"))
    }

    /// The lines of a fix.
    fn fix(&self, view: &View, fix: &ShownFix) -> Vec<String> {
        let how = match fix.safety {
            Safety::Safe | Safety::Display => "",
            Safety::Unsafe => " (look at it first: it changes where the value comes from)",
        };
        let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.place.file).collect();
        files.sort();
        files.dedup();
        let mut lines = vec![format!("  fix: {}{how}", visible(&fix.title))];
        for file in files {
            let edits: Vec<_> = fix.edits.iter().filter(|edit| edit.place.file == file).collect();
            lines.extend(view.code(file).hunks(&edits).iter().flat_map(|hunk| self.hunk(hunk)));
        }
        lines
    }

    fn hunk(&self, hunk: &Hunk) -> Vec<String> {
        let (red, green, plain) = match self.options.color {
            Color::Ansi => ("\x1b[31m", "\x1b[32m", "\x1b[0m"),
            Color::None => ("", "", ""),
        };
        let place = format!("    {}:{}", visible(&hunk.path), hunk.line);
        let removed = hunk.removed.iter().map(|line| format!("    {red}- {line}{plain}"));
        let added = hunk.added.iter().map(|line| format!("    {green}+ {line}{plain}"));
        std::iter::once(place).chain(removed).chain(added).collect()
    }
}

/// The finding's label, and one for each other place in the same file.
fn labels(code: &Code, finding: &ShownFinding) -> Vec<LabeledSpan> {
    let span = |place: &Place| {
        let start = code.offset(place.line, place.column);
        SourceSpan::from((start, code.offset(place.end_line, place.end_column).saturating_sub(start)))
    };
    let mut labels = vec![LabeledSpan::new_primary_with_span(label(&finding.label), span(&finding.place))];
    let mut taken = vec![&finding.place];
    for related in finding.related.iter().filter(|related| related.place.file == finding.place.file) {
        if !taken.contains(&&related.place) {
            taken.push(&related.place);
            labels.push(LabeledSpan::new_with_span(label(&related.message), span(&related.place)));
        }
    }
    labels
}

fn label(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| visible(text))
}

/// "3 findings (1 critical, 2 medium) in 2 apps, 14 files; 1 problem".
fn summary(view: &View, findings: &[ShownFinding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let severities: Vec<String> = names::WORST_FIRST
        .into_iter()
        .filter(|severity| count(*severity) > 0)
        .map(|severity| format!("{} {}", count(severity), names::severity(severity)))
        .collect();
    let found = match findings.len() {
        0 => "No findings".to_owned(),
        number => format!("{} ({})", plural(number, "finding"), severities.join(", ")),
    };
    let known = match view.outcome.known.as_ref().map_or(0, |known| known.hidden) {
        0 => String::new(),
        number => format!("; {number} hidden by the baseline"),
    };
    let problems = match view.outcome.problems.len() {
        0 => String::new(),
        number => format!("; {}", plural(number, "problem")),
    };
    format!("{found} in {}, {}{known}{problems}", plural(view.outcome.apps, "app"), plural(view.outcome.files, "file"))
}

/// "[*] 2 fixable with `--fix`, 3 more with `--fix --unsafe-fixes`".
fn fixable(view: &View, findings: &[ShownFinding]) -> Option<String> {
    let marked = findings.iter().filter(|finding| finding.is_fixable).count();
    let has_edits = |finding: &&ShownFinding| finding.fix.as_ref().is_some_and(|fix| !fix.edits.is_empty());
    let others = findings.iter().filter(has_edits).count() - marked;
    let flags = if view.fixes == Safety::Safe { "--fix" } else { "--fix --unsafe-fixes" };
    match (marked, others) {
        (0, 0) => None,
        (0, others) => Some(format!("{others} fixable with `--fix --unsafe-fixes`")),
        (marked, 0) => Some(format!("[*] {marked} fixable with `{flags}`")),
        (marked, others) => {
            Some(format!("[*] {marked} fixable with `{flags}`, {others} more with `--fix --unsafe-fixes`"))
        }
    }
}

fn plural(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// A finding as miette takes it.
struct Drawn<'a> {
    finding: &'a ShownFinding,
    labels: Vec<LabeledSpan>,
    text: &'a str,
    /// What the rule's name links to. miette writes it out where it may not link.
    page: Option<String>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.finding.rule.id)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&visible(&self.finding.message))
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let (id, severity) = (&self.finding.rule.id, names::severity(self.finding.severity));
        Some(Box::new(format!("{id} [{severity}]{}", self.finding.mark())))
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.page.as_ref().map(|page| Box::new(page) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Critical | Severity::High => miette::Severity::Error,
            Severity::Medium | Severity::Low => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let advice = visible(&self.finding.advice);
        if advice.is_empty() { None } else { Some(Box::new(advice)) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The file's text, named by the place that is read. miette would count its columns in bytes.
impl SourceCode for Drawn<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, lines_before, lines_after)?;
        let before = self.text.get(..span.offset()).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Ok(Box::new(MietteSpanContents::new_named(
            format!("{}:{line}:{column}", visible(&self.finding.place.path)),
            contents.data(),
            *contents.span(),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}
