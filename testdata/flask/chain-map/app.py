from collections import ChainMap
from flask import Flask
defaults = {"SECRET_KEY": "dev", "SESSION_COOKIE_SECURE": False}
overrides = {"SESSION_COOKIE_SECURE": True}
app = Flask(__name__)
app.config.update(ChainMap(overrides, defaults))
