import os
import sys

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SHOP_KEY", "k")

if "pytest" in sys.modules:
    app.config["SESSION_COOKIE_NAME"] = "of-tests"
elif app.config["SECRET_KEY"] == "k" and "_pytest" not in sys.modules:
    app.config["SESSION_COOKIE_NAME"] = "of-default"

app.config["SESSION_COOKIE_SECURE"] = "pytest" not in sys.modules
