import os

from flask import Flask


def configured(app):
    if os.environ.get("COOKIE_SECURE"):
        from settings import NAME, Secure

        app.config.from_object(Secure)
        app.config["SESSION_COOKIE_NAME"] = NAME
        return app
    try:
        from settings import NAME, Plain
    except ImportError:
        raise RuntimeError("no settings")
    app.config.from_object(Plain)
    app.config["SESSION_COOKIE_NAME"] = NAME + "-plain"
    return app


app = configured(Flask(__name__))
import settings

app.config["SESSION_COOKIE_PATH"] = settings.NAME
