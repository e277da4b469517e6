import os

from flask import Flask


class Development:
    SECRET_KEY = os.environ.get("APP_ENV") or "b64/+="
    SESSION_COOKIE_PATH = "/a/b"


class Production:
    SESSION_COOKIE_NAME = "shop_session"


PROFILES = {"development": Development, "production": Production, "default": Development}

app = Flask(__name__)
app.config.from_object(PROFILES[os.getenv("APP_ENV", "default")])
