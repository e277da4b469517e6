from flask import Flask
from flask_session import Session
app = Flask(__name__)
app.config["SESSION_TYPE"] = "filesystem"
app.config["SESSION_COOKIE_SECURE"] = app.config.get("SESSION_PERMANENT", False)
Session(app)
