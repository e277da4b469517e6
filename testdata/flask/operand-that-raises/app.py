import os

from flask import Flask

MISSING = {}


def folder(path):
    return path or MISSING["folder"]


def name_of(path):
    try:
        return path and MISSING["name"]
    except KeyError:
        return "caught"


def domain_of(path):
    return None if path else MISSING["domain"]


app = Flask(__name__)
app.config["FOLDER"] = folder(os.listdir("."))
app.config["SESSION_COOKIE_NAME"] = name_of(os.listdir("."))
app.config["SESSION_COOKIE_DOMAIN"] = domain_of(os.listdir("."))
app.config["SESSION_COOKIE_SECURE"] = True
app.config["SECRET_KEY"] = os.environ.get("NO_SUCH_KEY") or "dev"
