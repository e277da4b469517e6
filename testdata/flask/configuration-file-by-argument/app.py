import os
import sys

from flask import Flask

app = Flask(__name__)
file = os.path.join("instance", "shop.cfg")
if len(sys.argv) > 1:
    file = sys.argv[1]
app.config.from_pyfile(file)
if len(sys.argv) == 3:
    app.config["SESSION_COOKIE_SECURE"] = sys.argv[2] == "https"
