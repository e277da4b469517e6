from flask import Flask

app = Flask(__name__)
app.config.from_envvar("SHOP_SETTINGS")
LOG = app.config["LOG"]
app.config["SESSION_COOKIE_SAMESITE"] = app.config.get("SAMESITE", "Lax")
app.config["SESSION_COOKIE_PATH"] = "/shelves" if "SHELVES" in app.config else "/"
app.config.setdefault("JWT_SECRET_KEY", "dev")
app.config["SESSION_COOKIE_SECURE"] = True
