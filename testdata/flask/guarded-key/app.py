import os

from flask import Flask

app = Flask(__name__)
key = os.environ.get("SECRET_KEY")
if not key:
    raise RuntimeError("SECRET_KEY is required")
app.secret_key = key
