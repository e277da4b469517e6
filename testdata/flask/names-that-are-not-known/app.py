import os

from flask import Flask


class Shop:
    SESSION_COOKIE_NAME = "shop"


class Till:
    SESSION_COOKIE_DOMAIN = "till.example"

    def __init__(self):
        for key, value in os.environ.items():
            if key.startswith("TILL_"):
                setattr(self, key[5:], value)


for key, value in os.environ.items():
    if key.startswith("SHOP_"):
        setattr(Shop, key[5:], value)
SESSION_COOKIE_SAMESITE = "Lax"
exec(os.environ.get("CODE", ""))

app = Flask(__name__)
app.config.from_object(Shop)
app.config.from_object(Till())
app.config.from_object(__name__)
for key, value in os.environ.items():
    if key.startswith("APP_"):
        app.config[key[4:]] = value
