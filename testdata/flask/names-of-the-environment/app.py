import os

from flask import Flask


class Config:
    SECRET_KEY = "constant"
    SESSION_COOKIE_SECURE = None
    SESSION_COOKIE_NAME = "shop"


app = Flask(__name__)
app.config.from_object(Config)
for key, value in os.environ.items():
    if key.startswith("SHOP_"):
        app.config[key[5:]] = value
