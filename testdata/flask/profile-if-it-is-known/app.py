import os

from flask import Flask


class Development:
    SECRET_KEY = "dev"
    SESSION_COOKIE_SECURE = False


class Production:
    SECRET_KEY = "a key of mine"
    SESSION_COOKIE_SECURE = True


PROFILES = {"development": Development, "production": Production}

app = Flask(__name__)
name = os.environ.get("SHOP_PROFILE", "development")
if name in PROFILES:
    app.config.from_object(PROFILES[name])
else:
    app.config.from_object(Development)
