from flask import Flask

app = Flask(__name__)
app.config["SESSION_COOKIE_SECURE"] = not app.debug
app.config["SESSION_COOKIE_NAME"] = "debug" if app.config["DEBUG"] else "live"
