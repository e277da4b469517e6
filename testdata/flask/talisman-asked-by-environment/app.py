import os

from flask import Flask
from flask_talisman import Talisman


def flag(name, default):
    return os.getenv(name, default).upper() != "FALSE"


app = Flask(__name__)
app.secret_key = "k"
app.config.update(SESSION_COOKIE_HTTPONLY=False, SECURE=flag("SECURE_COOKIE", "True"))
Talisman(
    app,
    force_https=False,
    session_cookie_secure=app.config["SECURE"],
    session_cookie_http_only=flag("HIDDEN_COOKIE", "False"),
)
