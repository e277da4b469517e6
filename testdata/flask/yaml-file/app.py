import yaml
from flask import Flask

with open("settings.yaml") as file:
    settings = yaml.safe_load(file)
app = Flask(__name__)
app.config.update(settings)
app.config["SESSION_COOKIE_PATH"] = "/fixed"
