from flask import Flask


def bool(value):
    return value == "yes"


def str(value):
    return "shadowed"


app = Flask(__name__)
app.config["SESSION_COOKIE_SECURE"] = bool("no")
app.config["SECRET_KEY"] = str(5)
