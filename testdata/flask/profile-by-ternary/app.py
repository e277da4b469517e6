import os

from flask import Flask


class Live:
    SECRET_KEY = "live"
    SESSION_COOKIE_SECURE = True


class Local:
    SECRET_KEY = "local"


app = Flask(__name__)
app.config.from_object(Live if os.environ.get("APP_ENV") == "production" else Local)
