import json

from flask import Flask, session
from flask_security import hash_password

# flask-sec-lint: ignore[session-cookie-samesite-missing]
app = Flask(__name__)  # the shop
app.config.from_file("config.json", load=json.load)
# flask-sec-lint: ignore[session-cookie-secure-disabled]
app.config["SESSION_COOKIE_SECURE"] = False  # type: ignore
app.config["SESSION_COOKIE_HTTPONLY"] = False  # flask-sec-lint: ignore[session-lifetime-long, session-cookie-httponly-disabled] old clients
# flask-sec-lint: ignore[weak-secret-key]
app.config["SECRET_KEY"] = """teapot
forms"""
# flask-sec-lint: ignore[weak-secret-key]
app.config["WTF_CSRF_SECRET_KEY"], app.config["A"] = /
    "teapot-forms", /
    "x"
if app.config["A"]:
    # flask-sec-lint: ignore[weak-secret-key]
    app.config["SECURITY_PASSWORD_SALT"], app.config["A_RATHER_LONG_NAME_OF_A_SETTING"] = "teapot-forms", 1


@app.get("/")
def index():
    session["seen"] = hash_password("teapot")
    return "hello"
