//! What becomes of texts that only older Pythons can read; what apps are then is in `tests/show_config`.

use super::super::ast::Stmt;
use super::super::tree::tree_of;
use super::{blocks_of, statements_of};

/// The statements of a text: the first word of each, what it holds after it.
fn outline(text: &str) -> String {
    let parsed = tree_of(text).unwrap();
    assert!(!parsed.has_valid_syntax(), "{text}");
    outline_of(text, &mut statements_of(text, parsed))
}

fn outline_of(text: &str, body: &mut [Stmt]) -> String {
    let outlines = body.iter_mut().map(|statement| {
        let range = rustpython_text_size::Ranged::range(statement);
        let word = text
            .get(range.start().into()..)
            .unwrap()
            .split([' ', '(', ',', ';', ':', '\n'])
            .find(|word| !word.is_empty())
            .unwrap()
            .to_owned();
        let held: Vec<String> = blocks_of(statement).into_iter().map(|block| outline_of(text, block)).collect();
        if held.iter().all(String::is_empty) { word } else { format!("{word}({})", held.join(";")) }
    });
    outlines.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_function_keeps_its_body_whatever_its_header_has() {
    for (text, expected) in [
        ("def f(a, async=True):\n    x\n    y\nz\n", "def(x y) z"),
        ("class A:\n    def f(self, await):\n        x\n    def g(self):\n        y\nz\n", "class(def(x) def(y)) z"),
        ("def f(a):\n    def g(async):\n        x\n    y\n", "def(def(x) y)"),
        ("def f(a, $):\n    x\n    if y:\n        z\nw\n", "def(x if(z)) w"),
        ("if a $ b:\n    x\n    y\nz\n", "if b z"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_tuple_of_parameters_is_unpacked_first() {
    let text = "def f(a, (b, (c, d)), e=[1, (2)]):\n    x\nz\n";
    assert_eq!(outline(text), "def(b x) z");
}

#[test]
fn other_lines_stay_where_they_are() {
    for (text, expected) in [
        ("print 'a'\nx = 1; y = 2\nif z: a; b\n", "print 'a' x y if(a b)"),
        ("if a:\n\tx\n        y\nprint b\n", "if(x y) print b"),
        ("async def f():\n    await g()\n    async with h:\n        x\nprint b\n", "async(await async(x)) print b"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}
