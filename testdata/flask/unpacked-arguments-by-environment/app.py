import json
import os
from dataclasses import dataclass

from flask import Flask
from pydantic import BaseModel


@dataclass
class Cookie:
    secure: bool = False
    name: str = "session"


class Times(BaseModel):
    lifetime: int = 600
    refresh: bool = True


def sign(app, secret="dev", path="/"):
    app.secret_key = secret
    app.config["SESSION_COOKIE_PATH"] = path


def place(app, *, domain=None):
    app.config.from_mapping(SESSION_COOKIE_DOMAIN=domain)


def read(variable, default):
    return json.loads(os.environ.get(variable, default))


class Shop(Flask):
    def __init__(self, name, same_site="Lax", **rest):
        super().__init__(name, **rest)
        self.config["SESSION_COOKIE_SAMESITE"] = same_site


cookie = Cookie(**read("SHOP_COOKIE", "{}"))
times = Times(**read("SHOP_TIMES", "{}"))
names = read("SHOP_APP", "{}")
app = Shop(__name__, **names)
sign(app, *read("SHOP_KEYS", "[]"))
place(app, **read("SHOP_PLACE", "{}"))
app.config["SESSION_COOKIE_SECURE"] = cookie.secure
app.config["SESSION_COOKIE_NAME"] = cookie.name
app.config["PERMANENT_SESSION_LIFETIME"] = times.lifetime
app.config["SESSION_REFRESH_EACH_REQUEST"] = times.refresh
