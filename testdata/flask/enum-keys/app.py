from enum import Enum

from flask import Flask


class Keys(str, Enum):
    SECRET = "SECRET_KEY"


class Mode(Enum):
    PROD = "production"
    DEV = "development"


app = Flask(__name__)
app.config[Keys.SECRET.value] = "enum"
app.config["SESSION_COOKIE_NAME"] = Mode.PROD.value
app.config["SESSION_COOKIE_SECURE"] = Mode("production") is Mode.PROD
app.config["SESSION_COOKIE_PATH"] = "/" + Mode.DEV.name
