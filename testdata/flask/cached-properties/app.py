from functools import cached_property, lru_cache
from flask import Flask
class Config:
    @cached_property
    def SECRET_KEY(self):
        return "x" * 3
@lru_cache(maxsize=None)
def get_config():
    return Config()
@lru_cache
def get2(name="n"):
    return name
app = Flask(__name__)
app.config.from_object(get_config())
app.config["SESSION_COOKIE_NAME"] = get2()
