from flask import Flask

app = Flask(__name__)
app.config.from_prefixed_env()
if not app.config.get("SECRET_KEY"):
    app.config["SECRET_KEY"] = "filled in"
if app.config["SESSION_COOKIE_NAME"] == "session":
    app.config["SESSION_COOKIE_NAME"] = "shop"
