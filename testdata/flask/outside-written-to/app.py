import logging.config as library
import pickle

from flask import Flask

FROM_ELSEWHERE = pickle.dumps({"SECRET_KEY": "from-elsewhere", "SESSION_COOKIE_NAME": "elsewhere", "TESTING": True})

settings = pickle.loads(FROM_ELSEWHERE)
settings["SECRET_KEY"] = "change-me-please"
settings.update({"SESSION_COOKIE_SECURE": True})
settings.setdefault("TESTING", False)
settings.setdefault("SESSION_COOKIE_PATH", "/app")
if settings.get("SESSION_COOKIE_NAME") == "elsewhere":
    settings["SESSION_COOKIE_HTTPONLY"] = False


def configure(given):
    given["SESSION_COOKIE_SAMESITE"] = "Lax"


def other():
    of_function = pickle.loads(FROM_ELSEWHERE)
    same = of_function
    of_function["PREFERRED_URL_SCHEME"] = "ftp"
    same["PREFERRED_URL_SCHEME"] = "https"
    return {"PREFERRED_URL_SCHEME": of_function["PREFERRED_URL_SCHEME"]}


app = Flask(__name__)
library.SESSION_COOKIE_DOMAIN = "shop.example"
if settings["TESTING"]:
    library.SESSION_COOKIE_PARTITIONED = True
app.config.from_object(library)

configure(settings)
app.config.from_mapping(settings)
app.config.update(other())
