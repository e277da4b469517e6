from flask import Flask

app = Flask(__name__)
app.secret_key = "root"
app.config["APPLICATION_ROOT"] = "/shop"
app.config["SESSION_COOKIE_PATH"] = ""
app.config["SESSION_COOKIE_NAME"] = "__Secure-id"
app.config["SESSION_COOKIE_SECURE"] = 1
