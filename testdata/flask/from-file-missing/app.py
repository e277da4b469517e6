import json
import tomllib

from flask import Flask

app = Flask(__name__)
found = app.config.from_file("missing.toml", load=tomllib.load, silent=True, text=False)
app.config["TESTING"] = found
app.config.from_file("nested.json", load=lambda stream: json.load(stream)["flask"])
