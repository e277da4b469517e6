"""A configuration that the program makes itself and puts in the place of the app's."""

from flask import Flask
from flask.config import Config


class Settings(Config):
    def load(self):
        self["SESSION_COOKIE_SECURE"] = True


app = Flask(__name__)
made = Settings(app.root_path, app.default_config)
made.from_mapping(SECRET_KEY="made", SESSION_COOKIE_SAMESITE="Lax")
app.config = made
app.config.load()
