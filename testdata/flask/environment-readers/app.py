import os
from os import environ, getenv

from flask import Flask


def env_bool(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    return value.strip().lower() in {"1", "true", "yes", "on"}


def env_int(name, default):
    try:
        return int(os.environ[name])
    except (KeyError, ValueError):
        return default


app = Flask(__name__)
app.secret_key = environ.get("SECRET_KEY") or "dev"
app.config["SESSION_COOKIE_SECURE"] = env_bool("COOKIE_SECURE", True)
app.config["SESSION_COOKIE_HTTPONLY"] = getenv("COOKIE_HTTPONLY", "true").lower() == "true"
app.config["PERMANENT_SESSION_LIFETIME"] = env_int("LIFETIME", 3600)
app.config["SESSION_COOKIE_NAME"] = os.environ.get("COOKIE_NAME", "sid")
app.config["SESSION_COOKIE_SAMESITE"] = "Lax" if "COOKIE_NAME" not in os.environ else "Strict"
app.config["DEBUG"] = bool(os.environ.get("DEBUG"))
app.config["SESSION_COOKIE_PATH"] = "/" + environ.get("BASE", "")
