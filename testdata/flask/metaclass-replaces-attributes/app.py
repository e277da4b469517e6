import os

from flask import Flask


class FromEnvironment(type):
    def __new__(cls, name, bases, namespace):
        for key in namespace:
            if key.isupper():
                namespace[key] = os.getenv("APP_" + key, namespace[key])
        return type.__new__(cls, name, bases, namespace)


class Hardened(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if name != "Base":
            cls.SESSION_COOKIE_SECURE = True
            setattr(cls, "SESSION_COOKIE_HTTPONLY", False)


class Named(type):
    def __new__(cls, name, bases, namespace, suffix=""):
        changed = {key: value for key, value in namespace.items() if key != "DEBUG"}
        changed["SESSION_COOKIE_NAME"] = name.lower() + suffix
        made = super().__new__(cls, name, bases, changed)
        made.SESSION_COOKIE_PATH = "/shop"
        return made

    def __init__(cls, name, bases, namespace, suffix=""):
        super().__init__(name, bases, namespace)


class Keys(metaclass=FromEnvironment):
    SECRET_KEY = "a key of the sources"


class Base(metaclass=Hardened):
    SESSION_COOKIE_SECURE = False


class Cookies(Base):
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_HTTPONLY = True


class Shop(metaclass=Named, suffix="_id"):
    DEBUG = True
    SESSION_COOKIE_SAMESITE = "Lax"


app = Flask(__name__)
app.config.from_object(Keys)
app.config.from_object(Cookies)
app.config.from_object(Shop)
