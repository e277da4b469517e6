import collections.abc
import enum
import numbers
import os
from abc import ABC
from datetime import timedelta
from pathlib import Path

from flask import Flask


class Base:
    pass


class Config(Base):
    SESSION_COOKIE_DOMAIN = "shop.example"


class Options(dict):
    pass


class Kind(str, enum.Enum):
    SHOP = "shop"


class Sized(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "__len__")


class Shop(Flask):
    pass


app = Shop(__name__)
name = os.environ.get("SHOP_NAME", "shop")
config = Config if name == "shop" else name
answers = [
    isinstance(config, str),
    isinstance(config, type),
    isinstance(config, (str, dict)),
    isinstance("", collections.abc.Sequence),
    isinstance({}, collections.abc.Mapping),
    isinstance(1, numbers.Number),
    isinstance(True, int),
    isinstance(timedelta(1), timedelta),
    isinstance("a", Path),
    isinstance("a", Base),
    isinstance(Config(), Base),
    isinstance(Config(), dict),
    isinstance(Options(), dict),
    isinstance(Kind.SHOP, str),
    isinstance(Kind.SHOP, int),
    isinstance(app, Shop),
    isinstance(app.config, dict),
    isinstance([], object),
    issubclass(Config, Base),
    issubclass(Base, Config),
    issubclass(Config, (dict, Base)),
    issubclass(Options, dict),
    issubclass(Options, collections.abc.Mapping),
    issubclass(Base, object),
    issubclass(Base, str),
    issubclass(Shop, Flask),
]
app.config["SESSION_COOKIE_NAME"] = "".join("y" if answer else "n" for answer in answers)
app.config["SESSION_COOKIE_PATH"] = "/y" if isinstance("", Sized) and isinstance(Kind, collections.abc.Iterable) else "/n"
if config and not isinstance(config, str) and issubclass(config, Base):
    app.config.from_object(config)
app.secret_key = "c0" * 20
