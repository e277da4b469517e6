import os
from decouple import AutoConfig, Config, RepositoryEmpty, RepositoryEnv, RepositoryIni
from flask import Flask
HERE = os.path.dirname(os.path.abspath(__file__))
app = Flask(__name__)
named = Config(RepositoryEnv(os.path.join(HERE, "shop.env")))
app.config["SECRET_KEY"] = named("KEY")
app.config["SESSION_COOKIE_SECURE"] = named("SECURE", default=False, cast=bool)
app.config["SESSION_COOKIE_NAME"] = named("NAME", default="shop")
ini = Config(RepositoryIni(os.path.join(HERE, "shop.ini")))
app.config["SESSION_COOKIE_SAMESITE"] = ini.get("SAMESITE")
app.config["SESSION_COOKIE_PATH"] = AutoConfig(os.path.join(HERE, "conf"))("PATH_OF_COOKIE")
app.config["SESSION_COOKIE_DOMAIN"] = Config(RepositoryEmpty())("DOMAIN", default=None)
