import os

from flask import Flask
from flask_talisman import Talisman

app = Flask(__name__)
app.secret_key = "k"
app.config["DEBUG"] = os.environ.get("SHOP_DEBUG", "True") == "True"
Talisman(app, force_https=False)
