from config import *
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = KEY
app.config["SESSION_COOKIE_NAME"] = globals().get("_hidden", "not imported")
app.config["SESSION_COOKIE_PATH"] = globals().get("OTHER", "/not-in-all")
