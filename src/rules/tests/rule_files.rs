//! Rule files: what is read from them, and how errors in them are told.

use super::super::check::{Check, Predicate};
use super::super::metadata::parse_rule;
use super::super::{Catalogue, RuleError, explain, list_rules, rule_table};
use super::catalogue;

const FILE: &str = r#"# A title

```toml
id = "my-rule"
severity = "low"
security-severity = 3.0
confidence = "high"
cwe = [614]
since = "0.1.0"
message = "{setting} is {value}."
advice = "Set it."
label = "here"
check = { kind = "setting", key = "TESTING", is = "truthy" }
```

One paragraph
on two lines.

## Why it matters

Because.

```py
# ## not a section
```

## How to fix

Do.

## References

- None.

## Bad

### one

```py title="app.py"
app = 1  # error: [my-rule]
```

```py title="app.py" fixed
app = 2
```

## Good

### two

```cfg title="conf/app.cfg"
A = 1
```
"#;

fn error(text: &str) -> RuleError {
    parse_rule("my-rule.md", text).expect_err("the file is wrong")
}

#[test]
fn a_file_yields_its_texts_and_examples() {
    let rule = parse_rule("rules/my-rule.md", FILE).expect("the file is right");
    assert_eq!((rule.title.as_str(), rule.summary.as_str()), ("A title", "One paragraph on two lines."));
    let page = rule.page();
    assert!(page.text.contains("## References") && page.text.contains("# ## not a section"));
    assert!(!page.text.contains("## Bad") && !page.text.contains("kind ="));
    assert_eq!((page.bad[0].files.len(), page.bad[0].fixed.len()), (1, 1));
    assert_eq!(page.good[0].files[0].path, "conf/app.cfg");
    assert!(matches!(&rule.checks[..], [Check::Setting(check)] if check.is == Predicate::Truthy));
}

#[test]
fn errors_name_the_line_and_the_next_step() {
    let table = [
        ("severity = \"low\"", "severity = \"bad\"", 5),
        ("label = \"here\"", "label = \"here\"\ncolour = 1", 13),
        ("id = \"my-rule\"", "id = \"other\"", 4),
        ("id = \"my-rule\"", "id = \"My_Rule\"", 4),
        ("security-severity = 3.0", "security-severity = 11.0", 6),
        ("is {value}.", "is {valeu}.", 10),
        ("is = \"truthy\"", "is = \"tru\"", 13),
        ("is = \"truthy\"", "was = \"truthy\"", 13),
        ("title=\"app.py\"\n", "\n", 39),
        ("## References", "## Reading", 1),
        ("# A title", "A title", 1),
    ];
    for (right, wrong, line) in table {
        let error = error(&FILE.replacen(right, wrong, 1));
        assert_eq!(error.line, line, "{error}");
        assert!(!error.next_step.is_empty() && error.to_string().starts_with("my-rule.md:"), "{error}");
    }
}

#[test]
fn a_fence_without_an_end_is_an_error() {
    assert!(error(FILE.trim_end().trim_end_matches("```")).problem.contains("without an end"));
}

#[test]
fn a_rule_may_be_added_once() {
    let more = catalogue().with_files([("my-rule.md", FILE)]).expect("the rule is new");
    assert_eq!(more.rules.len(), catalogue().rules.len() + 1);
    let error = more.with_files([("my-rule.md", FILE)]).expect_err("the rule is taken");
    assert!(error.problem.contains("already"));
}

#[test]
fn a_rule_supersedes_only_rules_that_exist() {
    let text = FILE.replace("label = ", "supersedes = [\"nothing\"]\nlabel = ");
    let error = Catalogue::default().with_files([("my-rule.md", text.as_str())]).expect_err("there is no such rule");
    assert!(error.problem.contains("`nothing`"));
}

#[test]
fn a_folder_adds_its_rules() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("my-rule.md"), FILE).expect("the folder can be written");
    std::fs::write(folder.path().join("README.md"), "# About\n").expect("the folder can be written");
    assert!(catalogue().with_folder(folder.path()).expect("the rule is right").get("my-rule").is_some());
    let empty = tempfile::tempdir().expect("a temporary folder");
    assert!(catalogue().with_folder(empty.path()).expect_err("nothing there").problem.contains("no `*.md`"));
    let gone = empty.path().join("gone");
    assert!(catalogue().with_folder(&gone).expect_err("no folder").problem.contains("cannot be read"));
}

#[test]
fn texts_for_people_name_every_rule() {
    let catalogue = catalogue();
    let (table, list) = (rule_table(&catalogue), list_rules(&catalogue));
    for rule in &catalogue.rules {
        assert!(table.contains(&format!("[`{}`](rules/{}.md)", rule.id, rule.id)));
        assert!(list.contains(&rule.title));
        let page = explain(rule);
        assert!(page.starts_with(&format!("# {}", rule.title)) && page.contains("## How to fix"), "{page}");
    }
    assert_eq!(table.lines().count(), catalogue.rules.len() + 2);
}
