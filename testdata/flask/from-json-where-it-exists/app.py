import json

from flask import Flask

app = Flask(__name__)
if hasattr(app.config, "from_json"):
    app.config.from_json("settings.json")
else:
    app.config.from_file("settings.json", load=json.load)
