//! Which files can make or configure a Flask app: one pass over their bytes, before any decoding.
//!
//! It picks *seeds*, never the universe: what a seed refers to is loaded whether it would be a seed or
//! not. A file that matches by accident costs time and nothing else.

use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a file that makes an app, configures or starts one, or writes a security setting contains.
const MARKS: [&str; 26] = [
    QUART,
    "Quart",
    // `from shop import app` in a script that says no more than `app.run()` or `configure(app)`.
    "import application",
    "import app",
    "app.run(",
    ".run(debug",
    ".run(host",
    ".run(port",
    "(app)",
    "(app,",
    ".app)",
    "flask",
    "Flask",
    "SECRET_KEY",
    "secret_key",
    "SESSION_COOKIE",
    "COOKIE_",
    "PASSWORD_SALT",
    "create_app",
    "_app(",
    "app.config",
    "connexion",
    "eve.Eve",
    "import Eve",
    "dynaconf",
    // Not an app, but an ignore comment that may be of no use.
    "flask-sec-lint:",
];
/// Stems of files that programs are started with, best first: `from shop import configure` and a call say nothing else.
pub const PROGRAMS: [&str; 17] = [
    "wsgi",
    "asgi",
    "app",
    "application",
    "main",
    "run",
    "server",
    "manage",
    "__main__",
    "autoapp",
    "gunicorn",
    "index",
    "launch",
    "runserver",
    "serve",
    "start",
    "web",
];
/// A whole word, as in `quart_auth`: quarters and quartiles are of other trades.
const QUART: &str = "quart";
/// How many of the marks are no part of a longer word.
const WORDS: usize = 4;

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MARKS).ok());

/// Whether the file at `path` with these bytes is worth parsing from the start.
pub(super) fn is_seed(path: &Path, bytes: &[u8]) -> bool {
    // Much else than Python is started by a web server.
    if is_gateway_script(path) { is_for_python(bytes) } else { is_start(path) || has_mark(bytes) }
}

/// Whether a file is named like one that programs are started with, or is for a server alone.
fn is_start(path: &Path) -> bool {
    is_for_server(path) || stem_of(path).is_some_and(|stem| PROGRAMS.contains(&stem))
}

/// Whether a file is there for web servers to import, by its name.
pub fn is_for_server(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "wsgi")
        || is_gateway_script(path)
        || stem_of(path).is_some_and(|stem| stem.ends_with("wsgi") || stem.ends_with("asgi"))
}

/// Whether a web server starts a file as a script, through CGI or `FastCGI`.
pub fn is_gateway_script(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "fcgi" || ending == "cgi")
}

/// Whether the first line of a script names Python: `#!/usr/bin/env python3`.
fn is_for_python(bytes: &[u8]) -> bool {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    first.starts_with(b"#!") && first.windows(6).any(|word| word == b"python")
}

fn stem_of(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()
}

fn has_mark(bytes: &[u8]) -> bool {
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    // Without an automaton, which cannot fail for so few words, every file would be a seed.
    AUTOMATON.as_ref().is_none_or(|automaton| {
        automaton.find_iter(bytes).any(|found| {
            let mark = found.pattern().as_usize();
            // A name may end in it, in capitals: `class MyQuart(Quart)`.
            let is_in_word = is_letter(Some(found.end()))
                || (MARKS.get(mark) == Some(&QUART) && is_letter(found.start().checked_sub(1)));
            mark >= WORDS || !is_in_word
        })
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{has_mark, is_seed};

    #[test]
    fn files_that_name_flask_a_key_or_a_factory_are_seeds() {
        for text in [
            "from flask import Flask",
            "app = MyFlask()",
            "import quart",
            "from quart_auth import AuthUser",
            "quarters = 4\napp = MyQuart(__name__)",
            "SECRET_KEY = 1",
            "app = make_app()",
            "JWT_COOKIE_X = 1",
            "from shop import app\n",
            "from shop import app_init, application",
            "from shop.web import application as web",
            "from shop import server\nserver.run(debug=True)",
            "import shop\nshop.configure(shop.app)",
        ] {
            assert!(has_mark(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn files_that_are_named_like_programs_are_seeds() {
        let is = |path: &str| is_seed(Path::new(path), b"from shop import configure\nsite = configure()\n");
        assert!(is("wsgi.py") && is("shop/__main__.py") && is("shop.wsgi") && is("run.py"));
        assert!(!is("shop/views.py") && !is("rerun.py") && !is("shop.fcgi"));
        let starts = |first: &str| is_seed(Path::new("shop.cgi"), format!("{first}\nimport app").as_bytes());
        assert!(starts("#!/usr/bin/env python3") && !starts("#!/usr/bin/perl") && !starts("# python"));
    }

    #[test]
    fn other_files_are_not() {
        assert!(!has_mark(b"import django\nfrom collections import deque\nprint(1)\n"));
        assert!(!has_mark(b"from itertools import append\nimport appdirs, applications\nasyncio.run(main())"));
        assert!(!has_mark(b"Quarters = headquarters(quartile, 'Alaska', Stuart)\n"));
        assert!(!has_mark(b""));
    }
}
