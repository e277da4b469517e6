import os

from flask import Flask

app = Flask(__name__)
app.secret_key = "default"
if not app.config.from_envvar("APP_SETTINGS", silent=True):
    app.config["SESSION_COOKIE_NAME"] = "none"
