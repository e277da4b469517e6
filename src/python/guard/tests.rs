//! Hostile and merely long texts, parsed, walked and dropped on the stack that a run has.

use super::super::{STACK_BYTES, ast, parse};
use super::{Verdict, judge};
use crate::source::Sources;
use ast::visitor::{Visitor, walk_expr, walk_stmt};

const MANY: usize = 100_000;

struct Counter(usize);

impl<'a> Visitor<'a> for Counter {
    fn visit_stmt(&mut self, stmt: &'a ast::Stmt) {
        self.0 += 1;
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a ast::Expr) {
        self.0 += 1;
        walk_expr(self, expr);
    }
}

/// Parses `text`, walks its tree and drops it, on the stack that a run has.
fn survives(text: String) -> Vec<(u32, String)> {
    let work = move || {
        let sources = Sources::in_memory([("a.py".to_owned(), text)]);
        let id = sources.load(std::path::Path::new("/a.py")).unwrap();
        let parsed = parse(&sources, id);
        let mut counter = Counter(0);
        counter.visit_body(&parsed.body);
        parsed.errors
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap()
}

fn is_refused(text: String) -> bool {
    survives(text).iter().any(|(_, message)| message == super::super::TOO_DEEP)
}

#[test]
fn hostile_nesting_is_refused() {
    let chains = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1: ", "1", "}"),
        ("f(", "1", ")"),
        ("not ", "1", ""),
        ("- ", "1", ""),
        ("~", "1", ""),
        ("await ", "1", ""),
        ("lambda: ", "1", ""),
        ("lambda a, b: ", "1", ""),
        ("lambda a=", "1", ": 1"),
        ("1 if 1 else ", "1", ""),
        ("1 ** ", "1", ""),
        ("1 + ", "1", ""),
        ("yield ", "1", ""),
        ("yield 1, ", "1", ""),
        ("* ", "1", ""),
        ("f'{", "1", "}'"),
        ("", "x", ".a"),
        ("", "x", "()"),
        ("", "x", "[0]"),
        ("", "x", " if 1 else 1"),
        ("(", "1", ""),
        ("(]", "1", ""),
        (",(]", "1", ""),
        ("[)", "1", ""),
        ("((}", "1", ")"),
    ];
    for (before, middle, after) in chains {
        let text = format!("x = {}{middle}{}\n", before.repeat(MANY), after.repeat(MANY));
        assert!(is_refused(text), "{before:?} {after:?}");
    }
}

#[test]
fn what_would_take_gigabytes_is_refused() {
    assert_eq!(judge(&format!("x = [{}]\n", "1,".repeat(2_600_000))), Verdict::Long);
    assert_eq!(judge(&"x = 1\n".repeat(1_000_000)), Verdict::Shallow);
}

#[test]
fn deep_indentation_is_refused() {
    let blocks = (0..1_000).map(|depth| " ".repeat(depth) + "if x:\n").collect::<String>();
    assert!(is_refused(blocks.clone()));
    // Within brackets these are no blocks until the parser recovers from the bracket.
    assert!(!survives(format!("x = (\n{blocks}")).is_empty());
}

#[test]
fn nesting_that_only_shows_after_a_syntax_error_in_an_f_string_is_refused() {
    assert!(!survives(format!("x = f'''{{'''\n{}", "(".repeat(MANY))).is_empty());
    for many in [6_000, 20_000] {
        assert!(is_refused(format!(")f'{{from {}f''',", "\u{e9}f'{f'''".repeat(many))), "{many}");
    }
}

#[test]
fn what_is_only_long_is_accepted() {
    let texts = [
        format!("x = [{}]\n", "1, -2, 'a' + 'b', f(x), lambda a, b: a,".repeat(MANY / 5)),
        format!("x = {{{}}}\n", "'a': -1, ".repeat(MANY)),
        format!("x = ({})\n", "'a' ".repeat(MANY)),
        format!("x = ({})\n", "f'{a}' ".repeat(MANY)),
        format!("x = {}1\n", "a and b or ".repeat(MANY)),
        format!("x = {}1\n", "a < ".repeat(MANY)),
        "x = -1; ".repeat(MANY),
        "x.a = f(-1)\n".repeat(MANY),
        format!("if x:\n    pass\n{}", "elif x == -1:\n    pass\n".repeat(MANY)),
        format!("f({})\n", "**a, ".repeat(MANY)),
        format!("{}\n", "x = ".repeat(MANY) + "1"),
        format!("x = '''{}'''\n", "((((\n ".repeat(MANY)),
    ];
    for text in texts {
        let start: String = text.chars().take(40).collect();
        assert_eq!(survives(text), [], "{start}");
    }
}

#[test]
fn the_deepest_that_is_accepted_fits_the_stack() {
    let accepted = super::MOST_LINKS - 100;
    for link in ["not ", "- ", "lambda: ", "1 if 1 else ", "1 ** ", "1 + ", "await "] {
        let text = format!("x = {}1\n", link.repeat(accepted));
        assert!(!is_refused(text), "{link}");
    }
    let brackets = super::MOST_BRACKETS;
    assert!(!is_refused(format!("x = {}1{}\n", "f([".repeat(brackets / 2), "])".repeat(brackets / 2))));
}

#[test]
fn a_broken_file_of_usual_size_is_accepted() {
    let broken = format!("x = (\n{}", "def f(a):\n    return a.b(-1, [a])\n".repeat(50));
    assert_eq!(judge(&broken), Verdict::Shallow);
}
