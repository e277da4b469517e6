import sys

from flask import Flask

TESTING = False
app = Flask(__name__)
app.secret_key = "test" if TESTING else "live"
app.config["SESSION_COOKIE_SECURE"] = not TESTING and sys.version_info >= (3, 8)
app.config["SESSION_COOKIE_NAME"] = None or "" or "first true"
app.config["SESSION_COOKIE_PATH"] = ("/zero", "/one")[bool(TESTING)]
