from envparse import env
from flask import Flask

env.read_envfile()

app = Flask(__name__)
app.config["SECRET_KEY"] = env("SHOP_KEY")
app.config["SESSION_COOKIE_SECURE"] = env.bool("SHOP_SECURE")
