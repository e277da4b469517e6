import os
from flask import Flask
app = Flask(__name__)
for key in ("SECRET_KEY", "SESSION_COOKIE_NAME"):
    app.config[key] = os.environ.get("SHOP_" + key, "dflt-" + key)
for key, value in os.environ.items():
    if key.startswith("SHOP_"):
        app.config[key[5:]] = value
