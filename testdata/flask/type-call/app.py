from flask import Flask


class Base:
    SECRET_KEY = "base"
    SESSION_COOKIE_NAME = "base"


Config = type("Config", (Base,), {"SESSION_COOKIE_NAME": "made", "SESSION_COOKIE_SECURE": True})
app = Flask(__name__)
app.config.from_object(Config)
