from envparse import Env, env
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = env.str("SHOP_KEY", default="dev")
app.config["SESSION_COOKIE_SECURE"] = env.bool("SHOP_SECURE", default=False)
app.config["SESSION_COOKIE_NAME"] = env("SHOP_COOKIE", default="sid")
app.config["SESSION_COOKIE_HTTPONLY"] = Env()("SHOP_HTTPONLY", cast=bool, default="on")
