import os

from flask import Flask, session


class Base:
    SECRET_KEY = "a key of mine"
    SESSION_COOKIE_SAMESITE = "Lax"


class ProdConfig(Base):
    SESSION_COOKIE_SECURE = True


class DevConfig(Base):
    SESSION_COOKIE_NAME = "dev"


class LDAPSettings:
    SECRET_KEY = "of the directory"


PATHS = {"Prod_path": "/shop", "Dev_path": "/", "LDAP": "/ldap"}

env = os.environ.get("SHOP_ENV", "Prod")
app = Flask(__name__)
app.config.from_object(globals()[f"{env}Config"])
app.config["SESSION_COOKIE_PATH"] = PATHS[f"{env}_path"]


@app.route("/")
def index():
    session["n"] = 1
    return "ok"
