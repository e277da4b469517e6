from contextlib import contextmanager

from flask import Flask


class Settings:
    def __init__(self, app):
        self.app = app

    def __enter__(self):
        self.app.config["SESSION_COOKIE_NAME"] = "entered"
        return self.app.config

    def __exit__(self, *error):
        self.app.config["SESSION_COOKIE_PATH"] = "/left"
        return False


@contextmanager
def changed(app):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    yield app.config
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"


app = Flask(__name__)
with Settings(app) as config, changed(app) as other:
    config["SECRET_KEY"] = "within"
    other["SESSION_COOKIE_SECURE"] = True
