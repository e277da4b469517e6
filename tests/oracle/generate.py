"""Writes random projects that configure a Flask app: python generate.py FIRST_SEED COUNT FOLDER

Each seed makes one project in FOLDER/SEED: a layout, a handful of writes to the configuration in an order of their own,
and the expressions that they write. The same seed makes the same project with every Python from 3.9 on.

Every project imports without an error under the empty environment; what a write expects (a file, a class, a function of
another module) is generated with it.
"""

import pathlib
import random
import sys
import textwrap

from idioms import Idioms

TEXTS = ["dev", "s3cret-key", "change me", "é-ü", "x" * 40, "hard to guess string", "b64/+=", "7f3a"]
FLAGS = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_PARTITIONED", "SESSION_REFRESH_EACH_REQUEST"]
VARIABLES = ["SECRET_KEY", "COOKIE_SECURE", "LIFETIME", "SAMESITE", "COOKIE_NAME", "APP_ENV"]


class Writer(Idioms):
    """One project while it is being written."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.files = {}
        self.case = {"app": "app:app", "path": []}
        self.head = []
        self.imports = set()
        self.numbers = 0

    # Values ---------------------------------------------------------------------------------------------------------

    def pick(self, *choices):
        return choices[int(self.random.random() * len(choices))]

    def name(self, stem):
        self.numbers += 1
        return f"{stem}{self.numbers}"

    def need(self, statement):
        self.imports.add(statement)

    def setting(self):
        """A setting and an expression for it."""
        kind = self.pick("key", "key", "flag", "flag", "flag", "samesite", "name", "path", "lifetime", "number", "hosts", "extension")
        if kind == "key":
            return "SECRET_KEY", self.pick(self.text, self.text, self.bytes, self.environment_text)()
        if kind == "flag":
            return self.pick(*FLAGS), self.pick(self.flag, self.flag, self.environment_flag)()
        if kind == "samesite":
            value = self.pick("Lax", "Strict", "None", "lax")
            return "SESSION_COOKIE_SAMESITE", self.pick(repr(value), "None", self.wrapped(value), self.environment("SAMESITE", value))
        if kind == "name":
            return "SESSION_COOKIE_NAME", self.text_of(self.pick("sid", "__Host-id", "shop_session"))
        if kind == "path":
            return self.pick("SESSION_COOKIE_PATH", "APPLICATION_ROOT"), self.text_of(self.pick("/", "/app", "/a/b"))
        if kind == "lifetime":
            return "PERMANENT_SESSION_LIFETIME", self.lifetime()
        if kind == "number":
            return self.pick("MAX_CONTENT_LENGTH", "MAX_FORM_PARTS", "MAX_COOKIE_SIZE"), self.number()
        if kind == "hosts":
            return self.pick("TRUSTED_HOSTS", "SECRET_KEY_FALLBACKS"), self.texts()
        return self.pick("REMEMBER_COOKIE_SECURE", "WTF_CSRF_ENABLED", "JWT_COOKIE_SECURE"), self.flag()

    def text(self):
        return self.text_of(self.pick(*TEXTS))

    def text_of(self, value):
        """An expression with this value."""
        half = len(value) // 2
        first, second = value[:half], value[half:]
        kind = self.pick("literal", "literal", "sum", "join", "format", "percent", "fstring", "constant", "function", "or",
                         "conditional", "dict", "slice", "method", "lambda", "nested")
        if kind == "literal":
            return repr(value)
        if kind == "sum":
            return f"{first!r} + {second!r}"
        if kind == "join":
            return f'"".join([{first!r}, {second!r}])'
        if kind == "format":
            return f'"{{}}{{}}".format({first!r}, {second!r})'
        if kind == "percent":
            return f'"%s%s" % ({first!r}, {second!r})'
        if kind == "fstring":
            part = self.name("part")
            self.head.append(f"{part} = {first!r}")
            return f'f"{{{part}}}" {second!r}'
        if kind == "constant":
            constant = self.name("VALUE_").lower() if self.pick(True, False) else self.name("constant")
            self.head.append(f"{constant} = {value!r}")
            return constant
        if kind == "function":
            function = self.name("make")
            self.head.append(self.pick(
                f"def {function}(one, other={second!r}):\n    return one + other",
                f"def {function}(*parts):\n    result = ''\n    for part in parts:\n        result += part\n    return result + {second!r}",
                f"def {function}(one):\n    if not one:\n        return {second!r}\n    return one + {second!r}",
            ))
            return f"{function}({first!r})"
        if kind == "or":
            return self.pick(f"'' or {value!r}", f"None or {value!r}", f"{value!r} or 'never'", f"'never' and {value!r}")
        if kind == "conditional":
            return self.pick(f"{value!r} if True else 'never'", f"'never' if 2 < 1 else {value!r}",
                             f"{value!r} if 'a' in 'abc' and not [] else 'never'")
        if kind == "dict":
            table = self.name("table")
            self.head.append(f"{table} = {{'a': {value!r}, 'b': 'never'}}")
            return self.pick(f"{table}['a']", f"{table}.get('a')", f"{table}.get('c', {value!r})")
        if kind == "slice":
            return self.pick(f"{'..' + value!r}[2:]", f"{value[::-1]!r}[::-1]", f"[{value!r}, 'never'][0]", f"('never', {value!r})[-1]")
        if kind == "method":
            return self.pick(f"{'  ' + value!r}.strip()", f"{value + '!'!r}.replace('!', '')", f"{value!r}.encode('utf-8').decode()",
                             f"{value + ',never'!r}.split(',')[0]", f"str({value!r})")
        if kind == "lambda":
            return f"(lambda one, other={second!r}: one + other)({first!r})"
        return f"({self.text_of(first)}) + ({self.text_of(second)})" if half > 1 else repr(value)

    def wrapped(self, value):
        return self.text_of(value)

    def bytes(self):
        value = self.pick(*TEXTS)
        return self.pick(repr(value.encode()), f"({self.text_of(value)}).encode()", f"bytes({value!r}, 'utf-8')")

    def environment(self, variable, default):
        self.need("import os")
        read = self.pick(f"os.environ.get({variable!r}, {default!r})", f"os.getenv({variable!r}, {default!r})",
                         f"os.environ.get({variable!r}) or {default!r}")
        if self.pick(True, False, False):
            reader = self.name("setting")
            self.head.append(self.pick(
                f"def {reader}(name, default=None):\n    value = os.environ.get(name)\n    return default if value is None else value",
                f"def {reader}(name, default=None):\n    try:\n        return os.environ[name]\n    except KeyError:\n        return default",
                f"def {reader}(name, default=None):\n    if name in os.environ:\n        return os.environ[name]\n    return default",
            ))
            return f"{reader}({variable!r}, {default!r})"
        return read

    def environment_text(self):
        return self.environment(self.pick("SECRET_KEY", "COOKIE_NAME", "APP_ENV"), self.pick(*TEXTS))

    def environment_flag(self):
        self.need("import os")
        default = self.pick("true", "false", "0", "1", "yes")
        read = self.environment("COOKIE_SECURE", default)
        return self.pick(f"({read}).lower() == 'true'", f"({read}).lower() in ('1', 'true', 'yes')", f"({read}) != 'false'",
                         "os.environ.get('APP_ENV') == 'production'", "bool(os.environ.get('COOKIE_SECURE'))",
                         "'COOKIE_SECURE' in os.environ", "not os.getenv('APP_ENV', '').startswith('dev')")

    def flag(self):
        value = self.pick(True, False)
        compared = f"{self.number()} >= 0"
        return self.pick(repr(value), repr(value), repr(value), f"not {not value}", f"bool({int(value)})", f"{value} and True",
                         f"{value} or False", compared, f"any([{value}])", f"all([{value}, True])", f"isinstance('', str)",
                         f"'a' in {'abc' if value else 'bcd'!r}", f"{value} is True", f"{int(value)} == 1", "None is None",
                         f"len({'x' * int(value)!r}) > 0", f"({value}, None)[0]", "bool('False')")

    def number(self):
        value = self.pick(16 * 1024 * 1024, 1000, 4093, 60, 7)
        constant = self.name("number")
        self.head.append(f"{constant} = {value}")
        return self.pick(repr(value), constant, f"{value} * 2", f"{value} // 3 + 1", f"int('{value}')", f"max({value}, 3)",
                         f"{constant} % 50", f"sum([{value}, 1])", f"len(range({min(value, 90)}))", f"2 ** 10 + {constant}",
                         f"-(-{value})", f"int({value}.9)", f"abs(-{value})", f"round({value}.4)")

    def lifetime(self):
        self.need("from datetime import timedelta")
        days = self.pick(1, 7, 14, 365)
        return self.pick(f"timedelta(days={days})", f"timedelta(hours=12, minutes={days})", f"timedelta({days}) * 2",
                         f"timedelta(days={days}) + timedelta(seconds=30)", f"60 * 60 * 24 * {days}", repr(days * 100),
                         f"timedelta(days={days}).total_seconds()", f"timedelta(seconds=float('1.5')) / 2", f"int(os_lifetime({days}))"
                         if self.define_reader() else "60")

    def define_reader(self):
        self.need("import os")
        code = "def os_lifetime(default):\n    return os.environ.get('LIFETIME', default)"
        if code not in self.head:
            self.head.append(code)
        return True

    def texts(self):
        return self.pick("['localhost', 'shop.example']", "['localhost'] + ['b.example']", "'localhost,shop.example'.split(',')",
                         "[name for name in ('localhost', '', 'b.example') if name]", "list(('localhost',))", "None",
                         "['localhost', *['b.example']]", "[f'{name}.example' for name in ['a', 'localhost'][:1]] + ['localhost']",
                         "sorted(['localhost', 'a.example'])")

    # Writes ---------------------------------------------------------------------------------------------------------

    def writes(self, count):
        """Statements that write to `app`, in order."""
        return [self.write() for _ in range(count)]

    def write(self):
        kind = self.pick(*KINDS)
        return getattr(self, "write_" + kind)()

    def write_item(self):
        key, value = self.setting()
        return self.pick(f"app.config[{key!r}] = {value}", f"app.config[{key!r}] = {value}",
                         f"app.config[{key[:4]!r} + {key[4:]!r}] = {value}", f"app.config.__setitem__({key!r}, {value})")

    def write_update(self):
        pairs = [self.setting() for _ in range(self.pick(1, 2, 3))]
        pairs = list(dict(pairs).items())
        keywords = ", ".join(f"{key}={value}" for key, value in pairs)
        entries = ", ".join(f"{key!r}: {value}" for key, value in pairs)
        tuples = ", ".join(f"({key!r}, {value})" for key, value in pairs)
        settings = self.name("settings")
        return self.pick(f"app.config.update({keywords})", f"app.config.update({{{entries}}})", f"app.config.update([{tuples}])",
                         f"app.config |= {{{entries}}}", f"app.config.from_mapping({keywords})", f"app.config.from_mapping({{{entries}}})",
                         f"app.config.update(dict({keywords}))", f"app.config.from_mapping(dict([{tuples}]), lower='x')",
                         f"{settings} = {{{entries}}}\napp.config.update(**{settings})",
                         f"{settings} = {{{entries}}}\nfor key, value in {settings}.items():\n    app.config[key] = value",
                         f"for key, value in ({tuples},):\n    app.config[key] = value",
                         f"app.config.update({{key: value for key, value in [{tuples}]}})")

    def write_attribute(self):
        name, value = self.pick(("secret_key", self.text()), ("testing", self.flag()), ("debug", self.flag()),
                                ("permanent_session_lifetime", self.lifetime()), ("session_cookie_name", "'inert'"))
        return self.pick(f"app.{name} = {value}", f"setattr(app, {name!r}, {value})", f"other = app\nother.{name} = {value}")

    def write_remove(self):
        key = self.pick("SECRET_KEY", "MAX_CONTENT_LENGTH", "SESSION_COOKIE_PATH", "SESSION_COOKIE_SECURE")
        return self.pick(f"app.config.pop({key!r}, None)", f"if {key!r} in app.config:\n    del app.config[{key!r}]",
                         f"app.config.setdefault({key!r}, {self.text()})", f"app.config.setdefault('WTF_CSRF_ENABLED', {self.flag()})")

    def write_copy(self):
        return self.pick("app.config['SESSION_COOKIE_NAME'] = app.config.get('MISSING', 'fallback')",
                         "app.config['SESSION_COOKIE_PARTITIONED'] = app.config.get('SESSION_COOKIE_SECURE', False)",
                         "app.config['SECRET_KEY_FALLBACKS'] = [app.config.get('SECRET_KEY')]",
                         "if not app.config.get('SECRET_KEY'):\n    app.config['SECRET_KEY'] = 'filled in'",
                         "app.config['SESSION_COOKIE_SECURE'] = not app.debug",
                         "app.config['TESTING'] = 'SECRET_KEY' in app.config")

    def write_class(self):
        body = self.class_body()
        base, name = self.name("Base"), self.name("Config")
        extra = self.class_body()
        kind = self.pick("plain", "inherited", "mixin", "instance", "init", "type", "namespace", "dataclass", "nested")
        if kind == "plain":
            self.head.append(f"class {name}:\n{indent(body)}")
            return f"app.config.from_object({name})"
        if kind == "inherited":
            self.head.append(f"class {base}:\n{indent(body)}\n\n\nclass {name}({base}):\n{indent(extra)}")
            return f"app.config.from_object({name})"
        if kind == "mixin":
            self.head.append(f"class {base}:\n{indent(body)}\n\n\nclass Mixin{name}:\n{indent(extra)}\n\n\n"
                             f"class {name}(Mixin{name}, {base}):\n    pass")
            return f"app.config.from_object({name})"
        if kind == "instance":
            self.head.append(f"class {name}:\n{indent(body)}\n\n    @property\n    def SESSION_COOKIE_SAMESITE(self):\n        return 'Lax'")
            return f"app.config.from_object({name}())"
        if kind == "init":
            key, value = self.setting()
            self.head.append(f"class {name}:\n{indent(body)}\n\n    def __init__(self, value):\n        self.{key} = value")
            return f"app.config.from_object({name}({value}))"
        if kind == "type":
            key, value = self.setting()
            self.head.append(f"class {base}:\n{indent(body)}\n\n\n{name} = type({name!r}, ({base},), {{{key!r}: {value}}})")
            return f"app.config.from_object({name})"
        if kind == "namespace":
            self.need("from types import SimpleNamespace")
            key, value = self.setting()
            return f"app.config.from_object(SimpleNamespace({key}={value}, lower=1))"
        if kind == "dataclass":
            self.need("from dataclasses import dataclass")
            key, value = self.pick(("SESSION_COOKIE_SECURE", self.flag()), ("SECRET_KEY", self.text()))
            self.head.append(f"@dataclass\nclass {name}:\n    {key}: object = {value}\n    SESSION_COOKIE_NAME: str = 'data'")
            return self.pick(f"app.config.from_object({name})", f"app.config.from_object({name}({value}))")
        self.head.append(f"class {base}:\n    class Inner:\n{indent(indent(body))}")
        return f"app.config.from_object({base}.Inner)"

    def class_body(self):
        lines = ["lower = 1"]
        for _ in range(self.pick(1, 2, 3)):
            key, value = self.setting()
            lines.append(self.pick(f"{key} = {value}", f"{key}: object = {value}"))
        return "\n".join(lines)

    def write_module(self):
        name = self.name("settings")
        body = self.module_body()
        self.files[f"{self.folder()}{name}.py"] = body
        dotted = f"{self.package()}{name}"
        self.need("import importlib")
        return self.pick(f"app.config.from_object({dotted!r})", f"app.config.from_object(importlib.import_module({dotted!r}))",
                         f"import {dotted} as {name}\napp.config.from_object({name})",
                         f"from {dotted} import *\napp.config['SESSION_COOKIE_NAME'] = chosen" if not self.in_function else
                         f"from {dotted} import chosen\napp.config['SESSION_COOKIE_NAME'] = chosen")

    def module_body(self):
        """A module of its own, with the imports and helpers that its expressions need."""
        outer_head, outer_imports = self.head, self.imports
        self.head, self.imports = [], set()
        lines = ["chosen = 'by name'"]
        for _ in range(self.pick(1, 2, 3)):
            key, value = self.setting()
            lines.append(f"{key} = {value}")
        if self.pick(True, False):
            key, value = self.setting()
            lines.append(self.pick(f"if {self.flag()}:\n    {key} = {value}", f"try:\n    {key} = {value}\nexcept ValueError:\n    pass"))
        body = "\n".join([*sorted(self.imports), *self.head, *lines, ""])
        self.head, self.imports = outer_head, outer_imports
        return body

    def write_file(self):
        name = self.name("site")
        kind = self.pick("py", "json", "toml", "missing")
        if kind == "py":
            self.files[f"{self.folder()}{name}.cfg"] = self.module_body()
            return f"app.config.from_pyfile({name + '.cfg'!r})"
        if kind == "missing":
            return f"app.config.from_pyfile({name + '.cfg'!r}, silent=True)"
        flag, text = self.pick("true", "false"), self.pick(*TEXTS)
        if kind == "json":
            self.need("import json")
            self.files[f"{self.folder()}{name}.json"] = (
                f'{{"SECRET_KEY": "{text}", "SESSION_COOKIE_SECURE": {flag}, "MAX_FORM_PARTS": 12, "lower": null}}\n')
            return f"app.config.from_file({name + '.json'!r}, load=json.load)"
        self.need("import tomllib")
        self.files[f"{self.folder()}{name}.toml"] = f'SECRET_KEY = "{text}"\nSESSION_COOKIE_SECURE = {flag}\n[table]\nSESSION_COOKIE_NAME = "no"\n'
        return f"app.config.from_file({name + '.toml'!r}, load=tomllib.load, text=False)"

    def write_helper(self):
        function = self.name("configure")
        inner = "\n".join(self.plain_write() for _ in range(self.pick(1, 2)))
        key, value = self.setting()
        shape = self.pick("app", "config", "argument", "keywords", "class", "closure")
        if shape == "app":
            self.head.append(f"def {function}(app):\n{indent(inner)}")
            return f"{function}(app)"
        if shape == "config":
            self.head.append(f"def {function}(config):\n    config[{key!r}] = {value}")
            return f"{function}(app.config)"
        if shape == "argument":
            self.head.append(f"def {function}(target, value=None):\n    target.config[{key!r}] = value")
            return f"{function}(app, {value})"
        if shape == "keywords":
            self.head.append(f"def {function}(target, **settings):\n    target.config.update(settings)")
            return f"{function}(app, {key}={value})"
        if shape == "class":
            self.head.append(f"class {function.title()}:\n    def __init__(self, app=None):\n        if app is not None:\n"
                             f"            self.init_app(app)\n\n    def init_app(self, app):\n{indent(indent(inner))}")
            return self.pick(f"{function.title()}(app)", f"{function.title()}().init_app(app)")
        self.head.append(f"def {function}(name):\n    def write(app, value):\n        app.config[name] = value\n\n    return write")
        return f"{function}({key!r})(app, {value})"

    def plain_write(self):
        return self.pick(self.write_item, self.write_update, self.write_attribute)()

    def write_branch(self):
        inner, other = indent(self.plain_write()), indent(self.plain_write())
        self.need("import os")
        return self.pick(
            f"if {self.flag()}:\n{inner}\nelse:\n{other}",
            f"if os.environ.get('APP_ENV') == 'production':\n{inner}\nelse:\n{other}",
            f"if os.environ.get('APP_ENV', 'development') == 'development':\n{inner}",
            f"if not app.config.get('SECRET_KEY'):\n{inner}\nelif app.testing:\n{other}",
            f"try:\n    int('x')\n{inner}\nexcept ValueError:\n{other}",
            f"try:\n{inner}\nexcept KeyError:\n{other}\nfinally:\n    app.config['TESTING'] = False",
            f"try:\n    import colorsys\nexcept ImportError:\n{inner}\nelse:\n{other}",
            f"for attempt in range(3):\n    if attempt == 1:\n        continue\n{inner}\n    break\nelse:\n{other}",
            f"match {self.pick(1, 2)}:\n    case 1:\n{indent(inner)}\n    case _:\n{indent(other)}",
            f"with app.app_context():\n{inner}",
        )

    def write_profile(self):
        variable = self.pick("APP_ENV", "FLASK_CONFIG")
        self.need("import os")
        table = self.name("profiles")
        names = [self.name("Profile") for _ in range(2)]
        for name in names:
            self.head.append(f"class {name}:\n{indent(self.class_body())}")
        self.head.append(f"{table} = {{'development': {names[0]}, 'production': {names[1]}, 'default': {names[0]}}}")
        return self.pick(f"app.config.from_object({table}[os.getenv({variable!r}, 'default')])",
                         f"app.config.from_object({table}.get(os.environ.get({variable!r}), {names[1]}))",
                         f"app.config.from_object({table}[os.environ.get({variable!r}) or 'production'])",
                         f"app.config.from_object({table}['production'])")

    # Layouts --------------------------------------------------------------------------------------------------------

    def folder(self):
        return self.where

    def package(self):
        return self.dotted

    def make(self):
        layout = self.pick("module", "module", "factory", "package", "package factory", "src", "subclass", "config package")
        self.in_function = layout in ("factory", "package factory", "src", "subclass")
        self.where, self.dotted = {
            "package": ("shop/", "shop."), "package factory": ("shop/", "shop."), "src": ("src/shop/", "shop."),
        }.get(layout, ("", ""))
        if layout == "config package":
            self.files["config/__init__.py"] = self.module_body()
            self.files["config/cookies.py"] = self.module_body()
        statements = self.writes(self.pick(2, 3, 4, 5))
        if layout == "config package":
            load = self.pick("import config\nfrom config import cookies\napp.config.from_object(config)\napp.config.from_object(cookies)",
                             "app.config.from_object('config')\napp.config.from_object('config.cookies')",
                             "from config.cookies import *\nfrom config import chosen as name\napp.config.from_object(__name__)")
            statements.insert(self.pick(0, 1, 2), load)
        head = "\n".join([*sorted(self.imports), "from flask import Flask", "", "\n\n\n".join(self.head), ""])
        body = "\n".join(statements)
        create = "app = Flask(__name__)"
        if layout in ("module", "config package"):
            self.files["app.py"] = f"{head}\n{create}\n{body}\n"
        elif layout == "factory":
            self.case["app"] = self.pick("app:create_app", "app:create_app()", "app")
            self.files["app.py"] = f"{head}\n\ndef create_app(name=None):\n    {create}\n{indent(body)}\n    return app\n"
        elif layout == "package":
            self.case["app"] = "shop:app"
            self.files["shop/__init__.py"] = f"{head}\n{create}\n{body}\n"
        elif layout == "package factory":
            self.case["app"] = "wsgi:application"
            self.files["shop/__init__.py"] = f"{head}\n\ndef create_app(name=None):\n    {create}\n{indent(body)}\n    return app\n"
            self.files["wsgi.py"] = "from shop import create_app\n\napplication = create_app()\n"
            if self.pick(True, False):
                self.files["wsgi.py"] += "application.config['SESSION_COOKIE_NAME'] = 'wsgi'\n"
        elif layout == "src":
            self.case.update(app="shop.web:make_app", path=["src"])
            self.files["src/shop/__init__.py"] = ""
            self.files["src/shop/web.py"] = f"{head}\n\ndef make_app():\n    {create}\n{indent(body)}\n    return app\n"
        else:
            body = "\n".join(["app = self", body])
            self.files["app.py"] = (f"{head}\n\nclass Shop(Flask):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n"
                                    f"{indent(indent(body))}\n\n\napp = Shop(__name__)\n")

    def save(self, folder):
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        case = f'app = "{self.case["app"]}"\npath = {self.case["path"]!r}\n'
        (folder / "case.toml").write_text(case, encoding="utf-8")


KINDS = ["item", "item", "update", "update", "update", "attribute", "remove", "copy", "class", "class", "class", "module",
         "file", "helper", "helper", "branch", "branch", "profile", "dotenv", "decouple", "environs", "pydantic", "data_file", "extension",
         "container", "container", "callable", "callable", "chosen", "chosen", "guard",
         "imported", "alternative"]


def indent(text):
    return textwrap.indent(text, "    ")


def main(first, count, folder):
    for seed in range(int(first), int(first) + int(count)):
        writer = Writer(seed)
        writer.make()
        writer.save(pathlib.Path(folder) / f"{seed:05}")


if __name__ == "__main__":
    main(*sys.argv[1:])
