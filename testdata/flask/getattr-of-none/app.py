import os

from flask import Flask

settings = None
path = getattr(settings, "PATH", "/shop")
app = Flask(__name__)
app.secret_key = getattr(settings, "SECRET_KEY", None) or "9c1e5f0a7b3d"
app.config["SESSION_COOKIE_PATH"] = path
app.config["SESSION_COOKIE_SECURE"] = hasattr(settings, "SECURE")
app.config["SESSION_COOKIE_NAME"] = getattr(os.environ.get("SHOP_NAME"), "upper", lambda: "shop")()
