from flask import Flask


def check(app):
    app.config["SECRET_KEY"] = "before"
    if app.config["SECRET_KEY"]:
        raise ValueError("stop")
    app.config["SECRET_KEY"] = "after"


app = Flask(__name__)
try:
    check(app)
    app.config["SESSION_COOKIE_SECURE"] = True
except (TypeError, ValueError):
    app.config["SESSION_COOKIE_NAME"] = "caught"
