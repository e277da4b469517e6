from flask import Config, Flask


class Settings(Config):
    def __setitem__(self, key, value):
        super().__setitem__(key, f"<{value}>" if key == "SESSION_COOKIE_NAME" else value)


class Shop(Flask):
    config_class = Settings


app = Shop(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_NAME"] = "sid"
