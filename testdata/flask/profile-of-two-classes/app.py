import os

from flask import Flask


class Development:
    SECRET_KEY = "dev"
    SESSION_COOKIE_SECURE = False


class Production:
    SECRET_KEY = "a key of mine"
    SESSION_COOKIE_SECURE = True


class Behind(Production):
    SESSION_COOKIE_SECURE = False


PROFILES = {
    "development": Development,
    "production": Behind if os.environ.get("SHOP_PROXY") else Production,
}

app = Flask(__name__)
app.config.from_object(PROFILES[os.environ.get("SHOP_PROFILE", "development")])
