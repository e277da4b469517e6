import json
import os

from flask import Flask


def make(name, secret="k", **settings):
    app = Flask(name)
    app.config.from_mapping(SECRET_KEY=secret, SESSION_COOKIE_PATH="/shop", **settings)
    app.config["SESSION_COOKIE_NAME"] = settings.get("name", "session")
    app.config["SESSION_COOKIE_DOMAIN"] = dict(domain=None, **settings)["domain"]
    return app


app = make(__name__, **json.loads(os.environ.get("SHOP_SETTINGS", "{}")))
app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
