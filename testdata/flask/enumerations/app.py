from enum import Enum
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
