import os

from flask import Flask

from pkg.config import KEY

app = Flask(__name__)
app.secret_key = KEY  # flask-sec-lint: ignore[hardcoded-secret-key, session-lifetime-long]
app.config["SESSION_COOKIE_SECURE"] = False  # flask-sec-lint: ignore[session-cookie-secure-disabled] behind a proxy
app.config["SESSION_COOKIE_HTTPONLY"] = True  # flask-sec-lint: ignore
