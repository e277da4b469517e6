from flask import Flask, current_app
from werkzeug.local import LocalProxy

settings = LocalProxy(lambda: current_app.config)


def own():
    return app.config


def configure():
    settings["SESSION_COOKIE_SECURE"] = True
    settings.update(SESSION_COOKIE_SAMESITE="Lax")
    settings.setdefault("SESSION_COOKIE_NAME", "not-this")
    settings["SESSION_COOKIE_NAME"] = settings["SESSION_COOKIE_NAME"] + "-of-shop"


app = Flask(__name__)
other = Flask("other")
app.secret_key = "k"

with app.app_context():
    configure()

LocalProxy(own)["SESSION_COOKIE_HTTPONLY"] = False


@app.before_request
def partition():
    settings["SESSION_COOKIE_PARTITIONED"] = True
