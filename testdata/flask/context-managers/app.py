from contextlib import contextmanager, suppress, ExitStack
from flask import Flask
app = Flask(__name__)
@contextmanager
def configuring(app):
    app.config["SESSION_COOKIE_SECURE"] = True
    yield app.config
    app.config["SESSION_COOKIE_NAME"] = "after"
with configuring(app) as cfg:
    cfg["SECRET_KEY"] = "abc"
class Ctx:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        app.config["SESSION_COOKIE_PATH"] = "/x"
    def set(self, k, v): app.config[k] = v
with Ctx() as c:
    c.set("SESSION_COOKIE_SAMESITE", "Lax")
with suppress(KeyError):
    app.config["TESTING"] = app.config["NOPE"]
