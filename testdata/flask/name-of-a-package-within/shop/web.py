import secrets
import sys

from flask import Flask, session

from shop.parts.names import NAME, OWN, PACKAGE

app = Flask(__name__)
app.secret_key = secrets.token_hex()
app.config["SESSION_COOKIE_NAME"] = NAME
app.config["PREFERRED_URL_SCHEME"] = PACKAGE
app.config["SESSION_COOKIE_PATH"] = OWN
app.config["APPLICATION_ROOT"] = sys.modules["shop.parts"].NAME
app.config.from_object(f"{NAME}.production")


@app.route("/")
def index():
    return session.get("x", "")
