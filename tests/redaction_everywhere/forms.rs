//! The forms in which a key can stand in a project: each is its files, with marks where the key goes.
//!
//! `KEY` the key as a Python literal, `BYTES` as a literal of bytes, `JSON` as a JSON or TOML text, `RAW` as it is,
//! `NAMES`, `OCTAL` and `LONG` as Python literals of escapes, `TRIPLE` in three quotes, `CONTINUED` over two lines,
//! `ONE` and `TWO` its halves as Python literals, `BASE64` and `HEX` its encodings as Python literals. A mark stands
//! between two `@`. `HEAD` is an import of Flask and an app.

/// How a form is named, and its files.
pub(crate) type Form = (&'static str, &'static [(&'static str, &'static str)]);

/// What `@HEAD@` stands for.
pub(crate) const HEAD: &str = "import os\nfrom flask import Flask\n\napp = Flask(__name__)\n";

/// Forms of one file, `app.py`, below `@HEAD@`.
pub(crate) const LINES: &[(&str, &str)] = &[
    ("attribute", "app.secret_key = @KEY@"),
    ("subscript", "app.config['SECRET_KEY'] = @KEY@"),
    ("update with keywords", "app.config.update(SECRET_KEY=@KEY@, OTHER=1)"),
    ("update with a dict", "app.config.update({'SECRET_KEY': @KEY@})"),
    ("update with dict()", "app.config.update(dict(SECRET_KEY=@KEY@))"),
    ("from_mapping", "app.config.from_mapping(SECRET_KEY=@KEY@)"),
    ("from_mapping with a dict", "app.config.from_mapping({'SECRET_KEY': @KEY@})"),
    ("from_mapping with pairs", "app.config.from_mapping([('SECRET_KEY', @KEY@)])"),
    ("a config class", "class C:\n    SECRET_KEY = @KEY@\napp.config.from_object(C)"),
    ("an inherited key", "class B:\n    SECRET_KEY: str = @KEY@\nclass C(B): pass\napp.config.from_object(C())"),
    (
        "set in __init__",
        "class C:\n    def __init__(self):\n        self.SECRET_KEY = @KEY@\napp.config.from_object(C())",
    ),
    ("the module itself", "SECRET_KEY = @KEY@\napp.config.from_object(__name__)"),
    ("default of get", "app.secret_key = os.environ.get('K', @KEY@)"),
    ("default of getenv", "app.secret_key = os.getenv('K', default=@KEY@)"),
    ("or", "app.secret_key = os.environ.get('K') or @KEY@"),
    ("conditional", "app.secret_key = os.environ['K'] if 'K' in os.environ else @KEY@"),
    ("if not", "key = os.environ.get('K')\nif not key:\n    key = @KEY@\napp.secret_key = key"),
    ("try", "try:\n    key = os.environ['K']\nexcept KeyError:\n    key = @KEY@\napp.secret_key = key"),
    (
        "an undecided branch",
        "if app.name.startswith(input()):\n    app.secret_key = @KEY@\nelse:\n    app.secret_key = 'x'",
    ),
    ("a neutral name", "greeting = @KEY@\napp.secret_key = greeting"),
    ("bytes", "app.secret_key = @BYTES@"),
    ("named characters", "app.secret_key = @NAMES@"),
    ("named characters elsewhere", "OTHER = @NAMES@\napp.secret_key = @KEY@\nANOTHER = @NAMES@"),
    ("octal numbers", "app.secret_key = @OCTAL@"),
    ("numbered characters elsewhere", "app.secret_key = @KEY@  # @LONG@"),
    ("three quotes", "app.secret_key = @TRIPLE@"),
    ("a literal that goes on", "app.secret_key = @CONTINUED@"),
    ("a raw literal", "app.secret_key = r@KEY@"),
    ("names within an f-string", "app.secret_key = f@NAMES@"),
    ("an f-string", "one = @ONE@\napp.secret_key = f'{one}{@TWO@}'"),
    ("concatenation", "app.secret_key = @ONE@ + @TWO@"),
    ("implicit concatenation", "app.secret_key = (@ONE@\n    @TWO@)"),
    ("augmented", "key = @ONE@\nkey += @TWO@\napp.secret_key = key"),
    ("percent", "app.secret_key = '%s%s' % (@ONE@, @TWO@)"),
    ("format", "app.secret_key = '{}{x}'.format(@ONE@, x=@TWO@)"),
    ("join", "app.secret_key = ''.join([@ONE@, @TWO@])"),
    ("encode", "app.secret_key = @KEY@.encode()"),
    ("decode", "app.secret_key = @BYTES@.decode()"),
    ("strip", "app.secret_key = ('  ' + @KEY@ + '\\n').strip()"),
    ("slice", "app.secret_key = (@KEY@ + 'tail')[:-4]"),
    ("reversed", "app.secret_key = @KEY@[::-1][::-1]"),
    ("base64", "import base64\napp.secret_key = base64.b64decode(@BASE64@)"),
    ("hexadecimal", "app.secret_key = bytes.fromhex(@HEX@)"),
    ("setattr", "setattr(app, 'secret_key', @KEY@)"),
    ("update in place", "app.config |= {'SECRET_KEY': @KEY@}"),
    ("chained targets", "app.config['A'] = app.secret_key = @KEY@"),
    ("a tuple target", "app.secret_key, app.debug = @KEY@, False"),
    ("a walrus", "if (key := @KEY@):\n    app.secret_key = key"),
    ("a parameter's default", "def f(key=@KEY@):\n    app.secret_key = key\nf()"),
    ("an argument", "def f(key):\n    app.secret_key = key\nf(@KEY@)"),
    ("keyword arguments", "def f(**more):\n    app.config.update(**more)\nf(SECRET_KEY=@KEY@)"),
    ("an unpacked dict", "d = {'SECRET_KEY': @KEY@, 'DEBUG': False}\napp.config.from_mapping(**d)"),
    ("a dict of dicts", "d = {'prod': {'SECRET_KEY': @KEY@}}\napp.config.update(d['prod'])"),
    (
        "a dict of classes",
        "class P:\n    SECRET_KEY = @KEY@\nd = {'production': P, 'default': P}\napp.config.from_object(d[os.getenv('E', 'default')])",
    ),
    (
        "a helper",
        "def read(name, default=None):\n    return os.environ.get(name, default)\napp.secret_key = read('K', @KEY@)",
    ),
    (
        "a property",
        "class C:\n    @property\n    def SECRET_KEY(self):\n        return @KEY@\napp.config.from_object(C())",
    ),
    ("an enum", "import enum\nclass E(enum.Enum):\n    A = @KEY@\napp.secret_key = E.A.value"),
    (
        "current_app",
        "from flask import current_app\nwith app.app_context():\n    current_app.config['SECRET_KEY'] = @KEY@",
    ),
    ("fallbacks", "app.secret_key = os.environ['K']\napp.config['SECRET_KEY_FALLBACKS'] = ['x', @KEY@]"),
    ("fallbacks as a text", "app.secret_key = os.environ['K']\napp.config['SECRET_KEY_FALLBACKS'] = @KEY@"),
    ("fallbacks in a tuple", "app.secret_key = os.environ['K']\napp.config['SECRET_KEY_FALLBACKS'] = (@KEY@,)"),
    ("JWT", "app.config['JWT_SECRET_KEY'] = @KEY@"),
    ("WTF", "app.config['WTF_CSRF_SECRET_KEY'] = @KEY@"),
    ("salt", "app.config['SECURITY_PASSWORD_SALT'] = @KEY@"),
    ("a library's secret", "app.config['JWT_OIDC_CLIENT_SECRET'] = @KEY@"),
    ("a library's private key", "app.config['JWT_PRIVATE_KEY'] = @KEY@\napp.secret_key = 'x'"),
    ("a secret in a dict", "app.config['JWT_OIDC'] = [{'realm': 'shop', 'client_secret': @KEY@}]"),
    (
        "replaced later",
        "app.secret_key = @KEY@\napp.secret_key = 'hard to guess string'\napp.config['JWT_SECRET_KEY'] = @KEY@",
    ),
    ("the cookie's name too", "app.secret_key = @KEY@\napp.config['SESSION_COOKIE_NAME'] = @KEY@"),
    ("the cookie's domain too", "app.secret_key = @KEY@\napp.config['SESSION_COOKIE_DOMAIN'] = @KEY@"),
    ("an invalid SameSite too", "app.secret_key = @KEY@\napp.config['SESSION_COOKIE_SAMESITE'] = @KEY@"),
    (
        "a misspelt setting too",
        "app.secret_key = @KEY@\napp.config['SESSION_COKIE_SECURE'] = @KEY@\napp.config['secret_key'] = @KEY@",
    ),
    ("setdefault too", "app.secret_key = @KEY@\napp.config.setdefault('SECRET_KEY', @KEY@)"),
    ("a comment on the line", "app.secret_key = @KEY@  # @RAW@ until May, '@RAW@'"),
    ("a comment on the next line", "app.secret_key = @KEY@\n# formerly @RAW@"),
    ("a path on the next line", "app.secret_key = @KEY@\nLOG = '/var/log/@RAW@/app.log'"),
    ("a URL on the line before", "URL = 'redis://:@RAW@@host/0'\napp.secret_key = @KEY@"),
    ("a docstring", "\"\"\"Signs with @RAW@.\"\"\"\napp.secret_key = @KEY@"),
    (
        "refused by a check",
        "app.secret_key = os.getenv('K', @KEY@)\nif app.secret_key == @KEY@ and os.getenv('P'):\n    raise RuntimeError(@KEY@)",
    ),
    ("a name that raises", "app.secret_key = @KEY@\nraise SystemExit(f'bad key {app.secret_key}')"),
    ("an unknown method", "app.config.from_mystery(@KEY@)\napp.secret_key = @KEY@"),
    ("an unknown import", "from nowhere import load\nload(app, @KEY@)\napp.secret_key = @KEY@"),
    ("a file that is missing", "app.secret_key = @KEY@\napp.config.from_pyfile(@KEY@ + '.cfg')"),
    ("a module that is missing", "app.secret_key = @KEY@\napp.config.from_object(@KEY@)"),
    (
        "a variable of that name",
        "app.secret_key = @KEY@\napp.config.from_envvar(@KEY@)\napp.config['SESSION_COOKIE_SECURE'] = os.environ.get(@KEY@)",
    ),
    (
        "a profile of that name",
        "class A:\n    SECRET_KEY = @KEY@\nd = {@KEY@: A, 'production': A}\napp.config.from_object(d[os.getenv('E', 'production')])",
    ),
    ("an app of that name", "app = Flask(@KEY@)\napp.secret_key = @KEY@"),
    ("a syntax error behind it", "app.secret_key = @KEY@\ndef broken(:\n    return @KEY@\n"),
    ("a syntax error on its line", "app.secret_key = @KEY@\nother = @KEY@ @KEY@ = 1 1\n"),
    ("a text without an end", "app.secret_key = @KEY@\nother = @KEY@ + '@RAW@\n"),
    ("ignored by a comment", "app.secret_key = @KEY@  # flask-sec-lint: ignore[@RAW@]"),
    (
        "a session without a key",
        "from flask import session\nsession['a'] = @KEY@\napp.config['JWT_SECRET_KEY'] = @KEY@",
    ),
];

/// Forms of several files, or whose app is made otherwise.
pub(crate) const PROJECTS: &[Form] = &[
    (
        "a constant of a module",
        &[("app.py", "@HEAD@from settings import K\napp.secret_key = K"), ("settings.py", "K = @KEY@")],
    ),
    (
        "a constant through two modules",
        &[("app.py", "@HEAD@from a import K\napp.secret_key = K"), ("a.py", "from b import *"), ("b.py", "K = @KEY@")],
    ),
    ("a module by its name", &[("app.py", "@HEAD@app.config.from_object('conf')"), ("conf.py", "SECRET_KEY = @KEY@")]),
    (
        "a class by its name",
        &[("app.py", "@HEAD@app.config.from_object('conf.C')"), ("conf.py", "class C:\n    SECRET_KEY = @KEY@")],
    ),
    ("a .cfg file", &[("app.py", "@HEAD@app.config.from_pyfile('c.cfg')"), ("c.cfg", "SECRET_KEY = @KEY@")]),
    (
        "a broken .cfg file",
        &[
            ("app.py", "@HEAD@app.secret_key = @KEY@\napp.config.from_pyfile('c.cfg')"),
            ("c.cfg", "SECRET_KEY = @KEY@ @RAW@ = ("),
        ],
    ),
    (
        "a JSON file",
        &[
            ("app.py", "@HEAD@import json\napp.config.from_file('c.json', load=json.load)"),
            ("c.json", "{\"SECRET_KEY\": @JSON@}"),
        ],
    ),
    ("from_json", &[("app.py", "@HEAD@app.config.from_json('c.json')"), ("c.json", "{\"SECRET_KEY\":\n @JSON@}")]),
    (
        "a broken JSON file",
        &[
            ("app.py", "@HEAD@import json\napp.secret_key = @KEY@\napp.config.from_file('c.json', load=json.load)"),
            ("c.json", "{\"SECRET_KEY\": @JSON@ @JSON@}"),
        ],
    ),
    (
        "a TOML file",
        &[
            ("app.py", "@HEAD@import tomllib\napp.config.from_file('c.toml', load=tomllib.load, text=False)"),
            ("c.toml", "SECRET_KEY = @JSON@"),
        ],
    ),
    (
        "a broken TOML file",
        &[
            (
                "app.py",
                "@HEAD@import tomllib\napp.secret_key = @KEY@\napp.config.from_file('c.toml', load=tomllib.load, text=False)",
            ),
            ("c.toml", "SECRET_KEY = @JSON@ @JSON@"),
        ],
    ),
    (
        "a .env file",
        &[
            ("app.py", "@HEAD@from dotenv import load_dotenv\nload_dotenv()\napp.secret_key = os.environ['K']"),
            (".env", "K=@RAW@\n"),
        ],
    ),
    (
        "a quoted .env file",
        &[
            ("app.py", "@HEAD@from dotenv import load_dotenv\nload_dotenv()\napp.secret_key = os.getenv('K')"),
            (".env", "K='@RAW@'  # @RAW@\n"),
        ],
    ),
    (
        "a .flaskenv file",
        &[("app.py", "@HEAD@app.config.from_prefixed_env()"), (".flaskenv", "FLASK_SECRET_KEY=@RAW@\n")],
    ),
    ("decouple", &[("app.py", "@HEAD@from decouple import config\napp.secret_key = config('K', default=@KEY@)")]),
    (
        "decouple's file",
        &[("app.py", "@HEAD@from decouple import config\napp.secret_key = config('K')"), (".env", "K=@RAW@\n")],
    ),
    ("environs", &[("app.py", "@HEAD@from environs import Env\nenv = Env()\napp.secret_key = env.str('K', @KEY@)")]),
    (
        "a factory",
        &[(
            "app.py",
            "from flask import Flask\ndef create_app(more=None):\n    app = Flask(__name__)\n    app.config.from_mapping(SECRET_KEY=@KEY@)\n    return app\n",
        )],
    ),
    (
        "init_app",
        &[
            (
                "app.py",
                "from flask import Flask\nfrom ext import Keys\nkeys = Keys()\ndef create_app():\n    app = Flask(__name__)\n    keys.init_app(app)\n    return app\n",
            ),
            ("ext.py", "class Keys:\n    def init_app(self, app):\n        app.config['SECRET_KEY'] = @KEY@\n"),
        ],
    ),
    (
        "configure(app)",
        &[
            ("app.py", "@HEAD@from conf import configure\nconfigure(app)"),
            ("conf.py", "def configure(app):\n    app.secret_key = @KEY@"),
        ],
    ),
    (
        "a Flask subclass",
        &[("app.py", "from flask import Flask\nclass My(Flask):\n    secret_key = @KEY@\napp = My(__name__)\n")],
    ),
    (
        "a subclass that sets it",
        &[(
            "app.py",
            "from flask import Flask\nclass My(Flask):\n    def __init__(self, name):\n        super().__init__(name)\n        self.config['SECRET_KEY'] = @KEY@\napp = My(__name__)\n",
        )],
    ),
    ("APIFlask", &[("app.py", "from apiflask import APIFlask\napp = APIFlask(__name__)\napp.secret_key = @KEY@")]),
    ("OpenAPI", &[("app.py", "from flask_openapi3 import OpenAPI\napp = OpenAPI(__name__)\napp.secret_key = @KEY@")]),
    ("Quart", &[("app.py", "from quart import Quart\napp = Quart(__name__)\napp.secret_key = @KEY@")]),
    (
        "repeated in another file",
        &[
            ("app.py", "@HEAD@from settings import K\napp.secret_key = K"),
            ("settings.py", "OLD = @KEY@\nK = @KEY@  # @RAW@\nAGAIN = ['@RAW@', @BYTES@]"),
        ],
    ),
    (
        "a test's configuration",
        &[
            (
                "app.py",
                "from flask import Flask\ndef create_app(c):\n    app = Flask(__name__)\n    app.config.from_object(c)\n    return app\n",
            ),
            (
                "tests/conftest.py",
                "from app import create_app\nclass C:\n    TESTING = True\n    SECRET_KEY = @KEY@\napp = create_app(C)\n",
            ),
        ],
    ),
    ("Latin-1", &[("app.py", "# coding: latin-1\n@HEAD@app.secret_key = @KEY@")]),
    (
        "Windows line ends",
        &[(
            "app.py",
            "import os\r\nfrom flask import Flask\r\napp = Flask(__name__)\r\napp.secret_key = @KEY@\r\n# @RAW@\r\n",
        )],
    ),
];
