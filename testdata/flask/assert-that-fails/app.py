import os

from flask import Flask

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY", "dev")
assert app.secret_key != "dev", "the default is for nobody"
app.config["SESSION_COOKIE_SECURE"] = True
