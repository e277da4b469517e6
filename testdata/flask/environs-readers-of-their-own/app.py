import os

from environs import Env
from flask import Flask

one = Env()
other = Env()
one.read_env()
app = Flask(__name__)
app.config["SECRET_KEY"] = one.str("GIVEN_KEY")
app.config["SESSION_COOKIE_SECURE"] = other.bool("GIVEN_FLAG", False)
app.config["SESSION_COOKIE_NAME"] = os.environ.get("GIVEN_KEY", "session")
app.config["TESTING"] = "GIVEN_KEY" in os.environ
