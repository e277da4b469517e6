"""Settings that begin alike, read as a dict, moved and removed."""

from flask import Flask


class Config:
    SECRET_KEY = "mauve-lantern-orchard"
    CELERY_BROKER = "redis://localhost"
    CELERY_SECURE = True
    COOKIE_SAMESITE = "Strict"
    COOKIE_SECURE = True
    COOKIE_HTTPONLY = False


app = Flask(__name__)
app.config.from_object(Config)

for name, value in app.config.get_namespace("CELERY_").items():
    if name != "config":
        try:
            del app.config[f"CELERY_{name.upper()}"]
        except KeyError:
            pass

for name, value in app.config.get_namespace("COOKIE_", lowercase=False).items():
    app.config[f"SESSION_COOKIE_{name}"] = value

whole = app.config.get_namespace("COOKIE_", trim_namespace=False)
app.config["PREFERRED_URL_SCHEME"] = "https" if whole["cookie_secure"] else "http"
app.config["SESSION_COOKIE_NAME"] = app.config.get_namespace("NOTHING_").get("name", "none")
