"""What sets attributes of settings by name, and classes that have a say in it."""

import os
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class Frozen:
    SECRET_KEY: str = ""
    SESSION_COOKIE_SECURE: bool = False

    def __post_init__(self):
        object.__setattr__(self, "SECRET_KEY", os.environ.get("SHOP_KEY", "set-after-init"))
        object.__setattr__(self, "SESSION_COOKIE_SECURE", True)


class Base:
    pass


class Loops(Base):
    SESSION_COOKIE_NAME: str = "of-the-class"
    SESSION_COOKIE_PATH: str

    def __init__(self, given):
        for field in self.__annotations__:
            self.__setattr__(field, given.get(field, getattr(self, field, None)))


class Own(Base):
    def __setattr__(self, name, value):
        if name.isupper():
            super().__setattr__(name, f".{value}")
        else:
            Base.__setattr__(self, name, value)


class Store:
    def __init__(self):
        self.__dict__["values"] = {}

    def __setattr__(self, name, value):
        self.values[name.lower()] = value

    def __getattr__(self, name):
        return self.values[name.lower()]


own = Own()
own.SESSION_COOKIE_DOMAIN = "shop.example"
own.other = "kept"

store = Store()
store.Lifetime = 60
setattr(store, "SameSite", "Lax")

app = Flask(__name__)
app.config.from_object(Frozen())
app.config.from_object(Loops({"SESSION_COOKIE_PATH": "/shop"}))
app.config.from_object(own)
app.config["PERMANENT_SESSION_LIFETIME"] = store.lifetime
app.config["SESSION_COOKIE_SAMESITE"] = store.samesite
app.config["MAX_COOKIE_SIZE"] = 4000 if own.other == "kept" else 0
