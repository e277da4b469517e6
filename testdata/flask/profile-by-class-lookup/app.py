import os

from flask import Flask


class Config:
    NAME = None
    SECRET_KEY = "base"

    @classmethod
    def named(cls, name):
        for one in cls.__subclasses__():
            if one.NAME == name:
                return one
        return cls


class Production(Config):
    NAME = "production"
    SESSION_COOKIE_SECURE = True


class Development(Config):
    NAME = "development"
    SESSION_COOKIE_NAME = "dev"


app = Flask(__name__)
app.config.from_object(Config.named(os.getenv("APP_ENV", "development")))
