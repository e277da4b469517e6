import os
from flask import Flask
os.environ["SHOP_SECRET_KEY"] = "k"
os.environ["SHOP_SESSION_COOKIE_SECURE"] = "true"
os.environ["SHOP_A__b"] = "1"
os.environ.setdefault("SHOP_TESTING", "True")
app = Flask(__name__)
app.config.from_prefixed_env("SHOP")
app.config.from_prefixed_env(prefix="NOPE", loads=str)
