import os
import yaml
from flask import Flask
app = Flask(__name__)
with open(os.path.join(os.path.dirname(__file__), "config.yml")) as f:
    cfg = yaml.safe_load(f)
app.config.update(cfg["flask"])
app.secret_key = cfg["keys"]["secret"]
