"""A configuration class that is given to Flask itself, and calls its base by name."""

import flask


class Settings(flask.Config):
    def __init__(self, *given):
        flask.Config.__init__(self, *given)
        self["SECRET_KEY"] = "of-the-class"
        self.setdefault("SESSION_COOKIE_SECURE", True)


flask.Flask.config_class = Settings

app = flask.Flask(__name__)
app.config["SESSION_COOKIE_NAME"] = "shop"
