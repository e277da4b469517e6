import os

from flask import Flask
from flask.cli import load_dotenv

load_dotenv()
app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY")
app.config["SESSION_COOKIE_NAME"] = os.environ.get("COOKIE_NAME", "session")
