import tomllib

from flask import Flask

app = Flask(__name__)
app.config.from_file("config.toml", load=tomllib.load, text=False)
