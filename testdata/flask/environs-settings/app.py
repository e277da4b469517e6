from environs import Env
from flask import Flask

env = Env()
env.read_env()
app = Flask(__name__)
app.config["SECRET_KEY"] = env.str("SECRET_KEY", "dev")
app.config["SESSION_COOKIE_SECURE"] = env.bool("COOKIE_SECURE", default=True)
app.config["PERMANENT_SESSION_LIFETIME"] = env.int("LIFETIME", 60)
app.config["SESSION_COOKIE_NAME"] = env("COOKIE_NAME", "sid")
app.config["TRUSTED_HOSTS"] = env.list("HOSTS", ["localhost"])
