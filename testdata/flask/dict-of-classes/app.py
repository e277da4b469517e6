import os

from config import config
from flask import Flask


def create_app(name):
    app = Flask(__name__)
    app.config.from_object(config[name])
    config[name].init_app(app)
    return app


app = create_app(os.getenv("FLASK_CONFIG") or "default")
