from flask import Flask, g
from werkzeug.local import LocalProxy

_app = None


def get_app():
    global _app
    if _app is None:
        _app = Flask(__name__)
        _app.config["SECRET_KEY"] = "dev"
    return _app


database = LocalProxy(lambda: g.database)
app = LocalProxy(get_app)
app.config["SESSION_COOKIE_SECURE"] = True
app.config.update(SESSION_COOKIE_SAMESITE="Lax")
