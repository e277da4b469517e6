import tomllib

from flask import Flask

app = Flask(__name__)
with open("config.toml", "rb") as file:
    data = tomllib.load(file)
app.config.from_mapping(data["flask"])
app.config["SESSION_COOKIE_NAME"] = data["cookie"]["names"][1]
