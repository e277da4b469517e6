import os
from inspect import signature

from flask import Flask


def cookies(app):
    app.config["SESSION_COOKIE_SECURE"] = True


def forms(app):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


def sign(app, key="dev", path="/"):
    app.config.update(SECRET_KEY=key, SESSION_COOKIE_PATH=path)


def name_cookie(app, prefix):
    app.config["SESSION_COOKIE_NAME"] = prefix


def call(function, **arguments):
    known = signature(function).parameters
    function(**{name: value for name, value in arguments.items() if name in known})


app = Flask(__name__)
enabled = os.environ.get("SHOP_STEPS", "cookies").split(",")
steps = {"cookies": cookies, "forms": forms}
for step in [step for name, step in steps.items() if name in enabled]:
    step(app)
given = {"key": os.environ.get("SHOP_KEY"), "path": os.environ.get("SHOP_PATH")}
sign(app, **{name: value for name, value in given.items() if value is not None and value})
call(name_cookie, app=app, prefix="sid", debug=False)
values = {"SESSION_COOKIE_DOMAIN": os.environ.get("SHOP_DOMAIN"), "PREFERRED_URL_SCHEME": "https"}
app.config.update({name: value for name, value in values.items() if value})
app.config.update((name, value) for name in ("SERVER_NAME",) if (value := os.environ.get("SHOP_" + name)))
app.config["TRUSTED_HOSTS"] = [host for host in ("a.example", os.environ.get("SHOP_HOST")) if host]
