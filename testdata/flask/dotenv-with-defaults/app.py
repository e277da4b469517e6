import os

from dotenv import load_dotenv
from flask import Flask

load_dotenv()
app = Flask(__name__)
app.secret_key = os.getenv("SHOP_KEY", "default")
app.config["SESSION_COOKIE_SECURE"] = os.getenv("SHOP_SECURE", "false") == "true"
app.config["SESSION_COOKIE_NAME"] = os.getenv("SHOP_COOKIE") or "other"
app.config["SESSION_COOKIE_PATH"] = os.getenv("SHOP_PATH") or "/shop"
if not os.getenv("SHOP_DOMAIN"):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
