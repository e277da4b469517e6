import yaml
from pathlib import Path
from flask import Flask
app = Flask(__name__)
cfg = yaml.load(Path(__file__).parent.joinpath("config.yml").read_text(), Loader=yaml.SafeLoader)
app.config.from_mapping(cfg)
