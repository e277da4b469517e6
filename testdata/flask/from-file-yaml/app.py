import yaml
from flask import Flask
app = Flask(__name__)
app.config.from_file("config.yaml", load=yaml.safe_load)
