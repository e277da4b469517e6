import hashlib
import os

from flask import Flask


class Config:
    SECRET_KEY = ""


app = Flask(__name__)
app.config.from_object(Config)
if os.environ.get("APP_CONFIG"):
    app.config.from_envvar("APP_CONFIG")
if app.config["SECRET_KEY"]:
    app.config["SECRET_KEY"] += hashlib.sha256(b"reads").hexdigest()
cookie = {"path": os.environ.get("COOKIE_PATH", "")}
if not cookie["path"]:
    cookie["path"] = "/shop"
app.config["SESSION_COOKIE_PATH"] = cookie["path"]
