from flask import Flask
from flask_security import Security
app = Flask(__name__)
app.config["SECRET_KEY"] = "k"
app.config["SECURITY_PASSWORD_SALT"] = "s"
app.config["SESSION_COOKIE_SECURE"] = app.config.get("SECURITY_TRACKABLE", True)
