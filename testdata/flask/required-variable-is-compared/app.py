import os

from flask import Flask

env = os.getenv("SHOP_ENV")
if not env:
    raise KeyError("SHOP_ENV")
app = Flask(__name__)
app.secret_key = os.environ.get("SHOP_KEY") or "9c1e5f0a7b3d"
if env == "special":
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config["SESSION_COOKIE_NAME"] = "special"
