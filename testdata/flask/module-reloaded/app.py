import importlib
import os

import settings
from flask import Flask

before = settings.SECRET_KEY
os.environ["SHOP_KEY"] = "given by code"
importlib.reload(settings)
app = Flask(__name__)
app.config.from_object(settings)
app.config["SESSION_COOKIE_NAME"] = before
