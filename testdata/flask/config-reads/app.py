from flask import Flask

app = Flask(__name__)
app.config["SESSION_COOKIE_NAME"] = app.config.get("SECRET_KEY", "fallback") or "none"
app.config["SESSION_COOKIE_PATH"] = "/in" if "SECRET_KEY" in app.config else "/out"
app.config["SECRET_KEY"] = app.config.get("MISSING", "default")
app.config["SESSION_COOKIE_SECURE"] = not app.config["SESSION_COOKIE_SECURE"]
app.config["SESSION_COOKIE_SAMESITE"] = "Lax" if app.debug else "Strict"
app.config["MAX_FORM_PARTS"] = len(app.config.get_namespace("SESSION_COOKIE_"))
