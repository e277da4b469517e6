import os

from flask import Flask

app = Flask(__name__)
app.config.from_mapping(SESSION_COOKIE_NAME="before", SECRET_KEY="code")
app.config.from_mapping(os.environ)
app.config["SESSION_COOKIE_SECURE"] = "SECRET_KEY" in os.environ
