import json

from flask import Flask

app = Flask(__name__)
app.config.from_file("config.json", load=json.load)
app.config.from_file("missing.json", json.load, silent=True)
