from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = ""
app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or b""
app.config["SESSION_COOKIE_NAME"] = 0 or "" or None or "last"
app.config["SESSION_COOKIE_SECURE"] = "" and True
