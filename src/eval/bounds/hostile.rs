//! Programs that would take forever, or all memory, or the whole stack. Each ends, the same way twice, and no key is
//! stated that Python does not compute.

use std::path::Path;

use crate::eval::{Options, interpret};
use crate::flask::{Deployment, State};
use crate::python::STACK_BYTES;
use crate::source::Sources;
use crate::value::Data;

const HEAD: &str = "import base64, copy, functools, hashlib, importlib, json, os, random, secrets\n\
                    from flask import Flask\nfrom pathlib import Path\nfrom datetime import timedelta\napp = Flask(__name__)\n";

/// The deployments of a project with `app.py` and other files, on the stack that a run has.
fn deployments(code: &str, others: &[(&str, String)]) -> Vec<Deployment> {
    let mut files = vec![("app.py".to_owned(), format!("{HEAD}{code}\napp.config['SECRET_KEY'] = x\n"))];
    files.extend(others.iter().map(|(path, text)| ((*path).to_owned(), text.clone())));
    let work = move || {
        let sources = Sources::in_memory(files);
        let seed = sources.load(Path::new("/app.py")).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK_BYTES).build().unwrap();
        pool.install(|| interpret(&sources, &[seed], &Options::default()).deployments)
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap()
}

/// The key that is stated, if one is.
fn stated(code: &str, others: &[(&str, String)]) -> Option<Data> {
    let (once, twice) = (deployments(code, others), deployments(code, others));
    assert_eq!(format!("{once:?}"), format!("{twice:?}"), "{code:.200}");
    let setting = once.first()?.settings.get("SECRET_KEY")?;
    let is_known = matches!(setting.state(), State::Known { .. });
    is_known.then(|| setting.value.by_default().data.clone())
}

fn times(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// Ends without a key that is stated.
fn ends(codes: &[&str]) {
    for code in codes {
        assert_eq!(stated(code, &[]), None, "{code:.200}");
    }
}

#[test]
fn texts_that_would_not_fit_are_unknown() {
    ends(&[
        "x = 'a' * 10 ** 12",
        "x = b'a' * 10 ** 18",
        "x = 'a' * 999999 * 999999",
        "x = '%1000000000s' % 1",
        "x = '%.1000000000f' % 1.5",
        "x = '%*s' % (10 ** 9, 1)",
        "x = '{:>1000000000}'.format(1)",
        "x = '{:{w}}'.format(1, w=10 ** 9)",
        "x = f'{1:>1000000000}'",
        "w = 10 ** 9\nx = f'{1:>{w}}'",
        "x = format(1, '>1000000000')",
        "x = ('{0}' * 60000).format('a' * 60000)",
        "x = ('%(a)s' * 60000) % {'a': 'a' * 60000}",
        "x = ('a' * 60000).join(['a'] * 4000)",
        "x = ','.join('a' * 60000).join('b' * 60000)",
        "x = ('a' * 60000).replace('a', 'b' * 60000)",
        "x = ('a' * 60000).replace('', 'b' * 60000)",
        "x = 'a'.center(10 ** 12)",
        "x = 'a'.zfill(10 ** 12)",
        "x = ('\\t' * 60000).expandtabs(60000)",
        "x = ('a' * 60000).translate({97: 'b' * 60000})",
        "x = bytes(10 ** 12)",
        "x = bytearray(10 ** 12)",
        "x = os.urandom(10 ** 12)",
        "x = secrets.token_hex(10 ** 15)",
        "x = ''.join(random.choices('abc', k=10 ** 12))",
    ]);
    let doubled = times(60, |_| "x = x + x\n".into());
    ends(&[&format!("x = 'a'\n{doubled}"), &format!("x = os.getenv('A', 'a')\n{doubled}")]);
    ends(&[&format!("def d(s):\n    return s + s\nx = 'a'\n{}", times(60, |_| "x = d(x)\n".into()))]);
    ends(&[&format!("x = b'a' * 60000\n{}", times(200, |_| "x = base64.b64encode(x)\n".into()))]);
}

#[test]
fn numbers_that_would_not_fit_are_unknown() {
    for expression in [
        "10 ** 10 ** 10",
        "10 ** -10 ** 10",
        "2.0 ** 10 ** 10",
        "1 << 10 ** 12",
        "1 << 62 << 62",
        "1 >> 10 ** 12",
        "1 >> -1",
        "-9223372036854775808 // -1",
        "-9223372036854775808 % -1",
        "abs(-9223372036854775807 - 1)",
        "-(-9223372036854775807 - 1)",
        "divmod(1, 0)",
        "round(1e308, -400)",
        "int(float('inf'))",
        "int('9' * 100000)",
        "int('z' * 100000, 36)",
        "int('1', 99)",
        "int('1', -5)",
        "pow(10, 10 ** 10, 7)",
        "chr(0x110000)",
        "chr(0xD800)",
        "chr(-1)",
        "ord('')",
        "timedelta(days=10 ** 18)",
        "timedelta(days=1) * 10 ** 18",
        "timedelta(days=1e308) * 1e308",
        "-timedelta(microseconds=-9223372036854775808)",
        "list(enumerate('ab', start=9223372036854775807))[1]",
        "'abc'[9223372036854775807]",
        "'abc'[-9223372036854775808]",
        "[1].pop(-9223372036854775808)",
        "range(1, 2, 0)",
        "json.loads('9' * 60000)",
        "json.loads('[' * 60000 + ']' * 60000)",
    ] {
        let code = format!("x = repr({expression})");
        assert_eq!(stated(&code, &[]), None, "{code}");
    }
    for (expression, text) in [
        ("'abc'[::-9223372036854775807]", "c"),
        ("'abc'[-9223372036854775807:9223372036854775807:9223372036854775807]", "a"),
        ("'a' + 'é'[-1]", "aé"),
        ("'x'.join('%s' % 'a' for _ in range(3))", "axaxa"),
    ] {
        assert_eq!(stated(&format!("x = {expression}"), &[]), Some(Data::Str(text.into())), "{expression}");
    }
}

#[test]
fn collections_that_would_not_fit_are_unknown() {
    ends(&[
        "x = str([0] * 10 ** 12)",
        "x = str((0,) * 10 ** 12)",
        "x = str(list(range(10 ** 12)))",
        "x = str(list(range(-9223372036854775808, 9223372036854775807)))",
        "x = ''.join(str(i) for i in range(10 ** 12))",
        "x = str({i: i for i in range(10 ** 12)})",
        "x = str([*range(10 ** 12)])",
        "def f(*a):\n    return a\nx = str(f(*range(10 ** 12)))",
        "x = str(dict(zip(range(10 ** 12), range(10 ** 12))))",
        "x = str(sorted(map(str, range(10 ** 12))))",
        "x = str([a for a in range(900) for b in range(900) for c in range(900)])",
        "x = str(random.sample(range(10 ** 12), 10 ** 9))",
        "d = {}\nfor i in range(900):\n    for j in range(900):\n        d[(i, j)] = 1\napp.config.update(d)\nx = str(d)",
        "x = list(range(900))\nfor i in range(900):\n    x = list(x) + [1]\nx = str(x)",
    ]);
}

#[test]
fn values_that_share_their_parts_are_not_walked_to_the_end() {
    for (start, step) in [("(1,)", "(x, x)"), ("[1]", "[x, x]"), ("{}", "{'a': x, 'b': x}")] {
        let grown = format!("x = {start}\n{}", times(60, |_| format!("x = {step}\n")));
        for use_ in [
            "x = str(x)",
            "x = str({x: 1})",
            "x = json.dumps(x)",
            "app.config['SECRET_KEY_FALLBACKS'] = x\nx = str(hash(x))",
        ] {
            ends(&[&format!("{grown}{use_}")]);
        }
        for true_ in ["x == copy.deepcopy(x)", "x in [x]"] {
            let known = stated(&format!("{grown}x = str({true_})"), &[]);
            assert!(known.is_none_or(|known| known == Data::Str("True".into())), "{true_}");
        }
        let twins = format!("{grown}y = x\n{grown}x = str(x == y)");
        stated(&twins, &[]);
    }
    ends(&["a = [1] * 900\nb = [a] * 900\nx = [[b] * 900] * 900\napp.config['SECRET_KEY_FALLBACKS'] = x\nx = str(x)"]);
    let deep = |start: &str, step: &str| format!("x = {start}\n{}", times(5_000, |_| format!("x = {step}\n")));
    for (start, step) in [("()", "(x,)"), ("[]", "[x]"), ("{}", "{'a': x}"), ("str", "functools.partial(x)")] {
        stated(&format!("{}x = str(x)", deep(start, step)), &[]);
    }
    stated(&format!("{}x = str(x)", deep("Path('a')", "x / 'b'")), &[]);
    stated("x = str(Path('a/' * 50000).parents)", &[]);
    stated(&deep("os.getenv('A')", "x or os.getenv('B')"), &[]);
    let by_many = times(2_000, |n| format!("x = os.getenv('B{n}', x)\n"));
    stated(&format!("x = 'a'\n{by_many}"), &[]);
}

#[test]
fn things_that_contain_themselves_end() {
    ends(&[
        "x = []\nx.append(x)\ny = []\ny.append(y)\nx = str(x == y)",
        "x = []\nx.append(x)\nx = str(copy.deepcopy(x))",
        "x = {}\nx['a'] = x\nx = str(copy.deepcopy(x))",
        "app.config['A'] = app.config\nx = str(app.config)",
        "class A:\n    pass\nA.A = A\napp.config.from_object(A)\nx = str(A.A.A)",
        "globals()['x'] = globals()\nx = str(x)",
        "def f():\n    y = locals()\n    y['y'] = y\n    return y\nx = str(f())",
        "class A(A):\n    pass\nx = A.z",
        "class A(B):\n    pass\nclass B(A):\n    pass\nx = B.z",
        "class A:\n    pass\nA.__bases__ = (A,)\nx = A.z",
    ]);
}

#[test]
fn loops_without_end_end() {
    ends(&[
        "x = 'a'\nwhile True:\n    x += 'a'",
        "x = 'a'\nwhile True:\n    app.config['A'] = x = x + 'b'",
        "from z import u\nx = 'a'\nwhile u():\n    x = x + 'a'",
        "def g():\n    while True:\n        yield 'a'\nx = ''.join(g())",
        "def g():\n    yield from g()\nx = ''.join(g())",
        "x = ''.join(iter(str, 1))",
        "import itertools\nx = ''.join(itertools.repeat('a'))",
    ]);
    // Each turn looks for modules in many folders.
    stated("while len:\n    while app:\n        import a, b, c, d, e, f, g\n        app.config['A'] = 1\nx = 'a'", &[]);
    for block in ["while u({}):", "for i in u({}):", "if u({}):"] {
        let nested = times(90, |depth| format!("{}{}\n", " ".repeat(depth), block.replace("{}", "1")));
        stated(&format!("from z import u\nx = 'a'\n{nested}{}x = x + 'a'", " ".repeat(90)), &[]);
    }
    let chain = times(1_000, |n| format!("if os.getenv('A{n}'):\n    app.config['A{n}'] = x = x + '{n}'\n"));
    stated(&format!("x = 'a'\n{chain}"), &[]);
}

/// Each of a loop's exits keeps all that the branch around the loop has changed.
#[test]
fn exits_that_keep_very_many_changes_are_few() {
    let leaving = |exits: usize| {
        let body = "        for i in range(500): d[i] = i\n        if g.a(): return 1\n";
        let loops = format!("        for i in range({exits}):\n            if g.b(): return i\n");
        format!("def f(g):\n    d = {{}}\n    if g.c():\n{body}{loops}    return 0\nf(os)\nx = 'constant'")
    };
    let is_followed = |exits: usize| {
        let app = deployments(&leaving(exits), &[]).remove(0);
        app.limits.iter().all(|limit| !limit.message.contains("too large"))
    };
    assert!(is_followed(10) && !is_followed(900));
    assert_eq!(stated(&leaving(900), &[]), Some(Data::Str("constant".into())));
}

#[test]
fn recursion_ends() {
    ends(&[
        "def f(n):\n    return f(n + 1) + f(n + 1)\nx = f(0)",
        "def f():\n    return g() + h()\ndef g():\n    return f() + h()\ndef h():\n    return f() + g()\nx = f()",
        "x = (lambda y: y(y))(lambda y: y(y))",
        "class A:\n    def __init__(self):\n        self.a = A()\n        self.b = A()\nx = A().a",
        "class A:\n    @property\n    def a(self):\n        return self.a\nx = A().a",
        "class A:\n    @property\n    def SECRET_KEY(self):\n        return self.SECRET_KEY\napp.config.from_object(A())\nx = app.config['SECRET_KEY']",
        "class A:\n    def __getattr__(self, n):\n        return getattr(self, n)\nx = A().z",
        "class A:\n    def __getitem__(self, n):\n        return self[n]\nx = A()[0]",
        "class A:\n    def __str__(self):\n        return str(self)\nx = str(A())",
        "class A:\n    def __call__(self):\n        return self()\nx = A()()",
        "class A:\n    def __new__(cls):\n        return A()\nx = A().a",
        "class M(type):\n    def __new__(m, n, b, d):\n        return M(n, b, d)\nclass A(metaclass=M):\n    pass\nx = A.a",
        "class A(metaclass=A):\n    pass\nx = A.a",
        "def d(f):\n    return d(f)\n@d\ndef f():\n    pass\nx = f()",
        "def f():\n    try:\n        return f()\n    except Exception:\n        return f()\nx = f()",
        "def f():\n    try:\n        return f()\n    finally:\n        f()\nx = f()",
        "def f(*a):\n    return f(*a, *a)\nx = f(1)",
        "def f(a):\n    return ''.join(map(f, [a, a]))\nx = f(1)",
        "def f():\n    a = Flask(__name__)\n    a.config['SECRET_KEY'] = 'a'\n    return f()\nx = f()",
    ]);
    // Python stops here with an error, and so whatever is stated is right.
    stated(
        "def d(f):\n    @d\n    def g():\n        return f()\n    return g\n@d\ndef f():\n    return 'a'\nx = f()",
        &[],
    );
    let tripled = times(40, |n| format!("def f{}():\n    return f{n}() or f{n}() or f{n}()\n", n + 1));
    ends(&[&format!("def f0():\n    return ''\n{tripled}x = f40() + 'a' * 10 ** 12")]);
    for operator in ["or", "and"] {
        stated(&format!("from z import u\nv = u()\nx = {}'a'", format!("v {operator} ").repeat(50_000)), &[]);
    }
    for link in ["not ", "- ", "1 if 0 else "] {
        let calls = times(60, |n| format!("def f{n}():\n    return {}f{}()\n", link.repeat(1_400), n + 1));
        stated(&format!("{calls}def f60():\n    return 'a'\nx = f0()"), &[]);
    }
}

#[test]
fn classes_with_very_many_bases_end() {
    let chain = times(1_000, |_| "class A(A):\n    pass\n".into());
    ends(&[&format!("class A:\n    K = 'a'\n{chain}app.config.from_object(A)\nx = A.K")]);
    let diamond = |n| {
        format!("class L{n}(A{n}):\n    pass\nclass R{n}(A{n}):\n    pass\nclass A{}(L{n}, R{n}):\n    pass\n", n + 1)
    };
    stated(&format!("from enum import Enum\nclass A0(Enum):\n    K = 'a'\n{}x = A60.K", times(60, diamond)), &[]);
}

#[test]
fn files_that_load_each_other_end() {
    let itself = "from app import app\napp.config.from_pyfile('a.cfg')\n".to_owned();
    stated("app.config.from_pyfile('a.cfg')\nx = 'a'", &[("a.cfg", itself)]);
    stated("app.config.from_pyfile('app.py')\nx = 'a'", &[]);
    stated("app.config.from_object('app')\nfrom app import *\nx = 'a'", &[]);
    let chain: Vec<(String, String)> =
        (0..1_000).map(|n| (format!("m{n}.py"), format!("from m{} import *\n", n + 1))).collect();
    let chain: Vec<(&str, String)> = chain.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    stated("from m0 import *\nx = k", &chain);
}

#[test]
fn files_of_data_that_are_made_to_harm_are_not_read() {
    let json = "app.config.from_file('a.json', load=json.load)\nx = 'a'";
    let toml = "import tomllib\napp.config.from_file('a.toml', load=tomllib.load, text=False)\nx = 'a'";
    for (code, path, text) in [
        (json, "a.json", format!("{{\"A\":{}", "[".repeat(100_000))),
        (json, "a.json", format!("{{\"A\":[{}1]}}", "1,".repeat(1_000_000))),
        (json, "a.json", format!("{{{}\"A\":1}}", times(20_000, |n| format!("\"A{n}\":\"v\",")))),
        (toml, "a.toml", format!("A = {}", "[".repeat(100_000))),
        (toml, "a.toml", format!("A{} = 1", ".a".repeat(100_000))),
        (toml, "a.toml", format!("A = {}", "{a=".repeat(100_000))),
        (toml, "a.toml", times(20_000, |n| format!("[t{n}]\nA = 1\n"))),
    ] {
        stated(code, &[(path, text)]);
    }
    let variables = "from dotenv import load_dotenv\nload_dotenv()\nx = os.getenv('A')";
    ends(&[variables]);
    assert_eq!(stated(variables, &[(".env", format!("A={}\n", "v".repeat(5_000_000)))]), None);
    let doubled = times(60, |n| format!("A{}=${{A{n}}}${{A{n}}}\n", n + 1));
    let copies = times(20_000, |n| format!("B{n}=${{A20}}\n"));
    assert_eq!(stated(variables, &[(".env", format!("A0=x\n{doubled}A=${{A60}}\n"))]), None);
    assert_eq!(stated(variables, &[(".env", format!("A0=x\n{doubled}{copies}A=${{B19999}}\n"))]), None);
    stated("x = 'a'", &[("requirements.txt", format!("-r requirements.txt\nflask=={}\n", "9".repeat(1_000_000)))]);
}
