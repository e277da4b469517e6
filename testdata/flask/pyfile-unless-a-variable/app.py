import json
import os

from flask import Flask

os.environ.setdefault("SHELF_CONFIG", "config/shelf.cfg")
app = Flask(__name__)
app.config.from_pyfile(os.environ.get("SHOP_CONFIG", "config/shop.cfg"))
app.config.from_envvar("SHELF_CONFIG")
app.config.from_file(os.environ.get("TILL_CONFIG", "config/till.json"), json.load)
