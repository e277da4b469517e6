from dynaconf import Dynaconf
from flask import Flask, session

settings = Dynaconf(envvar_prefix="SHOP", environments=True, settings_files=["settings.toml", ".secrets.toml"])
app = Flask(__name__)
app.config["SESSION_COOKIE_SECURE"] = settings.SESSION_COOKIE_SECURE
app.secret_key = settings.get("KEY", "a key of mine")


@app.route("/")
def index():
    session["n"] = 1
    return "ok"
