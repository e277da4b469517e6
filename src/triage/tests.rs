//! What is left out, on findings made by hand.

use std::path::Path;
use std::sync::Arc;

use super::{Choice, FileIgnore, RuleName, Selection, matching, triage};
use crate::flask::Context;
use crate::rules::{Catalogue, Confidence, Finding, Rule, Severity};
use crate::source::{PathPattern, Sources, Span};

fn rule(id: &str, is_pedantic: bool) -> Arc<Rule> {
    Arc::new(Rule {
        id: id.to_owned(),
        title: String::new(),
        severity: Severity::Medium,
        security_severity: 5.0,
        confidence: Confidence::High,
        cwe: Vec::new(),
        pedantic: is_pedantic,
        summary: String::new(),
        ..Rule::clone(Catalogue::embedded().unwrap().get("weak-secret-key").unwrap())
    })
}

fn catalogue() -> Catalogue {
    Catalogue { rules: vec![rule("weak-secret-key", false), rule("session-lifetime-long", true)] }
}

/// How many findings of `id` at the first `SECRET` in `text` are shown.
fn shown(text: &str, id: &str, selection: &Selection) -> usize {
    let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
    let file = sources.load(Path::new("/a.py")).unwrap();
    let start = text.find("SECRET").unwrap() as u32;
    let finding = Finding {
        rule: catalogue().rules.into_iter().find(|rule| rule.id == id).unwrap(),
        severity: Severity::Medium,
        confidence: Confidence::High,
        message: String::new(),
        advice: String::new(),
        span: Span::new(file, start, start + 6),
        label: String::new(),
        setting: None,
        app: None,
        profile: None,
        context: Context::Unnamed,
        related: Vec::new(),
        fix: None,
    };
    triage(vec![finding], &sources, selection).shown.len()
}

fn is_ignored(text: &str) -> bool {
    shown(text, "weak-secret-key", &usual()) == 0
}

#[test]
fn an_ignore_on_the_line_or_alone_above_hides_the_rules_it_names() {
    assert!(is_ignored("SECRET = 1  # flask-sec-lint: ignore[weak-secret-key] for the demo\n"));
    assert!(is_ignored("# flask-sec-lint: ignore[other, weak-secret-key]\nSECRET = 1\n"));
    assert!(is_ignored("if 1:\n    # flask-sec-lint: ignore[weak-secret-key]\r\n    SECRET = 1\n"));
    assert!(is_ignored("SECRET = 1  # flask-sec-lint: ignore\n"));
}

#[test]
fn an_ignore_elsewhere_or_of_another_rule_hides_nothing() {
    assert!(!is_ignored("SECRET = 1  # flask-sec-lint: ignore[other]\n"));
    assert!(!is_ignored("x = 1  # flask-sec-lint: ignore[weak-secret-key]\nSECRET = 1\n"));
    assert!(!is_ignored("# flask-sec-lint: ignore[weak-secret-key]\n\nSECRET = 1\n"));
    assert!(!is_ignored("SECRET = 1\n# flask-sec-lint: ignore[weak-secret-key]\n"));
    assert!(!is_ignored("SECRET = 1  # flask-sec-lint: ignored\n"));
}

#[test]
fn text_in_a_string_ignores_nothing() {
    assert!(!is_ignored("SECRET = '# flask-sec-lint: ignore[weak-secret-key]'\n"));
    assert!(!is_ignored("SECRET = '# noqa'\n"));
}

#[test]
fn noqa_counts_bare_or_with_our_rule() {
    assert!(is_ignored("SECRET = 1  # noqa\n"));
    assert!(is_ignored("SECRET = 1  # type: ignore # NOQA : S105, weak-secret-key\n"));
    assert!(!is_ignored("SECRET = 1  # noqa: S105\n"));
    assert!(!is_ignored("SECRET = 1  # noqan\n"));
    assert!(!is_ignored("# noqa\nSECRET = 1\n"));
}

#[test]
fn nosec_counts_unless_it_names_a_test_of_bandits() {
    assert!(is_ignored("SECRET = 1  # nosec\n"));
    assert!(is_ignored("SECRET = 1  # nosec - not used\n"));
    assert!(!is_ignored("SECRET = 1  # nosec: B105\n"));
}

fn usual() -> Selection {
    Selection::usual(&catalogue())
}

fn names(names: &[&str]) -> Vec<RuleName> {
    names.iter().flat_map(|name| matching(name, &catalogue()).unwrap()).collect()
}

fn chosen(change: impl Fn(&mut Choice)) -> Selection {
    let mut choice = Choice::usual(&catalogue(), false);
    change(&mut choice);
    Selection { rules: choice.into_rules(), ..usual() }
}

#[test]
fn pedantic_rules_report_when_asked_for_in_general_or_by_name() {
    let report = |selection: &Selection| shown("SECRET = 1\n", "session-lifetime-long", selection);
    assert_eq!(report(&usual()), 0);
    let pedantic = Choice::usual(&catalogue(), true).into_rules();
    assert_eq!(report(&Selection { rules: pedantic, ..usual() }), 1);
    let selected = chosen(|choice| choice.add(names(&["session-lifetime-long"])));
    assert_eq!(report(&selected), 1);
    assert_eq!(selected.heard(&catalogue()), ["session-lifetime-long"]);
}

#[test]
fn unselected_ignored_and_slight_findings_are_left_out() {
    let report = |selection: &Selection| shown("SECRET = 1\n", "weak-secret-key", selection);
    assert_eq!(report(&usual()), 1);
    assert_eq!(report(&chosen(|choice| choice.start_with(names(&["session-*"])))), 0);
    assert_eq!(report(&chosen(|choice| choice.remove(&names(&["weak-secret-key"])))), 0);
    assert_eq!(report(&chosen(|choice| choice.start_with(names(&["ALL"])))), 1);
    assert_eq!(report(&Selection { min_severity: Severity::High, ..usual() }), 0);
    assert_eq!(report(&Selection { min_severity: Severity::Medium, ..usual() }), 1);
}

#[test]
fn rules_are_quiet_in_the_files_that_ignore_them() {
    let report = |pattern: &str, rule: &str| {
        let files = PathPattern::new(Path::new("/"), pattern).unwrap();
        let by_file = vec![FileIgnore { files, rules: names(&[rule]) }];
        shown("SECRET = 1\n", "weak-secret-key", &Selection { by_file, ..usual() })
    };
    assert_eq!(report("a.*", "weak-secret-key"), 0);
    assert_eq!(report("a.*", "session-lifetime-long"), 1);
    assert_eq!(report("b.py", "ALL"), 1);
}

#[test]
fn an_unknown_rule_is_an_error_that_offers_the_nearest_name() {
    let error = RuleName::find("weak-secert-key", &catalogue()).unwrap_err();
    assert_eq!(error.to_string(), "there is no rule `weak-secert-key`; did you mean `weak-secret-key`?");
    for name in ["E501", "E*"] {
        assert_eq!(matching(name, &catalogue()).unwrap_err().nearest, None);
    }
}

#[test]
fn an_ignore_may_stand_above_other_comments_and_around_joined_lines() {
    for text in [
        "# flask-sec-lint: ignore\n# more\nSECRET = 1\n",
        "SECRET = '''a\n\nb'''  # flask-sec-lint: ignore\n",
        "x = 1, \\\n  SECRET, \\\n  2  # noqa\n",
        "# flask-sec-lint: ignore\nx = f'''\n{SECRET}\n'''\n",
        "x = 1\nSECRET = 1\n# flask-sec-lint: ignore-file[weak-secret-key]\n",
        "SECRET = 1 # type: ignore # flask-sec-lint: ignore # noqa: E501\n",
    ] {
        assert!(is_ignored(text), "{text}");
    }
    for text in [
        "# flask-sec-lint: ignore-file[other]\nSECRET = 1\n",
        "SECRET = (\n  1,\n  2)  # flask-sec-lint: ignore\n",
        "SECRET = 1 # see flask-sec-lint: ignore\n",
        "# noqa\n# flask-sec-lint: ignore[other]\nSECRET = 1\n",
        "SECRET = 1 # flask-sec-lint: ignore[weak-secret-key\n",
    ] {
        assert!(!is_ignored(text), "{text}");
    }
}
