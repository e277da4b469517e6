import json

from flask import Flask, session

app = Flask(__name__)
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.config["SESSION_COOKIE_SECURE"] = True
app.config.from_file("config.json", load=json.load, silent=True)
app.config.from_prefixed_env("SHOP")


@app.route("/")
def index():
    session["seen"] = True
    return "ok"
