import time

from flask import Flask

app = Flask(__name__)
app.secret_key = "always"
if time.time() > 1:
    app.config["SESSION_COOKIE_SECURE"] = True
else:
    app.config["SESSION_COOKIE_SECURE"] = False
    app.config["SESSION_COOKIE_NAME"] = "past"
