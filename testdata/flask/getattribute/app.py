"""Classes whose attributes the environment may replace as they are read."""

import os

from flask import Flask


class FromEnvironment(type):
    def __getattribute__(cls, name):
        if name.isupper() and name in os.environ:
            return os.environ[name]
        return super().__getattribute__(name)

    def __getattr__(cls, name):
        return f"no {name}"


class Settings(metaclass=FromEnvironment):
    SECRET_KEY = "of-the-class"
    SESSION_COOKIE_SECURE = True


class Shouting:
    SESSION_COOKIE_NAME = "shop"

    def __getattribute__(self, name):
        value = object.__getattribute__(self, name)
        return value.upper() if name.isupper() else value


app = Flask(__name__)
app.config.from_object(Settings)
app.config.from_object(Shouting())
app.config["SESSION_COOKIE_DOMAIN"] = Settings.domain
