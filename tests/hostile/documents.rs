//! Data files that are made to harm: what programs load, and what names the version of Flask.

use std::fmt::Write;

use crate::process::{lint, project};

const MANY: usize = 100_000;

/// Loads every kind of file, so that a file of any name is read.
const LOADS: &str = "import configparser, json, tomllib, yaml\nfrom dotenv import load_dotenv\nfrom flask import Flask\n\
                     load_dotenv()\none = Flask(__name__)\none.config.from_file('a.json', load=json.load)\n\
                     one.config.from_file('a.toml', load=tomllib.load, text=False)\n\
                     one.config.from_file('a.yaml', load=yaml.safe_load)\none.config.from_pyfile('a.cfg')\n\
                     one.config.from_prefixed_env()\nini = configparser.ConfigParser()\nini.read('a.ini')\n\
                     one.config['SECRET_KEY'] = ini['a']['b']\n";

/// Texts that nest, repeat or do not end, whatever reads them.
fn texts() -> Vec<String> {
    let (mut bomb, mut tables, mut chain) = (String::from("a0: &a0 [x, x]\n"), String::new(), String::new());
    for level in 1..60 {
        // Writing to a text does not fail.
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{0}, *a{0}]", level - 1);
    }
    for number in 0..20_000 {
        let _ = writeln!(tables, "[a.b{number}]\nc = {number}");
        let _ = writeln!(chain, "A{0}=${{A{number}}}${{A{number}}}", number + 1);
    }
    let variables = (0..MANY).map(|number| format!("A{number}=a\n")).collect();
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(MANY), close.repeat(MANY));
    vec![
        bomb,
        tables,
        chain,
        variables,
        nested("[", "]"),
        nested("{\"a\":", "}"),
        nested("[\"a\",", ""),
        nested("a: ", ""),
        nested("- ", ""),
        nested("? ", ""),
        nested("(", ")"),
        nested("!!a ", ""),
        format!("a = {}", nested("{a = ", "}")),
        format!("a{} = 1", ".a".repeat(MANY)),
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        format!("flask=={}", "9.".repeat(MANY)),
        format!("flask{}", ">=1,".repeat(MANY)),
        "-r requirements.txt\n".repeat(MANY),
        format!("a: '{}", "\n".repeat(MANY)),
        format!("[a]\nb = {}", "%(b)s".repeat(MANY)),
        format!("A={}", "${A:-".repeat(MANY)),
        format!("A='{}", "\\'".repeat(MANY)),
        "\0".repeat(MANY),
        "\u{feff}".repeat(MANY),
    ]
}

#[test]
fn data_files_that_are_made_to_harm_are_done_with_soon() {
    let names = [
        "a.json",
        "a.toml",
        "a.yaml",
        "a.cfg",
        "a.ini",
        ".env",
        ".flaskenv",
        "requirements.txt",
        "poetry.lock",
        "uv.lock",
        "Pipfile",
        "Pipfile.lock",
        "setup.cfg",
        "setup.py",
        "environment.yml",
    ];
    for text in texts() {
        let mut files = vec![("use.py", LOADS)];
        files.extend(names.iter().map(|name| (*name, text.as_str())));
        let run = lint(project(&files).path());
        run.assert_linted();
        assert!(!run.all().contains("bug"), "{text:.60}: {}", run.all());
    }
}
