from configparser import ConfigParser
from pathlib import Path

from flask import Flask

config = ConfigParser(interpolation=None)
config.optionxform = str
config.read_file(open(Path(__file__).parent / "shop.ini"))

app = Flask(__name__)
for key, value in config.items("flask"):
    app.config[key] = value
app.config.update(config["cookies"])
for section in config.sections():
    if section.startswith("extra"):
        app.config.from_mapping({name.upper(): text for name, text in config[section].items()})
