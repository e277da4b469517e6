from flask import Config, Flask


class Settings(Config):
    def load(self):
        self["SESSION_COOKIE_NAME"] = "loaded"


class Shop(Flask):
    config_class = Settings


app = Shop(__name__)
app.config["SECRET_KEY"] = "k"
app.config.load()
