//! Reports for people: text and concise lines.

use crate::report::sample::{Sample, options};
use crate::report::{Charset, Color, Format, Options, TextOptions};
use crate::rules::{Finding, Related};
use crate::source::Span;

const BIDI: char = '\u{202e}';

#[test]
fn a_finding_shows_its_code_its_way_and_its_fix() {
    let report = Sample::shop().report(Format::Text);
    for expected in [
        "hardcoded-secret-key [critical]",
        "╭─[shop/config.py:2:18]",
        "╰── the key",
        "╰── inherited here",
        "  help: Mend it.\n  note: shop/__init__.py:5:5: loaded here\n",
        "  fix: Read it from the environment (look at it first: it changes where the value comes from)\n    shop/config.py:1\n    + import os\n    +\n",
        "    +     SECRET_KEY = os.environ[\"SECRET_KEY\"]\n",
        "    -     SESSION_COOKIE_SECURE = False\n    +     SESSION_COOKIE_SECURE = True\n",
    ] {
        assert!(report.contains(expected), "{expected}\n\nis not in\n\n{report}");
    }
    assert!(report.ends_with(
        "\n\n2 findings (1 critical, 1 medium) in 1 app, 2 files\n\
         [*] 1 fixable with `--fix`, 1 more with `--fix --unsafe-fixes`\n"
    ));
}

#[test]
fn problems_are_listed_and_counted() {
    let mut shop = Sample::shop();
    shop.problem("shop/old.py", Some(3), "cannot be parsed");
    shop.problem("shop/raw.py", None, "is not text");
    let report = shop.report(Format::Text);
    assert!(report.contains("\nproblem: shop/old.py:3: cannot be parsed\nproblem: shop/raw.py: is not text\n"));
    assert!(report.contains("in 1 app, 2 files; 2 problems\n[*] "), "{report}");
}

#[test]
fn a_clean_project_has_a_summary_only() {
    let clean = Sample::of(&[("app.py", "")]);
    assert_eq!(clean.report(Format::Text), "No findings in 0 apps, 1 file\n");
    assert_eq!(clean.report(Format::Concise), "");
}

#[test]
fn a_concise_finding_is_one_line() {
    let mut sample = Sample::of(&[("app.py", "x = 'ä漢😀', False\n")]);
    let finding = Finding { message: "Two\nlines".to_owned(), ..sample.finding("never-found", "app.py", "False") };
    sample.outcome.findings.push(finding);
    assert_eq!(sample.report(Format::Concise), "app.py:1:12: never-found [low] Two␊lines\n");
}

#[test]
fn columns_in_headings_are_characters() {
    let mut sample = Sample::of(&[("app.py", "\r\nx = 'ä漢😀', False\r\n")]);
    sample.outcome.findings.push(sample.finding("never-found", "app.py", "False"));
    let report = sample.report(Format::Text);
    assert!(report.contains("[app.py:2:12]"), "{report}");
    assert!(!report.contains('\r'));
}

#[test]
fn control_characters_of_a_project_do_not_reach_the_terminal() {
    let text = format!("x = '\x1b]0;owned\x07{BIDI}'\nDEBUG = True\n");
    let mut sample = Sample::of(&[("a\x1b[2Jpp.py", &text)]);
    let finding = sample.finding("never-found", "a\x1b[2Jpp.py", "DEBUG");
    let related = Related { span: finding.span, message: format!("\x1b[1m{BIDI}") };
    sample.outcome.findings.push(Finding {
        message: format!("Bad \x1b[31m{BIDI}"),
        label: "\x1b[0m".to_owned(),
        advice: "\x07".to_owned(),
        related: vec![related],
        ..finding
    });
    sample.problem("\x1b", None, "\x1b");
    for format in [Format::Text, Format::Concise] {
        let report = sample.report(format);
        let is_harmful = |character: char| (character.is_control() && character != '\n') || character == BIDI;
        assert!(!report.contains(is_harmful), "{report:?}");
    }
    assert!(sample.report(Format::Text).contains("x = '␛]0;owned␇\u{fffd}'"));
}

#[test]
fn ascii_and_colours_are_options() {
    let with = |color, charset| {
        let text = TextOptions { color, charset, has_links: false, width: 60 };
        Sample::shop().report_with(&Options { text, ..options(Format::Text) })
    };
    assert!(with(Color::None, Charset::Ascii).is_ascii());
    assert!(!with(Color::None, Charset::Unicode).contains('\x1b'));
    assert!(with(Color::Ansi, Charset::Unicode).contains("\x1b[32m+     SESSION_COOKIE_SECURE = True\x1b[0m"));
    assert!(!with(Color::Ansi, Charset::Unicode).contains("\x1b]8"));
}

#[test]
fn a_rule_links_to_its_page_where_the_terminal_has_links() {
    let text = TextOptions { has_links: true, ..TextOptions::default() };
    let report = Sample::shop().report_with(&Options { text, ..options(Format::Text) });
    let page = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/rules/session-cookie-secure-disabled.md");
    assert!(report.contains(&format!("\x1b]8;;{page}\x1b\\session-cookie-secure-disabled")), "{report:?}");
    let plain = Sample::shop().report(Format::Text);
    assert_eq!(report.lines().count(), plain.lines().count());
    assert!(!plain.contains('\x1b'));
}

#[test]
fn lines_are_as_wide_as_the_terminal_within_reason() {
    let longest = |width| {
        let text = TextOptions { width, ..TextOptions::default() };
        let report = Sample::shop().report_with(&Options { text, ..options(Format::Text) });
        // A message is wrapped; what stands in the code and in notes is not.
        report.lines().filter(|line| line.starts_with("  ×")).map(|line| line.chars().count()).max().unwrap()
    };
    assert!(longest(40) <= 40 && longest(60) <= 60 && longest(60) > longest(40));
    assert_eq!((longest(0), longest(1_000)), (longest(40), longest(120)));
}

#[test]
fn any_two_places_can_be_drawn() {
    let text = "a\tä\r\n漢 '''b\n\n'''😀\rc";
    let sample = Sample::of(&[("app.py", text)]);
    let whole = sample.span("app.py", text);
    let offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([whole.end]).collect();
    let spans: Vec<Span> = offsets
        .iter()
        .flat_map(|start| {
            offsets.iter().filter(move |end| *end >= start).map(move |end| Span::new(whole.file, *start, *end))
        })
        .collect();
    let mut sample = sample;
    for (at, span) in spans.iter().enumerate() {
        let other = spans[(at * 7 + 3) % spans.len()];
        let related = vec![Related { span: other, message: "other".to_owned() }];
        let finding = Finding { span: *span, related, ..sample.finding("never-found", "app.py", "a") };
        sample.outcome.findings.push(finding);
    }
    let report = sample.report(Format::Text);
    assert!(!report.contains("Failed to read"), "{report}");
    assert_eq!(report.matches("never-found [low]").count(), spans.len());
}
