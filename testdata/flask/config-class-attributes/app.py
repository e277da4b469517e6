"""A configuration class whose attributes are its items."""

from flask import Config, Flask


class Attributes(Config):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

    def __setattr__(self, name, value):
        if name.isupper():
            self[name] = value
        else:
            super().__setattr__(name, value)


class Shop(Flask):
    config_class = Attributes


app = Shop(__name__)
app.config.SECRET_KEY = "an-attribute"
setattr(app.config, "SESSION_COOKIE_SECURE", True)
app.config.SESSION_COOKIE_NAME = app.config.SECRET_KEY + "-too"
