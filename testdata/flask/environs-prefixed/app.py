from environs import Env
from flask import Flask
env = Env()
env.read_env()
app = Flask(__name__)
app.config["SECRET_KEY"] = env.str("SHOP_KEY")
app.config["SESSION_COOKIE_SECURE"] = env.bool("SECURE", False)
app.config["TRUSTED_HOSTS"] = env.list("HOSTS", ["x"])
app.config["MAX_CONTENT_LENGTH"] = env.int("MAXLEN", default=4)
app.config["PERMANENT_SESSION_LIFETIME"] = env.timedelta("LIFE", default=60)
with env.prefixed("SHOP_"):
    app.config["SESSION_COOKIE_NAME"] = env("NAME", "d")
    app.config["SESSION_COOKIE_PATH"] = env.str("PATH", "/d")
