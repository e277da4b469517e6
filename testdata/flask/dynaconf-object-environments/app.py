"""A Dynaconf object of a file with sections: what counts is that of development, unless a variable says otherwise."""

from dynaconf import Dynaconf
from flask import Flask

settings = Dynaconf(settings_files=["settings.toml"], environments=True)

app = Flask(__name__)
app.secret_key = settings.SECRET_KEY
app.config["SESSION_COOKIE_SECURE"] = settings.get("SESSION_COOKIE_SECURE")
app.config["SESSION_COOKIE_NAME"] = settings.name
