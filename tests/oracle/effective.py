"""What real Flask makes of a project: its effective settings and the Set-Cookie header that it sends.

    python tests/oracle/effective.py FOLDER MODULE[:NAME or call]      one project, under this environment
    python tests/oracle/effective.py --batch                           one job a line on standard input

A job is {"folder": ..., "app": "module:name", "path": ["src"], "environment": {...}}, its answer one line of
{"error": text or null, "defaults": {...}, "settings": {...}, "after_request": {...}, "reached": bool, "set_cookie": header or null}.
`path` holds folders below the project that are importable, as an installed src layout is.

Each project is imported in an interpreter that has imported nothing but Flask: a fork of this one, which ends with
the answer, after `TIME_LIMIT` seconds at the latest. Its working folder is the project, its environment holds the given
variables and nothing else, and it cannot open connections.

Values are written as `--show-config` does: bytes {"bytes": hex}, durations {"seconds": float}. What has no such
notation is {"opaque": type}, and a set, which has no order, {"set": [...]}. A key that JSON cannot tell apart from a
text is in Python's notation.
"""

import asyncio
import datetime
import importlib
import io
import json
import os
import pathlib
import signal
import sys
import traceback
import warnings

import flask
import flask.app
import flask.testing  # noqa: F401  imported by the first test client
import werkzeug.test  # noqa: F401

TIME_LIMIT = 20
VIEW = "/oracle-writes-the-session"
FACTORIES = ("create_app", "make_app")


def encode(value):
    """`value` in the notation of --show-config."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if abs(value) < float("inf") else {"opaque": repr(value)}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": value.hex()}
    if isinstance(value, datetime.timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key if isinstance(key, str) else repr(key): encode(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((encode(item) for item in value), key=repr)}
    if isinstance(value, pathlib.PurePath):
        return str(value)
    return {"opaque": type(value).__name__}


DEFAULTS = {key: encode(value) for key, value in {**flask.Flask.default_config, "DEBUG": False}.items()}


def settings_of(app):
    """The configuration as Flask reads it: an attribute of a subclass hides the key that it is an alias of."""
    settings = {key: encode(value) for key, value in app.config.items() if isinstance(key, str) and key.isupper()}
    if not isinstance(vars_of(type(app), "secret_key"), flask.config.ConfigAttribute) and isinstance(app, flask.Flask):
        settings["SECRET_KEY"] = encode(app.secret_key)
    for key, value in login_defaults(app).items():
        settings.setdefault(key, encode(value))
    return settings


def login_defaults(app):
    """What Flask-Login reads where the configuration has no such key: it writes none of them."""
    manager = getattr(app, "login_manager", None)
    login = sys.modules.get("flask_login")
    if login is None or not isinstance(manager, login.LoginManager):
        return {}
    constants = sys.modules["flask_login.config"]
    names = ("NAME", "DURATION", "SECURE", "HTTPONLY", "SAMESITE")
    return {"SESSION_PROTECTION": manager.session_protection, **{f"REMEMBER_COOKIE_{name}": getattr(constants, f"COOKIE_{name}") for name in names}}


def vars_of(cls, name):
    return next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)


def find_app(spec):
    """The app that `flask --app spec` would serve."""
    module_name, _, name = spec.partition(":")
    module = importlib.import_module(module_name)
    if name:
        found = eval(name, vars(module))
    else:
        names = ("app", "application", *FACTORIES)
        found = next(getattr(module, name) for name in names if hasattr(module, name))
    return unwrap(found if is_app(found) or not callable(found) or hasattr(found, "app") else found())


def is_app(value):
    quart = sys.modules.get("quart")
    return isinstance(value, flask.Flask) or (quart is not None and isinstance(value, quart.Quart))


def unwrap(value):
    """The Flask app that a wrapper (connexion, Dash) holds."""
    for name in ("app", "server"):
        if not is_app(value) and is_app(getattr(value, name, None)):
            return getattr(value, name)
    if not is_app(value):
        raise TypeError(f"{value!r} is not an app")
    return value


def host_of(app):
    """A host that the app answers to."""
    hosts = app.config.get("TRUSTED_HOSTS")
    if isinstance(hosts, str):
        return hosts.lstrip(".")
    return hosts[0].lstrip(".") if isinstance(hosts, (list, tuple)) and hosts else "localhost"


def header_of(app):
    """The Set-Cookie header of the first response that saves a session, and whether the app answered at all."""
    seen = []

    def write():
        seen.append(True)
        (flask if isinstance(app, flask.Flask) else sys.modules["quart"]).session["user"] = 1
        return "ok"

    app.add_url_rule(VIEW, VIEW.strip("/"), write)
    if isinstance(app, flask.Flask):
        base = f"https://{host_of(app)}"
        response = app.test_client(use_cookies=False).get(VIEW, base_url=base)
    else:
        response = asyncio.run(ask(app))
    if not seen or response.status_code == 500:
        return bool(seen), None
    name = app.config.get("SESSION_COOKIE_NAME")
    name = name.encode().decode("latin1") if isinstance(name, str) else ""
    for sent in response.headers.getlist("Set-Cookie"):
        if sent.startswith(name + "="):
            _, separator, attributes = sent[len(name) + 1:].partition("; ")
            return True, f"{name}=<value>{separator}{attributes}"
    return True, None


async def ask(app):
    return await app.test_client(use_cookies=False).get(VIEW, scheme="https")


def answer(job):
    """Runs in the child: everything about one project."""
    found = {"error": None, "defaults": DEFAULTS, "settings": {}, "after_request": {}, "reached": False, "set_cookie": None}
    try:
        app = find_app(job["app"])
        found["settings"] = settings_of(app)
    except BaseException as error:
        found["error"] = describe(error)
        return found
    try:
        app.logger.disabled = True
        found["reached"], found["set_cookie"] = header_of(app)
    except BaseException:
        # A broken setting: the response that would carry the cookie fails.
        found["reached"] = True
    found["after_request"] = settings_of(app)
    return found


def describe(error):
    places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename != __file__]
    place = f" ({os.path.basename(places[-1].filename)}:{places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {error}{place}"


def refuse_network(event, _arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        raise PermissionError(f"{event}: the oracle has no network")


def enter(job):
    """The surroundings of a program that was just started in the project."""
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job.get("environment") or {})
    folders = [os.path.join(job["folder"], path) for path in job.get("path") or []]
    sys.path[0:1] = [job["folder"], *folders]
    sys.argv = ["flask"]
    sys.dont_write_bytecode = True
    sys.stdout = sys.stderr = io.StringIO()
    warnings.simplefilter("ignore")
    sys.addaudithook(refuse_network)


def run_forked(job):
    """The answer of a child to `job`, as a line."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(TIME_LIMIT)
        enter(job)
        line = json.dumps(answer(job))
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            pipe.write(line)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        line = pipe.read()
    _, status = os.waitpid(child, 0)
    return line or json.dumps({"error": f"ended with status {status}, perhaps by the time limit"})


def main(arguments):
    if arguments == ["--batch"]:
        for line in sys.stdin:
            print(run_forked(json.loads(line)), flush=True)
    else:
        folder, app = arguments
        job = {"folder": os.path.abspath(folder), "app": app, "environment": dict(os.environ)}
        print(json.dumps(json.loads(run_forked(job)), indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
