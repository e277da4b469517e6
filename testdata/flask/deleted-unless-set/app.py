import os

from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config.pop("MAX_CONTENT_LENGTH", None)
if os.environ.get("APP_ENV") == "production":
    app.config["MAX_CONTENT_LENGTH"] = 5
