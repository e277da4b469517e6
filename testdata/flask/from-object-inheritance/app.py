from flask import Flask


class Base:
    SECRET_KEY = "base"
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_HTTPONLY = False


class Mixin:
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_SAMESITE = "Strict"


class Config(Mixin, Base):
    SESSION_COOKIE_NAME = Base.SECRET_KEY + "-cookie"


app = Flask(__name__)
app.config.from_object(Config)
