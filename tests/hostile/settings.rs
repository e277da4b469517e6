//! Settings and rule files that are made to harm: each is used, or refused with a reason.

use crate::pipeline::well_formed;
use crate::process::{lint, project, run};

#[test]
fn settings_that_are_made_to_harm_are_refused_soon() {
    let list = |item: &str, count: usize| format!("exclude = [{}]\n", format!("'{item}',").repeat(count));
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a{} = 1", ".a".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("{}a = 1", "[a]\n".repeat(100_000)),
        format!("exclude = ['{}']", "{a,b}".repeat(20_000)),
        format!("exclude = ['{}x']", "**/".repeat(20_000)),
        format!("exclude = ['{}']", "{".repeat(100_000)),
        format!("exclude = ['{}{}']", "{a,".repeat(100), "}".repeat(100)),
        format!("per-file-ignores = {{ '{}' = ['all'] }}", "{".repeat(100_000)),
        format!("profiles.testing = ['{}']", "{".repeat(100_000)),
        list("a*b?c[a-z]", 80_000),
        format!("select = [{}]", "'no-such-rule',".repeat(20_000)),
        format!("app = '{}'", "(".repeat(100_000)),
        "exclude = ['[z-a]']".to_owned(),
        "select = [1, [2], {a=3}]".to_owned(),
        "min-severity = 1979-05-27".to_owned(),
        "\u{feff}\0".to_owned(),
    ] {
        let folder = project(&[("flask-sec-lint.toml", &text)]);
        let run = lint(folder.path());
        assert_eq!(run.status, Some(2), "{text:.60}: {}", run.all());
        assert!(!run.notes.is_empty() && run.notes.len() < 400_000, "{text:.60}: {} bytes", run.notes.len());
        well_formed("text", &run.notes);
    }
}

#[test]
fn patterns_that_backtrack_elsewhere_are_matched_soon() {
    for pattern in ["a*".repeat(400), "{a,b}".repeat(49), "**/a/".repeat(150), "*".repeat(900) + "a"] {
        let name = format!("{}.py", "a".repeat(200));
        let files = [("flask-sec-lint.toml", format!("exclude = ['{pattern}x']")), (name.as_str(), String::new())];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        lint(project(&files).path()).assert_linted();
    }
}

#[test]
fn rule_files_with_nonsense_are_refused_with_a_reason() {
    let page = include_str!("../../rules/session-cookie-httponly-disabled.md")
        .replace("session-cookie-httponly-disabled", "our-rule");
    let good = project(&[("rules/our-rule.md", &page)]);
    assert_eq!(run(good.path(), &["--rules", "rules", "--list-rules"]).status, Some(0));
    let lines: Vec<&str> = page.lines().collect();
    let fields: Vec<usize> =
        (0..lines.len()).filter(|at| lines[*at].contains(" = ")).take_while(|at| *at < 40).collect();
    assert!(fields.len() >= 8, "{fields:?}");
    let nonsense =
        ["-1", "1e999", "''", "'\\u0000\\u202e'", "[[[]]]", "{a = 1}", "1979-05-27", "nan", "not toml", "\"{{{x}\""];
    for at in fields {
        let name = lines[at].split(" = ").next().unwrap();
        for value in nonsense {
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed[at] = format!("{name} = {value}");
            let folder = project(&[("rules/our-rule.md", &changed.join("\n"))]);
            let run = run(folder.path(), &["--rules", "rules"]);
            assert!(matches!(run.status, Some(1 | 2)), "{name} = {value}: {:?} {}", run.status, run.all());
            assert!(!run.all().contains("bug"), "{name} = {value}: {}", run.all());
            well_formed("text", &run.all());
        }
    }
    for text in
        [String::new(), "#".repeat(1_000_000), "```toml\n".repeat(100_000), page.replace("```", ""), page.repeat(200)]
    {
        let folder = project(&[("rules/our-rule.md", &text)]);
        assert_eq!(run(folder.path(), &["--rules", "rules"]).status, Some(2), "{text:.60}");
    }
}

#[test]
fn baselines_with_nonsense_are_refused_with_a_reason() {
    for text in [
        String::new(),
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "{\"version\": 1, \"findings\": [1, [2], {\"path\": 3}]}".to_owned(),
        format!("{{\"version\": 1, \"findings\": [{}{{}}]}}", "{},".repeat(200_000)),
        "{\"version\": 4294967295, \"findings\": []}".to_owned(),
        "\u{1b}[31m\u{202e}".to_owned(),
    ] {
        let folder = project(&[("flask-sec-lint.toml", "baseline = 'old.json'"), ("old.json", &text)]);
        let run = lint(folder.path());
        assert!(run.status == Some(2) && run.notes.contains("is no baseline"), "{text:.60}: {}", run.all());
        well_formed("text", &run.all());
    }
}
