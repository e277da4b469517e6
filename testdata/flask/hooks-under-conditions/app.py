import os

from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_SECURE"] = True

if app.debug:

    @app.before_request
    def without_tls():
        app.config["SESSION_COOKIE_SECURE"] = False


def lax():
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


if os.environ.get("SHOP_LAX"):
    app.before_request(lax)


def first():
    app.config["SESSION_COOKIE_NAME"] = "first"


def second():
    app.config["SESSION_COOKIE_NAME"] = "second"


if os.environ.get("SHOP_FIRST"):
    app.before_request(first)
else:
    app.before_request(second)
