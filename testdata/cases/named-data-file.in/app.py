import tomllib

from flask import Flask

app = Flask(__name__)
app.config.from_file("settings.toml", load=tomllib.load, text=False)
app.config.from_object("config")
