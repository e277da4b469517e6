from flask import Flask

from . import config
from one import config as other

app = Flask(__name__)
app.config.from_object(config)
app.config["SESSION_COOKIE_NAME"] = other.SECRET_KEY
app.config.from_object("config")
