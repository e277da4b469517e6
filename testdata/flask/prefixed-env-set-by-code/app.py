import os

from flask import Flask

os.environ["FLASK_SECRET_KEY"] = "12ab"
os.environ["FLASK_SESSION_COOKIE_SECURE"] = "true"
os.environ["FLASK_SESSION_COOKIE_HTTPONLY"] = "False"
app = Flask(__name__)
app.config.from_prefixed_env()
