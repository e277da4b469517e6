"""What Flask's loaders call is the class' own; `update` and `setdefault` of a dict call nothing."""

import json

from flask import Config, Flask


class Settings(Config):
    def __setitem__(self, key, value):
        super().__setitem__(key, f"<{value}>" if isinstance(value, str) else value)

    def from_object(self, obj):
        super().from_object(obj)
        self["SESSION_COOKIE_PATH"] = "/after-an-object"

    def from_mapping(self, mapping=None, **named):
        super().from_mapping(mapping, **named)
        self["SESSION_COOKIE_DOMAIN"] = None
        return True


class Shop(Flask):
    config_class = Settings


app = Shop(__name__)
app.config.from_pyfile("settings.cfg")
app.config.from_file("settings.json", json.load)
app.config.update(SESSION_COOKIE_SAMESITE="Lax")
app.config.setdefault("SHOP_NAME", "as-it-is")
app.secret_key = app.config["SHOP_NAME"]
