import sys

from flask import Flask
from flask_talisman import Talisman

app = Flask(__name__)
app.secret_key = "k"
app.config["DEBUG"] = "--debug" in sys.argv
Talisman(app, content_security_policy=None)
