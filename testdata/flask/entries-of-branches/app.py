import os

from flask import Flask

app = Flask(__name__)
cookie = {"httponly": True}
if os.environ.get("SAMESITE"):
    cookie["samesite"] = os.environ["SAMESITE"]
    cookie["secure"] = True
app.config["SESSION_COOKIE_SAMESITE"] = cookie.get("samesite", "Lax")
app.config["SESSION_COOKIE_SECURE"] = "secure" in cookie
try:
    cookie["secure"]
except KeyError:
    app.config["SESSION_COOKIE_NAME"] = "plain"
app.config["SESSION_COOKIE_PATH"] = cookie.setdefault("path", "/shop")
