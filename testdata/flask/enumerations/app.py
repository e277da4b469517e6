from enum import Enum, Flag, IntFlag
from flask import Flask
class Env(str, Enum):
    PROD = "production"
    DEV = "development"
class Cfg(Enum):
    SECRET_KEY = "abc"
app = Flask(__name__)
env = Env("production")
app.config["SESSION_COOKIE_SECURE"] = env is Env.PROD
app.config["SECRET_KEY"] = Cfg.SECRET_KEY.value
app.config["SESSION_COOKIE_NAME"] = Env.DEV.value
app.config["TESTING"] = env == "production"
class Rights(IntFlag):
    READ = 1
    WRITE = 2
class Kinds(Flag):
    SMALL = 1
    LARGE = 2
NOBODY, BOTH = Rights(0), Rights(3)
NONE, ALL = Kinds(0), Kinds(3)
app.config["SESSION_COOKIE_PATH"] = "/flags"
