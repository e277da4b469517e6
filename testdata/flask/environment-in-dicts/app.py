"""Variables of a prefix that are collected first: by a method, in a comprehension, by a generator."""

import os

from flask import Flask

PREFIX = "SHOP_"


class Settings:
    SECRET_KEY = "of-the-class"
    SESSION_COOKIE_NAME = "of-the-class"

    def __init__(self):
        for name, value in self.collected().items():
            setattr(self, name, value)

    def collected(self):
        found = {"SESSION_COOKIE_PATH": "/collected"}
        for name, value in os.environ.items():
            if name.startswith("ATTRIBUTE_"):
                found[name[10:]] = value
        return found


app = Flask(__name__)
app.config.from_object(Settings())
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.config.update({name[5:]: value for name, value in os.environ.items() if name.startswith(PREFIX)})
app.config["SESSION_COOKIE_DOMAIN"] = "shop.example"
app.config.update((name[4:], os.environ[name]) for name in os.environ if name.startswith("DOM_"))
app.config["SESSION_COOKIE_SECURE"] = True
