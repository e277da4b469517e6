"""Further ways to write the configuration, for generate.py: libraries that read settings, extensions, and Python's idioms.

Each method of `Idioms` returns statements that write to `app`; definitions go to `head`, files to `files`.
"""


class Idioms:
    """To be mixed into generate.py's Writer."""

    def variables(self):
        """Variables for a `.env` file, with texts as they are written there and what they mean."""
        flag, text = self.pick("true", "no", "1", "off"), self.pick("plain", "two words", "a#b")
        return flag, text, self.pick(text, f"'{text}'", f'"{text}" # note') if " " not in text else f"'{text}'"

    def variables_file(self, text):
        """Adds lines to `.env`, but for variables that it has already."""
        def name(line):
            return line.removeprefix("export ").split("=")[0]

        known = self.files.get(".env", "")
        names = [name(line) for line in known.splitlines()]
        self.files[".env"] = known + "".join(line + "\n" for line in text.splitlines() if name(line) not in names)

    def write_dotenv(self):
        flag, _, written = self.variables()
        self.variables_file(f"# comment\nexport GIVEN_FLAG={flag}\nGIVEN_KEY={written}\nGIVEN_NAME=${{GIVEN_FLAG}}-sid\n"
                              "FLASK_MAX_FORM_PARTS=77\n")
        self.need("import os")
        self.need("from dotenv import dotenv_values, load_dotenv")
        self.need("load_dotenv()")
        return self.pick("app.config['SECRET_KEY'] = os.environ['GIVEN_KEY']",
                         "app.config['SESSION_COOKIE_SECURE'] = os.getenv('GIVEN_FLAG', 'true').lower() in ('1', 'true')",
                         "app.config['SESSION_COOKIE_NAME'] = os.environ.get('GIVEN_NAME', 'other')",
                         "app.config['SESSION_COOKIE_NAME'] = dotenv_values('.env')['GIVEN_NAME']",
                         "app.config.from_prefixed_env()")

    def write_decouple(self):
        flag, _, _ = self.variables()
        if self.pick(True, False):
            self.variables_file(f"GIVEN_FLAG={flag}\nGIVEN_KEY='quoted'\n")
        self.need("from decouple import Csv, config as decoupled")
        key = self.pick("GIVEN", "LACKED")
        return self.pick(f"app.config['SESSION_COOKIE_SECURE'] = decoupled('{key}_FLAG', default={self.flag()}, cast=bool)",
                         f"app.config['SECRET_KEY'] = decoupled('{key}_KEY', default={self.text()})",
                         f"app.config['TRUSTED_HOSTS'] = decoupled('{key}_HOSTS', default='localhost, b.example', cast=Csv())",
                         f"app.config['MAX_FORM_PARTS'] = decoupled('{key}_NUMBER', default='12', cast=int)")

    def write_environs(self):
        flag, _, _ = self.variables()
        env = self.name("env")
        self.need("from environs import Env")
        self.head.append(f"{env} = Env()")
        if self.pick(True, False):
            self.variables_file(f"GIVEN_FLAG={flag}\nGIVEN_KEY='quoted'\nGIVEN_HOSTS=localhost,b.example\n")
            self.head.append(f"{env}.read_env()")
        key = self.pick("GIVEN", "LACKED")
        return self.pick(f"app.config['SESSION_COOKIE_SECURE'] = {env}.bool('{key}_FLAG', {self.flag()})",
                         f"app.config['SECRET_KEY'] = {env}.str('{key}_KEY', default={self.text()})",
                         f"app.config['TRUSTED_HOSTS'] = {env}.list('{key}_HOSTS', ['localhost'])",
                         f"with {env}.prefixed('{key}_'):\n    app.config['SECRET_KEY'] = {env}('KEY', 'default')",
                         f"app.config['MAX_FORM_PARTS'] = {env}.int('{key}_NUMBER', 12)")

    def write_pydantic(self):
        name = self.name("Settings")
        self.need("from pydantic_settings import BaseSettings, SettingsConfigDict")
        options = self.pick("env_prefix='SHOP_'", "env_file='.env', extra='ignore'", "env_prefix='GIVEN_', env_file='.env', extra='ignore'")
        if ".env" not in self.files:
            self.variables_file("GIVEN_SESSION_COOKIE_SECURE=yes\nGIVEN_MAX_FORM_PARTS=9\n")
        self.head.append(f"class {name}(BaseSettings):\n    model_config = SettingsConfigDict({options})\n    SESSION_COOKIE_SECURE: bool = {self.flag()}\n"
                         f"    MAX_FORM_PARTS: int = 3\n    SESSION_COOKIE_NAME: str = {self.text()}")
        return self.pick(f"app.config.from_object({name}())", f"app.config.from_mapping({name}().model_dump())",
                         f"app.config['SESSION_COOKIE_SECURE'] = {name}().SESSION_COOKIE_SECURE",
                         f"app.config.from_object({name}(MAX_FORM_PARTS=4))")

    def write_data_file(self):
        name = self.name("data")
        flag, text = self.pick("yes", "off", "true", "'no'"), self.pick("dev", "'0123'", "a b", "é")
        self.need("import yaml")
        self.files[f"{self.folder()}{name}.yaml"] = (
            f"base: &base\n  SESSION_COOKIE_SECURE: {flag}\n  MAX_FORM_PARTS: 0x10\nflask:\n  <<: *base\n  SECRET_KEY: {text}\n"
            f"SECRET_KEY: {text}\nSESSION_COOKIE_SECURE: {flag}\nTRUSTED_HOSTS: [localhost, b.example]\nSESSION_COOKIE_DOMAIN: ~\n")
        self.need("import os")
        path = f"os.path.join(os.path.dirname(__file__), {name + '.yaml'!r})"
        data = self.name("loaded")
        return self.pick(f"app.config.from_file({name + '.yaml'!r}, load=yaml.safe_load)",
                         f"with open({path}) as stream:\n    {data} = yaml.safe_load(stream)\napp.config.update({data}['flask'])",
                         f"{data} = yaml.load(open({path}).read(), Loader=yaml.SafeLoader)\napp.config.from_mapping({data})",
                         f"app.config.from_file({name + '.yaml'!r}, load=lambda stream: yaml.safe_load(stream)['flask'])")

    def write_extension(self):
        kind = self.pick("talisman", "jwt", "csrf", "login")
        if kind == "talisman":
            self.need("from flask_talisman import Talisman")
            options = self.pick("", ", session_cookie_secure=False", ", session_cookie_samesite='Strict'", ", session_cookie_samesite=None",
                                ", session_cookie_http_only=False, force_https=False")
            return self.pick(f"Talisman(app{options})", f"Talisman().init_app(app{options})")
        if kind == "jwt":
            self.need("from flask_jwt_extended import JWTManager")
            return "JWTManager(app)\n" + self.pick("app.config['SESSION_COOKIE_SECURE'] = app.config['JWT_COOKIE_SECURE']",
                                                   "app.config['SESSION_COOKIE_SECURE'] = app.config.get('JWT_COOKIE_CSRF_PROTECT', False)",
                                                   "app.config.setdefault('JWT_COOKIE_SECURE', True)",
                                                   "app.config['TESTING'] = 'JWT_SESSION_COOKIE' in app.config")
        if kind == "csrf":
            self.need("from flask_wtf.csrf import CSRFProtect")
            return "CSRFProtect(app)\n" + self.pick("app.config.setdefault('WTF_CSRF_ENABLED', False)",
                                                    "app.config['SESSION_COOKIE_SECURE'] = app.config.get('WTF_CSRF_ENABLED')",
                                                    "app.config['MAX_FORM_PARTS'] = app.config['WTF_CSRF_TIME_LIMIT']")
        self.need("from flask_login import LoginManager")
        return "LoginManager(app)\napp.config['SESSION_COOKIE_SECURE'] = app.config.get('REMEMBER_COOKIE_SECURE', True)"

    def write_container(self):
        (one, first), (two, second) = self.setting(), self.setting()
        name = self.name("group")
        kind = self.pick("chain", "named tuple", "dataclass", "enumeration", "default", "read-only", "keys", "zip")
        if kind == "chain":
            self.need("from collections import ChainMap")
            return f"app.config.update(ChainMap({{{one!r}: {first}}}, {{{one!r}: 'hidden', {two!r}: {second}}}))"
        if kind == "named tuple":
            self.need("from collections import namedtuple")
            two = two if two != one else "TESTING"
            self.head.append(f"{name} = namedtuple({name!r}, {one + ' ' + two!r})")
            return self.pick(f"app.config.update({name}({first}, {second})._asdict())", f"app.config.from_object({name}({first}, {second}))")
        if kind == "dataclass":
            self.need("from dataclasses import asdict, dataclass, field")
            self.head.append(f"@dataclass(frozen=True)\nclass {name.title()}:\n    SECRET_KEY: str = {self.text()}\n"
                             "    TRUSTED_HOSTS: list = field(default_factory=lambda: ['localhost'])")
            return self.pick(f"app.config.update(asdict({name.title()}()))", f"app.config.from_object({name.title()}({self.text()}))",
                             f"app.config.from_object({name.title()})", f"app.config.update(vars({name.title()}()))")
        if kind == "enumeration":
            self.need("from enum import Enum")
            base = self.pick("Enum", "str, Enum")
            self.head.append(f"class {name.title()}({base}):\n    LIVE = 'production'\n    DEV = 'development'")
            return self.pick(f"app.config['SESSION_COOKIE_SECURE'] = {name.title()}('production') is {name.title()}.LIVE",
                             f"app.config['SESSION_COOKIE_NAME'] = {name.title()}.DEV.value",
                             f"app.config['TESTING'] = {name.title()}.DEV == 'development'")
        if kind == "default":
            self.need("from collections import defaultdict")
            return f"{name} = defaultdict(dict)\n{name}['flask'][{one!r}] = {first}\napp.config.update({name}['flask'])"
        if kind == "read-only":
            self.need("from types import MappingProxyType")
            return f"app.config.from_mapping(MappingProxyType({{{one!r}: {first}}}))"
        if kind == "keys":
            return "app.config.update(dict.fromkeys(['TESTING', 'SESSION_COOKIE_SECURE'], " + self.flag() + "))"
        return f"app.config.update(zip([{one!r}, 'TESTING'], [{first}, {self.flag()}]))"

    def write_callable(self):
        key, value = self.setting()
        name = self.name("apply")
        kind = self.pick("partial", "operator", "decorator", "generator", "context", "registry", "record", "callable", "reduce", "map")
        if kind == "partial":
            self.need("from functools import partial")
            self.head.append(f"def {name}(target, key, value=None):\n    target.config[key] = value")
            return self.pick(f"partial({name}, app, value={value})({key!r})", f"partial(app.config.__setitem__, {key!r})({value})",
                             f"partial(setattr, app)('secret_key', {self.text()})")
        if kind == "operator":
            self.need("import operator")
            return self.pick(f"operator.setitem(app.config, {key!r}, {value})",
                             f"app.config[{key!r}] = operator.itemgetter('a')({{'a': {value}}})")
        if kind == "decorator":
            self.need("import functools")
            self.head.append(f"def {name}(function):\n    @functools.wraps(function)\n    def inner(target, *rest):\n        function(target, *rest)\n"
                             f"        target.config[{key!r}] = {value}\n\n    return inner")
            self.head.append(f"@{name}\ndef {name}_all(target, name):\n    target.config['SESSION_COOKIE_NAME'] = name")
            return f"{name}_all(app, {self.text()})"
        if kind == "generator":
            self.head.append(f"def {name}():\n    yield {key!r}, {value}\n    yield 'TESTING', {self.flag()}")
            return self.pick(f"app.config.update({name}())", f"for key, value in {name}():\n    app.config[key] = value")
        if kind == "context":
            self.need("from contextlib import contextmanager")
            self.head.append(f"@contextmanager\ndef {name}(target):\n    target.config[{key!r}] = {value}\n    yield target.config")
            return f"with {name}(app) as settings:\n    settings['TESTING'] = {self.flag()}"
        if kind == "registry":
            self.head.append(f"class {name.title()}:\n    known = {{}}\n\n    def __init_subclass__(cls, **options):\n        super().__init_subclass__()\n"
                             f"        {name.title()}.known[cls.__name__] = cls\n\n\nclass {name.title()}Live({name.title()}):\n    {key} = {value}")
            return f"app.config.from_object({name.title()}.known['{name.title()}Live'])"
        if kind == "record":
            self.need("from flask import Blueprint")
            self.head.append(f"{name} = Blueprint({name!r}, __name__)\n\n\n@{name}.record\ndef {name}_set(state):\n    state.app.config[{key!r}] = {value}")
            return f"app.register_blueprint({name})"
        if kind == "callable":
            self.head.append(f"class {name.title()}:\n    def __init__(self, **settings):\n        self.__dict__.update(settings)\n\n"
                             f"    def __call__(self, target):\n        target.config.update(self.__dict__)\n        return self")
            return f"{name.title()}({key}={value})(app)"
        if kind == "reduce":
            self.need("from functools import reduce")
            return "app.config['MAX_FORM_PARTS'] = reduce(lambda one, other: one * other, [2, 3, 7])"
        return f"list(map(lambda pair: app.config.__setitem__(*pair), {{{key!r}: {value}}}.items()))"

    def write_imported(self):
        """Modules and files that are loaded in ways of their own."""
        key, value = self.setting()
        name = self.name("loaded")
        kind = self.pick("reload", "getattr", "sorted", "environment", "cli", "dedent", "namespace", "instance", "prefixed")
        if kind in ("reload", "getattr", "namespace"):
            self.need(f"import {self.package()}{name}{'.inner' if kind == 'namespace' else ''} as {name}")
        if kind == "reload":
            self.need("import importlib")
            self.need("import os")
            self.files[f"{self.folder()}{name}.py"] = f"import os\nSESSION_COOKIE_NAME = os.environ.get('{name.upper()}', 'before')\n"
            return f"os.environ['{name.upper()}'] = 'after'\nimportlib.reload({name})\napp.config.from_object({name})"
        if kind == "getattr":
            self.files[f"{self.folder()}{name}.py"] = "def __getattr__(name):\n    if name.startswith('_'):\n        raise AttributeError(name)\n    return name.lower()\n"
            return self.pick(f"app.config['SESSION_COOKIE_NAME'] = {name}.SHOP", f"app.config.from_object({name})")
        if kind == "namespace":
            self.files[f"{self.folder()}{name}/inner.py"] = "SESSION_COOKIE_NAME = 'inner'\nSESSION_COOKIE_SECURE = True\n"
            return f"app.config.from_object({name})"
        if kind == "sorted":
            pairs = f"[('SESSION_COOKIE_NAME', 'two', 2), ({key!r}, {value}, 3), ('SESSION_COOKIE_NAME', 'one', 1)]"
            reverse = self.pick("", ", reverse=True")
            return f"for key, value, _ in sorted({pairs}, key=lambda row: row[2]{reverse}):\n    app.config[key] = value"
        if kind == "environment":
            self.need("import os")
            return "app.config.from_mapping(os.environ)"
        if kind == "cli":
            self.need("import os")
            self.need("from flask.cli import load_dotenv as load_usual")
            self.variables_file("GIVEN_FLAG=1\nGIVEN_KEY='quoted'\n")
            self.files[".flaskenv"] = "GIVEN_KEY=never\nGIVEN_LATE=late\n"
            return "load_usual()\napp.config['SECRET_KEY'] = os.environ['GIVEN_KEY']\napp.config['SESSION_COOKIE_NAME'] = os.environ['GIVEN_LATE']"
        if kind == "dedent":
            self.need("import textwrap")
            return self.pick("app.config['SESSION_COOKIE_NAME'] = textwrap.dedent('   sid')", "app.secret_key = textwrap.dedent('  a\\n    b\\n')")
        if kind == "instance":
            return "app.config['SESSION_COOKIE_NAME'] = (__package__ or 'none').upper()"
        return "app.config.from_prefixed_env()\n" + self.pick("if not app.config.get('SECRET_KEY'):\n    app.secret_key = 'filled in'",
                                                              "app.config['TESTING'] = app.config.get('SESSION_COOKIE_SECURE')")

    def write_chosen(self):
        """Containers that the environment decides."""
        self.need("import os")
        variable, name = self.pick("COOKIE_SECURE", "LIFETIME", "APP_ENV"), self.name("chosen")
        both = f"{name} = {{'SESSION_COOKIE_NAME': 'on', 'MAX_FORM_PARTS': 1}} if os.getenv({variable!r}) else {{'SESSION_COOKIE_NAME': 'off'}}\n"
        listed = f"{name} = [part.strip() for part in os.getenv({variable!r}, 'localhost, b.example').split(',') if part.strip()]\n"
        return self.pick(f"{both}app.config.update({name})", f"{both}app.config.update({{**{name}, 'TESTING': True}})",
                         f"{both}app.config['MAX_FORM_PARTS'] = len({name})", f"{both}app.config.update(**{name})",
                         f"{both}app.config.update({name} | {{'TESTING': True}})", f"{both}{name}['TESTING'] = True\napp.config.update({name})",
                         f"{listed}app.config['TRUSTED_HOSTS'] = {name}", f"{listed}app.config['TRUSTED_HOSTS'] = {name} + ['localhost']",
                         f"{listed}app.config['MAX_FORM_PARTS'] = len({name})", f"{listed}app.config['SESSION_COOKIE_NAME'] = '-'.join({name})",
                         f"{listed}app.config['TESTING'] = 'b.example' in {name}", f"{listed}{name}.append('localhost')\napp.config['TRUSTED_HOSTS'] = {name}",
                         f"{listed}first, *others = {name}\napp.config['SESSION_COOKIE_NAME'] = first",
                         "try:\n    size = int(os.getenv('LIFETIME', ''))\nexcept ValueError:\n    size = 7\napp.config['MAX_FORM_PARTS'] = size",
                         f"app.config['MAX_CONTENT_LENGTH'] = int(os.environ.get('LIFETIME') or {self.number()})",
                         f"key = os.environ.get({variable!r}, '')\nif key:\n    app.config['SECRET_KEY'] = key\nelse:\n    app.secret_key = {self.text()}",
                         f"for name in ('SECRET_KEY', 'SESSION_COOKIE_NAME'):\n    app.config[name] = os.environ.get('SHOP_' + name, {self.text()})")

    def write_guard(self):
        self.need("import os")
        return self.pick("if not app.config.get('SECRET_KEY') and os.environ.get('APP_ENV') == 'production':\n    raise RuntimeError('no key')",
                         "assert app.config['SESSION_COOKIE_NAME'], 'no name'",
                         "if os.getenv('APP_ENV') == 'production' and not app.config['SESSION_COOKIE_SECURE']:\n    raise ValueError('insecure')")

    def write_alternative(self):
        """What only one of two branches loads or adds, and what both do."""
        self.need("import os")
        condition = self.pick("os.environ.get('COOKIE_SECURE')", "'COOKIE_SECURE' in os.environ",
                              "os.environ.get('APP_ENV') == 'production'", "not os.environ.get('LIFETIME')")
        if self.pick(True, False):
            names = self.name("names")
            added = self.pick("append('added')", "extend(['added', 'more'])", "insert(0, 'added')")
            read = self.pick(f"app.config['SESSION_COOKIE_NAME'] = {names}[-1]", f"app.config['SESSION_COOKIE_NAME'] = {names}[0]",
                             f"for each in {names}:\n    app.config['SESSION_COOKIE_NAME'] = each",
                             f"app.config['TESTING'] = 'added' in {names}", f"app.config['SESSION_COOKIE_NAME'] = {names}.pop()",
                             f"app.config['MAX_FORM_PARTS'] = len({names})")
            return f"{names} = ['first']\nif {condition}:\n    {names}.{added}\n{names}.append('last')\n{read}"
        base, one, other = self.name("base"), self.name("one"), self.name("other")
        dotted = self.package()
        start = f"from {dotted}{base} import *\n"
        change = self.pick("", "PARTS['name'] = 'one'\n", f"import {dotted}{base} as base\nbase.SESSION_COOKIE_NAME = 'changed'\n",
                           "import os\nos.environ['SAMESITE'] = 'Strict'\n")
        self.files[f"{self.folder()}{base}.py"] = (
            f"import os\nSESSION_COOKIE_SECURE = {self.pick(True, False)}\nSESSION_COOKIE_NAME = os.environ.get('SAMESITE', 'base')\n"
            "PARTS = {'name': 'base'}\n")
        self.files[f"{self.folder()}{one}.py"] = f"{start}{change}SESSION_COOKIE_DOMAIN = PARTS['name']\n"
        self.files[f"{self.folder()}{other}.py"] = f"{start}SESSION_COOKIE_PATH = '/' + PARTS['name']\n"
        first = self.pick("", "os.environ['SAMESITE'] = 'Lax'\n    ", "app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'\n    ")
        load = f"import {dotted}{{}} as chosen\n    app.config.from_object(chosen)\n"
        after = self.pick("", f"import {dotted}{base} as chosen\napp.config['MAX_FORM_PARTS'] = len(chosen.SESSION_COOKIE_NAME)\n",
                          f"import {dotted}{other} as chosen\napp.config.from_object(chosen)\n")
        return f"if {condition}:\n    {first}{load.format(one)}else:\n    {load.format(other)}{after}".rstrip()
