import os

from flask import Flask

from config import Config, configs

app = Flask(__name__)
try:
    chosen = configs[os.environ["APP_ENV"]]
except KeyError:
    chosen = Config
app.config.from_object(chosen)
