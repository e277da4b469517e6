import os
from flask import Flask
os.environ.update({"SHOP_SECRET_KEY": "123", "SHOP_SESSION_COOKIE_SECURE": "true"})
app = Flask(__name__)
app.config.from_prefixed_env("SHOP", loads=str)
