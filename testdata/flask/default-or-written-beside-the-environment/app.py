import os

from flask import Flask

app = Flask(__name__)
try:
    import colorsys
except ImportError:
    app.config["MAX_COOKIE_SIZE"] = 90
app.config.from_mapping(os.environ)
