"""A configuration class that fills itself, and is read through methods of its own."""

from flask import Config, Flask


class Settings(Config):
    def __init__(self, root_path, defaults=None):
        defaults = dict(defaults or {}, SESSION_COOKIE_SAMESITE="Lax")
        super().__init__(root_path, defaults)
        self.loaded = ["defaults"]
        self.from_mapping(SECRET_KEY="filled", SESSION_COOKIE_SECURE=True)

    def from_object(self, obj):
        self.loaded.append(obj)
        super().from_object(obj)

    @property
    def sources(self):
        return len(self.loaded)


class Shop(Flask):
    config_class = Settings


class Local:
    SESSION_COOKIE_NAME = "shop"


app = Shop(__name__)
app.config.from_object(Local)
app.config["MAX_COOKIE_SIZE"] = 4000 + app.config.sources
