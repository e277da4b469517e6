import json
from configparser import ConfigParser
from glob import glob
from pathlib import Path, PosixPath

import os.path

from flask import Flask

HERE = os.path.dirname(os.path.abspath(__file__))

parser = ConfigParser()
for name in sorted(glob("{}/config/*.conf".format(HERE))):
    parser.read(name)

app = Flask(__name__)
app.config["SECRET_KEY"] = parser["web"]["key"]
app.config["SESSION_COOKIE_NAME"] = parser["web"]["name"]
for name in sorted(glob(os.path.join(HERE, "config", "*.json")), reverse=True):
    with open(name) as file:
        app.config.update(json.load(file))
if isinstance(Path(HERE), PosixPath):
    app.config["SESSION_COOKIE_PATH"] = "/posix"
