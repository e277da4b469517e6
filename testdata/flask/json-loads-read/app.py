import json
import os

from flask import Flask

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "settings.json")) as handle:
    settings = json.load(handle)
app = Flask(__name__)
app.config.update(settings)
app.config["SESSION_COOKIE_NAME"] = json.loads('{"name": "sid"}')["name"]
