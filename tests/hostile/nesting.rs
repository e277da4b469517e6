//! Files that nest too deeply or are too long are named as problems, and the rest is linted.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::process::{project, run};

const MANY: usize = 100_000;
const HEAD: &str = "from flask import Flask\napp = Flask(__name__)\n";

/// Each with its name, and whether `CPython` refuses it too or gives up on it.
fn refused() -> Vec<(&'static str, String)> {
    let pairs = |open: &str, close: &str| format!("x = {}1{}\n", open.repeat(MANY), close.repeat(MANY));
    vec![
        ("parentheses", pairs("(", ")")),
        ("open_parentheses", format!("x = {}\n", "(".repeat(MANY))),
        ("lists", pairs("[", "]")),
        ("dicts", pairs("{1: ", "}")),
        ("nested_calls", pairs("f(", ")")),
        ("comprehensions", pairs("[", " for a in b]")),
        ("f_strings", pairs("f'{", "}'")),
        ("format_specs", format!("x = f'{}{}'\n", "{1:".repeat(MANY), "}".repeat(MANY))),
        ("not", pairs("not ", "")),
        ("minus", pairs("-", "")),
        ("lambda", pairs("lambda: ", "")),
        ("ternaries", pairs("1 if a else ", "")),
        ("ternaries_within", pairs("1 if ", " else 1")),
        ("plus", pairs("1 + ", "")),
        ("concatenated", pairs("'a' + ", "")),
        ("power", pairs("1 ** ", "")),
        ("attributes", pairs("", ".a")),
        ("calls", pairs("", "()")),
        ("subscripts", pairs("", "[0]")),
        ("walrus", pairs("(y := ", ")")),
        ("match_patterns", format!("match x:\n    case {}{}: pass\n", "[".repeat(MANY), "]".repeat(MANY))),
        ("alternatives", format!("match x:\n    case {}1: pass\n", "1 | ".repeat(MANY))),
        ("indents", blocks("if a:", 2_000)),
        ("functions", blocks("def f():", 2_000)),
        ("else", (0..2_000).map(|depth| format!("{0}if a:\n{0} pass\n{0}else:\n", " ".repeat(depth))).collect()),
        ("unterminated_f_string", format!("x = f'''{}", "{a\n".repeat(MANY))),
        ("too_long", format!("x = [{}]\n", "1,".repeat(2_600_000))),
    ]
}

/// What is only long is linted.
fn linted() -> Vec<(&'static str, String)> {
    let many = |before: &str, part: &str, after: &str| format!("{before}{}{after}\n", part.repeat(MANY));
    vec![
        ("strings", many("x = ", "'a' ", "")),
        ("comparisons", many("x = 1", " < 1", "")),
        ("and_or", many("x = 1", " and 1 or 0", "")),
        ("with_items", many("with ", "a, ", "a: pass")),
        ("decorators", many("", "@d\n", "def f(): pass")),
        ("elif", many("if a: pass\n", "elif a == 1: x = 1\n", "")),
        ("handlers", many("try: pass\n", "except A: pass\n", "")),
        ("cases", many("match x:\n", " case 1: x = 1\n", "")),
        ("assignments", many("", "x = ", "1")),
        ("unpacked", many("x = {", "**a, ", "}")),
        ("digits", many("x = ", "1", "")),
        ("lines", "x = 1\n".repeat(300_000)),
        ("long_line", format!("x = '{}'\n", "a".repeat(20_000_000))),
        ("comments", "# x\n".repeat(1_000_000)),
        ("carriage_returns", "x = 1\r".repeat(MANY)),
        ("nul", many("x = 1\n", "\0", "\nx = 1")),
        ("unterminated_string", many("x = '''", "a\n", "")),
        ("quotes", many("x = ", "'", "")),
        ("closing", many("x = ", ")]}", "")),
        ("colons", many("", ":", "")),
        ("deepest_sum", format!("x = {}1\n", "1 + ".repeat(2_900))),
        ("deepest_chain", format!("x = app{}\n", ".a()".repeat(900))),
        ("deepest_not", format!("x = {}1\n", "not ".repeat(2_900))),
        ("deepest_lambda", format!("x = {}1\n", "lambda: ".repeat(2_900))),
        ("deepest_brackets", format!("x = {}{}\n", "([".repeat(99), "])".repeat(99))),
        ("deepest_blocks", blocks("if a:", 99)),
    ]
}

fn blocks(head: &str, count: usize) -> String {
    let mut text: String = (0..count).map(|depth| format!("{}{head}\n", " ".repeat(depth))).collect();
    // Writing to a text does not fail.
    let _ = writeln!(text, "{}pass", " ".repeat(count));
    text
}

#[test]
fn what_nests_too_deeply_is_named_and_the_rest_is_linted() {
    let (refused, linted) = (refused(), linted());
    let named = |files: &[(&str, String)]| -> Vec<(String, String)> {
        files.iter().map(|(name, text)| (format!("{name}.py"), format!("{HEAD}{text}"))).collect()
    };
    let all = [named(&refused), named(&linted)].concat();
    let files: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = project(&files);
    let run = run(folder.path(), &["--output-format", "json", "."]);
    let report = run.json();
    assert!(report["findings"].as_array().unwrap().iter().any(|finding| finding["path"] == "app.py"));
    let problems = report["problems"].as_array().unwrap().iter();
    let is_refusal = |message: &str| message.contains("too deeply") || message.contains("too long");
    let problems = problems.filter(|problem| is_refusal(problem["message"].as_str().unwrap()));
    let told: BTreeSet<&str> = problems.map(|problem| problem["path"].as_str().unwrap()).collect();
    let wanted = named(&refused);
    assert_eq!(told, wanted.iter().map(|(name, _)| name.as_str()).collect());
}

/// Parsed, walked and dropped on the stack that a thread has where nobody asks for more.
#[test]
fn the_guard_needs_no_stack_for_what_it_refuses() {
    use flask_sec_lint::{python, source::Sources};
    let texts: Vec<String> = refused().into_iter().map(|(_, text)| text).filter(|text| !text.contains("f'")).collect();
    let work = move || {
        for text in texts {
            let sources = Sources::in_memory([("a.py".to_owned(), text)]);
            let file = sources.load(std::path::Path::new("/a.py")).unwrap();
            assert!(python::parse(&sources, file).body.is_empty());
        }
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(work).unwrap().join().unwrap();
}
