import os

from dotenv import load_dotenv
from flask import Flask

load_dotenv()
app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SESSION_COOKIE_SECURE"] = os.getenv("COOKIE_SECURE", "no") == "yes"
app.config["SESSION_COOKIE_NAME"] = os.getenv("COOKIE_NAME", "sid")
