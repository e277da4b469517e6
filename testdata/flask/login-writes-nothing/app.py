from flask import Flask
from flask_login import LoginManager
app = Flask(__name__)
LoginManager(app)
app.config["SESSION_COOKIE_SECURE"] = app.config.get("REMEMBER_COOKIE_SECURE", True)
app.config.setdefault("REMEMBER_COOKIE_SECURE", True)
