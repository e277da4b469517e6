"""Writes testdata/set-cookie/X.Y.json: the Set-Cookie header that real Flask sends for a table of settings.

Run it with the Flask to measure, each with a Werkzeug of its time:
python tests/oracle/set_cookie.py testdata/set-cookie/3.1.json

A header is null when the response fails. Values that JSON lacks are tagged: {"bytes": hex}, {"tuple": [...]},
{"deleted": true}. The signed value is replaced by <value>.
"""

import json
import sys
import warnings

import flask
from werkzeug.test import Client

DELETED = object()

FLAGS = [True, False, None, 0, 1, -1, "", "False", "True", "0", 0.0, 1.5, [], (), b""]
TABLE = {
    "SECRET_KEY": [None, "", b"", "k", b"k", 0, 5, True, 1.5, [], ["a"], ("a",), DELETED],
    "SECRET_KEY_FALLBACKS": [None, [], ["a"], ("a",), "", "old", b"old", 0, 5, True, 1.5, [None], [1], {"a": 1}, DELETED],
    "SESSION_COOKIE_SECURE": [*FLAGS, DELETED],
    "SESSION_COOKIE_HTTPONLY": [*FLAGS, DELETED],
    "SESSION_COOKIE_PARTITIONED": [*FLAGS, DELETED],
    "SESSION_COOKIE_SAMESITE": [
        None, "Lax", "lax", "laX", "STRICT", "none", "None", "", False, 0, True, 5, " Lax", "Off", "False", b"Lax", DELETED
    ],
    "SESSION_COOKIE_DOMAIN": [
        None, False, "", 0, 0.0, [], b"", True, 5, "example.com", ".example.com", "..example.com", "example.com:5000", ".",
        ":80", "a..b", "localhost", "EXAMPLE.com", "x" * 63 + ".com", "x" * 64 + ".com", "ex ample", "example.com.",
        "a\nb", b"example.com", DELETED
    ],
    "SESSION_COOKIE_PATH": [
        None, False, 0, "", "/", "/app", "app", "/a b", "/\u00e4", "/a;b", "/a%20b", "/a\"<>?#~_.-", "/a\nb", 5, True, DELETED
    ],
    "APPLICATION_ROOT": [None, "", "/", "/root", "/a b", False, 0, 5, DELETED],
    "SESSION_COOKIE_NAME": [
        "session", "__Host-s", "__Secure-s", "a b", "n\u00e9", "a=b", "", None, 0, 5, True, "a\nb", "a\rb", b"x", DELETED
    ],
    "PERMANENT_SESSION_LIFETIME": [60, "60", None, DELETED],
    "SESSION_REFRESH_EACH_REQUEST": [False, DELETED],
    "MAX_COOKIE_SIZE": [0, None, 10, 10.5, "", "10", True, [], [1], DELETED],
    "SERVER_NAME": [
        "example.com:5000", "example.com", "localhost", "localhost:5000", "127.0.0.1:5000", None, DELETED
    ],
}
COMBINATIONS = [
    {"SESSION_COOKIE_SECURE": False, "SESSION_COOKIE_PARTITIONED": True},
    {"SESSION_COOKIE_SECURE": "no", "SESSION_COOKIE_PARTITIONED": 1, "SESSION_COOKIE_SAMESITE": "none"},
    {"SESSION_COOKIE_SECURE": 0, "SESSION_COOKIE_PARTITIONED": 0},
    {"SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_SAMESITE": "strict", "SESSION_COOKIE_DOMAIN": ".example.com:80",
     "SESSION_COOKIE_PATH": "/app", "SESSION_COOKIE_HTTPONLY": False, "SESSION_COOKIE_NAME": "id",
     "SESSION_COOKIE_PARTITIONED": True},
    {"SESSION_COOKIE_PATH": "/app", "APPLICATION_ROOT": 5},
    {"SESSION_COOKIE_PATH": "/app", "APPLICATION_ROOT": DELETED},
    {"SESSION_COOKIE_PATH": "", "APPLICATION_ROOT": "/root"},
    {"SESSION_COOKIE_PATH": DELETED, "APPLICATION_ROOT": "/root"},
    {"SECRET_KEY": None, "SECRET_KEY_FALLBACKS": ["old"]},
    {"SERVER_NAME": "example.com", "SESSION_COOKIE_DOMAIN": False},
    {"SERVER_NAME": "example.com", "SESSION_COOKIE_DOMAIN": ".other.com"},
    {"SERVER_NAME": "example.com", "SESSION_COOKIE_PATH": "/app"},
    {"SERVER_NAME": "example.com", "APPLICATION_ROOT": "/app"},
]


def header(settings):
    app = flask.Flask(__name__)
    app.logger.disabled = True
    app.config["SECRET_KEY"] = "key"

    @app.route("/")
    def write():
        flask.session["user"] = 1
        return "ok"

    for key, value in settings.items():
        if value is DELETED:
            app.config.pop(key, None)
        else:
            app.config[key] = value
    # Flask up to 1.1 and with a server name answers no other host.
    host = settings.get("SERVER_NAME")
    host = host if isinstance(host, str) and host else "localhost"
    try:
        client = Client(app, flask.Response, use_cookies=False)
        sent = client.get("/", base_url=f"http://{host}").headers.get("Set-Cookie")
    except Exception:
        return None
    if sent is None:
        return None
    name = app.config["SESSION_COOKIE_NAME"]
    name = name.encode().decode("latin1") + "=" if isinstance(name, str) else sent.partition("=")[0] + "="
    assert sent.startswith(name)
    _, separator, attributes = sent[len(name):].partition("; ")
    return f"{name}<value>{separator}{attributes}"


def encode(value):
    if value is DELETED:
        return {"deleted": True}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, tuple):
        return {"tuple": list(value)}
    return value


def main(path):
    warnings.simplefilter("ignore")
    cases = [{}] + [{key: value} for key, values in TABLE.items() for value in values] + COMBINATIONS
    rows = [
        json.dumps({"settings": {key: encode(value) for key, value in case.items()}, "header": header(case)})
        for case in cases
    ]
    with open(path, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(rows) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
