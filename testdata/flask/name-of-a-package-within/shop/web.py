import secrets
import sys

from flask import Flask, session

from shop.parts.names import NAME, OWN, PACKAGE

app = Flask(__name__)
app.secret_key = secrets.token_hex()
app.config["NAME"] = NAME
app.config["PACKAGE"] = PACKAGE
app.config["OWN"] = OWN
app.config["LOADED_AS"] = sys.modules["shop.parts"].NAME
app.config.from_object(f"{NAME}.production")


@app.route("/")
def index():
    return session.get("x", "")
