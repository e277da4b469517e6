import os

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY")
app.config["SESSION_COOKIE_DOMAIN"] = os.getenv("COOKIE_DOMAIN")
app.config["SESSION_COOKIE_SECURE"] = os.getenv("FLASK_ENV") == "production"
