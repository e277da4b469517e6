import os

from flask import Flask

env = os.environ.get("APP_ENV", "testing").lower()
app = Flask(__name__)
app.secret_key = "all"
if env == "production":
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config["SESSION_COOKIE_NAME"] = "live"
elif env in ("development", "dev"):
    app.config["SESSION_COOKIE_NAME"] = "dev"
else:
    app.config.update(TESTING=env == "testing", SESSION_COOKIE_NAME=env)
