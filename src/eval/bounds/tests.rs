//! Programs that are larger than is followed.

use std::path::Path;

use crate::eval::{Options, interpret};
use crate::flask::{Deployment, Evidence, GapKind, State};
use crate::source::Sources;
use crate::value::Data;

/// The app that `lines` configure, with `x` as its key.
fn app(lines: &str) -> Deployment {
    let text = format!("from flask import Flask\napp = Flask(__name__)\n{lines}\napp.config['SECRET_KEY'] = x\n");
    let sources = Sources::in_memory([("app.py".to_owned(), text)]);
    let seed = sources.load(Path::new("/app.py")).unwrap();
    let mut deployments = interpret(&sources, &[seed], &Options::default()).deployments;
    assert_eq!(deployments.len(), 1);
    deployments.remove(0)
}

/// Whether the key is unknown, and the bounds that were reached.
fn judged(lines: &str) -> (bool, Vec<String>) {
    let app = app(lines);
    let is_unknown = app.settings["SECRET_KEY"].state() == State::Unknown;
    (is_unknown, app.limits.into_iter().map(|limit| limit.message).collect())
}

fn is_bounded(lines: &str, why: &str) {
    let (is_unknown, limits) = judged(lines);
    assert!(is_unknown, "{lines}");
    assert!(limits.iter().any(|limit| limit.contains(why)), "{lines}: {limits:?}");
}

/// What a function imports makes an app hardly ever: such starts are tried with little fuel, which says nothing where it
/// does not last.
#[test]
fn a_start_that_takes_long_to_reach_its_app_is_followed() {
    let files = [
        ("main.py", "import pkg\npkg.start()\n"),
        ("task.py", "from pkg import app\ndef work():\n    return app.app.name\n"),
        ("pkg/__init__.py", "def start():\n    from pkg import app\n    app.app.secret_key = 'changeme'\n"),
        ("pkg/app.py", "from pkg import parts\nfrom flask import Flask\napp = Flask(__name__)\n"),
        ("pkg/parts.py", "ALL = []\nfor i in range(90):\n    for j in range(90):\n        ALL.append(i + j)\n"),
    ];
    let sources = Sources::in_memory(files.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let seeds = ["/main.py", "/task.py", "/pkg/app.py"].map(|path| sources.load(Path::new(path)).unwrap());
    let deployments = interpret(&sources, &seeds, &Options::default()).deployments;
    let key = |one: &Deployment| one.settings["SECRET_KEY"].value_by_default().as_str().map(ToOwned::to_owned);
    assert_eq!(deployments.iter().map(key).collect::<Vec<_>>(), [Some("changeme".to_owned())]);
}

fn repeated(times: usize, line: impl Fn(usize) -> String) -> String {
    (0..times).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn small_programs_reach_no_bound() {
    assert_eq!(judged("x = ''\nfor i in range(900):\n    x = x + 'a'"), (false, Vec::new()));
    assert_eq!(judged("i = 0\nwhile i < 90:\n    i += 1\nx = 'a' * i"), (false, Vec::new()));
}

#[test]
fn a_loop_that_runs_too_often_leaves_what_it_changes_unknown() {
    is_bounded("x = 0\nwhile x < 1000:\n    x += 1", "a loop that runs too often");
    is_bounded("x = 0\nfor i in range(5000):\n    x += 1", "a loop that runs too often");
    is_bounded("x = []\nfor i in range(5000):\n    x.append('a')", "a loop that runs too often");
    let app = app("x = 'a'\nn = 0\nwhile n < 1000:\n    n += 1\n    app.config['DEBUG'] = n < 5");
    assert_eq!(app.settings["DEBUG"].state(), State::Unknown);
}

#[test]
fn calls_within_calls_end_somewhere() {
    is_bounded("def f(n):\n    return f(n + 1)\nx = f(0)", "nested too deeply");
    let deep = repeated(60, |n| format!("def f{n}():\n    return f{}()\n", n + 1));
    is_bounded(&format!("{deep}def f60():\n    return 'a'\nx = f0()"), "nested too deeply");
    let app = app("def f(app, n):\n    f(app, n + 1)\nf(app, 0)\nx = 'a'");
    assert!(app.gaps.iter().any(|gap| gap.kind == GapKind::Required));
}

#[test]
fn texts_and_collections_that_grow_without_end_are_given_up() {
    for (start, step) in [
        ("'a'", "x = x + x"),
        ("'a'", "x = x.replace('a', 'aa')"),
        ("'a'", "x = x.join([x, x, x])"),
        ("'a'", "x = f'{x}{x}'"),
        ("'a'", "x = x.encode().hex()"),
        ("(1,)", "x = x + x"),
        ("(1,)", "x += x"),
        ("'a'", "x += x"),
        ("[1]", "x = x + x"),
        ("[1]", "x += x"),
        ("[1]", "x.extend(x)"),
        ("[1]", "x = [x, x]"),
    ] {
        let (is_unknown, _) = judged(&format!("x = {start}\nfor i in range(60):\n    {step}"));
        assert!(is_unknown, "{start}: {step}");
    }
    for expression in
        ["'a' * 10 ** 10", "[0] * 10 ** 9", "list(range(10 ** 9))", "'a'.ljust(10 ** 10)", "bytes(10 ** 10)"]
    {
        assert!(judged(&format!("x = {expression}")).0, "{expression}");
    }
    is_bounded("x = (1,)\nfor i in range(60):\n    x = x + x", "too large to be kept");
}

#[test]
fn many_alternatives_are_one_unknown() {
    let chain = repeated(30, |n| format!("if unknown{n}():\n    x = 'k{n}'\n"));
    let app = app(&format!("from elsewhere import *\nx = 'a'\n{chain}"));
    let alternatives =
        app.settings["SECRET_KEY"].value.alternatives().iter().map(|one| one.data.clone()).collect::<Vec<_>>();
    assert!(alternatives.len() <= 16 && alternatives.contains(&Data::Unknown("too many alternatives".into())));
}

#[test]
fn without_fuel_every_app_has_a_gap() {
    let app =
        app("x = 0\nfor i in range(900):\n    for j in range(900):\n        for k in range(900):\n            x = 1");
    let gap = app.gaps.iter().find(|gap| gap.kind == GapKind::Rest).unwrap();
    assert!(gap.message.contains("too large to be followed to its end"));
    assert_eq!(app.settings["SESSION_COOKIE_SECURE"].state(), State::Unknown);
    assert!(app.limits.iter().any(|limit| limit.message == gap.message && limit.span == gap.span));
}

/// A server runs one of the functions that go on with what the factory makes.
#[test]
fn what_configures_an_app_further_counts_though_it_is_too_large() {
    let text = "import os\nfrom flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    \
                app.secret_key = 'dev'\n    return app\n\ndef create_and_init():\n    app = create_app()\n    \
                app.secret_key = os.environ['KEY']\n    for i in range(900):\n        for j in range(900):\n            \
                for k in range(900):\n                x = 1\n    return app\n";
    let sources = Sources::in_memory([("shop.py".to_owned(), text.to_owned())]);
    let seeds = [sources.load(Path::new("/shop.py")).unwrap()];
    let deployments = interpret(&sources, &seeds, &Options::default()).deployments;
    let [app] = deployments.as_slice() else { panic!("{deployments:?}") };
    assert!(app.gaps.iter().any(|gap| gap.kind == GapKind::Rest));
    let has_constant =
        |setting: &str| app.settings[setting].value.alternatives().iter().any(|one| one.as_str().is_some());
    assert!(!has_constant("SECRET_KEY"));
    assert_eq!(app.settings["SESSION_COOKIE_SECURE"].state(), State::Unknown);
}

#[test]
fn what_was_not_followed_to_its_end_may_use_the_session() {
    let loops = "for i in range(900):\n    for j in range(900):\n        for k in range(900):\n            x = 1";
    assert_eq!(app(&format!("x = 0\n{loops}")).session, Evidence::Unknown);
    assert_eq!(app("x = 'a'").session, Evidence::Absent);
}

#[test]
fn an_app_behind_imports_that_burn_all_fuel_is_found() {
    let heavy =
        "x = 0\nfor i in range(900):\n    for j in range(900):\n        for k in range(900):\n            x = 1\n";
    let own = "from flask import Flask\nfrom heavy import x\n";
    let files = [
        ("heavy.py", heavy.to_owned()),
        (
            "factory.py",
            format!("{own}def create_app():\n    app = Flask(__name__)\n    app.debug = x\n    return app\n"),
        ),
        ("shop.py", format!("{own}app = Flask(__name__)\napp.secret_key = 'k'\n")),
        ("wsgi.py", "import flask\nfrom shop import app\n".to_owned()),
    ];
    let sources = Sources::in_memory(files.map(|(path, text)| (path.to_owned(), text)));
    let seeds = ["factory.py", "shop.py", "wsgi.py"].map(|path| sources.load(&Path::new("/").join(path)).unwrap());
    let deployments = interpret(&sources, &seeds, &Options::default()).deployments;
    let places = deployments.iter().map(|one| sources.file(one.app.span.file).name.clone()).collect::<Vec<_>>();
    assert_eq!(places, ["factory.py", "shop.py"]);
    for app in deployments {
        assert!(app.gaps.iter().any(|gap| gap.message.contains("too large to be followed to its end")));
        assert!(app.settings.values().all(|setting| setting.state() == State::Unknown));
    }
}

#[test]
fn more_variants_than_are_told_apart_are_said_to_be() {
    let entries = repeated(12, |k| format!("'k{k}': C{k}, "));
    let choices = repeated(3, |n| format!("app.config.from_object({{{entries}}}[os.getenv('V{n}', 'k0')])\n"));
    let classes = repeated(12, |k| format!("class C{k}:\n    A = {k}\n"));
    let text = format!("import os\nfrom flask import Flask\n{classes}app = Flask(__name__)\n{choices}");
    let sources = Sources::in_memory([("app.py".to_owned(), text)]);
    let seed = sources.load(Path::new("/app.py")).unwrap();
    let deployments = interpret(&sources, &[seed], &Options::default()).deployments;
    assert!(
        deployments.iter().all(|one| one.limits.iter().any(|limit| limit.message.contains("more than 24 variants")))
    );
    assert!(!deployments.is_empty());
}

/// A program goes on after a call that burns what it may.
#[test]
fn what_comes_after_a_call_that_is_too_large_is_followed() {
    let work = "def busy(n):\n    for i in range(900):\n        for j in range(900):\n            n = n + i * j\n    return n\n";
    let app_after = |call: &str| app(&format!("{work}{call}\napp.config['SESSION_COOKIE_SECURE'] = True\nx = 'a'"));
    let after = app_after("n = busy(1)");
    assert!(after.settings["SECRET_KEY"].state() != State::Unknown);
    assert_eq!(after.settings["SESSION_COOKIE_SECURE"].value.data, Data::Bool(true));
    let gap = after.gaps.iter().find(|gap| gap.message.contains("too large")).expect("a gap");
    assert_eq!(gap.kind, GapKind::Optional);
    // What it has put somewhere reaches an app that is made later, too.
    let later = format!("{work}class C:\n    key = 'a'\ndef load():\n    busy(1)\n    C.key = b''\nload()\nx = C.key");
    let text = format!("{later}\nfrom flask import Flask\napp = Flask(__name__)\napp.config['SECRET_KEY'] = x\n");
    let sources = Sources::in_memory([("app.py".to_owned(), text)]);
    let seed = sources.load(Path::new("/app.py")).unwrap();
    let made_later = interpret(&sources, &[seed], &Options::default()).deployments.remove(0);
    assert!(made_later.gaps.iter().any(|gap| gap.message.contains("too large")));
    // What the call gives and what it was given is not known.
    let (is_unknown, _) = judged(&format!("{work}x = busy(1)"));
    assert!(is_unknown);
    let given =
        "def busy_with(app):\n    busy(1)\n    busy(2)\n    busy(3)\n    busy(4)\n    app.config['DEBUG'] = True\n";
    let after = app_after(&format!("{given}busy_with(app)"));
    assert!(after.gaps.iter().any(|gap| gap.message.contains("too large")));
    assert!(after.settings["SECRET_KEY"].state() != State::Unknown);
}

/// What a factory that is too large has not set yet, the rest of it may set.
#[test]
fn the_rest_of_a_factory_that_is_too_large_may_set_anything() {
    let busy = "def busy(n):\n    for i in range(900):\n        for j in range(900):\n            n = n + i * j\n";
    let make = format!(
        "from flask import Flask\n{busy}\ndef create_app():\n    app = Flask(__name__)\n{}    return app\n",
        "    for i in range(900):\n        for j in range(900):\n            busy(j)\n"
    );
    let sources = Sources::in_memory([("app.py".to_owned(), make)]);
    let seed = sources.load(Path::new("/app.py")).unwrap();
    let deployments = interpret(&sources, &[seed], &Options::default()).deployments;
    assert_eq!(deployments.len(), 1);
    assert_eq!(deployments[0].settings["SECRET_KEY"].state(), State::Unknown);
    assert!(deployments[0].gaps.iter().any(|gap| gap.kind == GapKind::Rest));
}

/// What calls itself again with what it was called with shows nothing new, unless something known decides that it ends.
#[test]
fn functions_that_call_each_other_in_a_circle_are_followed_once_around() {
    let calls = repeated(5, |n| format!("        work{n}()\n"));
    let works = repeated(5, |n| format!("def work{n}():\n    if source():\n{calls}"));
    let after = app(&format!("from other import source\n{works}work0()\nx = 'a'"));
    assert!(after.gaps.iter().all(|gap| !gap.message.contains("too large")), "{:?}", after.gaps);
    assert!(after.settings["SECRET_KEY"].state() != State::Unknown);
    // What is known decides, or the arguments are others: it is followed further.
    assert_eq!(
        judged("n = 2\ndef f():\n    global n\n    n = n - 1\n    return f() if n else 'a'\nx = f()"),
        (false, Vec::new())
    );
    let again = "from other import source\ndef f(n):\n    if source():\n        return 'a'\n    return f(n - 1) if n else 'a'\nx = f(1)";
    assert_eq!(judged(again), (false, Vec::new()));
}
