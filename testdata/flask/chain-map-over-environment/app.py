from collections import ChainMap
import os
from flask import Flask
settings = ChainMap(os.environ, {"SECRET_KEY": "dev"}, {"SECRET_KEY": "no", "COOKIE_NAME": "sid"})
app = Flask(__name__)
app.config["SECRET_KEY"] = settings["SECRET_KEY"]
app.config["SESSION_COOKIE_NAME"] = settings.get("COOKIE_NAME", "x")
