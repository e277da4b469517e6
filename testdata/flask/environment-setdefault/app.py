import os

from flask import Flask

os.environ.setdefault("SECRET_KEY", "dev")
os.environ.setdefault("FLASK_TESTING", "true")
app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.config.from_prefixed_env()
