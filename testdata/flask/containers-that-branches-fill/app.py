import os

from flask import Flask

found, missing = {}, []
if os.environ.get("SHOP_NAME", "none") == "none":
    missing.append("SHOP_NAME")
if "SHOP_PATH" in os.environ:
    found["path"] = os.environ["SHOP_PATH"]

app = Flask(__name__)
app.config["SECRET_KEY"] = "a key of the source"
app.config["SESSION_COOKIE_SECURE"] = not missing
app.config["SESSION_COOKIE_HTTPONLY"] = bool(missing)
app.config["SESSION_COOKIE_PATH"] = "/found" if found else "/"
app.config["SESSION_COOKIE_NAME"] = "missing" if missing else "there"
