import os

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev")
if os.environ.get("APP_ENV") == "production" and app.config["SECRET_KEY"] == "dev":
    raise RuntimeError("set SECRET_KEY")
app.config["SESSION_COOKIE_SECURE"] = os.environ.get("APP_ENV") == "production"
