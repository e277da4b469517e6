import codecs
import json
from dataclasses import dataclass, replace
from types import SimpleNamespace

from flask import Flask


class Settings:
    name = "session"

    def __init__(self):
        self.key = "dev"
        self.domain = "shop.example"

    def update(self, **given):
        self.__dict__.update(given)


class Loaded(Settings):
    def update(self, **given):
        for name, value in given.items():
            setattr(self, name, value)


@dataclass
class Cookie:
    same_site: str = "Lax"


def read(text):
    return json.loads(codecs.decode(text, "rot13"))


outside = read('{"xrl": "sebz-bhgfvqr", "anzr": "fvq", "cngu": "/fubc", "fnzr_fvgr": "Fgevpg"}')
settings, loaded = Settings(), Loaded()
settings.update(**outside)
loaded.update(**outside)
namespace = SimpleNamespace(path="/")
namespace.__dict__.update(outside)
known = SimpleNamespace(domain="till.example")
vars(known).update(scheme="https")
app = Flask(__name__)
app.secret_key = settings.key
app.config["SESSION_COOKIE_NAME"] = loaded.name
app.config["SESSION_COOKIE_PATH"] = namespace.path
app.config["SESSION_COOKIE_DOMAIN"] = known.domain
app.config["PREFERRED_URL_SCHEME"] = known.scheme
app.config["SESSION_COOKIE_SAMESITE"] = replace(Cookie(), **{name: value for name, value in outside.items() if "_" in name}).same_site
