import os
import secrets

from flask import Flask

SAMPLES = frozenset({"the-key-of-the-sample-file"})


def rotate():
    if os.getenv("APP_KEY", "") not in SAMPLES:
        return
    os.environ["APP_KEY"] = secrets.token_hex(32)


def prepare():
    if os.getenv("STRICT"):
        os.environ["COOKIE_SAMESITE"] = "Strict"
        os.environ["COOKIE_PATH"] = "/strict"


rotate()
prepare()

app = Flask(__name__)
app.secret_key = os.getenv("APP_KEY", "a-default-that-stays")
app.config["SESSION_COOKIE_SAMESITE"] = os.environ.get("COOKIE_SAMESITE", "Lax")
app.config["SESSION_COOKIE_PATH"] = os.environ["COOKIE_PATH"] if "COOKIE_PATH" in os.environ else "/app"
app.config["SESSION_COOKIE_SECURE"] = "COOKIE_SAMESITE" not in os.environ
